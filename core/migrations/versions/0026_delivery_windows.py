"""delivery windows"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.infra.columns import UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("draft", "orders"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("window_from", UtcDateTime(timezone=True), nullable=True))
            batch_op.add_column(sa.Column("window_until", UtcDateTime(timezone=True), nullable=True))
    op.create_table(
        "evening_told",
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_evening_told_warehouse_id_warehouse")
        ),
        sa.PrimaryKeyConstraint("warehouse_id", "day", name=op.f("pk_evening_told")),
    )


def downgrade() -> None:
    op.drop_table("evening_told")
    for table in ("orders", "draft"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("window_until")
            batch_op.drop_column("window_from")
