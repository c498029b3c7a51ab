"""Values of a product that is short and shared out among orders (G3). Quantities are base units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.kernel.ids import LineId, ProductId, WarehouseId
from core.kernel.money import Money
from core.orders.supply_types import BackOrder

Places = Mapping[WarehouseId, int]


@dataclass(frozen=True, slots=True)
class Claimant:
    """A line of an agreed order. asked: base units that it holds or waits for; held: where it has some.
    waits: the order is a back-order."""

    order: BackOrder
    dealer: str
    line_id: LineId
    asked: int
    held: Places
    waits: bool

    @property
    def has(self) -> int:
        return sum(self.held.values())


@dataclass(frozen=True, slots=True)
class Shared:
    """What becomes of one claim; ``places``: from where it has what it gets."""

    claimant: Claimant
    places: Places

    @property
    def gets(self) -> int:
        return sum(self.places.values())

    @property
    def is_changed(self) -> bool:
        return dict(self.places) != dict(self.claimant.held)


@dataclass(frozen=True, slots=True)
class Sharing:
    """A product shared out: ``available`` base units among claims that ask for more, or as much.

    freight: of all that go now, as they are planned.
    """

    product_id: ProductId
    sku: str
    name: str
    available: int
    claims: tuple[Shared, ...]
    freight: Money

    @property
    def asked(self) -> int:
        return sum(one.claimant.asked for one in self.claims)

    @property
    def changed(self) -> tuple[Shared, ...]:
        return tuple(one for one in self.claims if one.is_changed)
