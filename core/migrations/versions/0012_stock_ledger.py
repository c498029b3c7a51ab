"""stock: a ledger of movements, lots, deliveries on their way, water marks and proposals"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

import core.infra.columns
from core.kernel.clock import SystemClock
from core.kernel.ids import new_uuid7

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


_NEXT_DELIVERY = """
UPDATE stock SET incoming = coming.quantity, incoming_on = coming.expected_on
FROM (SELECT product_id, warehouse_id, sum(quantity) AS quantity, min(expected_on) AS expected_on
      FROM stock_incoming WHERE quantity > 0 GROUP BY product_id, warehouse_id) AS coming
WHERE coming.product_id = stock.product_id AND coming.warehouse_id = stock.warehouse_id
"""
_AT_ONCE = 5_000


_TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "id": sa.Uuid(),
    "at": core.infra.columns.UtcDateTime(timezone=True),
    "incoming_on": sa.Date(),
    "expected_on": sa.Date(),
    "kind": sa.String(),
    "target": sa.String(),
    "reason": sa.String(),
}


def _table(name: str, *columns: str) -> sa.TableClause:
    keys = [sa.column(key, sa.Uuid()) for key in ("product_id", "warehouse_id")]
    return sa.table(name, *keys, *(sa.column(one, _TYPES.get(one, sa.Integer())) for one in columns))


def _open_the_ledger() -> None:
    """What lies there becomes the first movement of its row, and what comes a delivery of its own."""
    now = SystemClock().now()
    stock = _table("stock", "on_hand", "incoming", "incoming_on")
    movement = _table("stock_movement", "id", "at", "quantity", "kind", "target", "reason")
    incoming = _table("stock_incoming", "id", "at", "quantity", "sent", "expected_on")
    rows = op.get_bind().execute(sa.select(stock)).all()
    moved = [
        {"id": new_uuid7(now), "at": now, "product_id": row.product_id, "warehouse_id": row.warehouse_id,
         "quantity": row.on_hand, "kind": "count", "target": "on_hand", "reason": "opening"}
        for row in rows if row.on_hand > 0
    ]  # fmt: skip
    coming = [
        {"id": new_uuid7(now), "at": now, "product_id": row.product_id, "warehouse_id": row.warehouse_id,
         "quantity": row.incoming, "sent": row.incoming, "expected_on": row.incoming_on}
        for row in rows if row.incoming > 0
    ]  # fmt: skip
    for table, values in ((movement, moved), (incoming, coming)):
        for start in range(0, len(values), _AT_ONCE):
            op.bulk_insert(table, values[start : start + _AT_ONCE])


def upgrade() -> None:
    op.create_table(
        "stock_incoming",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=60), server_default="", nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("from_warehouse_id", sa.Uuid(), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("lot", sa.String(length=40), server_default="", nullable=False),
        sa.Column("owner", sa.String(length=60), server_default="", nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_stock_incoming_quantity_not_negative")),
        sa.ForeignKeyConstraint(
            ["from_warehouse_id"],
            ["warehouse.id"],
            name=op.f("fk_stock_incoming_from_warehouse_id_warehouse"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_stock_incoming_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_stock_incoming_warehouse_id_warehouse")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_incoming")),
    )
    with op.batch_alter_table("stock_incoming", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stock_incoming_document_id"), ["document_id"], unique=False)
        batch_op.create_index(
            "ix_stock_incoming_open",
            ["product_id", "warehouse_id"],
            unique=False,
            sqlite_where=sa.text("quantity > 0"),
            postgresql_where=sa.text("quantity > 0"),
        )

    op.create_table(
        "stock_lot",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("lot", sa.String(length=40), nullable=False),
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("on_hand", sa.Integer(), server_default="0", nullable=False),
        sa.Column("picked", sa.Integer(), server_default="0", nullable=False),
        sa.Column("damaged", sa.Integer(), server_default="0", nullable=False),
        sa.Column("quarantine", sa.Integer(), server_default="0", nullable=False),
        sa.Column("kept", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("damaged >= 0", name=op.f("ck_stock_lot_damaged_not_negative")),
        sa.CheckConstraint("kept >= 0", name=op.f("ck_stock_lot_kept_not_negative")),
        sa.CheckConstraint("on_hand >= 0", name=op.f("ck_stock_lot_on_hand_not_negative")),
        sa.CheckConstraint("picked >= 0", name=op.f("ck_stock_lot_picked_not_negative")),
        sa.CheckConstraint("quarantine >= 0", name=op.f("ck_stock_lot_quarantine_not_negative")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_stock_lot_product_id_product")),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_stock_lot_warehouse_id_warehouse")
        ),
        sa.PrimaryKeyConstraint("product_id", "warehouse_id", "lot", "owner", name=op.f("pk_stock_lot")),
    )
    with op.batch_alter_table("stock_lot", schema=None) as batch_op:
        batch_op.create_index("ix_stock_lot_expires_on", ["expires_on"], unique=False)

    op.create_table(
        "stock_movement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=True),
        sa.Column("target", sa.String(length=10), nullable=True),
        sa.Column("lot", sa.String(length=40), server_default="", nullable=False),
        sa.Column("owner", sa.String(length=60), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_stock_movement_moves_something")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_stock_movement_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_stock_movement_warehouse_id_warehouse")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_movement")),
    )
    with op.batch_alter_table("stock_movement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stock_movement_document_id"), ["document_id"], unique=False)
        batch_op.create_index(
            "ix_stock_movement_product_id_warehouse_id_at", ["product_id", "warehouse_id", "at"], unique=False
        )

    op.create_table(
        "stock_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", core.infra.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("from_warehouse_id", sa.Uuid(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("arrives_on", sa.Date(), nullable=True),
        sa.Column(
            "facts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["from_warehouse_id"],
            ["warehouse.id"],
            name=op.f("fk_stock_proposal_from_warehouse_id_warehouse"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_stock_proposal_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_stock_proposal_warehouse_id_warehouse")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_proposal")),
    )
    with op.batch_alter_table("stock_proposal", schema=None) as batch_op:
        batch_op.create_index(
            "uq_stock_proposal_open",
            ["product_id", "warehouse_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "water_mark",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("warehouse_id", sa.Uuid(), nullable=False),
        sa.Column("safety", sa.Integer(), nullable=False),
        sa.Column("warning", sa.Integer(), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_water_mark_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_water_mark_warehouse_id_warehouse")
        ),
        sa.PrimaryKeyConstraint("product_id", "warehouse_id", name=op.f("pk_water_mark")),
    )
    with op.batch_alter_table("reservation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lot", sa.String(length=40), server_default="", nullable=False))
        batch_op.add_column(sa.Column("owner", sa.String(length=60), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("expires_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.create_index(
            "ix_reservation_expires_at",
            ["expires_at"],
            unique=False,
            sqlite_where=sa.text("expires_at IS NOT NULL"),
            postgresql_where=sa.text("expires_at IS NOT NULL"),
        )

    _open_the_ledger()
    with op.batch_alter_table("stock", schema=None) as batch_op:
        for name in ("picked", "damaged", "quarantine", "kept"):
            batch_op.add_column(sa.Column(name, sa.Integer(), server_default="0", nullable=False))
            batch_op.create_check_constraint(op.f(f"ck_stock_{name}_not_negative"), f"{name} >= 0")
        batch_op.drop_column("incoming")
        batch_op.drop_column("incoming_on")

    with op.batch_alter_table("warehouse", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("closed_at", core.infra.columns.UtcDateTime(timezone=True), nullable=True)
        )


def downgrade() -> None:
    with op.batch_alter_table("warehouse", schema=None) as batch_op:
        batch_op.drop_column("closed_at")

    with op.batch_alter_table("stock", schema=None) as batch_op:
        batch_op.add_column(sa.Column("incoming", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("incoming_on", sa.Date(), nullable=True))
        for name in ("picked", "damaged", "quarantine", "kept"):
            batch_op.drop_constraint(op.f(f"ck_stock_{name}_not_negative"), type_="check")
            batch_op.drop_column(name)
    with op.batch_alter_table("stock", schema=None) as batch_op:
        batch_op.alter_column("incoming", existing_type=sa.Integer(), server_default=None)
    op.execute(sa.text(_NEXT_DELIVERY))
    # Picked goods are off the shelf: the older code knows of no place for them, nor of reservations of them.
    op.execute(sa.text("UPDATE reservation SET state = 'released' WHERE state IN ('picked', 'shipped')"))

    with op.batch_alter_table("reservation", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_reservation_expires_at",
            sqlite_where=sa.text("expires_at IS NOT NULL"),
            postgresql_where=sa.text("expires_at IS NOT NULL"),
        )
        batch_op.drop_column("expires_at")
        batch_op.drop_column("owner")
        batch_op.drop_column("lot")

    op.drop_table("water_mark")
    with op.batch_alter_table("stock_proposal", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_stock_proposal_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.drop_table("stock_proposal")
    with op.batch_alter_table("stock_movement", schema=None) as batch_op:
        batch_op.drop_index("ix_stock_movement_product_id_warehouse_id_at")
        batch_op.drop_index(batch_op.f("ix_stock_movement_document_id"))

    op.drop_table("stock_movement")
    with op.batch_alter_table("stock_lot", schema=None) as batch_op:
        batch_op.drop_index("ix_stock_lot_expires_on")

    op.drop_table("stock_lot")
    with op.batch_alter_table("stock_incoming", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_stock_incoming_open",
            sqlite_where=sa.text("quantity > 0"),
            postgresql_where=sa.text("quantity > 0"),
        )
        batch_op.drop_index(batch_op.f("ix_stock_incoming_document_id"))

    op.drop_table("stock_incoming")
