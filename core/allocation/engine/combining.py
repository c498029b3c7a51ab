"""All orders of a morning together: a tight bound, and a plan close to it.

At the best prices (`engine/bounding.py`) most orders know what to open. Of the others the sets of places that
cost least more stay in question, and a solver settles those together; the goods then flow where that is
cheapest, in whole numbers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.allocation.engine.bounding import tighten
from core.allocation.engine.pricing_stock import NO_WAY, Freight, Ints, Priced, Responder
from core.allocation.engine.solving import choose_places, flow_out

# Sets of places that stay in question beside each order's best: few enough for a solver's seconds.
ALTERNATIVES = 300


def combine(freight: Freight, priced: Priced, *, rounds: int) -> tuple[Priced, list[list[int]] | None]:
    """(the best bound after so many rounds of cuts; what each entry takes at each place, None without an
    answer). Every entry has to be in reach of enough for itself; what a shelf has too little for is left out.
    """
    tight = tighten(freight, priced, rounds=rounds)
    responder = Responder(freight)
    costs = responder.cost_of_sets(tight.prices, tight.cuts, tight.weights)
    opened = choose_places(freight, responder.members, in_question(costs, ALTERNATIVES), tight.cuts)
    return tight, None if opened is None else flow_out(freight, opened)


def in_question(costs: Ints, alternatives: int) -> NDArray[np.bool_]:
    """[order, set]: of each order its best set at the prices, and of all orders so many others that cost
    least more.
    """
    more = costs - costs.min(axis=1, keepdims=True)
    others = np.sort(more[(more > 0) & (more < NO_WAY >> 1)]).tolist()
    most = others[min(alternatives, len(others)) - 1] if others and alternatives else 0
    wanted: NDArray[np.bool_] = more <= most
    return wanted
