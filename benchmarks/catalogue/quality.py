"""Searching in the catalogue: first hit and recall at 10, beside a plain search by words and by letters.

    python -m benchmarks.catalogue.quality [--queries 300]

The sets of ``benchmarks.matching.search``: er-abt-buy and er-amazon-google (one shop's title looks for the
other's), hongkong-pricewatch across scripts, malay-pricecatcher with slips.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from benchmarks.matching.cases import Case, Writer, plain_cases
from benchmarks.matching.datasets import abt_buy, amazon_google, malay
from benchmarks.matching.rivals import make_rivals
from benchmarks.matching.search import across_scripts, pair_cases, three_names
from benchmarks.matching.synthetic import full_name
from core.intake.engine.matching.index import CatalogIndex
from core.intake.engine.searching import search_goods
from core.intake.types import CatalogEntry

AT = 10


def report(title: str, entries: Sequence[CatalogEntry], cases: Sequence[Case]) -> None:
    """One row a search: share of first hits, share of queries whose right product is among ten."""
    index = CatalogIndex.build(entries)
    rivals = make_rivals([" ".join((full_name(one), *one.names[1:])) for one in entries])
    found: defaultdict[str, list[tuple[bool, bool]]] = defaultdict(list)
    spent = 0.0
    for case in cases:
        began = time.process_time()
        keys = search_goods(case.text, index, case.dealer).keys[:AT]
        spent += time.process_time() - began
        found["search_goods"].append((keys[:1] != () and keys[0] in case.right, bool(set(keys) & case.right)))
        for name, rival in rivals.items():
            best = np.argsort(-rival.scores(case.text, None), kind="stable")[:AT]
            theirs = [entries[at].key for at in best.tolist()]
            found[name].append((theirs[0] in case.right, bool(set(theirs) & case.right)))
    each = 1000 * spent / len(cases)
    print(f"\n{title}: {len(entries)} products, {len(cases)} queries; ours {each:.1f} ms CPU")
    for name, outcomes in found.items():
        first = sum(hit for hit, _ in outcomes) / len(outcomes)
        ten = sum(hit for _, hit in outcomes) / len(outcomes)
        print(f"  {name:<40} first {first:6.1%}   among {AT} {ten:6.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=int, default=300)
    asked = parser.parse_args()
    report("er-abt-buy", *pair_cases("abt-buy", abt_buy(), asked.queries))
    report("er-amazon-google", *pair_cases("amazon-google", amazon_google(), asked.queries))
    report("hongkong, simplified names only", *across_scripts(asked.queries // 3))
    report("hongkong, English and simplified names", *three_names(asked.queries // 3))
    items = malay()
    report(
        "malay-pricecatcher",
        items,
        plain_cases(Writer(items), items, asked.queries, random.Random(4), source="malay"),
    )


if __name__ == "__main__":
    main()
