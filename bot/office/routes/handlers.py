"""Buttons of day plans: look, ask what if, do it, publish."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.office.dialogue import begin
from bot.office.routes import callbacks as tap
from bot.office.routes.callbacks import RouteTap, VanPageTap
from bot.office.routes.screens import (
    MOST_LOST,
    can_be_given,
    comparison_screen,
    lost_screen,
    plan_screen,
    publish_screen,
    route_screen,
    stop_screen,
    vans_screen,
)
from bot.office.routes.wishing import is_hired, wished
from bot.office.table import find_command
from bot.screen import OldButton, Screen, long_id
from bot.turn import Turn
from core.dispatch.plan_types import PlanView
from core.dispatch.use_cases.draw_routes import DrawRoutes
from core.dispatch.use_cases.keep_vans import ListVans
from core.dispatch.use_cases.plan_routes import CompareRoutes, PlanRoutes, ShowRoutes
from core.dispatch.use_cases.publish_routes import PublishRoutes
from core.kernel.errors import NotFound, Outdated, Refused


async def on_tap(_query: CallbackQuery, callback_data: RouteTap, turn: Turn) -> None:
    """A button of a plan. What cannot be done is said above the fresh plan."""
    plan = await turn.ask(ShowRoutes(long_id(callback_data.plan)))
    try:
        if plan.version != callback_data.v and callback_data.act not in (tap.OPEN, tap.LOST):
            raise Outdated(version=plan.version)
        if callback_data.act == tap.MAP:
            await _send_map(turn, plan, callback_data.n)
            return
        if callback_data.act == tap.GIVE:
            await _give(turn, plan, callback_data)
            return
        screen = await _screen(turn, plan, callback_data)
    except NotFound:
        raise
    except Refused as refusal:
        fresh = await turn.ask(ShowRoutes(plan.id))
        screen = plan_screen(fresh, turn.say, notice="⚠️ " + turn.refusal(refusal))
    await turn.redraw(screen)


async def _screen(turn: Turn, plan: PlanView, data: RouteTap) -> Screen:
    match data.act:
        case tap.OPEN:
            return plan_screen(plan, turn.say)
        case tap.ROUTE:
            return route_screen(plan, _route(plan, data), _number(data.x), turn.say)
        case tap.STOP:
            at = _route(plan, data)
            stop = _number(data.x)
            if stop >= len(plan.routes[at].stops):
                raise OldButton(data.x)
            return stop_screen(plan, at, stop, turn.say)
        case tap.WHAT_IF:
            found = await turn.ask(CompareRoutes(plan.id, wished(plan, data.x)))
            return comparison_screen(found, data.x, turn.say)
        case tap.LOST:
            return lost_screen(plan, min(max(data.n, 0), len(plan.left_out) // MOST_LOST), turn.say)
        case tap.ASK_PUBLISH:
            return publish_screen(plan, turn.say)
    return await _act(turn, plan, data)


async def _act(turn: Turn, plan: PlanView, data: RouteTap) -> Screen:
    if data.act == tap.DO:
        if is_hired(plan, data.x):
            raise OldButton(data.x)
        wishes = wished(plan, data.x)
        await turn.execute(PlanRoutes(plan.depot.code, plan.day, plan.version, wishes))
        notice = turn.say("routes.planned_again")
    elif data.act == tap.PUBLISH:
        await turn.execute(PublishRoutes(plan.id, data.v))
        notice = turn.say("routes.published_now")
    else:
        raise OldButton(data.act)
    fresh = await turn.ask(ShowRoutes(plan.id))
    return plan_screen(fresh, turn.say, notice=f"✅ {notice}")


async def _give(turn: Turn, plan: PlanView, data: RouteTap) -> None:
    """Ask who drives on; the plan stays where it is."""
    route = plan.routes[_route(plan, data)]
    if not can_be_given(route):
        raise OldButton(data.act)
    turn.tapped = None
    await begin(turn, find_command("routes_give"), "", route_van=route.van.code)


async def _send_map(turn: Turn, plan: PlanView, at: int) -> None:
    route_id = plan.routes[at].id if 0 <= at < len(plan.routes) else None
    picture = await turn.ask(DrawRoutes(plan.id, turn.say, route_id))
    if picture is not None:
        await turn.send_photo(picture)


def _route(plan: PlanView, data: RouteTap) -> int:
    if not 0 <= data.n < len(plan.routes):
        raise OldButton(str(data.n))
    return data.n


def _number(text: str) -> int:
    if not text:
        return 0
    if not (text.isdecimal() and text.isascii() and len(text) <= 4):
        raise OldButton(text)
    return int(text)


async def on_van_page(_query: CallbackQuery, callback_data: VanPageTap, turn: Turn) -> None:
    """Another page of the list of vans."""
    found = await turn.ask(ListVans())
    await turn.redraw(vans_screen(found, turn.say, callback_data.n))


def build_router() -> Router:
    """A new router with the buttons above."""
    router = Router(name="routes")
    router.callback_query.register(on_tap, RouteTap.filter())
    router.callback_query.register(on_van_page, VanPageTap.filter())
    return router
