"""Steps that acts on purchase orders share: lock in the one order, read what can go straight, buy it.

Locks: the dealer's account (where the order is parted or moved), the order, the purchase order, stock rows by
key, the counter.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from core.catalog.repository import load_products
from core.credit import repository as credit
from core.deliveries.parting_off import part_off
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import Outdated
from core.kernel.ids import DealerId, OrderId
from core.kernel.money import Money
from core.orders.backorders import DIRECT, EARLIER, LATER, PARTNER
from core.orders.events import PromiseChanged
from core.orders.progress import advance_order
from core.orders.repository import parts as stored_orders
from core.orders.repository import placed
from core.orders.types import OrderMark, OrderState
from core.stock import repository as stock
from core.vendors.engine import plan_direct
from core.vendors.errors import DirectUnfit, PurchaseFrozen, PurchaseMoved
from core.vendors.events import PurchaseMovedOn, PurchaseSent
from core.vendors.repository import purchases, vendors
from core.vendors.repository.purchases import Stored
from core.vendors.types import MOVES, OPEN, DirectLine, DirectPart, Frozen, PurchaseState

_BUYABLE = (OrderState.APPROVED, OrderState.BACK_ORDERED)


async def lock_for_change(
    tx: Transaction, purchase_id: uuid.UUID, version: int, *, moves_money: bool = False
) -> Stored:
    """The purchase order with its order, held; ``version``: as the button knew it (Outdated for another)."""
    seen = await purchases.load_purchase(tx, purchase_id)
    if moves_money:
        await credit.lock_account(tx, seen.dealer_id)
    await placed.lock_order(tx, seen.order_id)
    await purchases.lock_purchase(tx, purchase_id)
    found = await purchases.load_purchase(tx, purchase_id)
    if found.purchase.frozen is not None:
        raise PurchaseFrozen(number=found.purchase.number)
    if found.purchase.version != version:
        raise Outdated(version=found.purchase.version)
    return found


def refuse_unless(found: Stored, to: PurchaseState) -> None:
    """Raises PurchaseMoved where it cannot go there from where it is."""
    if to not in MOVES[found.purchase.state]:
        raise PurchaseMoved(number=found.purchase.number)


async def lock_order(tx: Transaction, order_id: OrderId, dealer_id: DealerId) -> placed.Stand:
    await credit.lock_account(tx, dealer_id)
    return await placed.lock_order(tx, order_id)


async def plan_order(
    snap: Snapshot, order_id: OrderId, *, vendor_id: uuid.UUID | None = None, only_always: bool = False
) -> tuple[DirectPart, ...]:
    """What of the order can go straight from vendors, as things stand."""
    lines = await direct_lines(snap, order_id)
    offers = await vendors.load_offers(snap, [line.product_id for line in lines])
    row = await stored_orders.load_row(snap, order_id)
    return plan_direct(
        lines, offers, row["currency"], snap.today, vendor_id=vendor_id, only_always=only_always
    )


async def direct_lines(snap: Snapshot, order_id: OrderId) -> list[DirectLine]:
    rows = await stored_orders.load_stored_lines(snap, order_id)
    products = await load_products(snap, [row["product_id"] for row in rows])
    return [
        DirectLine(
            row["id"],
            row["product_id"],
            row["sku"],
            row["name"],
            products[row["product_id"]].base_unit,
            row["quantity"],
            row["total_minor"]
            - row["discount_minor"]
            - ((row["tax_minor"] or 0) if row["tax_included"] else 0),
        )
        for row in rows
    ]


async def refuse_unbuyable(snap: Snapshot, order_id: OrderId, stand: placed.Stand) -> None:
    """Raises DirectUnfit where the order's goods are not to be bought (any more)."""
    if stand.invoiced_at is not None:
        raise DirectUnfit(why="invoiced")
    if stand.state not in _BUYABLE:
        raise DirectUnfit(why="order")
    if any(
        one.stored in OPEN and not one.purchase.frozen
        for one in await purchases.list_of_order(snap, order_id)
    ):
        raise DirectUnfit(why="sent")


async def buy(tx: Transaction, order_id: OrderId, bought: Sequence[DirectPart]) -> list[uuid.UUID]:
    """Each part becomes an order of its own (all of it: stays the one it is) with its purchase order.

    The dealer's account and the order are locked, the order is agreed and not invoiced. What is reserved of
    these goods is given back. The purchase orders' ids.
    """
    # Whoever orders may see none of them.
    earlier = await purchases.list_of_order(tx, order_id, as_house=True)
    await close_frozen(tx, earlier)
    for one in earlier:
        if one.stored is PurchaseState.DECLINED:
            await cancel_purchase(tx, one, Frozen.REDIRECTED)
    made: list[uuid.UUID] = []
    for part in bought:
        ordered = {line.line_id: line.quantity for line in await direct_lines(tx, order_id)}
        quantities = {one.line.line_id: one.line.quantity for one in part.lines}
        keeps = {line_id: ordered[line_id] - quantity for line_id, quantity in quantities.items()}
        await stock.shrink_reservations(tx, order_id, keeps)
        before = await placed.load_order(tx, order_id)
        parted = await part_off(tx, order_id, quantities, OrderState.APPROVED, promised_on=before.promised_on)
        target = OrderId(parted.order_id) if parted else order_id
        if parted is None and before.state is not OrderState.APPROVED:
            await advance_order(tx, order_id, OrderState.APPROVED)
        await promise(tx, target, part.arrives_on, PARTNER if part.is_partner else DIRECT)
        mine = await _as_parted(tx, target, part) if parted else part
        made.append(await _write(tx, target, parted.number if parted else before.number, mine))
    return made


async def _as_parted(tx: Transaction, order_id: OrderId, part: DirectPart) -> DirectPart:
    """The part with its lines as they are in the order of its own: a line that was parted has a new key, and
    its money was shared to the cent."""
    lines = await direct_lines(tx, order_id)
    bought = tuple(replace(one, line=line) for one, line in zip(part.lines, lines, strict=True))
    return replace(part, lines=bought, sold=Money(sum(line.sold for line in lines), part.sold.currency))


async def promise(tx: Transaction, order_id: OrderId, day: date, reason: str | None = None) -> None:
    """Promise the order for that day, and tell the dealer where it is another one; its row is locked.

    reason: a code of ``PROMISE_REASONS``; None: it is later or earlier.
    """
    order = await placed.load_order(tx, order_id)
    before = order.promised_on
    if day == before:
        return
    reason = reason or (LATER if before is not None and day > before else EARLIER)
    await placed.mark_order(tx, order_id, OrderMark.PROMISED, reason, **placed.promised(day))
    was = None if before is None else before.isoformat()
    tx.record(PromiseChanged(order_id, order.dealer_id, order.number, was, day.isoformat(), reason))


async def _write(tx: Transaction, order_id: OrderId, order_number: str, part: DirectPart) -> uuid.UUID:
    purchase_id, number = tx.new_id(), await purchases.next_number(tx)
    row = {
        "id": purchase_id,
        "number": number,
        "vendor_id": part.vendor_id,
        "order_id": order_id,
        "state": PurchaseState.SENT,
        "version": 1,
        "currency": part.bought.currency,
        "sold_minor": part.sold.minor,
        "bought_minor": part.bought.minor,
        "expected_on": part.arrives_on,
        "sent_at": tx.now,
    }
    lines: list[Mapping[str, Any]] = [
        {
            "id": tx.new_id(),
            "purchase_order_id": purchase_id,
            "position": position,
            "line_id": one.line.line_id,
            "product_id": one.line.product_id,
            "sku": one.line.sku,
            "name": one.line.name,
            "unit": one.line.unit,
            "quantity": one.line.quantity,
            "cost_micros": one.cost.micros,
            "cost_minor": one.total.minor,
        }
        for position, one in enumerate(part.lines, start=1)
    ]
    await purchases.insert_purchase(tx, row, lines)
    tx.record(
        PurchaseSent(
            purchase_id,
            part.vendor_id,
            number,
            order_id,
            order_number,
            part.sold.minor,
            part.bought.minor,
            part.bought.currency,
            part.arrives_on,
            tx.actor.person_id,
        )
    )
    return purchase_id


async def close_frozen(tx: Transaction, found: Sequence[Stored]) -> None:
    """Write down of those that do not count any more why, so that the goods can be bought anew."""
    for one in found:
        if one.stored in OPEN and one.purchase.frozen is not None:
            await cancel_purchase(tx, one, one.purchase.frozen)


async def cancel_purchase(tx: Transaction, found: Stored, why: Frozen) -> None:
    """It does not count any more; its row is locked, or its order's."""
    await purchases.change_purchase(tx, found.purchase, state=PurchaseState.CANCELLED, why=why.value)
    record_moved(tx, found, PurchaseState.CANCELLED, reason=why.value)


def record_moved(
    tx: Transaction, found: Stored, state: PurchaseState, *, on: date | None = None, reason: str | None = None
) -> None:
    purchase = found.purchase
    tx.record(
        PurchaseMovedOn(
            purchase.id,
            purchase.vendor_id,
            purchase.number,
            found.order_id,
            state.value,
            on or purchase.expected_on,
            reason,
            tx.actor.person_id,
        )
    )
