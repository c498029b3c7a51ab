"""Which dealers have fallen silent by their own rhythm, or are about to leave: orders through the engine.

Days are the house's own: a dealer's zone moves a few orders by a day, and rhythms are no finer than that.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.forecasting.engine.leaving import by_day, house_rhythm, judge_leaving
from core.forecasting.leaving_types import HouseRhythm, Leaving, Spent
from core.infra.transaction import Snapshot
from core.kernel.ids import DealerId
from core.orders.repository import spending
from core.orders.repository.spending import Placed

# A year and a season of it: what was bought in the same days of a year ago has to be in it.
MEMORY = timedelta(days=460)


async def load_leaving(snap: Snapshot, dealers: Collection[DealerId]) -> dict[DealerId, Leaving]:
    """Every one of these dealers that has ever ordered in the time remembered."""
    if not dealers:
        return {}
    house = await _load_house(snap)
    # What an order comes to says something beside others of the same currency only.
    elsewhere = replace(house, log_value=0.0)
    placed = await spending.load_spending(snap, snap.now - MEMORY, dealers)
    found = {}
    for dealer_id, orders in placed.items():
        is_ours = orders[0].currency == snap.settings.default_currency
        judged = judge_leaving(_spent(snap, orders), snap.today, house if is_ours else elsewhere)
        if judged is not None:
            found[dealer_id] = judged
    return found


async def _load_house(snap: Snapshot) -> HouseRhythm:
    """How the house's dealers order, up to yesterday: worked out once a day in each process."""
    begins = datetime.combine(snap.today, time(), ZoneInfo(snap.settings.default_zone)).astimezone(UTC)

    async def work_out() -> HouseRhythm:
        every: Mapping[DealerId, list[Placed]] = await spending.load_spending(snap, begins - MEMORY)
        ours = [
            _spent(snap, [one for one in orders if one.at < begins])
            for orders in every.values()
            if orders[0].currency == snap.settings.default_currency
        ]
        return house_rhythm(ours, snap.today - timedelta(days=1))

    return await snap.cache.get(("house_rhythm",), snap.today, work_out)


def _spent(snap: Snapshot, orders: Sequence[Placed]) -> tuple[Spent, ...]:
    zone = ZoneInfo(snap.settings.default_zone)
    return by_day((one.at.astimezone(zone).date(), one.minor) for one in orders)
