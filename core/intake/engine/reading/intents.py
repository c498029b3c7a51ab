"""What a piece of a message wants, when it is no order line: questions, greetings, confirmations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.intake.engine.reading.elements import Part
from core.intake.engine.reading.phrases import Found, is_name_at, phrase_book
from core.intake.engine.reading.scanning import scan
from core.intake.engine.reading.tokens import Atom
from core.intake.types import Intent

# At equal length the earlier one is meant.
_ORDER = (
    Intent.REPEAT_LAST,
    Intent.USUAL,
    Intent.CANCEL,
    Intent.HUMAN,
    Intent.ASK_ORDER_STATUS,
    Intent.ASK_ORDERS,
    Intent.ASK_REBATE,
    Intent.ASK_INVOICE,
    Intent.ASK_CREDIT,
    Intent.SHOW_DRAFT,
    Intent.ASK_PRICE,
    Intent.ASK_STOCK,
    Intent.HELP,
    Intent.CONFIRM,
)
ABOUT_PRODUCTS = frozenset({Intent.ASK_PRICE, Intent.ASK_STOCK})
REPEATING = frozenset({Intent.REPEAT_LAST, Intent.USUAL})
_ORDER_NUMBER = re.compile(
    r"(?<![A-Za-z0-9-])([A-Za-z][A-Za-z0-9]{0,6}(?:-\d+){1,3}|[A-Za-z]{0,4}#?\d{3,10})(?![A-Za-z0-9-])"
)


def find_intent(text: str, atoms: Sequence[Atom]) -> tuple[Intent, Found] | None:
    """The question or command that a piece contains: the longest phrase wins."""
    found = phrase_book("intents").find_all(text, atoms)
    if is_name_at(atoms, 0):
        found = [one for one in found if one.start > atoms[0].start]
    if not found:
        return _asks_where(text, atoms)
    ranked = [(Intent(one.key), one) for one in found]
    return min(ranked, key=_urgency)


def _asks_where(text: str, atoms: Sequence[Atom]) -> tuple[Intent, Found] | None:
    """The number of an order, words that ask where it is, and nothing else: "where is 7891"."""
    number = _ORDER_NUMBER.search(text)
    words = phrase_book("where words").find_all(text, atoms) if number else []
    asking = [one for one in words if one.key == "where"]
    if number is None or not asking:
        return None
    said = {at for one in words for at in range(one.start, one.end)} | set(range(*number.span(1)))
    if any(sign.isalnum() and at not in said for at, sign in enumerate(text)):
        return None
    return Intent.ASK_ORDER_STATUS, asking[0]


def _urgency(pair: tuple[Intent, Found]) -> tuple[bool, bool, int, int]:
    """Repetitions first, questions about goods last ("bakiyem ne kadar" is about the balance)."""
    intent, found = pair
    return intent not in REPEATING, intent in ABOUT_PRODUCTS, found.start - found.end, _ORDER.index(intent)


def is_question(text: str, atoms: Sequence[Atom], intent: Intent, found: Found, *, asked: bool) -> bool:
    """Whether the phrase is meant, or only stands in an order ("5 chicken stock").

    ``asked`` says that the piece ended with a question mark. An amount with an ordering unit makes an order
    of a piece unless it asks in so many words.
    """
    if intent in REPEATING or intent is Intent.HUMAN:
        return True
    opening = found.start <= 2 or not any(atom.end <= found.start for atom in atoms if atom.text.isalnum())
    counted = any(e.part is Part.QUANTITY and e.size_unit is None and not e.article for e in scan(text))
    numbered = counted or any(e.part in (Part.TIMES, Part.NUMBER) and not e.article for e in scan(text))
    if intent in ABOUT_PRODUCTS:
        return asked or opening or not numbered or (not counted and found.end >= len(text) - 1)
    if intent in (Intent.ASK_INVOICE, Intent.ASK_ORDER_STATUS, Intent.CANCEL):
        return not counted
    return not counted or opening


def asks_for_stock(atoms: Sequence[Atom]) -> bool:
    """Whether a piece that ended with a question mark asks if something is there: "got 6204?"."""
    return len(atoms) > 1 and atoms[0].folded in ("got", "any", "have", "ada", "hav")


def find_order_number(text: str) -> str | None:
    """ "7891", "B2B-2025-7891"; None when the text names no order."""
    match = _ORDER_NUMBER.search(text)
    return match.group(1).lstrip("#") if match is not None else None
