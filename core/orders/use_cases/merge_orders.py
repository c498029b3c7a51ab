"""A dealer's small orders go together as one shipment, and pay one freight (F2).

Only agreed orders that nobody has touched and whose goods all lie in the same warehouse, for the same place;
urgent ones go first, and so alone. They are promised for the latest of their days, and picked as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.credit import repository as credit
from core.dealers.repository import load_dealer_and_places
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import OrderId
from core.kernel.money import Money
from core.orders.engine.merging import merged_fees, saving_of
from core.orders.errors import CannotMerge
from core.orders.events import OrdersMerged
from core.orders.parting import shipping_fees
from core.orders.release import release_held_orders
from core.orders.repository import merging, placed
from core.orders.split_types import Fee
from core.orders.types import OrderMark
from core.pricing.flow import price_freight


@dataclass(frozen=True, slots=True)
class Freight:
    """What an order pays for shipping, and would once it goes together with the others."""

    order_id: OrderId
    number: str
    before: Money
    after: Money


@dataclass(frozen=True, slots=True)
class Merge:
    """Orders that may go together, the first placed first. saving: with tax; promised_on: of all of them."""

    orders: tuple[Freight, ...]
    saving: Money
    promised_on: date | None

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(one.number for one in self.orders)


@dataclass(frozen=True, slots=True)
class PreviewMerge(Query[Merge | None]):
    """What would go together with the order; None: nothing, or it would save nothing."""

    permission = Permission.ORDER_PLACE
    order_id: OrderId


@dataclass(frozen=True, slots=True)
class MergeOrders(Command[Merge]):
    """Let the order go together with all that may, for exactly the ``saving`` (minor units) that was seen.

    Raises CannotMerge where it is not so any more.
    """

    permission = Permission.ORDER_PLACE
    order_id: OrderId
    saving: int


async def preview_merge(snap: Snapshot, query: PreviewMerge) -> Merge | None:
    order = await placed.load_order(snap, query.order_id)
    found = await _find(snap, order.id)
    return None if found is None else found[0]


async def merge_orders(tx: Transaction, command: MergeOrders) -> Merge:
    order = await placed.load_order(tx, command.order_id)
    if order.dealer_id != tx.dealer_id:
        raise NotFound(what="order")
    await credit.lock_account(tx, order.dealer_id)
    await placed.lock_orders(tx, [row["id"] for row in await merging.list_mergeable(tx, order.id)])
    found = await _find(tx, order.id)
    if found is None or found[0].saving.minor != command.saving:
        raise CannotMerge(number=order.number)
    merge, rows, after = found
    for row in rows:
        await _write(tx, row, after[row["id"]], merge)
    tx.record(
        OrdersMerged(
            dealer_id=order.dealer_id,
            order_ids=tuple(one.order_id for one in merge.orders),
            numbers=merge.numbers,
            saving_minor=merge.saving.minor,
            currency=merge.saving.currency,
            promised_on=None if merge.promised_on is None else merge.promised_on.isoformat(),
        )
    )
    # What they have left of the limit may set another order free.
    await release_held_orders(tx, order.dealer_id, reason="limit")
    return merge


_Found = tuple[Merge, Sequence[dict[str, Any]], dict[OrderId, tuple[Fee, ...]]]


async def _find(snap: Snapshot, order_id: OrderId) -> _Found | None:
    """What may go together with the order, its rows and their fees then; None: it would save nothing."""
    rows = await merging.list_mergeable(snap, order_id)
    if len(rows) < 2:
        return None
    currency = rows[0]["currency"]
    goods = Money(sum(row["subtotal_minor"] - row["discount_minor"] for row in rows), currency)
    dealer, places = await load_dealer_and_places(snap, rows[0]["dealer_id"])
    place = next((one for one in places if one.id == rows[0]["ship_to_id"]), None)
    region = place.region if place else dealer.region
    together = await price_freight(snap, dealer, goods, region)
    before = [(OrderId(row["id"]), shipping_fees(row)) for row in rows]
    after = dict(merged_fees(before, together.minor))
    saving = sum(saving_of(fees, after[order]) for order, fees in before)
    if saving <= 0:
        return None
    days = [row["promised_on"] for row in rows]
    promised = None if None in days else max(days)
    freights = tuple(
        Freight(
            OrderId(row["id"]),
            row["number"],
            Money(row["shipping_minor"], currency),
            Money(sum(fee.amount for fee in after[row["id"]]), currency),
        )
        for row in rows
    )
    return Merge(freights, Money(saving, currency), promised), rows, after


async def _write(tx: Transaction, row: dict[str, Any], fees: Sequence[Fee], merge: Merge) -> None:
    """The order's sums with its new freight, and its hold on the credit."""
    before = shipping_fees(row)
    shipping = sum(fee.amount for fee in fees)
    on_top = sum(fee.tax for fee in before if not fee.tax_included)
    tax = row["tax_minor"] - on_top + sum(fee.tax for fee in fees if not fee.tax_included)
    total = row["total_minor"] - saving_of(before, fees)
    # What bears no tax stands last in the fees and in no entry.
    taxes = [
        {**one, "base": fee.amount - (fee.tax if fee.tax_included else 0), "tax": fee.tax}
        for one, fee in zip(row["pricing"].get("shipping_taxes", ()), fees, strict=False)
    ]
    others = ", ".join(number for number in merge.numbers if number != row["number"])
    await placed.mark_order(
        tx,
        OrderId(row["id"]),
        OrderMark.MERGED,
        others[:200],
        shipping_minor=shipping,
        tax_minor=tax,
        total_minor=total,
        promised_on=merge.promised_on,
        pricing={**row["pricing"], "shipping_taxes": taxes},
        # A window is of the day that it was promised for.
        **({} if merge.promised_on == row["promised_on"] else {"window_from": None, "window_until": None}),
    )
    await credit.resize_entry(tx, OrderId(row["id"]), Money(total, row["currency"]))
