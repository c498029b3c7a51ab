"""Whether the numbers of documents run from 1 without a gap, each used once. Pure.

* What was given out and is not on a document is missing.
* What is on two documents is doubled, however it is written ("INV-2025-7", "INV-2025-007").
* What is on a document and was never given out will be given out once more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

Series = tuple[str, int]
"""Kind of document and year: ("INV", 2025)."""


class Wrong(StrEnum):
    MISSING = "is missing"
    DOUBLED = "is there twice"
    NEVER_GIVEN = "was never given"


@dataclass(frozen=True, slots=True)
class NumberFault:
    number: str
    wrong: Wrong


def check_numbers(given: Mapping[Series, int], used: Iterable[tuple[str, str]]) -> tuple[NumberFault, ...]:
    """given: the last number of each series; used: kind and number of each document, as they are written."""
    counted: Counter[tuple[Series, int]] = Counter()
    faults = []
    for kind, number in used:
        place = _place(kind, number)
        if place is None:
            faults.append(NumberFault(number, Wrong.NEVER_GIVEN))
        else:
            counted[place] += 1
    for series, last in given.items():
        counted.update({(series, at): 0 for at in range(1, last + 1)})
    for (series, at), times in sorted(counted.items()):
        number = f"{series[0]}-{series[1]}-{at}"
        if times == 0:
            faults.append(NumberFault(number, Wrong.MISSING))
        elif at > given.get(series, 0) or at < 1:
            faults.append(NumberFault(number, Wrong.NEVER_GIVEN))
        if times > 1:
            faults.append(NumberFault(number, Wrong.DOUBLED))
    return tuple(faults)


def _place(kind: str, number: str) -> tuple[Series, int] | None:
    """Series and place of a number; None for one that is not of its kind."""
    prefix, _, rest = number.strip().upper().partition("-")
    year, _, at = rest.partition("-")
    if prefix != kind or not (_is_number(year) and _is_number(at)):
        return None
    return (kind, int(year)), int(at)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()
