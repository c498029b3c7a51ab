"""orders: the ways of goods with cost and days, the sequence of steps of one moment"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lane",
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("cost_minor", sa.BigInteger(), nullable=True),
        sa.Column("kilogram_mills", sa.Integer(), server_default="0", nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_lane_warehouse_id_warehouse")
        ),
        sa.PrimaryKeyConstraint("warehouse_id", "region", "code", name=op.f("pk_lane")),
    )
    op.create_table(
        "transfer_lane",
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("cost_minor", sa.BigInteger(), nullable=True),
        sa.Column("kilogram_mills", sa.Integer(), server_default="0", nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("buffer_days", sa.Integer(), server_default="0", nullable=False),
        sa.Column("weekdays", sa.String(length=7), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["from_id"], ["warehouse.id"], name=op.f("fk_transfer_lane_from_id_warehouse")
        ),
        sa.ForeignKeyConstraint(["to_id"], ["warehouse.id"], name=op.f("fk_transfer_lane_to_id_warehouse")),
        sa.PrimaryKeyConstraint("from_id", "to_id", name=op.f("pk_transfer_lane")),
    )
    with op.batch_alter_table("order_step", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="0", nullable=False))

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index(
            "ix_orders_back_ordered",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state = 'back_ordered'"),
            postgresql_where=sa.text("state = 'back_ordered'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_orders_back_ordered",
            sqlite_where=sa.text("state = 'back_ordered'"),
            postgresql_where=sa.text("state = 'back_ordered'"),
        )

    with op.batch_alter_table("order_step", schema=None) as batch_op:
        batch_op.drop_column("version")

    op.drop_table("transfer_lane")
    op.drop_table("lane")
