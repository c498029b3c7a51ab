"""A delivery window asked for in words: "tomorrow morning"."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.turn import Turn
from core.i18n.phrases import Raw
from core.kernel.clock import local_day
from core.orders.errors import WindowFull
from core.orders.types import Quote
from core.orders.use_cases.set_draft import SetWindow


async def take_nearest(turn: Turn, quote: Quote, hours: tuple[int, int]) -> str:
    """Keep the free window that is nearest to a part of the day (local hours); what became of it."""
    zone = turn.say.zone
    day = local_day(quote.windows[0][0], zone)
    since, until = (datetime.combine(day, time(hour), ZoneInfo(zone)) for hour in hours)
    try:
        kept = await turn.execute(SetWindow(quote.draft_id, quote.version, (since, until), is_near=True))
    except WindowFull:
        kept = None
    if kept is None:
        return turn.say("window.none")
    return turn.say("window.kept", since=kept[0], until=Raw(turn.say.clock(kept[1])))
