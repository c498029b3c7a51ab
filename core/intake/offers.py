"""What products cost a dealer and whether they are there: for questions, lists and cards."""

from __future__ import annotations

from collections.abc import Sequence

from core.catalog.types import Product
from core.dealers import repository as dealers
from core.dealers.types import Dealer
from core.infra.transaction import Snapshot
from core.intake.catalogue_types import Offer
from core.intake.flow import load_allowed
from core.kernel.ids import LineId, ProductId
from core.kernel.money import UnitPrice
from core.pricing import repository as pricing
from core.pricing.flow import price_lines
from core.pricing.types import HintKind
from core.stock import repository as stock
from core.stock.engine import plan_reservation
from core.stock.types import Demand

_MOST_BREAKS = 5


async def load_offers(snap: Snapshot, dealer: Dealer, products: Sequence[ProductId]) -> tuple[Offer, ...]:
    """The products that the dealer may buy, in the order given, each once."""
    allowed = await load_allowed(snap, dealer)
    wanted = [one for one in dict.fromkeys(products) if allowed is None or str(one) in allowed]
    if not wanted:
        return ()
    found, facts = await pricing.load_offers(snap, wanted, dealer.currency, snap.actor.language)
    lines = [(LineId(key), key, 1) for key in wanted if key in found and found[key].active]
    region = await region_of(snap, dealer)
    priced = await price_lines(snap, dealer, lines, ship_to_region=region, facts=facts)
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
        Offer(
            found[key],
            prices[key].unit_price if key in prices else None,
            prices[key].list_price if key in prices else None,
            available[line_id],
            *one_tap(found[key]),
        )
        for line_id, key, _ in lines
    )


async def region_of(snap: Snapshot, dealer: Dealer) -> str:
    """Where the dealer's goods usually go."""
    places = await dealers.list_ship_tos(snap, dealer.id)
    return places[0].region if places else dealer.region


def one_tap(product: Product) -> tuple[int, str]:
    """How much one tap orders: (quantity, unit). One sales unit where it is a whole multiple, else as many
    base units as the product is ordered in."""
    if product.packs.get(product.sales_unit, 1) % product.order_multiple == 0:
        return 1, product.sales_unit
    return product.order_multiple, product.base_unit


async def load_breaks(
    snap: Snapshot, dealer: Dealer, product_id: ProductId
) -> tuple[tuple[int, UnitPrice], ...]:
    """From how many base units on one base unit costs the dealer less: (pieces, price), rising."""
    facts = await pricing.load_product_facts(snap, [product_id], dealer.currency)
    region = await region_of(snap, dealer)
    found: list[tuple[int, UnitPrice]] = []
    pieces, before = 1, None
    for _ in range(_MOST_BREAKS + 1):
        line = [(LineId(product_id), product_id, pieces)]
        priced = await price_lines(snap, dealer, line, ship_to_region=region, facts=facts)
        price = priced.lines[0].unit_price if priced.lines else None
        if price is None or price == before:
            break
        if before is not None:
            found.append((pieces, price))
        more = [one.pieces for one in priced.hints if one.kind is HintKind.QUANTITY_BREAK and one.pieces]
        if not more:
            break
        pieces, before = pieces + more[0], price
    return tuple(found)
