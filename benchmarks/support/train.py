"""Makes the weights and thresholds of ``core.support.engine`` again, from the tuning half alone.

python -m benchmarks.support.train [--dry]

Learned from: questions in other words than the file's, each once with its answer in the file and once without
it, and what no answer fits.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.support.corpus import Entry, order_messages, read_entries, unanswerable, without
from core.support.engine import answering
from core.support.engine.answering import Phrasings, find_answer, gate_of, lets_through, may_be_sure
from core.support.engine.judging import judge_features, rank

TARGET = Path(answering.__file__).with_name("model.json")
WRONG_AT_MOST = 0.0015  # of the tuning questions and messages, answered without a word
SURE_AT_LEAST = 0.9  # however few are wrong among so few questions
RIGHT_AT_LEAST, _BAND = 0.3, 0.1  # of what is likely by so much, the right one first
_PULL = 0.02  # towards no weight at all

Floats = NDArray[np.float64]
Case = tuple[str, str, str | None]  # text, language, answer


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--dry", action="store_true", help="write nothing")
    dry = parser.parse_args().dry
    entries = read_entries()
    known = phrasings_of(entries)
    tuned = [one for one in entries if not one.is_test]
    nearness = _learn_nearness(tuned, known)
    cases: list[tuple[Phrasings, Case]] = [
        (known, (text, one.language, one.answer)) for one in tuned for text in one.asked
    ]
    for one in tuned:
        rest = phrasings_of(without(entries, one.topic))
        cases += [(rest, (text, one.language, None)) for text in one.asked]
    vain = unanswerable(test=False) + order_messages(test=False)
    cases += [(known, (text, "en", None)) for text in vain]
    rows, right, free = _observe(cases, nearness)
    judgement = fit_logistic(rows, right)
    chances = 1 / (1 + np.exp(-(rows @ np.array(judgement[:-1]) + judgement[-1])))
    sure, maybe = _thresholds(chances, right, free, len(cases))
    print(f"nearness {np.round(nearness, 2)}  judgement {np.round(judgement, 2)}")
    print(f"sure {sure:.3f}  maybe {maybe:.3f}  of {len(rows)} {int(right.sum())} with the right one first")
    if not dry:
        model = {
            "nearness": [round(one, 4) for one in nearness],
            "judgement": [round(one, 4) for one in judgement],
            "sure": round(sure, 4), "maybe": round(maybe, 4),
        }  # fmt: skip
        TARGET.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


def phrasings_of(entries: Iterable[Entry]) -> Phrasings:
    return Phrasings.of([one for entry in entries for one in entry.phrasings()])


def _learn_nearness(entries: Sequence[Entry], known: Phrasings) -> list[float]:
    """From each question with the answers near it in its language."""
    rows, right = [], []
    for entry in entries:
        for text in entry.asked:
            for near in known.index.search(text):
                if known.languages[near.answer] == entry.language:
                    rows.append(near.features)
                    right.append(known.known[near.phrasing].answer == entry.answer)
    return fit_logistic(np.array(rows), np.array(right), least=0.0)


def _observe(
    cases: Sequence[tuple[Phrasings, Case]], nearness: Sequence[float]
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """What is judged by, whether the best is right, and whether it may be answered at all."""
    rows, right, free = [], [], []
    for known, (text, language, answer) in cases:
        ranked = rank(known.index.search(text), known.languages, language, nearness)
        if not ranked or find_answer(text, known, language) is not None:
            continue
        if lets_through(gate_of(text), ranked[0].near):
            rows.append(judge_features(ranked))
            best = known.known[ranked[0].near.phrasing]
            right.append(best.answer == answer)
            free.append(may_be_sure(text, best, ranked[0].near))
    return np.array(rows), np.array(right, np.float64), np.array(free)


def fit_logistic(rows: Floats, right: Floats, least: float | None = None) -> list[float]:
    """Weights and the constant; ``least``: what no weight may be below."""
    table = np.hstack([rows, np.ones((len(rows), 1))])
    weights = np.zeros(table.shape[1])
    pull = np.full(len(weights), _PULL)
    pull[-1] = 0.0
    for _ in range(20_000):
        off = 1 / (1 + np.exp(-table @ weights)) - right
        weights -= 0.2 * (table.T @ off / len(rows) + pull * weights / 10)
        if least is not None:
            weights[:-1] = np.maximum(weights[:-1], least)
    return [float(one) for one in weights]


def _thresholds(chances: Floats, right: Floats, free: NDArray[np.bool_], asked: int) -> tuple[float, float]:
    """sure: the lowest with few enough wrong answers; maybe: the lowest that is right often enough."""
    order = [at for at in np.argsort(-chances) if free[at]]
    allowed = int((np.cumsum(1 - right[order]) <= WRONG_AT_MOST * asked).sum())
    sure = max(float(chances[order[max(allowed - 1, 0)]]), SURE_AT_LEAST)
    bands = (float(step) for step in np.arange(0.05, sure, 0.01))
    often = (
        step for step in bands
        if right[(chances >= step) & (chances < step + _BAND)].mean() >= RIGHT_AT_LEAST
    )  # fmt: skip
    return sure, next(often, sure)


if __name__ == "__main__":
    main()
