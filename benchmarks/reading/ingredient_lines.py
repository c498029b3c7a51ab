"""Quantity, unit and name of labelled ingredient lines, beside a regular-expression baseline in the same run.

    python -m benchmarks.reading.ingredient_lines [--misses N]

The data (../shared/data/ingredient-lines, or DEALERLINE_DATA) has two parts: Cookstr, on which was tuned, and
Taste Cooking, which was held out. Both readers get the bare line and are scored by the same rules:

quantity  the first amount of the label. A range must give both ends; "4 x 400g" is 4; "1 dozen" may be 1
          dozen or 12. Without an amount in the label none may be read, but "a bunch" may be one bunch.
unit      the unit of that first amount. Of two units for one amount ("150g/5oz", "2 cups (500 ml)") the first
          counts; in "1 (14-ounce) can" and "2 15-ounce cans" the unit is the can and the ounces are its size,
          in "4 x 400g fillets" there is no unit. Adjectives of the label ("heaped tablespoon") do not count.
          A line without a unit must be read without one, or as "each".
name      share of lines in which every word of the label's name is in the item that was read.
"""

from __future__ import annotations

import argparse
import csv
import lzma
import os
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from core.intake.engine.reading.lines import read_line
from core.intake.engine.units import find_measure, find_ordering_unit
from core.intake.types import QuantityKind

DATA = Path(os.environ.get("DEALERLINE_DATA", Path(__file__).parents[2].parent / "shared" / "data"))
PARTS = (("cookstr (tuned on)", "cookstr.csv.xz"), ("tastecooking (held out)", "tastecooking.csv.xz"))


class Reading(NamedTuple):
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    item: str


class Label(NamedTuple):
    text: str
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    name: str
    optional_one: bool


# --- labels ------------------------------------------------------------------------------------------

_WORDS = {
    "a": "1", "an": "1", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "half": "0#1$2",
    "twenty": "20", "dozen": "12", "quarter": "0#1$4",
}  # fmt: skip


def value_of(text: str) -> Decimal | None:
    """ "1#1$2" is 1.5; words are read too; None for anything else."""
    text = _WORDS.get(text.lower(), text).removesuffix("x").strip()
    whole, _, part = text.partition("#")
    try:
        found = Decimal(whole) if whole else Decimal(0)
        if part:
            above, _, below = part.partition("$")
            found += Decimal(above) / Decimal(below)
    except ArithmeticError:
        return None
    return found


def unit_code(word: str) -> str | None:
    code = "cup" if word.lower() == "c" else find_ordering_unit(word)
    if code is not None:
        return code
    measure = find_measure(word)
    return measure.code if measure is not None else None


_NUMERAL = r"(?:\d[\d./]*(?:\s+\d+/\d+|\s*[¼-¾⅐-⅞])?|[¼-¾⅐-⅞]|\b(?:one|two|three|four|five|six|half an?)\b)"
_FIRST = re.compile(rf"{_NUMERAL}(?:\s*(?:-|–|to|or)\s*{_NUMERAL})?", re.IGNORECASE)
_NEXT = re.compile(r"[\d¼-¾⅐-⅞]")


def label_of(row: dict[str, str]) -> Label:
    quantities = row["quantity"].split()
    low = high = None
    if quantities:
        first, _, second = quantities[0].partition("-")
        low, high = value_of(first), value_of(second) if second else None
    codes = [code for word in re.split(r"\s+", row["unit"]) if (code := unit_code(word)) is not None]
    unknown = not codes and bool(row["unit"].strip())
    unit = _first_unit(row, quantities, codes)
    if unknown:
        unit = row["unit"].split()[-1].lower()
    if unit is None and "dozen" in quantities:
        unit = "dozen"
    starts_with_one = re.match(r"(?i)^(?:an?\s|one\s)", row["input"]) is not None
    if not quantities and row["unit"] and unit is not None:
        starts_with_one = True
    return Label(row["input"], low, high, unit, row["name"], not quantities and starts_with_one)


def _first_unit(row: dict[str, str], quantities: list[str], codes: list[str]) -> str | None:
    """The label's unit that stands between the first amount and the next, or the container of a size."""
    first = _FIRST.search(row["input"])
    if not codes or first is None:
        return codes[0] if codes else None
    rest = row["input"][first.end() :]
    following = _NEXT.search(rest)
    if following is None or len(quantities) < 2:
        return codes[-1]
    between = [unit_code(word) for word in re.findall(r"[^\W\d_]+", rest[: following.start()])]
    named = [code for code in between if code in codes]
    if named:
        return named[-1]
    if rest[: following.start()].strip(" -(x×"):
        return None
    counted = [code for code in codes if find_measure(code) is None or code in ("bar", "ct")]
    return counted[-1] if counted else None


# --- readers -----------------------------------------------------------------------------------------


def ours(text: str) -> Reading:
    found = read_line(text).best
    if found.quantity_kind in (QuantityKind.EXACT, QuantityKind.RANGE):
        return Reading(found.quantity, found.quantity_max, found.unit, found.item)
    return Reading(None, None, found.unit, found.item)


_UNITS = (
    "cups?|c|tablespoons?|tbsps?|tbs|teaspoons?|tsps?|ounces?|oz|pounds?|lbs?|grams?|g|kilograms?|kg|ml|liters?|"
    "litres?|l|quarts?|qt|pints?|pt|gallons?|cans?|jars?|bottles?|packages?|packets?|boxes|box|bags?|bunch(?:es)?|"
    "cloves?|slices?|sprigs?|sticks?|pinch(?:es)?|dash(?:es)?|heads?|stalks?|ribs?|pieces?|sheets?|ears?|"
    "handfuls?|drops?|strips?|inch(?:es)?|dozen|tins?|cartons?|fluid ounces?|fl oz"
)
_FRACTIONS = dict(
    zip("½⅓⅔¼¾⅛⅜⅝⅞", ("1/2", "1/3", "2/3", "1/4", "3/4", "1/8", "3/8", "5/8", "7/8"), strict=True)
)
_NUMBER = (
    r"(?:\d+\s+\d+/\d+|\d+/\d+|\d+(?:\.\d+)?"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|an?)"
)
_LINE = re.compile(
    rf"^(?P<low>{_NUMBER})(?:\s*(?:-|–|to|or)\s*(?P<high>{_NUMBER}))?\s*(?:x\s*)?(?:\([^)]*\)\s*)?"
    r"(?:(?:large|small|medium|heaping|scant|generous)\s+)?"
    rf"(?:(?P<unit>{_UNITS})\b\.?)?\s*(?:\([^)]*\))?\s*(?:of\s+)?(?P<item>.*)$",
    re.IGNORECASE,
)


def baseline(text: str) -> Reading:
    """What one would write in an afternoon: fractions, ranges, a bracketed size, a list of units."""
    for sign, plain in _FRACTIONS.items():
        text = re.sub(rf"(\d)\s*{sign}", rf"\1 {plain}", text).replace(sign, plain)
    match = _LINE.match(text.strip())
    if match is None:
        return Reading(None, None, None, text.split(",")[0])
    unit = unit_code(match["unit"]) if match["unit"] else None
    high = _baseline_value(match["high"]) if match["high"] else None
    return Reading(_baseline_value(match["low"]), high, unit, match["item"].split(",")[0])


def _baseline_value(text: str) -> Decimal | None:
    total = Decimal(0)
    for part in text.split():
        above, sign, below = part.partition("/")
        word = value_of(above)
        if word is None or (sign and below == "0"):
            return None
        total += word / Decimal(below) if sign else word
    return total


# --- scores ------------------------------------------------------------------------------------------

_CLOSE = Decimal("0.005")


def _equal(one: Decimal | None, other: Decimal | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= _CLOSE


def quantity_is_right(label: Label, found: Reading) -> bool:
    if label.low is None:
        return found.low is None or (label.optional_one and found.low == 1)
    if label.unit == "dozen" and found.low == label.low * 12:
        return True
    return _equal(label.low, found.low) and _equal(label.high, found.high)


def unit_is_right(label: Label, found: Reading) -> bool:
    if label.unit is None:
        return found.unit in (None, "each")
    return found.unit == label.unit or (label.unit == "dozen" and found.low == (label.low or 0) * 12)


def name_is_in(label: Label, found: Reading) -> bool:
    words = set(re.findall(r"\w+", found.item.lower()))
    stems = words | {word.removesuffix("s") for word in words} | {word.removesuffix("es") for word in words}
    wanted = re.findall(r"\w+", label.name.lower())
    return all(word in stems or word.removesuffix("s") in stems for word in wanted)


def read_labels(path: Path) -> list[Label]:
    with lzma.open(path, "rt", encoding="utf8", newline="") as file:
        return [label_of(row) for row in csv.DictReader(file)]


def score(
    labels: list[Label], reader: Callable[[str], Reading], misses: int = 0
) -> tuple[float, float, float]:
    """Shares of lines with the right quantity, the right unit, and the whole name in the item."""
    right = [0, 0, 0]
    for label in labels:
        found = reader(label.text)
        checks = (quantity_is_right(label, found), unit_is_right(label, found), name_is_in(label, found))
        right = [count + check for count, check in zip(right, checks, strict=True)]
        if misses and not (checks[0] and checks[1]):
            misses -= 1
            wrong = "quantity " * (not checks[0]) + "unit" * (not checks[1])
            print(f"  {wrong}: {label.text!r}\n    label {label.low} {label.high} {label.unit}, read {found}")
    return right[0] / len(labels), right[1] / len(labels), right[2] / len(labels)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--misses", type=int, default=0, help="list that many misses of the tuned part")
    wanted = parser.parse_args().misses
    print(f"{'part':26} {'reader':20} {'lines':>6} {'quantity':>9} {'unit':>7} {'name':>7}")
    for number, (name, file) in enumerate(PARTS):
        labels = read_labels(DATA / "ingredient-lines" / file)
        for reader_name, reader in (("dealerline", ours), ("regular expression", baseline)):
            found = score(labels, reader, wanted if number == 0 and reader is ours else 0)
            shares = " ".join(f"{share:7.1%}" for share in found)
            print(f"{name:26} {reader_name:20} {len(labels):6}   {shares}")


if __name__ == "__main__":
    main()
