"""What of an order goes straight from which vendor, where its purchase order stands, when to ask again. Pure.

* V1: a line goes to the vendor that sells it for least, then the quickest, then by code; lines on one product
  count together towards a vendor's minimum. Only offers in the order's currency count.
* V2: a purchase order counts as long as its order is agreed and has exactly its lines; a cancelled or amended
  order freezes it, until the goods have left.
* F4: its order is open to the dealer until the vendor accepts it, and at most until the vendor's own cut-off.
* J1: a purchase order is answered within 2 hours; then the vendor is reminded once, and 2 hours later the
  house is told.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from core.allocation.engine.days import WorkDays
from core.allocation.types import WorkCalendar
from core.deliveries.types import ShipmentState
from core.kernel.ids import ProductId
from core.kernel.money import Money
from core.orders.types import VOID, OrderState
from core.vendors.types import (
    OPEN,
    BoughtLine,
    Chase,
    DirectLine,
    DirectPart,
    Frozen,
    Offer,
    PurchaseState,
    Ships,
)

ANSWER_WITHIN = timedelta(hours=2)
ARRIVED = frozenset({ShipmentState.DELIVERED, ShipmentState.RETURNED})


def plan_direct(
    lines: Sequence[DirectLine],
    offers: Mapping[ProductId, Sequence[Offer]],
    currency: str,
    today: date,
    *,
    vendor_id: uuid.UUID | None = None,
    only_always: bool = False,
) -> tuple[DirectPart, ...]:
    """The parts by vendor, by the vendor's code; ``vendor_id``: nobody else; ``only_always``: products that
    we keep none of. Lines that nobody delivers are in no part."""
    wanted: Counter[ProductId] = Counter()
    for line in lines:
        wanted[line.product_id] += line.quantity
    chosen: defaultdict[str, list[tuple[DirectLine, Offer]]] = defaultdict(list)
    for line in lines:
        mine = offers.get(line.product_id, ())
        if only_always and not any(one.ships is Ships.ALWAYS for one in mine):
            continue
        fit = [
            one
            for one in mine
            if one.ships is not Ships.NO
            and one.cost.currency == currency
            and one.minimum <= wanted[line.product_id]
            and vendor_id in (None, one.vendor_id)
        ]
        if fit:
            best = min(fit, key=lambda one: (one.cost.micros, one.lead_days, one.vendor_code))
            chosen[best.vendor_code].append((line, best))
    return tuple(_part(chosen[code], currency, today) for code in sorted(chosen))


def _part(chosen: Sequence[tuple[DirectLine, Offer]], currency: str, today: date) -> DirectPart:
    bought = tuple(
        BoughtLine(line, offer.cost, offer.cost.for_quantity(line.quantity)) for line, offer in chosen
    )
    days = WorkDays(today, WorkCalendar())
    offer = chosen[0][1]
    return DirectPart(
        offer.vendor_id,
        offer.vendor,
        bought,
        Money(sum(line.sold for line, _ in chosen), currency),
        Money(sum(one.total.minor for one in bought), currency),
        days.date(max(one.lead_days for _, one in chosen)),
    )


def is_vendors_day(day: date) -> bool:
    """Whether vendors work on it: the house's holidays are not theirs."""
    return day.weekday() not in WorkCalendar().rest_weekdays


def standing(
    stored: PurchaseState,
    why: Frozen | None,
    order: OrderState,
    shipment: ShipmentState | None,
    *,
    has_its_lines: bool,
) -> tuple[PurchaseState, Frozen | None]:
    """Where a purchase order is by now, from what was written and what became of its order and its goods.

    why: the reason that was written when it was cancelled. has_its_lines: the order has exactly the lines
    that were bought.
    """
    if stored is PurchaseState.SHIPPED:
        return (PurchaseState.DELIVERED if shipment in ARRIVED else stored), None
    if stored is PurchaseState.CANCELLED:
        return stored, why
    frozen = None
    if order in VOID:
        frozen = Frozen.ORDER_CANCELLED
    elif order is not OrderState.APPROVED or not has_its_lines:
        frozen = Frozen.ORDER_CHANGED
    return (PurchaseState.CANCELLED if frozen and stored in OPEN else stored), frozen


def chase(
    state: PurchaseState,
    sent_at: datetime,
    reminded_at: datetime | None,
    escalated_at: datetime | None,
    now: datetime,
    within: timedelta = ANSWER_WITHIN,
) -> Chase | None:
    """What is due now; each once."""
    if state is not PurchaseState.SENT:
        return None
    if reminded_at is None:
        return Chase.REMIND if now >= sent_at + within else None
    if escalated_at is None and now >= reminded_at + within:
        return Chase.ESCALATE
    return None
