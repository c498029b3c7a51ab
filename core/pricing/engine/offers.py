"""Which promotions are open to a cart, and what each would touch (D5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.kernel.money import UnitPrice
from core.kernel.reasons import Reason
from core.pricing.engine.regular_price import RegularPrice, Situation, regular_price
from core.pricing.errors import LeftoverUnknown
from core.pricing.types import (
    FULL_BP,
    Cart,
    CartLine,
    Coupon,
    CouponOutcome,
    CouponVerdict,
    FlashSale,
    Promotion,
    SpendAndSave,
    Why,
    coupon_key,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A priced line before promotions; ``amount`` in minor units."""

    line: CartLine
    regular: RegularPrice
    amount: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A promotion open to this cart. touches: positions of the lines it is about, in the order it takes them.

    flash_prices: per touched line, where lower than the regular price; left: base units left of a cap, None
    for no cap; gift_price: what one base unit of the gift would cost this dealer.
    """

    promotion: Promotion
    touches: tuple[int, ...]
    flash_prices: dict[int, UnitPrice]
    left: int | None = None
    gift_price: UnitPrice | None = None

    @property
    def rank(self) -> tuple[int, str]:
        """Order of application: higher priority first, then by id."""
        return -self.promotion.priority, self.promotion.promotion_id


def conflict(one: Offer, other: Offer) -> bool:
    """Whether the two may not stand together: same group, or one stands alone on a line both touch."""
    if one.promotion.group is not None and one.promotion.group == other.promotion.group:
        return True
    if one.promotion.stackable and other.promotion.stackable:
        return False
    return not set(one.touches).isdisjoint(other.touches)


def open_offers(
    entries: Sequence[Entry], cart: Cart, situation: Situation, unlocked: frozenset[str]
) -> tuple[list[Offer], list[tuple[Promotion, Reason]]]:
    """Promotions this dealer may have on these lines, and those that fail at once, with the reason."""
    touched: dict[str, list[int]] = {}
    for position, entry in enumerate(entries):
        for group in situation.book.promotions.narrowest_first(entry.line.product):
            for promotion in group:
                if not _is_for(promotion, situation, unlocked):
                    continue
                if entry.regular.is_negotiated and not promotion.includes_negotiated:
                    continue
                positions = touched.setdefault(promotion.promotion_id, [])
                if not positions or positions[-1] != position:
                    positions.append(position)
    offers: list[Offer] = []
    failed: list[tuple[Promotion, Reason]] = []
    for promotion_id in sorted(touched):
        promotion = situation.book.promotions_by_id[promotion_id]
        made = _offer(promotion, touched[promotion_id], entries, cart, situation)
        if isinstance(made, Offer):
            offers.append(made)
        else:
            failed.append((promotion, made))
    offers.sort(key=lambda offer: offer.rank)
    return offers, failed


def _is_for(promotion: Promotion, situation: Situation, unlocked: frozenset[str]) -> bool:
    """Whether the promotion holds now, here, for this dealer, with the coupons given."""
    if not promotion.period.holds(situation.at):
        return False
    if promotion.needs_coupon and promotion.promotion_id not in unlocked:
        return False
    return _is_meant(promotion, situation)


def _is_meant(promotion: Promotion, situation: Situation) -> bool:
    dealer = situation.dealer
    return (
        (promotion.tiers is None or dealer.tier in promotion.tiers)
        and (promotion.dealers is None or dealer.dealer_id in promotion.dealers)
        and promotion.region in situation.regions
    )


def _offer(
    promotion: Promotion, positions: list[int], entries: Sequence[Entry], cart: Cart, situation: Situation
) -> Offer | Reason:
    deal = promotion.deal
    if isinstance(deal, FlashSale):
        return _flash_offer(promotion, deal, positions, entries, cart, situation)
    if isinstance(deal, SpendAndSave):
        if deal.currency != situation.currency:
            params = {"currency": deal.currency, "wanted": situation.currency}
            return Reason(Why.OTHER_CURRENCY, params)
        return Offer(promotion, tuple(positions), {})
    gift_price = None
    if deal.gift is not None:
        priced = regular_price(deal.gift, 1, situation)
        gift_price = None if isinstance(priced, Reason) else priced.unit
    return Offer(promotion, tuple(positions), {}, gift_price=gift_price)


def _flash_offer(
    promotion: Promotion,
    deal: FlashSale,
    positions: list[int],
    entries: Sequence[Entry],
    cart: Cart,
    situation: Situation,
) -> Offer | Reason:
    left = None
    if deal.cap is not None:
        if promotion.promotion_id not in cart.promotion_left:
            raise LeftoverUnknown(promotion.promotion_id)
        left = min(cart.promotion_left[promotion.promotion_id], deal.cap)
        if left <= 0:
            return Reason(Why.SOLD_OUT)
    if deal.price is not None and deal.price.currency != situation.currency:
        params = {"currency": deal.price.currency, "wanted": situation.currency}
        return Reason(Why.OTHER_CURRENCY, params)
    prices: dict[int, UnitPrice] = {}
    for position in positions:
        regular = entries[position].regular.unit
        flash = deal.price or regular.times_ratio(FULL_BP - (deal.off_bp or 0), FULL_BP)
        if flash.micros < regular.micros:
            prices[position] = flash
    if not prices:
        return Reason(Why.NO_GAIN)
    gains = {i: entries[i].regular.unit.micros - price.micros for i, price in prices.items()}
    ordered = sorted(prices, key=lambda i: (-gains[i], i))
    return Offer(promotion, tuple(ordered), prices, left=left)


def judge_coupons(cart: Cart, situation: Situation) -> tuple[frozenset[str], list[CouponVerdict]]:
    """Promotions the coupons unlock, and a verdict for each code given (the same code twice counts once).

    A good code's verdict is NOT_NEEDED until the combination that uses it is chosen.
    """
    unlocked: set[str] = set()
    verdicts: dict[str, CouponVerdict] = {}
    for code in cart.coupons:
        key = coupon_key(code)
        if key in verdicts:
            continue
        coupon = situation.book.coupons.get(key)
        reason = _refusal(code, coupon, cart, situation)
        if coupon is None or reason is not None:
            why = reason or Reason(Why.COUPON_UNKNOWN, {"coupon": code})
            verdicts[key] = CouponVerdict(code, CouponOutcome.REFUSED, None, why)
            continue
        unlocked.add(coupon.promotion_id)
        why = Reason(Why.WORSE, {"coupon": code})
        verdicts[key] = CouponVerdict(code, CouponOutcome.NOT_NEEDED, coupon.promotion_id, why)
    return frozenset(unlocked), list(verdicts.values())


def _refusal(code: str, coupon: Coupon | None, cart: Cart, situation: Situation) -> Reason | None:
    if coupon is None:
        return Reason(Why.COUPON_UNKNOWN, {"coupon": code})
    promotion = situation.book.promotions_by_id[coupon.promotion_id]
    for period in (coupon.period, promotion.period):
        if period.has_ended(situation.at):
            return Reason(Why.COUPON_EXPIRED, {"coupon": code, "ended": period.ends})
        if not period.holds(situation.at):
            return Reason(Why.COUPON_NOT_STARTED, {"coupon": code, "starts": period.starts})
    if coupon.cap is not None:
        if coupon.key not in cart.coupon_left:
            raise LeftoverUnknown(coupon.key)
        if cart.coupon_left[coupon.key] <= 0:
            return Reason(Why.COUPON_USED_UP, {"coupon": code})
    if not _is_meant(promotion, situation):
        return Reason(Why.COUPON_NOT_FOR_YOU, {"coupon": code})
    return None
