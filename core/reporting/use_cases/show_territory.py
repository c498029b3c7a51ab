"""A rep looks over the own dealers, and at one of them (B4); others of the house see them all."""

from __future__ import annotations

from dataclasses import dataclass

from core.credit import repository as credit
from core.credit.engine import judge_credit
from core.credit.types import CreditOutcome, CreditVerdict
from core.credit.use_cases.show_credit import CreditView
from core.dealers.engine import find_by_name
from core.dealers.repository import directory, load_dealer
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.ids import DealerId
from core.kernel.money import Money
from core.orders.leaving import load_leaving
from core.orders.repository import spending
from core.orders.usual import load_usual
from core.reporting.repository import territory
from core.reporting.territory_types import CreditMark, DueGoods, TerritoryCard, TerritoryPage, TerritoryRow

_MOST_ORDERS, _MOST_DUE, _MOST_WORDS = 5, 6, 4
_MARKS = {
    CreditOutcome.APPROVE: CreditMark.FREE,
    CreditOutcome.REVIEW: CreditMark.WATCHED,
    CreditOutcome.REFUSE: CreditMark.STOPPED,
}


@dataclass(frozen=True, slots=True)
class ListTerritory(Query[TerritoryPage]):
    """A page of the dealers by name; with ``text`` those it may mean, the likeliest first."""

    permission = Permission.DEALERS_READ
    limit: int
    offset: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class ShowTerritoryDealer(Query[TerritoryCard]):
    """NotFound for a dealer that the actor may not look at."""

    permission = Permission.DEALERS_READ
    dealer_id: DealerId


async def list_territory(snap: Snapshot, query: ListTerritory) -> TerritoryPage:
    entries = await directory.list_dealers(snap)
    if query.text:
        hits = find_by_name(query.text, [(one.code, one.name) for one in entries], len(entries))
        entries = [entries[hit.at] for hit in hits]
    since = max(query.offset, 0)
    shown = entries[since : since + max(query.limit, 0)]
    ids = [one.id for one in shown]
    under_way = await spending.count_under_way(snap, ids)
    leaving = await load_leaving(snap, ids)
    rows = []
    for one in shown:
        view = await _credit_of(snap, one.id)
        rows.append(
            TerritoryRow(
                dealer_id=one.id,
                code=one.code,
                name=one.name,
                active=one.active,
                mark=_mark_of(view.verdict),
                available=view.standing.available,
                overdue=view.standing.overdue,
                under_way=under_way.get(one.id, 0),
                leaving=leaving.get(one.id),
            )
        )
    return TerritoryPage(tuple(rows), len(entries))


async def _credit_of(snap: Snapshot, dealer_id: DealerId) -> CreditView:
    dealer = await load_dealer(snap, dealer_id)
    standing, policy = await credit.load_standing(snap, dealer.id, dealer.currency)
    return CreditView(standing, judge_credit(standing, Money.zero(dealer.currency), policy))


def _mark_of(verdict: CreditVerdict) -> CreditMark:
    return _MARKS[verdict.outcome]


async def show_territory_dealer(snap: Snapshot, query: ShowTerritoryDealer) -> TerritoryCard:
    card = await directory.load_card(snap, query.dealer_id)
    dealer = await load_dealer(snap, card.id)
    counts = await spending.count_under_way(snap, [card.id])
    usual = await load_usual(snap, dealer)
    words_at, words = await spending.last_words(snap, card.id, _MOST_WORDS)
    return TerritoryCard(
        dealer=card,
        credit=await _credit_of(snap, card.id),
        under_way=await territory.list_under_way(snap, card.id, _MOST_ORDERS),
        count=counts.get(card.id, 0),
        leaving=(await load_leaving(snap, [card.id])).get(card.id),
        due=tuple(
            DueGoods(usual.products[one.product_id].name, one.unit, one.unit_quantity)
            for one in usual.due[:_MOST_DUE]
        ),
        words=tuple(words),
        words_at=words_at,
        is_mine=dealer.rep_id is not None and dealer.rep_id == snap.actor.person_id,
    )
