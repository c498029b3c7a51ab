"""The office's answers as an index: which of them a question comes near, and by what. Pure.

What a term or a piece of a word weighs is learned from the office's own file: what stands in few answers says
much. A term that no answer has weighs most, so that a question about something else is near to none.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.intake.engine.folding import alias_key
from core.support.engine.wording import HEADING, WAY, heading_of, terms_of

# Beside what is asked about in so many words; a single character is seldom a word.
_WAY_WEIGHS, _HEADING_WEIGHS, _SIGN_WEIGHS = 0.5, 0.6, 0.3
_ANY_WAY = {"#?how", "#?can"}  # said of anything
_PIECE = (3, 4)  # signs of a piece of a word
_LOOKED_AT = 6  # answers that are looked at closely

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Near:
    """How near a question is to one answer; all from 0 to 1.

    cosine, pieces: to its nearest phrasing, by terms and by pieces of words. covered: how much of the
    question its phrasings explain together. covering: how much of a phrasing the question says. about: how
    much of what is asked about is explained, ways of asking aside; by half where they say but something near.
    is_whole: it asks in a way that they ask in, and says more than one word that counts.
    """

    answer: int
    phrasing: int
    cosine: float
    pieces: float
    covered: float
    covering: float
    about: float
    is_whole: bool

    @property
    def features(self) -> tuple[float, ...]:
        return self.cosine, self.pieces, self.covered, self.covering, self.about


@dataclass(slots=True)
class _Postings:
    """Which rows have a feature, with the share of the row's length that it makes."""

    weights: dict[str, float] = field(default_factory=dict)
    rows: dict[str, tuple[NDArray[np.intp], Floats]] = field(default_factory=dict)
    unknown: float = 1.0
    size: int = 0

    def weight(self, feature: str) -> float:
        return self.weights.get(feature, self.unknown) * _kind_weighs(feature)

    def length(self, features: Iterable[str]) -> float:
        return math.sqrt(sum(self.weight(one) ** 2 for one in features)) or 1.0

    def cosines(self, features: Sequence[str]) -> Floats:
        found = np.zeros(self.size)
        length = self.length(features)
        for one in features:
            if (posted := self.rows.get(one)) is not None:
                found[posted[0]] += posted[1] * (self.weight(one) / length)
        return found


class Index:
    """Phrasings (question, number of its answer), made ready to be searched."""

    def __init__(self, phrasings: Sequence[tuple[str, int]]) -> None:
        self.answer_of = np.array([answer for _, answer in phrasings], dtype=np.intp)
        self.answers = int(self.answer_of.max()) + 1 if len(phrasings) else 0
        self.terms = [frozenset(terms_of(question)) for question, _ in phrasings]
        self._by_term = _post([tuple(sorted(one)) for one in self.terms], self.answer_of)
        self._by_piece = _post([pieces_of(question) for question, _ in phrasings], self.answer_of)
        self._said: list[set[str]] = [set() for _ in range(self.answers)]
        for terms, answer in zip(self.terms, self.answer_of.tolist(), strict=True):
            self._said[answer].update(terms)

    def search(self, text: str) -> list[Near]:
        """The answers that are worth a closer look, in no order; empty for what says nothing known."""
        terms, pieces = terms_of(text), pieces_of(text)
        if not self.answers or not terms:
            return []
        by_term, by_piece = self._by_term.cosines(terms), self._by_piece.cosines(pieces)
        both = by_term + by_piece
        nearest = np.full(self.answers, -1.0)
        np.maximum.at(nearest, self.answer_of, both)
        top = np.argsort(-nearest)[:_LOOKED_AT]
        return [
            self._look(int(answer), terms, by_term, by_piece, both) for answer in top if nearest[answer] > 0
        ]

    def _look(
        self, answer: int, terms: Sequence[str], by_term: Floats, by_piece: Floats, both: Floats
    ) -> Near:
        rows = np.flatnonzero(self.answer_of == answer)
        best = int(rows[np.argmax(both[rows])])
        weight, said = self._by_term.weight, self._said[answer]
        about = [one for one in terms if one[:2] != WAY and one[0] != HEADING]
        spoken_of = said.union(one for one in about if HEADING + heading_of(one) in said)
        return Near(
            answer,
            best,
            float(by_term[rows].max()),
            float(by_piece[rows].max()),
            _share(terms, said, weight),
            max(_share(tuple(self.terms[row]), terms, weight) for row in rows.tolist()),
            (_share(about, said, weight) + _share(about, spoken_of, weight)) / 2,
            _is_whole(terms, said),
        )


def pieces_of(text: str) -> tuple[str, ...]:
    """The pieces of its words, each once; of Chinese characters one and two."""
    found: dict[str, None] = {}
    for word in alias_key(text).split():
        if word > "\u3400":
            found.update(dict.fromkeys(word))
            found.update((word[at : at + 2], None) for at in range(len(word) - 1))
            continue
        edged = f" {word} "
        for size in _PIECE:
            found.update((edged[at : at + size], None) for at in range(max(len(edged) - size + 1, 1)))
    return tuple(found)


def _is_whole(terms: Sequence[str], said: Collection[str]) -> bool:
    ways = [one for one in terms if one[:2] == WAY and one not in _ANY_WAY]
    return len([one for one in terms if one[0] != HEADING]) > 1 and all(one in said for one in ways)


def _kind_weighs(feature: str) -> float:
    if feature[:2] == WAY:
        return _WAY_WEIGHS
    if feature[0] == HEADING:
        return _HEADING_WEIGHS
    return _SIGN_WEIGHS if len(feature) == 1 else 1.0


def _share(features: Sequence[str], of: Iterable[str], weight: Callable[[str], float]) -> float:
    whole = sum(weight(one) for one in features)
    known = of if isinstance(of, set | frozenset) else set(of)
    return float(sum(weight(one) for one in features if one in known) / whole) if whole else 0.0


def _post(rows: Sequence[Sequence[str]], answer_of: NDArray[np.intp]) -> _Postings:
    """What is said in few answers weighs much."""
    answers = len(set(answer_of.tolist()))
    heard: dict[str, set[int]] = {}
    for features, answer in zip(rows, answer_of.tolist(), strict=True):
        for one in features:
            heard.setdefault(one, set()).add(answer)
    posted = _Postings(size=len(rows))
    posted.weights = {one: _rarity(len(among), answers) for one, among in heard.items()}
    posted.unknown = _rarity(1, max(answers, 2))
    places: dict[str, tuple[list[int], list[float]]] = {}
    for row, features in enumerate(rows):
        length = posted.length(features)
        for one in features:
            at, shares = places.setdefault(one, ([], []))
            at.append(row)
            shares.append(posted.weight(one) / length)
    posted.rows = {
        one: (np.array(at, dtype=np.intp), np.array(shares)) for one, (at, shares) in places.items()
    }
    return posted


def _rarity(answers_with: int, answers: int) -> float:
    return math.log(1 + (answers + 0.5) / (answers_with + 0.5))
