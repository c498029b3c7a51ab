"""Search with whole titles and across scripts: first hits beside the rivals.

    python -m benchmarks.matching.search [--distractors 0] [--queries 400]

er-abt-buy and er-amazon-google: one shop's title looks for the other shop's (all known matches are right).
hongkong-pricewatch: items named in simplified Chinese only, looked for in traditional characters, in pinyin,
and shortened; items with an English and a simplified name, looked for in English and in traditional
characters. malay-pricecatcher: shortened and misspelt item names.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.matching.cases import Case, Writer, plain_cases
from benchmarks.matching.datasets import Pairs, abt_buy, amazon_google, hongkong, malay
from benchmarks.matching.first_hit import run
from benchmarks.matching.rivals import TfIdf, grams, make_rivals
from benchmarks.matching.synthetic import full_name, make_catalogue
from core.intake.engine.hanzi import has_han, pinyin, simplify
from core.intake.engine.matching.index import CatalogIndex
from core.intake.types import CatalogEntry, DealerView

NOBODY = DealerView()


def pair_cases(name: str, pairs: Pairs, count: int) -> tuple[list[CatalogEntry], list[Case]]:
    rng = random.Random(1)
    queries = rng.sample(pairs.queries, min(count, len(pairs.queries)))
    return pairs.products, [Case(text, right, NOBODY, name) for text, right in queries]


def across_scripts(count: int) -> tuple[list[CatalogEntry], list[Case]]:
    """Simplified names only; the questions in other scripts."""
    rng = random.Random(2)
    simplified = hongkong("zh_hans")
    traditional = {entry.sku: entry.names[0] for entry in hongkong("zh_hant")}
    cases = []
    for entry in rng.sample(simplified, min(count, len(simplified))):
        right = frozenset({entry.key})
        if entry.sku in traditional:
            cases.append(Case(traditional[entry.sku], right, NOBODY, "hongkong traditional"))
        cases.append(Case(in_pinyin(entry.names[0]), right, NOBODY, "hongkong pinyin"))
    cases += plain_cases(Writer(simplified), simplified, count, rng, source="hongkong shortened")
    return simplified, cases


def in_pinyin(text: str) -> str:
    """The text with each run of Chinese characters spelt out."""
    out, run = [], ""
    for sign in [*simplify(text), ""]:
        if sign and has_han(sign):
            run += sign
            continue
        if run:
            out.append(" " + "".join(pinyin(run)) + " ")
            run = ""
        out.append(sign)
    return " ".join("".join(out).split())


def three_names(count: int) -> tuple[list[CatalogEntry], list[Case]]:
    """Entries with their name in three forms; rivals see the three in one text."""
    rng = random.Random(3)
    english = {entry.sku: entry.names[0] for entry in hongkong("en")}
    traditional = {entry.sku: entry.names[0] for entry in hongkong("zh_hant")}
    entries = [
        replace(entry, names=(english[entry.sku], *entry.names))
        for entry in hongkong("zh_hans")
        if entry.sku in english
    ]
    chosen = rng.sample(entries, min(count, len(entries)))
    by_traditional = [
        Case(traditional[e.sku], frozenset({e.key}), NOBODY, "traditional, 2 names")
        for e in chosen
        if e.sku in traditional
    ]
    return entries, by_traditional + plain_cases(
        Writer(entries), entries, count, rng, source="english, 2 names"
    )


def report(title: str, entries: Sequence[CatalogEntry], cases: Sequence[Case], distractors: int) -> None:
    more = make_catalogue(distractors, 99, "D") if distractors else []
    everything = [*entries, *more]
    names = [" ".join((full_name(entry), *entry.names[1:])) for entry in everything]
    rivals = make_rivals(names) | {"character 2-4-gram TF-IDF": TfIdf(names, grams)}
    run(f"{title}, {len(everything)} products", CatalogIndex.build(everything), everything, rivals, cases)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--distractors", type=int, default=0)
    parser.add_argument("--queries", type=int, default=2000)
    asked = parser.parse_args()
    report("er-abt-buy", *pair_cases("abt-buy", abt_buy(), asked.queries), asked.distractors)
    report(
        "er-amazon-google", *pair_cases("amazon-google", amazon_google(), asked.queries), asked.distractors
    )
    few = min(asked.queries, 300)
    report("hongkong-pricewatch, simplified names only", *across_scripts(few), asked.distractors)
    report("hongkong-pricewatch, English and simplified names", *three_names(few), asked.distractors)
    items = malay()
    cases = plain_cases(Writer(items), items, few, random.Random(4), source="malay")
    report("malay-pricecatcher", items, cases, asked.distractors)


if __name__ == "__main__":
    main()
