"""Approvals are decided in working time; vendors have a cut-off of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("approval_rule") as batch:
        batch.add_column(sa.Column("urgent_always", sa.Boolean(), server_default=sa.false(), nullable=False))
    # A day of the clock had 24 hours, one of the office has nine: who had a day to decide still has one.
    op.execute("UPDATE approval_rule SET hours = hours * 9 / 24 WHERE hours >= 24")
    with op.batch_alter_table("approval_step") as batch:
        batch.add_column(sa.Column("by_clock", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("vendor") as batch:
        batch.add_column(sa.Column("cut_off", sa.String(length=5), server_default="16:00", nullable=False))
        batch.add_column(sa.Column("zone", sa.String(length=40), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("vendor") as batch:
        batch.drop_column("zone")
        batch.drop_column("cut_off")
    with op.batch_alter_table("approval_step") as batch:
        batch.drop_column("by_clock")
    op.execute("UPDATE approval_rule SET hours = hours / 9 * 24 WHERE hours >= 9 AND hours % 9 = 0")
    with op.batch_alter_table("approval_rule") as batch:
        batch.drop_column("urgent_always")
