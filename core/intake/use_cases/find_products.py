"""The house looks up a product by its SKU or by words, in the way a dealer's message is understood."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from core.catalog import repository as catalog
from core.infra.transaction import Snapshot
from core.intake.engine.matching import search
from core.intake.flow import load_shelf
from core.intake.types import DealerView
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.ids import ProductId


@dataclass(frozen=True, slots=True)
class FoundProduct:
    """A product that a text may mean; ``is_sure``: the text is its SKU, or nothing else was found."""

    id: ProductId
    sku: str
    name: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class FindProducts(Query[tuple[FoundProduct, ...]]):
    """Products on sale that a text may mean, the likeliest first."""

    permission = Permission.STOCK_READ
    text: str
    limit: int = 5


async def find_products(snap: Snapshot, query: FindProducts) -> tuple[FoundProduct, ...]:
    shelf = await load_shelf(snap)
    found = await snap.run_apart(lambda: search(query.text, shelf.index, DealerView(), query.limit))
    ids = [ProductId(UUID(candidate.key)) for candidate in found]
    products = await catalog.load_products(snap, ids, snap.actor.language)
    typed = query.text.strip().casefold()
    return tuple(
        FoundProduct(one.id, one.sku, one.name, len(ids) == 1 or one.sku.casefold() == typed)
        for one in (products[key] for key in ids if key in products)
    )
