"""A14: how many stops a dealer's delivery has before it, and nothing of anybody else's."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from core.dispatch.tables import RouteRow, RouteStopRow
from core.dispatch.use_cases.count_ahead import CountAhead
from core.dispatch.use_cases.plan_routes import ShowRoutes
from core.dispatch.use_cases.publish_routes import PublishRoutes
from core.infra.door import Core
from core.kernel.actor import Actor
from core.kernel.clock import FixedClock
from tests.core.dispatch.house import Dispatch, make_dispatch
from tests.core.dispatch.test_closed_roads import MORNING
from tests.make import make_buyer
from tests.make.rows import write


async def ahead(core: Core, buyer: Actor) -> list[tuple[int, bool, bool]]:
    return [(one.stops, one.is_out, one.is_here) for one in await core.ask(buyer, CountAhead())]


async def buyers_of(house: Dispatch) -> dict[str, Actor]:
    return {name: await make_buyer(house.core, dealer) for name, dealer in house.dealers.items()}


async def test_stops_not_made_yet_are_counted_as_the_route_runs(core: Core, clock: FixedClock) -> None:
    house = await make_dispatch(core, weight_g=400_000)
    buyers = await buyers_of(house)
    draft = await house.plan()
    assert await ahead(core, buyers["North One"]) == []  # a draft is nobody's route
    await core.execute(house.otto, PublishRoutes(draft.id, draft.version))
    plan = await core.ask(house.otto, ShowRoutes(draft.id))
    first, second = next(route for route in plan.routes if len(route.stops) == 2).stops
    assert await ahead(core, buyers[second.dealer]) == []  # it is of tomorrow
    clock.advance(MORNING - clock.now())
    assert await ahead(core, buyers[first.dealer]) == [(0, False, False)]
    assert await ahead(core, buyers[second.dealer]) == [(1, False, False)]
    (told,) = await core.ask(buyers[second.dealer], CountAhead())
    assert (told.orders, told.eta) == (second.orders, second.eta)

    await write(core, update(RouteRow).values(state="started"))
    assert await ahead(core, buyers[second.dealer]) == [(1, True, False)]
    await _make(core, first.id, "arrived")
    assert await ahead(core, buyers[first.dealer]) == [(0, True, True)]
    assert await ahead(core, buyers[second.dealer]) == [(1, True, False)]
    await _make(core, first.id, "done")
    assert await ahead(core, buyers[first.dealer]) == []
    assert await ahead(core, buyers[second.dealer]) == [(0, True, False)]
    await write(core, update(RouteRow).values(state="closed"))
    assert await ahead(core, buyers[second.dealer]) == []


async def _make(core: Core, stop_id: object, state: str) -> None:
    at: datetime = core.clock.now()
    await write(
        core,
        update(RouteStopRow).where(RouteStopRow.id == stop_id).values(state=state, arrived_at=at),
    )
