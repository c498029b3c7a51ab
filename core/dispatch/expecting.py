"""What our van fetches for an order is promised for the day after: told where that is later than before."""

from __future__ import annotations

from datetime import date

from core.dispatch.engine.fetching import brought_after
from core.dispatch.types import FetchKind, Stop
from core.infra.transaction import Transaction
from core.stock.holidays import list_holidays
from core.vendors.fetching import expect_by


async def expect_fetched(tx: Transaction, stop: Stop, day: date) -> None:
    """RULE late of ``engine.fetching``: the stop is made on that day."""
    bought = sorted(one.id for one in stop.fetches if one.kind is FetchKind.PURCHASE)
    if not bought:
        return
    on = brought_after(day, await list_holidays(tx))
    for purchase_id in bought:
        await expect_by(tx, purchase_id, on)
