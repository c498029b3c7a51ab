"""What a quote says besides its lines: what could stand in for goods that are short, what would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from core.catalog import repository as catalog
from core.infra.transaction import Snapshot
from core.intake.flow import load_allowed
from core.kernel.ids import LineId, ProductId
from core.orders.flow import Assessment, products_by_id, ready_lines
from core.orders.merged import freight_amended
from core.orders.types import Amendment, Draft, LineChange, Quote, Swap
from core.pricing.flow import price_lines
from core.stock import repository as stock

MOST_SWAPPED = 3  # lines of a quote that substitutes are offered for
MOST_SWAPS = 2  # substitutes a line


async def with_swaps(snap: Snapshot, quote: Quote, found: Assessment) -> Quote:
    """The quote with substitutes on its short lines: such as the dealer may have, and enough is there."""
    wanted: dict[ProductId, int] = {}
    for line in quote.lines:
        if line.missing is not None and line.product_id is not None and len(wanted) < MOST_SWAPPED:
            wanted.setdefault(line.product_id, line.quantity or 0)
    ranked = {product: await catalog.list_substitutes(snap, product) for product in wanted}
    others = {other for found_ in ranked.values() for other in found_}
    if not others:
        return quote
    swaps = await _swaps(snap, found, others)
    free = await stock.load_stock(snap, others)
    there = {product: sum(max(at.available, 0) for at in places) for product, places in free.items()}
    chosen = {
        product: tuple(
            swaps[other]
            for other in ranked[product]
            if other in swaps and there.get(other, 0) >= wanted[product]
        )[:MOST_SWAPS]
        for product in wanted
    }
    return replace(
        quote,
        lines=tuple(
            replace(line, swaps=chosen.get(line.product_id, ()))
            if line.missing is not None and line.product_id is not None
            else line
            for line in quote.lines
        ),
    )


async def _swaps(snap: Snapshot, found: Assessment, others: set[ProductId]) -> Mapping[ProductId, Swap]:
    """Those of the products that the dealer may order, each at the own price for one piece."""
    allowed = await load_allowed(snap, found.dealer, found.house.catalogue)
    products = {
        key: product
        for key, product in (await products_by_id(snap, others)).items()
        if product.active and (allowed is None or str(key) in allowed)
    }
    priced = await price_lines(
        snap,
        found.dealer,
        [(LineId(key), key, 1) for key in products],
        ship_to_region=found.ship_to.region if found.ship_to else found.dealer.region,
    )
    return {
        line.product_id: Swap(line.product_id, products[line.product_id].name, line.unit_price)
        for line in priced.lines
    }


def amendment_of(draft: Draft, found: Assessment) -> Amendment | None:
    """What of the placed order would change, product by product; None for a draft that amends none."""
    if found.claims is None:
        return None
    order = found.claims.order
    before: defaultdict[ProductId, int] = defaultdict(int)
    names: dict[ProductId, str] = {}
    for line in order.lines:
        if line.unit_price.micros:
            before[line.product_id] += line.quantity
            names[line.product_id] = line.name
    after: defaultdict[ProductId, int] = defaultdict(int)
    for _, product, quantity in ready_lines(draft):
        after[product] += quantity
        names[product] = found.products[product].name if product in found.products else names[product]
    changed = [product for product in names if before[product] != after[product]]
    return Amendment(
        order.id,
        order.number,
        order.total,
        order.promised_on,
        tuple(LineChange(names[one], before[one], after[one]) for one in changed),
        found.priced.total,
    )


async def with_freight(snap: Snapshot, quote: Quote, draft: Draft, found: Assessment) -> Quote:
    """The quote of an amendment with what it does to the freight of the order and of its companions."""
    if quote.amendment is None:
        return quote
    total, freight = await freight_amended(snap, draft, found)
    return replace(quote, amendment=replace(quote.amendment, after=total, freight=freight))
