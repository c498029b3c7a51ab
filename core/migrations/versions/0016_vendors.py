"""vendors: offers, people, purchase orders, shipments straight from them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import core.infra.columns

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("shipment", schema=None) as batch_op:
        batch_op.alter_column("pick_list_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.alter_column("warehouse_id", existing_type=sa.Uuid(), nullable=True)

    op.create_table(
        "purchase_counter",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_purchase_counter")),
    )
    op.create_table(
        "vendor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vendor")),
        sa.UniqueConstraint("code", name=op.f("uq_vendor_code")),
    )
    op.create_table(
        "vendor_contact",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_vendor_contact_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["vendor_id"], ["vendor.id"], name=op.f("fk_vendor_contact_vendor_id_vendor")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_vendor_contact")),
    )
    with op.batch_alter_table("vendor_contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vendor_contact_vendor_id"), ["vendor_id"], unique=False)

    op.create_table(
        "vendor_offer",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("cost_micros", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("ships", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_vendor_offer_product_id_product")
        ),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_vendor_offer_vendor_id_vendor")),
        sa.PrimaryKeyConstraint("product_id", "vendor_id", name=op.f("pk_vendor_offer")),
    )
    op.create_table(
        "purchase_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("vendor_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("sold_minor", sa.BigInteger(), nullable=False),
        sa.Column("bought_minor", sa.BigInteger(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=False),
        sa.Column("sent_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("why", sa.String(length=20), nullable=True),
        sa.Column("reminded_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("shipment_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_purchase_order_answered_by_person")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_purchase_order_order_id_orders")),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipment.id"], name=op.f("fk_purchase_order_shipment_id_shipment")
        ),
        sa.ForeignKeyConstraint(
            ["vendor_id"], ["vendor.id"], name=op.f("fk_purchase_order_vendor_id_vendor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_order")),
        sa.UniqueConstraint("number", name=op.f("uq_purchase_order_number")),
    )
    with op.batch_alter_table("purchase_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_purchase_order_order_id"), ["order_id"], unique=False)
        batch_op.create_index("ix_purchase_order_vendor_id_state", ["vendor_id", "state"], unique=False)
        batch_op.create_index(
            "uq_purchase_order_live_order",
            ["order_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('sent', 'acknowledged', 'shipped')"),
            postgresql_where=sa.text("state IN ('sent', 'acknowledged', 'shipped')"),
        )

    op.create_table(
        "purchase_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purchase_order_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("sku", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("cost_micros", sa.BigInteger(), nullable=False),
        sa.Column("cost_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_purchase_line_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_order_id"],
            ["purchase_order.id"],
            name=op.f("fk_purchase_line_purchase_order_id_purchase_order"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_line")),
    )
    with op.batch_alter_table("purchase_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_purchase_line_purchase_order_id"), ["purchase_order_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("purchase_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_purchase_line_purchase_order_id"))

    op.drop_table("purchase_line")
    with op.batch_alter_table("purchase_order", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_purchase_order_live_order",
            sqlite_where=sa.text("state IN ('sent', 'acknowledged', 'shipped')"),
            postgresql_where=sa.text("state IN ('sent', 'acknowledged', 'shipped')"),
        )
        batch_op.drop_index("ix_purchase_order_vendor_id_state")
        batch_op.drop_index(batch_op.f("ix_purchase_order_order_id"))

    op.drop_table("purchase_order")
    op.drop_table("vendor_offer")
    with op.batch_alter_table("vendor_contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vendor_contact_vendor_id"))

    op.drop_table("vendor_contact")
    op.drop_table("vendor")
    op.drop_table("purchase_counter")
    with op.batch_alter_table("shipment", schema=None) as batch_op:
        batch_op.alter_column("warehouse_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.alter_column("pick_list_id", existing_type=sa.Uuid(), nullable=False)
