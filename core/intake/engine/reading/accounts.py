"""What a question about invoices and payments is about: which document, which period, or when to pay (A13).

"Last" asks for the newest payment. Which days a statement is of, ``spans`` reads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from core.intake.engine.lexicon import fold, words_to_keys
from core.intake.engine.reading.phrases import phrase_book
from core.intake.engine.reading.spans import read_span, without_dates
from core.intake.engine.reading.tokens import Atom
from core.intake.types import AccountQuestion, AccountTopic

_FULL_NUMBER = re.compile(r"(?<![A-Za-z0-9-])([A-Za-z]{1,6}(?:-\d+){1,3})(?![A-Za-z0-9-])")
_SHORT_NUMBER = re.compile(r"(?<![\w/.-])#?(\d{1,10})(?![\w/-])", re.ASCII)
_LONG_ENOUGH = 3  # digits of a number that need no word right before them: "1042 nolu fatura"
_OF_THAT_NUMBER = frozenset({"nolu", "numaralı", "fatura", "号", "號"})
_STATEMENT_LENGTH = 80  # longer than any such question

# Of several words the first of these decides: "receipt for my last payment" is about a payment.
_TOPICS = (AccountTopic.STATEMENT, AccountTopic.DUE, AccountTopic.PAYMENTS)


def read_account_question(text: str, atoms: Sequence[Atom], today: date) -> AccountQuestion:
    """Read one piece of a message that asks about invoices, statements or payments."""
    found = phrase_book("account words").find_all(text, atoms)
    words = {one.key for one in found}
    topic = next((one for one in _TOPICS if one.value in words), AccountTopic.INVOICES)
    if topic is AccountTopic.STATEMENT:
        span = read_span(text, today, words)
        return AccountQuestion(topic, *((None, span.since, span.until) if span else ()))
    if topic is AccountTopic.DUE:
        return AccountQuestion(topic)
    return AccountQuestion(
        topic, number=_number(text), is_latest="latest" in words, is_e_invoice="e-invoice" in words
    )


def is_statement_alone(text: str, atoms: Sequence[Atom]) -> bool:
    """Whether a message asks for a statement of some days and orders nothing: its numbers are all dates.

    Such a message stays in one piece, or the days of 10月3日到11月20日对账单 would be cut apart.
    """
    if len(text) > _STATEMENT_LENGTH or "\n" in text:
        return False
    rest = without_dates(text)
    if rest == fold(text) or any(sign.isdigit() for sign in rest):
        return False
    found = phrase_book("account words").find_all(text, atoms)
    return any(one.key == AccountTopic.STATEMENT.value for one in found)


def _number(text: str) -> str | None:
    """The number of a document: in full, or its end."""
    full = _FULL_NUMBER.search(text)
    if full is not None:
        return full[1]
    words = words_to_keys("document words")
    spaced = _spaced(text)
    for match in _SHORT_NUMBER.finditer(spaced):
        before = spaced[: match.start()].rstrip(" #:.").split()
        after = spaced[match.end() :].split()
        named = bool(before) and fold(before[-1]) in words
        # "the last 100 invoices" names none of them; "1042 nolu fatura" does.
        counted = bool(after) and fold(after[0]) in words and after[0].casefold() not in _OF_THAT_NUMBER
        if named or (len(match[1]) >= _LONG_ENOUGH and not counted):
            return match[1]
    return None


def _spaced(text: str) -> str:
    """Chinese words and the digits beside them apart: 发票1042."""
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])", " ", text)
