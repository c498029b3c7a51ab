"""Where a line without a comma may hold several articles: "2 coke 3 sprite", 可乐10雪碧5.

The words alone do not tell, "25 iphone 15 pro" is one article: every way to part such a line goes along with
it, and the matching decides once it sees the products.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from core.intake.engine.reading.elements import Element, Part, is_amount
from core.intake.engine.reading.lines import read_line
from core.intake.engine.reading.scanning import scan
from core.intake.types import LineText

# A line with more numbers is a specification; each way to part one costs the matching a few milliseconds.
_MOST_NUMBERS = 5
_MOST_DIGITS = 4
_LISTING = frozenset(",;、")
_NAMES = (Part.WORD, Part.CODE)


def read_line_or_several(text: str) -> LineText:
    """The line, with the ways in which it may be several lines."""
    line = read_line(text)
    ways = tuple(tuple(read_line(part) for part in parts) for parts in ways_to_part(text))
    return replace(line, partings=ways) if ways else line


def ways_to_part(text: str) -> list[tuple[str, ...]]:
    """The texts of the lines that ``text`` may hold, for each way to part it; none when it is one line.

    Each line has its number in front, or each has it behind, and a name besides.
    """
    scanned = scan(text)
    elements = [element for element in scanned if element.part is not Part.SIGN]
    numbers = [place for place, element in enumerate(elements) if _may_count(element)]
    if not 2 <= len(numbers) <= _MOST_NUMBERS:
        return []
    places: list[Sequence[int]] = []
    if numbers[0] == 0:
        places.append(numbers[1:])
    if numbers[-1] == len(elements) - 1:
        places.append([place + 1 for place in numbers[:-1]])
    ways = (
        tuple(text[start:end].strip() for start, end in spans)
        for each in places
        for spans in _spans(text, elements, each)
    )
    return list(dict.fromkeys([*_at_commas(text, scanned), *ways]))


def _at_commas(text: str, scanned: Sequence[Element]) -> list[tuple[str, ...]]:
    """ "bread 20 pk white, jam 340g 12": the number inside may count, where each side names goods."""
    cuts = [e for e in scanned if e.part is Part.SIGN and e.folded in _LISTING]
    bounds = [0, *(cut.start for cut in cuts), len(text) + 1]
    parts = [[e for e in scanned if begin <= e.start < end] for begin, end in pairwise(bounds)]
    if not cuts or not all(any(map(_is_name, part)) and any(map(_may_count, part)) for part in parts):
        return []
    return [tuple(text[begin:end].strip(" ,;、") for begin, end in pairwise(bounds))]


def _spans(text: str, elements: Sequence[Element], places: Sequence[int]) -> Iterator[list[tuple[int, int]]]:
    for count in range(1, len(places) + 1):
        for cuts in combinations(places, count):
            bounds = [0, *cuts, len(elements)]
            parts = list(pairwise(bounds))
            if all(any(_is_name(e) for e in elements[begin:end]) for begin, end in parts):
                starts = [0, *(elements[cut].start for cut in cuts)]
                yield list(zip(starts, [*starts[1:], len(text)], strict=True))


def _is_name(element: Element) -> bool:
    return element.part in _NAMES and element.folded != "of"


def _may_count(element: Element) -> bool:
    if is_amount(element):
        return True
    value = element.value
    return (
        element.part is Part.NUMBER
        and not element.article
        and value is not None
        and value > 0
        and value == value.to_integral_value()
        and value < 10**_MOST_DIGITS
    )
