"""roads of a plan"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("route_plan", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("roads", sa.String(length=12), server_default="reckoned", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("route_plan", schema=None) as batch_op:
        batch_op.drop_column("roads")
