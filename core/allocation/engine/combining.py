"""All orders of a morning together: a tight bound, and a plan close to it.

Where most orders have a shipment anyway, and only have to be given more with it, a solver settles all of them
at once. Elsewhere there is too much to choose for that: at the best prices (`engine/bounding.py`) most orders
know what to open. Of the others the sets of places that cost least more stay in question, and a solver
settles those together. In both the goods then flow where that is cheapest, in whole numbers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.allocation.engine.bounding import tighten
from core.allocation.engine.pricing_stock import NO_WAY, Freight, Ints, Priced, Responder
from core.allocation.engine.solving import choose_at_once, choose_places, flow_out

# Sets of places that stay in question beside each order's best: few enough for a solver's seconds.
ALTERNATIVES = 300
# Orders without any shipment make it hard: so many, or so small a part of all, are settled in 20 s at most.
_NEW, _PART_NEW = 40, 5
_SWITCHES = 2_500


def combine(freight: Freight, priced: Priced, *, rounds: int) -> tuple[Priced, list[list[int]] | None]:
    """(the best bound after so many rounds of cuts; what each entry takes at each place, None without an
    answer). Every entry has to be in reach of enough for itself; what a shelf has too little for is left out.
    """
    tight = tighten(freight, priced, rounds=rounds)
    responder = Responder(freight)
    costs = responder.cost_of_sets(tight.prices, tight.cuts, tight.weights)
    opened = choose_places(freight, responder.members, in_question(costs, ALTERNATIVES), tight.cuts)
    return tight, None if opened is None else flow_out(freight, opened)


def combine_at_once(freight: Freight) -> tuple[int, list[list[int]]] | None:
    """(bound, what each entry takes at each place) with everything in question; None where that is too much.
    Every entry has to be in reach of enough for itself.
    """
    costly = (freight.fixed > 0) & (freight.fixed < NO_WAY)
    begun = int((freight.fixed == 0).any(axis=1).sum())
    orders = len(freight.fixed)
    if orders - begun > max(_NEW, orders // _PART_NEW) or int(costly.sum()) > _SWITCHES:
        return None
    if not costly.any():
        taken = flow_out(freight, np.ones_like(costly))
        if taken is None:
            return None
        return int((np.where(np.array(taken) > 0, freight.units, 0) * taken).sum()), taken
    found = choose_at_once(freight)
    taken = None if found is None else flow_out(freight, found.opened)
    return None if found is None or taken is None else (found.bound, taken)


def in_question(costs: Ints, alternatives: int) -> NDArray[np.bool_]:
    """[order, set]: of each order its best set at the prices, and of all orders so many others that cost
    least more.
    """
    more = costs - costs.min(axis=1, keepdims=True)
    others = np.sort(more[(more > 0) & (more < NO_WAY >> 1)]).tolist()
    most = others[min(alternatives, len(others)) - 1] if others and alternatives else 0
    wanted: NDArray[np.bool_] = more <= most
    return wanted
