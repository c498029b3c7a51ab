"""driving: phones, proofs and money of the door"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import core.infra.columns

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "driver_start",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_driver_start")),
    )
    op.create_table(
        "proof_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("far_m", sa.Integer(), nullable=False),
        sa.Column("has_codes", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof_policy")),
    )
    op.create_table(
        "driver_act",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("device", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=False),
        sa.Column("stop_id", sa.Uuid(), nullable=True),
        sa.Column("told_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("received_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sent", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=True),
        sa.Column(
            "fields",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_driver_act_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_driver_act")),
    )
    with op.batch_alter_table("driver_act", schema=None) as batch_op:
        batch_op.create_index("ix_driver_act_route_id_seq", ["route_id", "seq"], unique=False)
        batch_op.create_index(batch_op.f("ix_driver_act_stop_id"), ["stop_id"], unique=False)

    op.create_table(
        "driver_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("made_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_driver_link_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_driver_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_driver_link_token_hash")),
    )
    with op.batch_alter_table("driver_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_driver_link_person_id"), ["person_id"], unique=False)

    op.create_table(
        "driver_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("started_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_driver_session_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_driver_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_driver_session_token_hash")),
    )
    with op.batch_alter_table("driver_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_driver_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "door_cause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=14), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("dealer_id", sa.Uuid(), nullable=False),
        sa.Column("stop_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["dealer_id"], ["dealer.id"], name=op.f("fk_door_cause_dealer_id_dealer")),
        sa.ForeignKeyConstraint(
            ["stop_id"], ["route_stop.id"], name=op.f("fk_door_cause_stop_id_route_stop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_cause")),
    )
    with op.batch_alter_table("door_cause", schema=None) as batch_op:
        batch_op.create_index("ix_door_cause_day", ["day"], unique=False)

    op.create_table(
        "driver_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("stop_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=True),
        sa.Column("media_type", sa.String(length=20), nullable=True),
        sa.Column("shown", sa.String(length=64), nullable=True),
        sa.Column("begun_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("whole_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_driver_file_person_id_person")),
        sa.ForeignKeyConstraint(
            ["stop_id"], ["route_stop.id"], name=op.f("fk_driver_file_stop_id_route_stop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_driver_file")),
    )
    with op.batch_alter_table("driver_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_driver_file_stop_id"), ["stop_id"], unique=False)

    op.create_table(
        "proof",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=False),
        sa.Column("stop_id", sa.Uuid(), nullable=False),
        sa.Column("dealer_id", sa.Uuid(), nullable=False),
        sa.Column("driver_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("receiver", sa.String(length=80), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("taken_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("received_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "lines",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "strokes",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "fix", sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"), nullable=True
        ),
        sa.Column("distance_m", sa.BigInteger(), nullable=True),
        sa.Column(
            "flags",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("code_given", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["act_id"], ["driver_act.id"], name=op.f("fk_proof_act_id_driver_act")),
        sa.ForeignKeyConstraint(["dealer_id"], ["dealer.id"], name=op.f("fk_proof_dealer_id_dealer")),
        sa.ForeignKeyConstraint(["driver_id"], ["person.id"], name=op.f("fk_proof_driver_id_person")),
        sa.ForeignKeyConstraint(["route_id"], ["route.id"], name=op.f("fk_proof_route_id_route")),
        sa.ForeignKeyConstraint(["stop_id"], ["route_stop.id"], name=op.f("fk_proof_stop_id_route_stop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof")),
        sa.UniqueConstraint("act_id", name=op.f("uq_proof_act_id")),
        sa.UniqueConstraint("route_id", "number", name=op.f("uq_proof_route_id_number")),
        sa.UniqueConstraint("stop_id", name=op.f("uq_proof_stop_id")),
    )
    with op.batch_alter_table("proof", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proof_dealer_id"), ["dealer_id"], unique=False)

    op.create_table(
        "stop_code",
        sa.Column("stop_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.ForeignKeyConstraint(["stop_id"], ["route_stop.id"], name=op.f("fk_stop_code_stop_id_route_stop")),
        sa.PrimaryKeyConstraint("stop_id", name=op.f("pk_stop_code")),
    )
    op.create_table(
        "delivery_rating",
        sa.Column("proof_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_delivery_rating_person_id_person")
        ),
        sa.ForeignKeyConstraint(["proof_id"], ["proof.id"], name=op.f("fk_delivery_rating_proof_id_proof")),
        sa.PrimaryKeyConstraint("proof_id", name=op.f("pk_delivery_rating")),
    )
    op.create_table(
        "door_money",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proof_id", sa.Uuid(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=False),
        sa.Column("dealer_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("taken_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("decided_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("receipt", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["dealer_id"], ["dealer.id"], name=op.f("fk_door_money_dealer_id_dealer")),
        sa.ForeignKeyConstraint(["proof_id"], ["proof.id"], name=op.f("fk_door_money_proof_id_proof")),
        sa.ForeignKeyConstraint(["route_id"], ["route.id"], name=op.f("fk_door_money_route_id_route")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_money")),
        sa.UniqueConstraint("proof_id", name=op.f("uq_door_money_proof_id")),
    )
    with op.batch_alter_table("door_money", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_door_money_route_id"), ["route_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_door_money_state"), ["state"], unique=False)

    op.create_table(
        "driver_piece",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["driver_file.id"], name=op.f("fk_driver_piece_file_id_driver_file")
        ),
        sa.PrimaryKeyConstraint("file_id", "start", name=op.f("pk_driver_piece")),
    )
    op.create_table(
        "proof_file",
        sa.Column("proof_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["proof_id"], ["proof.id"], name=op.f("fk_proof_file_proof_id_proof")),
        sa.PrimaryKeyConstraint("proof_id", "file_id", name=op.f("pk_proof_file")),
    )
    with op.batch_alter_table("proof_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proof_file_file_id"), ["file_id"], unique=False)

    op.create_table(
        "proof_shipment",
        sa.Column("proof_id", sa.Uuid(), nullable=False),
        sa.Column("shipment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["proof_id"], ["proof.id"], name=op.f("fk_proof_shipment_proof_id_proof")),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipment.id"], name=op.f("fk_proof_shipment_shipment_id_shipment")
        ),
        sa.PrimaryKeyConstraint("proof_id", "shipment_id", name=op.f("pk_proof_shipment")),
    )
    with op.batch_alter_table("proof_shipment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proof_shipment_shipment_id"), ["shipment_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("proof_shipment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proof_shipment_shipment_id"))

    op.drop_table("proof_shipment")
    with op.batch_alter_table("proof_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proof_file_file_id"))

    op.drop_table("proof_file")
    op.drop_table("driver_piece")
    with op.batch_alter_table("door_money", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_door_money_state"))
        batch_op.drop_index(batch_op.f("ix_door_money_route_id"))

    op.drop_table("door_money")
    op.drop_table("delivery_rating")
    op.drop_table("stop_code")
    with op.batch_alter_table("proof", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proof_dealer_id"))

    op.drop_table("proof")
    with op.batch_alter_table("driver_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_driver_file_stop_id"))

    op.drop_table("driver_file")
    with op.batch_alter_table("door_cause", schema=None) as batch_op:
        batch_op.drop_index("ix_door_cause_day")

    op.drop_table("door_cause")
    with op.batch_alter_table("driver_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_driver_session_person_id"))

    op.drop_table("driver_session")
    with op.batch_alter_table("driver_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_driver_link_person_id"))

    op.drop_table("driver_link")
    with op.batch_alter_table("driver_act", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_driver_act_stop_id"))
        batch_op.drop_index("ix_driver_act_route_id_seq")

    op.drop_table("driver_act")
    op.drop_table("proof_policy")
    op.drop_table("driver_start")
