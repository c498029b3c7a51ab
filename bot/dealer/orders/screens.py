"""The order list and one order. Pure."""

from __future__ import annotations

import re

from bot.dealer.ordering.amounts import amount
from bot.dealer.ordering.windows import coming_line
from bot.dealer.orders.callbacks import MergeTap, OrdersPage, OrderTap
from bot.screen import Button, Screen, clip, lines, listed, paragraphs, short_id
from bot.staff.approvals.wording import reason_text
from core.i18n.phrases import Raw, Say
from core.kernel.clock import local_day
from core.kernel.ids import OrderId
from core.kernel.money import Money
from core.orders.types import Order, OrderMark, OrderState, OrderStep, OrderSummary
from core.orders.use_cases.merge_orders import Merge

PAGE = 8
LINES = 15
MOST_PARTS = 6
# How an amendment notes what the order came to before and after.
_SUMS = re.compile(r"([\d,]+(?:\.\d+)?) → ([\d,]+(?:\.\d+)?) ([A-Z]{3})")
MARKS: dict[OrderState | OrderMark, str] = {
    OrderState.IN_REVIEW: "🕓",
    OrderState.HELD: "✋",
    OrderState.APPROVED: "✅",
    OrderState.BACK_ORDERED: "⏳",
    OrderState.PICKING: "🛒",
    OrderState.PACKED: "📦",
    OrderState.SHIPPED: "🚚",
    OrderState.OUT_FOR_DELIVERY: "🛵",
    OrderState.PART_DELIVERED: "🌓",
    OrderState.DELIVERED: "🏁",
    OrderState.RETURNED: "↩️",
    OrderState.DECLINED: "❌",
    OrderState.CANCELLED: "🚫",
    OrderState.CLOSED: "🏁",
    OrderMark.INVOICED: "🧾",
    OrderMark.AMENDED: "✏️",
    OrderMark.PROMISED: "📅",
    OrderMark.URGENT: "⚡",
    OrderMark.PART_RETURNED: "↩️",
    OrderMark.MERGED: "🔗",
    OrderMark.PREPARED: "🤝",
}


def orders_screen(orders: tuple[OrderSummary, ...], page: int, say: Say, *, most: int = PAGE) -> Screen:
    """A page of orders; one order more than fits means that there is another page."""
    if not orders:
        return Screen(say("orders.none"))
    rows = [
        (
            Button(
                f"{MARKS[one.state]} {one.number} · {say.money(one.total)} · {_day(one, say)}",
                OrderTap(order=short_id(one.id)).pack(),
            ),
        )
        for one in orders[:most]
    ]
    turn = []
    if page > 0:
        turn.append(Button("‹", OrdersPage(page=page - 1).pack()))
    if len(orders) > most:
        turn.append(Button("›", OrdersPage(page=page + 1).pack()))
    return Screen(say("orders.title"), (*rows, tuple(turn)))


def _day(order: OrderSummary, say: Say) -> str:
    return say.day(local_day(order.placed_at, say.zone))


def _why(step: OrderStep, say: Say) -> str:
    """The reason of a step in words."""
    reason = step.reason or ""
    if step.state is OrderMark.PROMISED:
        return say(f"promise.{reason}")
    sums = _SUMS.fullmatch(reason) if step.state is OrderMark.AMENDED else None
    if sums is not None:
        before, after = (Money.parse(sums[at].replace(",", ""), sums[3]) for at in (1, 2))
        return f"{say.money(before)} → {say.money(after)}"
    return reason_text(clip(reason, 120), say)


def order_screen(order: Order, say: Say, *, page: int = 0) -> Screen:
    """One order: where it is, what is in it, what it costs."""
    pages = max((len(order.lines) + LINES - 1) // LINES, 1)
    page = min(max(page, 0), pages - 1)
    steps = [
        f"{MARKS[step.state]} {say(f'state.{step.state.value}')} · {say.moment(step.at)}"
        + (f" — {_why(step, say)}" if step.reason else "")
        for step in order.steps
    ]
    goods = [
        say(
            "order.line",
            name=clip(line.name, 50),
            amount=Raw(amount(say, line.unit_quantity, line.unit)),
            total=line.total,
        )
        + ("\n   ↪️ " + say("order.instead_of", name=clip(line.instead_of, 50)) if line.instead_of else "")
        for line in order.lines[page * LINES : (page + 1) * LINES]
    ]
    turn: tuple[Button, ...] = ()
    if pages > 1:
        key = short_id(order.id)
        turn = (
            Button("‹", OrderTap(order=key, n=(page - 1) % pages).pack()),
            Button("›", OrderTap(order=key, n=(page + 1) % pages).pack()),
        )
    return Screen(
        paragraphs(
            lines(
                say("order.title", number=order.number),
                say("order.urgent") if order.is_urgent else None,
            ),
            lines(*steps),
            say("order.change_until", at=order.change_until)
            if order.change_until and not order.invoiced_at
            else None,
            lines(*goods),
            lines(
                say("quote.discount", name=say("order.discounts"), amount=order.discount)
                if order.discount
                else None,
                say("quote.shipping", amount=order.shipping) if order.shipping else None,
                say("quote.tax", amount=order.tax) if order.tax else None,
                say("quote.total", amount=order.total),
                coming_line(order, say),
                say("quote.note", note=clip(order.note, 200)) if order.note else None,
            ),
        ),
        tuple(row for row in (turn, *_part_buttons(order, say)) if row),
    )


def _part_buttons(order: Order, say: Say) -> list[tuple[Button, ...]]:
    """The other parts of the order, each with where it is and its day (F2)."""
    rows: list[tuple[Button, ...]] = []
    for one in order.parts[:MOST_PARTS]:
        day = f" · {say.day(one.promised_on)}" if one.promised_on else ""
        text = f"{MARKS[one.state]} {one.number} · {say(f'state.{one.state.value}')}{day}"
        rows.append((Button(text, OrderTap(order=short_id(one.id)).pack()),))
    return rows


def merge_button(merge: Merge, order_id: OrderId, say: Say) -> Button:
    """Below an order that could go together with others."""
    label = say("button.merge", saving=merge.saving)
    return Button(label, MergeTap(order=short_id(order_id)).pack())


def merge_screen(merge: Merge, order_id: OrderId, say: Say) -> Screen:
    """What each order pays for shipping now and then, and what that saves."""
    key = short_id(order_id)
    confirm = MergeTap(order=key, saving=merge.saving.minor).pack()
    return Screen(
        paragraphs(
            say("merge.title"),
            lines(
                *(
                    say("merge.order", number=one.number, before=one.before, after=one.after)
                    for one in merge.orders
                )
            ),
            lines(
                say("merge.saving", saving=merge.saving),
                say("merge.day", day=merge.promised_on) if merge.promised_on else None,
            ),
        ),
        (
            (Button(say("button.merge_confirm"), confirm),),
            (Button(say("button.back"), OrderTap(order=key).pack()),),
        ),
    )


def merged_screen(merge: Merge, say: Say) -> Screen:
    """They go together."""
    return Screen(say("merge.done", numbers=listed(merge.numbers), saving=merge.saving))
