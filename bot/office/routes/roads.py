"""/routes closed, slow and open: what is wrong on the roads of a day, and its plan made again for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.office.command import Act, AdminCommand, Area, Args, Param, Preview, Unfit
from bot.office.kinds import ChoiceKind, DayKind, Option, WholeKind
from bot.office.routes.kinds import REACH, SPOT, UNTIL
from bot.office.routes.replan_screens import foreseen_text
from bot.office.routes.road_lines import day_text, draft_text, trouble_label, trouble_lines
from bot.office.routes.screens import plan_screen
from bot.office.screens import done_screen
from bot.screen import Screen, lines, paragraphs
from bot.turn import Turn
from core.dispatch.errors import NothingToBring, NothingToReplan, NoVans
from core.dispatch.plan_types import PlanView, RoadTrouble, end_of, with_trouble
from core.dispatch.types import Position
from core.dispatch.use_cases.draw_routes import DrawRoutes
from core.dispatch.use_cases.find_spot import FindSpot
from core.dispatch.use_cases.keep_roads import ForeseeRoads, KnownRoads, ListRoads, NoteRoads
from core.dispatch.use_cases.plan_routes import CompareRoutes, PlanRoutes, ShowRoutes
from core.dispatch.use_cases.replan_routes import ForeseeReplan, ReplanRoutes
from core.i18n.phrases import Say
from core.kernel.actor import Permission
from core.kernel.ids import DealerId

_USUAL_SLOWER, _MOST_SLOWER = 50, 400
# Nothing is left of the day that could be planned with what is said: it is remembered all the same.
_NOTHING_TO_PLAN = (NothingToBring, NothingToReplan, NoVans)


@dataclass(frozen=True, slots=True)
class _Said:
    """What somebody says of a depot's day: all roads that are closed or slow on it. changed: what is new, or
    free again."""

    known: KnownRoads
    roads: tuple[RoadTrouble, ...]
    changed: tuple[RoadTrouble, ...]


_Wished = Callable[[Turn, Args], Awaitable[_Said]]


async def show_replanned(turn: Turn, plan: PlanView, key: str = "routes.replanned") -> Screen:
    """The plan as it is now, after its picture."""
    picture = await turn.ask(DrawRoutes(plan.id, turn.say))
    if picture is not None:
        await turn.send_photo(picture)
    fresh = await turn.ask(ShowRoutes(plan.id))
    return plan_screen(fresh, turn.say, notice=f"✅ {turn.say(key)}")


async def _depots(turn: Turn) -> tuple[Option, ...]:
    return tuple(Option(one.depot.code, one.depot.code) for one in await turn.ask(ListRoads()))


async def _troubled(turn: Turn) -> tuple[Option, ...]:
    named = {
        _key(trouble): trouble_label(trouble, replace(turn.say, zone=one.depot.zone))
        for one in await turn.ask(ListRoads())
        for trouble in one.later
    }
    return tuple(Option(key, label) for key, label in named.items())


def _key(one: RoadTrouble) -> str:
    return " – ".join(one.names)


@dataclass(frozen=True, slots=True)
class _DepotKind(ChoiceKind):
    """A depot: written in capitals, so that no word of a dealer's name is one."""

    is_shaped: bool = True

    def fits(self, text: str) -> bool:
        return text.isascii() and text.isupper() and len(text) <= 20


def _only(found: list[KnownRoads]) -> KnownRoads:
    """The one depot that is meant; of several the only one that has planned its day."""
    if len(found) > 1:
        found = [one for one in found if one.plan_id is not None]
    if len(found) != 1:
        raise Unfit("road_depot", wrong="choice")
    return found[0]


async def _known(turn: Turn, args: Args) -> list[KnownRoads]:
    found = await turn.ask(ListRoads(args.get("road_day")))
    return [one for one in found if args.get("road_depot", one.depot.code) == one.depot.code]


async def _spot(turn: Turn, spot: Position | DealerId) -> tuple[str, Position]:
    if isinstance(spot, Position):
        return f"{spot.latitude:.5f}, {spot.longitude:.5f}", spot
    found = await turn.ask(FindSpot(spot))
    return found.name, found.position


async def _trouble(turn: Turn, args: Args, percent: int | None) -> _Said:
    known = _only(await _known(turn, args))
    name, middle = await _spot(turn, args["road_spot"])
    reach = args["road_reach"]
    ends = end_of(known.day, known.depot.zone, args.get("road_until"))
    if isinstance(reach, int):
        one = RoadTrouble((name,), (middle,), reach, percent, known.day, ends)
    else:
        other, end = await _spot(turn, reach)
        one = RoadTrouble((name, other), (middle, end), 0, percent, known.day, ends)
    return _Said(known, with_trouble(known.troubles, one), (one,))


async def _closed(turn: Turn, args: Args) -> _Said:
    return await _trouble(turn, args, None)


async def _slow(turn: Turn, args: Args) -> _Said:
    percent = min(max(args.get("slower", _USUAL_SLOWER), 1), _MOST_SLOWER)
    return await _trouble(turn, args, percent)


async def _open(turn: Turn, args: Args) -> _Said:
    """One road, or all of the day; on the first day that something is said of, where none is named."""
    free = args.get("road_free")
    found = [
        (one, [road for road in one.later if free is None or _key(road) == free])
        for one in await _known(turn, args)
    ]
    concerned = [(one, roads) for one, roads in found if roads]
    if found and not concerned:
        return _Said(found[0][0], found[0][0].troubles, ())
    known = _only([one for one, _ in concerned])
    roads = next(roads for one, roads in concerned if one is known)
    first = max(known.day, min((road.since for road in roads), default=known.day))
    if first != known.day and "road_day" not in args:
        known = next(one for one in await turn.ask(ListRoads(first)) if one.depot == known.depot)
    gone = tuple(road for road in known.troubles if free is None or _key(road) == free)
    return _Said(known, tuple(road for road in known.troubles if road not in gone), gone)


async def _foreseen(turn: Turn, said: _Said) -> str:
    known = said.known
    try:
        if known.plan_id is not None and known.is_published:
            replanned = await turn.ask(ForeseeReplan(known.plan_id, roads=said.roads))
            return foreseen_text(replanned, turn.say)
        if known.plan_id is not None:
            plan = await turn.ask(ShowRoutes(known.plan_id))
            found = await turn.ask(CompareRoutes(plan.id, plan.wishes, said.roads))
            return draft_text(found, said.roads, turn.say)
    except _NOTHING_TO_PLAN:
        pass
    return day_text(await turn.ask(ForeseeRoads(known.depot.code, known.day, said.roads)), turn.say)


def _also(said: _Said, say: Say) -> str | None:
    """Other days that are planned already and that this is about, too."""
    days = [
        day
        for day in said.known.planned
        if day != said.known.day
        and any(
            one.since <= day and one.until > end_of(day, said.known.depot.zone, "00:00")
            for one in said.changed
        )
    ]
    return say("roads.also_planned", days=", ".join(say.day(day) for day in days)) if days else None


async def _done(turn: Turn, said: _Said) -> Screen:
    known = said.known
    try:
        if known.plan_id is not None:
            plan = await turn.ask(ShowRoutes(known.plan_id))
            if known.is_published:
                await turn.execute(ReplanRoutes(plan.id, plan.version, roads=said.roads))
                return await show_replanned(turn, plan)
            await turn.execute(PlanRoutes(known.depot.code, known.day, plan.version, plan.wishes, said.roads))
            return await show_replanned(turn, plan, "routes.planned_again")
    except _NOTHING_TO_PLAN:
        pass
    await turn.execute(NoteRoads(known.depot.code, known.day, known.troubles, said.roads))
    say = replace(turn.say, zone=known.depot.zone)
    noted = say("done.roads", day=known.day, warehouse=known.depot.code)
    rows = trouble_lines(said.roads, known.day, say) or [say("roads.free_again")]
    return done_screen(lines(noted, *rows))


def _acts(wished: _Wished) -> tuple[Preview, Act]:
    """What the day would become with those roads, and its being planned for them."""

    async def preview(turn: Turn, args: Args) -> str | Screen:
        said = await wished(turn, args)
        if not said.changed:
            return Screen(turn.say("roads.none"))
        return paragraphs(await _foreseen(turn, said), _also(said, turn.say))

    async def act(turn: Turn, args: Args) -> Screen:
        return await _done(turn, await wished(turn, args))

    return preview, act


_preview_closed, _do_closed = _acts(_closed)
_preview_slow, _do_slow = _acts(_slow)
_preview_open, _do_open = _acts(_open)
_SPOT, _REACH = Param("road_spot", SPOT), Param("road_reach", REACH)
_DAY, _UNTIL = Param("road_day", DayKind(), is_optional=True), Param("road_until", UNTIL, is_optional=True)
_DEPOT = Param("road_depot", _DepotKind(_depots), is_optional=True)
_EDIT = Permission.ROUTE_EDIT

COMMANDS = (
    AdminCommand(
        name="routes", verb="closed", area=Area.ROUTES, permission=_EDIT, act=_do_closed,
        preview=_preview_closed, params=(_SPOT, _REACH, _DAY, _UNTIL, _DEPOT),
        example="/routes closed TechMart 2 tomorrow until 14:00",
    ),
    AdminCommand(
        name="routes", verb="slow", area=Area.ROUTES, permission=_EDIT, act=_do_slow,
        preview=_preview_slow,
        params=(
            _SPOT, _REACH, Param("slower", WholeKind(), is_optional=True, leans=True), _DAY, _UNTIL, _DEPOT,
        ),
        example="/routes slow 34.04850,-118.25370 3 80",
    ),
    AdminCommand(
        name="routes", verb="open", area=Area.ROUTES, permission=_EDIT, act=_do_open,
        preview=_preview_open,
        params=(Param("road_free", ChoiceKind(_troubled, most_words=12), is_optional=True), _DAY, _DEPOT),
        example="/routes open TechMart",
    ),
)  # fmt: skip
