"""What a rule is about (product, category, brand, everything), where it holds and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from core.kernel.ids import ProductId

Path = tuple[str, ...]
"""From the root down: a category ("electronics", "phones") or a region ("us", "west"); () is everywhere."""

FULL_BP = 10_000
"""Basis points in the whole: 100 % is 10,000."""


def prefixes(path: Path) -> tuple[Path, ...]:
    """The path and all its parents, deepest first, ``()`` last."""
    return tuple(path[:depth] for depth in range(len(path), -1, -1))


class TargetKind(StrEnum):
    PRODUCT = "product"
    CATEGORY = "category"
    BRAND = "brand"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Target:
    """Which products a rule is about; built by one of the class methods.

    A category target holds for the category and all below it. Narrowness: product, then category (deeper
    first), then brand, then everything.
    """

    kind: TargetKind
    product_id: ProductId | None = None
    category: Path = ()
    brand: str | None = None

    def __post_init__(self) -> None:
        given = (
            self.product_id is not None,
            bool(self.category),
            self.brand is not None,
        )
        wanted = tuple(self.kind is kind for kind in list(TargetKind)[:3])
        if given != wanted:
            raise ValueError("Expected exactly the field that the target's kind names.")

    @classmethod
    def product(cls, product_id: ProductId) -> Self:
        return cls(TargetKind.PRODUCT, product_id=product_id)

    @classmethod
    def of_category(cls, *path: str) -> Self:
        return cls(TargetKind.CATEGORY, category=path)

    @classmethod
    def of_brand(cls, brand: str) -> Self:
        return cls(TargetKind.BRAND, brand=brand)


EVERYTHING = Target(TargetKind.EVERYTHING)


@dataclass(frozen=True, slots=True)
class Period:
    """From ``starts`` (included) until ``ends`` (excluded), both aware; None is open."""

    starts: datetime | None = None
    ends: datetime | None = None

    def __post_init__(self) -> None:
        for moment in (self.starts, self.ends):
            if moment is not None and moment.tzinfo is None:
                raise ValueError("Expected aware times in a period.")
        if self.starts is not None and self.ends is not None and self.starts >= self.ends:
            raise ValueError("Expected a period to start before it ends.")

    def holds(self, at: datetime) -> bool:
        return (self.starts is None or self.starts <= at) and (self.ends is None or at < self.ends)

    def has_ended(self, at: datetime) -> bool:
        return self.ends is not None and self.ends <= at


ALWAYS = Period()


def check_bp(value: int, what: str, *, most: int = FULL_BP) -> None:
    """Raise ValueError unless ``value`` lies between 0 and ``most`` basis points."""
    if not 0 <= value <= most:
        raise ValueError(f"Expected {what} between 0 and {most} basis points.")
