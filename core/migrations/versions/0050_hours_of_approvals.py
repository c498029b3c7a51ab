"""Approvals are decided in hours of the house's working time, urgent ones by the clock where a rule says so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("approval_rule") as batch:
        batch.add_column(sa.Column("urgent_always", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("approval_step") as batch:
        batch.add_column(sa.Column("by_clock", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("approval_step") as batch:
        batch.drop_column("by_clock")
    with op.batch_alter_table("approval_rule") as batch:
        batch.drop_column("urgent_always")
