"""Whether everything is still as it was written: the chains of the journal, and every ledger (N3)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from core.audit import repository
from core.audit.stock import find_stock_differences
from core.audit.transfers import find_transfer_differences
from core.audit.types import BooksReport
from core.billing.use_cases.check_ledgers import (
    CheckLedgers,
    CheckNumbers,
    check_document_numbers,
    check_ledgers,
)
from core.infra import journal
from core.infra.journal import Head
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query


@dataclass(frozen=True, slots=True)
class CheckBooks(Query[BooksReport]):
    """``since``: heads of an earlier check, kept outside of the database (stream -> number and hash)."""

    permission = Permission.AUDIT_READ
    since: Mapping[str, tuple[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """What one check came to: how much it looked at, and a sentence for each fault."""

    looked_at: int
    faults: list[str]


async def _money(snap: Snapshot) -> Found:
    faults = [
        f"Account of {one.dealer_id}: {one.what} says {one.said:,}, its entries {one.counted:,}."
        for one in await check_ledgers(snap, CheckLedgers())
    ]
    return Found(await repository.count_accounts(snap), faults)


async def _stock(snap: Snapshot) -> Found:
    faults = [
        f"Stock of {one.product} at {one.warehouse}{f' lot {one.lot}' if one.lot else ''}: "
        f"{one.said:,} {one.level.replace('_', ' ')}, the {one.entries} {one.counted:,}."
        for one in await find_stock_differences(snap)
    ]
    return Found(await repository.count_stock(snap), faults)


async def _transfers(snap: Snapshot) -> Found:
    count, wrong = await find_transfer_differences(snap)
    faults = [
        f"Transfer {one.document_id}: {one.left:,} left, {one.came:,} came, {one.lost:,} lost, "
        f"{one.on_the_way:,} on the way."
        for one in wrong
    ]
    return Found(count, faults)


async def _numbers(snap: Snapshot) -> Found:
    count, missing = await repository.find_missing_orders(snap)
    return Found(count, [f"Order {number} is missing." for number in missing])


async def _documents(snap: Snapshot) -> Found:
    report = await check_document_numbers(snap, CheckNumbers())
    return Found(report.looked_at, [f"Document {one.number} {one.wrong}." for one in report.faults])


# Every check of the books, listed by hand: a new ledger adds its own.
CHECKS: tuple[tuple[str, Callable[[Snapshot], Awaitable[Found]]], ...] = (
    ("dealers' accounts", _money),
    ("stock levels", _stock),
    ("transfers", _transfers),
    ("orders", _numbers),
    ("documents", _documents),
)


async def check_books(snap: Snapshot, query: CheckBooks) -> BooksReport:
    """All in one snapshot, so that nobody's work at this moment looks like a fault."""
    since = {stream: Head(*kept) for stream, kept in query.since.items()}
    streams = sorted({*await journal.list_streams(snap.db), *since})
    faults = [await journal.check_chain(snap.db, stream, since.get(stream)) for stream in streams]
    heads = await journal.read_heads(snap.db)
    entries = sum(head.number for head in heads.values())
    checked = {"journal entries": entries, "journal chains": len(streams)}
    said = [fault for fault in faults if fault is not None]
    for name, check in CHECKS:
        found = await check(snap)
        checked[name] = found.looked_at
        said += found.faults
    kept = {stream: (head.number, head.hash) for stream, head in heads.items()}
    return BooksReport(tuple(said), checked, kept)
