"""order files, templates and standing orders"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import core.infra.columns

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "house_holiday",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_house_holiday")),
    )
    op.create_table(
        "standing_change",
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("period_on", sa.Date(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("unit_quantity", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("template_id", "period_on", "position", name=op.f("pk_standing_change")),
    )
    op.create_table(
        "order_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dealer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column(
            "layout",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "columns",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "numbers",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("is_sure", sa.Boolean(), nullable=False),
        sa.Column("sent_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("taken_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["dealer_id"], ["dealer.id"], name=op.f("fk_order_file_dealer_id_dealer")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_order_file_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_file")),
    )
    with op.batch_alter_table("order_file", schema=None) as batch_op:
        batch_op.create_index("ix_order_file_dealer_digest", ["dealer_id", "digest"], unique=False)

    op.create_table(
        "order_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dealer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_key", sa.String(length=80), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("created", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dealer_id"], ["dealer.id"], name=op.f("fk_order_template_dealer_id_dealer")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_order_template_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_template")),
    )
    with op.batch_alter_table("order_template", schema=None) as batch_op:
        batch_op.create_index(
            "uq_order_template_person_name", ["dealer_id", "person_id", "name_key"], unique=True
        )

    op.create_table(
        "table_layout",
        sa.Column("dealer_id", sa.Uuid(), nullable=False),
        sa.Column("signature", sa.String(length=16), nullable=False),
        sa.Column(
            "columns",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("confirmed_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dealer_id"], ["dealer.id"], name=op.f("fk_table_layout_dealer_id_dealer")),
        sa.PrimaryKeyConstraint("dealer_id", "signature", name=op.f("pk_table_layout")),
    )
    op.create_table(
        "order_template_line",
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=True),
        sa.Column("unit_quantity", sa.String(length=24), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price_micros", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["order_template.id"],
            name=op.f("fk_order_template_line_template_id_order_template"),
        ),
        sa.PrimaryKeyConstraint("template_id", "position", name=op.f("pk_order_template_line")),
    )
    op.create_table(
        "standing_order",
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("dealer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("every", sa.String(length=8), nullable=False),
        sa.Column(
            "weekdays",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("month_day", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("on_holiday", sa.String(length=5), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("look_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("changed", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dealer_id"], ["dealer.id"], name=op.f("fk_standing_order_dealer_id_dealer")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_standing_order_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"], ["order_template.id"], name=op.f("fk_standing_order_template_id_order_template")
        ),
        sa.PrimaryKeyConstraint("template_id", name=op.f("pk_standing_order")),
    )
    with op.batch_alter_table("standing_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standing_order_dealer_id"), ["dealer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_standing_order_look_at"), ["look_at"], unique=False)

    op.create_table(
        "standing_period",
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("period_on", sa.Date(), nullable=False),
        sa.Column("place_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("changed", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["template_id"], ["order_template.id"], name=op.f("fk_standing_period_template_id_order_template")
        ),
        sa.PrimaryKeyConstraint("template_id", "period_on", name=op.f("pk_standing_period")),
    )


def downgrade() -> None:
    op.drop_table("standing_period")
    with op.batch_alter_table("standing_order", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standing_order_look_at"))
        batch_op.drop_index(batch_op.f("ix_standing_order_dealer_id"))

    op.drop_table("standing_order")
    op.drop_table("order_template_line")
    op.drop_table("table_layout")
    with op.batch_alter_table("order_template", schema=None) as batch_op:
        batch_op.drop_index("uq_order_template_person_name")

    op.drop_table("order_template")
    with op.batch_alter_table("order_file", schema=None) as batch_op:
        batch_op.drop_index("ix_order_file_dealer_digest")

    op.drop_table("order_file")
    op.drop_table("standing_change")
    op.drop_table("house_holiday")
