"""Rebates as their dealer sees them. Pure."""

from __future__ import annotations

from datetime import timedelta

from bot.screen import Screen, clip, lines, listed, paragraphs
from core.channel.rebate_types import (
    RebateBasis,
    RebateStanding,
    RebateStatement,
    RebateTerms,
    RebateView,
    Span,
)
from core.i18n.phrases import Raw, Say
from core.kernel.money import Money

_MOST, _MOST_BRIEF = 5, 8
_ONE_DAY = timedelta(days=1)


def rebates_screen(found: tuple[RebateView, ...], say: Say, *, dealer: str | None = None) -> Screen:
    """Every programme: so far, rate now, what the next step takes and brings; the last periods below.

    dealer: its name, for people of the house.
    """
    if not found:
        return Screen(say("rebate.none"))
    title = say("rebate.title_of", dealer=clip(dealer, 60)) if dealer is not None else say("rebate.title")
    more = len(found) - _MOST - _MOST_BRIEF
    return Screen(
        paragraphs(
            title,
            *(_view(one, say) for one in found[:_MOST]),
            # Of every programme what the next step takes, also where there is no room for its history.
            *(_brief(one, say) for one in found[_MOST : _MOST + _MOST_BRIEF]),
            say("approval.more", more) if more > 0 else None,
        )
    )


def _brief(one: RebateView, say: Say) -> str:
    return lines(
        say("rebate.programme", code=one.programme.code, **_days(one.standing.span)),
        _missing(one.standing, say),
    )


def _view(one: RebateView, say: Say) -> str:
    return lines(
        say("rebate.programme", code=one.programme.code, **_days(one.standing.span)),
        *_standing(one.standing, say),
        say("rebate.steps", steps=Raw(steps_words(one.programme.terms, say))),
        *(_stated(past, say) for past in one.statements),
    )


def _standing(one: RebateStanding, say: Say) -> list[str]:
    rows = [
        say("rebate.bought", amount=one.bought),
        say("rebate.now", rate=Raw(say.percent(one.basis_points)), amount=one.earned),
    ]
    return [*rows, _missing(one, say), say("rebate.days", one.days_left)]


def _missing(one: RebateStanding, say: Say) -> str:
    """What is missing for the next step, and what that brings."""
    step = one.next_step
    if step is None:
        return say("rebate.top")
    rate = Raw(say.percent(step.basis_points))
    return say("rebate.next", missing=step.missing, rate=rate, brings=step.brings)


def _days(span: Span) -> dict[str, object]:
    return {"since": span.starts_on, "until": span.ends_on - _ONE_DAY}


def steps_words(terms: RebateTerms, say: Say) -> str:
    """ "$5,000,000.00 → 3%, $10,000,000.00 → 5%, on everything bought"."""
    steps = [
        f"{say.money(Money(step.least, terms.currency))} → {say.percent(step.basis_points)}"
        for step in terms.steps
    ]
    basis = "rebate.on_whole" if terms.basis is RebateBasis.WHOLE else "rebate.on_above"
    return ", ".join((*steps, say(basis)))


def _stated(one: RebateStatement, say: Say) -> str:
    text = say(
        "rebate.stated",
        **_days(one.span),
        bought=one.bought,
        rate=Raw(say.percent(one.basis_points)),
        amount=one.earned if one.settled is None else one.settled,
    )
    if one.credit_notes:
        return f"{text} · {say('rebate.credited', numbers=listed(one.credit_notes, 3))}"
    return text if one.settled is not None or not one.earned else f"{text} · {say('rebate.waits')}"
