"""Delivery windows while ordering: what fits into a depot's routes of the next day it can deliver.

Put into orders by ``core.bootstrap`` (``core.orders.promising``). The routes of a day are sketched once for
each state of its orders and plans and kept in the process; a quote costs one insertion into them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

import structlog

from core.dispatch.engine.hours import seconds_of
from core.dispatch.engine.promising import (
    Sketch,
    Slot,
    Span,
    choose_two,
    is_open,
    offer_slots,
    own_windows,
    shift_of_fleet,
    sketch_day,
    slots_of,
)
from core.dispatch.flow import moment, read_facts
from core.dispatch.plan_types import DayFacts, Drop
from core.dispatch.repository import foreseen, routes, vans
from core.dispatch.types import Position
from core.infra.transaction import Snapshot, Transaction
from core.kernel.clock import local_day
from core.kernel.ids import OrderId, WarehouseId
from core.orders.promising import ToBring, Windows
from core.orders.types import Window
from core.routing.engine.road_book import roads_between
from core.routing.types import Place

# How many working days on a window is looked for.
_DAYS = 3
_SATURDAY = 5
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class DayBook:
    """A depot's day as it would be planned now, all of it that is foreseen."""

    facts: DayFacts
    sketch: Sketch


class RoutePromises:
    """``core.orders.promising.DeliveryWindows``. count: told of each offer which roads it went by."""

    def __init__(self, count: Callable[[str], None] | None = None) -> None:
        self.count = count

    async def offer(self, snap: Snapshot, asked: ToBring) -> Windows:
        day = asked.on
        for _ in range(_DAYS):
            found, book = await _slots(snap, asked, day, count=self.count)
            two = choose_two(found)
            if book is not None and two:
                return Windows(
                    day,
                    tuple(_window(book.facts, slot) for slot in two),
                    tuple(_window(book.facts, slot) for slot in found),
                )
            day = next_working(day)
        return Windows()

    async def hold(self, snap: Snapshot, asked: ToBring, window: Window) -> date | None:
        depots = await vans.depots(snap, warehouse_id=asked.warehouse_id)
        zones = [depot.zone for depot in depots]
        if not zones:
            return None
        day = local_day(window[0], zones[0])
        if day < asked.on:
            return None
        if isinstance(snap, Transaction):
            await routes.lock_plan(snap, asked.warehouse_id, day)
        found, book = await _slots(snap, asked, day, _only(window))
        return day if book is not None and found else None

    async def suit(self, snap: Snapshot, asked: ToBring, wished: Window) -> Window | None:
        zones = [depot.zone for depot in await vans.depots(snap, warehouse_id=asked.warehouse_id)]
        day = local_day(wished[0], zones[0]) if zones else None
        if day is None or day < asked.on:
            return None
        found, book = await _slots(snap, asked, day, _near(wished))
        if book is None or not found:
            return None
        opens = _span_of(book.facts, wished)[0]
        return _window(book.facts, min(found, key=lambda slot: (abs(slot.opens - opens), slot.opens)))


def next_working(day: date) -> date:
    """The first day after it that is no weekend."""
    day += timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day


Spans = Callable[[Drop, DayFacts, Snapshot], tuple[Span, ...]]
"""Which windows of the day are looked at for a drop."""


async def _slots(
    snap: Snapshot,
    asked: ToBring,
    day: date,
    spans: Spans | None = None,
    count: Callable[[str], None] | None = None,
) -> tuple[tuple[Slot, ...], DayBook | None]:
    """Windows of a day in which the goods fit."""
    known = await foreseen.ask_day(snap, asked.warehouse_id, day, asked.ship_to_id, asked.goods)
    if known.place is None or known.is_published:
        return (), None
    book = await _book(snap, asked.warehouse_id, day, known.mark, asked.besides)
    if book is None:
        return (), None
    if count is not None:
        count(_roads_to(known.place.position, book.facts, snap))
    drop = _drop_of(asked, known.place, snap, book.facts)
    slots = (spans or _slots_for)(drop, book.facts, snap)
    work = partial(offer_slots, book.facts, book.sketch, drop, slots)
    return await snap.run_apart(work), book


def _roads_to(place: Position, facts: DayFacts, snap: Snapshot) -> str:
    """What an offer goes by: known roads, or reckoned ones; the log tells where the house has others."""
    centre = facts.depot.position
    assert centre is not None  # else there were no routes
    ends = [Place(key, one.latitude, one.longitude) for key, one in (("depot", centre), ("place", place))]
    _, unknown = roads_between(facts.roads, ends)
    if not unknown:
        return "known"
    if snap.settings.road_server_url or snap.settings.road_table:
        _log.warning("dispatch.promise_reckoned", warehouse=facts.depot.code, place=place)
    return "reckoned"


def _drop_of(asked: ToBring, place: foreseen.ToPlace, snap: Snapshot, facts: DayFacts) -> Drop:
    """The goods with what else goes to that place on the day."""
    key = str(asked.ship_to_id)
    fresh = Drop(
        key=key,
        dealer_id=place.dealer_id,
        dealer="",
        ship_to_id=asked.ship_to_id,
        address="",
        place=place.position,
        shipment_ids=(),
        orders=(),
        weight_g=place.weight_g,
        volume_ml=place.volume_ml,
        receiving=place.receiving,
        is_urgent=False,
        asked_at=snap.now,
    )
    before = next((one for one in facts.drops if one.key == key), None)
    return fresh if before is None else foreseen.joined(fresh, before)


def _slots_for(drop: Drop, facts: DayFacts, snap: Snapshot) -> tuple[Span, ...]:
    """The windows of the day; of a place that was promised one already, only that."""
    taken = _taken(drop, facts)
    return slots_of(*_bounds(drop, facts, snap)) if taken is None else (taken,)


def _only(window: Window) -> Spans:
    """That window, where the place takes goods in then, and was promised no other one."""

    def spans(drop: Drop, facts: DayFacts, snap: Snapshot) -> tuple[Span, ...]:
        span, taken = _span_of(facts, window), _taken(drop, facts)
        is_free = span == taken if taken is not None else is_open(span, *_bounds(drop, facts, snap))
        return (span,) if is_free else ()

    return spans


def _near(wished: Window) -> Spans:
    """RULE own (`engine.promising`); none for a place that was promised a window already."""

    def spans(drop: Drop, facts: DayFacts, snap: Snapshot) -> tuple[Span, ...]:
        if _taken(drop, facts) is not None:
            return ()
        return own_windows(_span_of(facts, wished), *_bounds(drop, facts, snap))

    return spans


def _taken(drop: Drop, facts: DayFacts) -> Span | None:
    if drop.chosen is None or local_day(drop.chosen[0], facts.depot.zone) != facts.day:
        return None
    return _span_of(facts, drop.chosen)


def _bounds(drop: Drop, facts: DayFacts, snap: Snapshot) -> tuple[list[Span], Span, int]:
    """When the place takes goods in, when vans are out, and the present second of the day."""
    hours = [seconds_of(span, facts.day, facts.depot.zone) for span in drop.receiving.windows]
    return hours, shift_of_fleet(facts), int((snap.now - facts.midnight).total_seconds())


def _span_of(facts: DayFacts, window: Window) -> Span:
    since, until = (int((at - facts.midnight).total_seconds()) for at in window)
    return since, until


def _window(facts: DayFacts, slot: Slot) -> Window:
    return _window_of(facts, (slot.opens, slot.closes))


def _window_of(facts: DayFacts, slot: tuple[int, int]) -> Window:
    return moment(facts, slot[0]), moment(facts, slot[1])


async def _book(
    snap: Snapshot, warehouse_id: WarehouseId, day: date, mark: foreseen.DayMark, besides: OrderId | None
) -> DayBook | None:
    """The day's routes as they would be; None for a depot without a place or a van."""

    async def bring_up(_mark: object, known: DayBook | None) -> DayBook | None:
        return await _sketched(snap, warehouse_id, day, known)

    book = await snap.cache.refresh(("delivery windows", warehouse_id, day), mark, bring_up)
    return book if besides is None else await _sketched(snap, warehouse_id, day, book, besides)


async def _sketched(
    snap: Snapshot,
    warehouse_id: WarehouseId,
    day: date,
    known: DayBook | None,
    besides: OrderId | None = None,
) -> DayBook | None:
    facts = await _facts(snap, warehouse_id, day, besides)
    if facts is None:
        return None
    # A plan of the office is where routes start from; without one, or with the same, the last sketch is.
    searched: DayBook | None = snap.cache.last(searched_key(warehouse_id, day))
    before = [one.sketch for one in (known, searched) if one is not None and one.facts.seen == facts.seen]
    return DayBook(facts, await snap.run_apart(partial(sketch_day, facts, *before)))


async def _facts(
    snap: Snapshot, warehouse_id: WarehouseId, day: date, besides: OrderId | None
) -> DayFacts | None:
    found = await vans.depots(snap, warehouse_id=warehouse_id)
    if not found or found[0].position is None:
        return None
    facts = await read_facts(snap, found[0], day)
    if not any(van.is_active for van in facts.vans):
        return None
    more = await foreseen.list_foreseen(snap, warehouse_id, day, besides=besides)
    return replace(facts, drops=foreseen.together([*facts.drops, *more]))


def searched_key(warehouse_id: WarehouseId, day: date) -> tuple[str, WarehouseId, date]:
    """Where this process keeps the routes of a day that were searched in the background."""
    return "searched windows", warehouse_id, day


async def foreseen_facts(snap: Snapshot, warehouse_id: WarehouseId, day: date) -> DayFacts | None:
    """Everything that a day will bring, as of now; None for a depot without a place or a van."""
    return await _facts(snap, warehouse_id, day, None)
