"""All SQL about changing a placed order before it is invoiced: splitting it, and giving lines new terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from core.catalog.tables import ProductRow
from core.catalog.types import base_unit_of
from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import LineId, OrderId
from core.orders.tables import OrderLineRow, OrderRow

_order, _line = table_of(OrderRow), table_of(OrderLineRow)
Row = dict[str, Any]
LINE_COLUMNS = tuple(_line.c.keys())


@dataclass(frozen=True, slots=True)
class StoredOrder:
    """An order's row and its lines as they stand in the tables, with packs and multiples of the products."""

    row: Row
    lines: tuple[Row, ...]


async def load_stored(tx: Transaction, order_id: OrderId) -> StoredOrder:
    """The order, locked; its lines as by ``load_stored_lines``."""
    row = (await tx.all(select(_order).where(_order.c.id == order_id).with_for_update()))[0]
    return StoredOrder(dict(row._mapping), await load_stored_lines(tx, order_id))


async def load_row(snap: Snapshot, order_id: OrderId) -> Row:
    """The order's row as it stands; for whoever may see the order."""
    return dict((await snap.all(select(_order).where(_order.c.id == order_id)))[0]._mapping)


async def load_stored_lines(snap: Snapshot, order_id: OrderId) -> tuple[Row, ...]:
    """By position, each with order_multiple, restricted and base_unit of its product."""
    rows = await snap.all(
        select(
            _line,
            ProductRow.order_multiple,
            ProductRow.restricted,
            ProductRow.packs,
            ProductRow.sales_unit,
        )
        .join(ProductRow, ProductRow.id == _line.c.product_id)
        .where(_line.c.order_id == order_id)
        .order_by(_line.c.position)
    )
    return tuple(_stored_line(dict(row._mapping)) for row in rows)


def _stored_line(row: Row) -> Row:
    return {**row, "base_unit": base_unit_of(row.pop("packs"), row.pop("sales_unit"))}


async def next_part_number(tx: Transaction, number: str) -> str:
    """A number for the rest of an order: B2B-2025-7891 becomes B2B-2025-7891/2, then /3.

    The dealer's account is locked by whoever splits, so two parts never get the same number.
    """
    whole = number.partition("/")[0]
    row = await tx.one_or_none(
        select(func.count()).select_from(_order).where(_order.c.number.like(f"{whole}/%"))
    )
    return f"{whole}/{row[0] + 2}"


async def insert_order(tx: Transaction, values: Row) -> None:
    await tx.execute(insert(_order).values(values))


async def insert_lines(tx: Transaction, lines: Sequence[Row]) -> None:
    await tx.execute(insert(_line), list(lines))


async def insert_line(tx: Transaction, values: Row) -> None:
    await tx.execute(insert(_line).values(values))


async def change_order(tx: Transaction, order_id: OrderId, values: Mapping[str, Any]) -> None:
    """Write new sums; the version is ``move_order``'s business, which follows in the same transaction."""
    await tx.execute(update(_order).where(_order.c.id == order_id).values(**values))


async def change_line(tx: Transaction, line_id: LineId, values: Mapping[str, Any]) -> None:
    await tx.execute(update(_line).where(_line.c.id == line_id).values(**values))


async def delete_lines(tx: Transaction, line_ids: Sequence[LineId]) -> None:
    if line_ids:
        await tx.execute(delete(_line).where(_line.c.id.in_(list(line_ids))))
