"""Values of where an order's goods come from, and what becomes of those that are not there (G2, G3).

Quantities are base units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from core.kernel.ids import DealerId, LineId, OrderId, ProductId, WarehouseId
from core.kernel.money import Money
from core.orders.partner_types import Bought, Share, SupplyWay
from core.stock.types import LineAvailability, OrderMove, PlannedMove, Take


class WhenShort(StrEnum):
    """What a dealer wants done about goods that are not there.

    rest: what is there goes, the rest when it comes. wait: nothing goes before all is there.
    """

    REST = "rest"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class DealerSupply:
    """What is agreed with a dealer. when_short None: it is asked each time; share: of the contract."""

    when_short: WhenShort | None = None
    may_be_urgent: bool = True
    share: int = 0


@dataclass(frozen=True, slots=True)
class Missing:
    """So much of a line is not there; ``on``: the day that it can be with the dealer, None: unknown.

    shares: what of it is bought of other dealers and of vendors; the rest comes to our warehouses. own_on:
    when our own goods could be there without these.
    """

    line_id: LineId
    product_id: ProductId
    quantity: int
    on: date | None
    own_on: date | None = None
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class TransferSummary:
    """A lorry between two warehouses (codes) with so many base units."""

    start: str
    end: str
    quantity: int
    cost: Money


@dataclass(frozen=True, slots=True)
class OptionSummary:
    """One way to serve an order that was compared: what it costs the house, and when it is all there.

    kind: a code of ``allocation.types.OptionKind``; cost: freight, and what is paid for bought goods above
    what ours cost. shipments: (warehouse or seller, base units, cost). Of the chosen way: moves: what has to
    be moved first, line by line; waits: base units of lines that leave together with it, on moved_on; bought:
    of whom; first_on: the day of what goes before all that.
    """

    kind: str
    cost: Money
    promised_on: date | None
    days: int | None
    is_chosen: bool
    shipments: tuple[tuple[str, int, Money], ...]
    transfers: tuple[TransferSummary, ...] = ()
    moves: tuple[PlannedMove, ...] = ()
    waits: tuple[tuple[LineId, int], ...] = ()
    first_on: date | None = None
    moved_on: date | None = None
    bought: tuple[Bought, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "currency": self.cost.currency,
            "cost": self.cost.minor,
            "promised_on": self.promised_on.isoformat() if self.promised_on else None,
            "days": self.days,
            "is_chosen": self.is_chosen,
            "shipments": [[code, quantity, cost.minor] for code, quantity, cost in self.shipments],
            "transfers": [[one.start, one.end, one.quantity, one.cost.minor] for one in self.transfers],
            "moves": [_move_to_json(one) for one in self.moves],
            "waits": [[str(line_id), quantity] for line_id, quantity in self.waits],
            "first_on": self.first_on.isoformat() if self.first_on else None,
            "moved_on": self.moved_on.isoformat() if self.moved_on else None,
            "bought": [
                [str(one.line_id), str(one.seller_id), one.quantity, one.cost_micros] for one in self.bought
            ],
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> OptionSummary:
        def money(minor: int) -> Money:
            return Money(minor, value["currency"])

        day = value["promised_on"]
        return cls(
            value["kind"],
            money(value["cost"]),
            date.fromisoformat(day) if day else None,
            value["days"],
            value["is_chosen"],
            tuple((code, quantity, money(minor)) for code, quantity, minor in value["shipments"]),
            tuple(
                TransferSummary(start, end, quantity, money(minor))
                for start, end, quantity, minor in value["transfers"]
            ),
            tuple(_move_from_json(one) for one in value.get("moves", ())),
            tuple((LineId(UUID(line_id)), quantity) for line_id, quantity in value.get("waits", ())),
            date.fromisoformat(value["first_on"]) if value.get("first_on") else None,
            date.fromisoformat(value["moved_on"]) if value.get("moved_on") else None,
            tuple(
                Bought(LineId(UUID(line_id)), UUID(seller_id), quantity, micros)
                for line_id, seller_id, quantity, micros in value.get("bought", ())
            ),
        )


def _move_to_json(one: PlannedMove) -> list[Any]:
    ids = [str(key) for key in (one.line_id, one.product_id, one.source_id, one.target_id)]
    return [*ids, one.quantity, one.leaves_on.isoformat(), one.arrives_on.isoformat()]


def _move_from_json(value: list[Any]) -> PlannedMove:
    line, product, source, target = (UUID(key) for key in value[:4])
    return PlannedMove(
        LineId(line),
        ProductId(product),
        WarehouseId(source),
        WarehouseId(target),
        value[4],
        date.fromisoformat(value[5]),
        date.fromisoformat(value[6]),
    )


@dataclass(frozen=True, slots=True)
class SupplyPlan:
    """Where the goods of a draft come from.

    takes: what is reserved when it is ordered. missing: what is not there; while nothing is decided about
    it, its lines are red. promised_on: the day of what goes first (rest) or of everything (wait, or all is
    there). options: the ways that were compared, empty where there was nothing to weigh; ways: those for
    what is bought, as the buyer may see them. moves: what of the takes goes to another warehouse first.
    bought: what is better bought than sent from where we have it; nobody is asked about it.
    """

    takes: tuple[Take, ...]
    lines: tuple[LineAvailability, ...]
    promised_on: date | None
    missing: tuple[Missing, ...] = ()
    options: tuple[OptionSummary, ...] = ()
    moves: tuple[PlannedMove, ...] = ()
    ways: tuple[SupplyWay, ...] = ()
    bought: tuple[Missing, ...] = ()

    @property
    def is_parted(self) -> bool:
        """Whether more becomes of it, once it is agreed, than that reserved goods go."""
        return bool(self.missing or self.moves or self.bought)

    @property
    def rest_on(self) -> date | None:
        """The day that the last of what is missing comes; None where one day is not known."""
        return last_day([one.on for one in self.missing])

    @property
    def wait_on(self) -> date | None:
        """The day that all of it could leave together: from our own warehouses."""
        return last_day([one.own_on if one.shares else one.on for one in self.missing])


def last_day(days: Sequence[date | None]) -> date | None:
    """The latest of the days; None where one is not known, or there is none."""
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A line of a back-order: what was ordered, what of it is reserved by now, and what is on its way to the
    warehouse that it will leave from."""

    line_id: LineId
    product_id: ProductId
    quantity: int
    reserved: int
    moving: int = 0

    @property
    def missing(self) -> int:
        return self.quantity - self.reserved - self.moving


@dataclass(frozen=True, slots=True)
class BackOrder:
    """An order that waits for goods, with what decides who is served first; ``moves``: those it waits for;
    ships_from: where goods of it are reserved."""

    order_id: OrderId
    number: str
    dealer_id: DealerId
    region: str
    is_urgent: bool
    share: int
    promised_on: date | None
    placed_at: datetime
    lines: tuple[WaitingLine, ...] = field(default=())
    moves: tuple[OrderMove, ...] = ()
    ships_from: frozenset[WarehouseId] = frozenset()


@dataclass(frozen=True, slots=True)
class Served:
    """What a back-order gets now; ``missing``: what it still waits for, empty: it can go, unless it waits for
    goods that are moved for it. on: the day to count on, None for none; is_kept: as it was promised."""

    order: BackOrder
    takes: tuple[Take, ...]
    missing: tuple[Missing, ...]
    on: date | None = None
    is_kept: bool = False

    @property
    def waits(self) -> bool:
        return bool(self.missing or self.order.moves)
