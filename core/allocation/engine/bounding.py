"""The bound of a morning made tight: prices that no mixture of plans beats, and cuts against mixtures.

The prices of `engine/pricing_stock.py` are close. From there a linear program finds the best ones: it mixes
what orders have done at some prices, its own prices are asked again, until what it mixes costs no more than
what they prove (Dantzig and Wolfe). Where the mixture opens parts of shipments, cuts forbid it
(`engine/cutting.py`), and it is mixed again.
"""

from __future__ import annotations

import random
from typing import NamedTuple

import numpy as np

from core.allocation.engine.cutting import Cut, Cuts, find_cuts
from core.allocation.engine.pricing_stock import Freight, Ints, Priced, Responder
from core.allocation.engine.solving import Mixed, Mixture

# What orders do at prices about the best ones is worth knowing from the start.
_AROUND = 10
_SEED = 1
# The mixture is as good as its prices prove to within so many millionths.
_CLOSE = 20
_TRIES = 12


class _Place(NamedTuple):
    """Prices of stock and what the cuts are worth."""

    prices: Ints
    weights: Ints


def tighten(freight: Freight, priced: Priced, *, rounds: int) -> Priced:
    """The best bound, and its prices, after so many rounds of cuts (1: none)."""
    responder = Responder(freight)
    mixture, best, found = Mixture(responder), priced, list[Cut]()
    for prices in _around(priced.prices):
        mixture.add(responder.respond(prices))
    for at in range(rounds):
        best, mixed = _mix(responder, mixture, best)
        if at + 1 == rounds:
            break
        new = find_cuts(
            freight.product,
            freight.granted,
            freight.stock,
            mixed.opened[freight.order],
            mixed.taken,
            responder.members,
        )
        if not new:
            break
        found += new
        cuts = Cuts.of(found)
        mixture.cut(cuts)
        weights = np.append(best.weights, np.zeros(len(new), dtype=np.int64))
        best = Priced(best.bound, best.prices, cuts, weights)
    return best


def _around(prices: Ints) -> list[Ints]:
    """Some prices near by, always the same."""
    dice, found = random.Random(_SEED), [prices]
    size = int(prices.max(initial=0)) // 100
    for _ in range(_AROUND):
        factors = np.array([dice.randint(70, 130) for _ in range(prices.size)]).reshape(prices.shape)
        more = np.array([dice.randint(0, max(size, 1)) for _ in range(prices.size)]).reshape(prices.shape)
        found.append(prices * factors // 100 + more)
    return found


def _mix(responder: Responder, mixture: Mixture, best: Priced) -> tuple[Priced, Mixed]:
    """Ask prices and mix what is answered until both agree."""
    for _ in range(_TRIES):
        mixed = mixture.solve()
        for part in (2, 1):
            # Half way to the best prices so far: those of a young mixture swing.
            here = _Place(
                (mixed.prices + (part - 1) * best.prices) // part,
                (mixed.weights + (part - 1) * best.weights) // part,
            )
            answer = responder.respond(here.prices, best.cuts, here.weights)
            mixture.add(answer)
            if answer.bound > best.bound:
                best = Priced(answer.bound, here.prices, best.cuts, here.weights)
        if (mixed.cost - best.bound) * 1_000_000 < _CLOSE * abs(best.bound):
            break
    return best, mixed
