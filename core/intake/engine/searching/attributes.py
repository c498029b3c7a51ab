"""Attributes in a text and of a product: "bore 50 mm", "直径50mm", {"bore": "50 mm"}. Pure.

Q1  A measure stands for the same attribute in every unit: 5 cm are 50 mm, 2 in are 50.8 mm. Within one per
    cent it is the same (a nominal size and its conversion), but what is exactly so comes first.
Q2  A measure with the name of an attribute beside it speaks of that attribute; without one it speaks of the
    attribute that a product is known by (the bore of a bearing, the length of a bolt).
Q3  A number without a unit counts only beside a name: "od 90" is 90 mm, "bearing 6210" is no measure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from core.intake.engine.matching.normalise import DIMENSIONS, Kind, Normal, normalise
from core.intake.engine.matching.wording import light_words
from core.intake.types import CatalogEntry

TOLERANCE = 0.01
_EXACT = 1e-4
_FILE = "data/attributes.txt"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A measure of a text. base: in the base unit of the dimension; name: the attribute it is said to be, ""
    where it is not said. token: its place among the tokens."""

    dimension: int
    base: float
    name: str
    token: int

    def fits(self, dimension: int, base: float) -> bool:
        return dimension == self.dimension and abs(base - self.base) <= TOLERANCE * abs(self.base)


@dataclass(frozen=True, slots=True)
class Asked:
    """The measures of a text, and the places of the tokens that only name attributes."""

    wanted: tuple[Wanted, ...]
    naming: frozenset[int]


@dataclass(frozen=True, slots=True)
class Words:
    """The attribute words: phrase of tokens -> attribute; attribute -> dimension; what stands for several."""

    names: Mapping[tuple[str, ...], str]
    dimensions: Mapping[str, int]
    one_of: Mapping[str, tuple[str, ...]]
    leading: Mapping[int, tuple[str, ...]]


@cache
def attribute_words() -> Words:
    names: dict[tuple[str, ...], str] = {}
    dimensions: dict[str, int] = {}
    one_of: dict[str, tuple[str, ...]] = {}
    leading: dict[int, tuple[str, ...]] = {}
    text = resources.files("core.intake.engine").joinpath(_FILE).read_text(encoding="utf8")
    section = ""
    for line in text.splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            head, _, rest = line.partition(":")
            words = tuple(word.strip() for word in rest.split(","))
            if section == "names":
                name, _, dimension = head.partition("|")
                dimensions[name] = DIMENSIONS[dimension]
                names |= {tuple(normalise(word).texts): name for word in words}
            elif section == "one of":
                one_of[head] = words
            else:
                leading[DIMENSIONS[head]] = words
    return Words(names, dimensions, one_of, leading)


def read_asked(normal: Normal) -> Asked:
    """What a text asks of attributes; names that stand beside no number name nothing."""
    words = attribute_words()
    spans = _named_spans(normal.texts, words)
    names: dict[int, str] = {}
    naming: set[int] = set()
    for start, end, name in spans:
        place = _beside(normal, start, end, words.dimensions[name], set(names))
        if place is not None:
            names[place] = name
            naming.update(range(start, end))
    wanted = [
        Wanted(normal.dimension[i], normal.base[i], names.get(i, ""), i)
        if kind == Kind.MEASURE
        else Wanted(words.dimensions[names[i]], normal.base[i], names[i], i)
        for i, kind in enumerate(normal.kinds)
        if kind == Kind.MEASURE or i in names
    ]
    return Asked(tuple(wanted), frozenset(naming))


def _named_spans(texts: Sequence[str], words: Words) -> list[tuple[int, int, str]]:
    """(start, end, attribute) of each name, the longest phrase at each place."""
    longest = max(map(len, words.names))
    found, i = [], 0
    while i < len(texts):
        for length in range(min(longest, len(texts) - i), 0, -1):
            name = words.names.get(tuple(texts[i : i + length]))
            if name is not None:
                found.append((i, i + length, name))
                i += length
                break
        else:
            i += 1
    return found


def _beside(normal: Normal, start: int, end: int, dimension: int, taken: set[int]) -> int | None:
    """The number that a name belongs to: the next token but for light words, else the one before."""

    def is_it(i: int) -> bool:
        if i in taken:
            return False
        kind = normal.kinds[i]
        return kind == Kind.NUMBER or (kind == Kind.MEASURE and normal.dimension[i] == dimension)

    after = end
    while after < len(normal.texts) and normal.texts[after] in light_words():
        after += 1
    if after < len(normal.texts) and is_it(after):
        return after
    return start - 1 if start and is_it(start - 1) else None


@lru_cache(maxsize=65_536)
def measures_of(value: str) -> tuple[tuple[int, float], ...]:
    """The measures of an attribute's value: (dimension, base). "M8" has none."""
    normal = normalise(value)
    return tuple(
        (normal.dimension[i], normal.base[i]) for i, kind in enumerate(normal.kinds) if kind == Kind.MEASURE
    )


def how_well(wanted: Wanted, entry: CatalogEntry) -> int:
    """0: the attribute that is meant has the value, exactly; 1: within the tolerance; 2: another attribute
    has it; 3: none has."""
    words = attribute_words()
    if wanted.name:
        meant = words.one_of.get(wanted.name, (wanted.name,))
    else:
        meant = words.leading.get(wanted.dimension, tuple(entry.attributes))
    own = [
        (name, measures)
        for name in meant
        if name in entry.attributes
        and (measures := [m for m in measures_of(entry.attributes[name]) if m[0] == wanted.dimension])
    ]
    bases = [base for _, base in own[0][1] if wanted.fits(wanted.dimension, base)] if own else []
    if bases:
        return int(min(abs(base - wanted.base) for base in bases) > _EXACT * abs(wanted.base))
    if wanted.name and own:
        return 3  # it is said to be this attribute, and it is not
    values = (measure for value in entry.attributes.values() for measure in measures_of(value))
    return 2 if any(wanted.fits(*measure) for measure in values) else 3
