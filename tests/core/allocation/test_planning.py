"""One order over several places: cost, date, reasons, and what is wrong with the question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.allocation.engine.planning import plan_allocation, plan_at_once
from core.allocation.types import (
    AllocationPlan,
    AllocationPolicy,
    AllocationProblem,
    Bin,
    Goods,
    OptionKind,
    PlaceKind,
    RestPolicy,
)
from core.kernel.reasons import Reason
from tests.core.allocation.boards import (
    TUESDAY,
    bins,
    house,
    lane,
    lorry,
    place_id,
    problem,
    product_id,
    usd,
)

WEDNESDAY, THURSDAY, FRIDAY, MONDAY = (TUESDAY + timedelta(days=after) for after in (1, 2, 3, 6))
LANES = [lane("LA", 145, 2), lane("PHX", 67, 1), lane("DEN", 95, 2)]
LORRIES = [lorry("PHX", "LA", 89, 1), lorry("DEN", "LA", 99, 1)]


def codes(reasons: tuple[Reason, ...]) -> list[str]:
    return [reason.code for reason in reasons]


def sent(plan: AllocationPlan) -> dict[str, int]:
    """Base units by the place they are shipped from."""
    names = {place_id(code): code for code in ("LA", "PHX", "DEN", "SEA", "VENDOR", "DEALER")}
    return {names[one.place_id]: one.quantity for one in plan.chosen.shipments}


def west_coast(*, by_line: bool) -> AllocationProblem:
    """G2: 150 pieces of one product, or 150 lines of one piece: LA has 120, Phoenix 35, Denver 25 of
    them.
    """
    if not by_line:
        return problem({"tv": 150}, {"tv": bins(LA=120, PHX=35, DEN=25)}, LANES, transfers=LORRIES)
    has = {"LA": range(120), "PHX": range(115, 150), "DEN": range(125, 150)}
    stock = {
        f"item {at}": bins(**{code: 1 for code, numbers in has.items() if at in numbers}) for at in range(150)
    }
    return problem(dict.fromkeys(stock, 1), stock, LANES, transfers=LORRIES)


@pytest.mark.parametrize("by_line", [False, True])
def test_a_split_for_212_in_two_days_beats_a_transfer_for_234_in_three(by_line: bool) -> None:
    plan = plan_allocation(west_coast(by_line=by_line))
    chosen, transfer = plan.chosen, plan.others[0]
    assert (chosen.kind, chosen.cost, chosen.days) == (OptionKind.SPLIT, usd("212"), 2)
    assert chosen.promised_on == plan.promised_on == THURSDAY
    assert sorted(one.cost for one in chosen.shipments) == [usd("67"), usd("145")]
    assert (transfer.kind, transfer.cost, transfer.days) == (OptionKind.TRANSFER, usd("234"), 3)
    assert [one.cost for one in transfer.shipments] == [usd("145")]
    assert [(one.cost, one.quantity) for one in transfer.transfers] == [(usd("89"), 30)]
    assert transfer.why == (
        Reason("allocation.dearer", {"by": usd("22")}),
        Reason("allocation.later", {"days": 1}),
    )
    assert chosen.why == (
        Reason("allocation.cheaper", {"by": usd("22"), "than": OptionKind.TRANSFER}),
        Reason("allocation.earlier", {"days": 1, "than": OptionKind.TRANSFER}),
    )
    single = plan.others[1]
    assert (single.kind, single.quantity, single.missing) == (OptionKind.SINGLE, 120, 30)
    assert single.why == (Reason("allocation.lacks", {"quantity": 30}),)
    assert plan.is_proven
    assert plan.is_complete
    assert plan.bound == usd("212")
    assert plan.issues == ()


def test_one_warehouse_that_has_all_is_planned_at_once_and_proven() -> None:
    asked = problem({"tea": 5, "rice": 7}, {"tea": bins(LA=9, PHX=5), "rice": bins(LA=9, PHX=7)}, LANES)
    plan = plan_at_once(asked)
    assert plan is not None
    assert plan == plan_allocation(asked)
    assert sent(plan) == {"PHX": 12}
    assert plan.chosen.cost == usd("67")
    assert plan.is_proven
    assert [(line.on_hand, line.parts) for line in plan.lines] == [
        (5, ((WEDNESDAY, 5),)),
        (7, ((WEDNESDAY, 7),)),
    ]


def test_two_small_shipments_beat_one_dear_one() -> None:
    lanes = [lane("LA", 145, 2), lane("PHX", 67, 1), lane("DEN", 60, 2)]
    asked = problem({"tea": 5, "rice": 7}, {"tea": bins(LA=5, PHX=5), "rice": bins(LA=7, DEN=7)}, lanes)
    assert plan_at_once(asked) is None
    plan = plan_allocation(asked)
    assert sent(plan) == {"PHX": 5, "DEN": 7}
    assert plan.chosen.cost == usd("127")


def test_weight_is_paid_by_the_kilogram_and_parts_add_up_to_the_cost() -> None:
    lanes = [lane("LA", 10, 1, kilogram_mills=333), lane("PHX", 10, 1, kilogram_mills=777)]
    asked = problem(
        {"tea": 3, "rice": 1},
        {"tea": bins(LA=3), "rice": bins(PHX=1)},
        lanes,
        goods={"tea": Goods(grams=500)},
    )
    plan = plan_allocation(replace(asked, supply=replace(asked.supply, goods={
        product_id("tea"): Goods(grams=5_000), product_id("rice"): Goods(grams=900)})))  # fmt: skip
    # 15 kg at 0.333 cents and 0.9 kg at 0.777 cents: 4.995 + 0.6993 cents, rounded once.
    assert plan.chosen.cost == usd("20.06")
    assert sum(one.cost.minor for one in plan.chosen.shipments) == 2006


def test_two_lines_of_one_product_share_what_there_is() -> None:
    asked = problem([("tea", 6), ("tea", 6)], {"tea": bins(LA=10)}, [lane("LA", 10, 1)])
    plan = plan_allocation(asked)
    assert [(line.on_hand, line.missing) for line in plan.lines] == [(6, 0), (4, 2)]
    assert plan.lines[1].why == (Reason("allocation.no_stock", {"missing": 2, "asked": 6, "free": 10}),)
    assert not plan.is_complete
    assert plan.promised_on is None


def coming(quantity: int, day: date, code: str = "LA") -> Bin:
    return Bin(place_id(code), quantity, day)


@pytest.mark.parametrize(
    ("rest", "parts", "missing"),
    [
        (RestPolicy.SHIP_NOW, ((WEDNESDAY, 10), (date(2025, 10, 21), 5)), 0),
        (RestPolicy.WAIT, ((date(2025, 10, 21), 15),), 0),
        (RestPolicy.CANCEL_REST, ((WEDNESDAY, 10),), 5),
    ],
)
def test_the_rest_follows_or_all_waits_or_it_is_cancelled(
    rest: RestPolicy, parts: tuple[tuple[date, int], ...], missing: int
) -> None:
    # A Saturday arrival can leave on Monday only.
    asked = problem(
        {"tea": 15},
        {"tea": [*bins(LA=10), coming(20, date(2025, 10, 18))]},
        [lane("LA", 10, 1)],
        policy=AllocationPolicy(rest=rest),
    )
    (line,) = plan_allocation(asked).lines
    assert (line.parts, line.missing) == (parts, missing)
    assert line.on_hand == 10
    if missing:
        assert line.why[0] == Reason("allocation.rest_cancelled", {"comes_on": date(2025, 10, 18)})


def test_goods_on_hand_far_away_go_before_cheaper_ones_that_are_still_to_come() -> None:
    asked = problem({"tea": 5}, {"tea": [*bins(LA=5), coming(5, FRIDAY, "PHX")]}, LANES)
    plan = plan_allocation(asked)
    assert sent(plan) == {"LA": 5}
    wished = replace(asked, policy=AllocationPolicy(wished_on=date(2025, 10, 22)))
    assert sent(plan_allocation(wished)) == {"PHX": 5}


def test_no_more_shipments_than_wished() -> None:
    asked = problem({"tea": 9}, {"tea": bins(LA=6, PHX=4, DEN=3)}, LANES)
    assert sent(plan_allocation(asked)) == {"PHX": 4, "LA": 5}
    once = plan_allocation(replace(asked, policy=AllocationPolicy(most_shipments=1)))
    assert sent(once) == {"LA": 6}
    assert once.lines[0].missing == 3
    assert codes(once.lines[0].why) == ["allocation.most_shipments", "allocation.no_stock"]


def test_with_one_shipment_a_transfer_completes_the_order() -> None:
    asked = replace(west_coast(by_line=False), policy=AllocationPolicy(most_shipments=1))
    plan = plan_allocation(asked)
    assert (plan.chosen.kind, plan.chosen.cost, plan.chosen.days) == (OptionKind.TRANSFER, usd("234"), 3)


def test_an_urgent_order_pays_for_the_day() -> None:
    lanes = [lane("LA", 10, 3, name="ground"), lane("LA", 80, 1, name="express")]
    asked = problem({"tea": 5}, {"tea": bins(LA=5)}, lanes)
    assert plan_allocation(asked).chosen.shipments[0].lane == "ground"
    plan = plan_allocation(replace(asked, policy=AllocationPolicy(urgent=True)))
    assert plan.chosen.shipments[0].lane == "express"
    assert plan.chosen.promised_on == WEDNESDAY


def test_a_day_is_bought_when_the_goods_are_worth_it() -> None:
    lanes = [lane("LA", 10, 3, name="ground"), lane("LA", 16, 1, name="express")]
    for day_mills, expected in ((59_000, "ground"), (61_000, "express")):
        asked = problem({"tea": 5}, {"tea": bins(LA=5)}, lanes, goods={"tea": Goods(day_mills=day_mills)})
        plan = plan_allocation(asked)
        assert plan.chosen.shipments[0].lane == expected
        assert plan.is_proven


def test_a_vendor_and_another_dealer_are_compared_too() -> None:
    places = [house("LA"), house("VENDOR", kind=PlaceKind.VENDOR), house("DEALER", kind=PlaceKind.DEALER)]
    stock = {
        "tea": [
            *bins(LA=4),
            Bin(place_id("VENDOR"), 50, mills=2_000),
            Bin(place_id("DEALER"), 50, mills=500_000),
        ]
    }
    lanes = [lane("LA", 30, 1), lane("VENDOR", 40, 4), lane("DEALER", 20, 1)]
    plan = plan_allocation(problem({"tea": 10}, stock, lanes, places=places))
    # Direct from the vendor 40 + 10 x 0.02; LA and the other dealer 30 + 20 + 6 x 5.
    assert (plan.chosen.kind, plan.chosen.cost) == (OptionKind.VENDOR, usd("40.20"))
    assert [(one.kind, one.cost) for one in plan.others] == [
        (OptionKind.DEALER, usd("70")),
        (OptionKind.SINGLE, usd("30")),
    ]
    assert sent(plan) == {"VENDOR": 10}


def test_the_lot_that_expires_first_goes_first_if_it_keeps_long_enough() -> None:
    def lot(name: str, quantity: int, after: int) -> Bin:
        return Bin(place_id("LA"), quantity, lot=name, expires_on=TUESDAY + timedelta(days=after))

    stock = {"milk": [lot("new", 50, 40), lot("old", 10, 12), lot("stale", 10, 10), lot("gone", 10, -1)]}
    asked = problem({"milk": 15}, stock, [lane("LA", 10, 1)], goods={"milk": Goods(shelf_days=11)})
    plan = plan_allocation(asked)
    assert [(take.lot, take.quantity) for take in plan.takes] == [("old", 10), ("new", 5)]
    assert codes(plan.issues) == ["allocation.expired_lot"]
    assert plan.issues[0].params["lot"] == "gone"


def test_packs_are_never_opened() -> None:
    stock = {"cola": bins(LA=50, PHX=30)}
    plan = plan_allocation(problem({"cola": 80}, stock, LANES, goods={"cola": Goods(pack=24)}))
    assert sent(plan) == {"PHX": 24, "LA": 48}
    assert plan.lines[0].missing == 8
    assert plan.lines[0].why[0] == Reason("allocation.pack", {"asked": 80, "pack": 24, "over": 8})
    assert not plan.is_complete
    assert codes(plan.issues) == ["allocation.pack"]


STALE = Bin(place_id("LA"), 9, None, "x", date(2025, 1, 1))
CLOSED = replace(house("LA"), is_open=False)
LOOP = lorry("LA", "LA", 3, 1)
BAD: list[tuple[str, AllocationProblem, int]] = [
    ("lane_without_cost", problem({"tea": 2}, {"tea": bins(LA=5)}, [lane("LA", None, 1)]), 0),
    ("lane_below_zero", problem({"tea": 2}, {"tea": bins(LA=5)}, [lane("LA", -4, 1)]), 0),
    ("negative_stock", problem({"tea": 2}, {"tea": bins(LA=5, PHX=-3)}, LANES), 2),
    ("expired_lot", problem({"tea": 2}, {"tea": [STALE]}, LANES), 0),
    ("closed_place", problem({"tea": 2}, {"tea": bins(LA=5)}, LANES, places=[CLOSED]), 0),
    ("unknown_place", problem({"tea": 2}, {"tea": bins(MOON=5, LA=2)}, LANES), 2),
    ("no_place", problem({"tea": 2}, {"tea": bins(LA=5)}, LANES, places=[]), 0),
    ("nothing_asked", problem({"tea": 0}, {"tea": bins(LA=5)}, LANES), 0),
    ("nothing_asked", problem({"tea": -4}, {"tea": bins(LA=5)}, LANES), 0),
    ("no_pack", problem({"tea": 2}, {"tea": bins(LA=5)}, LANES, goods={"tea": Goods(pack=0)}), 2),
    ("surcharge_below_zero", problem({"tea": 2}, {"tea": [Bin(place_id("LA"), 9, mills=-1)]}, LANES), 0),
    ("transfer_unusable", problem({"tea": 2}, {"tea": bins(LA=5)}, LANES, transfers=[LOOP]), 2),
]  # fmt: skip


@pytest.mark.parametrize(("code", "asked", "given"), BAD)
def test_bad_input_is_left_out_and_named(code: str, asked: AllocationProblem, given: int) -> None:
    plan = plan_allocation(asked)
    assert f"allocation.{code}" in codes(plan.issues)
    assert plan.chosen.quantity == given
    (line,) = plan.lines
    assert line.missing == max(line.quantity, 0) - given
    assert bool(line.why) is (given == 0)


def test_an_order_without_lines_is_an_empty_plan() -> None:
    plan = plan_allocation(problem({}, {}, LANES))
    assert (plan.chosen.kind, plan.chosen.cost, plan.lines) == (OptionKind.NOTHING, usd("0"), ())
    assert plan.is_proven


def test_stock_at_a_place_without_a_lane_is_named() -> None:
    plan = plan_allocation(
        problem({"tea": 2}, {"tea": bins(PHX=5)}, [lane("LA", 10, 1)], places=[house("LA"), house("PHX")])
    )
    assert codes(plan.lines[0].why) == ["allocation.no_lane", "allocation.no_stock"]


def test_when_the_effort_is_spent_the_best_plan_so_far_comes_with_its_bound() -> None:
    asked = problem(
        {"a": 4, "b": 4, "c": 4},
        {"a": bins(LA=4, PHX=4), "b": bins(PHX=4, DEN=4), "c": bins(LA=4, DEN=4)},
        LANES,
    )
    full, none = plan_allocation(asked), plan_allocation(asked, effort=0)
    assert full.is_proven
    assert full.chosen.cost == usd("162")
    assert none.chosen.cost >= full.chosen.cost
    assert not none.is_proven
    assert none.bound is not None
    assert none.bound <= full.chosen.cost
