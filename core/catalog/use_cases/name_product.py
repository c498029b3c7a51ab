"""What a product is called in somebody's language, for notices to many people."""

from __future__ import annotations

from dataclasses import dataclass

from core.catalog import repository
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.errors import NotFound
from core.kernel.ids import ProductId


@dataclass(frozen=True, slots=True)
class NameProduct(Query[str]):
    """Raises NotFound (product)."""

    permission = Permission.INTERNAL
    product_id: ProductId
    language: str


async def name_product(snap: Snapshot, query: NameProduct) -> str:
    products = await repository.load_products(snap, [query.product_id], query.language)
    if query.product_id not in products:
        raise NotFound(what="product")
    return products[query.product_id].name
