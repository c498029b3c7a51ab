"""The days that windows are offered for are searched in the background, so that much fits into them.

A quote only inserts into the routes that are there, which grow dear as orders come; every now and then the
clock has them planned from nothing, and the better ones are kept in this process.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.dispatch.engine.problem import build_problem
from core.dispatch.engine.promising import sketch_of
from core.dispatch.plan_types import DayFacts, Wishes
from core.dispatch.promises import DayBook, foreseen_facts, next_working, searched_key
from core.dispatch.repository import vans
from core.dispatch.solving import run_sketcher
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.clock import local_day
from core.kernel.command import Command

# So few stops are as good put in one by one.
_FEW = 3


@dataclass(frozen=True, slots=True)
class SketchRoutes(Command[int]):
    """How many days were searched anew: the next two working days of each depot, where orders came."""

    permission = Permission.INTERNAL


async def prepare_sketches(snap: Snapshot, command: SketchRoutes) -> tuple[DayFacts, ...]:
    """The days that are not as they were searched last, and that nobody has planned."""
    found = []
    for depot in await vans.depots(snap):
        if depot.position is None:
            continue
        today = local_day(snap.now, depot.zone)
        for day in (next_working(today), next_working(next_working(today))):
            facts = await foreseen_facts(snap, depot.warehouse_id, day)
            if facts is None or facts.seen or len(facts.drops) < _FEW:
                continue
            known: DayBook | None = snap.cache.last(searched_key(depot.warehouse_id, day))
            if known is None or known.facts != facts:
                found.append(facts)
    return tuple(found)


async def search_sketches(wanted: tuple[DayFacts, ...]) -> tuple[DayBook, ...]:
    """Less than a second of computing a day, done apart."""
    return tuple(
        [DayBook(facts, sketch_of(await run_sketcher(build_problem(facts, Wishes())))) for facts in wanted]
    )


async def keep_sketches(tx: Transaction, command: SketchRoutes, books: tuple[DayBook, ...]) -> int:
    for book in books:
        await _keep(tx, book)
    return len(books)


async def _keep(tx: Transaction, book: DayBook) -> None:
    async def ready() -> DayBook:
        return book

    key = searched_key(book.facts.depot.warehouse_id, book.facts.day)
    await tx.cache.get(key, tx.now, ready)
