"""Goods that are not there: who wants them is told when they are, by a button or in words."""

from __future__ import annotations

import re
import unicodedata

from bot.dealer.ordering.callbacks import QuoteTap
from bot.dealer.ordering.card import subject_of
from bot.dealer.ordering.screens import quote_card
from bot.dealer.ordering.supply import tell_buttons, unavailable
from bot.screen import Screen
from bot.turn import Turn
from core.kernel.actor import Permission
from core.kernel.errors import NotFound
from core.kernel.ids import DraftId
from core.orders.types import Quote
from core.orders.use_cases.show_quote import ShowQuote
from core.orders.use_cases.tell_when_back import TellWhenBack

_ASKS = re.compile(
    r"(?:please )?(?:tell|notify|inform|message|let) me (?:know )?(?:when|once|as soon as) "
    r"(?:it|they|that|this|these|those)(?: is|['’]s| are|['’]re|s)? (?:back|available|in)(?: in)?(?: stock)?"
    r"(?: again)?"
    r"|(?:到货|有货|补货)(?:了|后|时|的时候)?(?:请)?(?:告诉|通知|提醒)(?:我|一下|我一下|一下我)"
    r"|(?:stoğa |stoka )?(?:gelince|girince|geldiğinde|girdiğinde) (?:bana )?haber "
    r"(?:ver(?:in|ir misin(?:iz)?)?|edin)"
    r"|(?:tolong |sila )?(?:beritahu|bagitahu|maklumkan)(?: kepada)? saya (?:bila|apabila|kalau) "
    r"(?:ia |dah |sudah )*(?:ada(?: semula)?|masuk)(?: stok)?"
)


def asks_to_be_told(text: str) -> bool:
    """Whether a whole message, in any of the four languages, asks to hear of goods once they are back."""
    typed = unicodedata.normalize("NFKC", text).replace("İ", "i").casefold().strip().rstrip(".!?。！？ ")
    return _ASKS.fullmatch(" ".join(typed.split())) is not None


async def answer_tell_me(turn: Turn, text: str) -> bool:
    """ "Tell me when it is back": about the only line that is not there; of several it is asked which."""
    if not turn.actor.may(Permission.DRAFT_EDIT) or not asks_to_be_told(text):
        return False
    quote = await turn.ask(ShowQuote())
    missing = unavailable(quote) if quote is not None else ()
    if quote is None or not missing:
        await turn.tell("tellback.nothing")
    elif len(missing) > 1:
        await turn.show(Screen(turn.say("tellback.which"), tell_buttons(quote, turn.say)))
    else:
        await _tell(turn, quote, missing[0].position)
    return True


async def on_tell_me(turn: Turn, draft_id: DraftId, data: QuoteTap) -> None:
    quote = await turn.ask(ShowQuote(draft_id))
    if quote is None:
        raise NotFound(what="draft")
    await _tell(turn, quote, data.n, version=data.v)


async def _tell(turn: Turn, quote: Quote, position: int, version: int | None = None) -> None:
    """Where the act was begun before, the line is gone by now, and its name with it."""
    line = next((one for one in quote.lines if one.position == position), None)
    await turn.execute(TellWhenBack(quote.draft_id, version or quote.version, position))
    notice = turn.say("tellback.done", name=line.name) if line is not None else turn.say("catalogue.watched")
    after = await turn.ask(ShowQuote(quote.draft_id))
    if after is None:
        await turn.redraw(Screen(notice))
    else:
        await turn.redraw(quote_card(after, turn.say, notice=notice), subject=subject_of(quote.draft_id))
