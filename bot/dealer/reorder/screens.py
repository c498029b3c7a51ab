"""A past order beside today, and the orders to choose from. Pure."""

from __future__ import annotations

from bot.dealer.ordering.amounts import amount, unit_name
from bot.dealer.reorder.callbacks import ReorderPage, ReorderTap, SubstituteTap
from bot.screen import Button, Screen, clip, lines, paragraphs, short_id
from core.i18n.phrases import Raw, Say
from core.kernel.clock import local_day
from core.kernel.ids import OrderId
from core.orders.reordering import LineSince, OrderSince
from core.orders.types import OrderSummary

PAGE = 8
NAME = 40
MOST_CHANGES = 12
MOST_SWAPS = 6


def reorder_button(order_id: OrderId, say: Say) -> Button:
    """Below an order."""
    return Button(say("button.reorder"), ReorderTap(order=short_id(order_id)).pack())


def reorder_list_button(say: Say) -> Button:
    """Below the list of orders: the same list, where a tap orders again."""
    return Button(say("button.reorder_one"), ReorderPage(page=0).pack())


def reorder_list_screen(orders: tuple[OrderSummary, ...], page: int, say: Say) -> Screen:
    """A page of orders; one more than fits means that there is another page."""
    if not orders:
        return Screen(say("orders.none"))
    rows = [
        (
            Button(
                f"🔁 {one.number} · {say.money(one.total)} · {say.day(local_day(one.placed_at, say.zone))}",
                ReorderTap(order=short_id(one.id)).pack(),
            ),
        )
        for one in orders[:PAGE]
    ]
    turn = []
    if page > 0:
        turn.append(Button("‹", ReorderPage(page=page - 1).pack()))
    if len(orders) > PAGE:
        turn.append(Button("›", ReorderPage(page=page + 1).pack()))
    return Screen(say("reorder.which"), (*rows, tuple(turn)))


def since_screen(since: OrderSince, say: Say, *, may_order: bool = True) -> Screen:
    """What has changed since the order was placed; a substitute for what is gone is one tap away."""
    changed = [text for line in since.lines for text in _changes(line, say)]
    more = len(changed) - MOST_CHANGES
    gone = [line for line in since.lines if line.fitted is None]
    swaps = [
        (
            Button(
                f"↔ {clip(swap.name, 32)} · {say.unit_price(swap.unit_price)}",
                SubstituteTap(
                    order=short_id(since.order_id), n=line.position, product=short_id(swap.product_id)
                ).pack(),
            ),
        )
        for line in gone
        for swap in line.swaps
    ]
    return Screen(
        paragraphs(
            say("reorder.title", number=since.number, day=local_day(since.placed_at, say.zone)),
            lines(*changed[:MOST_CHANGES], say("reorder.more", more) if more > 0 else None)
            or say("reorder.unchanged"),
            say("reorder.goods", then=since.goods_then, now=since.goods_now)
            if since.goods_then != since.goods_now
            else None,
            say("reorder.swap") if swaps and may_order else None,
        ),
        tuple(swaps[:MOST_SWAPS]) if may_order else (),
    )


def _changes(line: LineSince, say: Say) -> list[str]:
    """Of one line: gone, price, pack, amount, and what is not there."""
    name = clip(line.name, NAME)
    fitted = line.fitted
    if fitted is None:
        return [say("reorder.gone", name=name)]
    found = []
    if line.sent is not None and line.price_now is not None:
        found.append(say("reorder.again", name=name, sent=clip(line.sent, NAME), now=line.price_now))
    elif line.price_now is None:
        found.append(say("reorder.no_price", name=name))
    elif line.price_now != line.then.unit_price:
        key = "reorder.dearer" if line.price_now.micros > line.then.unit_price.micros else "reorder.cheaper"
        found.append(say(key, name=name, then=line.then.unit_price, now=line.price_now))
    made = Raw(amount(say, fitted.unit_quantity, fitted.unit))
    if fitted.pack_then is not None:
        unit = Raw(unit_name(say, line.then.unit, 1))
        if fitted.pack_now is None:
            found.append(say("reorder.no_pack", name=name, unit=unit, amount=made))
        else:
            found.append(
                say(
                    "reorder.pack",
                    name=name,
                    unit=unit,
                    then=fitted.pack_then,
                    now=fitted.pack_now,
                    amount=made,
                )
            )
    elif fitted.quantity != line.then.quantity:
        found.append(say("reorder.multiple", name=name, amount=made))
    if line.free is not None:
        found.append(say("reorder.short", name=name, free=line.free))
    return found
