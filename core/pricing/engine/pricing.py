"""From a cart to a priced cart: the one function of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from core.kernel.ids import ProductId
from core.kernel.money import Money
from core.kernel.reasons import Reason
from core.pricing.engine.book import PriceBook
from core.pricing.engine.combination import apply, spent_in_scope
from core.pricing.engine.hints import hints
from core.pricing.engine.offers import Entry, Offer, conflict, judge_coupons, open_offers
from core.pricing.engine.quotations import with_quotation
from core.pricing.engine.receipts import priced_lines
from core.pricing.engine.regular_price import RegularPrice, Situation, regular_price
from core.pricing.engine.search import Choice, choose
from core.pricing.engine.shipping import fee_on, free_above, shipping_charge, shipping_rule, terms
from core.pricing.engine.taxing import tax_cart
from core.pricing.errors import UnknownTier
from core.pricing.types import (
    BuyAndGet,
    Cart,
    CouponOutcome,
    CouponVerdict,
    FreeItem,
    OrderDiscount,
    PricedCart,
    Promotion,
    PromotionOutcome,
    PromotionProof,
    PromotionVerdict,
    SpendAndSave,
    UnpricedLine,
    Why,
    prefixes,
)


def price_cart(cart: Cart, book: PriceBook, *, at: datetime) -> PricedCart:
    """Price every line of the cart for its dealer at that moment, with promotions, shipping, hints and terms.

    Lines without a price come back in ``unpriced`` and count in nothing. Raises ValueError for a naive time,
    UnknownTier for a tier that is not in the book, LeftoverUnknown when the cart does not say what is left of
    a capped promotion or limited coupon that it meets.
    """
    situation = _situation(cart, book, at)
    entries, unpriced = _price_lines(cart, situation)
    unlocked, coupons = judge_coupons(cart, situation)
    offers, failed = open_offers(entries, cart, situation, unlocked)
    rule = shipping_rule(cart, situation)
    above = free_above(situation.tier, situation.currency)
    fee = partial(fee_on, rule=rule, above=above, has_goods=bool(entries))
    choice = choose(offers, entries, fee, book.policy.search_limit)
    verdicts = _verdicts(offers, failed, choice, entries, situation.currency)
    reasons = {verdict.promotion_id: verdict.why for verdict in verdicts}
    applied = {offer.promotion.promotion_id for offer in choice.offers}
    lost = {
        offer.promotion.promotion_id: (offer, reasons[offer.promotion.promotion_id])
        for offer in offers
        if offer.flash_prices and offer.promotion.promotion_id not in applied
    }
    lines = priced_lines(entries, choice.outcome, lost, situation)
    goods = choice.outcome.goods
    shipping = shipping_charge(goods, rule, situation, has_goods=bool(entries))
    if cart.surcharge is not None and entries:
        shipping = replace(shipping, fee=shipping.fee + cart.surcharge)
    goods_of = {entry.line.line_id: entry.line.product.category for entry in entries}
    taxes = tax_cart(lines, goods_of, shipping.fee, book.taxes, cart.ship_to or cart.dealer.region, at)
    currency = situation.currency
    subtotal = sum(choice.outcome.after_flash)
    below_list = sum(line.saving.minor for line in lines if line.saving is not None)
    return PricedCart(
        currency=currency,
        lines=lines,
        unpriced=unpriced,
        free_items=_free_items(choice, currency),
        discounts=tuple(
            OrderDiscount(
                cut.offer.promotion.promotion_id, cut.offer.promotion.name, Money(cut.amount, currency)
            )
            for cut in choice.outcome.cuts
        ),
        promotions=verdicts,
        coupons=_final_coupons(coupons, applied, reasons),
        proof=PromotionProof(choice.candidates, choice.evaluated, choice.is_proven),
        subtotal=Money(subtotal, currency),
        discount_total=Money(subtotal - goods, currency),
        goods=Money(goods, currency),
        shipping=shipping,
        taxes=taxes,
        total=Money(goods, currency) + shipping.fee + taxes.on_top,
        saving=Money(below_list + subtotal - goods, currency),
        hints=hints(entries, offers, choice, shipping, situation),
        terms=terms(Money(goods, currency) + taxes.goods_on_top, situation.tier),
    )


def freight_of(cart: Cart, goods: Money, book: PriceBook, *, at: datetime) -> Money:
    """Shipping for goods of that value to the cart's place, whatever its lines."""
    situation = _situation(cart, book, at)
    return shipping_charge(goods.minor, shipping_rule(cart, situation), situation, has_goods=True).fee


def _situation(cart: Cart, book: PriceBook, at: datetime) -> Situation:
    if at.tzinfo is None:
        raise ValueError("Expected an aware moment to price at.")
    dealer = cart.dealer
    tier = None
    if dealer.tier is not None:
        if dealer.tier not in book.tiers:
            raise UnknownTier(dealer.tier)
        tier = book.tiers[dealer.tier]
    return Situation(book, dealer, tier, book.rates.get(dealer.dealer_id), prefixes(dealer.region), at)


def _price_lines(cart: Cart, situation: Situation) -> tuple[list[Entry], tuple[UnpricedLine, ...]]:
    """Regular prices; lines on the same product count together for its quantity break (D3)."""
    counted: dict[ProductId, int] = {}
    for line in cart.lines:
        product_id = line.product.product_id
        counted[product_id] = counted.get(product_id, 0) + line.quantity
    known: dict[ProductId, RegularPrice | Reason] = {}
    entries: list[Entry] = []
    unpriced: list[UnpricedLine] = []
    for line in cart.lines:
        product = line.product
        regular = known.get(product.product_id)
        if regular is None:
            count = counted[product.product_id]
            regular = with_quotation(
                product,
                count,
                regular_price(product, count, situation),
                cart.quoted.get(product.product_id, ()),
            )
            known[product.product_id] = regular
        if isinstance(regular, Reason):
            unpriced.append(UnpricedLine(line.line_id, product.product_id, product.sku, regular))
        else:
            entries.append(Entry(line, regular, regular.unit.for_quantity(line.quantity).minor))
    return entries, tuple(unpriced)


def _verdicts(
    offers: Sequence[Offer],
    failed: Sequence[tuple[Promotion, Reason]],
    choice: Choice,
    entries: Sequence[Entry],
    currency: str,
) -> tuple[PromotionVerdict, ...]:
    """What became of each open promotion, the applied ones first."""
    none = Money.zero(currency)
    applied: list[PromotionVerdict] = []
    others = [
        PromotionVerdict(promotion.promotion_id, promotion.name, PromotionOutcome.NOT_APPLIED, none, why)
        for promotion, why in failed
    ]
    for offer in offers:
        promotion = offer.promotion
        if offer in choice.offers:
            saving = Money(choice.outcome.savings[promotion.promotion_id], currency)
            if any(gift.offer is offer and gift.worth is None for gift in choice.outcome.gifts):
                saving = none  # goods of unknown worth
            why = Reason(Why.APPLIED, {"saving": saving})
            applied.append(
                PromotionVerdict(
                    promotion.promotion_id, promotion.name, PromotionOutcome.APPLIED, saving, why
                )
            )
        else:
            why = _why_not(offer, choice, entries, currency)
            others.append(
                PromotionVerdict(
                    promotion.promotion_id, promotion.name, PromotionOutcome.NOT_APPLIED, none, why
                )
            )
    return tuple(applied + others)


def _why_not(offer: Offer, choice: Choice, entries: Sequence[Entry], currency: str) -> Reason:
    alone = apply([offer], entries)
    gain = alone.savings[offer.promotion.promotion_id]
    deal = offer.promotion.deal
    if isinstance(deal, SpendAndSave):
        missing = deal.threshold.minor - spent_in_scope(offer, alone)
        if missing > 0:
            return Reason(Why.NOT_REACHED, {"missing": Money(missing, currency)})
    elif isinstance(deal, BuyAndGet) and not alone.gifts:
        return Reason(Why.NOT_REACHED, {"missing": _pieces_missing(offer, deal, entries)})
    if gain <= 0 and not alone.gifts:
        return Reason(Why.NO_GAIN)
    for other in choice.offers:
        if conflict(offer, other):
            return Reason(Why.EXCLUDED, {"by": other.promotion.name})
    return Reason(Why.WORSE, {"gain": Money(gain, currency)})


def _pieces_missing(offer: Offer, deal: BuyAndGet, entries: Sequence[Entry]) -> int:
    """Base units to the first free ones: of all in scope for a gift, else of the product nearest to it."""
    counted: dict[ProductId, int] = {}
    for position in offer.touches:
        line = entries[position].line
        counted[line.product.product_id] = counted.get(line.product.product_id, 0) + line.quantity
    most = sum(counted.values()) if deal.gift is not None else max(counted.values())
    return deal.buy - most


def _final_coupons(
    coupons: Sequence[CouponVerdict], applied: set[str], reasons: dict[str, Reason]
) -> tuple[CouponVerdict, ...]:
    """Coupons after the choice: applied only where their promotion is, one coupon for one promotion."""
    final: list[CouponVerdict] = []
    used: dict[str, str] = {}
    for verdict in coupons:
        promotion_id = verdict.promotion_id
        if promotion_id is None:
            final.append(verdict)
        elif promotion_id in used:
            why = Reason(Why.COUPON_TWICE, {"coupon": verdict.code, "by": used[promotion_id]})
            final.append(replace(verdict, why=why))
        elif promotion_id in applied:
            used[promotion_id] = verdict.code
            final.append(replace(verdict, outcome=CouponOutcome.APPLIED, why=reasons[promotion_id]))
        else:
            no_goods = Reason(Why.COUPON_NO_GOODS, {"coupon": verdict.code})
            final.append(replace(verdict, why=reasons.get(promotion_id, no_goods)))
    return tuple(final)


def _free_items(choice: Choice, currency: str) -> tuple[FreeItem, ...]:
    return tuple(
        FreeItem(
            gift.product.product_id,
            gift.product.sku,
            gift.quantity,
            gift.offer.promotion.promotion_id,
            gift.offer.promotion.name,
            None if gift.worth is None else Money(gift.worth, currency),
        )
        for gift in choice.outcome.gifts
    )
