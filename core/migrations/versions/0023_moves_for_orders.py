"""moves for orders"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_OPEN = "uq_stock_proposal_open"
_OF_ORDER = "ix_stock_proposal_order_id"


def _unique_while(where: str) -> None:
    op.create_index(
        _OPEN,
        "stock_proposal",
        ["product_id", "warehouse_id"],
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def upgrade() -> None:
    for table in ("stock_incoming", "stock_proposal"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("order_id", sa.Uuid(), nullable=True))
            batch_op.add_column(sa.Column("line_id", sa.Uuid(), nullable=True))
    op.drop_index(_OPEN, "stock_proposal")
    _unique_while("state = 'open' AND order_id IS NULL")
    op.create_index(
        _OF_ORDER,
        "stock_proposal",
        ["order_id"],
        sqlite_where=sa.text("order_id IS NOT NULL"),
        postgresql_where=sa.text("order_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index(_OF_ORDER, "stock_proposal")
    op.drop_index(_OPEN, "stock_proposal")
    # What was asked for orders is known no more.
    op.execute("DELETE FROM stock_proposal WHERE order_id IS NOT NULL")
    for table in ("stock_proposal", "stock_incoming"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("line_id")
            batch_op.drop_column("order_id")
    _unique_while("state = 'open'")
