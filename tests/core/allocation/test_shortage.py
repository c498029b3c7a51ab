"""Fair shares, a morning in shortage, and back-orders."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.allocation.engine.backorders import promise_back_orders, release_back_orders, release_order
from core.allocation.engine.morning import plan_morning
from core.allocation.engine.sharing import share_fairly
from core.allocation.shortage_types import BackOrder, Claim, MorningOrder
from core.allocation.types import AllocationLine, Bin, Goods, Lane, Supply
from core.kernel.ids import DealerId, OrderId
from core.kernel.reasons import Reason
from tests.core.allocation.boards import TUESDAY, bins, house, lane, line_id, place_id, product_id, usd

EVENING = datetime(2025, 10, 13, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("available", "claims", "pack", "shares"),
    [
        (100, [Claim(50, 5), Claim(60, 3), Claim(60, 2)], 1, (50, 30, 20)),
        (10, [Claim(9), Claim(9), Claim(9)], 1, (4, 3, 3)),
        # Who needs little is full; what it leaves goes on in the same proportion.
        (100, [Claim(10, 5), Claim(90, 2), Claim(90, 1)], 1, (10, 60, 30)),
        (100, [Claim(80, 1), Claim(60, 9), Claim(30, 1, urgent=True)], 1, (10, 60, 30)),
        (20, [Claim(30, 1, urgent=True), Claim(30, 3, urgent=True), Claim(90, 9)], 1, (5, 15, 0)),
        # Without a contract: only what the others leave, in equal parts.
        (50, [Claim(30, 1), Claim(30, 0), Claim(30, 0)], 1, (30, 10, 10)),
        (100, [Claim(96, 1), Claim(96, 1)], 24, (48, 48)),
        (0, [Claim(5)], 1, (0,)),
        (-7, [Claim(5)], 1, (0,)),
        (9, [], 1, ()),
    ],
)
def test_what_is_short_is_shared_by_contract(
    available: int, claims: list[Claim], pack: int, shares: tuple[int, ...]
) -> None:
    assert share_fairly(available, claims, pack) == shares


@settings(max_examples=300, derandomize=True, deadline=None)
@given(
    st.integers(0, 300),
    st.lists(st.builds(Claim, st.integers(0, 90), st.integers(0, 6), st.booleans()), max_size=9),
    st.sampled_from([1, 1, 6]),
)
def test_shares_add_up_and_nobody_gets_more_than_asked(
    available: int, claims: list[Claim], pack: int
) -> None:
    shares = share_fairly(available, claims, pack)
    whole = sum(claim.quantity // pack for claim in claims)
    assert sum(shares) == min(available // pack, whole) * pack
    assert all(
        0 <= share <= claim.quantity and share % pack == 0
        for share, claim in zip(shares, claims, strict=True)
    )
    for claim, share in zip(claims, shares, strict=True):
        for other, given_to in zip(claims, shares, strict=True):
            same = (claim.urgent, claim.weight > 0) == (other.urgent, other.weight > 0)
            if same and share + pack <= claim.quantity:
                # Nobody still wanting is more than a pack behind anybody of its group, weight for weight.
                assert (share + pack) * max(other.weight, 1) >= (given_to - pack) * max(claim.weight, 1)


def test_a_pack_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="pack"):
        share_fairly(5, [Claim(5)], 0)


def an_order(
    name: str, dealer: str, wanted: dict[str, int], *, weight: int = 1, urgent: bool = False, after: int = 0,
    lanes: list[Lane] | None = None,
) -> MorningOrder:  # fmt: skip
    return MorningOrder(
        OrderId(uuid.uuid5(uuid.NAMESPACE_OID, name)),
        DealerId(uuid.uuid5(uuid.NAMESPACE_OID, dealer)),
        EVENING + timedelta(minutes=after),
        [
            AllocationLine(line_id(f"{name} {item}"), product_id(item), count)
            for item, count in wanted.items()
        ],
        lanes or [lane("LA", 40, 2), lane("PHX", 30, 1)],
        weight,
        urgent,
    )


def supply(stock: dict[str, list[Bin]], goods: dict[str, Goods] | None = None) -> Supply:
    return Supply(
        TUESDAY,
        "USD",
        [house("LA"), house("PHX")],
        {product_id(name): found for name, found in stock.items()},
        {product_id(name): one for name, one in (goods or {}).items()},
    )


def test_a_morning_gives_urgent_orders_all_and_the_others_their_contract_share() -> None:
    orders = [
        an_order("one", "north", {"tea": 60}, weight=3),
        an_order("two", "south", {"tea": 60}, weight=1),
        an_order("three", "east", {"tea": 20}, weight=1, urgent=True, after=9),
        an_order("four", "north", {"tea": 10, "rice": 5}, weight=3, after=9),
    ]
    plan = plan_morning(orders, supply({"tea": bins(LA=80, PHX=20), "rice": bins(PHX=50)}))
    got = [sum(take.quantity for take in order.takes) for order in plan.orders]
    # 20 urgent; of the other 80 north 60, which its earlier order takes whole, south 20.
    assert got == [60, 20, 20, 5]
    assert [(share.asked, share.granted, share.available, share.why.code) for share in plan.shares] == [
        (70, 60, 100, "allocation.fair_share"),
        (60, 20, 100, "allocation.fair_share"),
        (20, 20, 100, "allocation.urgent_first"),
    ]
    assert plan.shares[0].why.params == {"weight": 3, "weights": 5, "available": 100}
    assert plan.orders[1].missing == (
        (line_id("two tea"), 40, Reason("allocation.short", {"asked": 60, "granted": 20})),
    )
    # The urgent order has Phoenix, which is a day nearer; order four sends rice alone from there.
    assert [ship.place_id for ship in plan.orders[2].shipments] == [place_id("PHX")]
    assert [order.cost for order in plan.orders] == [usd("40"), usd("40"), usd("30"), usd("30")]
    assert plan.cost == usd("140")
    assert plan.bound is not None
    assert plan.bound <= plan.weighed == usd("140")


def test_a_morning_exchanges_goods_between_orders_to_save_a_shipment() -> None:
    # Each order could be served by one place, but only if the first leaves Phoenix's tea to the second.
    orders = [
        an_order("one", "north", {"tea": 5, "rice": 5}, lanes=[lane("LA", 50, 1), lane("PHX", 45, 1)]),
        an_order("two", "south", {"tea": 5, "corn": 5}, lanes=[lane("LA", 50, 1), lane("PHX", 45, 1)]),
    ]
    stock = {"tea": bins(LA=5, PHX=5), "rice": bins(LA=5, PHX=5), "corn": bins(PHX=5)}
    plan = plan_morning(orders, supply(stock))
    assert plan.weighed == usd("95")
    assert [len(order.shipments) for order in plan.orders] == [1, 1]
    assert plan.gap is not None
    assert plan.gap <= 100


def test_a_morning_names_bad_input_and_what_cannot_be_had() -> None:
    stock = {
        "tea": [*bins(LA=-3), Bin(place_id("PHX"), 9, lot="x", expires_on=date(2025, 10, 1))],
        "cola": bins(LA=50),
    }
    orders = [an_order("one", "north", {"tea": 5, "cola": 50, "gone": 1, "zero": 0})]
    plan = plan_morning(orders, supply(stock, {"cola": Goods(pack=24)}))
    assert {issue.code for issue in plan.issues} == {
        "allocation.negative_stock",
        "allocation.expired_lot",
        "allocation.pack",
        "allocation.nothing_asked",
    }
    assert [(quantity, why.code) for _, quantity, why in plan.orders[0].missing] == [
        (5, "allocation.short"),
        (2, "allocation.pack"),
        (1, "allocation.short"),
        (0, "allocation.nothing_asked"),
    ]
    assert plan.orders[0].cost == usd("40")


def test_a_morning_without_orders_or_places_is_empty() -> None:
    assert plan_morning([], supply({})).orders == ()
    nowhere = Supply(TUESDAY, "USD", [], {})
    plan = plan_morning([an_order("one", "north", {"tea": 5})], nowhere)
    assert plan.orders[0].takes == ()
    assert plan.cost == usd("0")


@settings(max_examples=40, derandomize=True, deadline=None)
@given(st.data())
def test_a_morning_hands_out_all_that_is_short_and_never_more(data: st.DataObject) -> None:
    names = ("tea", "rice")
    stock = {name: bins(LA=data.draw(st.integers(0, 9)), PHX=data.draw(st.integers(0, 9))) for name in names}
    orders = [
        an_order(
            f"order {at}",
            f"dealer {at % 3}",
            {name: data.draw(st.integers(1, 6)) for name in names},
            weight=at % 3,
            urgent=data.draw(st.booleans()),
        )
        for at in range(data.draw(st.integers(1, 5)))
    ]
    plan = plan_morning(orders, supply(stock), rounds=30, cuts=1)
    assert plan == plan_morning(orders, supply(stock), rounds=30, cuts=1)
    taken: Counter[tuple[object, object]] = Counter()
    for order in plan.orders:
        for take in order.takes:
            taken[take.product_id, take.place_id] += take.quantity
    for name in names:
        asked = sum(
            line.quantity for order in orders for line in order.lines if line.product_id == product_id(name)
        )
        there = sum(one.quantity for one in stock[name])
        assert sum(count for (key, _), count in taken.items() if key == product_id(name)) == min(asked, there)
        for one in stock[name]:
            assert taken[product_id(name), one.place_id] <= one.quantity
        shares = [share for share in plan.shares if share.product_id == product_id(name)]
        assert sum(share.granted for share in shares) == (there if asked > there else 0)
    assert plan.bound is not None
    assert plan.bound <= plan.weighed


def back_order(
    name: str, quantity: int, *, promised: int | None, urgent: bool = False, whole: bool = False
) -> BackOrder:
    day = None if promised is None else TUESDAY + timedelta(days=promised)
    return BackOrder(line_id(name), product_id("tea"), quantity, EVENING, day, urgent, whole)


def test_goods_that_come_go_to_urgent_back_orders_then_by_promise() -> None:
    waiting = [
        back_order("none", 5, promised=None),
        back_order("late", 5, promised=9),
        back_order("early", 20, promised=2, whole=True),
        back_order("urgent", 4, promised=30, urgent=True),
    ]
    assert [one.line_id for one in release_order(waiting)] == [
        line_id(name) for name in ("urgent", "early", "late", "none")
    ]
    first = release_back_orders(waiting, {product_id("tea"): 14})
    assert [(one.line_id, one.quantity, one.rest, one.leaves) for one in first] == [
        (line_id("urgent"), 4, 0, True),
        (line_id("early"), 10, 10, False),
    ]
    assert first[1].why.code == "allocation.kept_until_complete"
    later = release_back_orders(waiting[:3], {product_id("tea"): 12}, {line_id("early"): 10})
    assert [(one.line_id, one.quantity, one.rest, one.leaves) for one in later] == [
        (line_id("early"), 10, 0, True),
        (line_id("late"), 2, 3, True),
    ]


def test_what_is_to_come_is_promised_once_and_in_order() -> None:
    waiting = [back_order("second", 8, promised=9), back_order("first", 5, promised=2)]
    monday, friday = date(2025, 10, 20), date(2025, 10, 24)
    promises = promise_back_orders(waiting, {product_id("tea"): [(friday, 6), (monday, 4)]})
    assert [(one.line_id, one.parts, one.rest, one.complete_on) for one in promises] == [
        (line_id("first"), ((monday, 4), (friday, 1)), 0, friday),
        (line_id("second"), ((friday, 5),), 3, None),
    ]
