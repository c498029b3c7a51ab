"""The one comparison of all ways for an order's goods, as quotes and agreed orders make it (G2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from core.allocation.engine.planning import plan_allocation
from core.allocation.types import AllocationPlan
from core.infra.transaction import Snapshot
from core.kernel.ids import LineId
from core.orders.direct import load_offers
from core.orders.engine.allocating import Asked, Ways, problem_of, without_freight
from core.orders.engine.partnering import Offers, Selling, fitting, opened_packs, selling, shares_of
from core.orders.engine.planned import weighed
from core.orders.partner_types import Share, Wanted
from core.orders.repository.lanes import load_ways, load_weights
from core.orders.supply_types import Missing, SupplyPlan, WhenShort

# Branches that are looked at for a quote: enough to prove most orders, some milliseconds for the largest.
_EFFORT = 60


async def weigh(
    snap: Snapshot,
    simple: SupplyPlan,
    asked: Asked,
    wanted: Wanted,
    when_short: WhenShort | None,
    *,
    lock: bool = False,
) -> SupplyPlan:
    """The best way by cost and date, where there is anything to choose.

    Where all is to go together nothing is bought of others, and where nobody has said what freight costs
    goods on hand are not weighed against theirs. ``lock``: what others offer is held until the transaction
    ends.
    """
    ways = await load_ways(snap, wanted.region, wanted.currency)
    if (ways is None and not simple.missing) or (simple.missing and when_short is WhenShort.WAIT):
        return simple
    if ways is None:
        asked, ways = without_freight(asked, simple.missing, wanted.currency)
    offers: Offers = {}
    if when_short is not WhenShort.WAIT:
        mine = replace(wanted, products={one.product_id for one in asked.demands})
        offers = fitting(await load_offers(snap, mine, lock=lock), asked.demands, asked.sold, asked.short)
    if simple.missing and not offers:
        return simple
    plan, from_whom, asked = await _plan(snap, simple, asked, ways, offers)
    return weighed(simple, plan, asked, from_whom, when_short=when_short)


async def choose_shares(
    snap: Snapshot, missing: Sequence[Missing], asked: Asked, wanted: Wanted
) -> Mapping[LineId, tuple[Share, ...]]:
    """What an agreed order better buys of what is not set aside for it; what others offer is held.

    asked: all of that; missing: what of it is not free on our shelves either.
    """
    offers = await load_offers(snap, wanted, lock=True)
    ways = await load_ways(snap, wanted.region, wanted.currency)
    if ways is None:
        asked, ways = without_freight(asked, missing, wanted.currency)
    offers = fitting(offers, asked.demands, asked.sold, asked.short)
    if not offers:
        return {}
    plan, from_whom, _ = await _plan(snap, SupplyPlan((), (), None), asked, ways, offers)
    return shares_of(plan.chosen, from_whom)


async def _plan(
    snap: Snapshot, simple: SupplyPlan, asked: Asked, ways: Ways, offers: Offers
) -> tuple[AllocationPlan, Selling, Asked]:
    """The engine's plan, of whom it may buy, and what it was asked in the end.

    What is given away of a product that is bought stays where the simple plan takes it. Offers of a product
    whose lines are packed in different sizes are left out where they would open a pack.
    """
    grams = await load_weights(snap, [one.product_id for one in asked.demands])
    while True:
        mine = _without_gifts(asked, simple, offers)
        from_whom = selling(offers, mine.demands, asked.steps)
        problem = problem_of(mine, ways, grams, from_whom)
        plan = await snap.run_apart(partial(plan_allocation, problem, effort=_EFFORT))
        opened = opened_packs(shares_of(plan.chosen, from_whom), asked.steps)
        if not opened:
            return plan, from_whom, mine
        offers = {product: some for product, some in offers.items() if product not in opened}


def _without_gifts(asked: Asked, simple: SupplyPlan, offers: Offers) -> Asked:
    """The question without what is given away of products that are offered, and without the goods of that."""
    offered = (one for one in asked.demands if one.product_id in offers)
    gifts = {one.line_id for one in offered if one.line_id not in asked.sold}
    if not gifts:
        return asked
    gone = [take for take in simple.takes if take.line_id in gifts]

    def free(product: object, warehouse: object, available: int) -> int:
        return available - sum(
            take.quantity for take in gone if (take.product_id, take.warehouse_id) == (product, warehouse)
        )

    return replace(
        asked,
        demands=[one for one in asked.demands if one.line_id not in gifts],
        stock={
            product: tuple(
                replace(at, available=free(product, at.warehouse_id, at.available)) for at in places
            )
            for product, places in asked.stock.items()
        },
    )
