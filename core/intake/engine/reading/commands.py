"""Shared parts of commands that change the draft: their verbs, and the lines that they give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from core.intake.engine.lexicon import fold, read_section, words_to_keys
from core.intake.engine.reading.elements import Part
from core.intake.engine.reading.items import name_article
from core.intake.engine.reading.lines import read_line
from core.intake.engine.reading.phrases import PhraseBook
from core.intake.engine.reading.scanning import scan
from core.intake.engine.reading.tokens import Atom
from core.intake.types import Action, LineReading, LineText

DETERMINERS = (
    "the ",
    "my ",
    "our ",
    "that ",
    "those ",
    "these ",
    "this ",
    "all the ",
    "all ",
    "any ",
    "any more ",
)
PRONOUNS = frozenset(
    {"it", "that", "this", "them", "those", "itu", "ini", "onu", "bunu", "它", "这个", "那个"}
)
END_SIGNS = " .,!?;:~"


@cache
def _openers() -> frozenset[str]:
    return frozenset(words_to_keys("openers"))


@cache
def book(key: str) -> PhraseBook:
    """The phrases of one kind of command, all languages."""
    return PhraseBook({key: read_section("edits").get(key, ())})


def removal_of(raw: str, item: str, line_number: int | None = None) -> LineText:
    reading = LineReading(item=item, action=Action.REMOVE, line_number=line_number)
    return LineText(raw, (reading,))


def line_of(raw: str, rest: str, action: Action) -> LineText:
    """``rest`` read as a line with ``action``; a bare pronoun names nothing."""
    found = read_line(bare(rest), action=action)
    readings = tuple(
        replace(reading, item="" if fold(reading.item) in PRONOUNS else reading.item)
        for reading in found.readings
    )
    return LineText(raw, readings)


def bare(text: str) -> str:
    """Without determiners and courtesies before the name."""
    text = text.strip(END_SIGNS)
    while True:
        folded = text.lower()
        word = next((d for d in DETERMINERS if folded.startswith(d)), None)
        if word is None:
            return text
        text = text[len(word) :].lstrip()


def item_of(text: str) -> str:
    item = bare(name_article(bare(text), []))
    item = re.sub(r"(\w{2,})'(?:[ıiuü]|y[ıiuü]|[ae]|[ns][ıiuü])$", r"\1", item)
    return "" if fold(item) in PRONOUNS else item


def has_number(text: str) -> bool:
    return any(e.value is not None and e.part is not Part.PRICE for e in scan(text))


def names_of(text: str) -> list[str]:
    """The articles of a removal: "sprite and fanta"."""
    parts = re.split(r"\s*[,;、]\s*(?:and\s|ve\s|dan\s)?|\s+(?:and|ve|dan|or|atau|veya|&)\s+|[和跟与]", text)
    names = [item_of(part) for part in parts]
    return [name for name in names if name]


def names_article(text: str) -> bool:
    """Whether a text has more than an amount in it."""
    return any(
        e.part in (Part.WORD, Part.CODE) or e.size_unit is not None for e in scan(text.strip(END_SIGNS))
    )


def without_amount(text: str) -> str:
    return read_line(bare(text)).best.item


def leading(atoms: Sequence[Atom], key: str) -> int | None:
    """The place after a command phrase that opens the piece, courtesies before it skipped."""
    for place, atom in enumerate(atoms[:5]):
        found = book(key).match_at(atoms, place)
        if found is not None:
            return found[1]
        if atom.folded not in _openers() and atom.text != ",":
            return None
    return None


def first_after(atoms: Sequence[Atom], place: int, key: str) -> tuple[int, int] | None:
    for start in range(place + 1, len(atoms)):
        found = book(key).match_at(atoms, start)
        if found is not None:
            return start, found[1]
    return None


def starts_with_amount(text: str) -> bool:
    elements = scan(text.strip(END_SIGNS))
    return bool(elements) and elements[0].value is not None


def ends_in_amount(text: str) -> bool:
    elements = [e for e in scan(text.strip(END_SIGNS)) if e.part is not Part.SIGN]
    if not elements:
        return False
    return elements[-1].value is not None or (len(elements) > 1 and elements[0].folded in PRONOUNS)


LINE_REFERENCE = re.compile(
    r"(?:\b(?:line|item|row|ln|baris|barisan|satır|satir|sıra|sira|madde)\s*(?:no\.?|number|nombor|#)?\s*#?\s*(\d{1,3})\b"
    r"|\b(?:no\.?|number|nombor)\s*(\d{1,3})\b|#\s?(\d{1,3})\b"
    r"|第\s?([一二三四五六七八九十]{1,3}|\d{1,3})\s?(?:行|项|項|条|條|个|個|样|樣)"
    r"|\b(\d{1,3})(?:\.|\s?nolu|\s?numaralı)\s?(?:satır|sıra|kalem|madde|ürün)\w*)",
    re.IGNORECASE,
)
HAN_REMOVAL = re.compile(
    r"^(?:请|麻烦|把|将|就是|但是|但|除了)*(?:不要再?送?|去掉|删掉|刪掉|删除|刪除|删了|取消|拿掉|不用|不需要|唔要|撤掉|移除|除了|减掉)(.+?)(?:了|吧|以外|之外|都要)?$"
)
