"""An order that is prepared for a dealer, and what became of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.dealer.ordering import callbacks as quoted
from bot.dealer.ordering.questions import question_part
from bot.dealer.ordering.screens import quote_line
from bot.screen import Button, Screen, clip, fit, grid, lines, listed, paragraphs, short_id
from bot.staff.preparing import callbacks as tap
from bot.staff.preparing.callbacks import PrepareTap, begin_tap
from core.dealers.types import FoundDealer
from core.i18n.phrases import Say
from core.kernel.money import Money
from core.orders.prepared.types import PreparedView
from core.orders.types import LineState, Quote
from core.orders.use_cases.send_prepared import PreparedSent

_NAME, _ROOM, _WORDS = 60, 2_400, 500
_ACTS = {quoted.PICK: tap.PICK, quoted.AMOUNT: tap.AMOUNT, quoted.REMOVE: tap.REMOVE}


def whom_screen(found: Sequence[FoundDealer], say: Say) -> Screen:
    """Several dealers fit what was typed."""
    return Screen(
        say("preparing.which"),
        grid([Button(clip(one.dealer.name, 40), begin_tap(one.dealer.id)) for one in found], 1),
    )


def preparing_screen(view: PreparedView, say: Say, *, notice: str | None = None) -> Screen:
    """Its lines at the dealer's own prices; one question at a time, or the way to the dealer."""
    key, quote = short_id(view.id), view.quote

    def tapped(act: str, n: int, x: str) -> PrepareTap:
        return PrepareTap(act=_ACTS[act], key=key, v=view.version, n=n, x=x)

    def button(text: str, act: str, n: int = 0) -> Button:
        return Button(text, PrepareTap(act=act, key=key, v=view.version, n=n).pack())

    open_line = quote.question or next(
        (line for line in quote.lines if line.state is LineState.NOT_FOUND), None
    )
    asked = question_part(quote, open_line, say, tapped) if open_line else None
    name = clip(view.dealer_name, _NAME)
    rows: list[tuple[Button, ...]] = []
    if asked is not None and open_line is not None:
        reword = say("button.reword_line", line=open_line.position)
        rows += [*asked.rows, (button(reword, tap.REWORD, open_line.position),)]
    elif quote.lines:
        rows.append((button(say("button.send_prepared", name=clip(name, 30)), tap.SEND),))
    return Screen(
        paragraphs(
            fit(notice, 600) if notice else None,
            say("preparing.title", name=name),
            goods_part(quote, say) or say("preparing.empty"),
            asked.text if asked else say("preparing.go_on"),
        ),
        (
            *rows,
            (button(say("button.write_anew"), tap.ANEW), button(say("button.leave_prepared"), tap.LEAVE)),
        ),
    )


def goods_part(quote: Quote, say: Say) -> str:
    """Lines and total, as many lines as there is room for."""
    if not quote.lines:
        return ""
    return paragraphs(
        fit("\n".join(quote_line(line, say, brief=len(quote.lines) > 8) for line in quote.lines), _ROOM),
        lines(
            say("quote.total", amount=quote.total),
            say("preparing.wished", day=quote.wished_on) if quote.wished_on else None,
            say("quote.note", note=clip(quote.note, 200)) if quote.note else None,
        ),
    )


def sent_screen(view: PreparedView, sent: PreparedSent, say: Say) -> Screen:
    """What was sent, to whom, and until when it waits."""
    return Screen(
        paragraphs(
            say(
                "preparing.sent",
                name=clip(sent.dealer_name, _NAME),
                people=listed([clip(one, 40) for one in sent.names], 8),
                until=sent.expires_at,
            ),
            goods_part(view.quote, say),
        )
    )


def placed_notice(event: Mapping[str, Any], say: Say) -> Screen:
    return Screen(
        say(
            "preparing.placed",
            name=clip(event["dealer_name"], _NAME),
            person=clip(event["person_name"], _NAME),
            number=event["number"],
            total=Money(event["total_minor"], event["currency"]),
        )
    )


def declined_notice(event: Mapping[str, Any], say: Say) -> Screen:
    name, person = clip(event["dealer_name"], _NAME), clip(event["person_name"], _NAME)
    return Screen(say("preparing.declined", name=name, person=person))


def explained_notice(event: Mapping[str, Any], say: Say) -> Screen:
    name, person = clip(event["dealer_name"], _NAME), clip(event["person_name"], _NAME)
    return Screen(say("preparing.explained", name=name, person=person, text=clip(event["text"], _WORDS)))


def unanswered_notice(event: Mapping[str, Any], say: Say) -> Screen:
    return Screen(say("preparing.expired", name=clip(event["dealer_name"], _NAME)))
