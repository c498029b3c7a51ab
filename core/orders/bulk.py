"""Many past orders at once: the history a dealer brings along."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from core.infra.bulk import chunks, insert_rows, new_ids
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import DealerId, OrderId, ProductId
from core.kernel.money import UnitPrice
from core.orders.engine import content_digest
from core.orders.tables import OrderCounterRow, OrderLineRow, OrderRow, OrderStepRow
from core.orders.types import OrderState


class PastLineValue(NamedTuple):
    """quantity: base units; unit_quantity of ``unit`` is the same in the words of an order."""

    product_id: ProductId
    sku: str
    name: str
    unit: str
    unit_quantity: str
    quantity: int
    unit_price_micros: int


class PastOrderValue(NamedTuple):
    """An order that was closed before it came here."""

    number: str
    dealer_id: DealerId
    currency: str
    day: date
    lines: tuple[PastLineValue, ...]


class KnownOrder(NamedTuple):
    """What tells whether an order is already there as it is: (sku, base units, price) for each line."""

    dealer_id: DealerId
    day: date
    lines: tuple[tuple[str, int, int], ...]


async def known_orders(snap: Snapshot, numbers: Iterable[str]) -> dict[str, KnownOrder]:
    """Those of the orders that are there, by number."""
    found: dict[OrderId, Any] = {}
    for part in chunks(numbers):
        statement = select(OrderRow.id, OrderRow.number, OrderRow.dealer_id, OrderRow.placed_at)
        for row in await snap.all(statement.where(OrderRow.number.in_(part))):
            found[row.id] = row
    lines: dict[OrderId, list[tuple[str, int, int]]] = {order_id: [] for order_id in found}
    for ids in chunks(found):
        table = OrderLineRow
        statement = select(table.order_id, table.sku, table.quantity, table.unit_price_micros)
        for row in await snap.all(statement.where(table.order_id.in_(ids))):
            lines[row.order_id].append((row.sku, row.quantity, row.unit_price_micros))
    return {
        row.number: KnownOrder(row.dealer_id, row.placed_at.date(), tuple(sorted(lines[row.id])))
        for row in found.values()
    }


async def dump_history(snap: Snapshot) -> list[tuple[str, DealerId, str, int, int, date]]:
    """Lines of all closed orders: number, dealer, sku, base units, price in millionths, day."""
    statement = (
        select(
            OrderRow.number,
            OrderRow.dealer_id,
            OrderLineRow.sku,
            OrderLineRow.quantity,
            OrderLineRow.unit_price_micros,
            OrderRow.placed_at,
        )
        .join(OrderLineRow, OrderLineRow.order_id == OrderRow.id)
        .where(OrderRow.state == OrderState.CLOSED)
        .order_by(OrderRow.placed_at, OrderRow.number, OrderLineRow.position)
    )
    return [(*row[:5], row[5].date()) for row in await snap.all(statement)]


async def load_history(tx: Transaction, orders: Sequence[PastOrderValue]) -> None:
    """Insert past orders as closed; numbers of our own form move the year's counter on."""
    order_rows: list[tuple[Any, ...]] = []
    line_rows: list[tuple[Any, ...]] = []
    step_rows: list[tuple[Any, ...]] = []
    line_ids = iter(new_ids(tx, sum(len(order.lines) for order in orders)))
    step_ids = new_ids(tx, len(orders))
    for order, order_id, step_id in zip(orders, new_ids(tx, len(orders)), step_ids, strict=True):
        totals = [_line_total(line, order.currency) for line in order.lines]
        row = _order_row(order, OrderId(order_id), sum(totals))
        order_rows.append(tuple(row.values()))
        step_rows.append((step_id, order_id, OrderState.CLOSED.value, row["placed_at"], None, None))
        for position, (line, total) in enumerate(zip(order.lines, totals, strict=True), 1):
            line_rows.append((*line, next(line_ids), order_id, position, None, total, 0, None, None))
    await insert_rows(tx, OrderRow, _ORDER_COLUMNS, order_rows)
    await insert_rows(tx, OrderLineRow, _LINE_COLUMNS, line_rows)
    await insert_rows(tx, OrderStepRow, _STEP_COLUMNS, step_rows)
    await _move_counters(tx, [order.number for order in orders])


_ORDER_COLUMNS = (
    "id", "number", "dealer_id", "person_id", "state", "version", "currency", "subtotal_minor",
    "discount_minor", "shipping_minor", "total_minor", "ship_to_id", "promised_on", "wished_on", "note",
    "pricing", "content_digest", "placed_at", "changed_at",
)  # fmt: skip
_LINE_COLUMNS = (
    *PastLineValue._fields, "id", "order_id", "position", "list_price_micros", "total_minor",
    "discount_minor", "receipt", "remark",
)  # fmt: skip
_STEP_COLUMNS = ("id", "order_id", "state", "at", "person_id", "reason")


def _line_total(line: PastLineValue, currency: str) -> int:
    return UnitPrice(line.unit_price_micros, currency).for_quantity(line.quantity).minor


def _order_row(order: PastOrderValue, order_id: OrderId, total: int) -> dict[str, Any]:
    """In the order of ``_ORDER_COLUMNS``."""
    placed = datetime.combine(order.day, time(12), UTC)
    return {
        "id": order_id,
        "number": order.number,
        "dealer_id": order.dealer_id,
        "person_id": None,
        "state": OrderState.CLOSED.value,
        "version": 1,
        "currency": order.currency,
        "subtotal_minor": total,
        "discount_minor": 0,
        "shipping_minor": 0,
        "total_minor": total,
        "ship_to_id": None,
        "promised_on": None,
        "wished_on": None,
        "note": None,
        "pricing": {},
        "content_digest": content_digest((line.product_id, line.quantity) for line in order.lines),
        "placed_at": placed,
        "changed_at": placed,
    }


async def _move_counters(tx: Transaction, numbers: Iterable[str]) -> None:
    """Orders of our own will not be given a number that the history already has."""
    own = re.compile(re.escape(tx.settings.order_prefix) + r"-(\d{4})-(\d{1,9})")
    last: dict[int, int] = {}
    for number in numbers:
        if found := own.fullmatch(number):
            year, running = int(found[1]), int(found[2])
            last[year] = max(last.get(year, 0), running)
    if not last:
        return
    rows = await tx.all(
        select(OrderCounterRow.year, OrderCounterRow.last)
        .where(OrderCounterRow.year.in_(sorted(last)))
        .order_by(OrderCounterRow.year)
        .with_for_update()
    )
    for row in rows:
        last[row.year] = max(last[row.year], row.last)
    upsert = (postgresql.insert if tx.on_postgres else sqlite.insert)(OrderCounterRow)
    await tx.execute(
        upsert.on_conflict_do_update(index_elements=["year"], set_={"last": upsert.excluded.last}),
        [{"year": year, "last": running} for year, running in sorted(last.items())],
    )
