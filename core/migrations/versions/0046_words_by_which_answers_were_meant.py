"""Words by which answers were meant"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.infra.columns import UtcDateTime

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meant_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("answer_key", sa.String(length=200), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_decided", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meant_question")),
    )
    with op.batch_alter_table("meant_question") as batch:
        batch.create_index("uq_meant_question", ["key", "language", "answer_key"], unique=True)


def downgrade() -> None:
    op.drop_table("meant_question")
