"""Dealers that somebody should look after, and the weekly word about them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dealer.notices.screens import switch_rows
from bot.screen import Button, Screen, clip, grid, lines, paragraphs
from bot.staff.territory import callbacks as tap
from bot.staff.territory.callbacks import SilentTap
from bot.staff.territory.screens import dealer_tap, turning, whole_percent
from core.channel.types import NoticeKind
from core.i18n.phrases import Raw, Say
from core.kernel.money import Money
from core.reporting.territory_types import SilentDealer, SilentPage

PAGE = 5
_NAME = 40


def silent_screen(page: SilentPage, at: SilentTap, say: Say) -> Screen:
    """The dearest loss first: how long each is silent beside its rhythm, its worth, what it used to buy."""
    if not page.dealers:
        return Screen(say("silent.none"))
    cards = [Button(clip(one.name, 28), dealer_tap(tap.CARD, one.dealer_id)) for one in page.dealers]
    first = at.page * PAGE
    return Screen(
        paragraphs(
            lines(
                say("silent.title", page.found),
                say("silent.worth", worth=Raw(" + ".join(say.money(one) for one in page.worth))),
            ),
            *(_dealer(n, one, say) for n, one in enumerate(page.dealers, start=first + 1)),
        ),
        (*grid(cards, 2), turning(at.page, page.found, lambda to: SilentTap(page=to).pack(), PAGE)),
    )


def _dealer(n: int, one: SilentDealer, say: Say) -> str:
    found = one.leaving
    usual = say("silent.usual", found.usual_days) if found.usual_days is not None else None
    share = None
    if found.is_falling and found.share is not None:
        share = say("silent.falling", share=Raw(whole_percent(found.share, say)))
    return lines(
        say("silent.dealer", n=n, name=clip(one.name, _NAME), worth=one.at_risk),
        "   "
        + " · ".join(filter(None, (say("silent.since", found.silent_days, day=found.last_on), usual, share))),
        "   " + say("silent.buys", goods=clip(", ".join(one.usually), 90)) if one.usually else None,
    )


def silent_notice(count: int, worth: Sequence[Money], names: Sequence[str], say: Say) -> Screen:
    """Once a week to the rep: how many, what they are worth, and who comes first."""
    return Screen(
        lines(
            say("silent.notice", count, worth=Raw(" + ".join(say.money(one) for one in worth))),
            say("silent.first", names=clip(", ".join(names), 120)),
        ),
        (
            (Button(say("button.silent_list"), SilentTap().pack()),),
            *switch_rows(NoticeKind.SILENT, say, is_on=True),
        ),
    )
