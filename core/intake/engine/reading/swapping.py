""" "Instead of coke pepsi", "replace coke with pepsi": one article goes, another comes (A5)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.intake.engine.lexicon import fold
from core.intake.engine.reading.commands import (
    END_SIGNS,
    HAN_REMOVAL,
    LINE_REFERENCE,
    book,
    first_after,
    has_number,
    item_of,
    leading,
    line_of,
    names_article,
    removal_of,
    without_amount,
)
from core.intake.engine.reading.scanning import scan
from core.intake.engine.reading.tokens import Atom, atomise, has_han
from core.intake.types import Action, LineText


def read_swap(text: str, atoms: Sequence[Atom]) -> list[LineText] | None:
    found = book("swap").find(text, atoms)
    if found is not None:
        return _swap_around(text, text[: found.start].strip(), text[found.end :].strip(), found)
    if has_han(text):
        return _swap_han(text)
    verb = leading(atoms, "swap verb")
    if verb is None:
        return None
    middle = first_after(atoms, verb, "swap with")
    if middle is None:
        return None
    start, end = middle
    left, right = (
        text[atoms[verb].start : atoms[start].start],
        text[atoms[end].start :] if end < len(atoms) else "",
    )
    if not right or not left.strip() or not names_article(right):
        return None
    return _swapped(text, left, right)


def _swapped(raw: str, out: str, into: str) -> list[LineText]:
    return [removal_of(raw, item_of(without_amount(out))), line_of(raw, into, Action.ADD)]


def _swap_around(text: str, left: str, right: str, found: object) -> list[LineText] | None:
    """Around "instead of", "yerine", "bukan", 代替."""
    turkish = "yerine" in fold(text)
    if turkish:
        return _swapped(text, left, right) if left and right else None
    ganti = re.match(r"(?i)^(?:tolong\s+)?ganti(?:kan)?\s", text) is not None
    if ganti and not left:
        parts = re.split(r"(?i)\s(?:dengan|dgn|kepada|guna|sama)\s", right, maxsplit=1)
        return _swapped(text, parts[0], parts[1]) if len(parts) == 2 else None
    if not left:
        return _swap_after(text, right)
    if not right:
        return None
    if not names_article(right) and has_number(right):
        return [line_of(text, _without_change(left), Action.CHANGE)]
    left = re.sub(r"^用", "", left)
    left = re.sub(r"(?i)^(?:send|give|i want|i'll take|put|use|make it|please)\s(?:me\s|us\s)?", "", left)
    return _swapped(text, right, left)


def _without_change(text: str) -> str:
    atoms = atomise(text)
    verb = leading(atoms, "change")
    return text[atoms[verb].start :] if verb is not None and verb < len(atoms) else text


def _swap_after(text: str, rest: str) -> list[LineText] | None:
    """ "instead of coke, sprite", "instead of coke send sprite", "instead of coke 5 sprite"."""
    parts = re.split(
        r"(?i)\s*,\s*|\s(?:send|give|put|use|take|make it|i want|we want|nak|hantar|bagi)\s", rest, maxsplit=1
    )
    if len(parts) == 2 and parts[1].strip():
        return _swapped(text, parts[0], parts[1])
    elements = scan(rest)
    number = next((e for e in elements[1:] if e.value is not None and e.size_unit is None), None)
    if number is not None and names_article(rest[number.end :]):
        return _swapped(text, rest[: number.start], rest[number.start :])
    words = rest.split()
    if len(words) < 2:
        return None
    half = len(words) // 2
    return _swapped(text, " ".join(words[:half]), " ".join(words[half:]))


def _swap_han(text: str) -> list[LineText] | None:
    match = re.match(r"^(?:请|麻烦)?(?:把|将)?(.{1,20}?)(?:换成|換成|改成|替换成|换为)(.+)$", text)
    if match is None or LINE_REFERENCE.search(match[1]) or not names_article(match[2]):
        return None
    out = HAN_REMOVAL.match(match[1].strip(END_SIGNS))
    return _swapped(text, out[1] if out is not None else match[1], match[2])
