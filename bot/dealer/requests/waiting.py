"""An order with what can be done while it waits, for whoever looks at it."""

from __future__ import annotations

from dataclasses import replace

from bot.dealer.ordering.photos.screens import original_rows
from bot.dealer.orders.screens import merge_button, order_screen
from bot.dealer.reorder.screens import reorder_button
from bot.dealer.requests.screens import waiting_part
from bot.dealer.returns.callbacks import START, ReturnTap
from bot.dealer.templates.screens import save_order_button
from bot.dealer.tracking.screens import tracking_text
from bot.screen import Button, Screen, paragraphs, short_id
from bot.turn import Turn
from core.deliveries.use_cases.show_shipments import TrackOrder
from core.kernel.actor import Permission
from core.orders.types import UNTOUCHED, WAITING, Order, OrderState
from core.orders.use_cases.merge_orders import PreviewMerge
from core.orders.use_cases.send_what_fits import ShowWaysOut
from core.orders.use_cases.show_original import ListOriginals

# What goods of may come back.
_CAME = frozenset({OrderState.DELIVERED, OrderState.PART_DELIVERED})


async def draw_order(turn: Turn, order: Order, *, page: int = 0, notice: str | None = None) -> Screen:
    """The order's screen; below it where its goods are, until when it waits, and the ways out."""
    screen = await with_ways_out(turn, order_screen(order, turn.say, page=page), order)
    if turn.actor.dealer_id == order.dealer_id and turn.actor.may(Permission.DRAFT_EDIT):
        screen = replace(screen, rows=(*screen.rows, (reorder_button(order.id, turn.say),)))
    parts = None
    if order.state not in UNTOUCHED and turn.actor.may(Permission.ORDER_READ):
        parts = tracking_text(await turn.ask(TrackOrder(order.id)), turn.say)
    rows = screen.rows
    if turn.actor.dealer_id is not None and turn.actor.may(Permission.DRAFT_EDIT):
        rows = (*rows, (save_order_button(order.id, turn.say),))
    if turn.actor.may(Permission.DOCUMENT_READ):
        found = await turn.ask(ListOriginals(order.id))
        rows = (*rows, *original_rows(found, turn.say))
    return Screen(paragraphs(notice, screen.text, parts), rows)


async def with_ways_out(turn: Turn, screen: Screen, order: Order) -> Screen:
    """The screen, with what can be done about the order below it."""
    ways = None
    if order.state in WAITING:
        ways = await turn.ask(ShowWaysOut(order.id))
    may_act = turn.actor.dealer_id is not None and turn.actor.may(Permission.ORDER_PLACE)
    part = waiting_part(order, ways, turn.say, may_act=may_act)
    rows = (*screen.rows, *part.rows)
    merge = None
    if may_act and order.state is OrderState.APPROVED and not order.invoiced_at:
        merge = await turn.ask(PreviewMerge(order.id))
    if merge is not None:
        rows = (*rows, (merge_button(merge, order.id, turn.say),))
    if may_act and order.invoiced_at and order.state in _CAME:
        back = ReturnTap(act=START, key=short_id(order.id)).pack()
        rows = (*rows, (Button(turn.say("button.return"), back),))
    return Screen(paragraphs(screen.text, part.text or None), rows)
