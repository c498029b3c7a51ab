"""Amounts and names that several lines share: "3 cases each of coke and fanta", "coke 330ml 10, 1.5l 5"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from core.intake.engine.reading.elements import Element, Part
from core.intake.engine.reading.scanning import scan
from core.intake.engine.reading.segments import Segment, has_amount

_EACH = frozenset({"each", "ea", "setiap", "masing-masing", "tiap"})
_EACH_OF = r"each of(?: the following| these)?|of each(?: of)?|each|setiap satu|setiap jenis|masing-masing"
_EACH_FIRST = r"her birinden|herbirinden|hepsinden|each|各要|各来|各|每样|每種|每种"
_AMOUNT_EACH = re.compile(rf"(?i)^(.{{1,25}}?)\s+(?:{_EACH_OF})\s*[:,-]?\s+(.+)$")
_EACH_AMOUNT = re.compile(rf"(?i)^(?:{_EACH_FIRST})\s*(.{{1,15}}?)\s*[:,]\s*(.+)$")
_BETWEEN_NAMES = re.compile(r"(?i)\s*(?:[,;、]|\s(?:and|dan|ve)\s|\s&\s|[和跟])\s*")
_FAMILIES = ({"ml", "cl", "l"}, {"mg", "g", "kg"}, {"mm", "cm", "m"})


def amount_for_all(line: str) -> list[str] | None:
    """ "5 each of coke, fanta and sprite", 各三箱：可乐、雪碧: the amount in front counts for every name."""
    for pattern in (_AMOUNT_EACH, _EACH_AMOUNT):
        match = pattern.match(line.strip(" .!"))
        if match is None or not _is_amount_alone(match[1]):
            continue
        names = [name.strip() for name in _BETWEEN_NAMES.split(match[2]) if name.strip()]
        if len(names) > 1 and not any(_is_counted(name) for name in names):
            return [f"{match[1].strip()} {name}" for name in names]
    return None


def _is_amount_alone(text: str) -> bool:
    elements = scan(text)
    return (
        len(elements) == 1
        and elements[0].part in (Part.NUMBER, Part.QUANTITY)
        and elements[0].size_unit is None
    )


def _is_counted(text: str) -> bool:
    return any(e.part in (Part.TIMES, Part.PRODUCT) or _counts(e) for e in scan(text))


def _counts(element: Element) -> bool:
    return element.part is Part.QUANTITY and element.size_unit is None


def amount_at_end(line: str, segments: Sequence[Segment]) -> list[str] | None:
    """ "coke, sprite and fanta 2 ctn each", "可乐、雪碧各两箱": the amount counts for every name."""
    last = segments[-1]
    bare = [not has_amount(segment) for segment in segments[:-1]]
    if not all(bare) or not has_amount(last):
        return None
    amounts = [e for e in last.elements if e.value is not None and e.part is not Part.SIZE]
    if not amounts:
        return None
    amount = amounts[-1]
    before, after = line[last.start : amount.start].strip(), line[amount.end : last.end].strip(" .!")
    marked = after.lower() in _EACH or before.endswith(("各", "各要", "各来"))
    words = before.split()
    if not marked and words and words[-1].lower() in _EACH | {"masing", "masing-masing"}:
        marked, before = True, " ".join(words[:-1])
    if not marked or not before.rstrip("各要来"):
        return None
    names = [line[s.start : s.end].strip() for s in segments[:-1]] + [before.rstrip("各要来").strip()]
    return [f"{name} {line[amount.start : amount.end]}" for name in names if name]


def two_amounts_of_one(line: str, segments: Sequence[Segment]) -> list[str] | None:
    """ "2 cases and 3 bottles of coke": two lines for one article."""
    if len(segments) != 2:
        return None
    first, second = ([e for e in s.elements if e.part is not Part.SIGN] for s in segments)
    if len(first) != 1 or not _is_amount(first[0]) or len(second) < 2 or second[0].part is not Part.QUANTITY:
        return None
    if second[0].size_unit is not None or not any(e.part in (Part.WORD, Part.CODE) for e in second):
        return None
    name = line[second[0].end : segments[1].end].strip()
    one = line[segments[0].start : segments[0].end].strip()
    return [f"{one} {name}", line[segments[1].start : segments[1].end].strip()]


def with_other_sizes(line: str, segments: Sequence[Segment]) -> str | None:
    """The line with the name said again: "coke 330ml 10 ctn, 1.5l 5 ctn" is coke both times.

    None where no segment is a size and an amount without a name, behind one that has all three.
    """
    for before, segment in pairwise(segments):
        named = [e for e in before.elements if e.part is not Part.SIGN]
        bare = [e for e in segment.elements if e.part is not Part.SIGN]
        sizes = [e for e in named if e.size_unit is not None]
        if len(bare) != 2 or len(sizes) != 1 or not any(e.part in (Part.WORD, Part.CODE) for e in named):
            continue
        size = next((e for e in bare if e.size_unit is not None), None)
        amount = next((e for e in bare if _is_amount(e)), None)
        counted = [e for e in named if _is_amount(e)]
        if size is None or amount is None or len(counted) != 1 or not _alike(sizes[0], size):
            continue
        spans = {
            (sizes[0].start, sizes[0].end): line[size.start : size.end],
            (counted[0].start, counted[0].end): "",
        }
        name, at = "", before.start
        for (start, end), text in sorted(spans.items()):
            name += line[at:start] + text
            at = end
        name = " ".join((name + line[at : before.end]).split())
        again = f"{name} {line[amount.start : amount.end]}"
        return f"{line[: segment.start].rstrip(' ,;、')}; {again}{line[segment.end :]}"
    return None


def _is_amount(element: Element) -> bool:
    return element.size_unit is None and element.part in (Part.QUANTITY, Part.NUMBER, Part.TIMES)


def _alike(one: Element, other: Element) -> bool:
    units = {one.size_unit, other.size_unit}
    return len(units) == 1 or any(units <= family for family in _FAMILIES)
