"""What a dealer's own credit looks like today (A12)."""

from __future__ import annotations

from dataclasses import dataclass

from core.credit import repository
from core.credit.engine import judge_credit
from core.credit.types import CreditStanding, CreditVerdict
from core.dealers.repository import load_dealer
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.money import Money


@dataclass(frozen=True, slots=True)
class CreditView:
    standing: CreditStanding
    verdict: CreditVerdict  # on an order of zero: what holds already today, and what would fit


@dataclass(frozen=True, slots=True)
class ShowCredit(Query[CreditView]):
    permission = Permission.CREDIT_READ


async def show_credit(snap: Snapshot, _query: ShowCredit) -> CreditView:
    dealer = await load_dealer(snap, snap.dealer_id)
    standing, policy = await repository.load_standing(snap, dealer.id, dealer.currency)
    return CreditView(standing, judge_credit(standing, Money.zero(dealer.currency), policy))
