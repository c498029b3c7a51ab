"""Which of the office's answers fits what somebody wrote. Pure.

RULE question: one line of at most ``MOST_SIGNS`` signs; a number in it must stand in the office's question as
well, for whoever writes a number orders.

RULE fit: both without courtesies, folded as orders are; alike by ``LEAST`` of 100 (``LEAST_HAN`` where it is
written in characters, of which each says more), and every word with one that is spelt almost so, but for one
in long questions. A wrong answer is worse than none: where a question with another answer is nearly as near,
there is none.

RULE other words: what does not fit so is understood by what it says (``wording``, ``retrieval``), unless it
reads as something that the machine does or answers itself. It is answered where that is as good as sure,
asked about (at most ``MOST_ASKED`` answers) where it is likely, else left to others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz import fuzz, process

from core.intake.engine.folding import alias_key
from core.intake.engine.reading import read_message
from core.intake.engine.reading.protecting import read_protection
from core.intake.engine.reading.returning import read_return
from core.intake.engine.reading.wishes import read_price_wish
from core.intake.types import Intent, MessageReading, QuantityKind
from core.support.engine.judging import likelihood, rank, read_model
from core.support.engine.retrieval import Index, Near

MOST_SIGNS = 160
MOST_KEY = 200  # signs of a question as it is compared and kept
LEAST, LEAST_HAN, MARGIN = 84.0, 90.0, 6.0
LEAST_WORD, LONG = 75.0, 5  # of one word; words from which on one may be another
MOST_ASKED, MOST_BEHIND = 3, 2.0  # answers that are asked about; how far behind the best one
_ANY_DAY = date(2024, 1, 1)  # whether a day is named does not hang on which it is today
_GOODS = {Intent.ORDER, Intent.EDIT, Intent.ASK_PRICE, Intent.ASK_STOCK}
_OWN_ANSWERS = {Intent.ASK_CREDIT, Intent.ASK_INVOICE, Intent.ASK_REBATE}
# What is said around a question in the four languages, folded.
_COURTESY_WORDS = """
hi hello hey dear please pls plz thanks thank you kindly sir boss good morning afternoon evening so and ok
just can could tell me know may ask question the a an your our my is are do does we
merhaba selam lutfen tesekkurler acaba bir sey sorabilir miyim sormak istiyorum
tolong terima kasih salam hai saya nak tanya boleh bos encik
"""
_COURTESIES = frozenset(_COURTESY_WORDS.split())
_HAN_COURTESIES = re.compile(
    "^(?:你好|您好|请问|麻烦|老板|想问|我想问|问一下|一下)+|(?:啊|呀|呢|吗|嘛|谢谢|吧|的)+$"
)
_HAN = re.compile("[\u3400-\u9fff]")
_NUMBER = re.compile(r"\d+")
_ASKS = re.compile(
    r"[?？]\s*$|^(?:what|when|where|how|why|who|which|do you|does|can i|can we|is there|are you|is it)\b"
    r"|\b(?:nasıl|nasil|ne zaman|nerede|neden|kaç|kac|hangi|m[ıiuü]s[ıiuü]n[ıiuü]z|var m[ıi])\b"
    r"|^(?:bila|macam mana|bagaimana|di mana|kenapa|berapa|boleh ke|ada ke|apa)\b"
    r"|\b(?:macam mana|bagaimana|siapa|bila|ke|tak)$"
    r"|怎么|什么|几点|多少|哪里|哪儿|如何|为什么|能不能|可以.*吗|吗$",
    re.IGNORECASE,
)


class Gate(StrEnum):
    """What the machine takes a message for, if it is no question of the office."""

    OPEN = "open"  # for nothing
    GOODS = "goods"  # for an article that it may not know
    PRICED = "priced"  # for a question about an article, or what it can do
    OWN = "own"  # for a question that it answers itself: the office is heard only where that is sure
    SHUT = "shut"  # for an order, a command, a complaint


# How much of what is asked about an answer must speak of, so that an article is not passed over.
_NEARLY_ALL, _ALL = 0.75, 0.95
_LEAST_ABOUT = {Gate.OPEN: 0.2, Gate.GOODS: 0.35, Gate.PRICED: _NEARLY_ALL}


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A question as the office has written it down, and what it says to it."""

    question: str
    language: str
    answer: str


@dataclass(frozen=True, slots=True)
class Phrasings:
    """All of them, with their questions as they are compared. languages: of the answers by number."""

    known: tuple[Phrasing, ...]
    keys: tuple[str, ...]
    index: Index
    languages: tuple[str, ...]

    @classmethod
    def of(cls, known: Sequence[Phrasing]) -> Phrasings:
        answers = {(one.answer, one.language): None for one in known}
        number = {answer: at for at, answer in enumerate(answers)}
        index = Index([(one.question, number[one.answer, one.language]) for one in known])
        keys = tuple(question_key(one.question) for one in known)
        return cls(tuple(known), keys, index, tuple(language for _, language in answers))


@dataclass(frozen=True, slots=True)
class Understood:
    """sure: the one that was asked for. maybe: one of these, of different answers, the likeliest first."""

    sure: Phrasing | None = None
    maybe: tuple[Phrasing, ...] = ()


def question_key(text: str) -> str:
    """A question without case, accents, signs and courtesies; empty for one that is nothing else."""
    folded = alias_key(text)
    words = [word for word in folded.split() if word not in _COURTESIES]
    if _HAN.search(folded):
        return _HAN_COURTESIES.sub("", "".join(words)) or folded
    return " ".join(words) or folded


def may_be_question(text: str) -> bool:
    """Whether an answer is worth looking for; quick, for every message is asked."""
    bare = text.strip()
    return 3 <= len(bare) <= MOST_SIGNS and "\n" not in bare


def asks(text: str) -> bool:
    """Whether it is said as a question: such a one without an answer is written down for the office."""
    return may_be_question(text) and _ASKS.search(text.strip()) is not None


def find_answer(text: str, phrasings: Phrasings, language: str) -> Phrasing | None:
    """The one answer that fits; of equal ones that in the reader's language."""
    if not phrasings.known or not may_be_question(text):
        return None
    key = question_key(text)
    numbers = _NUMBER.findall(key)
    found = [
        (score, phrasings.known[at])
        for other, score, at in process.extract(
            key, phrasings.keys, scorer=fuzz.token_sort_ratio, score_cutoff=LEAST - MARGIN, limit=12
        )
        if _NUMBER.findall(other) == numbers and _is_alike(key, other, score)
    ]
    if not found:
        return None
    best, answer = max(found, key=lambda one: (one[0], one[1].language == language))
    if best < (LEAST_HAN if _HAN.search(key) else LEAST):
        return None
    rivals = [one for one in found if one[1].answer != answer.answer and one[1].language == answer.language]
    return None if any(score > best - MARGIN for score, _ in rivals) else answer


def understand(text: str, phrasings: Phrasings, language: str) -> Understood:
    """What somebody who reads ``language`` asks the office, as far as it has an answer."""
    if not phrasings.known or not may_be_question(text):
        return Understood()
    if (exact := find_answer(text, phrasings, language)) is not None:
        return Understood(sure=exact)
    model = read_model()
    ranked = rank(phrasings.index.search(text), phrasings.languages, language, model.nearness)
    chance = likelihood(ranked, model.judgement) if ranked else 0.0
    if chance < model.maybe:
        return Understood()
    gate = gate_of(text)
    if not lets_through(gate, ranked[0].near):
        return Understood()
    best = phrasings.known[ranked[0].near.phrasing]
    if chance >= model.sure and may_be_sure(text, best, ranked[0].near):
        return Understood(sure=best)
    if gate is Gate.OWN:
        return Understood()
    likely = [one for one in ranked[:MOST_ASKED] if one.score > ranked[0].score - MOST_BEHIND]
    return Understood(maybe=tuple(phrasings.known[one.near.phrasing] for one in likely))


def lets_through(gate: Gate, near: Near) -> bool:
    """Whether the answer speaks of enough of what is asked about to be thought of."""
    if gate is Gate.OWN:
        return min(near.about, near.covering) >= _NEARLY_ALL
    return gate is not Gate.SHUT and near.about >= _LEAST_ABOUT[gate]


def may_be_sure(text: str, best: Phrasing, near: Near) -> bool:
    """Whether it may be answered unasked: it says nothing of weight that the answer does not speak of."""
    same = _NUMBER.findall(question_key(text)) == _NUMBER.findall(best.question)
    return same and near.is_whole and near.about >= _ALL


def gate_of(text: str) -> Gate:
    """What the machine makes of it, if it is no question of the office."""
    if read_return(text) or read_protection(text) or read_price_wish(text):
        return Gate.SHUT
    reading, is_asked = read_message(text, today=_ANY_DAY), asks(text)
    if reading.intent in _OWN_ANSWERS:
        return Gate.OWN
    if reading.intent is Intent.SMALL_TALK:
        return Gate.OPEN
    if reading.intent is Intent.HELP:
        return Gate.PRICED
    if reading.intent not in _GOODS or len(reading.lines) > 1:
        return Gate.SHUT
    is_edit = reading.intent is Intent.EDIT or reading.delivery_date is not None or reading.note is not None
    if (is_edit or _orders(reading)) and not is_asked:
        return Gate.SHUT
    asks_goods = reading.intent in (Intent.ASK_PRICE, Intent.ASK_STOCK) or _NUMBER.search(text) is not None
    return Gate.PRICED if asks_goods else Gate.GOODS


def _orders(reading: MessageReading) -> bool:
    """An amount of something."""
    return any(
        line.best.quantity_kind is not QuantityKind.MISSING or line.best.unit is not None
        for line in reading.lines
    )


def _is_alike(key: str, other: str, score: float) -> bool:
    """Whether the words of each stand in the other, spelt almost so."""
    if _HAN.search(key) or score == 100:
        return True
    ours, theirs = key.split(), other.split()
    most = int(min(len(ours), len(theirs)) >= LONG)
    return _strangers(ours, theirs) <= most and _strangers(theirs, ours) <= most


def _strangers(words: Sequence[str], among: Sequence[str]) -> int:
    return sum(all(fuzz.ratio(word, other) < LEAST_WORD for other in among) for word in words)
