"""A dealer sets the own prices for the dealers below it, within the band around the guide price (D6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.dealers import repository as dealers
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import ProductId
from core.kernel.money import UnitPrice
from core.pricing import resale
from core.pricing.engine.bands import allowed_range, band_of
from core.pricing.engine.regular_price import guide_price
from core.pricing.flow import dealer_facts, load_book
from core.pricing.repository import load_product_facts
from core.pricing.resale_errors import OutsideBand, ResaleUnfit
from core.pricing.resale_events import ResalePriceSet
from core.pricing.resale_types import OwnPrice
from core.pricing.use_cases.set_price import check_price


@dataclass(frozen=True, slots=True)
class ShowOwnPrice(Query[OwnPrice]):
    """What may be asked for a product, and what is asked now."""

    permission = Permission.RESALE_EDIT
    sku: str


async def show_own_price(snap: Snapshot, query: ShowOwnPrice) -> OwnPrice:
    product = await resale.find_by_sku(snap, query.sku)
    if product is None:
        raise NotFound(what="sku")
    (own,) = await _own_prices(snap, [product])
    return own


@dataclass(frozen=True, slots=True)
class ListOwnPrices(Query[tuple[OwnPrice, ...]]):
    """Every own price of the dealer, by SKU."""

    permission = Permission.RESALE_EDIT


async def list_own_prices(snap: Snapshot, _query: ListOwnPrices) -> tuple[OwnPrice, ...]:
    dealer = await dealers.load_dealer(snap, snap.dealer_id)
    rows = await resale.list_own_prices(snap, dealer.id, dealer.currency)
    return tuple(await _own_prices(snap, [row[:3] for row in rows]))


@dataclass(frozen=True, slots=True)
class SetResalePrice(Command[OwnPrice]):
    """From now on all dealers below pay this for one base unit; None: the house's prices again."""

    permission = Permission.RESALE_EDIT
    sku: str
    price: UnitPrice | None


async def set_resale_price(tx: Transaction, command: SetResalePrice) -> OwnPrice:
    before = await show_own_price(tx, ShowOwnPrice(command.sku))
    if command.price is None:
        if await resale.remove_own_price(tx, tx.dealer_id, before.product_id):
            _record(tx, before, None)
        return replace(before, price=None)
    check_price(command.price)
    if not await resale.count_children(tx, tx.dealer_id):
        raise ResaleUnfit(why="nobody_below")
    if before.guide is None or before.guide.currency != command.price.currency:
        raise ResaleUnfit(why="no_guide")
    if replace(before, price=command.price).counts != command.price:
        raise OutsideBand(low=before.low, high=before.high, guide=before.guide)
    await resale.set_own_price(tx, tx.dealer_id, before.product_id, command.price)
    _record(tx, before, command.price)
    return replace(before, price=command.price)


def _record(tx: Transaction, before: OwnPrice, after: UnitPrice | None) -> None:
    price = after or before.price
    tx.record(
        ResalePriceSet(
            dealer_id=tx.dealer_id,
            product_id=before.product_id,
            sku=before.sku,
            currency=price.currency if price else "",
            before=before.price.micros if before.price else None,
            after=after.micros if after else None,
        )
    )


async def _own_prices(snap: Snapshot, products: Iterable[tuple[ProductId, str, str]]) -> list[OwnPrice]:
    """Own price, guide price and range of products (id, sku, name), as the dealer's own region has them."""
    dealer = await dealers.load_dealer(snap, snap.dealer_id)
    wanted = list(products)
    book = await load_book(snap)
    facts = await load_product_facts(snap, [one[0] for one in wanted], dealer.currency)
    rows = await resale.list_own_prices(snap, dealer.id, dealer.currency)
    prices = {row[0]: row[3] for row in rows}
    found = []
    for product_id, sku, name in wanted:
        product = facts[product_id]
        guide = guide_price(product, dealer_facts(dealer, book), book, snap.now)
        band = band_of(book.bands, product)
        allowed = None if guide is None or band is None else allowed_range(guide, band)
        found.append(
            OwnPrice(
                product_id,
                sku,
                name,
                prices.get(product_id),
                guide,
                None if allowed is None else allowed.low,
                None if allowed is None else allowed.high,
            )
        )
    return found
