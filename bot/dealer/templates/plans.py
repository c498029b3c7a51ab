"""A schedule while it is put together: it travels in the buttons, so nothing has to be kept. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.screen import OldButton
from core.templates.types import Every, OnHoliday, Schedule

MONTHS = (0, 1, 3, 6, 12)
_STEP = 30  # minutes
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Plan:
    """mask: one bit a weekday, Monday first. minutes: after midnight. months: until it ends, 0: never."""

    every: Every = Every.WEEK
    mask: int = 1
    weeks: int = 1
    day: int = 1
    minutes: int = 8 * 60
    moves: bool = True
    months: int = 0

    @property
    def weekdays(self) -> tuple[int, ...]:
        return tuple(day for day in range(7) if self.mask >> day & 1)

    @property
    def at(self) -> str:
        return f"{self.minutes // 60:02}:{self.minutes % 60:02}"

    @property
    def on_holiday(self) -> OnHoliday:
        return OnHoliday.MOVE if self.moves else OnHoliday.SKIP

    def pack(self) -> str:
        """Few characters that a button can carry."""
        mode = "w" if self.every is Every.WEEK else "m"
        return f"{mode}.{self.mask}.{self.weeks}.{self.day}.{self.minutes}.{int(self.moves)}.{self.months}"

    def toggled(self, day: int) -> Plan:
        return replace(self, mask=self.mask ^ 1 << day)

    def next_rhythm(self) -> Plan:
        """Every week, every two, three, four, every month, and round again."""
        if self.every is Every.MONTH:
            return replace(self, every=Every.WEEK, weeks=1)
        if self.weeks < 4:
            return replace(self, weeks=self.weeks + 1)
        return replace(self, every=Every.MONTH, weeks=1)

    def other_day(self, by: int) -> Plan:
        return replace(self, day=(self.day - 1 + by) % 31 + 1)

    def later(self, by: int) -> Plan:
        return replace(self, minutes=(self.minutes + by * _STEP) % _DAY)

    def next_end(self) -> Plan:
        return replace(self, months=MONTHS[(MONTHS.index(self.months) + 1) % len(MONTHS)])


def unpack(text: str) -> Plan:
    """The plan that a button carries; OldButton where it is none of ours."""
    try:
        mode, *numbers = text.split(".")
        mask, weeks, day, minutes, moves, months = (int(one) for one in numbers)
        every = {"w": Every.WEEK, "m": Every.MONTH}[mode]
    except (ValueError, KeyError) as error:
        raise OldButton(text) from error
    is_ours = 0 <= mask < 128 and 1 <= weeks <= 4 and 1 <= day <= 31 and 0 <= minutes < _DAY
    if not is_ours or moves not in (0, 1) or months not in MONTHS:
        raise OldButton(text)
    return Plan(every, mask, weeks, day, minutes, bool(moves), months)


def plan_of(schedule: Schedule) -> Plan:
    """A schedule that is set, to be changed; its end is chosen anew."""
    hours, minutes = schedule.at.split(":")
    return Plan(
        schedule.every,
        sum(1 << day for day in schedule.weekdays),
        min(schedule.weeks, 4),
        schedule.month_day,
        int(hours) * 60 + int(minutes),
        schedule.on_holiday is OnHoliday.MOVE,
    )
