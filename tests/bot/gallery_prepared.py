"""Samples of orders that are prepared for a dealer, on both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from bot.dealer.prepared.screens import declined_screen, expired_notice, opened_notice, prepared_screen
from bot.screen import Screen
from bot.staff.preparing.screens import (
    declined_notice,
    explained_notice,
    placed_notice,
    preparing_screen,
    sent_screen,
    unanswered_notice,
    whom_screen,
)
from core.dealers.types import DealerEntry, FoundDealer
from core.i18n.phrases import Say
from core.kernel.ids import DealerId, DraftId
from core.orders.prepared.types import PreparedState, PreparedView
from core.orders.types import Quote
from core.orders.use_cases.send_prepared import PreparedSent
from core.orders.use_cases.take_prepared import PreparedOpened
from tests.bot import samples as s

Sample = tuple[str, Callable[[Say], Screen]]
DEALER = DealerId(s.uid(6))


def _view(name: str, quote: Quote) -> PreparedView:
    return PreparedView(s.uid(9), DEALER, name, name, PreparedState.OPEN, 99, quote, s.AT)


def prepared_samples() -> Iterator[Sample]:
    plain = s.quote(*(s.ready_line(at, s.NASTY[at % 6]) for at in range(1, 41)))
    for label, quote in (("none", s.quote()), ("plain", plain), ("worst", s.worst_quote(60))):
        view = _view("TechMart", quote)
        yield f"preparing, {label}", partial(_preparing, view)
        yield f"prepared, {label}", partial(prepared_screen, view)
        sent = PreparedSent("TechMart", ("Ada", *s.NASTY), s.AT)
        yield f"prepared and sent, {label}", partial(sent_screen, view, sent)
    for name in s.NASTY:
        found = [
            FoundDealer(DealerEntry(DealerId(s.uid(60 + at)), "T-1", name, "gold", "west", True), 90, False)
            for at in range(6)
        ]
        yield f"order for {name[:9]}", partial(whom_screen, found)
        yield f"preparing for {name[:9]}", partial(prepared_screen, _view(name, plain))
        told = {
            "dealer_name": name, "person_name": name, "rep_name": name, "number": "B2B-2025-7891",
            "total_minor": 100_000, "currency": "USD", "text": name * 3,
        }  # fmt: skip
        for draw in (placed_notice, declined_notice, explained_notice, unanswered_notice, expired_notice):
            yield f"{draw.__name__} of prepared for {name[:9]}", partial(draw, told)
        yield f"no to what {name[:9]} prepared", partial(declined_screen, name, s.uid(9))
        opened = PreparedOpened(DraftId(s.uid(3)), name, s.usd("10"), (name,) * 9)
        yield f"opened, prepared by {name[:9]}", partial(_opened, opened)


def _preparing(view: PreparedView, say: Say) -> Screen:
    return preparing_screen(view, say, notice="➕ Line 3 is now 12.")


def _opened(opened: PreparedOpened, say: Say) -> Screen:
    return Screen(opened_notice(opened, s.usd("12"), say))
