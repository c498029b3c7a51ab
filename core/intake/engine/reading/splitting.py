"""A message into pieces, each at most one order line, one question or one courtesy (A1).

Line ends always part. Commas, "and", full stops and their like part only where both sides can stand alone:
each names an article and its amount, or one of them is a greeting, a note or a command. So "salt & vinegar",
"oil and gas filter" and "1,5 l" stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from core.intake.engine.lexicon import read_language
from core.intake.engine.reading.elements import Element, Part, is_amount
from core.intake.engine.reading.items import goods_of
from core.intake.engine.reading.scanning import scan
from core.intake.engine.reading.segments import Segment, cut_segments, merge_segments
from core.intake.engine.reading.sharing import (
    amount_at_end,
    amount_for_all,
    two_amounts_of_one,
    with_other_sizes,
)
from core.intake.engine.reading.tokens import has_han

MOST_PIECES = 300
# A row of a table: "CC330,10".
_CSV_ROW = re.compile(r"^([A-Za-z][\w./-]*),(\d{1,6})$")
# "12xcoke330 6xsprite": the amount apart from a name of some letters; "2xl" and "3x2" are sizes.
_TIMES = re.compile(r"(?<!\S)(\d{1,3})[xX×](?=[^\W\d_]{3,})(?!large|small)")
_SPACES = re.compile(r"[ \u3000]{2,}")
_BULLET = re.compile(r"^[\s>]*(?:[•·‣▪◦●○■□◆◇★☆✓✔✅➡→>*+–—-]\s+|[•·‣▪●■◆✅✔✓➡→]\s*)+")
# "1. satırı 12 yap" names the first line of the order; it is not the first of a list.
_TURKISH_LINE = re.compile(r"\d{1,3}\.\s?(?:satır|satir|sıra|sira|madde)", re.IGNORECASE)
_NUMBERED = re.compile(r"^\s*\(?(\d{1,3})\s?(?:[.):](?!\d|\s?(?:sat[ıi]r|s[ıi]ra|kalem|madde))|、)\s*(?=\S)")
# "coke10 sprite5": names of some letters with their amounts; in capitals they would be codes.
_GLUED = re.compile(r"([^\W\d_\u3400-\u9fff]{4,})(\d{1,3})")
_HAN_NUMBERED = re.compile(r"^\s*[一二三四五六七八九十]{1,3}[、.]\s*(?=\S)")
_PLAIN_NUMBERED = re.compile(r"^\s*(\d{1,3})(?:\s+|\s?-\s?)(?=\S)")
_WEIGHED = frozenset({"kg", "jin", "catty", "lb"})


_MOST_BARE = 60  # a number without a unit above that is rather a size or a model


class Piece(NamedTuple):
    """A part of a message that is read on its own; ``ended`` is the sign that closed it, if any."""

    text: str
    ended: str = ""


def split_message(text: str) -> tuple[list[Piece], bool]:
    """The pieces of a tidied message in order, and whether there were more than are read."""
    lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    lines = [_CSV_ROW.sub(r"\1 \2", _TIMES.sub(r"\1 x ", line)) for line in lines if line]
    truncated = len(lines) > MOST_PIECES
    pieces: list[Piece] = []
    for line in _without_marks(lines[:MOST_PIECES]):
        pieces += split_line(line)
    return pieces[:MOST_PIECES], truncated or len(pieces) > MOST_PIECES


def _without_marks(lines: Sequence[str]) -> list[str]:
    """Lines without bullets and without the numbers of a list."""
    stripped = [_strip_bullet(line, alone=len(lines) == 1) for line in lines]
    stripped = _without_list_numbers(stripped)
    numbers = [int(match[1]) if (match := _PLAIN_NUMBERED.match(line)) else 0 for line in stripped]
    counted = len(lines) > 2 and numbers == list(range(1, len(lines) + 1))
    if counted and all(_has_second_amount(line) for line in stripped):
        return [_PLAIN_NUMBERED.sub("", line, count=1) for line in stripped]
    return stripped


def _has_second_amount(line: str) -> bool:
    return _counts(_PLAIN_NUMBERED.sub("", line, count=1))


def _counts(text: str) -> bool:
    amounts = (Part.QUANTITY, Part.NUMBER, Part.TIMES, Part.VAGUE)
    return any(element.part in amounts and not element.article for element in scan(text))


def _strip_bullet(line: str, *, alone: bool) -> str:
    rest = _BULLET.sub("", line, count=1)
    if not alone and rest.startswith("-") and rest[1:2].isalnum():
        # In a list "-3 coke" is a bullet; a message of its own it is an amount to be asked about.
        rest = rest[1:]
    return rest.strip() or line


def _without_list_numbers(lines: Sequence[str]) -> list[str]:
    """ "1. coke 2 ctn": the number goes where the lines are counted through, or where an amount is left."""
    marks = [
        None if _TURKISH_LINE.match(line) else _NUMBERED.match(line) or _HAN_NUMBERED.match(line)
        for line in lines
    ]
    numbers = [int(mark[1]) for mark in marks if mark is not None and mark.re is _NUMBERED]
    counted = len(numbers) > 1 and all(after - before == 1 for before, after in pairwise(numbers))
    found = []
    for line, mark in zip(lines, marks, strict=True):
        rest = line[mark.end() :].strip() if mark is not None else ""
        named = any(sign.isalpha() for sign in rest)
        goes = counted or mark is None or mark.re is _HAN_NUMBERED or _counts(rest)
        found.append(rest if named and goes else line)
    return found


def split_line(line: str) -> list[Piece]:
    """One line into pieces; the text between separators is kept as typed."""
    if (glued := _glued_amounts(line)) is not None:
        return glued
    if (right := _put_right(line)) is not None:
        return right
    if (all_alike := amount_for_all(line[goods_of(line)[0] :])) is not None:
        return [Piece(text) for text in all_alike]
    # "i want 5 coke and 3 sprite": the courtesy hides that both sides give their amounts alike.
    opening = goods_of(line)[0]
    elements = [element for element in scan(line) if element.start >= opening]
    segments = cut_segments(line, elements)
    if len(segments) > 1:
        shared = amount_at_end(line, segments) or two_amounts_of_one(line, segments)
        if shared is not None:
            return [*map(Piece, shared[:-1]), Piece(shared[-1], segments[-1].sign)]
        if (again := with_other_sizes(line, segments)) is not None:
            return split_line(again)
    pieces: list[Piece] = []
    for segment in merge_segments(line, segments):
        for start, end in _runs(segment):
            text = line[start:end].strip(" ,;、|+")
            if end != segment.end and has_han(text):
                text = text.rstrip("和跟同与與及")
            if text:
                pieces.append(Piece(text, segment.sign))
    return pieces


# "5 cases fanta no sorry 6 cases fanta": what stands before was a slip.
_SLIP = re.compile(
    r"(?i)[\s,;.]+(?:no[, ]+(?:sorry|wait|i mean)|sorry[, ]+(?:i mean|make (?:it|that))|oops|wait no|i mean"
    r"|scratch that|yok pardon|pardon|hayır pardon|eh silap|silap|eh bukan)[\s,:]+"
    r"|[,. ]*(?:不对|说错了|错了|不是)[,. ]+"
)


def _put_right(line: str) -> list[Piece] | None:
    """The line without what it takes back, where an amount stands on both sides of the slip."""
    match = _SLIP.search(line)
    if match is None:
        return None
    before, after = line[: match.start()], line[match.end() :]
    if not _counts(before) or not _counts(after):
        return None
    return [*split_line(before)[:-1], *split_line(after)]


def _runs(segment: Segment) -> list[tuple[int, int]]:
    """Places of the lines in "coke 10 ctn sprite 5 ctn"; the whole segment when it is one line."""
    whole = [(segment.start, segment.end)]
    elements = [e for e in segment.elements if e.part is not Part.SIGN]
    amounts = [place for place, e in enumerate(elements) if is_amount(e)]
    numbers = [place for place, e in enumerate(elements) if e.part is Part.NUMBER and not e.article]
    if len(amounts) == 1:
        amounts = _turns(elements, amounts, numbers)
    if len(amounts) < 2:
        amounts = [p for p, e in enumerate(elements) if e.part is Part.QUANTITY and e.unit in _WEIGHED]
    if len(amounts) < 2:
        amounts = numbers
        if len(amounts) < 3 or any((elements[p].value or 0) > _MOST_BARE for p in amounts):
            return whole
    named = [e.part in (Part.WORD, Part.CODE) and e.folded not in _no_names() for e in elements]
    if not all(any(named[a + 1 : b]) for a, b in pairwise(amounts)):
        return whole
    bare = elements[amounts[0]].part is Part.NUMBER
    brackets = sum(e.part is Part.SIGN and e.folded == "(" for e in segment.elements)
    apart = any(b - a > 3 for a, b in pairwise([*amounts, len(elements)])) or amounts[0] > 2
    if bare and (apart or brackets not in (0, len(amounts))):
        return whole
    if not any(named[: amounts[0]]) and any(named[amounts[-1] + 1 :]):
        cuts = [elements[place].start for place in amounts[1:]]
    elif any(named[: amounts[0]]) and not any(named[amounts[-1] + 1 :]):
        cuts = [elements[place + 1].start for place in amounts[:-1]]
    else:
        return whole
    starts = [segment.start, *cuts]
    return list(zip(starts, [*cuts, segment.end], strict=True))


def _glued_amounts(line: str) -> list[Piece] | None:
    """The lines of "coke10 sprite5", each name apart from its number; None when anything else is there."""
    found = [_GLUED.fullmatch(word) for word in line.replace(",", " ").split()]
    if len(found) < 2:
        return None
    pieces = [f"{one[1]} {one[2]}" for one in found if one is not None and not one[1].isupper()]
    return [Piece(text) for text in pieces] if len(pieces) == len(found) else None


def _turns(elements: Sequence[Element], amounts: Sequence[int], bare: Sequence[int]) -> list[int]:
    """Amounts, with the bare numbers from which the script is another: "两箱可乐 3 sprite 2 fanta"."""
    found = list(amounts)
    for place in bare:
        if (elements[place].value or 0) > _MOST_BARE:
            continue
        # The name before the number; where it opens the line, the one behind the amount that follows.
        other = place - 1 if place else amounts[0] + 1
        pair = [elements[at] for at in (other, place + 1) if at < len(elements)]
        if len(pair) == 2 and all(e.part is Part.WORD for e in pair):
            turned = has_han(pair[0].folded) != has_han(pair[1].folded)
            found += [place] if turned or len(found) > len(amounts) else []
    return sorted(found)


@cache
def _no_names() -> frozenset[str]:
    """Words that name nothing: Chinese courtesies before the first amount (要, 来, 给我), "packs of 4"."""
    return frozenset(read_language("zh").get("lead", {}).get("lead", ())) | {"of", "per", "isi", "setiap"}
