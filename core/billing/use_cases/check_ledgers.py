"""Whether every sum of money is what its entries say, for every dealer, and no document is missing."""

from __future__ import annotations

from dataclasses import dataclass

from core.billing.engine.numbering import NumberFault, check_numbers
from core.billing.repository.accounts import find_payment_differences
from core.billing.repository.numbers import read_numbers
from core.credit import repository as credit
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.ids import DealerId


@dataclass(frozen=True, slots=True)
class Difference:
    """One sum that does not add up, in minor units: what is ``said`` and what its entries come to."""

    dealer_id: DealerId
    what: str
    said: int
    counted: int


@dataclass(frozen=True, slots=True)
class CheckLedgers(Query[tuple[Difference, ...]]):
    """All differences; none: the books are whole."""

    permission = Permission.AUDIT_READ


@dataclass(frozen=True, slots=True)
class NumbersReport:
    """How many numbers were looked at, and what is wrong with which."""

    looked_at: int
    faults: tuple[NumberFault, ...]


@dataclass(frozen=True, slots=True)
class CheckNumbers(Query[NumbersReport]):
    """Gaps and doubles in the numbers of invoices, credit notes and receipts."""

    permission = Permission.AUDIT_READ


async def check_document_numbers(snap: Snapshot, _query: CheckNumbers) -> NumbersReport:
    given, used = await read_numbers(snap)
    return NumbersReport(len(used), check_numbers(given, used))


async def check_ledgers(snap: Snapshot, _query: CheckLedgers) -> tuple[Difference, ...]:
    ledger = [
        Difference(one.dealer_id, one.what, one.sum_minor, one.entries_minor)
        for one in await credit.find_differences(snap)
    ]
    return (*ledger, *(Difference(*one) for one in await find_payment_differences(snap)))
