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
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import OrderId
from core.kernel.money import Money
from core.orders.engine.merging import merged_fees, saving_of
from core.orders.errors import CannotMerge
from core.orders.events import OrdersMerged
from core.orders.merged import freight_together, write_freight
from core.orders.parting import shipping_fees
from core.orders.release import release_held_orders
from core.orders.repository import merging, placed
from core.orders.split_types import Fee


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
    group = tx.new_id()
    for row in rows:
        others = [number for number in merge.numbers if number != row["number"]]
        # A window is of the day that it was promised for.
        is_moved = merge.promised_on != row["promised_on"]
        window = {"window_from": None, "window_until": None} if is_moved else {}
        await write_freight(tx, row, after[row["id"]], group, others, promised_on=merge.promised_on, **window)
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
    together = await freight_together(snap, rows)
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
