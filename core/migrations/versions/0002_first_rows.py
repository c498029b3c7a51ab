"""The rows every house starts with: the change counters, the credit and order policies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sa.text("INSERT INTO catalog_change (id, last) VALUES (1, 0)"))
    op.execute(sa.text("INSERT INTO price_change (id, last) VALUES (1, 0)"))
    op.execute(
        sa.text(
            "INSERT INTO credit_policy "
            "(id, soft_basis_points, hard_basis_points, warn_days, restrict_days, block_days) "
            "VALUES (1, 8000, 9500, 15, 30, 45)"
        )
    )
    op.execute(sa.text("INSERT INTO order_policy (currency, minimum_minor) VALUES ('USD', 100000)"))


def downgrade() -> None:
    for table in ("order_policy", "credit_policy", "price_change", "catalog_change"):
        op.execute(sa.text(f"DELETE FROM {table}"))
