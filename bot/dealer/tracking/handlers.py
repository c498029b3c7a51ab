"""/track: where the orders are that have not come yet."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from bot.dealer.orders.screens import orders_screen
from bot.dealer.requests.waiting import draw_order
from bot.dealer.tracking.screens import ahead_text, next_step
from bot.screen import Screen, paragraphs
from bot.turn import Turn
from core.dispatch.use_cases.count_ahead import CountAhead
from core.orders.types import UNTOUCHED, VOID, OrderState
from core.orders.use_cases.show_orders import ListOrders, ShowOrder

_LOOK_BACK = 50
MOST_AHEAD = 5
_DONE = VOID | {OrderState.DELIVERED, OrderState.RETURNED, OrderState.CLOSED}


async def track(turn: Turn, number: str | None = None) -> Screen:
    """The order of that number; else the one that is under way, or a list of several, or the latest. Below it
    how many stops its van has still to make before."""
    screen = await _tracked(turn, number)
    coming = await turn.ask(CountAhead())
    if number:
        coming = tuple(one for one in coming if any(order.endswith(number) for order in one.orders))
    return Screen(paragraphs(screen.text, ahead_text(coming[:MOST_AHEAD], turn.say) or None), screen.rows)


async def _tracked(turn: Turn, number: str | None) -> Screen:
    if number:
        return await _one(turn, ShowOrder(number=number))
    latest = await turn.ask(ListOrders(_LOOK_BACK))
    if not latest:
        return Screen(turn.say("orders.none"))
    under_way = tuple(one for one in latest if one.state not in _DONE)
    if len(under_way) > 1:
        return orders_screen(under_way, 0, turn.say, most=_LOOK_BACK)
    one = under_way[0] if under_way else latest[0]
    return await _one(turn, ShowOrder(order_id=one.id))


async def _one(turn: Turn, query: ShowOrder) -> Screen:
    """The order's card; while it has no shipment, what comes next stands below it, too."""
    order = await turn.ask(query)
    screen = await draw_order(turn, order)
    coming = next_step(order, (), turn.say) if order.state in UNTOUCHED else None
    return Screen(paragraphs(screen.text, coming), screen.rows)


async def on_track(_message: Message, command: CommandObject, turn: Turn) -> None:
    await turn.show(await track(turn, command.args))


def build_router() -> Router:
    """A new router with the handler above."""
    router = Router(name="tracking")
    router.message.register(on_track, Command("track"))
    return router
