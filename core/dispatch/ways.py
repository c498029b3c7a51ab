"""Which roads a day is planned on: those of the house's routing server, or reckoned ones where there is none
or it does not answer. Asked with no transaction open.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import structlog

from core.dispatch.engine.blocking import blocked, spots_of
from core.dispatch.plan_types import RoadSource, RoadTrouble
from core.infra.settings import Settings
from core.routing.engine.roads import reckoned_roads
from core.routing.road_server import RoadServer, RoadsUnavailable, ServerKind, served_roads
from core.routing.types import Problem

# A plan that is looked at beside another one cannot wait longer.
_SECONDS = 15.0
_log = structlog.get_logger()


def server_of(settings: Settings) -> RoadServer | None:
    if not settings.road_server_url:
        return None
    kind = ServerKind(settings.road_server_kind)
    return RoadServer(kind, settings.road_server_url, settings.road_server_profile)


async def on_roads(
    server: RoadServer | None, problem: Problem, troubles: Sequence[RoadTrouble] = ()
) -> tuple[Problem, RoadSource]:
    """The problem, which has reckoned roads, on the server's; as it is where the server gives no table.

    troubles: what is closed or slow on these roads, whosever they are.
    """
    spots = spots_of(troubles)
    if spots:
        places = [*problem.places, *spots]
        problem = replace(problem, places=places, roads=reckoned_roads(places))
    problem, source = await _served(server, problem)
    return blocked(problem, troubles), source


async def _served(server: RoadServer | None, problem: Problem) -> tuple[Problem, RoadSource]:
    if server is None:
        return problem, RoadSource.RECKONED
    try:
        async with asyncio.timeout(_SECONDS):
            roads = await served_roads(server, problem.places)
    except (RoadsUnavailable, TimeoutError) as error:
        _log.warning("dispatch.no_roads", server=server.url, why=str(error) or "too slow")
        return problem, RoadSource.UNANSWERED
    return replace(problem, roads=roads), RoadSource.SERVED
