"""Which shipments and transfers to open, exactly.

Once it is settled what is open, each product is served by itself: its sources give in the order of their
best open way, the best first, until the want is met. So the search is only over what to open: branch and
bound, the most promising branch first, each branch bounded by taking all that is undecided for nothing.

Where a source gives so many or none (`Bin.least`), or only after others (`Bin.follows`), each choice of such
sources is filled up in that way and the best one counts. What more is open never makes that worse, so the
bounds hold.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from core.allocation.engine.network import MISSING, Network, Source, Stream, Way, items_of


class Flow(NamedTuple):
    """So many base units of a stream from a source by a way."""

    stream: Stream
    source: Source
    way: Way
    quantity: int


class Choice(NamedTuple):
    """opened: mask of the items in use. worth: packed worth of it all; bound: no choice is worth less."""

    opened: int
    worth: int
    bound: int

    @property
    def is_proven(self) -> bool:
        return self.bound >= self.worth


class Chooser:
    """Looks for what to open, again and again under other limits; remembers what it has worked out."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._most: int | None = None
        self._streams = [_Short.of(stream) or stream for stream in network.streams]
        self._served: list[dict[int, tuple[int, int]]] = [{} for _ in network.streams]
        self._relaxed: dict[int, tuple[int, int]] = {}
        self._fixed = [network.fixed(1 << at) for at in range(len(network.items))]

    def search(self, allowed: int, most: int | None, effort: int) -> Choice:
        """The best choice among the items ``allowed`` with at most so many shipments.

        It is not proven when ``effort`` branches were not enough; its bound says how good it is at least.
        """
        self._most = most
        best = self._drop(allowed)
        free = allowed
        nodes = [(self._bound(0, free), 0, 0, free)]
        seen = 0
        while nodes and nodes[0][0] < best.worth:
            if seen >= effort:
                return best._replace(bound=nodes[0][0])
            bound, _, opened, free = heapq.heappop(nodes)
            worth, used = self._relax(opened | free)
            if self._fits(used) and worth + self._cost(used) < best.worth:
                best = Choice(used, worth + self._cost(used), 0)
            undecided = used & free
            if not undecided:
                continue
            item = 1 << max(items_of(undecided), key=self._fixed.__getitem__)
            for child_opened, child_free in ((opened, free & ~item), (opened | item, free & ~item)):
                child_free = self._within(child_opened, child_free)
                child = max(self._bound(child_opened, child_free), bound)
                if child < best.worth:
                    seen += 1
                    heapq.heappush(nodes, (child, seen, child_opened, child_free))
        return best._replace(bound=best.worth)

    def _settle(self, opened: int) -> Choice:
        """What it is worth to open these items, or those of them that are of use; nothing is proven."""
        worth, used = self._relax(opened)
        return Choice(used, worth + self._cost(used), 0)

    def _drop(self, allowed: int) -> Choice:
        """A good choice to begin with: open everything, then close what pays most, again and again."""
        best = self._settle(allowed)
        while best.opened:
            tries = [self._settle(best.opened & ~(1 << at)) for at in items_of(best.opened)]
            better = min(tries, key=lambda choice: choice.worth)
            if self._fits(best.opened) and better.worth >= best.worth:
                break
            best = better
        return best

    def _fits(self, mask: int) -> bool:
        return self._most is None or (mask & self._network.shipments).bit_count() <= self._most

    def _within(self, opened: int, free: int) -> int:
        """No more shipments to choose from once as many as may be are open."""
        shipments = self._network.shipments
        full = self._most is not None and (opened & shipments).bit_count() >= self._most
        return free & ~shipments if full else free

    def _cost(self, mask: int) -> int:
        return sum(self._fixed[at] for at in items_of(mask))

    def _bound(self, opened: int, free: int) -> int:
        worth, used = self._relax(opened | free)
        bound = worth + self._cost(opened)
        if used and not opened & self._network.shipments:
            first = free & self._network.shipments
            bound += min((self._fixed[at] for at in items_of(first)), default=0)
        return bound

    def _relax(self, mask: int) -> tuple[int, int]:
        """(worth, items used) of all streams when the items of ``mask`` are open for nothing."""
        found = self._relaxed.get(mask)
        if found is None:
            worth = used = 0
            for stream, served in zip(self._streams, self._served, strict=True):
                key = mask & stream.mask
                one = served.get(key)
                if one is None:
                    one = served[key] = (
                        stream.worth(key) if isinstance(stream, _Short) else _worth(stream, key)
                    )
                worth += one[0]
                used |= one[1]
            found = self._relaxed[mask] = worth, used
        return found


class _Short(NamedTuple):
    """A stream whose every source has enough for all of it: it is served by its best open way, and that is
    all.

    ways: (worth of the whole want, items), best first, without those that need more items than a better
    one.
    """

    mask: int
    ways: tuple[tuple[int, int], ...]
    nothing: int

    @classmethod
    def of(cls, stream: Stream) -> _Short | None:
        wanted = stream.want.quantity
        if stream.is_tied or any(source.quantity < wanted for source in stream.sources):
            return None
        found: list[tuple[int, int]] = []
        for key, mask in sorted((way.key, way.mask) for source in stream.sources for way in source.ways):
            if all(better & ~mask for _, better in found):
                found.append((key * wanted, mask))
        needed = 0
        for _, mask in found:
            needed |= mask
        return cls(needed, tuple(found), wanted * MISSING)

    def worth(self, mask: int) -> tuple[int, int]:
        closed = ~mask
        for way in self.ways:
            if not way[1] & closed:
                return way
        return self.nothing, 0


class _Open(NamedTuple):
    """A source with its best open way; of equals the lot that expires first comes first."""

    key: int
    order: tuple[int, int]
    source: Source
    way: Way


def _worth(stream: Stream, mask: int) -> tuple[int, int]:
    if stream.is_tied:
        return _tied(stream, _open_ways(stream, mask))[:2]
    worth = used = 0
    missing = stream.want.quantity
    for key, _, source, way in _open_ways(stream, mask):
        taken = min(source.quantity, missing)
        worth += key * taken
        used |= way.mask
        missing -= taken
        if not missing:
            break
    return worth + missing * MISSING, used


def _open_ways(stream: Stream, mask: int) -> list[_Open]:
    """The best open way of each source, best source first."""
    closed = ~mask
    found = []
    for source in stream.sources:
        for way in source.ways:
            if not way.mask & closed:
                found.append(_Open(way.key, source.order, source, way))
                break
    if len(found) > 1:
        found.sort(key=lambda one: one[:2])
    return found


class _Filled(NamedTuple):
    """worth and the items used, packed; ``given``: base units of each open way."""

    worth: int
    used: int
    given: list[int]


def _tied(stream: Stream, ways: Sequence[_Open]) -> _Filled:
    """The best of all choices among sources that are tied: the best first, where no tie is broken by that."""
    given, missing = [], stream.want.quantity
    for one in ways:
        taken = min(one.source.quantity, missing)
        given.append(taken)
        missing -= taken
    if _keeps_ties(stream, ways, given):
        return _filled(ways, given, missing)
    pack = stream.want.goods.pack
    bound = [at for at, one in enumerate(ways) if one.source.least > pack]
    found = [
        filled
        for follows in (False, True)
        for count in range(len(bound) + 1)
        for left_out in combinations(bound, count)
        if (filled := _fill(stream, ways, left_out, follows=follows)) is not None
    ]
    return min(found, key=lambda one: one[:2])


def _keeps_ties(stream: Stream, ways: Sequence[_Open], given: Sequence[int]) -> bool:
    """Whether each gives its least or nothing, and nothing that follows before all that goes first."""
    follows = first = 0
    for one, taken in zip(ways, given, strict=True):
        source = one.source
        if 0 < taken < source.least:
            return False
        if source.follows:
            follows += taken
        elif source.goes_first:
            first += taken
    return not follows or first == sum(one.quantity for one in stream.sources if one.goes_first)


def _fill(stream: Stream, ways: Sequence[_Open], left_out: Sequence[int], *, follows: bool) -> _Filled | None:
    """Each but those left out gives its least, and what is on hand all of it where goods to come are had as
    well; then the best first. None where that is more than is wanted, or what goes first cannot go.
    """
    pack, missing = stream.want.goods.pack, stream.want.quantity
    given, room = [], []
    first = sum(source.goes_first for source in stream.sources) if follows else 0
    for at, one in enumerate(ways):
        source = one.source
        goes = at not in left_out and (follows or not source.follows)
        least = source.least if goes and source.least > pack else 0
        if follows and source.goes_first:
            first -= 1
            least = source.quantity
        given.append(least)
        room.append(source.quantity - least if goes else 0)
        missing -= least
    if missing < 0 or first:
        return None
    for at, more in enumerate(room):
        taken = min(more, missing)
        given[at] += taken
        missing -= taken
    return _filled(ways, given, missing)


def _filled(ways: Sequence[_Open], given: list[int], missing: int) -> _Filled:
    worth, used = missing * MISSING, 0
    for one, taken in zip(ways, given, strict=True):
        if taken:
            worth += one.key * taken
            used |= one.way.mask
    return _Filled(worth, used, given)


def serve(stream: Stream, mask: int) -> list[Flow]:
    """What comes from where when the items of ``mask`` are open."""
    ways = _open_ways(stream, mask)
    if stream.is_tied:
        given = _tied(stream, ways).given
        return [
            Flow(stream, one.source, one.way, taken) for one, taken in zip(ways, given, strict=True) if taken
        ]
    flows, missing = [], stream.want.quantity
    for _, _, source, way in ways:
        if not missing:
            break
        taken = min(source.quantity, missing)
        flows.append(Flow(stream, source, way, taken))
        missing -= taken
    return flows
