"""Values of the catalogue as one dealer sees it: own prices, own stock colour, only what may be bought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.catalog.types import Product
from core.kernel.ids import ProductId
from core.kernel.money import UnitPrice
from core.stock.types import LineAvailability


@dataclass(frozen=True, slots=True)
class Offer:
    """A product for one dealer now; prices are for one base unit, availability of one base unit.

    quantity, unit: what one tap orders: one sales unit, or the order multiple in base units.
    """

    product: Product
    unit_price: UnitPrice | None
    list_price: UnitPrice | None
    availability: LineAvailability
    quantity: int
    unit: str


class Shelf(StrEnum):
    """A list of goods besides the categories."""

    NEW = "new"
    BACK = "back"  # was gone, and is there again
    USUAL = "usual"  # what the dealer buys most


@dataclass(frozen=True, slots=True)
class Way:
    """A category below, or a brand: mark for the button, name for the reader, how many goods are there."""

    mark: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Aisle:
    """A place in the catalogue. path: the levels to it; up: mark of the category above, "" for the top.

    keys: goods that stand in none of the categories below, in their order. count: all goods here and below.
    """

    mark: str
    path: tuple[str, ...]
    up: str
    brand: Way | None
    below: tuple[Way, ...]
    brands: tuple[Way, ...]
    keys: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """A part of the catalogue. aisle: the place in it, None for a list or a search.

    total: goods on all pages. instead_of: the product that all of these fit in place of; differs: of these,
    what is different about it (attribute, value). is_exact: every word and measure of the search is there.
    """

    aisle: Aisle | None
    offers: tuple[Offer, ...]
    page: int
    pages: int
    total: int
    is_exact: bool = True
    instead_of: Product | None = None
    differs: Mapping[ProductId, tuple[tuple[str, str], ...]] | None = None
