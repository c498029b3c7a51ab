"""What stands below the picture of a rep's own figures. Pure."""

from __future__ import annotations

from bot.screen import Screen, lines, paragraphs
from bot.staff.territory.screens import whole_percent
from core.i18n.phrases import Raw, Say
from core.kernel.money import Money
from core.reporting.territory_types import RepFigures, RepMonth

ALL = 10_000


def rep_month_screen(found: RepMonth, say: Say) -> Screen:
    """This month in a sentence, then beside the last month and the same days of last year."""
    now = found.now
    return Screen(
        paragraphs(
            say("rep.title", found.dealers),
            lines(
                say("rep.now", now.orders, value=now.value),
                say("rep.chat", share=Raw(whole_percent(now.by_chat * ALL // now.orders, say)))
                if now.orders
                else None,
                say("rep.margin", share=Raw(say.percent(now.margin))) if now.margin is not None else None,
            ),
            lines(
                _beside("rep.last_month", now, found.last_month, say),
                _beside("rep.last_year", now, found.last_year, say),
            ),
        )
    )


def _beside(key: str, now: RepFigures, before: RepFigures, say: Say) -> str | None:
    """The other days, and how this month stands to them."""
    if not before.orders:
        return None
    text = say(key, before.orders, value=before.value)
    moved = _change(now.value, before.value)
    return text if moved is None else f"{text} {_arrow(moved)} {say.percent(abs(moved))}"


def _change(now: Money, before: Money) -> int | None:
    """In hundredths of a percent, whole ones; None where there was nothing before."""
    if before.minor <= 0:
        return None
    return round((now.minor - before.minor) * ALL / before.minor / 100) * 100


def _arrow(moved: int) -> str:
    return "↗" if moved > 0 else "↘" if moved < 0 else "→"
