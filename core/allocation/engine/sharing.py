"""Fair shares of what is short: whole packs, and they add up.

* Urgent claims are served first, among themselves by the same rule as the others.
* Each claim gets in proportion to its contract weight, never more than it asked for; what one does not need
  goes to the others in the same proportion. The odd packs go by the largest remainder, the earlier claim
  first.
* Claims without a contract share equally what those with one leave over.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from core.allocation.shortage_types import Claim
from core.kernel.money import split_by_largest_remainder


def share_fairly(available: int, claims: Sequence[Claim], pack: int = 1) -> tuple[int, ...]:
    """What each claim gets, in base units: whole packs, together the lesser of what is there and what is
    asked.

    Raises ValueError for a pack below one or a negative weight.
    """
    if pack < 1 or any(claim.weight < 0 for claim in claims):
        raise ValueError("Expected a pack of at least one and no negative weight.")
    left = max(available, 0) // pack
    asked = [max(claim.quantity, 0) // pack for claim in claims]
    given = [0] * len(claims)
    for urgent in (True, False):
        for has_contract in (True, False):
            group = [
                at
                for at, claim in enumerate(claims)
                if claim.urgent is urgent and (claim.weight > 0) is has_contract
            ]
            weights = [max(claims[at].weight, 1) for at in group]
            parts = _fill(left, [asked[at] for at in group], weights)
            for at, part in zip(group, parts, strict=True):
                given[at] = part
            left -= sum(parts)
    return tuple(part * pack for part in given)


def _fill(available: int, asked: Sequence[int], weights: Sequence[int]) -> list[int]:
    """Raise a level until it is used up; who is full by weight gets all, the others share what is left."""
    if sum(asked) <= available:
        return list(asked)
    given = [0] * len(asked)
    # Who asks least for its weight is full first.
    order = sorted(range(len(asked)), key=lambda at: (Fraction(asked[at], weights[at]), at))
    left, weight = available, sum(weights)
    for place, at in enumerate(order):
        if asked[at] * weight > left * weights[at]:
            rest = sorted(order[place:])
            parts = split_by_largest_remainder(left, [weights[one] for one in rest])
            for one, part in zip(rest, parts, strict=True):
                given[one] = part
            break
        given[at] = asked[at]
        left -= asked[at]
        weight -= weights[at]
    return given
