"""What a day of vans is planned from.

Places, vans and stops are known by keys (any text, unique in its kind). Times are seconds of one clock that
the caller chooses, usually since the local midnight of the day; weights are grams, volumes millilitres,
ways metres. Money is whole minor units of the problem's currency. Nothing here is checked on making it:
`core.routing.engine.proving.prove_problem` says what is wrong with a problem in one sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# A leg that takes so long or longer does not exist (a closed road, an island).
UNREACHABLE = 1_000_000_000_000

Table = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Place:
    """A depot, a ship-to or where a van is now. Coordinates in degrees; only roads that are reckoned from
    the great circle, and pictures, need them.
    """

    key: str
    latitude: float = 0.0
    longitude: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Roads:
    """Ways between all places of a problem, in the order of `Problem.places`; need not be symmetric.

    metres: n x n. seconds: k x n x n, one table for each part of the day; ``from_times`` (k, rising) says
    when each begins, and the first also counts before. A leg that crosses from one part into the next goes
    on at the new speed, so that who leaves earlier never arrives later.
    """

    metres: Table
    seconds: Table
    from_times: tuple[int, ...] = (0,)

    @property
    def varies(self) -> bool:
        """Whether a leg's time depends on the hour."""
        return len(self.from_times) > 1


@dataclass(frozen=True, slots=True)
class Load:
    """Grams and millilitres."""

    weight: int = 0
    volume: int = 0

    def __add__(self, other: Load) -> Load:
        return Load(self.weight + other.weight, self.volume + other.volume)

    def __sub__(self, other: Load) -> Load:
        return Load(self.weight - other.weight, self.volume - other.volume)

    def fits(self, room: Load) -> bool:
        return self.weight <= room.weight and self.volume <= room.volume


@dataclass(frozen=True, slots=True)
class Window:
    """Service may begin from ``opens`` to ``closes``, both included.

    price: what it costs to use this window, in minor units. A stop that was promised 10:00 to 12:00 has
    that window for nothing and, dearer, the whole day as a second one.
    """

    opens: int
    closes: int
    price: int = 0


@dataclass(frozen=True, slots=True)
class Break:
    """A rest of ``seconds`` that begins from ``earliest`` to ``latest``, not during service. It is not owed
    by a route that ends by ``latest``, nor by one that leaves so late that it lay before.
    """

    earliest: int
    latest: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Depot:
    """Where goods are loaded. Vans leave and come back between ``opens`` and ``closes``; loading for a
    further trip takes ``reload_seconds``.
    """

    place: str
    opens: int = 0
    closes: int = 172_800
    reload_seconds: int = 900


@dataclass(frozen=True, slots=True)
class Costs:
    """What a van costs in minor units: each day it is used, each kilometre, each hour from leaving to the
    end. co2: grams a kilometre.
    """

    day: int = 0
    kilometre: int = 0
    hour: int = 0
    co2: int = 0


@dataclass(frozen=True, slots=True)
class Van:
    """A van with its driver, for one day.

    start: a depot's place, or where it is now (then ``is_out``: it is on the road, and goods it has not on
    board need a trip back first). end: None when the day ends at the last stop. on_board: what rides along
    all day besides the stops' goods. longest: most seconds from leaving to the end, leaving as late as
    delays nothing; farthest: most metres. pace: per cent of the roads' times that it needs (120 for a slow
    lorry). trips: how often it may load; ``reloads_at`` names the depots where it may. first: stops it has
    to visit before all others, in that order. locked: it visits its ``first`` stops and no others.
    """

    key: str
    start: str
    end: str | None
    capacity: Load
    shift: tuple[int, int]
    costs: Costs = Costs()
    skills: frozenset[str] = frozenset()
    longest: int | None = None
    farthest: int | None = None
    pace: int = 100
    breaks: tuple[Break, ...] = ()
    trips: int = 1
    reloads_at: tuple[str, ...] = ()
    is_out: bool = False
    on_board: Load = Load()
    first: tuple[str, ...] = ()
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit at one place.

    load: goods brought there; collect: goods taken back from there. penalty: what leaving it out costs;
    where not all stops
    can be served, it says which ones to leave. skills: all of them are needed. goods:
    kinds of goods, see `Problem.apart`. depot: the place whose goods these are, None for any. van: the only
    van that may serve it; is_loaded: its goods are already on that van.
    """

    key: str
    place: str
    load: Load = Load()
    windows: tuple[Window, ...] = (Window(0, 172_800),)
    service: int = 0
    penalty: int = 1_000_000
    skills: frozenset[str] = frozenset()
    collect: Load = Load()
    goods: frozenset[str] = frozenset()
    depot: str | None = None
    van: str | None = None
    is_loaded: bool = False


@dataclass(frozen=True, slots=True)
class OldRoute:
    """The stops that a van was to visit, in their order. reloads: (before which of them, from 0, at which
    depot's place) it was to load again.
    """

    van: str
    stops: tuple[str, ...]
    reloads: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What it costs to plan otherwise than before: ``moved`` for a stop that changes its van, ``turned``
    for one that is out of its van's old order (loaded goods have to be dug out); the fewest stops count that
    explain the new order.
    """

    old: tuple[OldRoute, ...] = ()
    moved: int = 0
    turned: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """A day to plan. apart: pairs of kinds of goods that may never be on one van."""

    places: Sequence[Place]
    roads: Roads
    vans: Sequence[Van]
    stops: Sequence[Stop]
    depots: Sequence[Depot] = ()
    apart: frozenset[tuple[str, str]] = frozenset()
    change: Change = Change()
    currency: str = "USD"


@dataclass(frozen=True, slots=True)
class Budget:
    """How long to search: ``iterations`` of the engine (then equal input gives equal output, wherever it
    runs), or ``seconds``, whichever ends first; None for no limit of that kind. patience: iterations
    without a better plan until the search ends early. explains: how many stops left out are given
    remedies. is_cpu: the seconds are those that this process works, not those on the wall; to measure by on a
    machine that others use.
    """

    iterations: int | None = None
    seconds: float | None = None
    patience: int | None = None
    explains: int = 5
    is_cpu: bool = False
