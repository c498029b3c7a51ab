"""The house's calendar: days on which nobody works. Standing orders skip them or move on."""

from __future__ import annotations

from datetime import date

from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.kinds import DayKind, TextKind
from bot.office.screens import done_screen
from bot.screen import Screen, clip, escape, lines, listed, paragraphs
from bot.turn import Turn
from core.dispatch.use_cases.keep_holidays import HolidayMoves, PreviewHoliday, SetHoliday
from core.i18n.phrases import Say
from core.kernel.actor import Permission
from core.templates.use_cases.set_standing import ListHolidays

_MOST = 40
_MOST_DEALERS, _MOST_NUMBERS = 12, 6


def holidays_screen(holidays: tuple[tuple[date, str], ...], say: Say) -> Screen:
    """The coming holidays."""
    if not holidays:
        return Screen(say("holidays.none"))
    shown = [say("holidays.day", day=day, name=clip(name, 60)) for day, name in holidays[:_MOST]]
    return Screen(paragraphs(say("holidays.title"), lines(*shown)))


def holiday_text(moves: HolidayMoves, name: str, say: Say) -> str:
    """Before it is set: whose orders get another day, and what drivers know of already."""
    rows = [
        f"• {escape(clip(dealer, 60))}: {escape(listed(numbers, _MOST_NUMBERS))}"
        for dealer, numbers in moves.dealers[:_MOST_DEALERS]
    ]
    more = len(moves.dealers) - len(rows)
    routes = [f"{van} ({trip})" for van, trip in moves.routes]
    return paragraphs(
        say("preview.holiday", day=moves.day, name=name),
        lines(
            say("holiday.moves", moves.orders, after=moves.after, dealers=len(moves.dealers)),
            *rows,
            f"… +{more}" if more > 0 else None,
        )
        if rows
        else say("holiday.moves_none"),
        say("holiday.routes", routes=listed(routes)) if routes else None,
    )


async def _show(turn: Turn, _args: Args) -> Screen:
    return holidays_screen(await turn.ask(ListHolidays()), turn.say)


async def _preview(turn: Turn, args: Args) -> str:
    moves = await turn.ask(PreviewHoliday(args["holiday"]))
    return holiday_text(moves, args["holiday_name"], turn.say)


async def _set(turn: Turn, args: Args) -> Screen:
    moves = await turn.execute(SetHoliday(args["holiday"], args["holiday_name"]))
    done = turn.say("done.holiday", day=moves.day)
    moved = turn.say("holiday.moved", moves.orders, after=moves.after) if moves.orders else None
    return done_screen(lines(done, moved))


async def _preview_end(turn: Turn, args: Args) -> str:
    return turn.say("preview.working_day", day=args["holiday"])


async def _end(turn: Turn, args: Args) -> Screen:
    moves = await turn.execute(SetHoliday(args["holiday"], ""))
    return done_screen(turn.say("done.working_day", day=moves.day))


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
