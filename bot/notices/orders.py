"""What a dealer hears about an order that waits for goods: it waits, they came, another day (G3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from bot.dealer.orders.callbacks import OrderTap
from bot.notices.people import Told
from bot.screen import Button, Screen, clip, lines, listed, short_id
from core.catalog.use_cases.name_product import NameProduct
from core.dealers.use_cases.find_recipients import FindRecipients
from core.i18n.phrases import Say
from core.infra.door import Core
from core.kernel.actor import SYSTEM
from core.kernel.ids import DealerId, ProductId
from core.kernel.money import Money

Event = dict[str, Any]

MOST_GOODS = 8  # of an order that was shared out
MOST_NUMBERS = 10  # of orders that a holiday moves


async def order_back_ordered(core: Core, event: Event) -> Told:
    """Who confirmed it has it on the card: only what the house found out is told."""
    if event["by_dealer"] or event.get("is_quiet"):
        return []
    return await _told(core, event, back_ordered_screen)


async def back_order_released(core: Core, event: Event) -> Told:
    return [] if event.get("is_quiet") else await _told(core, event, goods_came_screen)


async def promise_changed(core: Core, event: Event) -> Told:
    return [] if event.get("is_quiet") else await _told(core, event, promise_screen)


async def holiday_moved(core: Core, event: Event) -> Told:
    return await _told(core, event, holiday_screen)


async def freight_moved(core: Core, event: Event) -> Told:
    return await _told(core, event, freight_screen)


async def order_shared(core: Core, event: Event) -> Told:
    """All that an order has more or less of, in one message; products by the names of the language."""
    people = await core.ask(SYSTEM, FindRecipients(dealer_id=DealerId(UUID(event["dealer_id"]))))
    shown = [ProductId(UUID(goods[0])) for goods in event["goods"][:MOST_GOODS]]
    names = {
        language: [await core.ask(SYSTEM, NameProduct(key, language)) for key in shown]
        for language in {one.language for one in people}
    }
    return [(one, partial(shared_screen, event, names[one.language])) for one in people]


async def _told(core: Core, event: Event, draw: Callable[[Event, Say], Screen]) -> Told:
    people = await core.ask(SYSTEM, FindRecipients(dealer_id=DealerId(UUID(event["dealer_id"]))))
    return [(one, partial(draw, event)) for one in people]


def back_ordered_screen(event: Event, say: Say) -> Screen:
    day = _day(event["expected_on"])
    if day is None:
        return _screen(event, say, say("notice.back_ordered_open", number=event["number"]))
    return _screen(event, say, say("notice.back_ordered", number=event["number"], day=day))


def holiday_screen(event: Event, say: Say) -> Screen:
    """All orders of a dealer that a holiday of the house moves, in one message."""
    numbers = event["numbers"]
    moved = say(
        "notice.holiday",
        len(numbers),
        day=_day(event["day"]),
        name=clip(event["holiday"], 80),
        numbers=listed(numbers, MOST_NUMBERS),
        after=_day(event["after"]),
    )
    return Screen(lines(moved, say("notice.holiday_hours") if event["has_hours"] else None))


def goods_came_screen(event: Event, say: Say) -> Screen:
    day = _day(event["promised_on"])
    if day is None:
        return _screen(event, say, say("notice.goods_came_open", number=event["number"]))
    return _screen(event, say, say("notice.goods_came", number=event["number"], day=day))


def shared_screen(event: Event, names: Sequence[str], say: Say) -> Screen:
    """What of scarce goods an order gets since they were shared out, and when it comes. names: of the first
    of its goods."""
    rows = [
        "• " + say("notice.shared_line", product=clip(name, 50), has=has, gets=gets, asked=asked)
        for name, (_, _, has, gets, asked) in zip(names, event["goods"], strict=False)
    ]
    more = len(event["goods"]) - len(rows)
    day, rest_on = _day(event["promised_on"]), _day(event["rest_on"])
    if event["waits"]:
        when = say("notice.shared_waits", day=day) if day else say("notice.shared_waits_open")
    else:
        when = say("notice.shared_goes", day=day) if day else say("notice.shared_goes_open")
    rest = None
    if event["rest_number"]:
        number = event["rest_number"]
        rest = (
            say("placed.rest", number=number, day=rest_on)
            if rest_on
            else say("placed.rest_open", number=number)
        )
    text = lines(
        say("notice.shared", number=event["number"]),
        *rows,
        say("notice.shared_more", more) if more > 0 else None,
        when,
        rest,
    )
    return _screen(event, say, text)


def freight_screen(event: Event, say: Say) -> Screen:
    """Who bears the freight of orders that go together, now that one of them has changed."""
    currency = event["currency"]
    rows = [
        say("merge.order", number=number, before=Money(before, currency), after=Money(after, currency))
        for number, before, after in event["moved"][:10]
    ]
    return Screen(lines(say("notice.freight_moved", number=event["number"]), *rows))


def promise_screen(event: Event, say: Say) -> Screen:
    """The new day and why it is another one."""
    why, day, before = say(f"promise.{event['reason']}"), _day(event["after"]), _day(event["before"])
    if day is None:
        text = say("notice.promise_open", number=event["number"], why=why)
    elif before is None:
        text = say("notice.promise", number=event["number"], day=day, why=why)
    else:
        text = say("notice.promise_moved", number=event["number"], day=day, before=before, why=why)
    return _screen(event, say, text)


def _screen(event: Event, say: Say, text: str) -> Screen:
    key = OrderTap(order=short_id(UUID(event["order_id"]))).pack()
    return Screen(text, ((Button(say("button.show_order"), key),),))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
