"""orders: states on the way, versions, what is agreed about scarce goods"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import core.infra.columns

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# Being invoiced becomes a mark beside the state: nobody had noted whether the goods were gone.
_MARK_INVOICED = (
    "UPDATE orders SET state = 'approved', invoiced_at = "
    "(SELECT max(at) FROM order_step WHERE order_id = orders.id AND state = 'invoiced') "
    "WHERE state = 'invoiced'"
)
_UNMARK_INVOICED = "UPDATE orders SET state = 'invoiced' WHERE invoiced_at IS NOT NULL"


def upgrade() -> None:
    op.create_table(
        "dealer_supply",
        sa.Column("dealer_id", sa.Uuid(), nullable=False),
        sa.Column("when_short", sa.String(length=10), nullable=True),
        sa.Column("may_be_urgent", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("share", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["dealer_id"], ["dealer.id"], name=op.f("fk_dealer_supply_dealer_id_dealer")),
        sa.PrimaryKeyConstraint("dealer_id", name=op.f("pk_dealer_supply")),
    )
    op.create_table(
        "order_version",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "content",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("ended_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_version_order_id_orders")),
        sa.PrimaryKeyConstraint("order_id", "version", name=op.f("pk_order_version")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("amends", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("when_short", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("is_urgent", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("order_policy", schema=None) as batch_op:
        batch_op.add_column(sa.Column("urgent_minor", sa.BigInteger(), server_default="0", nullable=False))

    with op.batch_alter_table("order_step", schema=None) as batch_op:
        batch_op.alter_column(
            "state",
            existing_type=sa.VARCHAR(length=12),
            type_=sa.String(length=20),
            existing_nullable=False,
        )

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("invoiced_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("is_urgent", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("when_short", sa.String(length=10), nullable=True))
        batch_op.alter_column(
            "state",
            existing_type=sa.VARCHAR(length=12),
            type_=sa.String(length=20),
            existing_nullable=False,
        )
    op.execute(sa.text(_MARK_INVOICED))


def downgrade() -> None:
    op.execute(sa.text(_UNMARK_INVOICED))
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.alter_column(
            "state",
            existing_type=sa.String(length=20),
            type_=sa.VARCHAR(length=12),
            existing_nullable=False,
        )
        batch_op.drop_column("when_short")
        batch_op.drop_column("is_urgent")
        batch_op.drop_column("invoiced_at")

    with op.batch_alter_table("order_step", schema=None) as batch_op:
        batch_op.alter_column(
            "state",
            existing_type=sa.String(length=20),
            type_=sa.VARCHAR(length=12),
            existing_nullable=False,
        )

    with op.batch_alter_table("order_policy", schema=None) as batch_op:
        batch_op.drop_column("urgent_minor")

    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_column("is_urgent")
        batch_op.drop_column("when_short")
        batch_op.drop_column("amends")

    op.drop_table("order_version")
    op.drop_table("dealer_supply")
