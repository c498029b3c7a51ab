"""The plain one of several variants: who writes "coca cola 330" does not mean the one called Zero. Pure.

Where a line has every word of an article's name and an article besides has all of these and more ("Coca-Cola
Zero 330 ml"), nobody who wants the other leaves out the one word that makes it another.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from core.intake.engine.matching.normalise import Kind, normalise
from core.intake.types import CatalogEntry

# What an article is packed in says nothing about what it is: a can and a bottle of the same drink are alike.
_CONTAINERS = (
    "can bottle jar sack bag box pack tin roll carton tub pouch şişe kutu çuval kavanoz "
    "botol balang guni 瓶 罐 装 袋 包 盒"
)


@lru_cache(maxsize=1)
def containers() -> frozenset[str]:
    """Words of packagings in normal form."""
    return frozenset(text for word in _CONTAINERS.split() for text in normalise(word).texts)


@lru_cache(maxsize=8192)
def telling_words(text: str) -> frozenset[str]:
    """The words of a name without its packaging; a measure stands as its number as written ("330")."""
    normal = normalise(text)
    found = set()
    for word, kind, surface in zip(normal.texts, normal.kinds, normal.surface, strict=True):
        found.add(f"{surface:g}" if kind in (Kind.MEASURE, Kind.NUMBER, Kind.COUNT) else word)
    return frozenset(found - containers())


def is_plain_one(line: str, entry: CatalogEntry, rivals: Iterable[CatalogEntry]) -> bool:
    """Whether ``line`` says a name of ``entry`` in full, and each rival is that and something more."""
    said = telling_words(line)
    named = [number for number, name in enumerate(entry.names) if telling_words(name) <= said]
    if not named:
        return False
    return all(_is_more(rival, entry, number) for rival in rivals for number in named[:1])


def _is_more(rival: CatalogEntry, entry: CatalogEntry, number: int) -> bool:
    own = telling_words(entry.names[number])
    return any(own < telling_words(name) for name in rival.names)
