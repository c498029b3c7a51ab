"""The next steps within a dealer's reach: what a little more would bring (A3, D5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.kernel.ids import ProductId
from core.kernel.money import Money, divide_half_up
from core.pricing.engine.combination import spent_in_scope
from core.pricing.engine.offers import Entry, Offer, conflict
from core.pricing.engine.regular_price import RegularPrice, Situation
from core.pricing.engine.search import Choice
from core.pricing.engine.shipping import free_above
from core.pricing.types import (
    EVERYTHING,
    FULL_BP,
    BuyAndGet,
    Hint,
    HintKind,
    ProductFacts,
    ShippingCharge,
    SpendAndSave,
)


def hints(
    entries: Sequence[Entry],
    offers: Sequence[Offer],
    choice: Choice,
    shipping: ShippingCharge,
    situation: Situation,
) -> tuple[Hint, ...]:
    """Steps not yet reached that would really save something, the nearest first."""
    found = [
        *_spend_hints(offers, choice, situation.currency),
        *_gift_hints(entries, offers, choice),
        *_break_hints(entries, choice),
        *_shipping_hints(choice, shipping, situation),
    ]
    found.sort(key=lambda hint: (-hint.nearness_bp, hint.kind, hint.rule_id, str(hint.product_id)))
    return tuple(found)


def _nearness(done: int, whole: int) -> int:
    return min(done * FULL_BP // whole, FULL_BP - 1)


def _displaced(offer: Offer, choice: Choice) -> int:
    """Savings that would have to go to make room for ``offer``."""
    return sum(
        choice.outcome.savings[other.promotion.promotion_id]
        for other in choice.offers
        if other is not offer and conflict(offer, other)
    )


def _spend_hints(offers: Sequence[Offer], choice: Choice, currency: str) -> Iterator[Hint]:
    for offer in offers:
        deal = offer.promotion.deal
        if not isinstance(deal, SpendAndSave):
            continue
        spent = spent_in_scope(offer, choice.outcome)
        threshold = deal.threshold.minor
        if spent >= threshold:
            continue
        off = (
            deal.off.minor
            if deal.off is not None
            else divide_half_up(threshold * (deal.off_bp or 0), FULL_BP)
        )
        if off > _displaced(offer, choice):
            yield Hint(
                HintKind.SPEND_AND_SAVE,
                offer.promotion.promotion_id,
                offer.promotion.name,
                _nearness(spent, threshold),
                missing=Money(threshold - spent, currency),
                off=Money(off, currency),
            )


def _gift_hints(entries: Sequence[Entry], offers: Sequence[Offer], choice: Choice) -> Iterator[Hint]:
    for offer in offers:
        deal = offer.promotion.deal
        if not isinstance(deal, BuyAndGet) or _displaced(offer, choice):
            continue
        counted: dict[ProductId, tuple[ProductFacts, int]] = {}
        for position in offer.touches:
            product = entries[position].line.product
            before = counted.get(product.product_id, (product, 0))[1]
            counted[product.product_id] = product, before + entries[position].line.quantity
        groups: list[tuple[ProductFacts | None, int]] = list(counted.values())
        if deal.gift is not None:
            groups = [(None, sum(quantity for _, quantity in counted.values()))]
        times = sum(quantity // deal.buy for _, quantity in groups)
        if deal.most_times is not None and times >= deal.most_times:
            continue
        for bought, quantity in groups:
            if started := quantity % deal.buy:
                yield Hint(
                    HintKind.BUY_AND_GET,
                    offer.promotion.promotion_id,
                    offer.promotion.name,
                    _nearness(started, deal.buy),
                    product_id=None if bought is None else bought.product_id,
                    pieces=deal.buy - started,
                    free_pieces=deal.free,
                )


def _break_hints(entries: Sequence[Entry], choice: Choice) -> Iterator[Hint]:
    seen: set[ProductId] = set()
    for position, entry in enumerate(entries):
        product_id = entry.line.product.product_id
        taken = sum(part.quantity for part in choice.outcome.taken.get(position, ()))
        if product_id in seen or taken == entry.line.quantity:
            continue
        seen.add(product_id)
        hint = _break_hint(entry.regular, product_id)
        if hint is not None:
            yield hint


def _break_hint(regular: RegularPrice, product_id: ProductId) -> Hint | None:
    """The first later step that beats the present price (a small break may lie above the tier price)."""
    if regular.room is None:
        return None
    schedule, base = regular.room.schedule, regular.room.base
    for step in schedule.steps_beyond(regular.counted):
        price = base.times_ratio(FULL_BP - step.off_bp, FULL_BP)
        if price.micros >= regular.unit.micros:
            continue
        fall = regular.unit.micros - price.micros
        return Hint(
            HintKind.QUANTITY_BREAK,
            schedule.schedule_id,
            schedule.name,
            _nearness(regular.counted, step.from_quantity),
            product_id=product_id,
            pieces=step.from_quantity - regular.counted,
            off_bp=divide_half_up(fall * FULL_BP, regular.unit.micros),
            unit_price=price,
            amount_then=price.for_quantity(step.from_quantity),
        )
    return None


def _shipping_hints(choice: Choice, shipping: ShippingCharge, situation: Situation) -> Iterator[Hint]:
    above = free_above(situation.tier, situation.currency)
    if above is None or shipping.rule_id is None or not shipping.fee:
        return
    goods = choice.outcome.goods
    missing = above - goods + 1  # the threshold has to be exceeded
    for offer in choice.offers:
        deal = offer.promotion.deal
        if isinstance(deal, SpendAndSave) and deal.off_bp and EVERYTHING in offer.promotion.scope:
            # Of what is added, the percentage off goes again: ask for so much more.
            missing = -(-missing * FULL_BP // (FULL_BP - deal.off_bp)) if deal.off_bp < FULL_BP else missing
    yield Hint(
        HintKind.FREE_SHIPPING,
        shipping.rule_id,
        "",
        _nearness(goods, above + 1),
        missing=Money(missing, situation.currency),
        off=shipping.fee,
    )
