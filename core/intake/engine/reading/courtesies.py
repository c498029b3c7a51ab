"""Pieces that order nothing: greetings, thanks, running speech; and what can stand alone in a message."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from core.intake.engine.lexicon import words_to_keys
from core.intake.engine.reading.elements import is_amount
from core.intake.engine.reading.phrases import phrase_book
from core.intake.engine.reading.scanning import scan
from core.intake.engine.reading.tokens import Atom, atomise, has_han


@cache
def running_speech() -> frozenset[str]:
    return frozenset(words_to_keys("running speech"))


def has_sentence(text: str) -> bool:
    """At least two words of running speech, so hardly the name of an article."""
    return sum(word in running_speech() for word in text.lower().split()) >= 2


def stands_alone(text: str) -> bool:
    """A greeting, thanks, a note, a command or a question: a piece of its own without any amount."""
    text = text.strip(" ,;.!?")
    atoms = atomise(text)
    if not atoms:
        return True
    if is_courtesy(text, atoms):
        return True
    if (
        phrase_book("notes").match_at(atoms, 0) is not None
        or phrase_book("intents").find(text, atoms) is not None
    ):
        return True
    if starts_command(text, atoms) or tells_when_or_where(text, atoms):
        return True
    return phrase_book("remarks").holds(atoms)


def tells_when_or_where(text: str, atoms: Sequence[Atom]) -> bool:
    if any(is_amount(element) for element in scan(text)):
        return False
    if has_han(text):
        return any(phrase_book(section).find(text, atoms) is not None for section in ("notes", "days"))
    return phrase_book("days").find(text, atoms) is not None and len(atoms) <= 5


def starts_command(text: str, atoms: Sequence[Atom]) -> bool:
    """Begins with a verb that changes the draft: remove, change, no …"""
    found = phrase_book("edits").match_at(atoms, 0)
    if found is not None and found[0] in ("remove", "swap verb", "change", "add") and found[1] < len(atoms):
        return True
    if has_han(text):
        return text.startswith(_HAN_COMMANDS) and len(text) > 2
    return False


_HAN_COMMANDS = (
    "不要",
    "去掉",
    "删掉",
    "取消",
    "把",
    "再加",
    "多加",
    "加",
    "减",
    "少",
    "不用",
    "唔要",
    "再来",
    "改",
)


def is_courtesy(text: str, atoms: Sequence[Atom]) -> str | None:
    """ "greeting", "thanks" or "closing" when the piece is nothing else; the key of its first phrase."""
    place = 0
    kind: str | None = None
    books = [phrase_book(section) for section in ("greetings", "thanks", "closings")]
    if has_han(text):
        return _is_han_courtesy(text)
    while place < len(atoms):
        if not atoms[place].folded[0].isalnum():
            place += 1
            continue
        best: tuple[str, int] | None = None
        for book in books:
            found = book.match_at(atoms, place)
            if found is not None and (best is None or found[1] > best[1]):
                best = found
        if best is None:
            return None
        kind = kind or best[0]
        place = best[1]
    return kind


_HAN_PARTICLES = "".join(sorted(set(" ,.!?~:;啊呀哦呢吧啦了哈")))


@cache
def _han_courtesies() -> tuple[tuple[str, str], ...]:
    pairs = [pair for s in ("greetings", "thanks", "closings") for pair in words_to_first_key(s)]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def words_to_first_key(section: str) -> list[tuple[str, str]]:
    return [(word, key) for word, key in words_to_keys(section).items() if has_han(word)]


def _is_han_courtesy(text: str) -> str | None:
    rest = text
    kind: str | None = None
    while rest:
        rest = rest.lstrip(_HAN_PARTICLES)
        if not rest:
            break
        found = next(((word, key) for word, key in _han_courtesies() if rest.startswith(word)), None)
        if found is None:
            return None
        kind = kind or found[1]
        rest = rest[len(found[0]) :]
    return kind
