"""channel: tiers that are earned, price bands, broadcasts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import core.infra.columns

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "broadcast",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column(
            "texts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "audience",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("started_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast")),
    )
    op.create_table(
        "price_band",
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("below_basis_points", sa.Integer(), nullable=False),
        sa.Column("above_basis_points", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "value", name=op.f("pk_price_band")),
    )
    op.create_table(
        "tier_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier_policy")),
    )
    op.create_table(
        "tier_review",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("upgraded", sa.Integer(), nullable=False),
        sa.Column("noticed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_tier_review")),
    )
    op.create_table(
        "broadcast_person",
        sa.Column("broadcast_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcast.id"], name=op.f("fk_broadcast_person_broadcast_id_broadcast")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_broadcast_person_person_id_person")
        ),
        sa.PrimaryKeyConstraint("broadcast_id", "person_id", name=op.f("pk_broadcast_person")),
    )
    with op.batch_alter_table("broadcast_person", schema=None) as batch_op:
        batch_op.create_index(
            "ix_broadcast_person_waiting",
            ["broadcast_id", "person_id"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "notice_switch",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("off_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_switch_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_notice_switch")),
    )
    op.create_table(
        "tier_threshold",
        sa.Column("tier", sa.String(length=20), nullable=False),
        sa.Column("from_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["tier"], ["tier.code"], name=op.f("fk_tier_threshold_tier_tier")),
        sa.PrimaryKeyConstraint("tier", name=op.f("pk_tier_threshold")),
    )
    op.create_table(
        "resale_price",
        sa.Column("dealer_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("price_micros", sa.BigInteger(), nullable=False),
        sa.Column("set_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["dealer_id"], ["dealer.id"], name=op.f("fk_resale_price_dealer_id_dealer")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_resale_price_product_id_product")
        ),
        sa.PrimaryKeyConstraint("dealer_id", "product_id", "currency", name=op.f("pk_resale_price")),
    )
    op.create_table(
        "tier_move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dealer_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("from_tier", sa.String(length=20), nullable=False),
        sa.Column("to_tier", sa.String(length=20), nullable=False),
        sa.Column("turnover_minor", sa.BigInteger(), nullable=True),
        sa.Column("missing_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("effective_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["dealer_id"], ["dealer.id"], name=op.f("fk_tier_move_dealer_id_dealer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier_move")),
    )
    with op.batch_alter_table("tier_move", schema=None) as batch_op:
        batch_op.create_index("ix_tier_move_dealer_id_made_at", ["dealer_id", "made_at"], unique=False)
        batch_op.create_index(
            "uq_tier_move_waiting",
            ["dealer_id", "kind"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    # What every house starts with: 60 days of notice, a band of 10 % around the guide price.
    op.execute(sa.text("INSERT INTO tier_policy (id, notice_days) VALUES (1, 60)"))
    op.execute(
        sa.text(
            "INSERT INTO price_band (scope, value, below_basis_points, above_basis_points) "
            "VALUES ('all', '', 1000, 1000)"
        )
    )


def downgrade() -> None:
    with op.batch_alter_table("tier_move", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_tier_move_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index("ix_tier_move_dealer_id_made_at")

    op.drop_table("tier_move")
    op.drop_table("resale_price")
    op.drop_table("tier_threshold")
    op.drop_table("notice_switch")
    with op.batch_alter_table("broadcast_person", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_broadcast_person_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.drop_table("broadcast_person")
    op.drop_table("tier_review")
    op.drop_table("tier_policy")
    op.drop_table("price_band")
    op.drop_table("broadcast")
