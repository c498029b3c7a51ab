"""Where a line may part, and which of its segments can stand alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from core.intake.engine.lexicon import words_to_keys
from core.intake.engine.reading.courtesies import (
    has_sentence,
    is_courtesy,
    running_speech,
    stands_alone,
    tells_when_or_where,
)
from core.intake.engine.reading.elements import Element, Part, is_amount
from core.intake.engine.reading.phrases import phrase_book
from core.intake.engine.reading.tokens import atomise

_WORDS_OF_ITEM = (Part.WORD, Part.CODE, Part.PACK, Part.SIZE)
_SEPARATORS = frozenset(",;、.!?|+&/")
_LISTING = frozenset(",;、|")


class Segment(NamedTuple):
    start: int
    end: int
    elements: tuple[Element, ...]
    sign: str


def cut_segments(line: str, elements: Sequence[Element]) -> list[Segment]:
    """The line cut at every place where it might part, brackets left whole."""
    segments: list[Segment] = []
    held: list[Element] = []
    begin = depth = 0
    for place, element in enumerate(elements):
        if element.part is Part.SIGN and element.folded in "([":
            depth += 1
        elif element.part is Part.SIGN and element.folded in ")]":
            depth = max(0, depth - 1)
        if depth == 0 and _separates(line, elements, place):
            segments.append(Segment(begin, element.start, tuple(held), element.folded))
            held, begin = [], element.end
            if element.part is Part.WORD and element.folded in _keeps():
                begin = element.start
                held = [element]
            continue
        held.append(element)
    segments.append(Segment(begin, len(line), tuple(held), ""))
    return [segment for segment in segments if segment.elements]


@cache
def _joiners() -> frozenset[str]:
    return frozenset(words_to_keys("joiners"))


@cache
def _keeps() -> frozenset[str]:
    """Words that part and belong to what follows: "but no sprite", "except fanta"."""
    return frozenset({"but", "except", "ama", "fakat", "tapi", "tetapi", "tp", "kecuali", "without", "tanpa"})


_EXCEPTING = frozenset({"except", "without", "tanpa", "kecuali"})
_LONGEST_OPENING = 120


def _repeats(text: str) -> bool:
    found = phrase_book("intents").find_all(text, atomise(text))
    return any(one.key in ("repeat_last", "usual") for one in found)


def _separates(line: str, elements: Sequence[Element], place: int) -> bool:
    element = elements[place]
    if element.part is Part.WORD:
        quoted = element.start > 0 and line[element.start - 1] in "'\""
        if element.folded in _EXCEPTING:
            # "the usual without sprite" parts, "boneless beef without fat" is a name.
            return element.start < _LONGEST_OPENING and _repeats(line[: element.start])
        return not quoted and (element.folded in _joiners() or element.folded in _keeps())
    if element.part is Part.SIGN and element.folded == ":":
        return _opens_list(line[: element.start]) and not line.startswith("//", element.end)
    if element.part is not Part.SIGN or element.folded not in _SEPARATORS:
        return False
    after = line[element.end : element.end + 1]
    if element.folded in ".!?":
        return after in ("", " ") and element.start > 0
    if element.folded in "/&+":
        return after == " " and line[element.start - 1 : element.start] == " "
    return True


def _opens_list(text: str) -> bool:
    """What may stand before a colon and an order: "Order for tomorrow:", 明早送："""
    text = text.strip(" ,.;")
    if len(text) > 40 or not text:
        return False
    atoms = atomise(text)
    return is_courtesy(text, atoms) is not None or tells_when_or_where(text, atoms)


def has_amount(segment: Segment) -> bool:
    elements = segment.elements
    if any(is_amount(e) or e.part in (Part.VAGUE, Part.PRODUCT) for e in elements):
        return True
    solid = [e for e in elements if e.part is not Part.SIGN]
    if not solid:
        return False
    ends = (solid[0], solid[-1])
    if any(e.part is Part.QUANTITY for e in elements) or any(e.part is Part.PACK for e in ends):
        return True
    return any(e.part is Part.NUMBER for e in ends)


def _has_name(segment: Segment) -> bool:
    return any(e.part in _WORDS_OF_ITEM or e.part is Part.UNIT or e.size_unit for e in segment.elements)


def _is_line(segment: Segment) -> bool:
    named = any(e.part in _WORDS_OF_ITEM for e in segment.elements)
    # "500 pcs cups": a second unit word names the article.
    counted = any(e.part is Part.QUANTITY and e.unit is not None for e in segment.elements)
    named = named or (counted and any(e.part is Part.UNIT for e in segment.elements))
    return (named or _is_coded(segment)) and has_amount(segment)


_AMOUNTS = (Part.NUMBER, Part.TIMES, Part.QUANTITY)
_CODE_DIGITS = 4


def _is_coded(segment: Segment) -> bool:
    """Whether a number stands for the article and another counts it: "00123 x 4", "100455 12pcs"."""
    long = any(e.part is Part.NUMBER and e.end - e.start >= _CODE_DIGITS for e in segment.elements)
    return long and sum(e.part in _AMOUNTS for e in segment.elements) == 2


def merge_segments(line: str, segments: Sequence[Segment]) -> list[Segment]:
    """Segments joined again where one side cannot stand alone."""
    if not segments:
        return []
    lines = [_is_line(segment) for segment in segments]
    alone = [stands_alone(line[s.start : s.end]) for s in segments]
    enumerated = _is_enumeration(line, segments, lines, alone)
    merged = [[segments[0]]]
    stands = lines[0] or alone[0] or enumerated
    for place in range(1, len(segments)):
        segment, last = segments[place], merged[-1]
        closes = _closes(last[-1])
        if last[-1].sign == "." and not alone[place] and _is_abbreviated(last[-1], segment):
            closes = False
        own = lines[place] or alone[place] or enumerated
        if last[-1].sign == "." and not closes:
            own = False
        if lines[place] and lines[place - 1] and not alone[place] and not _same_manner(last[-1], segment):
            own = False
        counted = any(has_amount(part) for part in last) if closes and not stands else False
        if (own and (stands or (closes and not counted))) or (closes and not counted and _has_name(segment)):
            merged.append([segment])
        else:
            last.append(segment)
            own = stands or own or (len(last) < 9 and _is_line(_joined(last)))
        stands = own
    return [_joined(parts) for parts in merged]


_PROSE = frozenset(",;、|.!?:")


def _same_manner(one: Segment, other: Segment) -> bool:
    """Around "&" and "and" both sides give their amounts alike: "3 Lion & Globe Oil 1L" is one article."""
    if one.sign in _PROSE:
        return True
    return _has_counted(one) == _has_counted(other)


def _has_counted(segment: Segment) -> bool:
    """Whether an amount without a measure stands outside brackets."""
    solid = []
    depth = 0
    for element in segment.elements:
        depth += element.part is Part.SIGN and element.folded in "(["
        depth -= element.part is Part.SIGN and element.folded in ")]"
        if depth <= 0 and element.part is not Part.SIGN:
            solid.append(element)
    if any(is_amount(e) or e.part is Part.VAGUE or _counts_units(e) for e in solid):
        return True
    return any(e.part in (Part.NUMBER, Part.PRODUCT) for e in (solid[0], solid[-1])) if solid else False


def _counts_units(element: Element) -> bool:
    """ "a dozen", "a case": one of a unit, whatever the article."""
    return element.part is Part.QUANTITY and element.unit is not None


def _is_abbreviated(one: Segment, other: Segment) -> bool:
    """ "Super Conc. Laundry Det. Lemon": a point behind a short word, and nothing new begins."""
    last = one.elements[-1]
    short = last.part is Part.WORD and len(last.folded) <= 5
    return short and not _has_counted(other) and not has_sentence_in(other)


def has_sentence_in(segment: Segment) -> bool:
    return sum(e.folded in running_speech() for e in segment.elements) >= 2


def _joined(parts: Sequence[Segment]) -> Segment:
    elements = tuple(element for part in parts for element in part.elements)
    return Segment(parts[0].start, parts[-1].end, elements, parts[-1].sign)


def _closes(segment: Segment) -> bool:
    """Whether the segment ends in a full stop, and after more than an abbreviation ("ctn.", "no.")."""
    sign = segment.sign
    if sign in ("!", "?"):
        return True
    if sign != ".":
        return False
    last = segment.elements[-1]
    return not (last.part is Part.UNIT or (last.part is Part.WORD and len(last.folded) < 3))


def _is_enumeration(
    line: str, segments: Sequence[Segment], lines: Sequence[bool], alone: Sequence[bool]
) -> bool:
    """A list of bare names ("coke, sprite, fanta"), or one in which nearly all have their amounts."""
    signs = {segment.sign for segment in segments[:-1]}
    if not signs <= {",", ";", "、", "|", "and", "ve", "dan", "&", "+", "和", "跟"} or not signs & {
        ",",
        ";",
        "、",
        "|",
    }:
        return False
    if len(segments) < 3 or any(has_amount(s) and not _has_name(s) for s in segments):
        return False
    count = sum(lines)
    short = all(len([e for e in s.elements if e.part is not Part.SIGN]) <= 4 for s in segments)
    if count == 0:
        return short and not any(alone) and not has_sentence(line)
    return short and count >= len(segments) - 1 and count >= 2
