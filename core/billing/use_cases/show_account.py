"""What a dealer owes: statement, ageing and the calendar of due dates (A12, A13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.billing.engine.ageing import age
from core.billing.engine.settling import Owed
from core.billing.flow import today_of
from core.billing.repository import accounts, payments
from core.billing.repository.access import find_dealer
from core.billing.repository.parties import load_party, load_seller
from core.billing.types import (
    Ageing,
    DueDate,
    EarlyPaymentTerms,
    OpenItem,
    Posted,
    Statement,
    StatementEntry,
)
from core.credit import repository as credit
from core.dealers.types import Dealer
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.ids import DealerId
from core.kernel.money import Money, total


@dataclass(frozen=True, slots=True)
class ShowStatement(Query[Statement]):
    """Movements from ``since`` to ``until`` (both included); without ``since`` the items open today.

    until None: today. dealer_id: people of a dealer need not say it, people of the house must.
    """

    permission = Permission.DOCUMENT_READ
    dealer_id: DealerId | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ShowAgeing(Query[Ageing]):
    """Open invoices by how late they are, as of today."""

    permission = Permission.DOCUMENT_READ
    dealer_id: DealerId | None = None


@dataclass(frozen=True, slots=True)
class ListDueDates(Query[tuple[DueDate, ...]]):
    """All that is still to be paid, the oldest due first."""

    permission = Permission.DOCUMENT_READ
    dealer_id: DealerId | None = None


async def show_statement(snap: Snapshot, query: ShowStatement) -> Statement:
    dealer = await find_dealer(snap, query.dealer_id)
    # Money may be of a day that the books have not come to yet: a whole account shows it.
    until = query.until or (snap.today if query.since is None else today_of(snap, dealer))
    ageing = await _age(snap, dealer)
    zero = Money.zero(dealer.currency)
    opening = zero
    entries: tuple[StatementEntry, ...] = ()
    items: tuple[OpenItem, ...] = ()
    if query.since is None:
        items = await _open_items(snap, dealer)
        closing = total([item.open for item in items], dealer.currency) - ageing.unapplied
    else:
        opening = Money(await accounts.balance_before(snap, dealer.id, query.since), dealer.currency)
        entries = await _entries(snap, dealer, query.since, until, opening)
        closing = entries[-1].balance if entries else opening
    return Statement(
        seller=await load_seller(snap),
        dealer=await load_party(snap, dealer),
        currency=dealer.currency,
        since=query.since,
        until=until,
        opening=opening,
        entries=entries,
        items=items,
        closing=closing,
        ageing=ageing,
    )


async def _entries(
    snap: Snapshot, dealer: Dealer, since: date, until: date, opening: Money
) -> tuple[StatementEntry, ...]:
    balance = opening
    entries = []
    for row in await accounts.list_postings(snap, dealer.id, since, until):
        amount = Money(row.amount_minor, dealer.currency)
        balance = balance + amount
        entries.append(
            StatementEntry(row.day, Posted(row.kind), row.number, row.about, row.due_on, amount, balance)
        )
    return tuple(entries)


async def _open_items(snap: Snapshot, dealer: Dealer) -> tuple[OpenItem, ...]:
    today = snap.today
    return tuple(
        OpenItem(
            number=entry.document,
            issued_on=entry.issued_on or today,
            due_on=entry.due_on,
            total=entry.original,
            open=entry.open,
            days_overdue=_days_late(entry.due_on, today),
            early_payment=_still_to_be_had(owed, entry.open.currency, basis_points, today),
        )
        for entry, owed, basis_points in await payments.load_owed_with_terms(snap, dealer.id, dealer.currency)
    )


def _days_late(due_on: date | None, today: date) -> int:
    return max((today - due_on).days, 0) if due_on else 0


def _still_to_be_had(owed: Owed, currency: str, basis_points: int, today: date) -> EarlyPaymentTerms | None:
    if owed.until is None or owed.until < today or not owed.discount:
        return None
    return EarlyPaymentTerms(basis_points, owed.until, Money(owed.open - owed.to_settle(today), currency))


async def _age(snap: Snapshot, dealer: Dealer) -> Ageing:
    standing, _ = await credit.load_standing(snap, dealer.id, dealer.currency)
    days: list[tuple[date | None, int]] = list(await credit.load_due_days(snap, dealer.id))
    dated = sum(minor for _, minor in days)
    return age([*days, (None, standing.open_balance.minor - dated)], snap.today, standing.unapplied)


async def show_ageing(snap: Snapshot, query: ShowAgeing) -> Ageing:
    return await _age(snap, await find_dealer(snap, query.dealer_id))


async def list_due_dates(snap: Snapshot, query: ListDueDates) -> tuple[DueDate, ...]:
    dealer = await find_dealer(snap, query.dealer_id)
    return tuple(
        DueDate(
            number=item.number,
            due_on=item.due_on,
            open=item.open,
            pay=item.open - item.early_payment.amount if item.early_payment else item.open,
            early_payment=item.early_payment,
            days_overdue=item.days_overdue,
        )
        for item in await _open_items(snap, dealer)
        if item.due_on is not None
    )
