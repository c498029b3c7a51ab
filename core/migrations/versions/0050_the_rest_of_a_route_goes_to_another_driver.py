"""The rest of a route goes to another driver."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.infra.columns import UtcDateTime

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("route") as batch:
        batch.add_column(sa.Column("given_at", UtcDateTime(), nullable=True))
        batch.add_column(sa.Column("taken_from", sa.Uuid(), nullable=True))
        batch.create_index(batch.f("ix_route_taken_from"), ["taken_from"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("route") as batch:
        batch.drop_index(batch.f("ix_route_taken_from"))
        batch.drop_column("taken_from")
        batch.drop_column("given_at")
