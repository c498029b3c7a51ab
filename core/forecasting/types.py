"""What a dealer bought, and what is likely next. Quantities are base units unless the name says unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from core.kernel.ids import ProductId


@dataclass(frozen=True, slots=True)
class Take:
    """One product of one order: unit_quantity of unit, which is quantity in base units."""

    product_id: ProductId
    quantity: int
    unit: str
    unit_quantity: Decimal


@dataclass(frozen=True, slots=True)
class Occasion:
    """A day on which a dealer ordered, with all that it took on that day."""

    on: date
    takes: tuple[Take, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """What the whole house has sold lately: of so many orders, how many held a product.

    It stands for the season: what everybody takes now is due sooner than what nobody takes any more.
    """

    orders: int = 0
    holding: Mapping[ProductId, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Due:
    """A product and how likely it is in the dealer's next order.

    times: occasions on which it was taken, of ``occasions``. every_days: the middle of the days between two
    of them, None before there were two. quantity, unit, unit_quantity: how much the dealer takes of it.
    """

    product_id: ProductId
    chance: float
    times: int
    occasions: int
    last_on: date
    every_days: int | None
    quantity: int
    unit: str
    unit_quantity: Decimal


@dataclass(frozen=True, slots=True)
class AlsoPolicy:
    """How restrained we are with "you usually also take".

    most: how many are named. least_chance: below it nothing is; the hit rate at it is measured by
    ``benchmarks.forecasting.usual``. least_times: on how many occasions a product was taken before it counts.
    """

    most: int = 2
    least_chance: float = 0.6
    least_times: int = 3
