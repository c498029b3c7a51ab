"""/routes plans a day and replans it; /vans, /van, /depot, /place and /hours keep what it is planned from."""

from __future__ import annotations

from datetime import timedelta

from bot.office.areas.choices import WAREHOUSE
from bot.office.command import AdminCommand, Area, Args, Param, Unfit
from bot.office.kinds import CodeKind, DayKind, DealerKind, StaffKind, WholeKind
from bot.office.routes.kinds import ARCHIVED, HAPPENED, HOURS, POSITION, SHIFT, VAN
from bot.office.routes.replan_screens import foreseen_text
from bot.office.routes.roads import show_replanned
from bot.office.routes.screens import plan_screen, vans_screen
from bot.office.screens import change_line, done_screen
from bot.screen import Screen, lines
from bot.turn import Turn
from core.dealers.use_cases.find_dealers import ShowDealer
from core.dispatch.plan_types import Incident, IncidentKind
from core.dispatch.use_cases.draw_routes import DrawRoutes
from core.dispatch.use_cases.keep_vans import (
    ArchiveVan,
    ListVans,
    SetDepot,
    SetPlace,
    SetReceiving,
    SetVanAtWork,
    SetVanDriver,
)
from core.dispatch.use_cases.plan_routes import DayOfDepot, ListDays, NextDue, PlanRoutes, ShowRoutes
from core.dispatch.use_cases.put_van import MOST_KG, MOST_LITRES, PutVan
from core.dispatch.use_cases.replan_routes import ForeseeReplan, ReplanRoutes
from core.i18n.phrases import Raw
from core.kernel.actor import Permission
from core.kernel.clock import local_day

_MOST_SLOWER, _USUAL_SLOWER, _USUAL_MINUTES = 400, 50, 10


async def _routes(turn: Turn, args: Args) -> Screen:
    """The plan of each depot that has something to bring, made where nobody has made it."""
    tomorrow = local_day(turn.core.clock.now(), turn.actor.zone) + timedelta(days=1)
    day = args.get("route_day", tomorrow)
    days = await turn.ask(ListDays(day, args.get("warehouse")))
    unpicked = [
        turn.say("routes.not_picked", one.unpicked, warehouse=one.depot.code)
        for one in days
        if one.plan_id is None and not one.drops and one.unpicked
    ]
    days = tuple(one for one in days if one.plan_id is not None or one.drops)
    if unpicked and not days:
        return Screen(lines(turn.say("routes.nothing", day=day), *unpicked))
    if unpicked:
        await turn.show(Screen(lines(*unpicked)))
    if not days:
        after = await turn.ask(NextDue(day, args.get("warehouse")))
        then = None if after is None else turn.say("routes.next_due", day=after, iso=Raw(after.isoformat()))
        return Screen(lines(turn.say("routes.nothing", day=day), then))
    *before, last = days
    for one in before:
        await turn.show(await _planned(turn, one))
    return await _planned(turn, last)


async def _planned(turn: Turn, one: DayOfDepot) -> Screen:
    plan_id = one.plan_id
    if plan_id is None:
        # Several depots in one message: each of them is an act of its own.
        key = f"{turn.key}:PlanRoutes:{one.depot.code}"
        wanted = PlanRoutes(one.depot.code, one.day, one.version)
        plan_id = await turn.core.execute(turn.actor, wanted, key=key)
    picture = await turn.ask(DrawRoutes(plan_id, turn.say))
    if picture is not None:
        await turn.send_photo(picture)
    return plan_screen(await turn.ask(ShowRoutes(plan_id)), turn.say, unpicked=one.unpicked)


async def day_of_van(turn: Turn, args: Args) -> DayOfDepot:
    """The published day that something happened on: that of the van, or the only one.

    Today is the depot's own, wherever whoever asks may be.
    """
    now = turn.core.clock.now()
    here = local_day(now, turn.actor.zone)
    found = [
        one
        for ahead in (0, -1, 1)
        for one in await turn.ask(ListDays(here + timedelta(days=ahead)))
        if one.is_published and one.plan_id is not None and one.day == local_day(now, one.depot.zone)
    ]
    if "route_van" in args:
        houses = {van.code: van.warehouse for van in await turn.ask(ListVans())}
        found = [one for one in found if one.depot.code == houses.get(args["route_van"])]
    if not found:
        raise Unfit("route_van", wrong="no_route")
    if len(found) > 1:
        raise Unfit("route_van", wrong="choice")
    return found[0]


def _incident(args: Args) -> Incident | None:
    if "happened" not in args:
        return None
    kind = IncidentKind(args["happened"])
    if kind is IncidentKind.BROKEN and "route_van" not in args:
        raise Unfit("route_van", wrong="choice")
    if args.get("other_happened", kind) != kind:
        raise Unfit("other_happened", wrong="choice")
    percent = min(args.get("slower", _USUAL_SLOWER), _MOST_SLOWER) if kind is IncidentKind.SLOW else 0
    vans = tuple(dict.fromkeys(args[name] for name in ("route_van", "other_van") if name in args))
    return Incident(kind, vans, percent)


async def _preview_replan(turn: Turn, args: Args) -> str | Screen:
    one = await day_of_van(turn, args)
    assert one.plan_id is not None  # only those are looked at
    foreseen = await turn.ask(ForeseeReplan(one.plan_id, _incident(args)))
    return foreseen_text(foreseen, turn.say)


async def _replan(turn: Turn, args: Args) -> Screen:
    one = await day_of_van(turn, args)
    assert one.plan_id is not None  # only those are looked at
    plan = await turn.ask(ShowRoutes(one.plan_id))
    await turn.execute(ReplanRoutes(plan.id, plan.version, _incident(args)))
    return await show_replanned(turn, plan)


async def _vans(turn: Turn, _args: Args) -> Screen:
    found = await turn.ask(ListVans())
    return vans_screen(found, turn.say)


async def _preview_van(turn: Turn, args: Args) -> str:
    """What the van is now beside what it would be; of a new one, that it is new."""
    say, code = turn.say, args["van_code"]
    known = next((van for van in await turn.ask(ListVans()) if van.code.upper() == code.upper()), None)
    kilograms = None if known is None else known.max_weight_g // 1000
    litres = None if known is None else known.max_volume_ml // 1000
    shift = None if known is None else f"{known.shift_from}-{known.shift_until}"
    return lines(
        say("preview.van_new" if known is None else "preview.van", van=code if known is None else known.code),
        change_line(say, None if known is None else known.warehouse, args["warehouse"]),
        f"{change_line(say, kilograms, args['van_weight'])} kg",
        f"{change_line(say, litres, args['van_volume'])} l",
        change_line(say, shift, args["van_shift"]),
    )


async def _put_van(turn: Turn, args: Args) -> Screen:
    figures = args["van_weight"], args["van_volume"], args["van_shift"]
    is_new = await turn.execute(PutVan(args["van_code"], args["warehouse"], *figures))
    return done_screen(turn.say("done.van_new" if is_new else "done.van", van=args["van_code"]))


async def _driver(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetVanDriver(args["route_van"], args.get("person")))
    key = "done.van_driver" if "person" in args else "done.van_no_driver"
    van = next(van for van in await turn.ask(ListVans()) if van.code == args["route_van"])
    return done_screen(turn.say(key, van=van.code, driver=van.driver))


async def _out(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetVanAtWork(args["route_van"], is_active=True))
    return done_screen(turn.say("done.van_on", van=args["route_van"]))


async def _off(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetVanAtWork(args["route_van"], is_active=False))
    return done_screen(turn.say("done.van_off", van=args["route_van"]))


async def _preview_archive(turn: Turn, args: Args) -> str:
    van = next(van for van in await turn.ask(ListVans()) if van.code == args["route_van"])
    return turn.say("preview.van_archive", van=van.code, warehouse=van.warehouse)


async def _archive(turn: Turn, args: Args) -> Screen:
    await turn.execute(ArchiveVan(args["route_van"]))
    return done_screen(turn.say("done.van_archive", van=args["route_van"]))


async def _restore(turn: Turn, args: Args) -> Screen:
    await turn.execute(ArchiveVan(args["archived_van"], is_archived=False))
    return done_screen(turn.say("done.van_restore", van=args["archived_van"]))


async def _depot(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetDepot(args["warehouse"], args["position"]))
    return done_screen(turn.say("done.depot", warehouse=args["warehouse"]))


async def _place(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetPlace(args["dealer"], args.get("place", ""), args["position"]))
    dealer = await turn.ask(ShowDealer(args["dealer"]))
    return done_screen(turn.say("done.place", dealer=dealer.name))


async def _hours(turn: Turn, args: Args) -> Screen:
    minutes = args.get("minutes", _USUAL_MINUTES)
    await turn.execute(SetReceiving(args["dealer"], args.get("place", ""), args["hours"], minutes))
    dealer = await turn.ask(ShowDealer(args["dealer"]))
    hours = args["hours"] or turn.say("hours.all_day")
    return done_screen(turn.say("done.hours", dealer=dealer.name, hours=hours, minutes=minutes))


_VAN = Param("route_van", VAN)
_DEALER = Param("dealer", DealerKind())
_PLACE = Param("place", CodeKind(), is_optional=True)
_EDIT = Permission.ROUTE_EDIT

COMMANDS = (
    AdminCommand(
        name="routes", area=Area.ROUTES, permission=_EDIT, act=_routes,
        params=(
            Param("route_day", DayKind(), is_optional=True),
            Param("warehouse", WAREHOUSE, is_optional=True),
        ),
        example="/routes tomorrow LA",
    ),
    AdminCommand(
        name="routes", verb="replan", area=Area.ROUTES, permission=_EDIT, act=_replan,
        preview=_preview_replan,
        params=(
            Param("route_van", VAN, is_optional=True),
            Param("happened", HAPPENED, is_optional=True),
            Param("slower", WholeKind(), is_optional=True),
            Param("other_van", VAN, is_optional=True),
            Param("other_happened", HAPPENED, is_optional=True, leans=True),
        ),
        example="/routes replan V2 broken",
    ),
    AdminCommand(name="vans", area=Area.ROUTES, permission=_EDIT, act=_vans),
    AdminCommand(
        name="van", verb="set", area=Area.ROUTES, permission=_EDIT, act=_put_van, preview=_preview_van,
        params=(
            Param("van_code", CodeKind(most=20)),
            Param("warehouse", WAREHOUSE),
            Param("van_weight", WholeKind(most=MOST_KG)),
            Param("van_volume", WholeKind(most=MOST_LITRES)),
            Param("van_shift", SHIFT),
        ),
        example="/van set V5 LA 1200 9000 7:00-17:00",
    ),
    AdminCommand(
        name="van", verb="driver", area=Area.ROUTES, permission=_EDIT, act=_driver,
        params=(_VAN, Param("person", StaffKind(), is_optional=True)), example="/van driver V1 Dana",
    ),
    AdminCommand(
        name="van", verb="on", area=Area.ROUTES, permission=_EDIT, act=_out,
        params=(_VAN,), example="/van on V3",
    ),
    AdminCommand(
        name="van", verb="off", area=Area.ROUTES, permission=_EDIT, act=_off,
        params=(_VAN,), example="/van off V3",
    ),
    AdminCommand(
        name="van", verb="archive", area=Area.ROUTES, permission=_EDIT, act=_archive,
        preview=_preview_archive, params=(_VAN,), example="/van archive V3",
    ),
    AdminCommand(
        name="van", verb="restore", area=Area.ROUTES, permission=_EDIT, act=_restore,
        params=(Param("archived_van", ARCHIVED),), example="/van restore V3",
    ),
    AdminCommand(
        name="depot", area=Area.ROUTES, permission=_EDIT, act=_depot,
        params=(Param("warehouse", WAREHOUSE), Param("position", POSITION)),
        example="/depot LA 33.99120,-118.21430",
    ),
    AdminCommand(
        name="place", area=Area.ROUTES, permission=_EDIT, act=_place,
        params=(_DEALER, Param("position", POSITION), _PLACE),
        example="/place TechMart 34.04850,-118.25370",
    ),
    AdminCommand(
        name="hours", area=Area.ROUTES, permission=_EDIT, act=_hours,
        params=(_DEALER, Param("hours", HOURS), Param("minutes", WholeKind(), is_optional=True), _PLACE),
        example="/hours TechMart 8:00-12:00 15",
    ),
)  # fmt: skip
