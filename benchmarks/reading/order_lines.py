"""Share of dealers' messages that are read exactly right, in three parts.

    python -m benchmarks.reading.order_lines

tuning      odd cases of the first part of the file, used while the reader was written
checked     even cases of the first part: 95.0 % right at the first reading, then its misses were mended
second      written after that: 82.5 % right at the first reading, then its misses were mended

A message counts as right when its intent, every line with action, quantity, unit, item and remark, its date,
note and order number are as expected. Item words are compared folded, with spaces and edge signs aside; only
the likeliest reading of a line counts. Every miss is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from core.intake.engine.lexicon import fold
from core.intake.engine.reading import read_message
from core.intake.types import Action, LineReading, MessageReading, QuantityKind

TODAY = date(2026, 11, 22)
FILE = Path(__file__).with_name("order_lines.txt")
_KINDS = {"?": QuantityKind.MISSING, "~": QuantityKind.VAGUE, "!": QuantityKind.INVALID}


class Case(NamedTuple):
    number: int
    part: str
    text: str
    expected: str


PARTS = ("tuning", "checked", "second")


def cases(path: Path = FILE) -> Iterator[Case]:
    number = 0
    second = False
    for line in path.read_text(encoding="utf-8").splitlines():
        second = second or line.startswith("# --- Second part")
        if " => " in line and not line.startswith("#"):
            number += 1
            text, _, expected = line.partition(" => ")
            part = "second" if second else "checked" if number % 2 == 0 else "tuning"
            yield Case(number, part, text.replace("\\n", "\n"), tidy_spaces(expected))


def tidy_spaces(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def show(reading: MessageReading) -> str:
    """The reading in the notation of the file."""
    parts = [reading.intent.value, *(show_line(line.best) for line in reading.lines)]
    shown = " | ".join(parts)
    if reading.delivery_date is not None:
        shown += f" @{reading.delivery_date.isoformat()}"
    if reading.note:
        shown += f" note={reading.note}"
    if reading.order_number:
        shown += f" no={reading.order_number}"
    return tidy_spaces(shown)


def show_line(line: LineReading) -> str:
    item = f"#{line.line_number}" if line.line_number is not None else line.item
    remark = f" {{{line.remark}}}" if line.remark else ""
    if line.action is Action.REMOVE:
        return f"remove {item}" if line.line_number is not None else f"remove: {item}{remark}"
    verb = "" if line.action is Action.ADD else f"{line.action.value} "
    amount = next((sign for sign, kind in _KINDS.items() if kind is line.quantity_kind), "")
    if not amount and line.quantity is not None:
        amount = f"{line.quantity.normalize():f}"
        amount += f"-{line.quantity_max.normalize():f}" if line.quantity_max is not None else ""
    return f"{verb}{amount} {line.unit or '-'}: {item}{remark}"


def same(shown: str, expected: str) -> bool:
    return _plain(shown) == _plain(expected)


def _plain(text: str) -> str:
    return re.sub(r"[\s,.()]+", "", fold(text))


def main() -> None:
    right = dict.fromkeys(PARTS, 0)
    total = dict.fromkeys(PARTS, 0)
    for case in cases():
        shown = show(read_message(case.text, today=TODAY))
        total[case.part] += 1
        if same(shown, case.expected):
            right[case.part] += 1
            continue
        print(f"{case.part} {case.number}: {case.text!r}")
        print(f"    expected {case.expected}\n    read     {shown}")
    for part in PARTS:
        share = right[part] / total[part]
        print(f"{part:9} {right[part]:4} of {total[part]:4} messages exactly right ({share:.1%})")


if __name__ == "__main__":
    main()
