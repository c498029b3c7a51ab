"""When somebody is at the office, how long a dealer waits for a human, and what has no answer yet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from bot.office.command import AdminCommand, Area, Args, Param
from bot.office.kinds import Option, Reading, WholeKind
from bot.office.screens import done_screen
from bot.screen import Screen, lines, listed
from bot.staff.support.handlers import questions_of
from bot.turn import Turn
from core.channel.typed_hours import read_quiet_hours
from core.i18n.phrases import Raw, Say
from core.kernel.actor import Permission
from core.stock.office_types import OfficeHours
from core.support.types import SupportPolicy
from core.support.use_cases.set_policy import MOST_MINUTES, SetSupportPolicy, ShowSupportPolicy

_OFFERED_HOURS = ("09:00-18:00", "08:00-17:00")
_OFFERED_DAYS = ("1-5", "1-6", "1-7")


@dataclass(frozen=True, slots=True)
class HoursKind:
    """ "9:00-18:00" -> (opens, closes)."""

    most_words: int = 3
    is_shaped: bool = True

    def fits(self, text: str) -> bool:
        return read_quiet_hours(text) is not None

    async def read(self, turn: Turn, text: str) -> Reading:
        found = read_quiet_hours(text)
        if found is None:
            return Reading(wrong="opening")
        return Reading(f"{found.since:%H:%M}-{found.until:%H:%M}")

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return tuple(Option(one, one) for one in _OFFERED_HOURS)

    def load(self, value: str) -> tuple[time, time]:
        opens, closes = value.split("-")
        return time.fromisoformat(opens), time.fromisoformat(closes)


@dataclass(frozen=True, slots=True)
class DaysKind:
    """ "1-5", "1,3,5": 1 Monday … 7 Sunday -> days from 0."""

    most_words: int = 1
    is_shaped: bool = True

    def fits(self, text: str) -> bool:
        return re.fullmatch(r"[1-7](?:-[1-7]|(?:,[1-7])+)?", text.strip()) is not None

    async def read(self, turn: Turn, text: str) -> Reading:
        typed = text.strip()
        return Reading(typed) if self.fits(typed) and self.load(typed) else Reading(wrong="working_days")

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return tuple(Option(one, _days_text(self.load(one), turn.say)) for one in _OFFERED_DAYS)

    def load(self, value: str) -> tuple[int, ...]:
        first, dash, last = value.partition("-")
        if dash:
            return tuple(range(int(first) - 1, int(last)))
        return tuple(sorted({int(one) - 1 for one in value.split(",")}))


def policy_text(policy: SupportPolicy, say: Say) -> str:
    """The hours, the days and the minutes in one sentence."""
    hours = policy.hours
    return say(
        "hours.are",
        policy.answer_minutes,
        opens=f"{hours.opens:%H:%M}",
        closes=f"{hours.closes:%H:%M}",
        days=Raw(_days_text(hours.days, say)),
    )


def _days_text(days: tuple[int, ...], say: Say) -> str:
    return listed(say(f"weekday.{day}") for day in days)


async def _show(turn: Turn, _args: Args) -> Screen:
    return Screen(policy_text(await turn.ask(ShowSupportPolicy()), turn.say))


def _wanted(args: Args) -> SupportPolicy:
    opens, closes = args["open_hours"]
    return SupportPolicy(OfficeHours(opens, closes, args["open_days"]), args["answer_minutes"])


async def _preview(turn: Turn, args: Args) -> str:
    now = policy_text(await turn.ask(ShowSupportPolicy()), turn.say)
    then = policy_text(_wanted(args), turn.say)
    return lines(turn.say("alarms.before", rule=Raw(now)), turn.say("alarms.after", rule=Raw(then)))


async def _set(turn: Turn, args: Args) -> Screen:
    await turn.execute(SetSupportPolicy(_wanted(args)))
    return done_screen(policy_text(_wanted(args), turn.say))


async def _questions(turn: Turn, _args: Args) -> Screen:
    return await questions_of(turn)


COMMANDS = (
    AdminCommand(name="opening", area=Area.HOUSE, permission=Permission.MASTER_DATA, act=_show),
    AdminCommand(
        name="opening", verb="set", area=Area.HOUSE, permission=Permission.MASTER_DATA, act=_set,
        preview=_preview,
        params=(
            Param("open_hours", HoursKind()),
            Param("open_days", DaysKind()),
            Param("answer_minutes", WholeKind(most=MOST_MINUTES)),
        ),
        example="/opening set 9:00-18:00 1-5 10",
    ),
    AdminCommand(name="questions", area=Area.DATA, permission=Permission.MASTER_DATA, act=_questions),
)  # fmt: skip
