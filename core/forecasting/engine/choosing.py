"""Which of the likely products to put forward. Pure.

U5 The usual is the set of the likeliest products with the highest expected F1 against the next order: the
   number n that makes 2 x (sum of the n highest chances) / (n + expected size of the order) largest. A
   chance counts against a wrong line as much as against a missing one. Expected size: the mean of the last
   six occasions. (Expected utility with the plug-in denominator; Ye et al., ICML 2012.)
U6 "You usually also take": each product in hand that was taken on at least ``least_times`` occasions is a
   sign for what went along with it. By one sign: (alone x chance by rhythm + occasions with both) / (alone +
   occasions with the sign); chance: the mean over the signs, without any the one by rhythm. At most ``most``
   are named, none below ``least_chance``, and none that was taken on fewer than ``least_times`` occasions.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from core.forecasting.types import AlsoPolicy, Due, Occasion
from core.kernel.ids import ProductId

SIZE_OCCASIONS = 6
# Occasions that the chance alone is worth beside what went along with what.
ALONE = 8.0


def choose_due(ranked: Sequence[Due], occasions: Sequence[Occasion]) -> tuple[Due, ...]:
    """The usual (U5). ranked: likeliest first, as ``rank_due`` gives them, perhaps without some."""
    recent = occasions[-SIZE_OCCASIONS:]
    if not recent or not ranked:
        return ()
    size = sum(len(one.takes) for one in recent) / len(recent)
    best, most, hits = 0, 0.0, 0.0
    for count, due in enumerate(ranked, start=1):
        hits += due.chance
        expected = 2 * hits / (count + size)
        # The last digits of a sum are no reason to leave one of several equal products out.
        if expected > most * (1 + 1e-9):
            best, most = count, expected
    return tuple(ranked[:best])


def also_taken(
    ranked: Sequence[Due],
    occasions: Sequence[Occasion],
    in_hand: Collection[ProductId],
    policy: AlsoPolicy,
) -> tuple[Due, ...]:
    """What usually goes along with what is in hand and is not there (U6), likeliest first."""
    held = [frozenset(take.product_id for take in one.takes) for one in occasions]
    signs = [[one for one in held if product in one] for product in in_hand]
    signs = [sign for sign in signs if len(sign) >= policy.least_times]
    found = []
    for due in ranked:
        if due.product_id in in_hand or due.times < policy.least_times:
            continue
        by_sign = [
            (ALONE * due.chance + sum(due.product_id in one for one in sign)) / (ALONE + len(sign))
            for sign in signs
        ]
        chance = sum(by_sign) / len(by_sign) if by_sign else due.chance
        if chance >= policy.least_chance:
            found.append(replace(due, chance=chance))
    found.sort(key=lambda due: (-due.chance, -due.last_on.toordinal(), due.product_id))
    return tuple(found[: policy.most])
