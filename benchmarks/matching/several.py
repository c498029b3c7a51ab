"""Two articles on one line without a comma ("2 coke 3 sprite"), and single ones that must stay whole.

    python -m benchmarks.matching.several [--lines 60]

Noisy lines of simulated dealers over the 50,000 products of first_hit.py, with an amount in front: each
alone, and each run together with the next one of its set. Beside it the rule that goes by the words alone: a
line begins at every number that a word follows. Right: as many lines as articles, each with its own amount;
and where that is so, how often the article stands first.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from benchmarks.matching.cases import Case, Writer
from benchmarks.matching.first_hit import benchmark_catalogue
from benchmarks.matching.judge_training import mixed_cases
from core.intake.engine.matching import match_one_or_several
from core.intake.engine.matching.index import CatalogIndex
from core.intake.engine.reading import read_message
from core.intake.types import DealerView

DAY = date(2026, 11, 22)
_BEGINS = re.compile(r"(?<!\S)(\d+)\s+(?=[^\W\d])")
Read = list[tuple[Decimal | None, str | None]]  # amount and key of each line


def ours(text: str, index: CatalogIndex, dealer: DealerView) -> Read:
    found = []
    for whole in read_message(text, today=DAY).lines:
        for _, match in match_one_or_several(whole, index, dealer):
            found.append((match.reading.quantity, match.candidates[0].key if match.candidates else None))
    return found


def by_numbers(text: str, _index: CatalogIndex, _dealer: DealerView) -> Read:
    return [(Decimal(begin[1]), None) for begin in _BEGINS.finditer(text)]


def together(one: DealerView, other: DealerView) -> DealerView:
    allowed = None
    if one.allowed is not None and other.allowed is not None:
        allowed = one.allowed | other.allowed
    return DealerView(bought={**one.bought, **other.bought}, allowed=allowed)


def measure(
    name: str,
    read: Callable[[str, CatalogIndex, DealerView], Read],
    index: CatalogIndex,
    cases: Sequence[Case],
    rng: random.Random,
) -> None:
    whole = parted = pairs = hits = articles = 0
    by_source: defaultdict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_source[case.source].append(case)
        amount = rng.randint(2, 48)
        whole += [one for one, _ in read(f"{amount} {case.text}", index, case.dealer)] == [Decimal(amount)]
    for same in by_source.values():
        for one, other in pairwise(case for case in same if case.right):
            amounts = [rng.randint(2, 48), rng.randint(2, 48)]
            text = f"{amounts[0]} {one.text} {amounts[1]} {other.text}"
            found = read(text, index, together(one.dealer, other.dealer))
            pairs += 1
            if [amount for amount, _ in found] == [Decimal(amount) for amount in amounts]:
                parted += 1
                articles += 2
                hits += (found[0][1] in one.right) + (found[1][1] in other.right)
    first = f"{100 * hits / articles:.1f} % of their articles first" if articles else ""
    print(
        f"{name:36} single lines kept whole, amount right {100 * whole / len(cases):5.1f} %   "
        f"pairs parted rightly {100 * parted / pairs:5.1f} %   {first}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=60, help="lines of each data set")
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    entries, parts = benchmark_catalogue()
    writer = Writer(entries)
    cases = [
        case
        for name, part in parts.items()
        for case in mixed_cases(
            entries, entries, asked.lines, rng, list(part), source=name, writer=writer, with_unlisted=False
        )
        if case.right
    ]
    index = CatalogIndex.build(entries)
    print(f"{len(index)} products, {len(cases)} lines")
    measure("ours", ours, index, cases, random.Random(asked.seed))
    measure("a line at every number before a word", by_numbers, index, cases, random.Random(asked.seed))


if __name__ == "__main__":
    main()
