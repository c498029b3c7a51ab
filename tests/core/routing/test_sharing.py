"""What a plan is worth, as a whole and for each stop."""

from __future__ import annotations

from core.kernel.money import Money
from core.routing.engine.sharing import Saving, StopShare, saving_of, shares_of
from core.routing.types import Load
from tests.core.routing.days import line_day, planned, route_of, stop, van


def test_shares_go_by_what_leaving_a_stop_out_would_save() -> None:
    problem = line_day([0, 10, 30], [van()], [stop(1), stop(2)])
    route = route_of(planned(problem))
    shares = {share.stop: share for share in shares_of(problem, route)}
    # S1 lies on the way to S2: leaving it out saves nothing, leaving S2 out saves 40 km.
    assert shares["S1"].metres == 1 or shares["S1"].metres == 0 or shares["S1"].metres == 2
    assert shares["S2"].metres + shares["S1"].metres == 60_000
    assert shares["S1"].cost.minor + shares["S2"].cost.minor == route.cost.minor == 1300
    assert shares["S2"].co2 + shares["S1"].co2 == 12_000
    assert shares["S2"].cost > shares["S1"].cost


def test_a_route_with_one_stop_is_all_its_own() -> None:
    problem = line_day([0, 10], [van()], [stop(1)])
    assert shares_of(problem, route_of(planned(problem))) == (
        StopShare("S1", Money(500, "USD"), 20_000, 1200, 4000),
    )


def test_the_given_order_fills_one_van_after_the_other() -> None:
    stops = [stop(number, load=Load(500, 1)) for number in (1, 2, 3, 4)]
    problem = line_day([0, 20, -20, 21, -21], [van("a"), van("b")], stops)
    plan = planned(problem)
    # Given: 0, 20, -20, 0 and 0, 21, -21, 0; planned: 0, 20, 21, 0 and the same on the other side.
    assert saving_of(problem, plan) == Saving(84_000, 164_000)
    assert Saving(84_000, 164_000).basis_points == 4878
    assert Saving(0, 0).basis_points == 0
