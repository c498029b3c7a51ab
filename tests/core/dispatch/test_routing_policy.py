"""What planning goes by is the office's to say: bounded, kept in the journal, and obeyed by the next plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.dispatch.engine.problem import build_problem
from core.dispatch.errors import RoutingRuleUnfit
from core.dispatch.plan_types import AS_USUAL, POLICY_BOUNDS, DayFacts, RoutingPolicy, Wishes
from core.dispatch.tables import RoutingRuleRow
from core.dispatch.types import Position
from core.dispatch.use_cases.set_routing_rule import SetRoutingRule, ShowRoutingPolicy
from core.dispatch.ways import tuned
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.errors import NotFound, Refused
from core.routing.engine.road_book import RoadBook, roads_between
from core.routing.types import Place
from tests.core.dispatch.house import how_many, make_dispatch, make_fleet
from tests.core.dispatch.test_engine import DAY, DEPOT, drop, van
from tests.make import rows


async def test_a_value_holds_for_the_next_plan_and_stands_in_the_journal(core: Core) -> None:
    house = await make_dispatch(core)
    before = await house.plan()
    assert await core.ask(house.otto, ShowRoutingPolicy()) == AS_USUAL
    assert await core.execute(house.otto, SetRoutingRule("road_pct", 260)) == 130
    assert await core.execute(house.otto, SetRoutingRule("road_pct", 195)) == 260
    assert await core.ask(house.otto, ShowRoutingPolicy()) == replace(AS_USUAL, road_pct=195)
    after = await house.plan(version=before.version)
    was, now = before.figures.distance_m, after.figures.distance_m
    assert abs(now - was * 195 // 130) <= len(before.routes) * 8
    noted = await rows(core, JournalRow, JournalRow.name == "routing_rule_set")
    assert sorted((row.payload["rule"], row.payload["was"], row.payload["now"]) for row in noted) == [
        ("road_pct", 130, 260), ("road_pct", 260, 195)
    ]  # fmt: skip


async def test_what_is_out_of_bounds_or_no_value_is_refused_and_changes_nothing(core: Core) -> None:
    house = await make_fleet(core)
    wrong: list[tuple[str, int, type[Refused]]] = [("wisdom", 1, NotFound), ("least_move", 1, NotFound)]
    for rule, (least, most) in POLICY_BOUNDS.items():
        wrong += [(rule, least - 1, RoutingRuleUnfit), (rule, most + 1, RoutingRuleUnfit)]
    for rule, value, refused in wrong:
        with pytest.raises(refused):
            await core.execute(house.otto, SetRoutingRule(rule, value))
    assert await how_many(core, RoutingRuleRow, JournalRow) == [0, 0]


def test_usual_values_lie_within_their_bounds_and_every_value_has_bounds() -> None:
    assert set(POLICY_BOUNDS) == set(RoutingPolicy.__dataclass_fields__)
    for rule, (least, most) in POLICY_BOUNDS.items():
        assert least <= getattr(AS_USUAL, rule) <= most


def test_what_others_have_to_save_is_the_price_of_the_draft() -> None:
    facts = DayFacts(DEPOT, DAY, (van("V1"),), (drop("a", Position(34.1, -118.2)),), 0, {"V1": ("a",)})
    facts = replace(facts, policy=replace(AS_USUAL, others=70))
    assert build_problem(facts, Wishes(pins={"a": "V1"})).change.moved == 70
    assert build_problem(facts, Wishes()).change.moved == 0


def test_reckoned_roads_are_as_long_and_as_fast_as_said_and_known_ones_stay() -> None:
    book = RoadBook(speeds=((0, 40),))
    ends = [Place("a", 34.0, -118.2), Place("b", 34.1, -118.2)]
    usual, _ = roads_between(book, ends)
    longer, _ = roads_between(tuned(book, 260, 50), ends)
    assert longer.metres[0, 1] == pytest.approx(2 * usual.metres[0, 1], abs=1)
    assert longer.seconds[0, 0, 1] == pytest.approx(4 * usual.seconds[0, 0, 1], abs=4)
    assert tuned(book, 130, 100) is book
    assert tuned(book, 260, 50) is tuned(book, 260, 50)
