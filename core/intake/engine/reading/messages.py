"""A whole message: its intent, its order lines, its delivery date and note (A1, A5).

Every piece of a message ends in exactly one place: a line, the note, the date, a question, or ``ignored``;
nothing falls away unseen. Questions and courtesies never become lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache, partial

from core.intake.engine.lexicon import fold, read_language, words_to_keys
from core.intake.engine.reading.accounts import is_statement_alone, read_account_question
from core.intake.engine.reading.amending import read_amendment
from core.intake.engine.reading.conditions import read_conditions
from core.intake.engine.reading.courtesies import has_sentence, is_courtesy
from core.intake.engine.reading.dates import find_date
from core.intake.engine.reading.drafted import Draft, conclude
from core.intake.engine.reading.intents import (
    ABOUT_PRODUCTS,
    REPEATING,
    asks_for_stock,
    find_intent,
    find_order_number,
    is_question,
)
from core.intake.engine.reading.lines import read_line
from core.intake.engine.reading.parting import read_line_or_several
from core.intake.engine.reading.phrases import Found, is_name_at, phrase_book
from core.intake.engine.reading.pieces import counts_something, is_din, is_note, may_name_goods
from core.intake.engine.reading.splitting import Piece, split_message
from core.intake.engine.reading.tokens import Atom, atomise, has_han, tidy
from core.intake.types import Action, Intent, MessageReading

__all__ = ["read_line", "read_message"]
# Longer than any chat message; the rest is cut and said to be.
LONGEST = 12_000
# No order line and no question is as long as this without a comma or a full stop.
LONGEST_PIECE = 400
_EDGES = " ,;:.!?~-*"
_COURTESIES = {"greeting": Intent.GREETING, "thanks": Intent.THANKS, "closing": Intent.SMALL_TALK}


@cache
def _addresses() -> frozenset[str]:
    return frozenset(words_to_keys("forms of address"))


def read_message(text: str, *, today: date) -> MessageReading:
    """Read one message. ``today`` is the dealer's own day, from which "tomorrow" is counted."""
    cut = len(text) > LONGEST
    tidied = tidy(text[:LONGEST])[:LONGEST]
    if not any(sign.isalnum() for sign in tidied):
        return MessageReading(Intent.HELP if tidied.strip() == "?" else Intent.EMPTY)
    if is_din(tidied):
        return MessageReading(Intent.SMALL_TALK, ignored=(tidied,), truncated=cut)
    return read_conditions(tidied, partial(_read, today=today, cut=cut))


def _read(tidied: str, *, today: date, cut: bool) -> MessageReading:
    pieces, truncated = split_message(tidied)
    if len(pieces) > 1 and is_statement_alone(tidied, atomise(tidied)):
        pieces = [Piece(tidied)]
    draft = Draft(today)
    for place, piece in enumerate(pieces):
        if place == 0 and len(pieces) > 1 and _greets_somebody(piece.text):
            draft.ignored.append(piece.text)
            draft.courtesies.append(Intent.GREETING)
            continue
        _read_piece(draft, piece)
    _drop_signature(draft, pieces)
    return conclude(draft, truncated=truncated or cut)


def _read_piece(draft: Draft, piece: Piece) -> None:
    if len(piece.text) > LONGEST_PIECE:
        draft.ignored.append(piece.text)
        draft.courtesies.append(Intent.SMALL_TALK)
        return
    text = _strip_greeting(draft, _TURN.sub("", _OPENING.sub("", piece.text)).strip(_HARD_EDGES))
    if not text:
        return
    atoms = atomise(text)
    kind = is_courtesy(text, atoms)
    intent = find_intent(text, atoms)
    if kind is not None and (intent is None or kind == "thanks"):
        draft.ignored.append(piece.text)
        draft.courtesies.append(_COURTESIES[kind])
        draft.closed = draft.closed or kind in ("closing", "thanks")
        return
    if _is_label(draft, text, atoms) or _read_note_label(draft, text, atoms):
        return
    if intent is None and piece.ended == "?" and asks_for_stock(atoms):
        _read_question(draft, text, Intent.ASK_STOCK, Found("ask_stock", 0, atoms[0].end))
        return
    if _opens_as_wish(atoms):
        _read_rest(draft, text, asked=False)
        return
    if intent is not None and intent[0] in REPEATING:
        _read_repetition(draft, text, *intent)
        return
    if intent is not None and is_question(
        text, atoms, *intent, asked=piece.ended == "?" or text.endswith("?")
    ):
        _read_question(draft, text, *intent)
        return
    _read_rest(draft, text, asked=piece.ended == "?")


_MOST_OF_A_NAME = 2


def _greets_somebody(text: str) -> bool:
    """ "Hi Rita" above an order: a greeting, one or two words, nothing counted."""
    atoms = atomise(text)
    found = phrase_book("greetings").match_at(atoms, 0) if atoms and not is_name_at(atoms, 0) else None
    if found is None or counts_something(text):
        return False
    left = [atom for atom in atoms[found[1] :] if atom.folded[0].isalnum()]
    return 0 < len(left) <= _MOST_OF_A_NAME and all(atom.text[0].isupper() for atom in left)


def _opens_as_wish(atoms: Sequence[Atom]) -> bool:
    """ "please call me when you reach": three words of a wish about the delivery outweigh a question."""
    place = 1 if len(atoms) > 1 and atoms[0].folded in ("please", "pls", "plz", "kindly") else 0
    found = phrase_book("notes").match_at(atoms, place)
    return found is not None and found[0] == "lead" and found[1] - place >= 3


# "but 10 ctn water", cut from "same as last time".
_TURN = re.compile(r"^\s*(?:(?:but|ama|fakat|tapi|tetapi|tp)\s+|但是|不过|不過|但)", re.IGNORECASE)
# "@megabot 2 ctn coke" in a group; "Fwd: 2 ctn coke".
_OPENING = re.compile(r"^\s*(?:@[A-Za-z]\w*[\s,:]+|(?:fwd?|re)\s*:\s*)", re.IGNORECASE)
_HARD_EDGES = " ,;:*~"


def _strip_greeting(draft: Draft, text: str) -> str:
    """The piece without the greeting that opens it ("hi boss 2 ctn coke")."""
    atoms = atomise(text)
    if not atoms:
        return ""
    if has_han(text):
        for word in sorted(phrase_section("greetings"), key=len, reverse=True):
            rest = text[len(word) :].lstrip(" ,.!~:;啊呀")
            if text.startswith(word) and len(word) > 1 and rest:
                draft.courtesies.append(Intent.GREETING)
                return rest
        return text
    book = phrase_book("greetings")
    if is_name_at(atoms, 0):
        return text
    place = 0
    while place < len(atoms):
        if place and not atoms[place].folded[0].isalnum():
            place += 1
            continue
        found = book.match_at(atoms, place)
        if found is None or (place == 0 and found[1] == 1 and atoms[0].folded in _addresses()):
            break
        place = found[1]
    if place == 0 or place >= len(atoms):
        return text
    draft.courtesies.append(Intent.GREETING)
    return text[atoms[place].start :].strip(_HARD_EDGES)


def phrase_section(section: str) -> list[str]:
    """The Chinese words of a section."""
    return [word for words in read_language("zh").get(section, {}).values() for word in words]


def _is_label(draft: Draft, text: str, atoms: Sequence[Atom]) -> bool:
    """ "Shop: Ali Mart", a heading such as "Drinks:", a web address."""
    colon = text.find(":")
    if "://" in text or text.startswith("www."):
        draft.ignored.append(text)
        return True
    if colon <= 0:
        return False
    before = [atom for atom in atoms if atom.end <= colon]
    if phrase_book("labels").holds(before) or text[:colon].strip() in phrase_section("labels"):
        found = find_date(text, atoms, draft.today)
        if found is not None:
            draft.day = draft.day or found.day
        draft.ignored.append(text)
        return True
    return False


def _read_note_label(draft: Draft, text: str, atoms: Sequence[Atom]) -> bool:
    """ "note: ring the bell", 备注：送到后门."""
    colon = max(text.find(":"), text.find(" - "))
    if colon <= 0 or colon > 25:
        return False
    before = [atom for atom in atoms if atom.end <= colon]
    label = phrase_book("notes").match_at(before, 0) if before else None
    labelled = label is not None and label[0] == "note" and label[1] == len(before)
    if not labelled and text[:colon].strip() not in phrase_section("notes"):
        return False
    found = find_date(text, atoms, draft.today)
    if found is not None:
        draft.day = draft.day or found.day
    draft.notes.append(text[colon + 1 :].strip(" :-"))
    return True


def _read_question(draft: Draft, text: str, intent: Intent, found: Found) -> None:
    draft.intents.append(intent)
    draft.ignored.append(text)
    if intent in (Intent.ASK_ORDER_STATUS, Intent.ASK_INVOICE, Intent.CANCEL):
        draft.order_number = draft.order_number or find_order_number(text)
    if intent is Intent.ASK_INVOICE:
        draft.account = draft.account or read_account_question(text, atomise(text), draft.today)
    if intent not in ABOUT_PRODUCTS:
        return
    rest = f"{text[: found.start]} {text[found.end :]}".strip(_EDGES)
    if not rest:
        # The article stands inside the phrase: "is coke available".
        rest = _FRAME.sub(" ", text).strip(_EDGES)
    rest = _QUESTION_WORDS.sub(" ", rest).strip(_EDGES)
    for other in phrase_book("intents").find_all(rest, atomise(rest)):
        if Intent(other.key) in ABOUT_PRODUCTS:
            rest = rest[: other.start] + " " * (other.end - other.start) + rest[other.end :]
    for piece in split_message(rest)[0]:
        line = read_line(piece.text)
        if line.best.item:
            draft.asked.append(line)


_FRAME = re.compile(
    r"(?i)^(?:is|are|have you|what does|what do|what is|how many|have you got)\s"
    r"|\s(?:available|cost|costs|left|in stock|back in stock)\W*$"
)
_QUESTION_WORDS = re.compile(
    r"(?i)\b(?:berapa|tak|ke|kah|tk|now|today|left|please|pls|currently|the|your|some|any|per|is|are|still|mı|mi|mu|mü"
    r"|hala|şu an|satu|1)\b|[吗嗎呢啊呀么]$"
    r"|一(?:箱|瓶|个|個|包|盒|袋|斤|件|支|打|罐|桶|条|條|公斤)$|^有(?![机线色])|^(?:请问|問下|问下|问一下|你们|你哋)|的$"
)


def _read_repetition(draft: Draft, text: str, intent: Intent, found: Found) -> None:
    """ "same as last time but no sprite": the rest of the piece holds exceptions and additions."""
    draft.intents.append(intent)
    before = text[: found.start].strip(_EDGES)
    after = _LAST_WORD.sub("", text[found.end :].strip(_EDGES)).strip(_EDGES)
    for part in (before, after):
        for piece in split_message(part)[0] if part else []:
            rest = _strip_turn(piece.text)
            inner = atomise(rest)
            if all(phrase_book("delivery words").holds([atom]) for atom in inner):
                continue
            if (
                not rest
                or fold(rest) in _LAST_WHAT
                or is_courtesy(rest, inner)
                or find_intent(rest, inner) is not None
            ):
                continue
            _read_rest(draft, rest, asked=False, naming=part is after)


# What is left of "same order as last week".
_LAST_WHAT = frozenset({"week", "month", "time", "order", "one", "year", "again", "punya", "ayki", "yang"})


_LAST_WORD = re.compile(r"^(?:week|month|time|order|year)\b", re.IGNORECASE)


def _strip_turn(text: str) -> str:
    """Without "but", "plus", "and also" before an exception or an addition."""
    if has_han(text):
        return re.sub(r"^(?:但是?|不过|不過|只是|就是|另外|而且)", "", text).strip(_EDGES)
    atoms = atomise(text)
    turns = (
        "but",
        "and",
        "plus",
        "with",
        "also",
        "then",
        "ama",
        "fakat",
        "ve",
        "arti",
        "tapi",
        "tetapi",
        "dan",
        "just",
    )
    place = 0
    while place < len(atoms) and atoms[place].folded in (
        *turns,
        "tp",
        ",",
        "yalniz",
        "however",
        "only",
        "cuma",
    ):
        place += 1
    return text[atoms[place].start :] if place < len(atoms) else ""


def _read_rest(draft: Draft, text: str, *, asked: bool, naming: bool = True) -> None:
    """A piece that is no question and no courtesy: date, command, note or order line."""
    rest = _take_date(draft, text)
    if not rest or (rest != text and is_courtesy(rest, atomise(rest)) is not None):
        return
    text = rest
    atoms = atomise(text)
    amended = None if phrase_book("remarks").holds(atoms) else read_amendment(text)
    if amended is not None:
        draft.lines += amended
        return
    text = _take_wish(draft, text, atoms)
    atoms = atomise(text)
    counted = counts_something(text)
    if is_note(text, atoms, counted=counted):
        draft.notes.append(text)
        return
    line = read_line_or_several(text) if counted else read_line(text)
    if (counted or (naming and may_name_goods(text, asked=asked))) and (line.best.item or counted):
        draft.lines.append(line)
        return
    if line.best.remark and not line.best.item:
        draft.notes.append(line.best.remark)
        return
    draft.ignored.append(text)
    draft.courtesies.append(Intent.SMALL_TALK)


def _take_date(draft: Draft, text: str) -> str:
    """Keep the date of a piece; the piece without it, empty when the date was all it said."""
    atoms = atomise(text)
    found = find_date(text, atoms, draft.today)
    if found is None:
        return text
    rest = f"{text[: found.start].rstrip()} {text[found.end :].lstrip()}".strip(_EDGES)
    wishes = [one for one in phrase_book("notes").find_all(text, atoms) if one.key == "lead"]
    if has_sentence(rest) and not wishes and not counts_something(rest):
        # "i was sick yesterday and today" says no day of delivery.
        return text
    draft.day = draft.day or found.day
    words = phrase_book("delivery words")
    left = atomise(rest)
    if all(words.holds([atom]) for atom in left) or (has_han(rest) and not rest.strip(_DELIVERY_SIGNS)):
        return ""
    return text if not counts_something(rest) and phrase_book("notes").match_at(left, 0) else rest


def _take_wish(draft: Draft, text: str, atoms: Sequence[Atom]) -> str:
    """The order in front of a wish about the delivery ("2 ctn coke deliver to back door")."""
    book = phrase_book("notes")
    for place in range(2, len(atoms)):
        found = book.match_at(atoms, place)
        if found is None or found[0] != "lead":
            continue
        before = text[: atoms[place].start].strip(_EDGES)
        if found[1] - place > 1 and counts_something(before):
            draft.notes.append(text[atoms[place].start :].strip(_EDGES))
            return before
    return text


_DELIVERY_SIGNS = "".join(sorted(set("前送到来货之请麻烦发要過过去给我们吧把的貨 ,.可以吗嗎能就行了內内")))


def _drop_signature(draft: Draft, pieces: list[Piece]) -> None:
    """A name below "regards" or "thanks" is who wrote, not what is ordered."""
    if not draft.closed or len(draft.lines) < 2:
        return
    last = draft.lines[-1]
    places = [
        i
        for i, piece in enumerate(pieces)
        if is_courtesy(piece.text, atomise(piece.text)) in ("thanks", "closing")
    ]
    own = next((i for i in range(len(pieces) - 1, -1, -1) if pieces[i].text.endswith(last.raw)), None)
    signed = own == len(pieces) - 1 and own - 1 in places and not counts_something(last.raw)
    if (
        signed
        and any(counts_something(line.raw) for line in draft.lines[:-1])
        and last.best.action is Action.ADD
    ):
        draft.lines.pop()
        draft.ignored.append(last.raw)
