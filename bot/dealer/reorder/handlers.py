"""Ordering a past order again, from the list, from the order and by words."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.dealer.ordering.card import show_draft
from bot.dealer.reorder.callbacks import ReorderPage, ReorderTap, SubstituteTap
from bot.dealer.reorder.screens import PAGE, reorder_list_screen, since_screen
from bot.screen import long_id
from bot.turn import Turn
from core.kernel.ids import OrderId, ProductId
from core.orders.use_cases.reorder import CompareOrder, Reorder, TakeSubstitute
from core.orders.use_cases.show_orders import ListOrders

LAST_PAGE = 100_000


async def show_since(turn: Turn, order_id: OrderId) -> None:
    """What has changed since the order, above the draft's card."""
    await turn.show(since_screen(await turn.ask(CompareOrder(order_id)), turn.say))


async def on_reorder(_query: CallbackQuery, callback_data: ReorderTap, turn: Turn) -> None:
    order_id = OrderId(long_id(callback_data.order))
    since = await turn.ask(CompareOrder(order_id))
    if not any(line.fitted for line in since.lines):
        # Nothing for the draft, but perhaps something stands in.
        await turn.show(since_screen(since, turn.say))
        return
    await turn.execute(Reorder(order_id))
    await turn.show(since_screen(since, turn.say))
    await show_draft(turn, turn.say("draft.as_order", number=since.number))


async def on_page(_query: CallbackQuery, callback_data: ReorderPage, turn: Turn) -> None:
    page = min(max(callback_data.page, 0), LAST_PAGE)
    orders = await turn.ask(ListOrders(PAGE + 1, page * PAGE))
    await turn.redraw(reorder_list_screen(orders, page, turn.say))


async def on_substitute(_query: CallbackQuery, callback_data: SubstituteTap, turn: Turn) -> None:
    await turn.execute(
        TakeSubstitute(
            OrderId(long_id(callback_data.order)), callback_data.n, ProductId(long_id(callback_data.product))
        )
    )
    await show_draft(turn, turn.say("reorder.swapped"))


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="reorder")
    router.callback_query.register(on_reorder, ReorderTap.filter())
    router.callback_query.register(on_page, ReorderPage.filter())
    router.callback_query.register(on_substitute, SubstituteTap.filter())
    return router
