"""Deciding about a return, and booking its goods in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.dealer.returns import callbacks as tap
from bot.dealer.returns.callbacks import DecideTap, ReceiveTap
from bot.dealer.returns.screens import expected_screen, receive_screen
from bot.screen import OldButton, long_id
from bot.staff.approvals.cards import redraw_card, show_card
from bot.turn import Turn
from core.approvals.types import SubjectKind
from core.kernel.ids import ApprovalId
from core.returns.types import Outcome, Return, ReturnLine
from core.returns.use_cases.decide_return import DecideReturn, ShowReturnPhotos
from core.returns.use_cases.receive_return import Came, ListExpectedReturns, ReceiveReturn, ShowExpectedReturn

_OUTCOMES = {tap.FETCH: Outcome.FETCH, tap.KEEP: Outcome.KEEP}


async def on_decide(_query: CallbackQuery, callback_data: DecideTap, turn: Turn) -> None:
    approval_id = ApprovalId(long_id(callback_data.approval))
    match callback_data.act:
        case tap.FETCH | tap.KEEP as act:
            notice = await turn.try_to(DecideReturn(approval_id, _OUTCOMES[act]))
            await redraw_card(turn, approval_id, notice, SubjectKind.RETURN)
        case tap.DECLINE:
            await turn.expect(tap.WHY_NOT, {"approval": str(approval_id)})
            await turn.tell("card.type_reason")
        case tap.PHOTOS:
            for photo in await turn.ask(ShowReturnPhotos(approval_id)):
                await turn.send_photo(photo.content)
        case tap.SHOW:
            await show_card(turn, approval_id, kind=SubjectKind.RETURN)
        case _:
            raise OldButton(callback_data.act)


async def on_why_not(turn: Turn, data: dict[str, Any], text: str) -> None:
    """Why not, in own words; the dealer reads them."""
    approval_id = ApprovalId(UUID(data["approval"]))
    notice = await turn.try_to(DecideReturn(approval_id, None, text))
    await show_card(turn, approval_id, notice, SubjectKind.RETURN)


async def on_returned(_message: Message, turn: Turn) -> None:
    await turn.show(expected_screen(await turn.ask(ListExpectedReturns()), turn.say))


async def on_receive(_query: CallbackQuery, callback_data: ReceiveTap, turn: Turn) -> None:
    seen = await turn.ask(ShowExpectedReturn(long_id(callback_data.key)))
    match callback_data.act:
        case tap.OPEN:
            await turn.expect(tap.HOW_CAME, {"key": str(seen.id)})
            await turn.show(receive_screen(seen, turn.say))
        case tap.GOOD:
            await _receive(turn, seen, [Came(line.position, good=line.quantity) for line in seen.lines])
        case tap.DAMAGED:
            await _receive(turn, seen, [Came(line.position, damaged=line.quantity) for line in seen.lines])
        case tap.NOTHING:
            await _receive(turn, seen, [])
        case _:
            raise OldButton(callback_data.act)


async def _receive(turn: Turn, seen: Return, came: list[Came]) -> None:
    await turn.expect(None)
    await turn.redraw(receive_screen(await turn.execute(ReceiveReturn(seen.id, tuple(came))), turn.say))


async def on_came(turn: Turn, data: dict[str, Any], text: str) -> None:
    """What came, a row for each line: its number, how many are good, how many damaged."""
    seen = await turn.ask(ShowExpectedReturn(UUID(data["key"])))
    came = read_came(text, seen.lines)
    if came is None:
        await turn.expect(tap.HOW_CAME, data)
        await turn.tell("return.unread")
        return
    done = await turn.execute(ReceiveReturn(seen.id, tuple(came)))
    await turn.show(receive_screen(done, turn.say))


def read_came(text: str, goods: tuple[ReturnLine, ...]) -> list[Came] | None:
    """Rows of "position good damaged"; None where it is anything else, or names a line twice or wrongly."""
    came: list[Came] = []
    for row in text.strip().splitlines():
        words = row.split()
        if len(words) != 3 or not all(word.isdecimal() and len(word) < 10 for word in words):
            return None
        came.append(Came(*(int(word) for word in words)))
    positions = [one.position for one in came]
    known = {line.position for line in goods}
    return came if came and len(set(positions)) == len(positions) and set(positions) <= known else None


def build_router() -> Router:
    """A new router with the handler of decisions."""
    router = Router(name="returns_decided")
    router.callback_query.register(on_decide, DecideTap.filter())
    return router


def build_store_router() -> Router:
    """A new router with the handlers of the store."""
    router = Router(name="returns_received")
    router.message.register(on_returned, Command("returned"))
    router.callback_query.register(on_receive, ReceiveTap.filter())
    return router
