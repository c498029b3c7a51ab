"""Dealers silent for long against their own rhythm, or who buy ever less, the dearest loss first (B4, M3)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from core.dealers.repository import directory, load_dealer
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.ids import DealerId
from core.kernel.money import Money
from core.orders.leaving import load_leaving
from core.orders.usual import load_often
from core.reporting.repository import territory
from core.reporting.territory_types import SilentDealer, SilentPage

_MOST_GOODS = 3


@dataclass(frozen=True, slots=True)
class ListSilentDealers(Query[SilentPage]):
    """A page of them, by what may be lost a month; a rep's own dealers, others of the house see all.

    Dealers that the house has closed are not looked for.
    """

    permission = Permission.DEALERS_READ
    limit: int = 8
    offset: int = 0


async def list_silent_dealers(snap: Snapshot, query: ListSilentDealers) -> SilentPage:
    entries = {one.id: one for one in await directory.list_dealers(snap) if one.active}
    judged = await load_leaving(snap, list(entries))
    named = [(key, one) for key, one in judged.items() if one.is_leaving]
    named.sort(key=lambda pair: (-pair[1].at_risk, entries[pair[0]].name, pair[0]))
    kept = await territory.who_keeps(snap, [key for key, _ in named])
    currencies = {key: currency for key, (_, currency) in kept.items()}
    worth: defaultdict[str, int] = defaultdict(int)
    for key, one in named:
        worth[currencies[key]] += one.at_risk
    since = max(query.offset, 0)
    shown = named[since : since + max(query.limit, 0)]
    last = await territory.last_orders(snap, [key for key, _ in shown])
    found = []
    for key, one in shown:
        order_id, number = last.get(key, (None, ""))
        found.append(
            SilentDealer(
                dealer_id=DealerId(key),
                name=entries[key].name,
                leaving=one,
                monthly=Money(one.monthly, currencies[key]),
                at_risk=Money(one.at_risk, currencies[key]),
                last_order=order_id,
                last_number=number,
                usually=await load_often(snap, await load_dealer(snap, key), _MOST_GOODS),
            )
        )
    sums = tuple(Money(minor, currency) for currency, minor in sorted(worth.items()))
    return SilentPage(tuple(found), len(named), sums, snap.today)
