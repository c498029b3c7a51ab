"""A dealer's own figures as pictures, each with what a sentence says of it (A21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from core.credit import repository as credit
from core.dealers.repository import load_dealer
from core.i18n.phrases import Say
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.clock import local_day
from core.kernel.command import Query
from core.reporting.documents.own import draw_own
from core.reporting.engine import own as engine
from core.reporting.own_types import Figure, OwnFigure, Span
from core.reporting.repository import own, saved

# Of products that come slowly a year and a season are looked at, whatever the span.
SLOW_MEMORY = timedelta(days=400)
_OF_LINES = {
    Figure.PURCHASES: engine.purchases,
    Figure.TOP: engine.top,
    Figure.SLOW: engine.slow,
    Figure.PRICES: engine.prices,
}


@dataclass(frozen=True, slots=True)
class ShowOwnFigure(Query[OwnFigure]):
    """Of the actor's own dealer alone, in its currency and zone."""

    permission = Permission.ORDER_READ
    figure: Figure = Figure.PURCHASES
    span: Span = Span.QUARTER


async def show_own_figure(snap: Snapshot, query: ShowOwnFigure) -> OwnFigure:
    dealer = await load_dealer(snap, snap.dealer_id)
    today = local_day(snap.now, dealer.zone)
    if query.figure is Figure.CREDIT:
        standing, _ = await credit.load_standing(snap, dealer.id, dealer.currency)
        moved = await own.load_moved(snap, dealer.id)
        return engine.credit_use(moved, standing.limit, query.span, today, standing.exposure)
    since = engine.begins(query.span, today)
    since -= today - since + timedelta(days=1)
    if query.figure is Figure.SLOW:
        since = today - SLOW_MEMORY
    lines = await own.load_lines(snap, dealer.id, since, dealer.currency, ZoneInfo(dealer.zone))
    return _OF_LINES[query.figure](lines, query.span, today, dealer.currency)


@dataclass(frozen=True, slots=True)
class OwnPicture:
    """png None: there is nothing to draw."""

    figure: OwnFigure
    png: bytes | None


@dataclass(frozen=True, slots=True)
class DrawOwnFigure(Query[OwnPicture]):
    """What ``ShowOwnFigure`` shows, as a picture 960 pixels wide in the reader's language and taste."""

    permission = Permission.ORDER_READ
    say: Say
    figure: Figure = Figure.PURCHASES
    span: Span = Span.QUARTER


async def draw_own_figure(snap: Snapshot, query: DrawOwnFigure) -> OwnPicture:
    found = await show_own_figure(snap, ShowOwnFigure(query.figure, query.span))
    if not found.points:
        return OwnPicture(found, None)
    plain = Say(query.say.book, query.say.language, query.say.zone, str)
    dark = await saved.likes_dark(snap)
    return OwnPicture(found, await snap.run_apart(lambda: draw_own(found, plain, dark=dark)))
