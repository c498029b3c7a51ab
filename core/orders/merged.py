"""Orders that go together: who of them bears the freight, and what becomes of it when one is changed (F2).

Each keeps in its pricing what it would pay alone (``merged``: the group's id, fees and taxes), so that an
order that is cancelled or amended takes no freight away with it and leaves none behind: it is reckoned anew
for those that still go together. The dealer's account is locked by whoever comes here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from core.credit import repository as credit
from core.dealers.repository import load_dealer_and_places
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import OrderId
from core.kernel.money import Money
from core.orders.engine.merging import merged_fees, saving_of
from core.orders.events import FreightMoved
from core.orders.flow import Assessment
from core.orders.parting import shipping_fees
from core.orders.repository import merging, parts, placed
from core.orders.split_types import Fee, FreightChange
from core.orders.types import BILLABLE, Draft, OrderMark, OrderState
from core.orders.writing import CONTENT, order_row
from core.pricing.flow import price_freight

Row = dict[str, Any]


async def freight_together(snap: Snapshot, rows: Sequence[Row]) -> Money:
    """Freight of the goods of all of these orders as of one, to their place."""
    first = rows[0]
    goods = Money(sum(row["subtotal_minor"] - row["discount_minor"] for row in rows), first["currency"])
    dealer, places = await load_dealer_and_places(snap, first["dealer_id"])
    place = next((one for one in places if one.id == first["ship_to_id"]), None)
    return await price_freight(snap, dealer, goods, place.region if place else dealer.region)


def alone_fees(row: Row) -> list[Fee]:
    """What the order would pay for shipping if it went alone."""
    kept = row["pricing"].get("merged")
    return shipping_fees(row) if kept is None else [Fee(*one) for one in kept["alone"]]


async def write_freight(
    tx: Transaction, row: Row, fees: Sequence[Fee], group: UUID | None, others: Iterable[str], **values: Any
) -> int:
    """The order's sums with its new freight, and its hold on the credit. group None: it goes alone.

    What the dealer pays less, in minor units.
    """
    before = shipping_fees(row)
    on_top = sum(fee.tax for fee in before if not fee.tax_included)
    total = row["total_minor"] - saving_of(before, fees)
    kept = row["pricing"].get("merged") or {}
    own_taxes = kept.get("taxes", row["pricing"].get("shipping_taxes", []))
    # What bears no tax stands last in the fees and in no entry.
    taxes = [
        {**one, "base": fee.amount - (fee.tax if fee.tax_included else 0), "tax": fee.tax}
        for one, fee in zip(own_taxes, fees, strict=False)
    ]
    alone = [[fee.amount, fee.tax, fee.tax_included] for fee in alone_fees(row)]
    merged = None if group is None else {"id": str(group), "alone": alone, "taxes": own_taxes}
    await placed.mark_order(
        tx,
        OrderId(row["id"]),
        OrderMark.MERGED,
        ", ".join(others)[:200] or None,
        shipping_minor=sum(fee.amount for fee in fees),
        tax_minor=row["tax_minor"] - on_top + sum(fee.tax for fee in fees if not fee.tax_included),
        total_minor=total,
        pricing={**row["pricing"], "shipping_taxes": taxes, "merged": merged},
        **values,
    )
    await credit.resize_entry(tx, OrderId(row["id"]), Money(total, row["currency"]))
    return saving_of(before, fees)


async def lock_together(tx: Transaction, order_id: OrderId) -> list[OrderId]:
    """Lock the order with all that it goes together with; the ids of the others."""
    others = [OrderId(row["id"]) for row in await merging.list_merged_with(tx, order_id)]
    await placed.lock_orders(tx, [order_id, *others])
    return others


async def settle_freight(tx: Transaction, order_id: OrderId, others: Sequence[OrderId]) -> None:
    """The order was cancelled or amended: those that go together share the freight of what goes now.

    others: from ``lock_together``, before it was changed. An amended order stays with them where it still
    could be merged with all of them.
    """
    rows = [await parts.load_row(tx, one) for one in others]
    rows = [row for row in rows if OrderState(row["state"]) in BILLABLE and row["invoiced_at"] is None]
    if not rows:
        return
    group = UUID(rows[0]["pricing"]["merged"]["id"])
    changed = await parts.load_row(tx, order_id)
    may = {row["id"] for row in await merging.list_mergeable(tx, order_id)}
    if may >= {row["id"] for row in rows}:
        rows.append(changed)
    rows.sort(key=_first_placed)
    await _share(tx, rows, group, changed["number"])


async def freight_without(snap: Snapshot, order_id: OrderId) -> tuple[FreightChange, ...]:
    """What those that go together with the order would pay for shipping if it were cancelled, where that
    changes."""
    rows = [
        row for row in await merging.list_merged_with(snap, order_id) if OrderState(row["state"]) in BILLABLE
    ]
    rows.sort(key=_first_placed)
    return _changes(rows, await _shares(snap, rows) if rows else {})


def _changes(rows: Sequence[Row], after: Mapping[OrderId, Sequence[Fee]]) -> tuple[FreightChange, ...]:
    changes = []
    for row in rows:
        now = sum(fee.amount for fee in after[OrderId(row["id"])])
        if now != row["shipping_minor"]:
            before = Money(row["shipping_minor"], row["currency"])
            changes.append(FreightChange(row["number"], before, Money(now, row["currency"])))
    return tuple(changes)


async def freight_amended(
    snap: Snapshot, draft: Draft, found: Assessment
) -> tuple[Money, tuple[FreightChange, ...]]:
    """What the order that the draft amends will come to, and what it and those that go together with it
    would pay for shipping, where that changes; its own change first.

    As ``settle_freight`` does it. Where goods are short the order is parted first, so that of the others
    nothing can be said.
    """
    assert found.claims is not None
    order, total = found.claims.order, found.priced.total
    row = await parts.load_row(snap, order.id)
    new = order_row(snap, draft, found, order.id, order.number, order.state)
    amended = {**row, **{name: new[name] for name in CONTENT}}
    rows: list[Row] = []
    if not found.plan.missing and not found.plan.bought:
        others = await merging.list_merged_with(snap, order.id)
        rows = [one for one in others if OrderState(one["state"]) in BILLABLE]
    if rows and await _goes_along(snap, draft, found, rows):
        rows.append(amended)
    rows.sort(key=_first_placed)
    after = dict(await _shares(snap, rows)) if rows else {}
    alone = shipping_fees(amended)
    own = after.setdefault(order.id, alone)
    others = [one for one in rows if one["id"] != order.id]
    return Money(total.minor - saving_of(alone, own), total.currency), _changes([row, *others], after)


async def _goes_along(snap: Snapshot, draft: Draft, found: Assessment, others: Sequence[Row]) -> bool:
    """Whether the amended order could be merged with all of these, by the rule of ``list_mergeable``."""
    houses = frozenset(take.warehouse_id for take in found.plan.takes)
    if draft.is_urgent or found.triggers or found.plan.moves or len(houses) != 1:
        return False
    seats = await merging.seats_of(snap, [OrderId(one["id"]) for one in others])
    place = found.ship_to.id if found.ship_to else None
    return all(
        OrderState(one["state"]) is OrderState.APPROVED
        and not one["is_urgent"]
        and one["ship_to_id"] == place
        and one["currency"] == found.priced.currency
        and seats.get(one["id"]) == houses
        for one in others
    )


def _first_placed(row: Row) -> tuple[Any, ...]:
    """As ``list_mergeable`` has them: the first placed first."""
    return row["placed_at"], len(row["number"]), row["number"]


async def _shares(snap: Snapshot, rows: Sequence[Row]) -> Mapping[OrderId, Sequence[Fee]]:
    """The shipping fees of each of those that go together; of one by itself its own.

    What others of them have paid that are invoiced by now is not asked for again.
    """
    alone: list[tuple[OrderId, list[Fee]]] = [(OrderId(row["id"]), alone_fees(row)) for row in rows]
    billed = await merging.list_billed_with(snap, rows)
    if len(rows) + len(billed) < 2:
        return dict(alone)
    paid = sum(row["shipping_minor"] for row in billed)
    return merged_fees(alone, max((await freight_together(snap, [*rows, *billed])).minor - paid, 0))


async def _share(tx: Transaction, rows: Sequence[Row], group: UUID, number: str) -> None:
    after = await _shares(tx, rows)
    together = [row["number"] for row in [*rows, *await merging.list_billed_with(tx, rows)]]
    moved = []
    for row in rows:
        fees, before = after[OrderId(row["id"])], row["shipping_minor"]
        now = sum(fee.amount for fee in fees)
        if now == before and len(together) > 1 and row["pricing"].get("merged"):
            continue
        others = [one for one in together if one != row["number"]]
        await write_freight(tx, row, fees, group if others else None, others)
        if now != before:
            moved.append((row["number"], before, now))
    if moved:
        first = rows[0]
        tx.record(
            FreightMoved(
                first["dealer_id"], tuple(OrderId(row["id"]) for row in rows), number, tuple(moved),
                first["currency"],
            )
        )  # fmt: skip
