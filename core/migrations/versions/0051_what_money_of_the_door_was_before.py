"""What money of the door was before it was put right."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from core.infra.columns import UtcDateTime

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "door_money_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("money_id", sa.Uuid(), nullable=False),
        sa.Column("was_minor", sa.BigInteger(), nullable=False),
        sa.Column("now_minor", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("was_receipt", sa.String(length=40), nullable=True),
        sa.Column("receipt", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["money_id"], ["door_money.id"], name=op.f("fk_door_money_change_money_id_door_money")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_money_change")),
    )
    op.create_index(op.f("ix_door_money_change_money_id"), "door_money_change", ["money_id"], unique=False)


def downgrade() -> None:
    op.drop_table("door_money_change")
