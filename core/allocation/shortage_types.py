"""Many orders that want more than there is: claims, shares, the plan of a morning, back-orders.

Units are those of `core/allocation/types.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.allocation.types import AllocationLine, Lane, PlaceId, PlannedShipment, PlannedTake
from core.kernel.ids import DealerId, LineId, OrderId, ProductId
from core.kernel.money import Money
from core.kernel.reasons import Reason


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody wants of a scarce thing. weight: the share that the contract gives, 0 for no
    contract.
    """

    quantity: int
    weight: int = 1
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class MorningOrder:
    """One of the orders of a morning; ``weight`` is its dealer's contract share and must be the same in all
    its orders. Of one dealer's orders the earlier one is served first. ships_from: places that other goods of
    it leave from anyway, so that a shipment from there is paid for.
    """

    order_id: OrderId
    dealer_id: DealerId
    placed_at: datetime
    lines: Sequence[AllocationLine]
    lanes: Sequence[Lane]
    weight: int = 1
    urgent: bool = False
    ships_from: Collection[PlaceId] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """What one dealer is given of a scarce product: ``granted`` of all shares add up to ``available``.

    why: `allocation.urgent_first` or `allocation.fair_share` with the numbers it came from.
    """

    product_id: ProductId
    dealer_id: DealerId
    asked: int
    granted: int
    available: int
    why: Reason


@dataclass(frozen=True, slots=True)
class MorningOrderPlan:
    """One order of the morning; ``missing``: (line, quantity, why) of what it does not get today."""

    order_id: OrderId
    takes: tuple[PlannedTake, ...]
    shipments: tuple[PlannedShipment, ...]
    cost: Money
    missing: tuple[tuple[LineId, int, Reason], ...]


@dataclass(frozen=True, slots=True)
class MorningPlan:
    """The orders as given, the shares of every product that is short, and how good the freight is.

    weighed: freight and the worth of days late, of all orders. bound: no plan with the same shares weighs
    less; None where nothing is known. gap: hundredths of a percent between them, None without a bound.
    """

    orders: tuple[MorningOrderPlan, ...]
    shares: tuple[Share, ...]
    cost: Money
    weighed: Money
    bound: Money | None
    issues: tuple[Reason, ...]

    @property
    def gap(self) -> int | None:
        if self.bound is None:
            return None
        return (self.weighed.minor - self.bound.minor) * 10_000 // max(self.bound.minor, 1)


@dataclass(frozen=True, slots=True)
class BackOrder:
    """What an order line still waits for. complete_only: it is sent in one piece or not at all."""

    line_id: LineId
    product_id: ProductId
    quantity: int
    placed_at: datetime
    promised_on: date | None = None
    urgent: bool = False
    complete_only: bool = False


@dataclass(frozen=True, slots=True)
class BackOrderRelease:
    """What is set aside for a back-order out of goods that came; ``leaves``: it can be sent now."""

    line_id: LineId
    product_id: ProductId
    quantity: int
    rest: int
    leaves: bool
    why: Reason


@dataclass(frozen=True, slots=True)
class BackOrderPromise:
    """When goods that are to come will serve a back-order: (day they come, quantity); rest: what has no
    day.
    """

    line_id: LineId
    product_id: ProductId
    parts: tuple[tuple[date, int], ...]
    rest: int

    @property
    def complete_on(self) -> date | None:
        """The day the last of it comes; None while some of it has no day."""
        return self.parts[-1][0] if self.parts and not self.rest else None
