"""H2: which van and who can go on with a route, and what a given one is to whoever plans the day again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from core.dispatch.engine.giving import Lack, Share, lack_of, shares_of
from core.dispatch.errors import DriverTwice, DriverUnfit, GivenAlready, NothingToGive, VanLacks, VanTaken
from core.dispatch.plan_types import Incident, IncidentKind
from core.dispatch.tables import RouteRow, VanRow
from core.dispatch.types import RouteState, StopState
from core.dispatch.use_cases.give_route import ForeseeGiving, GiveRoute
from core.dispatch.use_cases.plan_routes import ShowRoutes
from core.dispatch.use_cases.replan_routes import ForeseeReplan
from core.infra.door import Core
from core.kernel.actor import Role
from core.kernel.clock import FixedClock
from core.kernel.errors import Outdated, Refused
from tests.bot.gallery_routes import NOW, route, stop, van
from tests.core.dispatch.house import make_dispatch, make_van, receive
from tests.core.dispatch.test_replanning import TWO_PM, drive, publish
from tests.make import make_staff, rows
from tests.make.rows import write

DONE = stop(1, state=StopState.DONE)
OUT = route("V1", DONE, stop(2), stop(3), state=RouteState.STARTED)


@pytest.mark.parametrize(
    ("more", "lack"),
    [
        ({}, None),
        ({"skills": ()}, Lack("skills", ("lift",))),
        ({"max_weight_g": 199_999}, Lack("weight", ("200 kg",))),
        ({"max_volume_ml": 99_999}, Lack("volume", ("100 l",))),
        ({"shift_until": "07:30"}, Lack("hours", ("07:00–07:30",))),
        ({"shift_from": "08:30"}, Lack("hours", ("08:30–17:00",))),
    ],
)
def test_another_van_can_and_carries_what_is_left_and_is_at_work_so_long(
    more: dict[str, Any], lack: Lack | None
) -> None:
    # In Los Angeles it is seven o'clock, and the route ends at eight.
    now = NOW + timedelta(hours=5)
    ours = replace(OUT, starts_at=NOW, ends_at=NOW + timedelta(hours=6))
    assert lack_of(replace(van("V3"), **more), ours, ["lift"], now) == lack


def test_what_was_driven_stays_and_the_way_home_goes_with_the_rest() -> None:
    driven, left = shares_of(OUT)
    assert driven == Share(4_200, 540, 420, 1_050)
    assert left == Share(37_800, 4_860, 11_925, 9_450)


async def test_who_cannot_go_on_is_said_and_nothing_is_changed(core: Core) -> None:
    house = await make_dispatch(core, 400_000)
    eve = await make_staff(core, Role.DRIVER, "Eve")
    plan = await publish(house)
    _, v2 = plan.routes
    await make_van(core, house.warehouse_id, None, "V3", active=False)
    await make_van(core, house.warehouse_id, None, "V4", max_weight_g=1, active=False)
    dealer = plan.routes[0].stops[-1].dealer_id
    await receive(core, dealer, needs=["lift"])
    before = [str(tuple(row)) for row in await rows(core, RouteRow)]
    asked: list[tuple[str, Any, str | None, type[Refused]]] = [
        ("V9", eve, None, NothingToGive),
        ("V1", house.otto, None, DriverUnfit),
        ("V1", house.dan, None, GivenAlready),
        ("V1", house.dora, None, DriverTwice),
        ("V1", eve, "V2", VanTaken),
        ("V1", eve, "V3", VanLacks),
        ("V1", house.dan, "V4", VanLacks),
    ]
    for code, who, onto, wanted in asked:
        for command in (
            ForeseeGiving(plan.id, code, who.person_id, onto),
            GiveRoute(plan.id, plan.version, code, who.person_id, onto),
        ):
            with pytest.raises(wanted):
                await (core.ask if isinstance(command, ForeseeGiving) else core.execute)(  # type: ignore[operator]
                    house.otto, command
                )
    with pytest.raises(Outdated):
        await core.execute(house.otto, GiveRoute(plan.id, 1, "V1", eve.person_id))
    await write(core, update(RouteRow).where(RouteRow.id == v2.id).values(state="closed"))
    with pytest.raises(NothingToGive):
        await core.execute(house.otto, GiveRoute(plan.id, plan.version, "V2", eve.person_id))
    await write(core, update(RouteRow).where(RouteRow.id == v2.id).values(state="published"))
    assert [str(tuple(row)) for row in await rows(core, RouteRow)] == before


async def test_a_given_route_is_out_where_it_was_and_is_planned_again_like_any(
    core: Core, clock: FixedClock
) -> None:
    house = await make_dispatch(core, 400_000)
    eve = await make_staff(core, Role.DRIVER, "Eve")
    plan = await publish(house)
    clock.advance(TWO_PM - clock.now())
    await drive(core, plan, TWO_PM, stops=1)
    await write(core, update(RouteRow).values(started_at=TWO_PM))
    taken = await core.execute(house.otto, GiveRoute(plan.id, plan.version, "V1", eve.person_id))
    now = await core.ask(house.otto, ShowRoutes(plan.id))
    assert [(one.van.code, one.driver, one.trip, one.state, len(one.stops)) for one in now.routes] == [
        ("V1", "Dan", 1, "given", 1), ("V1", "Eve", 2, "published", 1), ("V2", "Dora", 1, "started", 2),
    ]  # fmt: skip
    assert sum(one.distance_m for one in now.routes) == sum(one.distance_m for one in plan.routes)
    # Eve has the goods with her where Dan made his stop: no stop changes its van, or its place.
    same = await core.ask(house.otto, ForeseeReplan(plan.id))
    assert [(one.van, {line.kind for line in one.lines} - {"window"}) for one in same.vans] == [
        ("V1", set()), ("V2", set()),
    ]  # fmt: skip
    assert same.put_off == ()
    broken = Incident(IncidentKind.BROKEN, ("V1",))
    (v1, v2) = (await core.ask(house.otto, ForeseeReplan(plan.id, broken))).vans
    assert ([line.kind.value for line in v1.lines], v2.take_over) == (["removed"], "V1")
    # She can give it on, to another van as well; Dan is free to take it back.
    await make_van(core, house.warehouse_id, None, "V3", active=False)
    back = await core.execute(
        house.otto, GiveRoute(plan.id, now.version, "V1", house.dan.person_id, "v3")
    )  # fmt: skip
    (third,) = await rows(core, RouteRow, RouteRow.id == back)
    (spare,) = await rows(core, VanRow, VanRow.code == "V3")
    assert (third.taken_from, third.driver_id, third.van_id) == (taken, house.dan.person_id, spare.id)
    assert third.started_at == TWO_PM
