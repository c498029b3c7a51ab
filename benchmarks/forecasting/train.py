"""Makes the weights of the dealer's rhythm again, from March to June (U2).

python -m benchmarks.forecasting.train [--out core/forecasting/engine/rhythm.json]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.forecasting.retail import FIT, House, cases_of, is_here, read_house
from core.forecasting.engine.rhythm import inputs_of, pasts_of

OUT = Path("core/forecasting/engine/rhythm.json")
# Among 10, 20, 40 and 80 the likelihood of July hardly differs; 20 is the least that loses nothing, and so
# lets a steady dealer's own rhythm count soonest.
STRENGTH = 20.0
_RIDGE = 1.0

Floats = NDArray[np.float64]


def table_of(house: House) -> tuple[Floats, Floats]:
    """Inputs with a leading one, and whether the product was taken."""
    inputs, taken = [], []
    for case in cases_of(house, FIT):
        truth = case.truth
        for product, past in pasts_of(case.before).items():
            inputs.append((1.0, *inputs_of(past, len(case.before), case.demand)))
            taken.append(float(product in truth))
    return np.array(inputs), np.array(taken)


def fit_logistic(inputs: Floats, taken: Floats) -> Floats:
    """Weights of largest likelihood with a small ridge, by Newton's method."""
    weights = np.zeros(inputs.shape[1])
    ridge = np.diag([0.0] + [_RIDGE] * (inputs.shape[1] - 1))
    for _ in range(50):
        chances = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (taken - chances) - ridge @ weights
        bend = inputs.T @ (inputs * (chances * (1 - chances))[:, None]) + ridge
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < 1e-9:
            break
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    out = parser.parse_args().out
    if not is_here():
        raise SystemExit("uci-online-retail is not here")
    inputs, taken = table_of(read_house())
    weights = [round(float(one), 4) for one in fit_logistic(inputs, taken)]
    out.write_text(json.dumps({"weights": weights, "strength": STRENGTH}) + "\n", encoding="utf8")
    print(f"{len(taken):,} products of past orders, {taken.mean():.3f} taken again: {weights}")


if __name__ == "__main__":
    main()
