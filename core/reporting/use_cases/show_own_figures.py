"""A dealer's own figures as pictures, each with what a sentence says of it (A21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from core.credit import repository as credit
from core.dealers.repository import directory, load_dealer
from core.i18n.phrases import Say
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.clock import local_day
from core.kernel.command import Query
from core.kernel.ids import DealerId
from core.reporting.documents.own import draw_own
from core.reporting.engine import own as engine
from core.reporting.own_types import Figure, OwnFigure, Span
from core.reporting.repository import own, saved

# Of products that come slowly a year and a season are looked at, whatever the span.
SLOW_MEMORY = timedelta(days=400)
_OF_LINES = {
    Figure.PURCHASES: engine.purchases,
    Figure.TOP: engine.top,
    Figure.MARGIN: engine.margin,
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
    return await _figure_of(snap, snap.dealer_id, query.figure, query.span)


async def _figure_of(snap: Snapshot, dealer_id: DealerId, figure: Figure, span: Span) -> OwnFigure:
    dealer = await load_dealer(snap, dealer_id)
    today = local_day(snap.now, dealer.zone)
    if figure is Figure.CREDIT:
        standing, _ = await credit.load_standing(snap, dealer.id, dealer.currency)
        moved = await own.load_moved(snap, dealer.id)
        return engine.credit_use(moved, standing.limit, span, today, standing.exposure)
    since = engine.begins(span, today)
    since -= today - since + timedelta(days=1)
    if figure is Figure.SLOW:
        since = today - SLOW_MEMORY
    lines = await own.load_lines(snap, dealer.id, since, dealer.currency, ZoneInfo(dealer.zone))
    return _OF_LINES[figure](lines, span, today, dealer.currency)


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
    return await _drawn(snap, await show_own_figure(snap, ShowOwnFigure(query.figure, query.span)), query.say)


@dataclass(frozen=True, slots=True)
class DrawDealerFigure(Query[OwnPicture]):
    """The same of a dealer for whoever of the house looks after it. NotFound for one not to be looked at."""

    permission = Permission.DEALERS_READ
    say: Say
    dealer_id: DealerId
    figure: Figure = Figure.PURCHASES
    span: Span = Span.QUARTER


async def draw_dealer_figure(snap: Snapshot, query: DrawDealerFigure) -> OwnPicture:
    dealer = await directory.load_card(snap, query.dealer_id)
    return await _drawn(snap, await _figure_of(snap, dealer.id, query.figure, query.span), query.say)


async def _drawn(snap: Snapshot, found: OwnFigure, say: Say) -> OwnPicture:
    if not found.points:
        return OwnPicture(found, None)
    plain = Say(say.book, say.language, say.zone, str)
    dark = await saved.likes_dark(snap)
    return OwnPicture(found, await snap.run_apart(lambda: draw_own(found, plain, dark=dark)))
