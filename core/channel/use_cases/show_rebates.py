"""Where a dealer stands with its rebates, to the cent, and what the next step takes (A17, K2)."""

from __future__ import annotations

from dataclasses import dataclass

from core.channel.engine.rebates import bought_in, span_of, stand
from core.channel.rebate_types import RebateView
from core.channel.repository import rebates
from core.dealers.repository import directory
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.ids import DealerId

MOST_STATEMENTS = 4


@dataclass(frozen=True, slots=True)
class ShowRebates(Query[tuple[RebateView, ...]]):
    """Of the own dealer or, for people of the house, of one that they may look at."""

    permission = Permission.DOCUMENT_READ
    dealer_id: DealerId | None = None


async def show_rebates(snap: Snapshot, query: ShowRebates) -> tuple[RebateView, ...]:
    if query.dealer_id is None or snap.actor.dealer_id is not None:
        dealer_id = snap.dealer_id
    else:
        dealer_id = (await directory.load_card(snap, query.dealer_id)).id
    today = snap.today
    stated = await rebates.list_statements(snap, dealer_id=dealer_id)
    found: list[RebateView] = []
    for programme in await rebates.list_programmes(snap, from_day=today):
        terms = programme.terms
        if programme.starts_on > today or not await rebates.list_members(snap, terms, dealer_id):
            continue
        span = span_of(today, terms.period)
        moved = await rebates.list_movements(snap, terms, span, [dealer_id])
        settled = (await rebates.settled_spans(snap, programme.code, [dealer_id])).get(dealer_id, {})
        bought = bought_in(span, moved.get(dealer_id, ()), settled, terms.period)
        mine = tuple(one for one in stated if one.code == programme.code)[:MOST_STATEMENTS]
        found.append(RebateView(programme, stand(terms, span, bought, today), mine))
    return tuple(found)
