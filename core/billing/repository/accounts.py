"""A dealer's account over time: postings of a period, and all dealers at once for previews and checks."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import func, select

from core.approvals.tables import ApprovalRow
from core.approvals.types import CREDIT_TRIGGERS, ApprovalState
from core.billing.tables import PaymentPartRow, PaymentRow
from core.credit.tables import CreditAccountRow, CreditDueRow, CreditEntryRow, CreditPostingRow
from core.credit.types import CreditStanding, Late
from core.infra.transaction import Snapshot
from core.kernel.ids import DealerId
from core.kernel.money import Money
from core.orders.tables import OrderRow
from core.orders.types import OrderState

# Of one moment: the documents first, then what settles them.
_SEQUENCE = (
    "brought_in",
    "invoice",
    "credit_note",
    "payment",
    "discount",
    "payment_reversed",
    "credit_note_reversed",
    "discount_reversed",
)


async def balance_before(snap: Snapshot, dealer_id: DealerId, day: date) -> int:
    """What the dealer owed when ``day`` began, in minor units."""
    row = await snap.one_or_none(
        select(func.coalesce(func.sum(CreditPostingRow.amount_minor), 0).label("minor")).where(
            CreditPostingRow.dealer_id == dealer_id, CreditPostingRow.day < day
        )
    )
    return int(row.minor)


async def list_postings(snap: Snapshot, dealer_id: DealerId, since: date, until: date) -> list[Any]:
    """Movements of a period, both days included, as they happened."""
    rows = await snap.all(
        select(CreditPostingRow.__table__).where(
            CreditPostingRow.dealer_id == dealer_id, CreditPostingRow.day.between(since, until)
        )
    )
    return sorted(rows, key=lambda row: (row.day, row.at, _SEQUENCE.index(row.kind), row.number, row.about))


async def load_standings(snap: Snapshot, dealer_id: DealerId | None = None) -> dict[DealerId, CreditStanding]:
    """The standing of all dealers with an account, or of one: for figures, never to decide about an order."""
    late: defaultdict[Any, list[tuple[date, int]]] = defaultdict(list)
    today = snap.today
    days = select(CreditDueRow.dealer_id, CreditDueRow.due_on, CreditDueRow.open_minor)
    accounts = select(CreditAccountRow.__table__)
    if dealer_id is not None:
        days = days.where(CreditDueRow.dealer_id == dealer_id)
        accounts = accounts.where(CreditAccountRow.dealer_id == dealer_id)
    for row in await snap.all(days.where(CreditDueRow.due_on < today).order_by(CreditDueRow.due_on)):
        late[row.dealer_id].append((row.due_on, row.open_minor))
    return {
        DealerId(row.dealer_id): _standing(row, late[row.dealer_id], today)
        for row in await snap.all(accounts.order_by(CreditAccountRow.dealer_id))
    }


def _standing(row: Any, late: list[tuple[date, int]], today: date) -> CreditStanding:
    def money(minor: int) -> Money:
        return Money(minor, row.currency)

    return CreditStanding(
        limit=money(row.limit_minor),
        open_balance=money(row.invoiced_minor),
        held=money(row.held_minor),
        pending=money(row.pending_minor),
        unapplied=money(row.unapplied_minor),
        late=tuple(Late((today - due_on).days, money(minor)) for due_on, minor in late),
        hold=row.hold_reason,
    )


async def list_waiting(snap: Snapshot, dealer_id: DealerId | None = None) -> dict[DealerId, list[int]]:
    """Totals, in minor units and oldest first, of each dealer's orders that wait for credit alone."""
    statement = (
        select(OrderRow.dealer_id, OrderRow.total_minor, ApprovalRow.triggers)
        .join(ApprovalRow, ApprovalRow.subject_id == OrderRow.id)
        .where(
            OrderRow.state.in_([OrderState.IN_REVIEW, OrderState.HELD]),
            ApprovalRow.state == ApprovalState.OPEN,
        )
    )
    if dealer_id is not None:
        statement = statement.where(OrderRow.dealer_id == dealer_id)
    found: defaultdict[DealerId, list[int]] = defaultdict(list)
    for row in await snap.all(statement.order_by(OrderRow.placed_at, OrderRow.id)):
        if set(row.triggers) <= CREDIT_TRIGGERS:
            found[DealerId(row.dealer_id)].append(row.total_minor)
    return found


async def find_payment_differences(snap: Snapshot) -> list[tuple[DealerId, str, int, int]]:
    """Where money and documents do not add up: (dealer, what, said, counted) in minor units.

    Money of a payment = its parts + what is left; an account's unapplied money = what is left of all; of
    every document that something was paid on: original - open = what was settled.
    """
    found: list[tuple[DealerId, str, int, int]] = []
    parts = await _sum_parts(snap)
    left: defaultdict[Any, int] = defaultdict(int)
    for row in await snap.all(select(PaymentRow.__table__).where(PaymentRow.reversed_on.is_(None))):
        left[row.dealer_id] += row.unapplied_minor
        counted = parts[row.id] + row.unapplied_minor
        if counted != row.amount_minor:
            found.append((DealerId(row.dealer_id), row.number, row.amount_minor, counted))
    found += [
        (DealerId(row.dealer_id), "unapplied", row.unapplied_minor, left[row.dealer_id])
        for row in await snap.all(select(CreditAccountRow.dealer_id, CreditAccountRow.unapplied_minor))
        if row.unapplied_minor != left[row.dealer_id]
    ]
    part, entry = PaymentPartRow, CreditEntryRow
    columns = (entry.dealer_id, entry.document, entry.original_minor, entry.amount_minor)
    settled = func.sum(part.paid_minor + part.discount_minor)
    rows = await snap.all(
        select(
            entry.dealer_id,
            entry.document,
            entry.original_minor,
            entry.amount_minor,
            settled.label("settled"),
        )
        .join(part, part.entry_id == entry.id)
        # What was brought in may have been settled elsewhere too.
        .where(part.undone.is_(False), entry.order_id.is_not(None))
        .group_by(entry.id, *columns)
    )
    found += [
        (DealerId(row.dealer_id), row.document, row.original_minor - row.amount_minor, int(row.settled))
        for row in rows
        if row.original_minor - row.amount_minor != int(row.settled)
    ]
    return found


async def _sum_parts(snap: Snapshot) -> defaultdict[Any, int]:
    rows = await snap.all(
        select(PaymentPartRow.payment_id, func.sum(PaymentPartRow.paid_minor).label("paid"))
        .where(PaymentPartRow.undone.is_(False))
        .group_by(PaymentPartRow.payment_id)
    )
    return defaultdict(int, {row.payment_id: int(row.paid) for row in rows})
