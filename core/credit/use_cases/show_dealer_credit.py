"""How a dealer stands, for those of the house who look after it."""

from __future__ import annotations

from dataclasses import dataclass

from core.credit import repository
from core.credit.engine import judge_credit
from core.credit.use_cases.show_credit import CreditView
from core.dealers.repository import directory
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.ids import DealerId
from core.kernel.money import Money


@dataclass(frozen=True, slots=True)
class ShowDealerCredit(Query[CreditView]):
    """NotFound for a dealer that the actor may not look at."""

    permission = Permission.DEALERS_READ
    dealer_id: DealerId


async def show_dealer_credit(snap: Snapshot, query: ShowDealerCredit) -> CreditView:
    dealer = await directory.load_card(snap, query.dealer_id)
    standing, policy = await repository.load_standing(snap, dealer.id, dealer.currency)
    return CreditView(standing, judge_credit(standing, Money.zero(dealer.currency), policy))
