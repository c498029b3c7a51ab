"""What a combination of promotions makes of the cart (D5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.kernel.ids import ProductId
from core.kernel.money import UnitPrice, divide_half_up, split_by_largest_remainder
from core.pricing.engine.offers import Entry, Offer
from core.pricing.types import FULL_BP, BuyAndGet, FlashSale, ProductFacts, SpendAndSave


@dataclass(frozen=True, slots=True)
class Taken:
    """Units of a line that a flash sale takes."""

    offer: Offer
    quantity: int
    unit_price: UnitPrice


@dataclass(frozen=True, slots=True)
class Cut:
    """An order discount in minor units and its shares by line position."""

    offer: Offer
    amount: int
    shares: dict[int, int]


@dataclass(frozen=True, slots=True)
class Gift:
    """Free goods; worth in minor units, None if the dealer has no price for them."""

    offer: Offer
    product: ProductFacts
    quantity: int
    worth: int | None


@dataclass(slots=True)
class Outcome:
    """A cart under one combination; amounts in minor units by line position.

    after_flash: line totals; remaining: what is left of them after order discounts; savings: by promotion id,
    free goods at their worth (at least 1).
    """

    after_flash: list[int]
    remaining: list[int]
    taken: dict[int, list[Taken]] = field(default_factory=dict)
    cuts: list[Cut] = field(default_factory=list)
    gifts: list[Gift] = field(default_factory=list)
    savings: dict[str, int] = field(default_factory=dict)

    @property
    def goods(self) -> int:
        return sum(self.remaining)

    @property
    def saved(self) -> int:
        """Gain of all applied promotions, free goods at their worth, shipping apart."""
        return sum(self.savings.values())


def apply(offers: Sequence[Offer], entries: Sequence[Entry]) -> Outcome:
    """The cart under ``offers`` (in rank order): flash prices first, then order discounts, then gifts."""
    amounts = [entry.amount for entry in entries]
    outcome = Outcome(amounts, amounts)
    for offer in offers:
        if isinstance(offer.promotion.deal, FlashSale):
            _take_flash(offer, entries, outcome)
    outcome.remaining = list(outcome.after_flash)
    for offer in offers:
        deal = offer.promotion.deal
        if isinstance(deal, SpendAndSave):
            _cut(offer, deal, outcome)
        elif isinstance(deal, BuyAndGet):
            _give(offer, deal, entries, outcome)
    return outcome


def _take_flash(offer: Offer, entries: Sequence[Entry], outcome: Outcome) -> None:
    left = offer.left
    saving = 0
    for position in offer.touches:
        entry = entries[position]
        taken = outcome.taken.get(position, [])
        free = entry.line.quantity - sum(part.quantity for part in taken)
        quantity = free if left is None else min(free, left)
        if quantity <= 0:
            continue
        if left is not None:
            left -= quantity
        taken = [*taken, Taken(offer, quantity, offer.flash_prices[position])]
        outcome.taken[position] = taken
        before = outcome.after_flash[position]
        after = line_amount(entry, taken)
        outcome.after_flash[position] = after
        saving += before - after
    outcome.savings[offer.promotion.promotion_id] = saving


def line_amount(entry: Entry, taken: Sequence[Taken]) -> int:
    """Each part rounded once, where its price meets its quantity; the line is their sum."""
    rest = entry.line.quantity - sum(part.quantity for part in taken)
    amount = sum(part.unit_price.for_quantity(part.quantity).minor for part in taken)
    return amount + (entry.regular.unit.for_quantity(rest).minor if rest else 0)


def spent_in_scope(offer: Offer, outcome: Outcome) -> int:
    """What a threshold is compared with: totals in scope after flash prices, before order discounts."""
    return sum(outcome.after_flash[position] for position in offer.touches)


def _cut(offer: Offer, deal: SpendAndSave, outcome: Outcome) -> None:
    saving = 0
    if spent_in_scope(offer, outcome) >= deal.threshold.minor:
        weights = [outcome.remaining[position] for position in offer.touches]
        base = sum(weights)
        if deal.off is not None:
            saving = min(deal.off.minor, base)
        else:
            saving = divide_half_up(base * (deal.off_bp or 0), FULL_BP)
    if saving > 0:
        parts = split_by_largest_remainder(saving, weights)
        shares = dict(zip(offer.touches, parts, strict=True))
        for position, part in shares.items():
            outcome.remaining[position] -= part
        outcome.cuts.append(Cut(offer, saving, shares))
    outcome.savings[offer.promotion.promotion_id] = saving


def _give(offer: Offer, deal: BuyAndGet, entries: Sequence[Entry], outcome: Outcome) -> None:
    bought: dict[ProductId, tuple[Entry, int]] = {}
    for position in offer.touches:
        entry = entries[position]
        key = entry.line.product.product_id
        bought[key] = (entry, bought.get(key, (entry, 0))[1] + entry.line.quantity)
    worth = 0
    for product, quantity, price in _free_goods(offer, deal, list(bought.values())):
        value = None if price is None else price.for_quantity(quantity).minor
        outcome.gifts.append(Gift(offer, product, quantity, value))
        worth += value or 1  # goods of unknown worth still beat no goods
    outcome.savings[offer.promotion.promotion_id] = worth


def _free_goods(
    offer: Offer, deal: BuyAndGet, bought: list[tuple[Entry, int]]
) -> list[tuple[ProductFacts, int, UnitPrice | None]]:
    if deal.gift is not None:
        times = sum(quantity for _, quantity in bought) // deal.buy
        times = times if deal.most_times is None else min(times, deal.most_times)
        return [(deal.gift, times * deal.free, offer.gift_price)] if times else []
    goods: list[tuple[ProductFacts, int, UnitPrice | None]] = []
    left = deal.most_times
    dearest_first = sorted(bought, key=lambda pair: -pair[0].regular.unit.micros)
    for entry, quantity in dearest_first:
        times = quantity // deal.buy
        if left is not None:
            times = min(times, left)
            left -= times
        if times:
            goods.append((entry.line.product, times * deal.free, entry.regular.unit))
    return goods
