"""What a piece of a message can be: a wish about the delivery, the name of goods, or noise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.intake.engine.reading.courtesies import has_sentence
from core.intake.engine.reading.elements import Part
from core.intake.engine.reading.phrases import phrase_book
from core.intake.engine.reading.scanning import scan
from core.intake.engine.reading.tokens import Atom, atomise, has_han

# Signs of order lists; any others in numbers are no writing.
_USUAL_SIGNS = frozenset(" \n.,;:-/()+*&'\"#%@!?|=_•")


def is_din(text: str) -> bool:
    """Characters by chance: in a longer text more than one in twelve is a sign nobody uses in writing."""
    if len(text) < 60:
        return False
    odd = sum(1 for sign in text if sign.isascii() and not sign.isalnum() and sign not in _USUAL_SIGNS)
    signs = sum(1 for sign in text if sign.isascii() and not sign.isalnum() and sign not in " \n")
    return odd * 12 > len(text) or signs * 3 > len(text)


def counts_something(text: str) -> bool:
    amounts = (Part.NUMBER, Part.QUANTITY, Part.TIMES, Part.PRODUCT, Part.PACK, Part.VAGUE)
    return any(e.part in amounts and not e.article for e in scan(text))


_DAY_PARTS = frozenset(
    {"morning", "afternoon", "evening", "noon", "after", "around", "about", "pagi", "petang", "sabah"}
)
_CLOCK = re.compile(
    r"(?i)\d{1,2}(?::\d\d)?\s?(?:am|pm|noon|点|點|o'?clock|h\b)|\b(?:pukul|saat|jam)\s?\d{1,2}"
)


def is_note(text: str, atoms: Sequence[Atom], *, counted: bool) -> bool:
    """A wish about the delivery: it opens with such a verb and orders nothing."""
    strong = any(e.part is Part.QUANTITY and e.size_unit is None and not e.article for e in scan(text))
    if strong:
        return False
    clock = _CLOCK.search(text)
    if clock is not None:
        left = atomise(f"{text[: clock.start()]} {text[clock.end() :]}")
        if all(phrase_book("delivery words").holds([atom]) or atom.folded in _DAY_PARTS for atom in left):
            return True
    found = phrase_book("notes").match_at(atoms, 0)
    if found is None:
        place = (
            1
            if atoms[0].folded in ("please", "pls", "plz", "kindly", "tolong", "lutfen", "and", "also")
            else 0
        )
        found = phrase_book("notes").match_at(atoms, place) if place and place < len(atoms) else None
    if found is not None and found[0] == "lead":
        return not counted or _CLOCK.search(text) is not None or _is_long(text)
    if has_han(text):
        return not counted and phrase_book("notes").find(text, atoms) is not None
    if not counted and phrase_book("remarks").holds(atoms):
        return True
    named = [one for one in phrase_book("notes").find_all(text, atoms) if one.key == "lead"]
    return not counted and len(atoms) > 2 and bool(named)


def _is_long(text: str) -> bool:
    return len(text.split()) > 3


_VOWELS = frozenset("aeiouyıäöüàèéâêîôûáíóúãõ")


def may_name_goods(text: str, *, asked: bool) -> bool:
    """Without an amount a piece is a line only if it can be a name: short, no running speech, no noise."""
    if has_han(text):
        return len(text) <= 20 and not any(sign in text for sign in "我你他您吗嗎呢")
    words = text.split()
    if not 0 < len(words) <= 7 or has_sentence(text) or (asked and len(words) > 3):
        return False
    letters = [word for word in words if any(sign.isalpha() for sign in word)]
    noise = sum(_is_noise(word) for word in letters)
    return bool(letters) and noise * 2 <= len(letters) and not any(len(word) > 40 for word in letters)


def _is_noise(word: str) -> bool:
    """A word nobody says: five consonants in a row, or none but consonants."""
    plain = word.lower()
    if len(plain) < 5 or not plain.isalpha() or not plain.isascii():
        return False
    run = longest = 0
    for sign in plain:
        run = 0 if sign in _VOWELS else run + 1
        longest = max(longest, run)
    return longest >= 5
