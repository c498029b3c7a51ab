"""What a plan of a day looks like. Units are those of `core.routing.types`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.kernel.money import Money
from core.kernel.reasons import Reason
from core.routing.types import Load

EMPTY = Load()


class StepKind(StrEnum):
    """START leaves the first place; RELOAD begins a further trip; END is the end of the day."""

    START = "start"
    STOP = "stop"
    RELOAD = "reload"
    BREAK = "break"
    END = "end"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a van does.

    arrives: when it is there; begins: when service, loading or the break begins; leaves: when that ends.
    metres, seconds: the way driven since the step before. load: on board when it leaves. stop, window: of a
    STOP its key and which of its windows is used. A break stands where it is taken, at the place of the step
    before it.
    """

    kind: StepKind
    place: str
    arrives: int
    begins: int
    leaves: int
    metres: int = 0
    seconds: int = 0
    load: Load = EMPTY
    stop: str | None = None
    window: int = 0


@dataclass(frozen=True, slots=True)
class Route:
    """The day of one van, from START to END. A van whose day ends at its last stop has its END there."""

    van: str
    steps: tuple[Step, ...]
    cost: Money
    co2: int

    @property
    def starts(self) -> int:
        return self.steps[0].leaves

    @property
    def ends(self) -> int:
        return self.steps[-1].arrives

    @property
    def metres(self) -> int:
        return sum(step.metres for step in self.steps)

    @property
    def driving(self) -> int:
        """Seconds at the wheel."""
        return sum(step.seconds for step in self.steps)

    @property
    def stops(self) -> tuple[Step, ...]:
        """The visits only, in their order."""
        return tuple(step for step in self.steps if step.kind is StepKind.STOP)

    @property
    def trips(self) -> int:
        return 1 + sum(step.kind is StepKind.RELOAD for step in self.steps)


class RemedyKind(StrEnum):
    """What would let a stop be served: a wider window (minutes), a lighter or smaller load (grams,
    millilitres), a van with a skill, a further van, a depot that serves it.
    """

    WINDOW = "window"
    WEIGHT = "weight"
    VOLUME = "volume"
    SKILL = "skill"
    VAN = "van"


@dataclass(frozen=True, slots=True)
class Remedy:
    """The smallest change of its kind with which the stop is served and no other one is lost; found and
    verified by planning again.

    amount: seconds that the window opens earlier (below zero) or closes later, grams or millilitres less,
    or how many vans more. van: the van that would take it, or like which the further van is. skills: which
    skills that van would need. cost: what the plan costs more, less the stop's penalty.
    """

    kind: RemedyKind
    amount: int
    cost: Money
    van: str | None = None
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unserved:
    """A stop that is left out: why in words (`routing.no_skill`, `.too_heavy`, `.too_big`, `.too_far`,
    `.window`, `.wrong_depot`, `.no_van`, `.full`, `.not_worth`), and what would help, least costly first.
    """

    stop: str
    why: tuple[Reason, ...]
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class DayPlan:
    """Checked: every stop is in exactly one route or in ``unserved``, and no rule is broken.

    cost: of the routes, windows used and changes made. penalty: of the stops left out.
    """

    routes: tuple[Route, ...]
    unserved: tuple[Unserved, ...]
    cost: Money
    penalty: Money

    @property
    def metres(self) -> int:
        return sum(route.metres for route in self.routes)

    @property
    def co2(self) -> int:
        return sum(route.co2 for route in self.routes)
