"""The house's calendar: days on which nobody works. Standing orders skip them or move on."""

from __future__ import annotations

from datetime import date

from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.kinds import DayKind, TextKind
from bot.office.screens import done_screen
from bot.screen import Screen, clip, lines, paragraphs
from bot.turn import Turn
from core.i18n.phrases import Say
from core.kernel.actor import Permission
from core.templates.use_cases.set_standing import ListHolidays, SetHoliday

_MOST = 40


def holidays_screen(holidays: tuple[tuple[date, str], ...], say: Say) -> Screen:
    """The coming holidays."""
    if not holidays:
        return Screen(say("holidays.none"))
    shown = [say("holidays.day", day=day, name=clip(name, 60)) for day, name in holidays[:_MOST]]
    return Screen(paragraphs(say("holidays.title"), lines(*shown)))


async def _show(turn: Turn, _args: Args) -> Screen:
    return holidays_screen(await turn.ask(ListHolidays()), turn.say)


async def _preview(turn: Turn, args: Args) -> str:
    return turn.say("preview.holiday", day=args["holiday"], name=args["holiday_name"])


async def _set(turn: Turn, args: Args) -> Screen:
    day = await turn.execute(SetHoliday(args["holiday"], args["holiday_name"]))
    return done_screen(turn.say("done.holiday", day=day))


async def _preview_end(turn: Turn, args: Args) -> str:
    return turn.say("preview.working_day", day=args["holiday"])


async def _end(turn: Turn, args: Args) -> Screen:
    day = await turn.execute(SetHoliday(args["holiday"], ""))
    return done_screen(turn.say("done.working_day", day=day))


_DAY = Param("holiday", DayKind())

COMMANDS = (
    AdminCommand(
        name="holidays", area=Area.ROUTES, permission=Permission.DELIVERY_EDIT, act=_show, example="/holidays"
    ),
    AdminCommand(
        name="holidays", verb="set", area=Area.ROUTES, permission=Permission.DELIVERY_EDIT, act=_set,
        preview=_preview, params=(_DAY, Param("holiday_name", TextKind(most=80))),
        example="/holidays set 2025-12-25 Christmas",
    ),
    AdminCommand(
        name="holidays", verb="end", area=Area.ROUTES, permission=Permission.DELIVERY_EDIT, act=_end,
        preview=_preview_end, params=(_DAY,), example="/holidays end 2025-12-25",
    ),
)  # fmt: skip
