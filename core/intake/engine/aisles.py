"""Walking through a catalogue by category and brand. Pure.

* A place is a category path with a brand, both perhaps empty; it shows the categories below it, and the goods
  that stand in none of them.
* Categories and brands are known by a mark of eight characters, which stays the same whatever is added, so
  that a button of yesterday leads to the same place.
* Goods stand by name, numbers in it by their value: "6 mm" before "10 mm".
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from core.intake.catalogue_types import Aisle, Way
from core.intake.types import CatalogEntry

_NUMBERS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Aisles:
    """The goods that somebody may buy, by place. Made once for an approved list and version."""

    goods: tuple[CatalogEntry, ...]  # in the order of their names
    categories: dict[str, str]  # mark -> path
    brands: dict[str, str]  # mark -> name

    @classmethod
    def of(cls, entries: Iterable[CatalogEntry]) -> Aisles:
        goods = tuple(sorted(entries, key=lambda one: (_by_value(one.names[0]), one.sku)))
        paths = {path for category in {one.category for one in goods} for path in levels(category)}
        return cls(
            goods,
            {mark_of(path): path for path in sorted(paths)},
            {mark_of(name): name for name in sorted({one.brand for one in goods if one.brand})},
        )

    def aisle(self, mark: str = "", brand_mark: str = "") -> Aisle | None:
        """The place of these marks; None where there is no such category or brand (any more)."""
        path = self.categories.get(mark, "") if mark else ""
        brand = self.brands.get(brand_mark, "") if brand_mark else ""
        if (mark and not path) or (brand_mark and not brand):
            return None
        inside = [one for one in self.goods if _is_in(one.category, path)]
        here = [one for one in inside if not brand or one.brand == brand]
        below = Counter(step for one in here if (step := _step(one.category, path)))
        brands = Counter(one.brand for one in inside if one.brand)
        return Aisle(
            mark,
            tuple(level for level in path.split("/") if level),
            mark_of(path.rpartition("/")[0]) if "/" in path else "",
            Way(brand_mark, brand, len(here)) if brand else None,
            _ways(below.items()),
            _ways(brands.items()) if len(brands) > 1 else (),
            tuple(one.key for one in here if not _step(one.category, path)),
            len(here),
        )


def mark_of(name: str) -> str:
    """Eight characters that stand for a category path or brand in a button."""
    digest = hashlib.blake2s(name.encode(), digest_size=6).digest()
    return base64.urlsafe_b64encode(digest).decode()


def levels(category: str) -> list[str]:
    """ "a/b/c" -> ["a", "a/b", "a/b/c"]."""
    parts = [part for part in category.split("/") if part]
    return ["/".join(parts[: end + 1]) for end in range(len(parts))]


def _is_in(category: str, path: str) -> bool:
    return not path or category == path or category.startswith(path + "/")


def _step(category: str, path: str) -> str:
    """The path one level below ``path`` on the way to the category; "" where it ends there."""
    rest = category.removeprefix(path).strip("/")
    return f"{path}/{rest.partition('/')[0]}".strip("/") if rest else ""


def _ways(counted: Iterable[tuple[str, int]]) -> tuple[Way, ...]:
    named = sorted(counted, key=lambda one: _by_value(one[0]))
    return tuple(Way(mark_of(name), name.rpartition("/")[2], count) for name, count in named)


def _by_value(name: str) -> list[tuple[int, int, str]]:
    parts = _NUMBERS.split(name.casefold())
    return [(0, int(part[:18]), "") if part.isdigit() else (1, 0, part) for part in parts if part]
