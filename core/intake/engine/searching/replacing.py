"""What fits in place of a product: the same where it has to fit, and what is different about it. Pure.

S1  What the house names as a substitute comes first, in its order.
S2  Of the same category, whatever has the same measures fits, where at least two lengths make the place that
    it has to fit into ("6210-2RS" for "6210-ZZ": bore, outer diameter and width). One measure alone, such as
    the volume of a bottle, does not make one drink another.
S3  Each is told with what it has different: the attributes whose values are not the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.intake.engine.folding import fold_text
from core.intake.engine.matching.index.catalog import CatalogIndex
from core.intake.engine.matching.normalise import DIMENSIONS
from core.intake.engine.searching.attributes import measures_of
from core.intake.types import CatalogEntry

_LENGTH = DIMENSIONS["length"]
_FITS_BY = 2
_SHORTEST = 3
# Words for "in place of", before or behind the product that is replaced, folded as lines are.
_FOR = re.compile(
    r"(?<!\w)(?:for|instead of|replac\w*|substitut\w*|equivalent\w*|alternativ\w*|compatible with|"
    r"yerine|muadil\w*|esdeger\w*|ganti\w*|pengganti\w*|setara)(?!\w)|代替|替代|替换|代用|代換|通用"
)


@dataclass(frozen=True, slots=True)
class Replacement:
    """A product that fits; differs: attribute and its value of what is different."""

    key: str
    differs: tuple[tuple[str, str], ...]


def replacements(
    entry: CatalogEntry, entries: Iterable[CatalogEntry], named: Sequence[str] = ()
) -> tuple[Replacement, ...]:
    """What of ``entries`` fits in place of ``entry``; ``named``: keys of the house's own substitutes."""
    place = _place(entry)
    fits: list[Replacement] = []
    for other in entries:
        if other.key == entry.key:
            continue
        is_named = other.key in named
        if is_named or (place and other.category == entry.category and _place(other) == place):
            fits.append(Replacement(other.key, _differences(entry, other)))
    order = {key: at for at, key in enumerate(named)}
    fits.sort(key=lambda one: (order.get(one.key, len(order)), len(one.differs)))
    return tuple(fits)


def replaced_in(text: str, index: CatalogIndex) -> tuple[int, ...]:
    """The product that a text wants something in place of; empty where it is no such text.

    "6210-2RS for 6210-ZZ" and "替代6210-ZZ" name it behind the word, "6210-ZZ yerine" before it.
    """
    folded = fold_text(text)
    word = _FOR.search(folded)
    if word is None:
        return ()
    for part in (folded[word.end() :].split(), folded[: word.start()].split()[::-1]):
        for piece in part:
            trimmed = piece.strip(".,;:()[]#?？，。的")
            if len(trimmed) >= _SHORTEST and any(sign.isdigit() for sign in trimmed):
                found = index.find_exact(trimmed)
                if found:
                    return found
    return ()


def _place(entry: CatalogEntry) -> tuple[tuple[str, tuple[tuple[int, float], ...]], ...]:
    """The measures that make the place it fits into; empty where they are too few."""
    measured = sorted(
        (name, measures) for name, value in entry.attributes.items() if (measures := measures_of(value))
    )
    lengths = sum(dimension == _LENGTH for _, measures in measured for dimension, _ in measures)
    return tuple(measured) if lengths >= _FITS_BY else ()


def _differences(entry: CatalogEntry, other: CatalogEntry) -> tuple[tuple[str, str], ...]:
    found = [(name, value) for name, value in other.attributes.items() if entry.attributes.get(name) != value]
    if other.brand != entry.brand and other.brand:
        found.append(("brand", other.brand))
    return tuple(found)
