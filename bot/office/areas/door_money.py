"""/recount: an amount of the door is put right, with its reason."""

from __future__ import annotations

from bot.office.command import AdminCommand, Area, Args, Param, Unfit
from bot.office.doors.screens import correction_text
from bot.office.figures import TypedAmount
from bot.office.kinds import AmountKind, CodeKind, TextKind
from bot.office.screens import done_screen
from bot.screen import Screen
from bot.turn import Turn
from core.driving.money_types import TakenMoney
from core.driving.use_cases.correct_money import CorrectDoorMoney, FindDoorMoney, ForeseeMoneyCorrection
from core.kernel.actor import Permission
from core.kernel.money import Money


async def _asked(turn: Turn, args: Args) -> tuple[TakenMoney, Money]:
    """The money as it is, and what it should have been."""
    money = await turn.ask(FindDoorMoney(args["door_money"]))
    typed: TypedAmount = args["right_amount"]
    if typed.currency not in (None, money.amount.currency):
        raise Unfit("right_amount", wrong="amount")
    try:
        return money, Money.parse(str(typed.value), money.amount.currency)
    except ValueError as error:
        raise Unfit("right_amount", wrong="amount") from error


async def _preview(turn: Turn, args: Args) -> str:
    money, right = await _asked(turn, args)
    was = await turn.ask(ForeseeMoneyCorrection(money.id, money.amount.minor, right.minor))
    return correction_text(was, right, args["reason"], turn.say)


async def _correct(turn: Turn, args: Args) -> Screen:
    money, right = await _asked(turn, args)
    now = await turn.execute(CorrectDoorMoney(money.id, money.amount.minor, right.minor, args["reason"]))
    key = "done.recount_booked" if now.receipt else "done.recount"
    said = turn.say(key, was=money.amount, amount=now.amount, dealer=now.dealer, receipt=now.receipt or "")
    return done_screen(said)


COMMANDS = (
    AdminCommand(
        name="recount", area=Area.MONEY, permission=Permission.BILLING_EDIT, act=_correct,
        preview=_preview,
        params=(
            Param("door_money", CodeKind()),
            Param("right_amount", AmountKind()),
            Param("reason", TextKind()),
        ),
        example="/recount B2B-2025-7891 45.00 typed one zero too many",
    ),
)  # fmt: skip
