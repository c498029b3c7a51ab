"""/routes closed, slow and open: what is wrong on the roads today, and the rest of the day planned for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.office.command import Act, AdminCommand, Area, Args, Param, Preview, Unfit
from bot.office.kinds import ChoiceKind, Option, WholeKind
from bot.office.routes.kinds import REACH, SPOT
from bot.office.routes.replan_screens import foreseen_text
from bot.office.routes.road_lines import trouble_label
from bot.office.routes.screens import plan_screen
from bot.screen import Screen
from bot.turn import Turn
from core.dispatch.plan_types import PlanView, RoadTrouble, with_trouble
from core.dispatch.types import Position
from core.dispatch.use_cases.draw_routes import DrawRoutes
from core.dispatch.use_cases.find_spot import FindSpot
from core.dispatch.use_cases.plan_routes import ListDays, ShowRoutes
from core.dispatch.use_cases.replan_routes import ForeseeReplan, ReplanRoutes
from core.kernel.actor import Permission
from core.kernel.clock import local_day
from core.kernel.ids import DealerId

_Wished = Callable[[Turn, Args, PlanView], Awaitable[tuple[RoadTrouble, ...]]]
_USUAL_SLOWER, _MOST_SLOWER = 50, 400


async def plans_of_today(turn: Turn) -> list[PlanView]:
    """The published days of today, by depot."""
    days = await turn.ask(ListDays(local_day(turn.core.clock.now(), turn.actor.zone)))
    ids = [one.plan_id for one in days if one.is_published and one.plan_id is not None]
    return [await turn.ask(ShowRoutes(plan_id)) for plan_id in ids]


async def show_replanned(turn: Turn, plan: PlanView) -> Screen:
    """The plan as it is now, after its picture."""
    picture = await turn.ask(DrawRoutes(plan.id, turn.say))
    if picture is not None:
        await turn.send_photo(picture)
    fresh = await turn.ask(ShowRoutes(plan.id))
    return plan_screen(fresh, turn.say, notice=f"✅ {turn.say('routes.replanned')}")


async def _depots(turn: Turn) -> tuple[Option, ...]:
    return tuple(Option(one.depot.code, one.depot.code) for one in await plans_of_today(turn))


async def _troubled(turn: Turn) -> tuple[Option, ...]:
    named = {
        _key(one): trouble_label(one, turn.say)
        for plan in await plans_of_today(turn)
        for one in plan.wishes.roads
    }
    return tuple(Option(key, label) for key, label in named.items())


def _key(one: RoadTrouble) -> str:
    return " – ".join(one.names)


@dataclass(frozen=True, slots=True)
class _DepotKind(ChoiceKind):
    """A depot whose day is on its way: written in capitals, so that no word of a dealer's name is one."""

    is_shaped: bool = True

    def fits(self, text: str) -> bool:
        return text.isascii() and text.isupper() and len(text) <= 20


async def _plan(turn: Turn, args: Args) -> PlanView:
    plans = await plans_of_today(turn)
    if "road_depot" in args:
        plans = [one for one in plans if one.depot.code == args["road_depot"]]
    if not plans:
        raise Unfit("road_depot", wrong="no_route")
    if len(plans) > 1:
        raise Unfit("road_depot", wrong="choice")
    return plans[0]


async def _spot(turn: Turn, spot: Position | DealerId) -> tuple[str, Position]:
    if isinstance(spot, Position):
        return f"{spot.latitude:.5f}, {spot.longitude:.5f}", spot
    found = await turn.ask(FindSpot(spot))
    return found.name, found.position


async def _trouble(turn: Turn, args: Args, percent: int | None) -> RoadTrouble:
    name, middle = await _spot(turn, args["road_spot"])
    reach = args["road_reach"]
    if isinstance(reach, int):
        return RoadTrouble((name,), (middle,), reach, percent)
    other, end = await _spot(turn, reach)
    return RoadTrouble((name, other), (middle, end), 0, percent)


async def _closed(turn: Turn, args: Args, plan: PlanView) -> tuple[RoadTrouble, ...]:
    return with_trouble(plan.wishes.roads, await _trouble(turn, args, None))


async def _slow(turn: Turn, args: Args, plan: PlanView) -> tuple[RoadTrouble, ...]:
    percent = min(max(args.get("slower", _USUAL_SLOWER), 1), _MOST_SLOWER)
    return with_trouble(plan.wishes.roads, await _trouble(turn, args, percent))


async def _open(_turn: Turn, args: Args, plan: PlanView) -> tuple[RoadTrouble, ...]:
    free = args.get("road_free")
    return tuple(one for one in plan.wishes.roads if free is not None and _key(one) != free)


def _acts(wished: _Wished) -> tuple[Preview, Act]:
    """What the rest of the day would become with those roads, and its being planned for them."""

    async def preview(turn: Turn, args: Args) -> str:
        plan = await _plan(turn, args)
        roads = await wished(turn, args, plan)
        return foreseen_text(await turn.ask(ForeseeReplan(plan.id, roads=roads)), turn.say)

    async def act(turn: Turn, args: Args) -> Screen:
        plan = await _plan(turn, args)
        roads = await wished(turn, args, plan)
        await turn.execute(ReplanRoutes(plan.id, plan.version, roads=roads))
        return await show_replanned(turn, plan)

    return preview, act


_preview_closed, _do_closed = _acts(_closed)
_preview_slow, _do_slow = _acts(_slow)
_preview_open, _do_open = _acts(_open)
_SPOT, _REACH = Param("road_spot", SPOT), Param("road_reach", REACH)
_DEPOT = Param("road_depot", _DepotKind(_depots), is_optional=True)
_EDIT = Permission.ROUTE_EDIT

COMMANDS = (
    AdminCommand(
        name="routes", verb="closed", area=Area.ROUTES, permission=_EDIT, act=_do_closed,
        preview=_preview_closed, params=(_SPOT, _REACH, _DEPOT), example="/routes closed TechMart 2",
    ),
    AdminCommand(
        name="routes", verb="slow", area=Area.ROUTES, permission=_EDIT, act=_do_slow,
        preview=_preview_slow,
        params=(_SPOT, _REACH, Param("slower", WholeKind(), is_optional=True, leans=True), _DEPOT),
        example="/routes slow 34.04850,-118.25370 3 80",
    ),
    AdminCommand(
        name="routes", verb="open", area=Area.ROUTES, permission=_EDIT, act=_do_open,
        preview=_preview_open,
        params=(Param("road_free", ChoiceKind(_troubled, most_words=12), is_optional=True), _DEPOT),
        example="/routes open TechMart",
    ),
)  # fmt: skip
