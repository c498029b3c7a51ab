"""Load -> price: the steps that quoting and ordering share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from core.dealers.types import Dealer
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import LineId, ProductId
from core.kernel.money import Money
from core.pricing import repository
from core.pricing.engine.book import PriceBook
from core.pricing.engine.pricing import freight_of, price_cart
from core.pricing.types import (
    Cart,
    CartLine,
    CouponOutcome,
    DealerFacts,
    FlashSale,
    PricedCart,
    ProductFacts,
    QuotedPrice,
)


async def load_book(snap: Snapshot, version: int | None = None) -> PriceBook:
    """The price book as of this snapshot, whose ``version`` a caller may know; compiled once a version."""
    if version is None:
        version = await repository.last_change(snap)
    return await snap.cache.get("price_book", version, lambda: repository.load_book(snap))


def dealer_facts(dealer: Dealer, book: PriceBook) -> DealerFacts:
    """What pricing needs of a dealer; a tier that has no prices is as good as none."""
    return DealerFacts(
        dealer.id,
        dealer.currency,
        dealer.tier if dealer.tier in book.tiers else None,
        (dealer.region,) if dealer.region else (),
        dealer.parent_id,
    )


async def price_lines(
    snap: Snapshot,
    dealer: Dealer,
    lines: Sequence[tuple[LineId, ProductId, int]],
    *,
    coupons: tuple[str, ...] = (),
    ship_to_region: str = "",
    facts: Mapping[ProductId, ProductFacts] | None = None,
    version: int | None = None,
    lock: bool = False,
    quoted: Mapping[ProductId, tuple[QuotedPrice, ...]] | None = None,
    given_back: Mapping[str, int] | None = None,
    surcharge: Money | None = None,
) -> PricedCart:
    """Price lines (id, product, base units) for a dealer now.

    ``facts`` of their products and the ``version`` of the price book need not be read again where at hand.
    ``quoted``: what the dealer's open quotations keep; ``given_back``: uses of capped promotions (by code)
    that the order which these lines replace gives back; ``surcharge``: on top of shipping.
    With ``lock`` what is left of capped promotions is held until the transaction ends.
    """
    book = await load_book(snap, version)
    if facts is None:
        facts = await repository.load_product_facts(
            snap, [product for _, product, _ in lines], dealer.currency
        )
    promotion_left, coupon_left = await repository.load_left(
        snap,
        book.capped_promotions([facts[product] for _, product, _ in lines], snap.now),
        book.limited_coupons(coupons),
        lock=lock,
    )
    for code, count in (given_back or {}).items():
        if code in promotion_left:
            promotion_left[code] += count
    cart = Cart(
        dealer=dealer_facts(dealer, book),
        lines=tuple(CartLine(line_id, facts[product], quantity) for line_id, product, quantity in lines),
        coupons=coupons,
        ship_to=(ship_to_region,) if ship_to_region else (),
        promotion_left=promotion_left,
        coupon_left=coupon_left,
        quoted=quoted or {},
        surcharge=surcharge,
    )
    return price_cart(cart, book, at=snap.now)


async def price_freight(snap: Snapshot, dealer: Dealer, goods: Money, ship_to_region: str) -> Money:
    """Shipping of one order of that value (after discounts) to that region, by the rules of now."""
    book = await load_book(snap)
    place = (ship_to_region,) if ship_to_region else ()
    return freight_of(
        Cart(dealer=dealer_facts(dealer, book), lines=(), ship_to=place), goods, book, at=snap.now
    )


async def count_uses(tx: Transaction, priced: PricedCart) -> dict[str, int]:
    """Count what an order takes of capped promotions; they must be locked by this transaction.

    What was counted, by promotion, is returned, so that a declined order can give it back.
    """
    if not _may_use_capped(priced):
        return {}
    book = await load_book(tx)
    uses: dict[str, int] = defaultdict(int)
    for line in priced.lines:
        for part in line.parts:
            promotion = book.promotions_by_id.get(part.promotion_id) if part.promotion_id else None
            if promotion is not None and isinstance(promotion.deal, FlashSale) and promotion.cap is not None:
                uses[promotion.promotion_id] += part.quantity
    for verdict in priced.coupons:
        if verdict.outcome is CouponOutcome.APPLIED and verdict.promotion_id is not None:
            coupon = next(one for one in book.coupons.values() if one.promotion_id == verdict.promotion_id)
            if coupon.cap is not None:
                uses[verdict.promotion_id] += 1
    await repository.add_uses(tx, uses)
    return dict(uses)


def _may_use_capped(priced: PricedCart) -> bool:
    """Most orders hold neither a flash price nor a coupon: the book need not be asked about them."""
    return any(part.promotion_id for line in priced.lines for part in line.parts) or any(
        verdict.outcome is CouponOutcome.APPLIED for verdict in priced.coupons
    )


async def give_back_uses(tx: Transaction, uses: Mapping[str, int]) -> None:
    """Undo what ``count_uses`` has counted for an order that is not to be."""
    await repository.add_uses(tx, {code: -count for code, count in uses.items()})
