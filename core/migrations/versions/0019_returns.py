"""returns: requests, their goods and photos"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import core.infra.columns

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "return_counter",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_return_counter")),
    )
    op.create_table(
        "return_policy",
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("at_once_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("currency", name=op.f("pk_return_policy")),
    )
    op.create_table(
        "return_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("dealer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("invoice", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("made_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sent_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("decided_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_why", sa.Text(), nullable=True),
        sa.Column("received_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("received_by", sa.Uuid(), nullable=True),
        sa.Column("credit_note", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["dealer_id"], ["dealer.id"], name=op.f("fk_return_request_dealer_id_dealer")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_return_request_order_id_orders")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_return_request_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_request")),
        sa.UniqueConstraint("number", name=op.f("uq_return_request_number")),
    )
    with op.batch_alter_table("return_request", schema=None) as batch_op:
        batch_op.create_index("ix_return_request_dealer_id_made_at", ["dealer_id", "made_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_return_request_order_id"), ["order_id"], unique=False)
        batch_op.create_index("ix_return_request_state", ["state"], unique=False)
        batch_op.create_index(
            "uq_return_request_draft_person",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("state = 'draft'"),
            postgresql_where=sa.text("state = 'draft'"),
        )

    op.create_table(
        "return_line",
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("good", sa.Integer(), nullable=True),
        sa.Column("damaged", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["return_id"], ["return_request.id"], name=op.f("fk_return_line_return_id_return_request")
        ),
        sa.PrimaryKeyConstraint("return_id", "line_id", name=op.f("pk_return_line")),
    )
    op.create_table(
        "return_photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("media_type", sa.String(length=20), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["return_id"], ["return_request.id"], name=op.f("fk_return_photo_return_id_return_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_photo")),
    )
    with op.batch_alter_table("return_photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_return_photo_return_id"), ["return_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("return_photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_return_photo_return_id"))

    op.drop_table("return_photo")
    op.drop_table("return_line")
    with op.batch_alter_table("return_request", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_return_request_draft_person",
            sqlite_where=sa.text("state = 'draft'"),
            postgresql_where=sa.text("state = 'draft'"),
        )
        batch_op.drop_index("ix_return_request_state")
        batch_op.drop_index(batch_op.f("ix_return_request_order_id"))
        batch_op.drop_index("ix_return_request_dealer_id_made_at")

    op.drop_table("return_request")
    op.drop_table("return_policy")
    op.drop_table("return_counter")
