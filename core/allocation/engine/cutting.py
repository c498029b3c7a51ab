"""What every plan of a morning keeps besides the stock: shipments are opened whole.

Of one product take the places of a set T. What T has not, other places have to give: the orders take there
together at least what is asked less what T has. An order takes nothing there without a shipment from outside
T, and then no more than it asks. So this is a lack to be covered by whole orders, and rounds up: 14 that are
lacking, out of orders of 24 each, want one shipment whole where the prices alone would open 14/24 of it
(mixed-integer rounding; Nemhauser and Wolsey, 1990). Orders that have such a shipment anyway are counted from
the other side. All numbers are whole, multiplied out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# A cut is worth having when it lacks so much of its unit of rounding.
_WORTH = 0.02
_ALMOST = 1e-6


class Cut(NamedTuple):
    """weights[i] for each of ``opens`` that ships from outside ``inside`` (a mask less one), and the units
    that each of ``takes`` takes there, come to ``least`` or more. Entries are numbers of rows.
    """

    inside: int
    opens: Ints
    weights: Ints
    takes: Ints
    least: int


def _none() -> Ints:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Cuts:
    """Cuts as tables: of term i, the entry, the number of the cut and its set."""

    least: Ints = field(default_factory=_none)
    open_entry: Ints = field(default_factory=_none)
    open_cut: Ints = field(default_factory=_none)
    open_inside: Ints = field(default_factory=_none)
    open_weight: Ints = field(default_factory=_none)
    take_entry: Ints = field(default_factory=_none)
    take_cut: Ints = field(default_factory=_none)
    take_inside: Ints = field(default_factory=_none)

    @classmethod
    def of(cls, cuts: Sequence[Cut]) -> Cuts:
        def joined(parts: Iterable[Ints]) -> Ints:
            return np.concatenate([_none(), *parts]).astype(np.int64)

        def spread(name: str, number: bool) -> Ints:
            return joined(
                np.full(len(getattr(cut, name)), at if number else cut.inside) for at, cut in enumerate(cuts)
            )

        return cls(
            np.array([cut.least for cut in cuts], dtype=np.int64),
            joined(cut.opens for cut in cuts),
            spread("opens", True),
            spread("opens", False),
            joined(cut.weights for cut in cuts),
            joined(cut.takes for cut in cuts),
            spread("takes", True),
            spread("takes", False),
        )

    def off_sets(self, worth: Ints, order: Ints, members: NDArray[np.bool_]) -> Ints:
        """[order, set]: what an order is credited for opening a set, when a cut is worth so much a unit."""
        sets = len(members)
        found = np.zeros((int(order[-1]) + 1, sets), dtype=np.int64)
        np.add.at(found, (order[self.open_entry], self.open_inside), self.open_weight * worth[self.open_cut])
        return found @ leaves(members).astype(np.int64)

    def off_units(self, worth: Ints, shape: tuple[int, ...], members: NDArray[np.bool_]) -> Ints:
        """[entry, place]: what an entry is credited for each unit it takes there."""
        found = np.zeros((shape[0], len(members)), dtype=np.int64)
        np.add.at(found, (self.take_entry, self.take_inside), worth[self.take_cut])
        return found @ (~members).astype(np.int64)


def leaves(members: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """[inside, opened]: whether the second set has a place that the first has not."""
    pairs = ~members[:, None, :] & members[None, :, :]
    found: NDArray[np.bool_] = np.logical_or.reduce(pairs, axis=2)
    return found


def find_cuts(
    product: Ints,
    granted: Ints,
    stock: Ints,
    opened: Floats,
    taken: Floats,
    members: NDArray[np.bool_],
) -> list[Cut]:
    """Cuts that a mixture of plans does not keep.

    opened[entry, set]: how much of the entry's order opens it. taken[entry, place]: what is taken on the
    average.
    """
    away = opened @ leaves(members).T.astype(np.float64)
    outside = taken @ (~members).T.astype(np.float64)
    has = stock @ members.T.astype(np.int64)
    found: list[Cut] = []
    by_product = np.argsort(product, kind="stable")
    for entries in np.split(by_product, np.flatnonzero(np.diff(product[by_product])) + 1):
        if not len(entries):
            continue
        asked = int(granted[entries].sum())
        for inside in range(len(members) - 1):
            there = int(has[product[entries[0]], inside])
            lacking = asked - there
            # Where the set has some to spare nothing is rounded.
            if lacking <= 0 or outside[entries, inside].sum() > lacking + _ALMOST * asked:
                continue
            cut = _best_cut(
                inside, entries, granted[entries], lacking, away[entries, inside], outside[entries, inside]
            )
            if cut is not None:
                found.append(cut)
    return found


def _best_cut(
    inside: int, entries: Ints, granted: Ints, lacking: int, away: Floats, outside: Floats
) -> Cut | None:
    """The rounding that is furthest from being kept, over all units of rounding."""
    best: tuple[float, Cut] | None = None
    torn = (away > 0.01) & (away < 0.99)
    for turned in (away > 0.5, away > 0.999):
        for unit in np.unique(granted[torn]).tolist():
            tried = _round_up(granted, lacking, away, outside, turned, unit) if unit > 1 else None
            if tried is None:
                continue
            is_whole, weights, least, rest = tried
            lack = (least - float(np.where(is_whole, weights * away, outside).sum())) / rest
            if lack > _WORTH and (best is None or lack > best[0]):
                best = lack, Cut(inside, entries[is_whole], weights[is_whole], entries[~is_whole], least)
    return None if best is None else best[1]


def _round_up(
    granted: Ints, lacking: int, away: Floats, outside: Floats, turned: NDArray[np.bool_], unit: int
) -> tuple[NDArray[np.bool_], Ints, int, int] | None:
    """(which entries count by their shipment, their weights, least, the remainder it is rounded by).

    turned: orders counted from the other side: what they do not open.
    """
    is_whole = np.ones(len(granted), dtype=bool)
    for _ in range(_TRIES):
        mine = turned & is_whole
        left = lacking - int(granted[mine].sum())
        rest = left % unit
        if not rest:
            return None
        plain = rest * (granted // unit) + np.minimum(granted % unit, rest)
        other = -(rest * (-granted // unit) + np.minimum(-granted % unit, rest))
        weights = np.where(turned, other, plain)
        constant = np.where(turned, other, 0)
        least = rest * -(-left // unit) + int(other[mine].sum())
        better = weights * away - constant <= outside - np.where(turned, granted, 0) + _ALMOST
        if bool((better == is_whole).all()):
            return is_whole, weights, least, rest
        last, is_whole = (is_whole, weights, least, rest), better
    return last


_TRIES = 4
