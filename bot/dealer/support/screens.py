"""What a dealer sees of a conversation with a human. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dealer.support.callbacks import ASK, END, YES, HumanTap, MeantTap
from bot.screen import Button, Screen, clip, lines, listed, paragraphs, short_id
from core.i18n.phrases import Raw, Say
from core.support.types import Asked, Choice, Word, WordKind

_MOST_NAMES = 3


def human_rows(say: Say) -> tuple[tuple[Button, ...], ...]:
    """The way to a human, below an answer that did not help."""
    return ((Button(say("button.human"), HumanTap(act=ASK).pack()),),)


def _end_rows(say: Say) -> tuple[tuple[Button, ...], ...]:
    return ((Button(say("button.back_to_bot"), HumanTap(act=END).pack()),),)


def offer_screen(text: str, say: Say) -> Screen:
    """Not understood for the second time."""
    return Screen(paragraphs(text, say("talk.offer")), human_rows(say))


def asked_screen(asked: Asked, say: Say) -> Screen:
    """Who was asked and, while nobody is at the office, when there is somebody."""
    names = listed([clip(name, 40) for name in asked.names], _MOST_NAMES)
    if asked.holder is not None:
        return with_screen(asked.holder, say)
    if not asked.names:
        said = say("talk.asked_nobody")
    elif asked.is_new:
        said = say("talk.asked", names=names)
    else:
        said = say("talk.still_asked", names=names)
    opens = say("talk.opens", at=asked.opens_at) if asked.opens_at else None
    return Screen(lines(said, opens, say("talk.meanwhile")), _end_rows(say))


def with_screen(name: str, say: Say) -> Screen:
    """Somebody has taken it."""
    return Screen(say("talk.with", name=clip(name, 60)), _end_rows(say))


def passed_on_screen(names: list[str], say: Say) -> Screen:
    """Nobody said anything in time."""
    shown = listed([clip(name, 40) for name in names], _MOST_NAMES)
    said = say("talk.passed_on", names=shown) if names else say("talk.all_asked")
    return Screen(lines(said, say("talk.meanwhile")), _end_rows(say))


def handed_back_screen(name: str, say: Say) -> Screen:
    """The human has ended it."""
    return Screen(say("talk.handed_back", name=clip(name, 60)))


def ended_screen(was_any: bool, say: Say) -> Screen:
    """The dealer has ended it."""
    return Screen(say("talk.ended" if was_any else "talk.none"))


def house_said(word: Word, text: str, say: Say) -> Screen:
    """A word of the house, under the name of who said it; text: the part of it that this message holds."""
    name = clip(word.by or "–", 60)
    if word.kind is WordKind.TEXT:
        return Screen(say("talk.said", name=name, text=text))
    head = say("talk.sent", name=name, what=Raw(say(f"wordkind.{word.kind.value}")))
    return Screen(lines(head, say("talk.caption", text=text) if text else None))


def answer_screen(answer: str, say: Say) -> Screen:
    """The office's own words, and the way on where they do not help."""
    yes = Button(say("button.that_was_it"), HumanTap(act=YES).pack())
    human = Button(say("button.human"), HumanTap(act=ASK).pack())
    return Screen(
        paragraphs(say("talk.caption", text=clip(answer, 2_000)), say("question.was_this")), ((yes, human),)
    )


def choices_screen(choices: Sequence[Choice], say: Say) -> Screen:
    """Questions of the office that may be meant, one a button, and the way on where none of them is."""
    rows = [(Button(clip(one.question, 60), MeantTap(meant=short_id(one.id)).pack()),) for one in choices]
    none = Button(say("button.none_meant"), MeantTap(meant=short_id(choices[0].id), none=True).pack())
    return Screen(say("question.did_you_mean"), (*rows, (none,)))


def chosen_screen(answer: str, say: Say) -> Screen:
    """The answer that was chosen from several."""
    return Screen(say("talk.caption", text=clip(answer, 2_000)), human_rows(say))
