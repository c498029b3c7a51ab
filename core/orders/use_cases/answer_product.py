"""What a product costs this dealer and whether it is there: the answer to a question in words."""

from __future__ import annotations

from dataclasses import dataclass

from core.catalog import repository as catalog
from core.dealers import repository as dealers
from core.infra.transaction import Snapshot
from core.intake.flow import load_allowed
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.ids import LineId, ProductId
from core.kernel.money import UnitPrice
from core.pricing.flow import price_lines
from core.stock import repository as stock
from core.stock.engine import plan_reservation
from core.stock.types import Demand, LineAvailability


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
    allowed = await load_allowed(snap, dealer)
    wanted = [product for product in query.products if allowed is None or str(product) in allowed]
    products = await catalog.load_products(snap, wanted, snap.actor.language)
    lines = [(LineId(key), key, 1) for key in dict.fromkeys(wanted) if key in products]
    places = await dealers.list_ship_tos(snap, dealer.id)
    region = places[0].region if places else dealer.region
    priced = await price_lines(snap, dealer, lines, ship_to_region=region)
    plan = plan_reservation(
        [Demand(*line) for line in lines],
        await stock.load_stock(snap, wanted),
        await stock.list_warehouses(snap),
        region,
        snap.now,
    )
    prices = {line.product_id: line for line in priced.lines}
    available = {line.line_id: line for line in plan.lines}
    return tuple(
        ProductAnswer(
            product_id=key,
            sku=products[key].sku,
            name=products[key].name,
            unit=products[key].base_unit,
            unit_price=prices[key].unit_price if key in prices else None,
            list_price=prices[key].list_price if key in prices else None,
            availability=available[line_id],
        )
        for line_id, key, _ in lines
    )
