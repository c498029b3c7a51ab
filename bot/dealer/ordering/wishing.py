"""A delivery window asked for in words: "tomorrow morning", "before 10am"."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.turn import Turn
from core.i18n.phrases import Raw, Say
from core.kernel.clock import local_day
from core.orders.errors import WindowFull
from core.orders.types import Quote, Window
from core.orders.use_cases.note_hours import NoteHours
from core.orders.use_cases.set_draft import SetWindow

_DAY = 24 * 60


async def take_nearest(turn: Turn, quote: Quote, hours: tuple[int, int]) -> str:
    """Keep the free window that is nearest to the wished minutes of the day (local); what became of it.

    Where no window can be promised at all, the wish goes with the order as a remark.
    """
    say = turn.say
    if not quote.windows and quote.window is None:
        await turn.execute(NoteHours(quote.draft_id, quote.version, hours))
        return say("window.noted", wish=Raw(wish_words(hours, say)))
    day = local_day(quote.windows[0][0] if quote.windows else _chosen(quote)[0], say.zone)
    midnight = datetime.combine(day, time(), ZoneInfo(say.zone))
    since, until = (midnight + timedelta(minutes=minute) for minute in hours)
    try:
        kept = await turn.execute(SetWindow(quote.draft_id, quote.version, (since, until), is_near=True))
    except WindowFull:
        kept = None
    if kept is None:
        return say("window.none")
    if since <= kept[0] and kept[1] <= until:
        return say("window.kept", since=kept[0], until=Raw(say.clock(kept[1])))
    wish = Raw(wish_words(hours, say))
    return say("window.nearest", wish=wish, since=kept[0], until=Raw(say.clock(kept[1])))


def _chosen(quote: Quote) -> Window:
    assert quote.window is not None  # else something is offered
    return quote.window


def wish_words(hours: tuple[int, int], say: Say) -> str:
    """ "before 10:00", "after 14:00", "between 9:00 and 11:00"."""
    midnight = datetime.combine(datetime(2000, 1, 1), time(), ZoneInfo(say.zone))
    first, last = (Raw(say.clock(midnight + timedelta(minutes=minute))) for minute in hours)
    if hours[0] == 0:
        return say("window.wish_before", until=last)
    if hours[1] == _DAY:
        return say("window.wish_after", since=first)
    return say("window.wish_between", since=first, until=last)
