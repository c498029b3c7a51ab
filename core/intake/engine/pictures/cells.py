"""What a piece of writing in a row is: an amount, a price, a barcode's number, or words. Pure.

C1  An amount is a whole number of at most four digits, with a unit behind it or none; "330 ml" is a size.
C2  Letters that look like digits are read as digits where nothing else stands ("1O", "l2"); such an amount is
    asked about.
C3  A price has a currency, or two digits behind a point; it is never an amount.
C4  A barcode's number has 8, 12, 13 or 14 digits, of which the last one checks the others.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from core.intake.engine.lexicon import fold, read_section
from core.intake.engine.units import find_ordering_unit

_AMOUNT = re.compile(r"[xX*]?\s*(\d{1,4})\s*[xX*]?\s*([^\W\d_][^\d]{0,12})?[.:,;]?")
_LOOKS_LIKE = str.maketrans({"O": "0", "o": "0", "Q": "0", "l": "1", "I": "1", "i": "1", "|": "1", "!": "1",
                             "Z": "2", "z": "2", "S": "5", "s": "5", "B": "8"})  # fmt: skip
_MIXED = re.compile(r"(?=.*\d)[\dOoQlI|!ZzSsB]{2,4}")
_CURRENCY = r"(?:us\$|s\$|\$|€|£|¥|￥|₺|rm|usd|eur|myr|sgd|cny|rmb|try|tl|元|块|令吉|lira)"
_PRICE = re.compile(
    rf"(?:{_CURRENCY}\s*\d[\d.,]*|\d[\d.,]*\s*{_CURRENCY}|\d+[.,]\d{{2}})"
    rf"\s*(?:/\s*\w+|(?:per|a|je)\s+\w+|each|ea|e)?[.\-]*",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-–—•·●○◦▪□☐☑✓✔*>]|\[\s?[xXvV✓]?\s?\]|\(\s?\))\s+")
_NUMBERED = re.compile(r"^\s*(\d{1,3})\s*[.)、．]\s*(?=\D)")
_CONTACT = re.compile(
    r"@\w|www\.|https?:|\.com\b|\+\d{2,3}[ -]?\d|\(?\d{2,4}\)?[ -]\d{3,4}[ -]\d{3,4}|"
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}|\d{4}年\d|\d{1,2}:\d{2}\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
# What an article is as large as, and nobody orders by.
_SIZES = frozenset({"ml", "cl", "dl", "g", "mg", "mm", "cm", "oz", "floz"})
_BARCODE_LENGTHS = (8, 12, 13, 14)


@dataclass(frozen=True, slots=True)
class Cell:
    """An amount (``quantity`` with ``unit``, "" for none), a price, a barcode's ``code``, or just ``text``.

    is_mended: letters were taken for digits.
    """

    text: str
    quantity: int | None = None
    unit: str = ""
    is_price: bool = False
    code: str = ""
    is_mended: bool = False


def clean(text: str) -> str:
    """The writing with plain signs, without what stands before an item of a list."""
    plain = " ".join(unicodedata.normalize("NFKC", text).replace("×", "x").split())
    return _BULLET.sub("", plain)


def read_cell(text: str) -> Cell:
    """What one piece is; ``text`` as from ``clean``."""
    code = text.replace(" ", "")
    if is_barcode(code):
        return Cell(text, code=code)
    if _PRICE.fullmatch(text):
        return Cell(text, is_price=True)
    amount = _amount(text)
    if amount is not None:
        return Cell(text, *amount)
    if _MIXED.fullmatch(text) and not text.isdecimal():
        digits = text.translate(_LOOKS_LIKE)
        return Cell(digits, int(digits), is_mended=True) if digits.isdecimal() else Cell(text)
    return Cell(text)


def _amount(text: str) -> tuple[int, str] | None:
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return None
    unit = (found[2] or "").strip(" .:,;")
    if unit and (find_ordering_unit(unit) or "ml") in _SIZES:
        return None
    return int(found[1]), unit


def is_barcode(code: str) -> bool:
    """Whether the digits are the number of an article, by the digit that checks them."""
    if len(code) not in _BARCODE_LENGTHS or not (code.isascii() and code.isdecimal()):
        return False
    digits = [int(sign) for sign in reversed(code)]
    return sum(digit * (3 if at % 2 else 1) for at, digit in enumerate(digits)) % 10 == 0


def row_number(text: str) -> int | None:
    """The number of a list's item that stands before its words: 3 of "3. coke"."""
    found = _NUMBERED.match(text)
    return int(found[1]) if found else None


def without_number(text: str) -> str:
    return _NUMBERED.sub("", text)


def is_furniture(text: str) -> bool:
    """What is printed around a list: where to ring, the day, the page, the sum, a signature."""
    if _CONTACT.search(text):
        return True
    words = f" {_words(text)} "
    section = read_section("page furniture")
    if any(f" {word} " in words for word in section["anywhere"]):
        return True
    if any(words.startswith(f" {word} ") for word in section["first"]):
        return True
    return any(word in text for word in section["han"])


def is_title(text: str) -> bool:
    """What calls a list a list: "Order form", "采购单"."""
    return _words(text) in read_section("page furniture")["title"]


def _words(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))
