"""All SQL about placed orders: numbers, lines, history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.dealers.tables import DealerRow, PersonRow
from core.infra import journal
from core.infra.columns import table_of
from core.infra.reads import Read
from core.infra.transaction import Snapshot, Transaction
from core.infra.writes import Write
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, LineId, OrderId
from core.kernel.money import Money, UnitPrice
from core.orders.errors import CannotMove
from core.orders.supply_types import WhenShort
from core.orders.tables import (
    OrderCounterRow,
    OrderLineRow,
    OrderRow,
    OrderStepRow,
)
from core.orders.types import (
    MOVES,
    Order,
    OrderLine,
    OrderMark,
    OrderState,
    OrderStep,
    OrderSummary,
)

_MARKS = frozenset(OrderMark)

# What every quote and every order asks is put together once: building a statement costs more than running it.
_order, _line, _step = table_of(OrderRow), table_of(OrderLineRow), table_of(OrderStepRow)
_counter = table_of(OrderCounterRow)
_insert_order, _insert_lines, _insert_step = Write(insert(_order)), Write(insert(_line)), Write(insert(_step))
_next_number = {
    name: Read(
        insert(_counter)
        .values(year=bindparam("of_year"), last=1)
        .on_conflict_do_update(index_elements=["year"], set_={"last": _counter.c.last + 1})
        .returning(_counter.c.last)
    )
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_lock_orders = Read(
    select(
        _order.c.id,
        _order.c.number,
        _order.c.dealer_id,
        _order.c.state,
        _order.c.version,
        _order.c.invoiced_at,
    )
    .where(_order.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(_order.c.id)
    .with_for_update()
)
_move_order = Write(
    update(_order)
    .where(_order.c.id == bindparam("of_order"))
    .values(state=bindparam("to"), version=bindparam("next"), changed_at=bindparam("now"))
)


async def next_number(tx: Transaction, dealer_id: DealerId) -> str:
    """The next order number of the year, such as B2B-2025-7891 (A4): prefix, year, running number.

    The counter row is locked until the order is committed, so the numbers of a year have no gaps. Everybody
    else who orders waits for it, so the dealer's chain is locked just before: all that is left is to write.
    """
    year = tx.now.year
    asked = (_next_number[tx.db.dialect.name], {"of_year": year})
    ((row,),) = await journal.lock_chain(tx, dealer_id, asked)
    return f"{tx.settings.order_prefix}-{year}-{row.last}"


async def insert_order(tx: Transaction, order: dict[str, Any], lines: Sequence[dict[str, Any]]) -> None:
    tx.write(_insert_order, order)
    tx.write(_insert_lines, *lines)
    await add_step(tx, order["id"], OrderState(order["state"]), None, version=order["version"])


async def add_step(
    tx: Transaction, order_id: OrderId, state: OrderState | OrderMark, reason: str | None, *, version: int
) -> None:
    """Note a step in an order's history; ``version``: the one that the step makes, one after the other."""
    tx.write(
        _insert_step,
        {
            "id": tx.new_id(),
            "order_id": order_id,
            "state": state,
            "at": tx.now,
            "person_id": tx.actor.person_id,
            "reason": reason,
            "version": version,
        },
    )


class Stand(NamedTuple):
    """Where an order is, as its row says; the row is locked."""

    number: str
    dealer_id: DealerId
    state: OrderState
    version: int
    invoiced_at: datetime | None


async def lock_order(tx: Transaction, order_id: OrderId) -> Stand:
    """Hold the order's row until the transaction ends. Raises NotFound."""
    return (await lock_orders(tx, [order_id]))[order_id]


async def lock_orders(tx: Transaction, order_ids: Iterable[OrderId]) -> dict[OrderId, Stand]:
    """Hold the rows of these orders, locked by id, in one trip. Raises NotFound."""
    wanted = sorted(set(order_ids))
    rows = await tx.all(_lock_orders, {"ids": wanted}) if wanted else []
    if len(rows) < len(wanted):
        raise NotFound(what="order")
    return {
        OrderId(row.id): Stand(
            row.number, DealerId(row.dealer_id), OrderState(row.state), row.version, row.invoiced_at
        )
        for row in rows
    }


async def move_order(tx: Transaction, order_id: OrderId, to: OrderState, reason: str | None) -> Stand:
    """Move an order to its next state and say where it was; only the moves of the table are possible."""
    return (await move_orders(tx, {order_id: to}, reason))[order_id]


async def move_orders(
    tx: Transaction, moves: Mapping[OrderId, OrderState], reason: str | None
) -> dict[OrderId, Stand]:
    """As ``move_order``, for many in one go: all of them, or none."""
    stands = await lock_orders(tx, moves)
    for order_id, stand in stands.items():
        to = moves[order_id]
        if to not in MOVES[stand.state]:
            raise CannotMove(number=stand.number, state=stand.state.value, to=to.value)
    if stands:
        rows = [
            {"of_order": order_id, "to": moves[order_id], "next": stand.version + 1, "now": tx.now}
            for order_id, stand in stands.items()
        ]
        tx.write(_move_order, *rows)
    for order_id, stand in stands.items():
        await add_step(tx, order_id, moves[order_id], reason, version=stand.version + 1)
    return stands


def promised(day: date | None) -> dict[str, Any]:
    """What an order's row says once it is promised for another day: no window of that day was chosen."""
    return {"promised_on": day, "window_from": None, "window_until": None}


async def mark_order(
    tx: Transaction, order_id: OrderId, mark: OrderMark, reason: str | None = None, **values: Any
) -> Stand:
    """Note something in an order's history, with what it changes of the order's row."""
    stand = await lock_order(tx, order_id)
    await _write_step(tx, order_id, stand, mark, reason, values)
    return stand


async def _write_step(
    tx: Transaction,
    order_id: OrderId,
    stand: Stand,
    step: OrderState | OrderMark,
    reason: str | None,
    values: Mapping[str, Any],
) -> None:
    await tx.execute(
        update(OrderRow)
        .where(OrderRow.id == order_id)
        .values(version=stand.version + 1, changed_at=tx.now, **values)
    )
    await add_step(tx, order_id, step, reason, version=stand.version + 1)


def _visible(snap: Snapshot, statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """A dealer's people see their dealer's orders, a rep those of the own dealers, the house all."""
    if snap.actor.dealer_id is not None:
        return statement.where(OrderRow.dealer_id == snap.actor.dealer_id)
    return statement


def _summaries() -> Select[*tuple[Any, ...]]:
    count = (
        select(func.count())
        .select_from(OrderLineRow)
        .where(OrderLineRow.order_id == OrderRow.id)
        .scalar_subquery()
    )
    return select(
        OrderRow.id,
        OrderRow.number,
        OrderRow.state,
        OrderRow.placed_at,
        OrderRow.total_minor,
        OrderRow.currency,
        OrderRow.promised_on,
        count.label("line_count"),
    )


async def list_orders(snap: Snapshot, *, limit: int, offset: int = 0) -> list[OrderSummary]:
    """Orders the actor may see, newest first."""
    statement = _summaries()
    return [
        _summary(row)
        for row in await snap.all(
            _visible(snap, statement)
            .order_by(OrderRow.placed_at.desc(), OrderRow.id.desc())
            .limit(limit)
            .offset(offset)
        )
    ]


async def list_parts(snap: Snapshot, order: Order) -> list[OrderSummary]:
    """The other parts of an order that was parted, the first one first; only visible ones."""
    whole = order.number.partition("/")[0]
    named = (OrderRow.number == whole) | OrderRow.number.like(f"{whole}/%")
    rows = await snap.all(
        _visible(snap, _summaries())
        .where(named, OrderRow.dealer_id == order.dealer_id, OrderRow.id != order.id)
        .order_by(func.length(OrderRow.number), OrderRow.number)
    )
    return [_summary(row) for row in rows]


def _summary(row: Any) -> OrderSummary:
    return OrderSummary(
        id=row.id,
        number=row.number,
        state=OrderState(row.state),
        placed_at=row.placed_at,
        total=Money(row.total_minor, row.currency),
        line_count=row.line_count,
        promised_on=row.promised_on,
    )


async def find_order_id(snap: Snapshot, number: str) -> OrderId | None:
    """The order with that number, or whose number ends so ("7891"), newest first; only visible ones."""
    wanted = number.strip().upper()
    matches = OrderRow.number == wanted if "-" in wanted else OrderRow.number.like(f"%-{_plain(wanted)}")
    statement: Select[*tuple[Any, ...]] = select(OrderRow.id).where(matches)
    row = await snap.one_or_none(_visible(snap, statement).order_by(OrderRow.placed_at.desc()).limit(1))
    return None if row is None else OrderId(row.id)


def _plain(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


async def load_order(snap: Snapshot, order_id: OrderId) -> Order:
    statement: Select[*tuple[Any, ...]] = (
        select(
            OrderRow.__table__,
            DealerRow.name.label("dealer_name"),
            PersonRow.name.label("person_name"),
        )
        .join(DealerRow, DealerRow.id == OrderRow.dealer_id)
        .outerjoin(PersonRow, PersonRow.id == OrderRow.person_id)
        .where(OrderRow.id == order_id)
    )
    row = await snap.one_or_none(_visible(snap, statement))
    if row is None:
        raise NotFound(what="order")
    steps = await snap.all(
        select(OrderStepRow.state, OrderStepRow.at, OrderStepRow.reason)
        .where(OrderStepRow.order_id == order_id)
        .order_by(OrderStepRow.at, OrderStepRow.version, OrderStepRow.id)
    )

    def money(minor: int) -> Money:
        return Money(minor, row.currency)

    return Order(
        id=row.id,
        number=row.number,
        dealer_id=row.dealer_id,
        dealer_name=row.dealer_name,
        person_name=row.person_name,
        state=OrderState(row.state),
        version=row.version,
        subtotal=money(row.subtotal_minor),
        discount=money(row.discount_minor),
        shipping=money(row.shipping_minor),
        total=money(row.total_minor),
        tax=money(row.tax_minor) if row.tax_minor else None,
        placed_at=row.placed_at,
        promised_on=row.promised_on,
        wished_on=row.wished_on,
        note=row.note,
        lines=tuple(await load_lines(snap, order_id, row.currency)),
        steps=tuple(OrderStep(step_of(step.state), step.at, step.reason) for step in steps),
        invoiced_at=row.invoiced_at,
        is_urgent=row.is_urgent,
        when_short=WhenShort(row.when_short) if row.when_short else None,
        ship_to_id=row.ship_to_id,
        window=(row.window_from, row.window_until) if row.window_from and row.window_until else None,
        person_id=row.person_id,
    )


def step_of(code: str) -> OrderState | OrderMark:
    """What an entry of a history is: a move or a mark."""
    return OrderMark(code) if code in _MARKS else OrderState(code)


async def load_lines(snap: Snapshot, order_id: OrderId, currency: str) -> list[OrderLine]:
    rows = await snap.all(
        select(
            OrderLineRow.id,
            OrderLineRow.position,
            OrderLineRow.product_id,
            OrderLineRow.sku,
            OrderLineRow.name,
            OrderLineRow.unit,
            OrderLineRow.unit_quantity,
            OrderLineRow.quantity,
            OrderLineRow.unit_price_micros,
            OrderLineRow.total_minor,
            OrderLineRow.remark,
            OrderLineRow.instead_of,
            OrderLineRow.wanted_id,
        )
        .where(OrderLineRow.order_id == order_id)
        .order_by(OrderLineRow.position)
    )
    return [
        OrderLine(
            position=row.position,
            product_id=row.product_id,
            sku=row.sku,
            name=row.name,
            unit=row.unit,
            unit_quantity=Decimal(row.unit_quantity),
            quantity=row.quantity,
            unit_price=UnitPrice(row.unit_price_micros, currency),
            total=Money(row.total_minor, currency),
            remark=row.remark,
            line_id=LineId(row.id),
            instead_of=row.instead_of,
            wanted_id=row.wanted_id,
        )
        for row in rows
    ]


async def load_receipt(snap: Snapshot, order_id: OrderId, position: int) -> str | None:
    statement: Select[*tuple[Any, ...]] = (
        select(OrderLineRow.receipt)
        .join(OrderRow, OrderRow.id == OrderLineRow.order_id)
        .where(OrderLineRow.order_id == order_id, OrderLineRow.position == position)
    )
    row = await snap.one_or_none(_visible(snap, statement))
    return None if row is None else row.receipt


async def load_promotion_uses(snap: Snapshot, order_id: OrderId) -> dict[str, int]:
    """What the order took of capped promotions: code -> pieces, or uses of a coupon."""
    row = await snap.one_or_none(select(OrderRow.pricing).where(OrderRow.id == order_id))
    return {} if row is None else dict(row.pricing.get("uses", {}))
