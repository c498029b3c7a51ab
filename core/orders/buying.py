"""What of an agreed order is bought of vendors and other dealers, as things stand when it is agreed (G2)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from core.allocation.types import AllocationPolicy
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import LineId, OrderId, ProductId
from core.kernel.money import Money, UnitPrice
from core.orders.comparing import choose_shares
from core.orders.direct import load_offers
from core.orders.engine.allocating import Asked
from core.orders.parting import sold_of, split_line
from core.orders.partner_types import Bought, SellerOffer, Share, Wanted
from core.orders.repository import parts, supply
from core.orders.supply_types import BackOrder, Missing, OptionSummary, WhenShort, last_day
from core.stock import repository as stock
from core.stock.types import Demand, Stock

Shares = Mapping[LineId, tuple[Share, ...]]


async def may_buy(snap: Snapshot, order_id: OrderId) -> bool:
    """Where all is to go together nothing is bought of others."""
    return bool((await parts.load_row(snap, order_id))["when_short"] != WhenShort.WAIT)


def day_of_rest(row: Mapping[str, Any], shares: Shares, now: datetime) -> date | None:
    """The day of what is not bought, as it was confirmed, later by the days that it waited to be agreed; None
    where something else is bought than was chosen then."""
    chosen = _chosen(row)
    bought = {
        (line_id, one.offer.seller_id, one.quantity) for line_id, mine in shares.items() for one in mine
    }
    if chosen is None or chosen.first_on is None:
        return None
    if bought != {(one.line_id, one.seller_id, one.quantity) for one in chosen.bought}:
        return None
    waited: timedelta = now - row["placed_at"]
    return chosen.first_on + waited


def _chosen(row: Mapping[str, Any]) -> OptionSummary | None:
    """The way that was chosen when the order was confirmed, where it buys anything."""
    options = [OptionSummary.from_json(one) for one in row["allocation"] or ()]
    return next((one for one in options if one.is_chosen and one.bought), None)


async def choose(
    tx: Transaction,
    order: BackOrder,
    missing: Sequence[Missing],
    levels: Stock,
    queue: Mapping[ProductId, int],
) -> Shares:
    """What of the order's goods that are not set aside is bought: as its dealer confirmed it where that still
    is to be had, else as the one comparison says now.

    missing: what is not free on our shelves either. The goods' rows are locked; others' offers are from here.
    """
    row = await parts.load_row(tx, order.order_id)
    products = {line.product_id for line in order.lines if line.missing}
    wanted = Wanted(order.dealer_id, order.region, row["currency"], products)
    chosen = _chosen(row)
    if chosen is not None:
        kept = _still_given(chosen.bought, await load_offers(tx, wanted, lock=True), order)
        if kept is not None:
            return kept
    return await choose_shares(tx, missing, await _asked(tx, order, row, missing, levels, queue), wanted)


def _still_given(
    bought: Sequence[Bought], offers: Mapping[ProductId, Sequence[SellerOffer]], order: BackOrder
) -> Shares | None:
    """The shares that were chosen; None where any of it is not to be had any more as it was."""
    lines = {line.line_id: line for line in order.lines}
    lacks = Counter({line_id: line.missing for line_id, line in lines.items()})
    taken: Counter[tuple[UUID, ProductId]] = Counter()
    found: defaultdict[LineId, list[Share]] = defaultdict(list)
    for one in bought:
        line = lines.get(one.line_id)
        offer = next(
            (
                offer
                for offer in (offers.get(line.product_id, ()) if line else ())
                if (offer.seller_id, offer.cost.micros) == (one.seller_id, one.cost_micros)
            ),
            None,
        )
        if offer is None:
            return None
        lacks[one.line_id] -= one.quantity
        taken[offer.seller_id, offer.product_id] += one.quantity
        if lacks[one.line_id] < 0 or (
            offer.left is not None and taken[offer.seller_id, offer.product_id] > offer.left
        ):
            return None
        found[one.line_id].append(Share(offer, one.quantity))
    return {line_id: tuple(mine) for line_id, mine in found.items()}


async def _asked(
    tx: Transaction,
    order: BackOrder,
    row: Mapping[str, Any],
    missing: Sequence[Missing],
    levels: Stock,
    queue: Mapping[ProductId, int],
) -> Asked:
    stored = {line["id"]: line for line in await parts.load_stored_lines(tx, order.order_id)}
    parted = {line_id: split_line(line) for line_id, line in stored.items()}
    currency = row["currency"]
    demands = [
        Demand(line.line_id, line.product_id, line.missing) for line in order.lines if line.missing > 0
    ]
    sold = {
        one.line_id: Money(
            sold_of(stored[one.line_id], currency).minor * one.quantity // parted[one.line_id].quantity,
            currency,
        )
        for one in demands
        if not parted[one.line_id].is_gift
    }
    return Asked(
        demands=demands,
        stock=levels,
        warehouses=await stock.list_warehouses(tx),
        region=order.region,
        now=tx.now,
        policy=AllocationPolicy(urgent=order.is_urgent, wished_on=row["wished_on"]),
        prices={
            one.product_id: UnitPrice(stored[one.line_id]["unit_price_micros"], currency)
            for one in demands
            if one.line_id in sold
        },
        day_worth_bp=await supply.load_day_worth(tx),
        sold=sold,
        steps={line_id: line.step for line_id, line in parted.items()},
        queue=queue,
        short={one.product_id for one in missing},
    )


def with_shares(order: BackOrder, missing: Sequence[Missing], shares: Shares) -> tuple[Missing, ...]:
    """What the order lacks, bought or not, each with the day that the last of it is there."""
    lacking = {one.line_id: one for one in missing}
    found = []
    for line in order.lines:
        lack, mine = lacking.get(line.line_id), shares.get(line.line_id, ())
        quantity = (lack.quantity if lack else 0) + sum(one.quantity for one in mine)
        if quantity:
            days = [*((lack.on,) if lack else ()), *(one.offer.on for one in mine)]
            own_on = lack.on if lack else None
            found.append(Missing(line.line_id, line.product_id, quantity, last_day(days), own_on, mine))
    return tuple(found)
