"""What holds for every cart and every rule book, by Hypothesis."""

from __future__ import annotations

import random
from itertools import combinations, pairwise
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.kernel.ids import LineId
from core.kernel.money import Money, UnitPrice, total
from core.pricing.engine import PriceBook, price_cart
from core.pricing.engine.combination import apply
from core.pricing.engine.offers import Entry, Offer, conflict
from core.pricing.engine.regular_price import RegularPrice
from core.pricing.engine.search import choose
from core.pricing.types import (
    EVERYTHING,
    BreakBasis,
    BreakSchedule,
    BreakStep,
    BuyAndGet,
    Cart,
    CartLine,
    EntryKind,
    FlashSale,
    NegotiatedRate,
    PriceEntry,
    PriceReceipt,
    ProductFacts,
    Promotion,
    ShippingRule,
    SpendAndSave,
    Target,
)
from tests.core.pricing.trade import NOW, TECHMART, TIERS, an_id, dealer, product

BOUNDED = settings(max_examples=60, deadline=None, derandomize=True)
CATEGORIES = (("a",), ("a", "b"), ("a", "b", "c"), ("d",))
SKUS = ("P1", "P2", "P3", "P4", "P5")
micros = st.integers(min_value=1, max_value=2_000_000_000)
basis_points = st.integers(min_value=1, max_value=5_000)


@st.composite
def facts(draw: st.DrawFn) -> list[ProductFacts]:
    found = []
    for sku in SKUS:
        cost = draw(st.none() | micros)
        listed = draw(st.none() | micros)
        found.append(
            ProductFacts(
                product(sku).product_id,
                sku,
                None if cost is None else UnitPrice(cost, "USD"),
                None if listed is None else UnitPrice(listed, "USD"),
                draw(st.sampled_from((None, "X", "Y"))),
                draw(st.sampled_from(CATEGORIES)),
            )
        )
    return found


targets = st.one_of(
    st.just(EVERYTHING),
    st.sampled_from(SKUS).map(lambda sku: Target.product(product(sku).product_id)),
    st.sampled_from(CATEGORIES).map(lambda path: Target.of_category(*path)),
    st.sampled_from("XY").map(Target.of_brand),
)


@st.composite
def schedules(draw: st.DrawFn, name: str) -> BreakSchedule:
    quantities = sorted(draw(st.sets(st.integers(1, 120), min_size=1, max_size=4)))
    offs = sorted(draw(st.lists(basis_points, min_size=len(quantities), max_size=len(quantities))))
    steps = tuple(BreakStep(quantity, off) for quantity, off in zip(quantities, offs, strict=True))
    basis = draw(st.sampled_from(BreakBasis))
    return BreakSchedule(schedule_id=name, name=name, steps=steps, target=draw(targets), basis=basis)


@st.composite
def rates(draw: st.DrawFn, name: str) -> NegotiatedRate:
    figure = draw(
        st.one_of(
            st.builds(dict, margin_bp=basis_points),
            st.builds(dict, off_bp=basis_points),
            st.builds(dict, net=st.builds(UnitPrice, micros, st.sampled_from(("USD", "EUR")))),
        )
    )
    applies = draw(st.booleans())
    return NegotiatedRate(
        rate_id=name, name=name, dealer_id=TECHMART, target=draw(targets), breaks_apply=applies, **figure
    )


@st.composite
def promotions(draw: st.DrawFn, name: str) -> Promotion:
    amount = st.integers(min_value=1, max_value=500_000)
    deal = draw(
        st.one_of(
            amount.flatmap(
                lambda off: st.builds(
                    SpendAndSave,
                    st.integers(min_value=off, max_value=off * 20).map(lambda minor: Money(minor, "USD")),
                    st.just(Money(off, "USD")),
                )
            ),
            st.builds(SpendAndSave, st.builds(Money, amount, st.just("USD")), st.none(), basis_points),
            st.builds(FlashSale, st.none(), basis_points, st.none() | st.integers(1, 60)),
            st.builds(FlashSale, st.builds(UnitPrice, micros, st.just("USD"))),
            st.builds(
                BuyAndGet, st.integers(1, 20), st.integers(1, 3), st.none(), st.none() | st.integers(1, 3)
            ),
        )
    )
    return Promotion(
        promotion_id=name,
        name=name,
        deal=deal,
        scope=tuple(draw(st.lists(targets, min_size=1, max_size=2))),
        group=draw(st.sampled_from((None, None, "g", "h"))),
        stackable=draw(st.sampled_from((True, True, True, False))),
        priority=draw(st.integers(0, 2)),
        includes_negotiated=draw(st.booleans()),
    )


@st.composite
def entries(draw: st.DrawFn, name: str) -> PriceEntry:
    return PriceEntry(
        entry_id=name,
        list_name=name,
        product_id=product(draw(st.sampled_from(SKUS))).product_id,
        price=UnitPrice(draw(micros), draw(st.sampled_from(("USD", "EUR")))),
        kind=draw(st.sampled_from(EntryKind)),
        region=draw(st.sampled_from(((), ("us",), ("us", "west"), ("eu",)))),
        priority=draw(st.integers(0, 2)),
    )


def some(make: Any, letter: str, most: int) -> st.SearchStrategy[list[Any]]:
    return st.integers(0, most).flatmap(
        lambda count: st.tuples(*(make(f"{letter}{number}") for number in range(count))).map(list)
    )


books = st.fixed_dictionaries(
    {
        "tiers": st.just(list(TIERS)),
        "rates": some(rates, "r", 4),
        "breaks": some(schedules, "b", 3),
        "entries": some(entries, "e", 4),
        "promotions": some(promotions, "p", 6),
        "shipping": st.just([ShippingRule(rule_id="flat", name="Flat", fee=Money(4_900, "USD"))]),
    }
)


@st.composite
def carts(draw: st.DrawFn, most_lines: int = 7) -> Cart:
    goods = draw(facts())
    picked = draw(st.lists(st.tuples(st.sampled_from(goods), st.integers(1, 150)), max_size=most_lines))
    lines = tuple(
        CartLine(LineId(an_id(f"line {number}")), goods, quantity)
        for number, (goods, quantity) in enumerate(picked)
    )
    who = dealer(draw(st.sampled_from((None, "platinum", "bronze"))), TECHMART, region=("us", "west"))
    left = {f"p{number}": draw(st.integers(0, 80)) for number in range(6)}
    return Cart(who, lines, promotion_left=left)


@BOUNDED
@given(carts(), books)
def test_all_sums_are_exact(cart: Cart, rules: dict[str, Any]) -> None:
    priced = price_cart(cart, PriceBook.compile(**rules), at=NOW)
    for line in priced.lines:
        assert line.line_total == total([part.amount for part in line.parts], "USD")
        assert sum(part.quantity for part in line.parts) == line.quantity
        assert all(part.amount == part.unit_price.for_quantity(part.quantity) for part in line.parts)
        assert line.payable == line.line_total - line.discount_share
        assert line.payable.minor >= 0
        shares = total([share.amount for share in line.receipt.discounts], "USD")
        assert shares == line.discount_share
    assert priced.subtotal == total([line.line_total for line in priced.lines], "USD")
    assert priced.discount_total == total([line.discount_share for line in priced.lines], "USD")
    assert priced.discount_total == total([cut.amount for cut in priced.discounts], "USD")
    assert priced.goods == total([line.payable for line in priced.lines], "USD")
    assert priced.total == priced.goods + priced.shipping.fee
    assert len(priced.lines) + len(priced.unpriced) == len(cart.lines)


@BOUNDED
@given(carts(), books, st.randoms(use_true_random=False))
def test_the_order_of_the_rules_does_not_matter(
    cart: Cart, rules: dict[str, Any], shuffle: random.Random
) -> None:
    first = price_cart(cart, PriceBook.compile(**rules), at=NOW)
    mixed = {kind: shuffle.sample(some_rules, len(some_rules)) for kind, some_rules in rules.items()}
    assert price_cart(cart, PriceBook.compile(**mixed), at=NOW) == first


@BOUNDED
@given(carts(), books)
def test_every_receipt_survives_json_and_hides_the_internal_part(cart: Cart, rules: dict[str, Any]) -> None:
    for line in price_cart(cart, PriceBook.compile(**rules), at=NOW).lines:
        assert PriceReceipt.from_json(line.receipt.to_json()) == line.receipt
        shown = line.receipt.for_dealer()
        assert "margin" not in shown.to_json()
        assert PriceReceipt.from_json(shown.to_json()).digest() == line.receipt.digest()


@BOUNDED
@given(carts(), books)
def test_no_cap_is_passed_and_every_combination_is_lawful(cart: Cart, rules: dict[str, Any]) -> None:
    priced = price_cart(cart, PriceBook.compile(**rules), at=NOW)
    by_id = {promotion.promotion_id: promotion for promotion in rules["promotions"]}
    used: dict[str, int] = {}
    for line in priced.lines:
        for part in line.parts:
            if part.promotion_id is not None:
                used[part.promotion_id] = used.get(part.promotion_id, 0) + part.quantity
                assert part.unit_price.micros < line.unit_price.micros
    for name, quantity in used.items():
        if by_id[name].cap is not None:
            assert quantity <= min(by_id[name].cap, cart.promotion_left[name])
    groups = [
        by_id[verdict.promotion_id].group
        for verdict in priced.promotions
        if verdict.outcome.value == "applied" and by_id[verdict.promotion_id].group is not None
    ]
    assert len(groups) == len(set(groups))


@BOUNDED
@given(schedules("b"), micros, micros, st.lists(st.integers(1, 300), min_size=2, max_size=6, unique=True))
def test_more_never_costs_more_per_unit(
    schedule: BreakSchedule, cost: int, listed: int, quantities: list[int]
) -> None:
    goods = ProductFacts(product("P1").product_id, "P1", UnitPrice(cost, "USD"), UnitPrice(listed, "USD"))
    book = PriceBook.compile(tiers=TIERS, breaks=[schedule])
    units = []
    for quantity in sorted(quantities):
        cart = Cart(dealer(), (CartLine(LineId(an_id("line")), goods, quantity),))
        units += [line.unit_price.micros for line in price_cart(cart, book, at=NOW).lines]
    assert all(more <= fewer for fewer, more in pairwise(units))


def narrowness(rate: NegotiatedRate, goods: ProductFacts) -> tuple[int, int] | None:
    """How narrow a rate is for the goods (smaller is narrower), None when it does not speak of them."""
    target = rate.target
    if target.product_id is not None:
        return (0, 0) if target.product_id == goods.product_id else None
    if target.category:
        depth = len(target.category)
        return (1, -depth) if goods.category[:depth] == target.category else None
    if target.brand is not None:
        return (2, 0) if target.brand == goods.brand else None
    return (3, 0)


@BOUNDED
@given(facts(), some(rates, "r", 8))
def test_the_narrowest_rate_that_can_be_worked_out_wins(
    goods: list[ProductFacts], agreed: list[NegotiatedRate]
) -> None:
    one = goods[0]
    assume(one.cost is not None)
    usable = [rate for rate in agreed if rate.net is None or rate.net.currency == "USD"]
    ranked = sorted(
        (narrow, rate.rate_id) for rate in usable if (narrow := narrowness(rate, one)) is not None
    )
    cart = Cart(dealer(who=TECHMART), (CartLine(LineId(an_id("line")), one, 1),))
    (line,) = price_cart(cart, PriceBook.compile(tiers=TIERS, rates=agreed), at=NOW).lines
    decided = [step.rule_id for step in line.receipt.steps if step.kind.value == "negotiated"]
    assert decided == [rate_id for _, rate_id in ranked[:1]]


@st.composite
def situations(draw: st.DrawFn) -> tuple[list[Entry], list[Offer], int, int]:
    """A few priced lines, a few offers on them, a shipping fee and the goods value above which it is free."""
    units = draw(st.lists(st.tuples(micros, st.integers(1, 40)), min_size=1, max_size=4))
    lines = []
    for number, (unit, quantity) in enumerate(units):
        regular = RegularPrice(UnitPrice(unit, "USD"), None, quantity, False, None, (), (), ())
        line = CartLine(LineId(an_id(f"{number}")), product(f"S{number}"), quantity)
        lines.append(Entry(line, regular, regular.unit.for_quantity(quantity).minor))
    offers = []
    for promotion in draw(some(promotions, "p", 6)):
        touched = tuple(sorted(draw(st.sets(st.integers(0, len(lines) - 1), min_size=1))))
        prices, left = {}, None
        if isinstance(promotion.deal, FlashSale):
            for place in touched:
                regular = lines[place].regular.unit
                prices[place] = promotion.deal.price or regular.times_ratio(7, 10)
                assume(prices[place].micros < regular.micros)
            left = promotion.deal.cap
        offers.append(Offer(promotion, touched, prices, left))
    offers.sort(key=lambda offer: offer.rank)
    return lines, offers, draw(st.integers(0, 20_000)), draw(st.integers(0, 2_000_000))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(situations())
def test_the_chosen_combination_is_as_good_as_trying_them_all(
    situation: tuple[list[Entry], list[Offer], int, int],
) -> None:
    lines, offers, fee, above = situation

    def fee_on(goods: int) -> int:
        return 0 if goods > above else fee

    def cost(chosen: tuple[Offer, ...]) -> int:
        outcome = apply(chosen, lines)
        return outcome.goods + fee_on(outcome.goods) - sum(gift.worth or 1 for gift in outcome.gifts)

    lawful = (
        chosen
        for size in range(len(offers) + 1)
        for chosen in combinations(offers, size)
        if not any(conflict(one, other) for one, other in combinations(chosen, 2))
    )
    best = min(cost(chosen) for chosen in lawful)
    choice = choose(offers, lines, fee_on, 100_000)
    assert choice.is_proven
    assert cost(choice.offers) == best
    assert not any(conflict(one, other) for one, other in combinations(choice.offers, 2))
