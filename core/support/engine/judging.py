"""How likely an answer is the one that was asked for: two small logistic models, one after the other. Pure.

The first scores each answer by how near the question is to it; the second says how likely the best one is
right, by its score, its lead over the next in the same language and how much of the question it explains.
Their weights and the two thresholds stand in ``model.json``; ``benchmarks.support.train`` makes them again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp

from core.support.engine.retrieval import Near

_LEAD_LIMIT = 6.0  # of the best one's score over the next: more says nothing more
_PUT_IN_IT = 0.4  # of the pieces of words: so alike are words of one language
_OWN = 4.0  # of an answer in the reader's language, in the score's own measure


@dataclass(frozen=True, slots=True)
class Model:
    """Weights, the constant last. sure: from which likelihood on it is answered; maybe: asked."""

    nearness: tuple[float, ...]
    judgement: tuple[float, ...]
    sure: float
    maybe: float


@dataclass(frozen=True, slots=True)
class Scored:
    near: Near
    score: float


@cache
def read_model() -> Model:
    """The shipped weights."""
    found = json.loads(resources.files(__package__).joinpath("model.json").read_text(encoding="utf-8"))
    return Model(tuple(found["nearness"]), tuple(found["judgement"]), found["sure"], found["maybe"])


def rank(
    near: Sequence[Near], languages: Sequence[str], language: str, weights: Sequence[float]
) -> list[Scored]:
    """The best first; ``languages`` of the answers by number. Only those in the language of the best one.

    An answer in a language that is not the reader's is thought of only where the question is put in it.
    """
    scored = [
        Scored(one, _weigh(one.features, weights))
        for one in near
        if languages[one.answer] == language or one.pieces >= _PUT_IN_IT
    ]
    if not scored:
        return []
    best = max(scored, key=lambda one: one.score + _OWN * (languages[one.near.answer] == language))
    spoken = languages[best.near.answer]
    return sorted((one for one in scored if languages[one.near.answer] == spoken), key=lambda one: -one.score)


def judge_features(ranked: Sequence[Scored]) -> tuple[float, ...]:
    """What the second model looks at, of answers that are ranked; at least one."""
    first = ranked[0]
    lead = min(first.score - ranked[1].score, _LEAD_LIMIT) if len(ranked) > 1 else _LEAD_LIMIT
    near = first.near
    return first.score, lead, near.about, near.cosine, near.about * near.covered * near.covering


def likelihood(ranked: Sequence[Scored], weights: Sequence[float]) -> float:
    """That the best one is what was asked for."""
    return 1 / (1 + exp(-max(min(_weigh(judge_features(ranked), weights), 30.0), -30.0)))


def _weigh(features: Sequence[float], weights: Sequence[float]) -> float:
    *each, constant = weights
    return sum(one * weight for one, weight in zip(features, each, strict=True)) + constant
