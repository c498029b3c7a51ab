"""Numbers as people write them: separators of both customs, fractions, words, Chinese numerals.

Every function reads from a place on and says where it stopped; none guesses a unit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from core.intake.engine.lexicon import read_language

# Beyond this nobody orders; such a number is asked about.
LARGEST = Decimal(1_000_000)
_FRACTION_PARTS = frozenset({2, 3, 4, 5, 6, 8, 10, 12, 16, 32, 64})
HALF = Decimal("0.5")


class Digits(NamedTuple):
    """A number in digits. ``other`` is its value under the other custom of separators ("1.200")."""

    value: Decimal
    other: Decimal | None = None


def read_digits(text: str) -> Digits | None:
    """ "1200", "1,200", "1.200,50", "1,5", "0.400"; None when the separators make no number ("10.0.0.1")."""
    comma, point = text.count(","), text.count(".")
    if not comma and not point:
        return Digits(Decimal(text))
    if comma and point:
        decimal = "," if text.rindex(",") > text.rindex(".") else "."
        thousands = "." if decimal == "," else ","
        whole, _, rest = text.rpartition(decimal)
        groups = whole.split(thousands)
        if decimal in whole or not _are_groups(groups):
            return None
        return Digits(Decimal("".join(groups) + "." + rest))
    sign = "," if comma else "."
    groups = text.split(sign)
    if len(groups) > 2:
        return Digits(Decimal("".join(groups))) if _are_groups(groups) else None
    as_decimal = Decimal(".".join(groups))
    if not _are_groups(groups):
        return Digits(as_decimal)
    as_whole = Decimal("".join(groups))
    # "1,200" is twelve hundred to most writers; "1.200" is only to some.
    return Digits(as_whole, as_decimal) if sign == "," else Digits(as_decimal, as_whole)


def _are_groups(groups: Sequence[str]) -> bool:
    return (
        1 <= len(groups[0]) <= 3
        and not groups[0].startswith("0")
        and all(len(group) == 3 for group in groups[1:])
    )


def read_fraction(above: str, below: str) -> Decimal | None:
    """A proper fraction such as 1/2 or 3/16; None for anything else (25/12, 24/330)."""
    if not (above.isdecimal() and below.isdecimal()) or len(above) > 2 or len(below) > 2:
        return None
    if int(below) not in _FRACTION_PARTS or not 0 < int(above) < int(below):
        return None
    return Decimal(int(above)) / Decimal(int(below))


# --- words -------------------------------------------------------------------------------------------


@cache
def _word_tables() -> tuple[Mapping[str, str], ...]:
    tables = []
    for language in ("en", "tr", "ms"):
        section = read_language(language).get("numbers", {})
        tables.append({word: key for key, words in section.items() for word in words})
    return tuple(tables)


@cache
def first_number_words() -> frozenset[str]:
    return frozenset(word for table in _word_tables() for word in table)


def read_number_words(words: Sequence[str], start: int) -> tuple[Decimal, int] | None:
    """The longest number in folded words from ``start``: ("dua puluh lima", 25); (value, place after it)."""
    best: tuple[Decimal, int] | None = None
    for table in _word_tables():
        if words[start] not in table:
            continue
        found = _add_up(words, start, table)
        if found is not None and (best is None or found[1] > best[1]):
            best = found
    return best


def _add_up(words: Sequence[str], start: int, table: Mapping[str, str]) -> tuple[Decimal, int] | None:
    total = current = 0
    place = start
    while place < len(words):
        key = table.get(words[place])
        if key is None:
            joined = words[place] in ("and", "-") and place > start and place + 1 < len(words)
            following = table.get(words[place + 1], "") if joined else ""
            fits = current >= 100 if words[place] == "and" else 20 <= current % 100 < 100
            if following.isdecimal() and 0 < int(following) < 100 and fits and current % 10 == 0:
                place += 1
                continue
            break
        step = _step(current, key)
        if step is None:
            break
        if step >= 1000:
            total, current = total + step, 0
        else:
            current = step
        place += 1
    if place == start:
        return None
    return Decimal(total + current), place


def _step(current: int, key: str) -> int | None:
    """``current`` after one more number word, None when the word does not continue it."""
    if key == "+10":
        return current + 10 if current % 10 > 0 and current % 100 < 10 else None
    if key.startswith("*"):
        factor = int(key[1:])
        last = current % 10 if factor < 100 else current
        return current - last + last * factor if last else None
    value = int(key)
    if value in (100, 1000):
        if current >= value:
            return None
        return max(current, 1) * value
    if current == 0:
        return value
    if value == 0 or current < 10 or (value < 10 and 10 < current % 100 < 20):
        return None
    room = 10 if current % 100 else 100
    return current + value if value < room and current % room == 0 else None


# --- Chinese -----------------------------------------------------------------------------------------

_DIGITS = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
    **dict(zip("貳參陸", (2, 3, 6), strict=True)),
    "〇": 0, "两": 2, "兩": 2, "俩": 2, "倆": 2, "仨": 3,
}  # fmt: skip
_TENS = {
    "十": 10,
    "拾": 10,
    "廿": 20,
    "卅": 30,
    "百": 100,
    "佰": 100,
    "千": 1000,
    "仟": 1000,
    "万": 10000,
    "萬": 10000,
}
_NUMERALS = frozenset(_DIGITS) | frozenset(_TENS) | {"半", "几", "幾", "数", "數"}


class ChineseNumber(NamedTuple):
    """``value`` is None for "几" and its like; ``maximum`` is set for "两三" (two or three)."""

    value: Decimal | None
    maximum: Decimal | None
    end: int


def read_chinese(text: str, start: int) -> ChineseNumber | None:
    """A numeral from ``start``: 十二, 两百五, 半, 两三, 几, 十几; None where there is none."""
    end = start
    while end < len(text) and end - start < 10 and text[end] in _NUMERALS:
        end += 1
    run = text[start:end]
    if not run:
        return None
    if any(sign in "几幾数數" for sign in run):
        return ChineseNumber(None, None, end)
    if run == "半":
        return ChineseNumber(HALF, None, end)
    if "半" in run:
        cut = run.index("半")
        return read_chinese(text[: start + cut], start)
    if len(run) == 2 and run[0] in _DIGITS and run[1] in _DIGITS and 0 < _DIGITS[run[0]] < _DIGITS[run[1]]:
        return ChineseNumber(Decimal(_DIGITS[run[0]]), Decimal(_DIGITS[run[1]]), end)
    return ChineseNumber(Decimal(_add_up_chinese(run)), None, end)


def _add_up_chinese(run: str) -> int:
    if len(run) > 1 and all(sign in _DIGITS for sign in run):
        return int("".join(str(_DIGITS[sign]) for sign in run))
    total = section = digit = 0
    last = 1
    for sign in run:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
            # After a zero the next digit counts ones (一百零五), else a tenth of what came before (一百五).
            last = 10 if sign in "零〇" else last
            continue
        scale = _TENS[sign]
        if scale == 10000:
            total, section = (total + section + digit or 1) * scale, 0
        elif sign in "廿卅":
            section += scale
        else:
            section += (digit or 1) * scale
        digit, last = 0, scale
    return total + section + (digit * last // 10 if last >= 100 else digit)
