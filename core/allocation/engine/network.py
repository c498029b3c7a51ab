"""A problem as numbers: what may be opened at a fixed cost, and the ways a unit can take through it.

* A shipment is a lane on a day; all that leaves a place by the same lane on the same day shares its cost.
  Days worth looking at are those on which goods can first leave a place: at once, when a bin comes in, when
  a transfer arrives.
* A way of a bin is one shipment, or one transfer and then one shipment. Goods may wait for a later
  shipment.
* A lot goes only a way on which it still keeps for as long as its product must after arrival.
* Each unit's worth on a way is one whole number that packs, most weighty first, either `waiting, cost,
  late` or, for an urgent order, `late, waiting, cost`; sums and comparisons hold part by part. waiting:
  days until goods that are not here yet come. cost: freight by weight, surcharge and the worth of each day
  late, in micros. late: working days from today (or from the wished day) until arrival.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from core.allocation.engine.days import WorkDays
from core.allocation.engine.preparing import (
    MICROS_OF_MILL,
    MICROS_OF_MINOR,
    Prepared,
    Start,
    Want,
    usable_bins,
)
from core.allocation.types import Bin, Goods, PlaceId, PlaceKind, RestPolicy, TransferLane
from core.kernel.ids import ProductId

_BITS = 72
_COUNT_BITS = 16
_PART = (1 << _BITS) - 1
MISSING = 1 << (3 * _BITS + _COUNT_BITS)
_NEVER = date.max.toordinal()


class Worth(NamedTuple):
    """A packed worth taken apart."""

    missing: int
    waiting: int
    micros: int
    late: int


class Scale(NamedTuple):
    """Where each part of a packed worth stands."""

    waiting: int
    micros: int
    late: int

    def pack(self, waiting: int, micros: int, late: int) -> int:
        return (waiting << self.waiting) + (micros << self.micros) + (late << self.late)

    def unpack(self, packed: int) -> Worth:
        parts = (packed >> shift & _PART for shift in (self.waiting, self.micros, self.late))
        return Worth(packed >> (3 * _BITS + _COUNT_BITS), *parts)


CHEAP_FIRST = Scale(2 * _BITS + _COUNT_BITS, _BITS + _COUNT_BITS, _COUNT_BITS)
EARLY_FIRST = Scale(_BITS + _COUNT_BITS, _COUNT_BITS, 2 * _BITS + _COUNT_BITS)


class Item(NamedTuple):
    """Something opened at a fixed cost: a shipment of ``start``, or a transfer when that is None.

    Days are numbers; ``place_id`` is where its goods leave, ``to_id`` where a transfer ends.
    """

    place_id: PlaceId
    micros: int
    leaves: int
    arrives: int
    start: Start | None
    to_id: PlaceId | None


class Way(NamedTuple):
    """key: worth of one base unit. mask: the items that must be open, as bits; transfer: -1 for none.

    micros: freight and surcharge of one base unit, by transfer and by shipment.
    """

    key: int
    mask: int
    transfer: int
    shipment: int
    micros: tuple[int, int]


class Source(NamedTuple):
    """A bin with its ways, best first. quantity: whole packs, no more than is wanted.

    is_here: its goods are on hand today. order: of sources equally good the lesser gives first. least:
    whole packs, so many or none. goes_first: on hand in a warehouse of ours; follows: only after all those.
    """

    bin: Bin
    quantity: int
    is_here: bool
    order: tuple[int, int]
    ways: tuple[Way, ...]
    least: int = 0
    goes_first: bool = False
    follows: bool = False


class Stream(NamedTuple):
    """A want and all that can serve it; ``mask``: every item that any of its ways needs. is_tied: what one
    source may give hangs on what others do."""

    want: Want
    sources: tuple[Source, ...]
    mask: int
    is_tied: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """streams: one for each product. shipments: mask of the items that count as deliveries."""

    scale: Scale
    items: tuple[Item, ...]
    streams: tuple[Stream, ...]
    shipments: int

    def fixed(self, mask: int) -> int:
        """Packed worth of opening the items of ``mask``: what they cost, and how many they are."""
        micros = sum(self.items[at].micros for at in items_of(mask))
        return (micros << self.scale.micros) + mask.bit_count()


def items_of(mask: int) -> Iterator[int]:
    """The places of the items of a mask, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def build_network(prepared: Prepared) -> Network:
    """Everything worth opening and every way of every bin; empty streams for products that nobody has."""
    policy = prepared.problem.policy
    bins = {want.product_id: _bins(prepared, want) for want in prepared.wants}
    transfers = [_departure(prepared, lane) for lane in prepared.transfers]
    days = _leave_days(prepared, bins, transfers)
    shipments = [
        Item(start.place.id, start.micros, leaves, leaves + start.lane.days, start, None)
        for start in prepared.starts
        for leaves in sorted(days[start.place.id])
    ]
    items = [*shipments, *(item for item, _ in transfers)]
    routes = _routes(
        items, [lane for _, lane in transfers], len(shipments), may_hold=policy.rest is RestPolicy.WAIT
    )
    scale = EARLY_FIRST if policy.urgent else CHEAP_FIRST
    streams = tuple(_stream(prepared, scale, want, bins[want.product_id], routes) for want in prepared.wants)
    return Network(scale, tuple(items), streams, (1 << len(shipments)) - 1)


def _departure(prepared: Prepared, lane: TransferLane) -> tuple[Item, TransferLane]:
    """The next lorry of a transfer lane. ``arrives``: the day its goods may leave the second place."""
    days = prepared.days
    leaves = days.next_on(days.number(prepared.places[lane.from_id].leaves_on), lane.weekdays)
    ready = max(leaves + lane.days + lane.buffer_days, days.number(prepared.places[lane.to_id].leaves_on))
    return Item(lane.from_id, (lane.cost or 0) * MICROS_OF_MINOR, leaves, ready, None, lane.to_id), lane


def _bins(prepared: Prepared, want: Want) -> list[tuple[Bin, int]]:
    """(bin, day number from which its goods are there) of all bins that this order may use.

    What comes later is looked at only if it can matter: when goods on hand do not cover the want by lanes
    of their own, when splits are limited (the nearest goods may be out of reach), or when the earliest day
    wins.
    """
    today, policy = prepared.supply.today, prepared.problem.policy
    here, coming = [], []
    for one in usable_bins(prepared, want.product_id):
        if one.available_on is None or one.available_on <= today:
            here.append((one, 0))
        elif policy.rest is not RestPolicy.CANCEL_REST:
            coming.append((one, prepared.days.number(one.available_on)))
    if not coming:
        return here
    lanes = {start.place.id for start in prepared.starts}
    pack, sure, ours = want.goods.pack, 0, 0
    for one, _ in here:
        if one.place_id in lanes and one.expires_on is None and not one.least:
            sure += one.quantity - one.quantity % pack
            if prepared.places[one.place_id].kind is PlaceKind.WAREHOUSE:
                ours += one.quantity - one.quantity % pack
    may_matter = policy.urgent or policy.most_shipments is not None or policy.wished_on is not None
    if sure >= want.quantity and not may_matter:
        coming = [one for one in coming if one[0].follows]
    if ours >= want.quantity:
        coming = [one for one in coming if not one[0].follows]
    return here + coming


def _leave_days(
    prepared: Prepared,
    bins: Mapping[ProductId, Sequence[tuple[Bin, int]]],
    transfers: Sequence[tuple[Item, TransferLane]],
) -> dict[PlaceId, set[int]]:
    """The days on which a shipment of each place is worth looking at."""
    ready = {place.id: prepared.days.number(place.leaves_on) for place in prepared.places.values()}
    days = {place_id: {first} for place_id, first in ready.items()}
    for found in bins.values():
        for one, day in found:
            days[one.place_id].add(max(day, ready[one.place_id]))
    for item, lane in transfers:
        days[lane.to_id].add(item.arrives)
    if prepared.problem.policy.rest is RestPolicy.WAIT:
        # All leaves on one day, which may be a day on which only another place has waited for goods.
        every = set[int]().union(*days.values())
        return {place_id: {day for day in every if day >= first} for place_id, first in ready.items()}
    return days


class _Route(NamedTuple):
    """A way without a product: the items, the day goods must be there, arrival, and rates by the
    kilogram.
    """

    mask: int
    transfer: int
    shipment: int
    by: int
    arrives: int
    rates: tuple[int, int]
    held: int


def _routes(
    items: Sequence[Item], lanes: Sequence[TransferLane], first_transfer: int, *, may_hold: bool
) -> dict[PlaceId, list[_Route]]:
    """Routes by the place they begin at. Unless goods ``may_hold``, a shipment that leaves late for goods
    to come makes what is here wait, and that is counted; leaving late for a transfer is a matter of cost
    and date.
    """
    gathering = {(item.to_id, item.arrives) for item in items[first_transfer:]}
    routes: dict[PlaceId, list[_Route]] = {item.place_id: [] for item in items}
    for at, item in enumerate(items[:first_transfer]):
        rate = item.start.lane.kilogram_mills if item.start else 0
        is_free = may_hold or item.start is None or (item.place_id, item.leaves) in gathering
        held = 0 if is_free or item.start is None else item.leaves - item.start.ready
        routes[item.place_id].append(_Route(1 << at, -1, at, item.leaves, item.arrives, (0, rate), held))
    straight = {place_id: list(found) for place_id, found in routes.items()}
    for at, lane in enumerate(lanes, first_transfer):
        item = items[at]
        for on in straight.get(lane.to_id, ()):
            if on.by >= item.arrives:
                rates = (lane.kilogram_mills, on.rates[1])
                routes[item.place_id].append(
                    _Route(1 << at | on.mask, at, on.shipment, item.leaves, on.arrives, rates, on.held)
                )
    return routes


def _stream(
    prepared: Prepared,
    scale: Scale,
    want: Want,
    bins: Sequence[tuple[Bin, int]],
    routes: Mapping[PlaceId, Sequence[_Route]],
) -> Stream:
    sources, mask = [], 0
    pack = want.goods.pack
    for at, (one, day) in enumerate(bins):
        quantity = min(one.quantity - one.quantity % pack, want.quantity)
        least = -(-one.least // pack) * pack
        ways = tuple(_ways(prepared, scale, want.goods, one, day, routes.get(one.place_id, ())))
        if not quantity or least > quantity or not ways:
            continue
        expires = one.expires_on.toordinal() if one.expires_on else _NEVER
        is_ours = day == 0 and prepared.places[one.place_id].kind is PlaceKind.WAREHOUSE
        follows = one.follows and day > 0
        sources.append(Source(one, quantity, day == 0, (expires, at), ways, least, is_ours, follows))
        for way in ways:
            mask |= way.mask
    is_tied = any(one.least > pack or one.follows for one in sources)
    return Stream(want, tuple(sources), mask, is_tied)


def _ways(
    prepared: Prepared, scale: Scale, goods: Goods, one: Bin, day: int, routes: Sequence[_Route]
) -> list[Way]:
    ready = prepared.days.number(prepared.places[one.place_id].leaves_on)
    comes = max(day - ready, 0)
    surcharge = one.mills * MICROS_OF_MILL
    found = []
    for route in routes:
        if route.by < day or not _keeps(prepared.days, goods, one, route.arrives):
            continue
        late = max(route.arrives - prepared.wish, 0)
        waiting = max(comes, route.held) if late and not one.follows else 0
        moving, sending = (goods.grams * rate for rate in route.rates)
        # What costs the same is not lifted twice: a micro decides, and is never seen in a sum.
        lifting = 1 if route.transfer >= 0 else 0
        worth = moving + sending + surcharge + late * goods.day_mills * MICROS_OF_MILL + lifting
        found.append(
            Way(
                scale.pack(waiting, worth, late),
                route.mask,
                route.transfer,
                route.shipment,
                (moving, sending + surcharge),
            )
        )
    found.sort(key=lambda way: (way.key, way.mask))
    return found


def _keeps(days: WorkDays, goods: Goods, one: Bin, arrives: int) -> bool:
    return one.expires_on is None or days.date(arrives) + timedelta(days=goods.shelf_days) <= one.expires_on
