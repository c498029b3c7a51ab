"""dispatch: vans, day plans, routes and stops"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import core.infra.columns

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "depot",
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_depot_warehouse_id_warehouse")
        ),
        sa.PrimaryKeyConstraint("warehouse_id", name=op.f("pk_depot")),
    )
    op.create_table(
        "route_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("given_m", sa.BigInteger(), nullable=False),
        sa.Column(
            "unserved",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "wishes",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_route_plan_warehouse_id_warehouse")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route_plan")),
    )
    with op.batch_alter_table("route_plan", schema=None) as batch_op:
        batch_op.create_index("uq_route_plan_warehouse_id_day", ["warehouse_id", "day"], unique=True)

    op.create_table(
        "van",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("plate", sa.String(length=20), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("driver_id", sa.Uuid(), nullable=True),
        sa.Column("max_weight_g", sa.BigInteger(), nullable=False),
        sa.Column("max_volume_ml", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("cost_per_km_minor", sa.BigInteger(), nullable=False),
        sa.Column("cost_per_hour_minor", sa.BigInteger(), nullable=False),
        sa.Column("cost_per_day_minor", sa.BigInteger(), nullable=False),
        sa.Column("co2_g_per_km", sa.Integer(), nullable=False),
        sa.Column(
            "skills",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("shift_from", sa.String(length=5), nullable=False),
        sa.Column("shift_until", sa.String(length=5), nullable=False),
        sa.Column("break_minutes", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("max_weight_g > 0", name=op.f("ck_van_carries_something")),
        sa.ForeignKeyConstraint(["driver_id"], ["person.id"], name=op.f("fk_van_driver_id_person")),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_van_warehouse_id_warehouse")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_van")),
        sa.UniqueConstraint("code", name=op.f("uq_van_code")),
    )
    with op.batch_alter_table("van", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_van_driver_id"), ["driver_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_van_warehouse_id"), ["warehouse_id"], unique=False)

    op.create_table(
        "route",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("van_id", sa.Uuid(), nullable=False),
        sa.Column("driver_id", sa.Uuid(), nullable=True),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("trip", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_locked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("starts_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("distance_m", sa.BigInteger(), nullable=False),
        sa.Column("drive_seconds", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("cost_minor", sa.BigInteger(), nullable=False),
        sa.Column("co2_g", sa.BigInteger(), nullable=False),
        sa.Column(
            "changes",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("started_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["driver_id"], ["person.id"], name=op.f("fk_route_driver_id_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["route_plan.id"], name=op.f("fk_route_plan_id_route_plan")),
        sa.ForeignKeyConstraint(["van_id"], ["van.id"], name=op.f("fk_route_van_id_van")),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_route_warehouse_id_warehouse")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route")),
    )
    with op.batch_alter_table("route", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_route_day"), ["day"], unique=False)
        batch_op.create_index("ix_route_driver_id_day", ["driver_id", "day"], unique=False)
        batch_op.create_index(batch_op.f("ix_route_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "receiving",
        sa.Column("ship_to_id", sa.Uuid(), nullable=False),
        sa.Column(
            "windows",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("service_minutes", sa.Integer(), nullable=False),
        sa.Column(
            "needs",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["ship_to_id"], ["ship_to.id"], name=op.f("fk_receiving_ship_to_id_ship_to")),
        sa.PrimaryKeyConstraint("ship_to_id", name=op.f("pk_receiving")),
    )
    op.create_table(
        "route_stop",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("dealer_id", sa.Uuid(), nullable=False),
        sa.Column("ship_to_id", sa.Uuid(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("window_from", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("window_until", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("eta", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("service_minutes", sa.Integer(), nullable=False),
        sa.Column("weight_g", sa.BigInteger(), nullable=False),
        sa.Column("volume_ml", sa.BigInteger(), nullable=False),
        sa.Column("distance_m", sa.BigInteger(), nullable=False),
        sa.Column("cost_minor", sa.BigInteger(), nullable=False),
        sa.Column("co2_g", sa.BigInteger(), nullable=False),
        sa.Column("arrived_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("done_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["dealer_id"], ["dealer.id"], name=op.f("fk_route_stop_dealer_id_dealer")),
        sa.ForeignKeyConstraint(["route_id"], ["route.id"], name=op.f("fk_route_stop_route_id_route")),
        sa.ForeignKeyConstraint(
            ["ship_to_id"], ["ship_to.id"], name=op.f("fk_route_stop_ship_to_id_ship_to")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route_stop")),
    )
    with op.batch_alter_table("route_stop", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_route_stop_dealer_id"), ["dealer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_route_stop_route_id"), ["route_id"], unique=False)

    op.create_table(
        "route_stop_shipment",
        sa.Column("stop_id", sa.Uuid(), nullable=False),
        sa.Column("shipment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipment.id"], name=op.f("fk_route_stop_shipment_shipment_id_shipment")
        ),
        sa.ForeignKeyConstraint(
            ["stop_id"], ["route_stop.id"], name=op.f("fk_route_stop_shipment_stop_id_route_stop")
        ),
        sa.PrimaryKeyConstraint("stop_id", "shipment_id", name=op.f("pk_route_stop_shipment")),
    )
    with op.batch_alter_table("route_stop_shipment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_route_stop_shipment_shipment_id"), ["shipment_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("route_stop_shipment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_route_stop_shipment_shipment_id"))

    op.drop_table("route_stop_shipment")
    with op.batch_alter_table("route_stop", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_route_stop_route_id"))
        batch_op.drop_index(batch_op.f("ix_route_stop_dealer_id"))

    op.drop_table("route_stop")
    op.drop_table("receiving")
    with op.batch_alter_table("route", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_route_plan_id"))
        batch_op.drop_index("ix_route_driver_id_day")
        batch_op.drop_index(batch_op.f("ix_route_day"))

    op.drop_table("route")
    with op.batch_alter_table("van", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_van_warehouse_id"))
        batch_op.drop_index(batch_op.f("ix_van_driver_id"))

    op.drop_table("van")
    with op.batch_alter_table("route_plan", schema=None) as batch_op:
        batch_op.drop_index("uq_route_plan_warehouse_id_day")

    op.drop_table("route_plan")
    op.drop_table("depot")
