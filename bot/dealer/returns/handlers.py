"""Sending goods back: /return, the button at a delivered order, and photos while one puts it together."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.dealer.ordering.photos.handlers import read_photo
from bot.dealer.returns import callbacks as tap
from bot.dealer.returns.callbacks import ReturnTap
from bot.dealer.returns.screens import (
    REASONS,
    choose_order_screen,
    draft_screen,
    page_of,
    quantity_screen,
    reason_screen,
    return_screen,
)
from bot.screen import OldButton, long_id
from bot.turn import Turn
from core.kernel.errors import NotFound
from core.kernel.ids import OrderId
from core.orders.types import OrderState
from core.orders.use_cases.show_orders import ListOrders, ShowOrder
from core.returns.types import Return
from core.returns.use_cases.begin_return import BeginReturn
from core.returns.use_cases.request_return import (
    AddReturnPhoto,
    ChangeReturn,
    DropReturn,
    ListReturns,
    SendReturn,
    ShowOwnDraft,
    ShowReturn,
    StartReturn,
)

_LOOK_BACK, _SHOWN, _BEFORE = 50, 8, 3
_CAME = {OrderState.DELIVERED, OrderState.PART_DELIVERED}  # closed ones came before the house's own books


async def on_return(_message: Message, command: CommandObject, turn: Turn) -> None:
    if command.args:
        order = await turn.ask(ShowOrder(number=command.args))
        await _show(turn, await turn.execute(StartReturn(order.id)))
        return
    await _choose_order(turn)


async def begin_return(turn: Turn, text: str) -> None:
    """Goods that arrived broken, in own words; where they are not found the person taps the order."""
    begun = await turn.execute(BeginReturn(text))
    if begun is None or begun.draft is None:
        await _choose_order(turn)
    else:
        await _show(turn, begun.draft)


async def _choose_order(turn: Turn) -> None:
    orders = [one for one in await turn.ask(ListOrders(_LOOK_BACK)) if one.state in _CAME]
    sent = await turn.ask(ListReturns(_BEFORE))
    await turn.show(choose_order_screen(orders[:_SHOWN], sent, turn.say))


async def on_tap(_query: CallbackQuery, callback_data: ReturnTap, turn: Turn) -> None:
    at, key = callback_data, long_id(callback_data.key)
    match at.act:
        case tap.START:
            await _show(turn, await turn.execute(StartReturn(OrderId(key))))
        case tap.LINE:
            draft = await turn.ask(ShowReturn(key))
            line = next((one for one in draft.lines if one.position == at.n), None)
            if line is None:
                raise NotFound(what="line")
            await turn.expect(tap.HOW_MANY, {"key": str(key), "at": at.n})
            await turn.redraw(quantity_screen(draft, line, turn.say))
        case tap.QUANTITY:
            await turn.expect(None)
            changed = await turn.execute(ChangeReturn(key, at.at, at.n))
            page = page_of(changed, at.at)
            await turn.redraw(draft_screen(changed, turn.say, page=page), subject=_subject(changed))
        case tap.REASON:
            await turn.redraw(reason_screen(await turn.ask(ShowReturn(key)), turn.say))
        case tap.CHOOSE_REASON if 0 <= at.n < len(REASONS):
            changed = await turn.execute(ChangeReturn(key, reason=REASONS[at.n]))
            await turn.redraw(draft_screen(changed, turn.say), subject=_subject(changed))
        case tap.SEND:
            sent = await turn.execute(SendReturn(key, at.n))
            await turn.redraw(return_screen(sent, turn.say))
        case tap.DROP:
            await turn.execute(DropReturn(key))
            await turn.freeze()
        case tap.BACK:
            await turn.expect(None)
            await turn.redraw(draft_screen(await turn.ask(ShowReturn(key)), turn.say, page=at.n))
        case _:
            raise OldButton(at.act)


async def on_quantity(turn: Turn, data: dict[str, Any], text: str) -> None:
    """How many pieces of the line come back, typed."""
    words = text.strip()
    key = UUID(data["key"])
    if not (words.isdecimal() and len(words) < 10):
        draft = await turn.ask(ShowReturn(key))
        line = next((one for one in draft.lines if one.position == data["at"]), None)
        if line is None:
            raise NotFound(what="line")
        await turn.expect(tap.HOW_MANY, data)
        await turn.show(quantity_screen(draft, line, turn.say))
        return
    changed = await turn.execute(ChangeReturn(key, data["at"], int(words)))
    await _show(turn, changed, page=page_of(changed, data["at"]))


async def on_photo(message: Message, turn: Turn) -> None:
    """A photo belongs to what its caption begins, or to what the person puts together already.

    Without that it is one to order by.
    """
    begun = await turn.execute(BeginReturn(message.caption)) if message.caption else None
    if begun is not None and begun.draft is None:
        await _choose_order(turn)
        return
    draft = await turn.ask(ShowOwnDraft())
    if not message.photo:
        return
    if draft is None:
        photo = message.photo[-1]
        await read_photo(turn, photo.file_id, photo.file_size, message.caption or "")
        return
    content = await turn.bot.download(message.photo[-1].file_id)
    await turn.execute(AddReturnPhoto(draft.id, content.read() if content is not None else b""))
    await _show(turn, await turn.ask(ShowReturn(draft.id)))


def _subject(draft: Return) -> str:
    return f"return:{draft.id}"


async def _show(turn: Turn, draft: Return, *, page: int = 0) -> None:
    await turn.show(draft_screen(draft, turn.say, page=page), subject=_subject(draft))


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="returns")
    router.message.register(on_return, Command("return"))
    router.message.register(on_photo, F.photo)
    router.callback_query.register(on_tap, ReturnTap.filter())
    return router
