"""What evidence a stop asks for, and what of it a proof lacks. Pure.

N1  A rule speaks of every stop, or of those of one dealer, of orders that together cost so much or more, or
    of goods at or below a category. A stop asks for what all rules that speak of it ask together.
N2  An amount speaks only of orders in its own currency.
N3  A code is asked for only where the dealer was told one: what nobody has, nobody can say.
N4  What lacks stops no delivery: the goods are handed over. The proof is kept, and marked with what it lacks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from core.driving.types import EvidenceRule, Flag, Need

LACKS: Mapping[Need, Flag] = {
    Need.SIGNATURE: Flag.LACKS_SIGNATURE,
    Need.PHOTO: Flag.LACKS_PHOTO,
    Need.CODE: Flag.LACKS_CODE,
    Need.NAME: Flag.LACKS_NAME,
}


@dataclass(frozen=True, slots=True)
class StopFacts:
    """What rules look at. totals: minor units of the stop's orders by currency."""

    dealer_id: UUID
    categories: frozenset[str]
    totals: Mapping[str, int]


def needs_of(rules: Iterable[EvidenceRule], stop: StopFacts) -> tuple[Need, ...]:
    """Each need once, in the order of ``Need``."""
    asked = {need for rule in rules if _speaks_of(rule, stop) for need in rule.needs}
    return tuple(need for need in Need if need in asked)


def _speaks_of(rule: EvidenceRule, stop: StopFacts) -> bool:
    if rule.dealer_id is not None and rule.dealer_id != stop.dealer_id:
        return False
    if rule.least is not None and stop.totals.get(rule.least.currency, 0) < rule.least.minor:
        return False
    above = rule.category
    return above is None or any(one == above or one.startswith(f"{above}/") for one in stop.categories)


def lacks_of(flags: Iterable[str]) -> tuple[Need, ...]:
    """What a proof that was marked so lacks."""
    marked = set(flags)
    return tuple(need for need, flag in LACKS.items() if flag.value in marked)


def lacking(needs: Collection[Need], given: Collection[Need]) -> list[Flag]:
    """What a proof is marked with."""
    return [LACKS[need] for need in Need if need in needs and need not in given]
