"""What a change of limit, policy or balance would do to orders that wait. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.credit.engine import judge_credit
from core.credit.types import CreditOutcome, CreditPolicy, CreditStanding
from core.kernel.money import Money


def count_passing(standing: CreditStanding, waiting: Iterable[int], policy: CreditPolicy) -> int:
    """How many orders of these totals (minor units, oldest first) would go through one after the other."""
    passing = 0
    for minor in waiting:
        amount = Money(minor, standing.limit.currency)
        if judge_credit(standing, amount, policy).outcome is CreditOutcome.APPROVE:
            standing = replace(standing, held=standing.held + amount)
            passing += 1
    return passing
