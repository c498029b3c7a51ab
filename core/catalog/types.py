"""Values of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.kernel.ids import ProductId


@dataclass(frozen=True, slots=True)
class Product:
    """A product as screens and engines see it.

    packs: unit code -> base units; sales_unit: what it is usually sold in; order_multiple: base units.
    name: in the reader's language where the catalogue has it.
    """

    id: ProductId
    sku: str
    name: str
    brand: str
    category: str
    packs: Mapping[str, int]
    sales_unit: str
    order_multiple: int
    restricted: bool
    active: bool

    @property
    def base_unit(self) -> str:
        """The unit that quantities are counted in; what a bare number means."""
        return base_unit_of(self.packs, self.sales_unit)

    @property
    def category_path(self) -> tuple[str, ...]:
        return tuple(level for level in self.category.split("/") if level)


@dataclass(frozen=True, slots=True)
class Details:
    """What a product's card tells besides: attributes as imported ("50 mm"), grams, millilitres.

    picture: SHA-256 of its bytes in the store of objects, None where there is none.
    """

    attributes: Mapping[str, str]
    weight_g: int
    volume_ml: int
    picture: str | None


@dataclass(frozen=True, slots=True)
class IndexRow:
    """What a search index is fed with; ``active`` False means: take it out."""

    id: ProductId
    sku: str
    names: tuple[str, ...]
    brand: str
    category: str
    barcodes: tuple[str, ...]
    packs: dict[str, int]
    attributes: dict[str, Any]
    active: bool
    sales_unit: str
    order_multiple: int


def base_unit_of(packs: Mapping[str, int], sales_unit: str) -> str:
    """The unit that holds one base unit; of several the one that the product is sold in."""
    singles = [unit for unit, size in packs.items() if size == 1]
    return min(singles, key=lambda unit: (unit != sales_unit, unit), default=sales_unit)
