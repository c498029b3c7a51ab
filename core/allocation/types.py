"""What an order is planned from and what a plan looks like.

Quantities are base units, dates are local to the place, money is whole minor units of the problem's
currency. Rates that are smaller than a minor unit are mills: thousandths of a minor unit (1 cent = 1,000
mills). A day is a working day of the problem's calendar, in and out.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType

from core.kernel.ids import LineId, ProductId
from core.kernel.money import Money
from core.kernel.reasons import Reason

# A warehouse, a vendor or a dealer: whoever holds goods that may go to the ship-to.
PlaceId = NewType("PlaceId", uuid.UUID)


class PlaceKind(StrEnum):
    WAREHOUSE = "warehouse"
    VENDOR = "vendor"
    DEALER = "dealer"


@dataclass(frozen=True, slots=True)
class Place:
    """``leaves_on``: the first day on which goods ordered now can leave, cut-off and opening counted in."""

    id: PlaceId
    code: str
    leaves_on: date
    kind: PlaceKind = PlaceKind.WAREHOUSE
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Bin:
    """Free goods of one product at one place; quantity below zero (a wrong count) counts as none.

    ``available_on``: None for goods on hand, else the day they come. ``expires_on``: the last good day,
    None for goods that keep. ``mills``: what one base unit from here costs more than one from an own
    warehouse (a vendor's surcharge, a dealer's commission). ``least``: so many base units or none at all.
    ``follows``: to come, and had only once all of the product that is on hand in our warehouses has gone;
    its days count for what they are worth (`Goods.day_mills`), not before all money.
    """

    place_id: PlaceId
    quantity: int
    available_on: date | None = None
    lot: str = ""
    expires_on: date | None = None
    mills: int = 0
    least: int = 0
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Goods:
    """What planning must know of a product.

    pack: it travels in whole packs of so many base units. grams: weight of a base unit. shelf_days:
    calendar days it must still be good after the day it arrives. day_mills: what it is worth to have one
    base unit a day earlier.
    """

    pack: int = 1
    grams: int = 0
    shelf_days: int = 0
    day_mills: int = 0


@dataclass(frozen=True, slots=True)
class Lane:
    """A way from a place to the ship-to; a place may have several (ground, express).

    cost: minor units a shipment, None when nobody has said (such a lane is never used, and the plan says
    so). kilogram_mills: on top, for each kilogram. days: working days on the way.
    """

    place_id: PlaceId
    cost: int | None
    days: int
    kilogram_mills: int = 0
    code: str = ""


@dataclass(frozen=True, slots=True)
class TransferLane:
    """A way between two places of ours; what comes may leave for the ship-to ``days`` + ``buffer_days``
    later.

    weekdays: the days on which the lorry leaves (Monday is 0), empty for every working day.
    """

    from_id: PlaceId
    to_id: PlaceId
    cost: int | None
    days: int
    buffer_days: int = 0
    kilogram_mills: int = 0
    weekdays: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days count: not the weekdays at rest (Monday is 0), not the holidays."""

    rest_weekdays: frozenset[int] = frozenset((5, 6))
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Supply:
    """What there is to plan from, for one order or for many.

    stock: every bin that may serve, by product. A place, a bin or a lane that cannot be used is left out of
    the plan and named in its ``issues``. goods: a product without an entry has the values that `Goods`
    starts with.
    """

    today: date
    currency: str
    places: Sequence[Place]
    stock: Mapping[ProductId, Sequence[Bin]]
    goods: Mapping[ProductId, Goods] = field(default_factory=dict)
    transfers: Sequence[TransferLane] = ()
    calendar: WorkCalendar = WorkCalendar()


class RestPolicy(StrEnum):
    """What becomes of the part that is not here: follows later, all goes together, or is cancelled."""

    SHIP_NOW = "ship_now"
    WAIT = "wait"
    CANCEL_REST = "cancel_rest"


@dataclass(frozen=True, slots=True)
class AllocationPolicy:
    """How the dealer wants it.

    most_shipments: at most so many deliveries to the ship-to (1: never split), None for any number. urgent:
    the earlier plan wins whatever it costs, else the cheaper one. wished_on: no day before it is worth
    anything.
    """

    rest: RestPolicy = RestPolicy.SHIP_NOW
    most_shipments: int | None = None
    urgent: bool = False
    wished_on: date | None = None


@dataclass(frozen=True, slots=True)
class AllocationLine:
    """Two lines may name one product; they share what there is, the earlier line first."""

    line_id: LineId
    product_id: ProductId
    quantity: int


@dataclass(frozen=True, slots=True)
class AllocationProblem:
    """One order to one ship-to; ``lanes`` lead there."""

    lines: Sequence[AllocationLine]
    lanes: Sequence[Lane]
    supply: Supply
    policy: AllocationPolicy = AllocationPolicy()


@dataclass(frozen=True, slots=True)
class PlannedTake:
    """So much of a line out of one bin, and when it comes.

    ``hub_id``: the place it is first moved to, None when it goes straight to the ship-to. ``available_on``
    is that of its bin: a day says that the goods are not here yet (a back-order). ``lane``: the code of the
    lane.
    """

    line_id: LineId
    product_id: ProductId
    place_id: PlaceId
    quantity: int
    leaves_on: date
    arrives_on: date
    lane: str = ""
    lot: str = ""
    expires_on: date | None = None
    available_on: date | None = None
    hub_id: PlaceId | None = None

    @property
    def shipped_from(self) -> PlaceId:
        return self.place_id if self.hub_id is None else self.hub_id


@dataclass(frozen=True, slots=True)
class PlannedShipment:
    """One delivery to the ship-to. ``cost``: freight and surcharges; costs of a plan add up to the
    plan's.
    """

    place_id: PlaceId
    leaves_on: date
    arrives_on: date
    quantity: int
    cost: Money
    lane: str = ""


@dataclass(frozen=True, slots=True)
class PlannedTransfer:
    """One lorry between two places of ours; ``arrives_on``: the day the goods can leave the second one."""

    from_id: PlaceId
    to_id: PlaceId
    leaves_on: date
    arrives_on: date
    quantity: int
    cost: Money


class OptionKind(StrEnum):
    """What sets a way of serving an order apart: SINGLE one shipment, SPLIT several, from what is on hand;
    TRANSFER goods are gathered first; BACK_ORDER some come later; VENDOR and DEALER some come from
    there.
    """

    SINGLE = "single"
    SPLIT = "split"
    TRANSFER = "transfer"
    BACK_ORDER = "back_order"
    VENDOR = "vendor"
    DEALER = "dealer"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class PlanOption:
    """One way to serve the order, whole in itself.

    cost: freight and surcharges. weighed: that and what its goods' late days are worth (`Goods.day_mills`).
    days: working days from today until the last of it arrives (promised_on); None when nothing does. why:
    against the chosen option: why it lost, most weighty first (`allocation.lacks`, `.dearer`, `.later`,
    `.more_shipments`, `.equal`); of the chosen option: what it has over the best other one.
    """

    kind: OptionKind
    cost: Money
    weighed: Money
    promised_on: date | None
    days: int | None
    quantity: int
    missing: int
    shipments: tuple[PlannedShipment, ...]
    transfers: tuple[PlannedTransfer, ...]
    takes: tuple[PlannedTake, ...]
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class LinePlan:
    """What becomes of one line.

    parts: (day, quantity) by day. on_hand: how much of it is free today; the rest of the parts is
    back-ordered. missing: what no part covers, and ``why`` (`allocation.no_stock`, `.pack`,
    `.nothing_asked`, `.expired` ...).
    """

    line_id: LineId
    product_id: ProductId
    quantity: int
    on_hand: int
    parts: tuple[tuple[date, int], ...]
    missing: int
    why: tuple[Reason, ...] = ()

    @property
    def promised_on(self) -> date | None:
        """The day the last of it arrives; None while some of it has no day."""
        return self.parts[-1][0] if self.parts and not self.missing else None

    @property
    def is_complete(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class AllocationPlan:
    """The best option, the others beside it, and what was wrong with the question.

    others: best first, each of another kind. is_proven: nothing better exists. bound: no plan that serves
    as much weighs less than this (None for an urgent order not proven). issues: bad input that was left out
    (`allocation.lane_without_cost`, `.negative_stock`, `.expired_lot`, `.closed_place`, `.pack`,
    `.no_place`, `.nothing_asked` ...).
    """

    chosen: PlanOption
    others: tuple[PlanOption, ...]
    lines: tuple[LinePlan, ...]
    issues: tuple[Reason, ...]
    is_proven: bool
    bound: Money | None

    @property
    def takes(self) -> tuple[PlannedTake, ...]:
        return self.chosen.takes

    @property
    def promised_on(self) -> date | None:
        """The day the order is complete; None while some of it has no day."""
        return self.chosen.promised_on if not self.chosen.missing else None

    @property
    def is_complete(self) -> bool:
        return not self.chosen.missing
