"""proposals of the back office"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import core.infra.columns

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bot_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("command", sa.String(length=40), nullable=False),
        sa.Column(
            "arguments",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("made_at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bot_proposal")),
    )
    op.create_index(op.f("ix_bot_proposal_person_id"), "bot_proposal", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_bot_proposal_person_id"), table_name="bot_proposal")
    op.drop_table("bot_proposal")
