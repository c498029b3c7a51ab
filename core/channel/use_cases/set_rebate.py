"""The house promises a rebate, changes it with the next period, or ends it (K2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.channel.engine.rebates import faults_of, span_of
from core.channel.errors import RebateUnfit
from core.channel.events import RebateSet
from core.channel.rebate_types import RebateProgramme, RebateStatement, RebateTerms
from core.channel.repository import rebates
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound

MOST_OPEN = 40


@dataclass(frozen=True, slots=True)
class RebateChange:
    """What counts on from ``starts_on``, in the place of ``before``; ``after`` None: nothing any more."""

    code: str
    before: RebateProgramme | None
    after: RebateTerms | None
    starts_on: date


@dataclass(frozen=True, slots=True)
class PreviewRebate(Query[RebateChange]):
    """What ``SetRebate`` or, without terms, ``EndRebate`` would do."""

    permission = Permission.PRICE_EDIT
    code: str
    terms: RebateTerms | None


async def preview_rebate(snap: Snapshot, query: PreviewRebate) -> RebateChange:
    return await _change(snap, query.code, query.terms)


@dataclass(frozen=True, slots=True)
class SetRebate(Command[RebateChange]):
    """A new programme counts from the beginning of this period; a change of one from the next on (RB5)."""

    permission = Permission.PRICE_EDIT
    code: str
    terms: RebateTerms


async def set_rebate(tx: Transaction, command: SetRebate) -> RebateChange:
    change = await _change(tx, command.code, command.terms)
    await _end_from(tx, change)
    programme = RebateProgramme(tx.new_id(), change.code, command.terms, change.starts_on, None)
    await rebates.insert_programme(tx, programme)
    tx.record(RebateSet(programme.id, programme.code, programme.starts_on, None))
    return change


@dataclass(frozen=True, slots=True)
class EndRebate(Command[RebateChange]):
    """The period that runs is the last one."""

    permission = Permission.PRICE_EDIT
    code: str


async def end_rebate(tx: Transaction, command: EndRebate) -> RebateChange:
    change = await _change(tx, command.code, None)
    await _end_from(tx, change)
    if change.before is None:
        raise AssertionError("only what there is can be ended")
    tx.record(RebateSet(change.before.id, change.code, change.before.starts_on, change.starts_on))
    return change


async def _end_from(tx: Transaction, change: RebateChange) -> None:
    """What would count on or after the day counts no more from then; what had not begun is gone."""
    for one in await rebates.list_programmes(tx, from_day=change.starts_on):
        if one.code == change.code:
            await rebates.end_programme(tx, one, change.starts_on)


async def _change(snap: Snapshot, code: str, terms: RebateTerms | None) -> RebateChange:
    fault = None if terms is None else faults_of(terms)
    if fault == "steps":
        raise RebateUnfit(why="steps")
    if fault is not None:
        raise RebateUnfit(why="rates")
    today = snap.today
    counting = await rebates.list_programmes(snap, from_day=today)
    mine = [one for one in counting if one.code.casefold() == code.casefold()]
    before = next((one for one in mine if one.starts_on <= today), None) or next(iter(mine), None)
    if before is None:
        if terms is None:
            raise NotFound(what="rebate")
        return RebateChange(code, None, terms, span_of(today, terms.period).starts_on)
    # The longer of both periods ends first, so that no day counts in two of them.
    ends = [span_of(today, before.terms.period).ends_on]
    if terms is not None:
        while span_of(ends[-1], terms.period).starts_on != ends[-1]:
            ends.append(span_of(ends[-1], before.terms.period).ends_on)
    return RebateChange(before.code, before, terms, max(ends[-1], before.starts_on))


@dataclass(frozen=True, slots=True)
class RebateBook:
    """Programmes that count now or later, and statements that wait to be settled, newest first."""

    programmes: tuple[RebateProgramme, ...]
    open_statements: tuple[RebateStatement, ...]
    today: date


@dataclass(frozen=True, slots=True)
class ListRebates(Query[RebateBook]):
    permission = Permission.PRICE_EDIT


async def list_rebates(snap: Snapshot, _query: ListRebates) -> RebateBook:
    today = snap.today
    programmes = await rebates.list_programmes(snap, from_day=today)
    waiting = await rebates.list_statements(snap, is_open=True, limit=MOST_OPEN)
    return RebateBook(tuple(programmes), tuple(waiting), today)
