"""/routes give and /routes swap: another driver drives on, with the same van or with a free one."""

from __future__ import annotations

from uuid import UUID

from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.kinds import NAME_WORDS, ChoiceKind, Option
from bot.office.routes.commands import day_of_van
from bot.office.routes.giving_screens import giving_text
from bot.office.routes.kinds import VAN
from bot.office.routes.screens import plan_screen
from bot.screen import Screen
from bot.turn import Turn
from core.dispatch.use_cases.give_route import ForeseeGiving, GiveRoute, ListDrivers
from core.dispatch.use_cases.plan_routes import ShowRoutes
from core.kernel.actor import Permission
from core.kernel.ids import PersonId


async def _drivers(turn: Turn) -> tuple[Option, ...]:
    """Whoever is free first; the others with the van that they drive."""
    return tuple(
        Option(str(one.person_id), f"{one.name} · {one.van}" if one.van else one.name)
        for one in await turn.ask(ListDrivers())
    )


async def _preview(turn: Turn, args: Args) -> str:
    one = await day_of_van(turn, args)
    assert one.plan_id is not None  # only those are looked at
    driver_id = PersonId(UUID(args["to_driver"]))
    asked = ForeseeGiving(one.plan_id, args["route_van"], driver_id, args.get("onto_van"))
    return giving_text(await turn.ask(asked), turn.say)


async def _give(turn: Turn, args: Args) -> Screen:
    one = await day_of_van(turn, args)
    assert one.plan_id is not None  # only those are looked at
    driver_id = PersonId(UUID(args["to_driver"]))
    plan, onto = await turn.ask(ShowRoutes(one.plan_id)), args.get("onto_van")
    taken = await turn.execute(GiveRoute(plan.id, plan.version, args["route_van"], driver_id, onto))
    fresh = await turn.ask(ShowRoutes(plan.id))
    route = next(route for route in fresh.routes if route.id == taken)
    notice = turn.say("routes.given_now", driver=route.driver, van=route.van.code)
    return plan_screen(fresh, turn.say, notice=f"✅ {notice}")


_VAN = Param("route_van", VAN)
_DRIVER = Param("to_driver", ChoiceKind(_drivers, most_words=NAME_WORDS))

COMMANDS = (
    AdminCommand(
        name="routes", verb="give", area=Area.ROUTES, permission=Permission.ROUTE_EDIT, act=_give,
        preview=_preview, params=(_VAN, _DRIVER), example="/routes give V1 Dana",
    ),
    AdminCommand(
        name="routes", verb="swap", area=Area.ROUTES, permission=Permission.ROUTE_EDIT, act=_give,
        preview=_preview, params=(_VAN, Param("onto_van", VAN), _DRIVER), example="/routes swap V1 V3 Dana",
    ),
)  # fmt: skip
