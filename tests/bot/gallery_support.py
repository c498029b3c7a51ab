"""Screens of conversations with a human."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.dealer.support.screens import (
    answer_screen,
    asked_screen,
    choices_screen,
    chosen_screen,
    ended_screen,
    handed_back_screen,
    house_said,
    offer_screen,
    passed_on_screen,
    with_screen,
)
from bot.screen import Screen
from bot.staff.support.screens import (
    dealer_said,
    left_screen,
    questions_screen,
    talk_draft_screen,
    talk_screen,
    talks_screen,
    thread_screen,
)
from core.credit.types import CreditStanding, Late
from core.i18n.phrases import Say
from core.kernel.ids import DealerId, PersonId
from core.support.types import (
    Asked,
    Choice,
    Conversation,
    ConversationPage,
    ConversationState,
    DraftGlance,
    Meant,
    Remark,
    Side,
    Thread,
    Unanswered,
    Word,
    WordKind,
)
from tests.bot import samples as s

Sample = tuple[str, Callable[[Say], Screen]]
RITA = PersonId(s.uid(91))


def conversation(at: int = 0) -> Conversation:
    """Of somebody with a nasty name."""
    nasty = s.NASTY[at % len(s.NASTY)]
    return Conversation(
        s.uid(300 + at), 2, ConversationState.TAKEN, DealerId(s.uid(6)), nasty, RITA, "USD",
        PersonId(s.uid(92)), nasty, "tr", s.AT, (RITA,), None, RITA, nasty, is_talking=True,
    )  # fmt: skip


def word(side: Side, text: str, kind: WordKind = WordKind.TEXT) -> Word:
    return Word(s.uid(400), s.uid(300), s.AT, side, s.NASTY[0], kind, text, 1, 2)


def thread(at: int = 0) -> Thread:
    standing = CreditStanding(
        s.usd("150000"), s.usd("990000.99"), s.usd("0"), s.usd("0"), s.usd("0"),
        (Late(41, s.usd("880000.88")),) if at else (),
    )  # fmt: skip
    words = tuple(word(side, s.NASTY[at % len(s.NASTY)] * 40) for side in (Side.DEALER, Side.HOUSE) * 2)
    said = replace(
        word(Side.BOT, ""), remarks=(Remark("showed_draft"), Remark("draft.which_line"), Remark("gone.by"))
    )
    draft = DraftGlance(tuple(s.NASTY) * 3, 44) if at else None
    return Thread(conversation(at), (*words, said, word(Side.DEALER, "", WordKind.PHOTO)), 3, standing, draft)


def support_samples() -> Iterator[Sample]:
    yield from _dealers()
    for at, name in enumerate(s.NASTY):
        one = thread(at)
        yield f"talk {at}", lambda say, one=one: talk_screen(one, RITA, say, notice=s.NASTY[1])
        yield f"talk thread {at}", lambda say, one=one: thread_screen(one, 1, say)
        yield f"talk draft {at}", lambda say, one=one: talk_draft_screen(one, say)
        yield (
            f"house said {at}",
            lambda say, name=name: house_said(word(Side.HOUSE, name), (name * 30)[:1_500], say),
        )
    first = thread()
    for state, changes in {
        "open": {"state": ConversationState.OPEN, "holder_id": None, "holder_name": None},
        "paused": {"is_talking": False},
        "another's": {"holder_id": PersonId(s.uid(93))},
        "closed": {"state": ConversationState.CLOSED, "closed_by": s.NASTY[0]},
        "closed alone": {"state": ConversationState.CLOSED},
    }.items():
        other = replace(first, conversation=replace(first.conversation, **changes))
        yield f"talk {state}", lambda say, one=other: talk_screen(one, RITA, say)
    yield "talk thread empty", lambda say: thread_screen(replace(first, words=(), before=0), 0, say)
    for kind in WordKind:
        said = word(Side.DEALER, s.NASTY[0], kind)
        yield f"dealer said {kind}", lambda say, one=said: dealer_said(conversation(), one, one.text, say)
        yield f"house said {kind}", lambda say, one=said: house_said(one, one.text, say)
    read = replace(word(Side.DEALER, "5 boxes"), read_at=s.AT)
    yield "dealer said, read", lambda say: dealer_said(conversation(), read, "5 boxes", say)
    yield "left", lambda say: left_screen(conversation(), [], say)
    yield "left for others", lambda say: left_screen(conversation(), s.NASTY, say)
    asked = [Unanswered(name * 3, "tr", 1_000, s.AT) for name in s.NASTY * 3]
    meant = [Meant(s.uid(500 + at), name * 3, name * 3, "tr", 12) for at, name in enumerate(s.NASTY)][:5]
    yield "questions", lambda say: questions_screen(asked, [], say)
    yield "questions none", lambda say: questions_screen([], [], say)
    yield "questions meant", lambda say: questions_screen(asked, meant, say, notice="⚠️ …")
    page = ConversationPage(tuple(conversation(at) for at in range(8)), 20)
    yield "talks", lambda say: talks_screen(page, 1, say)
    yield "talks none", lambda say: talks_screen(ConversationPage((), 0), 0, say)


def _dealers() -> Iterator[Sample]:
    asked = Asked(s.uid(300), True, tuple(s.NASTY), None, None)
    yield "human asked", lambda say: asked_screen(asked, say)
    yield "human asked at night", lambda say: asked_screen(replace(asked, opens_at=s.AT), say)
    yield "human asked, nobody", lambda say: asked_screen(replace(asked, names=()), say)
    yield "human asked again", lambda say: asked_screen(replace(asked, is_new=False), say)
    yield "human there already", lambda say: asked_screen(replace(asked, holder=s.NASTY[0]), say)
    yield "human there", lambda say: with_screen(s.NASTY[0], say)
    yield "passed on", lambda say: passed_on_screen(list(s.NASTY), say)
    yield "passed on to nobody", lambda say: passed_on_screen([], say)
    yield "handed back", lambda say: handed_back_screen(s.NASTY[0], say)
    yield "human ended", lambda say: ended_screen(True, say)
    yield "human not there", lambda say: ended_screen(False, say)
    yield "office answers", lambda say: answer_screen(s.NASTY[0] * 300, say)
    choices = [Choice(s.uid(510 + at), name * 3) for at, name in enumerate(s.NASTY)][:3]
    yield "answers offered", lambda say: choices_screen(choices, say)
    yield "answer chosen", lambda say: chosen_screen(s.NASTY[0] * 300, say)
    yield "human offered", lambda say: offer_screen(say("intent.small_talk"), say)
