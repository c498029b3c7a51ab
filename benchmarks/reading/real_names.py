"""Amounts written around real product names, whose own counts and sizes must not be taken for them.

    python -m benchmarks.reading.real_names [--count N] [--seed S] [--misses M]

Names come from ../shared/data (Hong Kong, Malay, UCI, Northwind; or DEALERLINE_DATA). Each is put into every
form below with a quantity of 3, 7, 12 or 25. "best" is the share in which the likeliest reading has exactly
that quantity and unit, "top 3" in which one of the three has that the matching looks at, "one line" in which
the message stays one line.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
from collections import Counter
from datetime import date
from pathlib import Path

from core.intake.engine.reading import read_line, read_message
from core.intake.types import LineReading

DATA = Path(os.environ.get("DEALERLINE_DATA", Path(__file__).parents[2].parent / "shared" / "data"))
TODAY = date(2026, 11, 22)
SOURCES = (
    ("hong kong", "hongkong-pricewatch/items.csv", ("brand_en", "name_en")),
    ("chinese", "hongkong-pricewatch/items.csv", ("brand_zh_hans", "name_zh_hans")),
    ("malay", "malay-pricecatcher/items.csv", ("item",)),
    ("uci", "uci-online-retail/products.csv", ("description",)),
    ("northwind", "northwind/products.csv", ("ProductName",)),
)
FORMS = (
    ("{name} {q} ctn", "carton"),
    ("{q} ctn {name}", "carton"),
    ("{q} {name}", None),
    ("{q}x {name}", None),
    ("{name} x{q}", None),
    ("{name} - {q}", None),
    ("{name} {q}pcs", "each"),
)
CHINESE_FORMS = (
    ("{name} {q}箱", "case"),
    ("{q}箱{name}", "case"),
    ("{name} {q}", None),
    ("{name} x{q}", None),
    ("{name}{han}包", "pack"),
    ("{han}盒{name}", "box"),
)
_HAN = {3: "三", 7: "七", 12: "十二", 25: "二十五"}


def read_names() -> list[tuple[str, str]]:
    found = []
    for source, file, columns in SOURCES:
        with (DATA / file).open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                name = " ".join(row[column].strip() for column in columns).strip()
                if name:
                    found.append((source, name.lower() if source == "uci" else name))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", type=int, default=0)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    totals: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str, str]] = Counter()
    for source, name in chance.sample(read_names(), asked.count):
        quantity = chance.choice(sorted(_HAN))
        for form, unit in CHINESE_FORMS if source == "chinese" else FORMS:
            text = form.format(name=name, q=quantity, han=_HAN[quantity])
            readings = read_line(text).readings
            hits = [_is_right(reading, quantity, unit) for reading in readings[:3]]
            totals[source, form] += 1
            right[source, form, "best"] += hits[0]
            right[source, form, "top 3"] += any(hits)
            right[source, form, "one line"] += len(read_message(text, today=TODAY).lines) == 1
            if not hits[0] and asked.misses > 0:
                asked.misses -= 1
                print(f"  {text!r}: {readings[0].quantity} {readings[0].unit} {readings[0].item!r}")
    print(f"{'names':10} {'form':18} {'count':>5} {'best':>7} {'top 3':>7} {'one line':>9}")
    for (source, form), count in sorted(totals.items()):
        shares = [right[source, form, what] / count for what in ("best", "top 3", "one line")]
        print(f"{source:10} {form:18} {count:5} {shares[0]:7.1%} {shares[1]:7.1%} {shares[2]:9.1%}")
    lines = sum(totals.values())
    for what in ("best", "top 3", "one line"):
        share = sum(count for key, count in right.items() if key[2] == what) / lines
        print(f"all {lines} lines, {what}: {share:.1%}")


def _is_right(reading: LineReading, quantity: int, unit: str | None) -> bool:
    return reading.quantity == quantity and reading.unit == unit


if __name__ == "__main__":
    main()
