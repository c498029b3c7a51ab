"""Values of goods that are short and shared out among orders (G3). Quantities are base units."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from core.kernel.ids import LineId, OrderId, ProductId, WarehouseId
from core.kernel.money import Money
from core.orders.supply_types import BackOrder

Places = Mapping[WarehouseId, int]


@dataclass(frozen=True, slots=True)
class Claimant:
    """A line of an agreed order. asked: base units that it holds or waits for; held: where it has some.
    waits: the order is a back-order. beside: where goods of it lie that are not shared out."""

    order: BackOrder
    dealer: str
    line_id: LineId
    product_id: ProductId
    asked: int
    held: Places
    waits: bool
    beside: Collection[WarehouseId] = ()

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
class SharedProduct:
    """A product shared out: ``available`` base units among claims that ask for more, or as much."""

    product_id: ProductId
    sku: str
    name: str
    available: int
    claims: tuple[Shared, ...]

    @property
    def asked(self) -> int:
        return sum(one.claimant.asked for one in self.claims)

    @property
    def changed(self) -> tuple[Shared, ...]:
        return tuple(one for one in self.claims if one.is_changed)

    @property
    def covered(self) -> Fraction:
        """Which part of what is asked is there."""
        return Fraction(self.available, max(self.asked, 1))


@dataclass(frozen=True, slots=True)
class Sharing:
    """Products shared out together, the shortest first.

    freight: of what is planned anew. facts: digest of what the plan came from; seen: of that and the plan.
    """

    products: tuple[SharedProduct, ...]
    freight: Money
    facts: str
    seen: str

    @property
    def changed(self) -> tuple[Shared, ...]:
        return tuple(one for product in self.products for one in product.changed)

    @property
    def orders(self) -> tuple[tuple[Shared, ...], ...]:
        """What changes, by order; who gives up the largest part of what it asked for comes first."""
        found: dict[OrderId, list[Shared]] = {}
        for one in self.changed:
            found.setdefault(one.claimant.order.order_id, []).append(one)
        ranked = sorted(found.values(), key=lambda mine: min(map(_gain, mine)))
        return tuple(map(tuple, ranked))


def _gain(one: Shared) -> Fraction:
    """Which part of what it asked for it gets more; below nothing: it gives up."""
    return Fraction(one.gets - one.claimant.has, one.claimant.asked)


@dataclass(frozen=True, slots=True)
class SharedOut:
    """What was shared out (SKUs), and how many orders hold other goods since."""

    skus: tuple[str, ...]
    orders: int
