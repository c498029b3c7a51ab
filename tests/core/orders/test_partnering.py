"""What other dealers give up is never dearer than doing without them, and never more than they have (G2)."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.kernel.ids import LineId, ProductId
from core.kernel.money import Money, UnitPrice
from core.orders.engine.partnering import (
    MOST_PARTNERS,
    Offers,
    Terms,
    choose_partners,
    compare_partners,
    own_costs,
    weigh,
)
from core.orders.engine.sending import choose_direct
from core.orders.partner_types import PartnerOffer
from core.orders.supply_types import DirectOffer, Missing

TODAY = date(2025, 10, 14)
_PRODUCTS = tuple(ProductId(uuid.UUID(int=at)) for at in range(1, 4))
_PARTNERS = tuple(uuid.UUID(int=100 + at) for at in range(6))


def usd(minor: int) -> UnitPrice:
    return UnitPrice(minor * 10_000, "USD")


def money(minor: int) -> Money:
    return Money(minor, "USD")


def line(at: int) -> LineId:
    return LineId(uuid.UUID(int=1_000 + at))


def offer(partner: int, product: int, cost: int, left: int, *, fetch: int = 0, days: int = 2) -> PartnerOffer:
    """cost and fetch in cents; ours costs 100."""
    return PartnerOffer(
        _PARTNERS[partner],
        f"P{partner}",
        _PRODUCTS[product],
        usd(cost),
        usd(100),
        left,
        money(fetch),
        TODAY + timedelta(days=days),
    )


_days = st.one_of(st.none(), st.integers(0, 20))
_lines = st.lists(
    st.tuples(st.integers(0, 2), st.integers(1, 40), _days, st.integers(80, 200), st.sampled_from((1, 2, 6))),
    min_size=1,
    max_size=5,
)
_offers = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(60, 220), st.integers(0, 40)),
    max_size=8,
    unique_by=lambda one: one[:2],
)
_vendors = st.lists(
    st.tuples(st.integers(0, 2), st.integers(60, 220), st.integers(1, 20), st.integers(0, 9)), max_size=3
)


def build(
    lines: list[tuple[int, int, int | None, int, int]],
    partners: list[tuple[int, int, int, int]],
    vendors: list[tuple[int, int, int, int]],
    fetch: int,
    worth: int,
    *,
    urgent: bool,
) -> tuple[tuple[Missing, ...], Offers, Terms]:
    missing = [
        Missing(line(at), _PRODUCTS[product], quantity, None if on is None else TODAY + timedelta(days=on))
        for at, (product, quantity, on, _, _) in enumerate(lines)
    ]
    sold = {line(at): money(price * quantity) for at, (_, quantity, _, price, _) in enumerate(lines)}
    steps = {line(at): step for at, (*_, step) in enumerate(lines)}
    direct: dict[ProductId, list[DirectOffer]] = {}
    for at, (product, cost, minimum, on) in enumerate(vendors):
        direct.setdefault(_PRODUCTS[product], []).append(
            DirectOffer(
                uuid.UUID(int=500 + at), f"V{at}", _PRODUCTS[product], usd(cost), minimum,
                TODAY + timedelta(days=on),
            )
        )  # fmt: skip
    offers: dict[ProductId, list[PartnerOffer]] = {}
    for partner, product, cost, left in partners:
        offers.setdefault(_PRODUCTS[product], []).append(offer(partner, product, cost, left, fetch=fetch))
    return (
        choose_direct(missing, direct, sold),
        offers,
        Terms(sold, TODAY, worth, is_urgent=urgent, steps=steps),
    )


@settings(max_examples=400, derandomize=True, deadline=None)
@given(_lines, _offers, _vendors, st.integers(0, 900), st.sampled_from((0, 100, 1_000)), st.booleans())
def test_with_partners_it_is_never_dearer_than_without_and_nobody_gives_more_than_he_has(
    lines: list[tuple[int, int, int | None, int, int]],
    partners: list[tuple[int, int, int, int]],
    vendors: list[tuple[int, int, int, int]],
    fetch: int,
    worth: int,
    urgent: bool,
) -> None:
    before, offers, terms = build(lines, partners, vendors, fetch, worth, urgent=urgent)
    after = choose_partners(before, offers, terms)
    own = own_costs(offers)
    assert weigh(after, own, terms) <= weigh(before, own, terms)
    assert (after == before) == (not any(one.shares for one in after))
    given_up: Counter[tuple[uuid.UUID, ProductId]] = Counter()
    for one, was in zip(after, before, strict=True):
        assert (one.line_id, one.quantity) == (was.line_id, was.quantity)
        assert 0 <= one.rest <= one.quantity
        for share in one.shares:
            given_up[share.offer.partner_id, one.product_id] += share.quantity
            assert share.quantity % (terms.steps or {})[one.line_id] == 0
            assert share.offer.cost.for_quantity(one.quantity).minor <= terms.sold[one.line_id].minor
        if one.shares:
            assert one.offer is None
            assert was.offer is None or one.rest == 0
    for some in offers.values():
        for stated in some:
            assert given_up[stated.partner_id, stated.product_id] <= stated.left


@settings(max_examples=200, derandomize=True, deadline=None)
@given(_lines, _offers, _vendors, st.integers(0, 900), st.sampled_from((0, 100, 1_000)))
def test_an_offer_less_is_never_cheaper(
    lines: list[tuple[int, int, int | None, int, int]],
    partners: list[tuple[int, int, int, int]],
    vendors: list[tuple[int, int, int, int]],
    fetch: int,
    worth: int,
) -> None:
    """Where one partner offers one product, all of its goods are one choice: more choice is never dearer."""
    one_each = list({one[0]: one for one in partners}.values())[:MOST_PARTNERS]
    before, offers, terms = build(lines, one_each, vendors, fetch, worth, urgent=False)
    _, fewer, _ = build(lines, one_each[:-1], vendors, fetch, worth, urgent=False)
    own = own_costs(offers)
    more, less = choose_partners(before, offers, terms), choose_partners(before, fewer, terms)
    assert weigh(more, own, terms) <= weigh(less, own, terms)


def terms_of(sold: int, *, worth: int = 100, urgent: bool = False, step: int = 1) -> Terms:
    return Terms({line(0): money(sold)}, TODAY, worth, urgent, {line(0): step})


def test_a_day_earlier_is_bought_for_what_it_is_worth_and_not_for_a_cent_more() -> None:
    """10 pieces sold at 2.00, 1 % a day, 3 days earlier: 60 cents, which is what fetching may cost."""
    missing = (Missing(line(0), _PRODUCTS[0], 10, TODAY + timedelta(days=5)),)
    for fetch, comes in ((59, True), (60, False)):
        found = choose_partners(missing, {_PRODUCTS[0]: [offer(0, 0, 100, 10, fetch=fetch)]}, terms_of(2_000))
        assert bool(found[0].shares) is comes


def test_two_partners_share_a_line_and_fetching_is_paid_for_each_of_them_once() -> None:
    missing = (Missing(line(0), _PRODUCTS[0], 10, None),)
    offers = {_PRODUCTS[0]: [offer(0, 0, 110, 6, fetch=500), offer(1, 0, 105, 4, fetch=500)]}
    (found,) = choose_partners(missing, offers, terms_of(2_000))
    assert [(one.offer.partner, one.quantity) for one in found.shares] == [("P1", 4), ("P0", 6)]
    assert (found.rest, found.on) == (0, TODAY + timedelta(days=2))
    options, ways = compare_partners(missing, (found,), offers, terms_of(2_000), "USD")
    assert (options[0].cost, options[0].shipments) == (
        money(2_080), (("P1", 4, money(420)), ("P0", 6, money(660))),
    )  # fmt: skip
    assert [(one.kind, one.quantity, one.extra, one.is_chosen) for one in ways] == [
        ("dealer", 10, money(1_080), True),
        ("back_order", 10, money(0), False),
    ]


def test_one_partner_who_has_it_all_saves_the_second_way() -> None:
    missing = (Missing(line(0), _PRODUCTS[0], 10, None),)
    offers = {_PRODUCTS[0]: [offer(0, 0, 110, 10, fetch=500), offer(1, 0, 105, 4, fetch=500)]}
    (found,) = choose_partners(missing, offers, terms_of(2_000))
    assert [(one.offer.partner, one.quantity) for one in found.shares] == [("P0", 10)]


@pytest.mark.parametrize(("left", "taken"), [(11, 6), (12, 12), (5, 0)])
def test_packs_are_not_opened(left: int, taken: int) -> None:
    missing = (Missing(line(0), _PRODUCTS[0], 12, None),)
    (found,) = choose_partners(missing, {_PRODUCTS[0]: [offer(0, 0, 100, left)]}, terms_of(2_400, step=6))
    assert sum(one.quantity for one in found.shares) == taken
    assert found.on == (TODAY + timedelta(days=2) if taken == 12 else None)


def test_urgent_goods_come_the_day_they_can_whatever_fetching_costs() -> None:
    missing = (Missing(line(0), _PRODUCTS[0], 10, TODAY + timedelta(days=3)),)
    offers = {_PRODUCTS[0]: [offer(0, 0, 150, 10, fetch=9_000)]}
    assert not choose_partners(missing, offers, terms_of(2_000))[0].shares
    assert choose_partners(missing, offers, terms_of(2_000, urgent=True))[0].shares


def test_gifts_and_lines_that_are_not_sold_stay_as_they_are() -> None:
    missing = (Missing(line(7), _PRODUCTS[0], 3, None),)
    assert choose_partners(missing, {_PRODUCTS[0]: [offer(0, 0, 1, 50)]}, terms_of(2_000)) == missing
    assert compare_partners(missing, missing, {}, terms_of(2_000), "USD") == ((), ())
