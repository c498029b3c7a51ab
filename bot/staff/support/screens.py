"""A conversation as people of the house see it: its card, its thread, a word, and the list. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.languages import NAMES
from bot.screen import Button, Screen, clip, fit, lines, listed, paragraphs, short_id
from bot.staff.support import callbacks as tap
from bot.staff.support.callbacks import PhrasingTap, TalksTap, TalkTap, WordTap
from core.i18n.phrases import Raw, Say
from core.kernel.ids import PersonId
from core.support.types import (
    Conversation,
    ConversationPage,
    ConversationState,
    Meant,
    Remark,
    Side,
    Thread,
    Unanswered,
    Word,
    WordKind,
)

PAGE, WORDS = 8, 6
THREAD_WORDS = 8
_WORD = 200  # signs of each that are shown


def talk_screen(thread: Thread, reader: PersonId | None, say: Say, *, notice: str | None = None) -> Screen:
    """Who wants a human, what is known of him, what was said last, and who has it."""
    one = thread.conversation
    return Screen(
        fit(
            paragraphs(
                notice,
                lines(_title(one, say), _about(one, say), _credit(thread, say), _draft(thread, say)),
                lines(*(word_line(word, say) for word in thread.words)),
                _stands(one, reader, say),
            )
        ),
        _buttons(one, reader, say, has_draft=thread.draft is not None),
    )


def _title(one: Conversation, say: Say) -> str:
    return say("talk.card", person=clip(one.person_name, 60), dealer=clip(one.dealer_name, 60))


def _about(one: Conversation, say: Say) -> str:
    language = Raw(NAMES.get(one.language, one.language))
    return say("talk.about", at=one.opened_at, language=language)


def _credit(thread: Thread, say: Say) -> str:
    standing = thread.credit
    if standing.overdue.minor > 0:
        return say(
            "talk.credit_overdue", free=standing.available, limit=standing.limit, overdue=standing.overdue
        )
    return say("talk.credit", free=standing.available, limit=standing.limit)


def _draft(thread: Thread, say: Say) -> str:
    return say("talk.draft", thread.draft.count) if thread.draft is not None else say("talk.no_draft")


def word_line(word: Word, say: Say) -> str | None:
    """One word of the thread in a row; None: the machine said what has no words of its own."""
    if word.side is Side.BOT:
        said = " ".join(filter(None, (remark_text(one, say) for one in word.remarks)))
        return f"🤖 {said}" if said else None
    key = "talk.word_dealer" if word.side is Side.DEALER else "talk.word_house"
    text = clip(" ".join(word.text.split()), _WORD)
    what = "" if word.kind is WordKind.TEXT else say(f"wordkind.{word.kind.value}")
    return say(key, name=clip(word.by or "–", 40), what=Raw(f"[{what}] " if what else ""), text=text)


def remark_text(remark: Remark, say: Say) -> str | None:
    """What the machine had answered, in the reader's language; one of an older release is left out."""
    if remark.code == "showed_draft":
        return say("thread.showed_draft")
    return say(remark.code, None, **remark.params) if say.book.has("en", remark.code) else None


def _stands(one: Conversation, reader: PersonId | None, say: Say) -> str:
    person = clip(one.person_name, 60)
    if one.state is ConversationState.CLOSED:
        name = clip(one.closed_by, 60) if one.closed_by else None
        return say("talk.closed_by", name=name) if name else say("talk.closed_alone", person=person)
    if one.state is ConversationState.OPEN:
        return say("talk.waits")
    if one.holder_id != reader:
        return say("talk.holder", name=clip(one.holder_name or "–", 60))
    return say("talk.you" if one.is_talking else "talk.you_paused", person=person)


def _buttons(
    one: Conversation, reader: PersonId | None, say: Say, *, has_draft: bool
) -> tuple[tuple[Button, ...], ...]:
    look = [_button(one, tap.THREAD, say("button.thread"))]
    if has_draft:
        look.append(_button(one, tap.DRAFT, say("button.show_draft")))
    if one.state is ConversationState.OPEN:
        return (_button(one, tap.TAKE, say("button.take_talk")),), tuple(look)
    if one.state is ConversationState.CLOSED or one.holder_id != reader:
        return (tuple(look),)
    mode = (tap.PAUSE, "button.pause_talk") if one.is_talking else (tap.GO_ON, "button.go_on_talk")
    return (
        (_button(one, mode[0], say(mode[1])), _button(one, tap.BACK, say("button.hand_back"))),
        tuple(look),
    )


def _button(one: Conversation, act: str, text: str, page: int = 0) -> Button:
    return Button(text, TalkTap(act=act, talk=short_id(one.id), v=one.version, page=page).pack())


def thread_screen(thread: Thread, page: int, say: Say) -> Screen:
    """A page of everything that was said, to read."""
    one = thread.conversation
    shown = [word_line(word, say) for word in thread.words]
    older = _button(one, tap.THREAD, "‹", page + 1) if thread.before else None
    newer = _button(one, tap.THREAD, "›", page - 1) if page else None
    return Screen(
        fit(paragraphs(_title(one, say), lines(*shown) or say("talk.no_words"))),
        (
            tuple(button for button in (older, newer) if button),
            (_button(one, tap.CARD, say("button.back")),),
        ),
    )


def talk_draft_screen(thread: Thread, say: Say) -> Screen:
    """What the dealer is putting together."""
    one, draft = thread.conversation, thread.draft
    back = ((_button(one, tap.CARD, say("button.back")),),)
    if draft is None:
        return Screen(paragraphs(_title(one, say), say("talk.no_draft")), back)
    more = draft.count - len(draft.lines)
    shown = [say("talk.draft_line", text=clip(line, 80)) for line in draft.lines]
    said = lines(*shown, say("track.more", more) if more > 0 else None)
    return Screen(paragraphs(_title(one, say), say("talk.draft", draft.count), said), back)


def dealer_said(one: Conversation, word: Word, text: str, say: Say, *, is_last: bool = True) -> Screen:
    """A word of the dealer in its human's chat: a reply to it goes back. text: the part that this is."""
    head = say("talk.dealer_said", person=clip(one.person_name, 60), dealer=clip(one.dealer_name, 60))
    if word.kind is not WordKind.TEXT:
        said = say("talk.caption", text=text) if text else None
        return Screen(lines(head, say(f"wordkind.{word.kind.value}"), said))
    if word.read_at is not None:
        return Screen(paragraphs(lines(head, say("talk.caption", text=text)), say("talk.read")))
    button = Button(say("button.machine_reads"), WordTap(word=short_id(word.id)).pack())
    return Screen(lines(head, say("talk.caption", text=text)), ((button,),) if is_last else ())


def left_screen(one: Conversation, names: Sequence[str], say: Say) -> Screen:
    """To whom it was taken from, for he said nothing in time."""
    shown = listed([clip(name, 40) for name in names], 3)
    person = clip(one.person_name, 60)
    return Screen(
        say("talk.left_you", person=person, names=shown) if names else say("talk.left", person=person)
    )


def talks_screen(found: ConversationPage, page: int, say: Say) -> Screen:
    """A page of those that are not closed, the oldest first."""
    rows = tuple((_entry(one, say),) for one in found.conversations)
    count = max((found.found + PAGE - 1) // PAGE, 1)
    turns = (("‹", page - 1), ("›", page + 1)) if count > 1 else ()
    pages = tuple(Button(mark, TalksTap(page=to % count).pack()) for mark, to in turns)
    return Screen(say("talk.list", found.found) if found.found else say("talk.list_none"), (*rows, pages))


def questions_screen(
    asked: Sequence[Unanswered], meant: Sequence[Meant], say: Say, *, notice: str | None = None
) -> Screen:
    """What dealers ask that the office has no answer to, and other words for what it has one to."""
    unanswered = [
        say(
            "question.line",
            times=one.times,
            question=clip(" ".join(one.question.split()), 120),
            language=Raw(NAMES.get(one.language, one.language)),
        )
        for one in asked
    ]
    other_words = [
        say("question.meant_line", number=at, words=clip(one.words, 120), question=clip(one.question, 120),
            times=one.times)
        for at, one in enumerate(meant, 1)
    ]  # fmt: skip
    parts = [
        notice,
        say("question.list", len(asked)) if asked else say("question.none"),
        lines(*unanswered) if asked else None,
        say("question.how") if asked else None,
        lines(say("question.meant"), *other_words) if meant else None,
    ]
    rows = [
        tuple(
            Button(f"{mark} {at}", PhrasingTap(meant=short_id(one.id), adds=adds).pack())
            for mark, adds in (("➕", True), ("✖️", False))
        )
        for at, one in enumerate(meant, 1)
    ]
    return Screen(fit(paragraphs(*parts)), tuple(rows))


def _entry(one: Conversation, say: Say) -> Button:
    mark = "🙋" if one.state is ConversationState.OPEN else "💬"
    words = [f"{mark} {one.person_name}", one.dealer_name, say.clock(one.opened_at)]
    if one.holder_name:
        words.append(one.holder_name)
    return _button(one, tap.CARD, clip(" · ".join(words), 60))
