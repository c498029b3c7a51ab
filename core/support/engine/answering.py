"""Which of the office's answers fits what somebody wrote. Pure.

RULE question: one line of at most ``MOST_SIGNS`` signs; a number in it must stand in the office's question as
well, for whoever writes a number orders.

RULE fit: both without courtesies, folded as orders are; alike by ``LEAST`` of 100 (``LEAST_HAN`` where it is
written in characters, of which each says more), and every word with one that is spelt almost so, but for one
in long questions. A wrong answer is worse than none: where a question with another answer is nearly as near,
there is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from core.intake.engine.folding import alias_key

MOST_SIGNS = 160
LEAST, LEAST_HAN, MARGIN = 84.0, 90.0, 6.0
LEAST_WORD, LONG = 75.0, 5  # of one word; words from which on one may be another
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
    r"|怎么|什么|几点|多少|哪里|哪儿|如何|为什么|能不能|可以.*吗|吗$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A question as the office has written it down, and what it says to it."""

    question: str
    language: str
    answer: str


@dataclass(frozen=True, slots=True)
class Phrasings:
    """All of them, with their questions as they are compared."""

    known: tuple[Phrasing, ...]
    keys: tuple[str, ...]

    @classmethod
    def of(cls, known: Sequence[Phrasing]) -> Phrasings:
        return cls(tuple(known), tuple(question_key(one.question) for one in known))


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


def _is_alike(key: str, other: str, score: float) -> bool:
    """Whether the words of each stand in the other, spelt almost so."""
    if _HAN.search(key) or score == 100:
        return True
    ours, theirs = key.split(), other.split()
    most = int(min(len(ours), len(theirs)) >= LONG)
    return _strangers(ours, theirs) <= most and _strangers(theirs, ours) <= most


def _strangers(words: Sequence[str], among: Sequence[str]) -> int:
    return sum(all(fuzz.ratio(word, other) < LEAST_WORD for other in among) for word in words)
