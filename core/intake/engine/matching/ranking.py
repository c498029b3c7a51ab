"""The ranker: a logistic model over the features, one weight each, shipped as a small file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from core.intake.engine.matching.features import NAMES
from core.intake.engine.matching.index.postings import Floats

MODEL = "data/matching_model.json"


@dataclass(frozen=True, slots=True)
class Ranker:
    """score = features x weights; the scores of one line's candidates are compared by soft-max."""

    weights: Floats
    prior: float  # weight of the logarithm of a reading's own plausibility

    def score(self, table: Floats) -> Floats:
        """A score for each candidate; only differences between candidates of one line mean something."""
        scores: Floats = (table @ self.weights).astype(np.float32)
        return scores


@cache
def read_model() -> dict[str, dict[str, float]]:
    """The shipped weights: part of the model -> name -> weight."""
    text = resources.files("core.intake.engine").joinpath(MODEL).read_text(encoding="utf8")
    model: dict[str, dict[str, float]] = json.loads(text)
    return model


@cache
def load_ranker() -> Ranker:
    """The shipped ranker."""
    part = read_model()["ranker"]
    return Ranker(np.array([part.get(name, 0.0) for name in NAMES], np.float32), part.get("prior", 0.5))


def softmax(scores: Floats) -> NDArray[np.float64]:
    """Shares that add up to 1."""
    powers = np.exp(scores.astype(np.float64) - float(scores.max(initial=0.0)))
    shares: NDArray[np.float64] = powers / powers.sum()
    return shares
