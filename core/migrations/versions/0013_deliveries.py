"""Pick lists, shipments and what carriers tell of them; when orders are invoiced."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import core.infra.columns

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "billing_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_billing_policy")),
    )
    op.execute(sa.text("INSERT INTO billing_policy (id, moment) VALUES (1, 'approved')"))
    op.create_table(
        "carrier",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_carrier")),
    )
    op.create_table(
        "delivery_counter",
        sa.Column("kind", sa.String(length=2), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "year", name=op.f("pk_delivery_counter")),
    )
    op.create_table(
        "pick_list",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_pick_list_warehouse_id_warehouse")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pick_list")),
        sa.UniqueConstraint("number", name=op.f("uq_pick_list_number")),
    )
    op.create_table(
        "stock_location",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("zone", sa.String(length=20), nullable=False),
        sa.Column("bin", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_stock_location_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_stock_location_warehouse_id_warehouse")
        ),
        sa.PrimaryKeyConstraint("product_id", "warehouse_id", name=op.f("pk_stock_location")),
    )
    op.create_table(
        "shipment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("pick_list_id", sa.Uuid(), nullable=False),
        sa.Column("dealer_id", sa.Uuid(), nullable=False),
        sa.Column("ship_to_id", sa.Uuid(), nullable=True),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column(
            "parcels",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("way", sa.String(length=10), nullable=True),
        sa.Column("carrier", sa.String(length=20), nullable=True),
        sa.Column("tracking_number", sa.String(length=60), nullable=True),
        sa.Column("window_from", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("window_until", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("received_by", sa.String(length=80), nullable=True),
        sa.Column("packed_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("shipped_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("out_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("arrived_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["carrier"], ["carrier.code"], name=op.f("fk_shipment_carrier_carrier")),
        sa.ForeignKeyConstraint(["dealer_id"], ["dealer.id"], name=op.f("fk_shipment_dealer_id_dealer")),
        sa.ForeignKeyConstraint(
            ["pick_list_id"], ["pick_list.id"], name=op.f("fk_shipment_pick_list_id_pick_list")
        ),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_shipment_warehouse_id_warehouse")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment")),
        sa.UniqueConstraint("number", name=op.f("uq_shipment_number")),
    )
    with op.batch_alter_table("shipment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shipment_pick_list_id"), ["pick_list_id"], unique=False)
        batch_op.create_index("ix_shipment_warehouse_id_state", ["warehouse_id", "state"], unique=False)
        batch_op.create_index(
            "uq_shipment_carrier_tracking_number",
            ["carrier", "tracking_number"],
            unique=True,
            sqlite_where=sa.text("tracking_number IS NOT NULL"),
            postgresql_where=sa.text("tracking_number IS NOT NULL"),
        )

    op.create_table(
        "shipment_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("shipment_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=20), nullable=False),
        sa.Column("bin", sa.String(length=20), nullable=False),
        sa.Column(
            "lots", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=False
        ),
        sa.Column("found", sa.Integer(), nullable=True),
        sa.Column("lack", sa.String(length=12), nullable=True),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("damaged", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_shipment_line_order_id_orders")),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipment.id"], name=op.f("fk_shipment_line_shipment_id_shipment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment_line")),
    )
    with op.batch_alter_table("shipment_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shipment_line_order_id"), ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shipment_line_shipment_id"), ["shipment_id"], unique=False)

    op.create_table(
        "shipment_tracking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("shipment_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("event", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("heard_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipment.id"], name=op.f("fk_shipment_tracking_shipment_id_shipment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment_tracking")),
    )
    with op.batch_alter_table("shipment_tracking", schema=None) as batch_op:
        batch_op.create_index("ix_shipment_tracking_shipment_id", ["shipment_id"], unique=False)
        batch_op.create_index("uq_shipment_tracking_source_event", ["source", "event"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("shipment_tracking", schema=None) as batch_op:
        batch_op.drop_index("uq_shipment_tracking_source_event")
        batch_op.drop_index("ix_shipment_tracking_shipment_id")

    op.drop_table("shipment_tracking")
    with op.batch_alter_table("shipment_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shipment_line_shipment_id"))
        batch_op.drop_index(batch_op.f("ix_shipment_line_order_id"))

    op.drop_table("shipment_line")
    with op.batch_alter_table("shipment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_shipment_carrier_tracking_number",
            sqlite_where=sa.text("tracking_number IS NOT NULL"),
            postgresql_where=sa.text("tracking_number IS NOT NULL"),
        )
        batch_op.drop_index("ix_shipment_warehouse_id_state")
        batch_op.drop_index(batch_op.f("ix_shipment_pick_list_id"))

    op.drop_table("shipment")
    op.drop_table("stock_location")
    op.drop_table("pick_list")
    op.drop_table("delivery_counter")
    op.drop_table("carrier")
    op.drop_table("billing_policy")
