"""How many base units of a product one unit holds, in the words of an order. Pure.

"carton", "case" and "crate" are one word for the same outer pack, a can of what is kept in singles is one
of it: the rules are those of reading, so that a line means later what it meant when it was typed.
"""

from __future__ import annotations

from core.catalog.types import Product
from core.intake.engine.reading.guarding import unit_size
from core.intake.types import CatalogEntry


def pack_of(product: Product, unit: str | None) -> int | None:
    """Base units in one ``unit``, 1 for None; None where it is not sold so, or not in whole base units."""
    entry = CatalogEntry("", product.sku, (product.name,), packs=dict(product.packs))
    size = unit_size(unit, entry)
    return int(size) if size is not None and size % 1 == 0 else None
