"""Rebate programmes and their settlement, as the house sees them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.dealer.rebates.screens import steps_words
from bot.screen import TEXT_LIMIT, Screen, clip, escape, fit, lines, listed, paragraphs
from core.channel.rebate_types import RebateProgramme, RebateStatement, RebateTerms, Settlement, Span
from core.channel.use_cases.set_rebate import RebateBook, RebateChange
from core.i18n.phrases import Raw, Say
from core.kernel.ids import DealerId

_MOST = 20
_ONE_DAY = timedelta(days=1)


def book_screen(book: RebateBook, names: Mapping[DealerId, str], say: Say) -> Screen:
    """Programmes that count now or later, and what waits to be settled."""
    programmes = paragraphs(*(_programme(one, names, say) for one in book.programmes[:_MOST]))
    waiting = lines(*(_open(one, say) for one in book.open_statements[:_MOST]))
    return Screen(
        paragraphs(
            say("rebate.book"),
            fit(programmes, TEXT_LIMIT // 2) or say("rebate.none"),
            lines(say("rebate.open"), fit(waiting, TEXT_LIMIT // 4)) if waiting else None,
            say("rebate.how"),
        )
    )


def _programme(one: RebateProgramme, names: Mapping[DealerId, str], say: Say) -> str:
    until = None if one.ends_on is None else one.ends_on - _ONE_DAY
    counts = (
        say("rebate.counts_from", day=one.starts_on)
        if until is None
        else say("rebate.counts", since=one.starts_on, until=until)
    )
    return lines(f"<b>{escape(clip(one.code, 40))}</b> · {counts}", *_terms(one.terms, names, say))


def _terms(terms: RebateTerms, names: Mapping[DealerId, str], say: Say) -> list[str]:
    who = [*terms.tiers, *(names.get(dealer, "—") for dealer in terms.dealers)]
    what = [f"{scope}:{value}" for scope, value in terms.targets]
    return [
        f"{say(f'rebate.{terms.period.value}')}: {steps_words(terms, say)}",
        say("rebate.for", who=clip(listed(who, 6), 150)) if who else say("rebate.for_all"),
        say("rebate.on", what=clip(listed(what, 6), 150)) if what else say("rebate.on_all"),
    ]


def _open(one: RebateStatement, say: Say) -> str:
    return say(
        "rebate.open_one",
        dealer=clip(one.dealer_name, 40),
        code=one.code,
        amount=one.earned,
        **_days(one.span),
    )


def _days(span: Span) -> dict[str, object]:
    return {"since": span.starts_on, "until": span.ends_on - _ONE_DAY}


def change_preview(change: RebateChange, names: Mapping[DealerId, str], say: Say) -> str:
    """What counts on, and from which day."""
    after = change.after
    title = say("rebate.preview", code=change.code, day=change.starts_on)
    if after is None:
        return lines(title, say("rebate.preview_end"))
    return paragraphs(
        title,
        lines(*_terms(after, names, say)),
        say("rebate.preview_keeps") if change.before is not None else None,
    )


def settlement_preview(found: tuple[Settlement, ...], say: Say) -> str:
    """What would be credited, to which invoices; what came back since it was stated is said."""
    return paragraphs(
        say("rebate.settle", dealer=clip(found[0].statement.dealer_name, 60)),
        *(_planned(one, say) for one in found[:_MOST]),
    )


def _planned(one: Settlement, say: Say) -> str:
    stated = one.statement
    return lines(
        say("rebate.settle_one", code=stated.code, amount=one.earned, **_days(stated.span)),
        say("rebate.settle_less", stated=stated.earned, bought=one.bought)
        if one.earned != stated.earned
        else None,
        *(say("rebate.settle_note", number=number, amount=amount) for number, amount in one.notes),
    )


def settled_screen(done: tuple[RebateStatement, ...], say: Say) -> Screen:
    """What was credited."""
    rows = [
        say(
            "rebate.settled",
            code=one.code,
            amount=one.settled if one.settled is not None else one.earned,
            numbers=Raw(escape(listed(one.credit_notes, 5) or "—")),
        )
        for one in done[:_MOST]
    ]
    return Screen(lines(*rows))
