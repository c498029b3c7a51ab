"""What a combination of promotions makes of the cart, and which lawful combination is best (D5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from core.kernel.ids import ProductId
from core.kernel.money import UnitPrice, divide_half_up, split_by_largest_remainder
from core.pricing.engine.offers import Entry, Offer, conflict
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

    after_flash: line totals; remaining: what is left of them after order discounts.
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
    def gift_worth(self) -> int:
        return sum(gift.worth or 0 for gift in self.gifts)

    @property
    def gift_pieces(self) -> int:
        return sum(gift.quantity for gift in self.gifts)


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
        worth += value or 0
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


@dataclass(frozen=True, slots=True)
class Choice:
    """The best combination found and how sure that is."""

    offers: tuple[Offer, ...]
    outcome: Outcome
    candidates: int
    evaluated: int
    is_proven: bool


Preference = tuple[int, int, int, tuple[tuple[int, str], ...]]


def preference(offers: Sequence[Offer], outcome: Outcome, fee_on: Callable[[int], int]) -> Preference:
    """Smaller is better: what the dealer pays with shipping less the worth of free goods, then more free
    pieces, then fewer promotions, then higher priority and smaller ids."""
    goods = outcome.goods
    return (
        goods + fee_on(goods) - outcome.gift_worth,
        -outcome.gift_pieces,
        len(offers),
        tuple(offer.rank for offer in offers),
    )


def choose(
    offers: Sequence[Offer], entries: Sequence[Entry], fee_on: Callable[[int], int], limit: int
) -> Choice:
    """The lawful combination that is best for the dealer.

    Branch and bound over all subsets without a conflict. The bound holds because one promotion never makes
    another one's saving larger: what they leave of the lines only shrinks. ``limit``: combinations worked out
    at most; past it the best so far is returned as not proven. fee_on: shipping for a goods value.
    """
    search = _Search(entries, fee_on, limit)
    useful: list[tuple[int, Offer]] = []
    for offer in offers:
        alone = apply([offer], entries)
        search.evaluated += 1
        gain = alone.savings[offer.promotion.promotion_id]
        if gain > 0 or alone.gift_pieces:
            useful.append((gain + _slack(offer), offer))
    useful.sort(key=lambda pair: (-pair[0], pair[1].rank))
    search.candidates = [offer for _, offer in useful]
    search.bounds = [gain for gain, _ in useful]
    search.clashes = [[conflict(one, other) for other in search.candidates] for one in search.candidates]
    best_offers, outcome = search.run()
    return Choice(best_offers, outcome, len(useful), search.evaluated, search.evaluated < limit or not useful)


def _slack(offer: Offer) -> int:
    """Two flash sales on one line cut it into other parts, each rounded: a minor unit a part at most."""
    return 2 * len(offer.touches) if isinstance(offer.promotion.deal, FlashSale) else 0


@dataclass(slots=True)
class _Search:
    entries: Sequence[Entry]
    fee_on: Callable[[int], int]
    limit: int
    candidates: list[Offer] = field(default_factory=list)
    bounds: list[int] = field(default_factory=list)
    clashes: list[list[bool]] = field(default_factory=list)
    evaluated: int = 0
    best: tuple[Preference, tuple[Offer, ...], Outcome] | None = None
    undiscounted: int = 0

    def run(self) -> tuple[tuple[Offer, ...], Outcome]:
        self._consider([])
        self._branch(0, [], 0)
        assert self.best is not None
        return self.best[1], self.best[2]

    def _consider(self, chosen: list[int]) -> int:
        """Work the combination out, keep it if better, and return its saving without shipping."""
        offers = sorted((self.candidates[i] for i in chosen), key=lambda offer: offer.rank)
        outcome = apply(offers, self.entries)
        self.evaluated += 1
        found = preference(offers, outcome, self.fee_on)
        if not chosen:
            self.undiscounted = outcome.goods
        if self.best is None or found < self.best[0]:
            self.best = found, tuple(offers), outcome
        return sum(outcome.savings.values())

    def _branch(self, start: int, chosen: list[int], saved: int) -> None:
        assert self.best is not None
        for i in range(start, len(self.candidates)):
            if self.evaluated >= self.limit:
                return
            most = saved + sum(self.bounds[i:])
            if self.undiscounted - most > self.best[0][0]:
                return
            if any(self.clashes[i][j] for j in chosen):
                continue
            deeper = [*chosen, i]
            self._branch(i + 1, deeper, self._consider(deeper))
