"""What all dealers of the house buy, counted together: nobody is named in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

HALF_LIFE = 14  # days after which having bought a product says half as much about what is bought now
LATELY = 90  # days after which it says nothing any more


@dataclass(frozen=True, slots=True)
class Sales:
    """Counts over all dealers.

    lately: key -> how many dealers bought the product, one who did today counting 1, one who did
    ``HALF_LIFE`` days ago a half. amounts: key -> base units at once -> how often. usual: the same over all
    products, of which ``purchases`` is the sum.
    """

    lately: Mapping[str, float] = field(default_factory=dict)
    amounts: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    usual: Mapping[int, int] = field(default_factory=dict)
    purchases: int = 0

    @classmethod
    def count(cls, last: Iterable[tuple[str, int, int]], amounts: Iterable[tuple[str, int, int]]) -> Sales:
        """last: (key, days ago, how many dealers bought it then for the last time).

        amounts: (key, base units, how often).
        """
        lately: defaultdict[str, float] = defaultdict(float)
        for key, days, dealers in last:
            if days <= LATELY:
                lately[key] += dealers * 0.5 ** (max(days, 0) / HALF_LIFE)
        by_product: defaultdict[str, Counter[int]] = defaultdict(Counter)
        usual: Counter[int] = Counter()
        for key, amount, times in amounts:
            by_product[key][amount] += times
            usual[amount] += times
        return cls(dict(lately), dict(by_product), dict(usual), usual.total())
