"""What a product costs this dealer and whether it is there: the answer to a question in words."""

from __future__ import annotations

from dataclasses import dataclass

from core.dealers import repository as dealers
from core.infra.transaction import Snapshot
from core.intake.offers import load_offers
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.ids import ProductId
from core.kernel.money import UnitPrice
from core.stock.types import LineAvailability


@dataclass(frozen=True, slots=True)
class ProductAnswer:
    """One product for one dealer; prices are for one base unit."""

    product_id: ProductId
    sku: str
    name: str
    unit: str
    unit_price: UnitPrice | None
    list_price: UnitPrice | None
    availability: LineAvailability


@dataclass(frozen=True, slots=True)
class AskProducts(Query[tuple[ProductAnswer, ...]]):
    permission = Permission.CATALOG_READ
    products: tuple[ProductId, ...]


async def ask_products(snap: Snapshot, query: AskProducts) -> tuple[ProductAnswer, ...]:
    dealer = await dealers.load_dealer(snap, snap.dealer_id)
    return tuple(
        ProductAnswer(
            product_id=one.product.id,
            sku=one.product.sku,
            name=one.product.name,
            unit=one.product.base_unit,
            unit_price=one.unit_price,
            list_price=one.list_price,
            availability=one.availability,
        )
        for one in await load_offers(snap, dealer, query.products)
    )
