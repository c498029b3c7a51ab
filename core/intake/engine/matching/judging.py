"""Accept, ask or not found: a second small model that turns a ranking into calibrated probabilities.

Hard rules stand above it (A2): a size, pack count or model number that contradicts the product is never
accepted silently, whatever the score, and neither is a product that explains less than half of the line; a
product the dealer never bought is accepted only when every number, code and telling word of the line is found
in it; of two that fit alike none is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import exp, log

from core.intake.engine.matching.features import COLUMN
from core.intake.engine.matching.index.postings import Floats
from core.intake.engine.matching.ranking import read_model
from core.intake.types import Decision

FROM_WINNER = (
    "line_covered", "line_exact", "line_worst", "line_rest", "known_missing",
    "name_covered", "name_rest",
    "measure_contradicts", "measure_unknown", "number_unknown", "size_unsaid",
    "count_contradicts", "code_contradicts", "code_unknown", "sku_exact",
    "code_exact", "gram_line", "gram_name", "fuzz_set", "bought", "bought_often",
    "bought_loyal", "bought_behind", "unit_unsold", "pinyin",
)  # fmt: skip
INPUTS = (
    *FROM_WINNER, "share", "odds", "gap", "near_misses", "off_list_gap", "no_list", "history", "rival_bought",
    "words", "bias",
)  # fmt: skip
_GAP_LIMIT = 8.0
_TIE = 0.3  # scores so close that chance decides which is first
_A_WORD = 0.5  # of "known_missing": the line names something the product is not
_HALF = 0.5  # of the line's words: less than that found in the product is no match, however lonely it stands
_NEARLY_ALL = 0.8  # of the line's words: that much makes it worth a question, however many fit
_TRACE = 0.35  # below that it is not even worth showing


@dataclass(frozen=True, slots=True)
class Verdict:
    """Probabilities that the first candidate is right, and that the right one is among those shown."""

    first: float
    listed: float
    decision: Decision


@dataclass(frozen=True, slots=True)
class Judge:
    """Weights by input for the two probabilities, and the thresholds on them."""

    first: dict[str, float]
    listed: dict[str, float]
    accept_at: float
    accept_new_at: float  # for products the dealer never bought
    ask_at: float


@cache
def load_judge() -> Judge:
    """The shipped judge."""
    model = read_model()
    at = model["thresholds"]
    return Judge(model["first"], model["listed"], at["accept"], at["accept_new"], at["ask"])


def describe(
    winner: Floats,
    scores: Floats,
    shares: Floats,
    off_list_gap: float | None,
    has_history: bool,
    rival_bought: bool,
    tokens: int,
) -> dict[str, float]:
    """The judge's inputs. winner: features of the best product; scores and shares: products, best first.

    off_list_gap: how far the best product outside the dealer's list is ahead (negative: behind);
        None when every product is on it.
    tokens: how many words the line has.
    """
    inputs = {name: float(winner[COLUMN[name]]) for name in FROM_WINNER}
    gap = float(scores[0] - scores[1]) if len(scores) > 1 else _GAP_LIMIT
    inputs["share"] = float(shares[0])
    inputs["gap"] = min(gap, _GAP_LIMIT)
    inputs["odds"] = log(max(shares[0], 1e-4) / max(1.0 - float(shares[0]), 1e-4))
    inputs["near_misses"] = float((scores[1:6] > scores[0] - 1.0).sum())
    inputs["off_list_gap"] = 0.0 if off_list_gap is None else max(min(off_list_gap, 4.0), -4.0)
    inputs["no_list"] = float(off_list_gap is None)
    inputs["history"] = float(has_history)
    inputs["rival_bought"] = float(rival_bought)
    inputs["words"] = log(max(tokens, 1))
    inputs["bias"] = 1.0
    return inputs


def judge(inputs: dict[str, float], model: Judge) -> Verdict:
    """The decision on a line whose products were ranked."""
    first = _logistic(inputs, model.first)
    listed = max(_logistic(inputs, model.listed), first)
    found = found_of_line(inputs)
    if found < _TRACE and not inputs["bought"]:
        # Alone among few products it would look certain; what it says about the line is next to nothing.
        return Verdict(first * found, listed * found, Decision.NOT_FOUND)
    accept_at = model.accept_at if inputs["bought"] else model.accept_new_at
    if first >= accept_at and not is_barred(inputs):
        return Verdict(first, listed, Decision.ACCEPT)
    # "Stainless bearing 50 mm" fits dozens alike: none of five is likely the one, but it is no stranger.
    is_known = listed >= model.ask_at or (found >= _NEARLY_ALL and not is_contradicted(inputs))
    return Verdict(first, listed, Decision.ASK if is_known else Decision.NOT_FOUND)


def found_of_line(inputs: dict[str, float]) -> float:
    """How much of the line the product explains, by words, by sound or as a code (0..1)."""
    return max(inputs["line_covered"], inputs["pinyin"], inputs["sku_exact"], inputs["code_exact"])


def is_contradicted(inputs: dict[str, float]) -> bool:
    """Does a size, a pack count or a model number of the line say something else than the product?"""
    return bool(inputs["measure_contradicts"] or inputs["code_contradicts"] or inputs["count_contradicts"])


def is_barred(inputs: dict[str, float]) -> bool:
    """Is silent acceptance out of the question?"""
    if inputs["sku_exact"] and not inputs["measure_contradicts"]:
        return False
    if is_contradicted(inputs):
        return True
    if found_of_line(inputs) < _HALF:
        return True
    if inputs["gap"] < _TIE or inputs["number_unknown"]:
        return True
    strange = inputs["code_unknown"] and not inputs["code_exact"]
    unexplained = inputs["measure_unknown"] or inputs["known_missing"] > _A_WORD or strange
    return bool(not inputs["bought"] and unexplained)


def _logistic(inputs: dict[str, float], weights: dict[str, float]) -> float:
    total = sum(weight * inputs[name] for name, weight in weights.items())
    return 1.0 / (1.0 + exp(-max(min(total, 30.0), -30.0)))
