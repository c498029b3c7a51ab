"""rebates: programmes in steps, statements of periods, their credit notes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import core.infra.columns

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rebate_programme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("basis", sa.String(length=10), nullable=False),
        sa.Column(
            "steps",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "tiers",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "dealers",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "targets",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("stated_until", sa.Date(), nullable=False),
        sa.Column("made_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rebate_programme")),
    )
    with op.batch_alter_table("rebate_programme", schema=None) as batch_op:
        batch_op.create_index("uq_rebate_programme_code_starts_on", ["code", "starts_on"], unique=True)

    op.create_table(
        "rebate_statement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("dealer_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("bought_minor", sa.BigInteger(), nullable=False),
        sa.Column("basis_points", sa.Integer(), nullable=False),
        sa.Column("earned_minor", sa.BigInteger(), nullable=False),
        sa.Column("stated_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("settled_minor", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dealer_id"], ["dealer.id"], name=op.f("fk_rebate_statement_dealer_id_dealer")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["rebate_programme.id"],
            name=op.f("fk_rebate_statement_programme_id_rebate_programme"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rebate_statement")),
    )
    with op.batch_alter_table("rebate_statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rebate_statement_dealer_id"), ["dealer_id"], unique=False)
        batch_op.create_index(
            "uq_rebate_statement_programme_id_dealer_id_starts_on",
            ["programme_id", "dealer_id", "starts_on"],
            unique=True,
        )

    op.create_table(
        "rebate_note",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["rebate_statement.id"],
            name=op.f("fk_rebate_note_statement_id_rebate_statement"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_rebate_note")),
    )
    with op.batch_alter_table("rebate_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rebate_note_statement_id"), ["statement_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("rebate_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rebate_note_statement_id"))

    op.drop_table("rebate_note")
    with op.batch_alter_table("rebate_statement", schema=None) as batch_op:
        batch_op.drop_index("uq_rebate_statement_programme_id_dealer_id_starts_on")
        batch_op.drop_index(batch_op.f("ix_rebate_statement_dealer_id"))

    op.drop_table("rebate_statement")
    with op.batch_alter_table("rebate_programme", schema=None) as batch_op:
        batch_op.drop_index("uq_rebate_programme_code_starts_on")

    op.drop_table("rebate_programme")
