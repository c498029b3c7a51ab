"""/orderfor and the dealer's card: an order in free words for a dealer, sent to be confirmed there."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.screen import OldButton, Screen, long_id
from bot.staff.preparing import callbacks as tap
from bot.staff.preparing.callbacks import PrepareTap, subject_of
from bot.staff.preparing.screens import preparing_screen, sent_screen, whom_screen
from bot.turn import Turn
from core.dealers.use_cases.find_dealers import FindDealers, ShowDealer
from core.kernel.ids import DealerId
from core.orders.use_cases.prepare_order import DropPrepared, FindPrepared, PrepareOrder, SettlePrepared
from core.orders.use_cases.send_prepared import SendPrepared
from core.orders.use_cases.show_prepared import ShowPrepared

_MOST_DEALERS = 6


async def on_order_for(_message: Message, command: CommandObject, turn: Turn) -> None:
    text = (command.args or "").strip()
    if not text:
        await turn.tell("preparing.whom")
        return
    found = await turn.ask(FindDealers(text, _MOST_DEALERS))
    if not found:
        await turn.tell("territory.none")
    elif len(found) == 1 or found[0].is_sure:
        await _begin(turn, found[0].dealer.id)
    else:
        await turn.show(whom_screen(found, turn.say))


async def _begin(turn: Turn, dealer_id: DealerId) -> None:
    """What there is for that dealer, or the question what it shall be; the next words are added to it."""
    view = await turn.ask(FindPrepared(dealer_id))
    await _listen(turn, dealer_id)
    if view is None:
        await turn.tell("preparing.write", name=(await turn.ask(ShowDealer(dealer_id))).name)
    else:
        await turn.show(preparing_screen(view, turn.say), subject=subject_of(view.id))


async def _listen(turn: Turn, dealer_id: DealerId, line: int | None = None) -> None:
    await turn.expect(tap.ANSWER, {"dealer": str(dealer_id), "line": line})


async def on_words(turn: Turn, data: dict[str, Any], text: str) -> None:
    """The order, or more of it, or a line of it in other words."""
    dealer_id = DealerId(UUID(data["dealer"]))
    read = await turn.execute(PrepareOrder(dealer_id, text, data["line"]))
    await _listen(turn, dealer_id)
    view = await turn.ask(FindPrepared(dealer_id))
    if not read.is_read or view is None:
        await turn.tell("preparing.nothing")
        return
    said = "\n".join(turn.say(one.code, None, **one.params) for one in read.said)
    await turn.show(preparing_screen(view, turn.say, notice=said or None), subject=subject_of(view.id))


async def on_tap(_query: CallbackQuery, callback_data: PrepareTap, turn: Turn) -> None:
    key = long_id(callback_data.key)
    match callback_data.act:
        case tap.BEGIN:
            await _begin(turn, DealerId(key))
        case tap.PICK | tap.AMOUNT | tap.REMOVE:
            await turn.execute(_settling(key, callback_data))
            await _redraw(turn, key)
        case tap.REWORD:
            view = await turn.ask(ShowPrepared(key))
            await _listen(turn, view.dealer_id, callback_data.n)
            await turn.tell("preparing.reword", line=callback_data.n)
        case tap.SEND:
            sent = await turn.execute(SendPrepared(key, callback_data.v))
            await turn.redraw(sent_screen(await turn.ask(ShowPrepared(key)), sent, turn.say))
        case tap.ANEW:
            dealer_id = await turn.execute(DropPrepared(key))
            await turn.freeze()
            await _begin(turn, dealer_id)
        case tap.LEAVE:
            await turn.execute(DropPrepared(key))
            await turn.redraw(Screen(turn.say("preparing.left")))
        case _:
            raise OldButton(callback_data.act)


def _settling(key: UUID, data: PrepareTap) -> SettlePrepared:
    try:
        if data.act == tap.PICK:
            return SettlePrepared(key, data.v, data.n, choice=int(data.x))
        if data.act == tap.REMOVE:
            return SettlePrepared(key, data.v, data.n, to=Decimal(0))
        quantity, _, unit = data.x.partition(",")
        return SettlePrepared(key, data.v, data.n, to=Decimal(quantity), unit=unit or None)
    except (ValueError, InvalidOperation) as error:
        raise OldButton(data.x) from error


async def _redraw(turn: Turn, prepared_id: UUID) -> None:
    view = await turn.ask(ShowPrepared(prepared_id))
    await _listen(turn, view.dealer_id)
    await turn.redraw(preparing_screen(view, turn.say), subject=subject_of(prepared_id))


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="preparing")
    router.message.register(on_order_for, Command("orderfor"))
    router.callback_query.register(on_tap, PrepareTap.filter())
    return router
