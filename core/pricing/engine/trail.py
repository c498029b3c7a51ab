"""Notes on the way to a price: the steps that made it, the rules that lost, what the dealer never sees."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from core.kernel.money import UnitPrice
from core.kernel.reasons import Reason
from core.pricing.types import InternalNote, LostRule, PriceStep, RuleKind, Why


@dataclass(slots=True)
class Trail:
    """Notes taken while a price is found."""

    losers: list[LostRule] = field(default_factory=list)
    notes: list[InternalNote] = field(default_factory=list)

    def lose(
        self,
        kind: RuleKind,
        rule_id: str,
        name: str,
        why: Why,
        params: dict[str, Any],
        price: UnitPrice | None = None,
    ) -> None:
        self.losers.append(LostRule(kind, rule_id, name, price, Reason(why, params)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A price some rules make, with those rules as steps; the last one names it."""

    price: UnitPrice
    steps: tuple[PriceStep, ...]

    @property
    def last(self) -> PriceStep:
        return self.steps[-1]
