"""When facts change a promise changes only for a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.allocation.engine.planning import plan_allocation
from core.allocation.engine.replanning import replan
from core.allocation.types import AllocationLine, AllocationPolicy, AllocationProblem, Bin, RestPolicy
from core.kernel.reasons import Reason
from tests.core.allocation.boards import (
    TUESDAY,
    bins,
    house,
    lane,
    line_id,
    place_id,
    problem,
    product_id,
    usd,
)

LANES = [lane("LA", 145, 2), lane("PHX", 67, 1), lane("DEN", 95, 3)]
WEDNESDAY, THURSDAY, FRIDAY, MONDAY = (TUESDAY + timedelta(days=after) for after in (1, 2, 3, 6))
STOCK = {"tea": bins(LA=6), "rice": bins(PHX=7), "corn": bins(PHX=9)}
ORDER = {"tea": 5, "rice": 7, "corn": 9}
ASKED = problem(ORDER, STOCK, LANES)
TEA, RICE, CORN = line_id("tea 0"), line_id("rice 1"), line_id("corn 2")


def with_stock(changed: Mapping[str, Sequence[Bin]]) -> AllocationProblem:
    return problem(ORDER, {**STOCK, **changed}, LANES)


def test_nothing_changes_when_no_fact_has() -> None:
    old = plan_allocation(ASKED)
    again = replan(old, ASKED)
    assert again.changes == ()
    assert again.kept == 21
    assert again.plan.takes == old.takes
    assert again.plan.chosen.cost == old.chosen.cost == usd("212")


def test_a_cheaper_way_that_came_up_is_no_reason() -> None:
    old = plan_allocation(ASKED)
    better = with_stock({"tea": bins(LA=6, PHX=9)})
    assert plan_allocation(better).chosen.cost == usd("67")
    again = replan(old, better)
    assert (again.changes, again.plan.takes) == ((), old.takes)


def test_stock_that_is_gone_moves_only_what_it_was_for() -> None:
    old = plan_allocation(ASKED)
    again = replan(old, with_stock({"tea": bins(LA=2, DEN=9)}))
    (change,) = again.changes
    assert (change.line_id, change.missing) == (TEA, 0)
    assert (change.before, change.after) == (((THURSDAY, 5),), ((THURSDAY, 2), (FRIDAY, 3)))
    assert change.why == (Reason("allocation.stock_gone", {"place": "LA", "quantity": 5, "free": 2}),)
    assert again.kept == 18
    assert again.plan.chosen.cost == usd("307")


def test_what_moves_prefers_a_shipment_that_goes_anyway() -> None:
    old = plan_allocation(ASKED)
    again = replan(old, with_stock({"tea": bins(PHX=5, DEN=9)}))
    assert again.plan.chosen.cost == usd("67")
    (change,) = again.changes
    assert change.after == ((WEDNESDAY, 5),)


def test_a_date_that_moves_is_the_reason() -> None:
    comes = [Bin(place_id("LA"), 5, WEDNESDAY)]
    old = plan_allocation(with_stock({"tea": comes}))
    again = replan(old, with_stock({"tea": [replace(comes[0], available_on=FRIDAY)]}))
    (change,) = again.changes
    assert change.before == ((FRIDAY, 5),)
    assert change.after == ((date(2025, 10, 21), 5),)
    assert [reason.code for reason in change.why] == ["allocation.date_moved"]
    assert (change.why[0].params["before"], change.why[0].params["after"]) == (WEDNESDAY, FRIDAY)
    # Goods that come earlier than promised keep the promise.
    assert replan(old, with_stock({"tea": bins(LA=5)})).changes == ()


def test_a_closed_place_a_lost_lane_and_a_missed_lorry_are_reasons() -> None:
    old = plan_allocation(ASKED)
    closed = [replace(house("LA"), is_open=False), house("PHX"), house("DEN")]
    late = [house("LA", leaves_on=FRIDAY), house("PHX"), house("DEN")]
    cases = (
        (problem(ORDER, STOCK, LANES, places=closed), "allocation.place_gone", 5),
        (problem(ORDER, STOCK, LANES[1:], places=[house("LA"), *closed[1:]]), "allocation.lane_gone", 5),
        (problem(ORDER, STOCK, LANES, places=late), "allocation.missed_departure", 0),
    )
    for asked, code, missing in cases:
        (change,) = replan(old, asked).changes
        assert (change.line_id, change.missing) == (TEA, missing)
        assert [reason.code for reason in change.why] == [code]


def test_a_changed_order_keeps_what_it_can() -> None:
    old = plan_allocation(ASKED)
    (tea, rice, _) = ASKED.lines
    lines = [replace(tea, quantity=2), rice, AllocationLine(line_id("new"), product_id("corn"), 4)]
    again = replan(old, replace(ASKED, lines=lines))
    assert {change.line_id: change.why[0].code for change in again.changes} == {
        TEA: "allocation.order_changed",
        line_id("new"): "allocation.order_changed",
        CORN: "allocation.order_changed",
    }
    assert again.kept == 9
    assert [(line.line_id, line.quantity, line.missing) for line in again.plan.lines] == [
        (TEA, 2, 0),
        (RICE, 7, 0),
        (line_id("new"), 4, 0),
    ]


def test_what_was_missing_is_served_when_it_has_come() -> None:
    old = plan_allocation(with_stock({"tea": []}))
    again = replan(old, ASKED)
    (change,) = again.changes
    assert (change.before, change.after, change.why) == (
        (),
        ((THURSDAY, 5),),
        (Reason("allocation.now_possible"),),
    )


def test_an_order_that_goes_together_moves_together() -> None:
    policy = AllocationPolicy(rest=RestPolicy.WAIT)
    old = plan_allocation(replace(ASKED, policy=policy))
    changed = replace(with_stock({"tea": [Bin(place_id("LA"), 5, FRIDAY)]}), policy=policy)
    again = replan(old, changed)
    why = {change.line_id: [reason.code for reason in change.why] for change in again.changes}
    assert why == {
        TEA: ["allocation.date_moved"],
        RICE: ["allocation.goes_together"],
        CORN: ["allocation.goes_together"],
    }
    assert {take.leaves_on for take in again.plan.takes} == {FRIDAY}


@pytest.mark.parametrize("most", [1, 2])
def test_the_limit_of_shipments_holds_when_planning_again(most: int) -> None:
    policy = AllocationPolicy(most_shipments=2)
    old = plan_allocation(replace(ASKED, policy=policy))
    changed = replace(with_stock({"tea": bins(LA=2, DEN=9)}), policy=AllocationPolicy(most_shipments=most))
    again = replan(old, changed)
    assert len(again.plan.chosen.shipments) == 2
    assert again.plan.lines[0].missing == 3
