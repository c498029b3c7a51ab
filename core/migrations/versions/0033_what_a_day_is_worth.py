"""what a day is worth"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supply_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day_worth_bp", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supply_policy")),
    )


def downgrade() -> None:
    op.drop_table("supply_policy")
