"""/cash, /causes, and the buttons below money that a driver took."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.office.doors.callbacks import BOOK, MISS, DoorMoneyTap
from bot.office.doors.screens import bag_screen, causes_screen, door_money_screen
from bot.screen import OldButton, long_id
from bot.turn import Turn
from core.driving.errors import MoneyChanged
from core.driving.use_cases.keep_house import (
    BookDoorMoney,
    CountCauses,
    ListDoorMoney,
    MissDoorMoney,
    ShowDoorMoney,
)

_CARDS = 5
_DAYS = 30


async def on_cash(_message: Message, turn: Turn) -> None:
    """The bag as a list; of a short one each payment with its buttons."""
    money = await turn.ask(ListDoorMoney())
    if len(money) > _CARDS or not money:
        await turn.show(bag_screen(money, turn.say))
    for one in money[:_CARDS]:
        await turn.show(door_money_screen(one, turn.say), subject=f"money:{one.id}")


async def on_money(_query: CallbackQuery, callback_data: DoorMoneyTap, turn: Turn) -> None:
    money_id = long_id(callback_data.money)
    match callback_data.act:
        case act if act == BOOK:
            try:
                receipt = await turn.execute(BookDoorMoney(money_id, callback_data.seen))
            except MoneyChanged as refusal:
                await turn.redraw(door_money_screen(await turn.ask(ShowDoorMoney(money_id)), turn.say))
                await turn.tell("error.money_changed", **refusal.fields)
                return
            await turn.redraw(door_money_screen(await turn.ask(ShowDoorMoney(money_id)), turn.say))
            await turn.tell("door.booked", receipt=receipt)
        case act if act == MISS:
            await turn.execute(MissDoorMoney(money_id))
            await turn.redraw(door_money_screen(await turn.ask(ShowDoorMoney(money_id)), turn.say))
        case act:
            raise OldButton(act)


async def on_causes(_message: Message, command: CommandObject, turn: Turn) -> None:
    typed = (command.args or "").strip()
    days = min(int(typed), 3660) if typed.isascii() and typed.isdigit() and int(typed) else _DAYS
    causes = await turn.ask(CountCauses(days))
    await turn.show(causes_screen(causes, days, turn.say))


def build_money_router() -> Router:
    """For finance."""
    router = Router(name="door_money")
    router.message.register(on_cash, Command("cash"))
    router.callback_query.register(on_money, DoorMoneyTap.filter())
    return router


def build_causes_router() -> Router:
    """For whoever sends goods out."""
    router = Router(name="causes")
    router.message.register(on_causes, Command("causes"))
    return router
