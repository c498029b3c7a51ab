"""bookings with carriers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import core.infra.columns

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "carrier_booking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("shipment_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("only", sa.String(length=20), nullable=True),
        sa.Column(
            "rates",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "left_out",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=10), nullable=True),
        sa.Column("tracking_number", sa.String(length=60), nullable=True),
        sa.Column("label", sa.String(length=64), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["only"], ["carrier.code"], name=op.f("fk_carrier_booking_only_carrier")),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipment.id"], name=op.f("fk_carrier_booking_shipment_id_shipment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier_booking")),
    )
    with op.batch_alter_table("carrier_booking", schema=None) as batch_op:
        batch_op.create_index("ix_carrier_booking_shipment_id", ["shipment_id"], unique=False)
        batch_op.create_index(
            "uq_carrier_booking_live",
            ["shipment_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('asked', 'chosen', 'booked', 'silent')"),
            postgresql_where=sa.text("state IN ('asked', 'chosen', 'booked', 'silent')"),
        )


def downgrade() -> None:
    with op.batch_alter_table("carrier_booking", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_carrier_booking_live",
            sqlite_where=sa.text("state IN ('asked', 'chosen', 'booked', 'silent')"),
            postgresql_where=sa.text("state IN ('asked', 'chosen', 'booked', 'silent')"),
        )
        batch_op.drop_index("ix_carrier_booking_shipment_id")

    op.drop_table("carrier_booking")
