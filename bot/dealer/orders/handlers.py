"""Looking at placed orders."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.dealer.orders.callbacks import MergeTap, OrdersPage, OrderTap
from bot.dealer.orders.screens import PAGE, merge_screen, merged_screen, orders_screen
from bot.dealer.reorder.screens import reorder_list_button
from bot.dealer.requests.waiting import draw_order
from bot.screen import Screen, long_id
from bot.turn import Turn
from core.kernel.actor import Permission
from core.kernel.ids import OrderId
from core.orders.use_cases.merge_orders import MergeOrders, PreviewMerge
from core.orders.use_cases.show_orders import ListOrders, ShowOrder

LAST_PAGE = 100_000  # beyond every list, and within what a database can skip


async def list_of_orders(turn: Turn, page: int = 0) -> Screen:
    """A page of the orders; whoever may order finds the way to order one again below it."""
    orders = await turn.ask(ListOrders(PAGE + 1, page * PAGE))
    screen = orders_screen(orders, page, turn.say)
    if not orders or turn.actor.dealer_id is None or not turn.actor.may(Permission.DRAFT_EDIT):
        return screen
    return Screen(screen.text, (*screen.rows, (reorder_list_button(turn.say),)))


async def on_orders(_message: Message, turn: Turn) -> None:
    await turn.show(await list_of_orders(turn))


async def on_order(_message: Message, command: CommandObject, turn: Turn) -> None:
    if not command.args:
        await on_orders(_message, turn)
        return
    await turn.show(await draw_order(turn, await turn.ask(ShowOrder(number=command.args))))


async def on_page(_query: CallbackQuery, callback_data: OrdersPage, turn: Turn) -> None:
    await turn.redraw(await list_of_orders(turn, min(max(callback_data.page, 0), LAST_PAGE)))


async def on_open(_query: CallbackQuery, callback_data: OrderTap, turn: Turn) -> None:
    order = await turn.ask(ShowOrder(order_id=OrderId(long_id(callback_data.order))))
    screen = await draw_order(turn, order, page=callback_data.n)
    if callback_data.n:
        await turn.redraw(screen)
    else:
        await turn.show(screen)


async def on_merge(_query: CallbackQuery, callback_data: MergeTap, turn: Turn) -> None:
    """Shown first; confirmed for exactly the saving that was seen."""
    order_id = OrderId(long_id(callback_data.order))
    if callback_data.saving:
        merge = await turn.execute(MergeOrders(order_id, callback_data.saving))
        await turn.redraw(merged_screen(merge, turn.say))
        return
    found = await turn.ask(PreviewMerge(order_id))
    if found is None:
        await turn.tell("merge.none")
    else:
        await turn.show(merge_screen(found, order_id, turn.say))


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="orders")
    router.message.register(on_orders, Command("orders"))
    router.message.register(on_order, Command("order"))
    router.callback_query.register(on_page, OrdersPage.filter())
    router.callback_query.register(on_open, OrderTap.filter())
    router.callback_query.register(on_merge, MergeTap.filter())
    return router
