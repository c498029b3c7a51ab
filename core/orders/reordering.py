"""A past order beside today: what it would cost now, what can still be had, and what could stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.catalog import repository as catalog
from core.catalog.types import Product
from core.dealers.repository import load_dealer
from core.infra.transaction import Snapshot
from core.intake.flow import load_allowed
from core.kernel.errors import NotFound
from core.kernel.ids import LineId, OrderId, ProductId
from core.kernel.money import Money, UnitPrice, total
from core.orders.engine import known_line
from core.orders.engine.reordering import Refitted, refit
from core.orders.flow import products_by_id
from core.orders.repository import placed
from core.orders.types import DraftLine, Order, OrderLine, Swap
from core.pricing.flow import price_lines
from core.stock import repository as stock

MOST_SWAPS = 2
MOST_GONE = 6  # lines that substitutes are looked up for


@dataclass(frozen=True, slots=True)
class LineSince:
    """A line of a past order today. fitted None: it can no longer be ordered, and ``swaps`` could stand in.

    price_now None: it has no price any more. free: base units there now, None where that is enough. sent:
    what was sent instead then, where what was wanted is there again and is ordered now.
    """

    position: int
    name: str
    then: OrderLine
    fitted: Refitted | None
    price_now: UnitPrice | None
    free: int | None = None
    swaps: tuple[Swap, ...] = ()
    sent: str | None = None

    @property
    def is_as_then(self) -> bool:
        fitted = self.fitted
        return (
            fitted is not None
            and self.sent is None
            and fitted.pack_then is None
            and fitted.quantity == self.then.quantity
            and self.price_now == self.then.unit_price
            and self.free is None
        )


@dataclass(frozen=True, slots=True)
class OrderSince:
    """goods_then, goods_now: of the lines that can be ordered today, before discounts on the whole."""

    order_id: OrderId
    number: str
    placed_at: datetime
    lines: tuple[LineSince, ...]
    goods_then: Money
    goods_now: Money


async def load_own_order(snap: Snapshot, order_id: OrderId) -> Order:
    """An order of the actor's own dealer; NotFound for any other."""
    order = await placed.load_order(snap, order_id)
    if order.dealer_id != snap.dealer_id:
        raise NotFound(what="order")
    return order


async def orderable(snap: Snapshot, wanted: Iterable[ProductId]) -> Mapping[ProductId, Product]:
    """Those that the actor's dealer may order today."""
    allowed = await load_allowed(snap, await load_dealer(snap, snap.dealer_id))
    return {
        key: product
        for key, product in (await products_by_id(snap, set(wanted))).items()
        if product.active and (allowed is None or str(key) in allowed)
    }


def bought_lines(order: Order) -> list[OrderLine]:
    """The lines that were paid for: a gift is not ordered again."""
    return [line for line in order.lines if line.unit_price.micros]


def draft_line(line_id: LineId, line: OrderLine, product: Product) -> DraftLine:
    """The line as a line of a draft."""
    fitted = refit(line, product)
    fresh = known_line(line_id, line.product_id, fitted.quantity, fitted.unit, fitted.unit_quantity, "")
    return replace(fresh, instead_of=line.instead_of, wanted_id=line.wanted_id)


async def as_wanted(snap: Snapshot, lines: Sequence[OrderLine]) -> list[OrderLine]:
    """The lines with what was wanted at first in the place of what was sent, wherever there is enough of it
    again to be ordered; the price stays as it was paid."""
    wanted = {line.wanted_id for line in lines if line.wanted_id}
    products = await orderable(snap, wanted)
    free = await _free(snap, products)
    found = []
    for line in lines:
        product = products.get(line.wanted_id) if line.wanted_id else None
        if product is not None and free.get(product.id, 0) >= refit(line, product).quantity:
            line = replace(
                line,
                product_id=product.id,
                sku=product.sku,
                name=product.name,
                instead_of=None,
                wanted_id=None,
            )
        found.append(line)
    return found


async def compare(snap: Snapshot, order: Order) -> OrderSince:
    """What has changed since the order was placed."""
    before = bought_lines(order)
    lines = await as_wanted(snap, before)
    sent = {
        one.position: was.name
        for was, one in zip(before, lines, strict=True)
        if was.product_id != one.product_id
    }
    products = await orderable(snap, [line.product_id for line in lines])
    fitted = {
        one.position: refit(one, products[one.product_id]) for one in lines if one.product_id in products
    }
    prices = await _prices(
        snap, {one.product_id: fitted[one.position].quantity for one in lines if one.position in fitted}
    )
    free = await _free(snap, products)
    gone = [line.product_id for line in lines if line.position not in fitted][:MOST_GONE]
    swaps = await _swaps(snap, gone)
    since = []
    for line in lines:
        fit = fitted.get(line.position)
        left = free.get(line.product_id, 0)
        price = prices.get(line.product_id) if fit else None
        product = products.get(line.product_id)
        since.append(
            LineSince(
                line.position,
                product.name if product else line.name,
                line,
                fit,
                price,
                left if fit is not None and left < fit.quantity else None,
                swaps.get(line.product_id, ()),
                sent.get(line.position),
            )
        )
    currency = order.total.currency
    both = [one for one in since if one.fitted and one.price_now]
    return OrderSince(
        order.id,
        order.number,
        order.placed_at,
        tuple(since),
        total(
            [one.then.unit_price.for_quantity(one.fitted.quantity) for one in both if one.fitted], currency
        ),
        total(
            [one.price_now.for_quantity(one.fitted.quantity) for one in both if one.price_now and one.fitted],
            currency,
        ),
    )


async def _prices(snap: Snapshot, quantities: Mapping[ProductId, int]) -> dict[ProductId, UnitPrice]:
    dealer = await load_dealer(snap, snap.dealer_id)
    asked = [(LineId(product), product, quantity) for product, quantity in quantities.items()]
    priced = await price_lines(snap, dealer, asked, ship_to_region=dealer.region)
    return {line.product_id: line.unit_price for line in priced.lines}


async def _free(snap: Snapshot, wanted: Iterable[ProductId]) -> dict[ProductId, int]:
    levels = await stock.load_stock(snap, list(wanted))
    return {product: sum(max(at.available, 0) for at in places) for product, places in levels.items()}


async def _swaps(snap: Snapshot, gone: Iterable[ProductId]) -> dict[ProductId, tuple[Swap, ...]]:
    """For each product that is gone those that may stand in, at the own price of one piece."""
    ranked = {product: await catalog.list_substitutes(snap, product) for product in gone}
    products = await orderable(snap, {one for others in ranked.values() for one in others})
    prices = await _prices(snap, dict.fromkeys(products, 1))
    free = await _free(snap, products)
    return {
        product: tuple(
            Swap(one, products[one].name, prices[one]) for one in others if prices.get(one) and free.get(one)
        )[:MOST_SWAPS]
        for product, others in ranked.items()
    }
