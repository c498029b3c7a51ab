"""All SQL of returns."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, case, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.catalog.tables import ProductRow
from core.catalog.types import base_unit_of
from core.dealers.tables import DealerRow
from core.deliveries.tables import ShipmentLineRow, ShipmentRow
from core.deliveries.types import ShipmentState
from core.infra.transaction import Snapshot, Transaction
from core.kernel.clock import local_day
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, LineId, OrderId, PersonId, ProductId
from core.kernel.money import Money
from core.orders.states import ARRIVED, OrderState
from core.orders.tables import OrderLineRow, OrderRow
from core.returns.tables import (
    ReturnCounterRow,
    ReturnFeeRow,
    ReturnLineRow,
    ReturnPhotoRow,
    ReturnPolicyRow,
    ReturnRow,
)
from core.returns.types import (
    Arrival,
    Outcome,
    Photo,
    Return,
    ReturnLine,
    ReturnPolicy,
    ReturnReason,
    ReturnState,
)

USUAL_DAYS = 30
# Closed ones are of before the house kept its books here: what came with them is not known.
_CAME = ARRIVED - {OrderState.CLOSED}
_CLAIMS = (ReturnState.ASKED, ReturnState.EXPECTED, ReturnState.DONE)
_OPEN_CLAIMS = (ReturnState.ASKED, ReturnState.EXPECTED)


async def next_number(tx: Transaction) -> str:
    """The next number of this year, such as RMA-2026-3; without gaps."""
    table = ReturnCounterRow
    statement = (postgresql.insert if tx.on_postgres else sqlite.insert)(table)
    row = await tx.one_or_none(
        statement.values(year=tx.today.year, last=1)
        .on_conflict_do_update(index_elements=["year"], set_={"last": table.last + 1})
        .returning(table.last)
    )
    return f"RMA-{tx.today.year}-{row.last}"


async def load_policy(snap: Snapshot, currency: str) -> ReturnPolicy:
    row = await snap.one_or_none(
        select(ReturnPolicyRow.days, ReturnPolicyRow.at_once_minor).where(
            ReturnPolicyRow.currency == currency
        )
    )
    fees = await snap.all(
        select(ReturnFeeRow.reason, ReturnFeeRow.fee_minor).where(ReturnFeeRow.currency == currency)
    )
    by_reason = {ReturnReason(one.reason): Money(one.fee_minor, currency) for one in fees}
    if row is None:
        return ReturnPolicy(USUAL_DAYS, Money.zero(currency), by_reason)
    return ReturnPolicy(row.days, Money(row.at_once_minor, currency), by_reason)


async def save_fee(tx: Transaction, reason: ReturnReason, fee: Money) -> None:
    """What the way back costs the dealer from now on; nothing: it is ours."""
    mine = (ReturnFeeRow.currency == fee.currency) & (ReturnFeeRow.reason == reason)
    await tx.execute(delete(ReturnFeeRow).where(mine))
    if fee:
        values = {"currency": fee.currency, "reason": reason, "fee_minor": fee.minor}
        await tx.execute(insert(ReturnFeeRow).values(values))


async def save_policy(tx: Transaction, policy: ReturnPolicy) -> None:
    currency = policy.at_once.currency
    await tx.execute(delete(ReturnPolicyRow).where(ReturnPolicyRow.currency == currency))
    await tx.execute(
        insert(ReturnPolicyRow).values(
            currency=currency, days=policy.days, at_once_minor=policy.at_once.minor
        )
    )


async def orders_that_came(
    snap: Snapshot, dealer_id: DealerId, *, number: str | None, limit: int
) -> dict[OrderId, list[ProductId]]:
    """Orders of which something has come, the latest first, with their products; number: only that one."""
    orders = (
        select(OrderRow.id, OrderRow.placed_at)
        .where(OrderRow.dealer_id == dealer_id, OrderRow.state.in_(_CAME))
        .order_by(OrderRow.placed_at.desc(), OrderRow.id.desc())
        .limit(limit)
    )
    if number is not None:
        orders = orders.where(OrderRow.number == number)
    latest = orders.subquery()
    rows = await snap.all(
        select(latest.c.id, OrderLineRow.product_id)
        .join(OrderLineRow, OrderLineRow.order_id == latest.c.id)
        .order_by(latest.c.placed_at.desc(), latest.c.id.desc(), OrderLineRow.position)
    )
    found: dict[OrderId, list[ProductId]] = defaultdict(list)
    for row in rows:
        found[OrderId(row.id)].append(ProductId(row.product_id))
    return dict(found)


async def arrivals_of(snap: Snapshot, order_id: OrderId) -> dict[LineId, list[Arrival]]:
    """What the dealer accepted of each line, and the day of the house's books that it came."""
    accepted = ShipmentLineRow.quantity - ShipmentLineRow.refused - ShipmentLineRow.damaged
    found = ShipmentLineRow.found - ShipmentLineRow.refused - ShipmentLineRow.damaged
    rows = await snap.all(
        select(
            ShipmentLineRow.line_id,
            ShipmentRow.arrived_at,
            case((ShipmentLineRow.found.is_(None), accepted), else_=found).label("quantity"),
        )
        .join(ShipmentRow, ShipmentRow.id == ShipmentLineRow.shipment_id)
        .where(ShipmentLineRow.order_id == order_id, ShipmentRow.state == ShipmentState.DELIVERED)
        .order_by(ShipmentRow.arrived_at, ShipmentLineRow.id)
    )
    arrived: dict[LineId, list[Arrival]] = defaultdict(list)
    for row in rows:
        day = local_day(row.arrived_at, snap.settings.default_zone)
        arrived[LineId(row.line_id)].append(Arrival(day, int(row.quantity)))
    return arrived


async def claimed_of(
    snap: Snapshot, order_id: OrderId, *, is_open: bool = False, besides: uuid.UUID | None = None
) -> dict[LineId, int]:
    """Base units of each line that are asked for, expected or back; is_open: without those credited.

    Once goods are received only what came counts: what did not may be asked for again.
    """
    states = _OPEN_CLAIMS if is_open else _CLAIMS
    quantity = case(
        (ReturnLineRow.good.is_(None), ReturnLineRow.quantity),
        else_=ReturnLineRow.good + ReturnLineRow.damaged,
    )
    statement = (
        select(ReturnLineRow.line_id, func.sum(quantity).label("quantity"))
        .join(ReturnRow, ReturnRow.id == ReturnLineRow.return_id)
        .where(ReturnRow.order_id == order_id, ReturnRow.state.in_(states))
        .group_by(ReturnLineRow.line_id)
    )
    if besides is not None:
        statement = statement.where(ReturnRow.id != besides)
    return {LineId(row.line_id): int(row.quantity) for row in await snap.all(statement)}


async def claimed_amount(snap: Snapshot, order_id: OrderId) -> int:
    """Minor units of all claims on an order that were not declined."""
    row = await snap.one_or_none(
        select(func.coalesce(func.sum(ReturnRow.amount_minor), 0).label("minor")).where(
            ReturnRow.order_id == order_id, ReturnRow.state.in_(_CLAIMS)
        )
    )
    return int(row.minor)


def _requests() -> Select[*tuple[Any, ...]]:
    photos = select(func.count(ReturnPhotoRow.id)).where(ReturnPhotoRow.return_id == ReturnRow.id)
    return (
        select(
            *ReturnRow.__table__.c,
            OrderRow.number.label("order_number"),
            DealerRow.name.label("dealer_name"),
            photos.correlate(ReturnRow).scalar_subquery().label("photos"),
        )
        .select_from(ReturnRow)
        .join(OrderRow, OrderRow.id == ReturnRow.order_id)
        .join(DealerRow, DealerRow.id == ReturnRow.dealer_id)
    )


async def load_return(snap: Snapshot, return_id: uuid.UUID, *, lock: bool = False) -> Return:
    """With its lines. People of a dealer see their own. Raises NotFound."""
    statement = _requests().where(ReturnRow.id == return_id)
    found = await _read(snap, statement.with_for_update(of=ReturnRow) if lock else statement)
    if not found:
        raise NotFound(what="return")
    return found[0]


async def find_draft(snap: Snapshot, person_id: PersonId) -> Return | None:
    found = await _read(
        snap, _requests().where(ReturnRow.person_id == person_id, ReturnRow.state == ReturnState.DRAFT)
    )
    return found[0] if found else None


async def list_returns(snap: Snapshot, *, limit: int, state: ReturnState | None = None) -> list[Return]:
    """Requests that were sent, the newest first; people of a dealer see their own."""
    statement = _requests().where(ReturnRow.state != ReturnState.DRAFT)
    if state is not None:
        statement = statement.where(ReturnRow.state == state)
    newest = (ReturnRow.made_at.desc(), ReturnRow.id.desc())
    return await _read(snap, statement.order_by(*newest).limit(limit))


async def _read(snap: Snapshot, statement: Select[*tuple[Any, ...]]) -> list[Return]:
    if snap.actor.dealer_id is not None:
        statement = statement.where(ReturnRow.dealer_id == snap.actor.dealer_id)
    rows = await snap.all(statement)
    lines = await _lines(snap, [row.id for row in rows])
    return [_return(row, lines.get(row.id, [])) for row in rows]


async def _lines(snap: Snapshot, returns: list[uuid.UUID]) -> dict[uuid.UUID, list[ReturnLine]]:
    found: dict[uuid.UUID, list[ReturnLine]] = defaultdict(list)
    rows = await snap.all(
        select(
            *ReturnLineRow.__table__.c, OrderLineRow.position, OrderLineRow.product_id,
            OrderLineRow.sku, OrderLineRow.name, ProductRow.packs, ProductRow.sales_unit,
        )
        .join(OrderLineRow, OrderLineRow.id == ReturnLineRow.line_id)
        .join(ProductRow, ProductRow.id == OrderLineRow.product_id)
        .where(ReturnLineRow.return_id.in_(returns))
        .order_by(OrderLineRow.position)
    )  # fmt: skip
    for row in rows if returns else ():
        found[row.return_id].append(
            ReturnLine(
                position=row.position,
                line_id=LineId(row.line_id),
                product_id=ProductId(row.product_id),
                sku=row.sku,
                name=row.name,
                unit=base_unit_of(row.packs, row.sales_unit),
                quantity=row.quantity,
                good=row.good,
                damaged=row.damaged,
            )
        )
    return found


def _return(row: Any, lines: list[ReturnLine]) -> Return:
    return Return(
        id=row.id,
        number=row.number,
        dealer_id=DealerId(row.dealer_id),
        dealer_name=row.dealer_name,
        person_id=PersonId(row.person_id),
        order_id=OrderId(row.order_id),
        order_number=row.order_number,
        invoice=row.invoice,
        state=ReturnState(row.state),
        version=row.version,
        reason=None if row.reason is None else ReturnReason(row.reason),
        note=row.note,
        amount=Money(row.amount_minor, row.currency),
        lines=tuple(lines),
        photos=int(row.photos),
        made_at=row.made_at,
        outcome=None if row.outcome is None else Outcome(row.outcome),
        decided_why=row.decided_why,
        credit_note=row.credit_note,
        fee=Money(row.fee_minor, row.currency) if row.fee_minor else None,
    )


async def units_of(snap: Snapshot, products: set[ProductId]) -> dict[ProductId, str]:
    """The base unit of each product."""
    rows = await snap.all(
        select(ProductRow.id, ProductRow.packs, ProductRow.sales_unit).where(ProductRow.id.in_(products))
    )
    return {ProductId(row.id): base_unit_of(row.packs, row.sales_unit) for row in rows}


async def insert_return(tx: Transaction, values: Mapping[str, Any]) -> None:
    await tx.execute(insert(ReturnRow).values(**values))


async def change_return(tx: Transaction, seen: Return, **values: Any) -> None:
    """Change the locked request, and its version with it."""
    await tx.execute(
        update(ReturnRow).where(ReturnRow.id == seen.id).values(version=seen.version + 1, **values)
    )


async def drop_return(tx: Transaction, return_id: uuid.UUID) -> None:
    """A draft goes with all that belongs to it."""
    for row in (ReturnLineRow, ReturnPhotoRow):
        await tx.execute(delete(row).where(row.return_id == return_id))
    await tx.execute(delete(ReturnRow).where(ReturnRow.id == return_id))


async def set_line(tx: Transaction, return_id: uuid.UUID, line_id: LineId, quantity: int) -> None:
    """So many base units of a line come back; none: the line goes."""
    mine = (ReturnLineRow.return_id == return_id) & (ReturnLineRow.line_id == line_id)
    await tx.execute(delete(ReturnLineRow).where(mine))
    if quantity:
        await tx.execute(
            insert(ReturnLineRow).values(return_id=return_id, line_id=line_id, quantity=quantity)
        )


async def note_received(
    tx: Transaction, return_id: uuid.UUID, line_id: LineId, good: int, damaged: int
) -> None:
    await tx.execute(
        update(ReturnLineRow)
        .where(ReturnLineRow.return_id == return_id, ReturnLineRow.line_id == line_id)
        .values(good=good, damaged=damaged)
    )


async def insert_photo(tx: Transaction, return_id: uuid.UUID, photo: Photo) -> None:
    await tx.execute(
        insert(ReturnPhotoRow).values(
            id=tx.new_id(), return_id=return_id, media_type=photo.media_type, content=photo.content, at=tx.now
        )
    )


async def load_photos(snap: Snapshot, return_id: uuid.UUID) -> list[Photo]:
    """In the order that they were sent in."""
    rows = await snap.all(
        select(ReturnPhotoRow.media_type, ReturnPhotoRow.content)
        .where(ReturnPhotoRow.return_id == return_id)
        .order_by(ReturnPhotoRow.at, ReturnPhotoRow.id)
    )
    return [Photo(row.media_type, bytes(row.content)) for row in rows]
