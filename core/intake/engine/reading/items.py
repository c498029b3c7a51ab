"""The words that name the article: the line without its quantity, its unit and its courtesies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from core.intake.engine.lexicon import read_language
from core.intake.engine.reading.phrases import is_name_at, phrase_book
from core.intake.engine.reading.tokens import Atom, atomise, has_han

_EDGES = " ,;:-=.*@/|+&_!?~·•'"
# A cross that stood between an amount and the name.
_CROSS = re.compile(r"^[xX]\s+|\s+[xX]$")
Span = tuple[int, int]


def name_article(text: str, holes: Sequence[Span]) -> str:
    """The text around ``holes``, joined by single spaces; signs and courtesies fall from its ends."""
    pieces: list[str] = []
    place = 0
    chinese = has_han(text)
    for start, end in sorted(holes):
        if start > place:
            piece = _CROSS.sub("", text[place:start].strip(_EDGES))
            pieces.append(_strip_han(piece, before_hole=True) if chinese else piece)
        place = max(place, end)
    piece = _CROSS.sub("", text[place:].strip(_EDGES))
    pieces.append(_strip_han(piece, before_hole=False) if chinese else piece)
    item = " ".join(" ".join(piece for piece in pieces if piece).split())
    return _strip_brackets(_strip_courtesy(item))


def _strip_brackets(item: str) -> str:
    for empty in ("()", "( )", "[]"):
        item = item.replace(empty, " ")
    item = " ".join(item.split()).strip(_EDGES)
    if item.count("(") != item.count(")"):
        item = item.strip("()").strip(_EDGES)
    if item.startswith("(") and item.endswith(")") and item.count("(") == 1:
        item = item[1:-1].strip(_EDGES)
    return item


def _strip_courtesy(item: str) -> str:
    """Without "please send me" before and "thanks" behind; the last word is never taken."""
    atoms = atomise(item)
    first, last = 0, len(atoms)
    lead = phrase_book("lead")
    while first < last and not is_name_at(atoms, first):
        found = lead.match_at(atoms, first)
        if found is None or found[1] >= last:
            break
        first = found[1]
    while width := _trailing(atoms[first:last]):
        last -= width
    if first == 0 and last == len(atoms):
        return item
    return item[atoms[first].start : atoms[last - 1].end].strip(_EDGES)


_ABOUT = frozenset(
    {"about", "approx", "approximately", "around", "roughly", "generous", "scant", "heaping", "heaped"}
)


def goods_of(text: str) -> Span:
    """Where the goods stand in a line: the text without courtesies at both ends."""
    atoms = atomise(text)
    first, last = 0, len(atoms)
    lead = phrase_book("lead")
    while first < last:
        found = None if is_name_at(atoms, first) else lead.match_at(atoms, first)
        if found is not None and found[1] < last:
            first = found[1]
        elif atoms[first].folded in _ABOUT or atoms[first].folded in (",", ":", "."):
            first += 1
        else:
            break
    while width := _trailing(atoms[first:last]):
        last -= width
    return (atoms[first].start, atoms[last - 1].end) if first < last else (0, len(text))


def _trailing(atoms: Sequence[Atom]) -> int:
    """How many atoms at the end are a courtesy, at least one atom remaining."""
    book = phrase_book("trail")
    for width in (4, 3, 2, 1):
        if width < len(atoms) and book.holds(atoms[-width:]):
            return width
    return 0


@cache
def _courtesies(section: str) -> tuple[str, ...]:
    words = (word for found in read_language("zh").get(section, {}).values() for word in found)
    return tuple(sorted(words, key=len, reverse=True))


def _strip_han(piece: str, *, before_hole: bool) -> str:
    """Chinese has no spaces: a courtesy of one sign falls only where it stands alone or before the amount."""
    changed = True
    while changed and piece:
        changed = False
        for word in _courtesies("lead"):
            if piece == word or (len(word) > 1 and piece.startswith(word)):
                piece, changed = piece[len(word) :].strip(_EDGES), True
                break
        for word in _courtesies("trail"):
            long_enough = len(word) > 1 or before_hole or word in "吧哦啊呢了哈呀喔啦嘅"
            if piece == word or (long_enough and piece.endswith(word)):
                piece, changed = piece[: len(piece) - len(word)].strip(_EDGES), True
                break
    return piece
