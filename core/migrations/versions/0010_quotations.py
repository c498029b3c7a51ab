"""Special prices on request, and quotations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import core.infra.columns

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _drop_requests() -> None:
    """Approvals about what is gone."""
    about = "(SELECT id FROM approval WHERE kind = 'price_request')"
    for table in ("approval_note", "approval_asked", "approval_step"):
        op.execute(sa.text(f"DELETE FROM {table} WHERE approval_id IN {about}"))
    op.execute(sa.text("DELETE FROM approval WHERE kind = 'price_request'"))


def upgrade() -> None:
    op.create_table(
        "quotation_counter",
        sa.Column("kind", sa.String(length=1), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "year", name=op.f("pk_quotation_counter")),
    )
    op.create_table(
        "quotation_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotation_policy")),
    )
    op.execute(sa.text("INSERT INTO quotation_policy (id, days) VALUES (1, 7)"))
    op.create_table(
        "quotation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("dealer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("is_special", sa.Boolean(), nullable=False),
        sa.Column("made_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["dealer_id"], ["dealer.id"], name=op.f("fk_quotation_dealer_id_dealer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotation")),
        sa.UniqueConstraint("number", name=op.f("uq_quotation_number")),
    )
    with op.batch_alter_table("quotation", schema=None) as batch_op:
        batch_op.create_index("ix_quotation_dealer_id_expires_at", ["dealer_id", "expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_quotation_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "price_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("dealer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("unit_quantity", sa.String(length=24), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("current_micros", sa.BigInteger(), nullable=False),
        sa.Column("wanted_micros", sa.BigInteger(), nullable=False),
        sa.Column("agreed_micros", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column("quotation_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approval.id"], name=op.f("fk_price_request_approval_id_approval")
        ),
        sa.ForeignKeyConstraint(["dealer_id"], ["dealer.id"], name=op.f("fk_price_request_dealer_id_dealer")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_price_request_person_id_person")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_price_request_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["quotation_id"], ["quotation.id"], name=op.f("fk_price_request_quotation_id_quotation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_request")),
        sa.UniqueConstraint("number", name=op.f("uq_price_request_number")),
    )
    with op.batch_alter_table("price_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_price_request_dealer_id"), ["dealer_id"], unique=False)
        batch_op.create_index(
            "uq_price_request_open_dealer_product",
            ["dealer_id", "product_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "quotation_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("quotation_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("unit_quantity", sa.String(length=24), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price_micros", sa.BigInteger(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_quotation_line_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["quotation_id"], ["quotation.id"], name=op.f("fk_quotation_line_quotation_id_quotation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotation_line")),
    )
    with op.batch_alter_table("quotation_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quotation_line_quotation_id"), ["quotation_id"], unique=False)

    with op.batch_alter_table("order_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("quotation_line_id", sa.Uuid(), nullable=True))
        batch_op.create_index(
            "ix_order_line_quotation_line_id",
            ["quotation_line_id"],
            unique=False,
            sqlite_where=sa.text("quotation_line_id IS NOT NULL"),
            postgresql_where=sa.text("quotation_line_id IS NOT NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("order_line", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_order_line_quotation_line_id",
            sqlite_where=sa.text("quotation_line_id IS NOT NULL"),
            postgresql_where=sa.text("quotation_line_id IS NOT NULL"),
        )
        batch_op.drop_column("quotation_line_id")

    with op.batch_alter_table("quotation_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quotation_line_quotation_id"))

    op.drop_table("quotation_line")
    with op.batch_alter_table("price_request", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_price_request_open_dealer_product",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index(batch_op.f("ix_price_request_dealer_id"))

    op.drop_table("price_request")
    _drop_requests()
    with op.batch_alter_table("quotation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quotation_expires_at"))
        batch_op.drop_index("ix_quotation_dealer_id_expires_at")

    op.drop_table("quotation")
    op.drop_table("quotation_policy")
    op.drop_table("quotation_counter")
