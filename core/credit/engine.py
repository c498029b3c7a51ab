"""May this dealer owe that much more?

Rules, by the identifiers of the capability list:

* E1: exposure = open balance + approved orders not yet invoiced; available = limit - exposure.
* E2: an order that takes exposure above the soft share of the limit (80 %) needs an approval; above the hard
  share (95 %) it is refused. Exactly at a share is still below it.
* E3: an oldest overdue invoice of 15 days warns, of 30 days needs an approval, of 45 days refuses.
* A dealer without a limit in the order's currency has a limit of zero.

The strictest rule decides; every rule that spoke is in ``why``, the deciding ones first.
"""

from __future__ import annotations

from core.credit.types import CreditOutcome, CreditPolicy, CreditStanding, CreditVerdict
from core.kernel.money import Money
from core.kernel.reasons import Reason

_STRICTNESS = {CreditOutcome.APPROVE: 0, CreditOutcome.REVIEW: 1, CreditOutcome.REFUSE: 2}
_WHOLE = 10_000


def judge_credit(standing: CreditStanding, amount: Money, policy: CreditPolicy) -> CreditVerdict:
    """Judge an order of ``amount`` (of the standing's currency, not negative) against the account."""
    if amount.minor < 0:
        raise ValueError("Expected an amount that is not negative.")
    after = standing.exposure + amount
    findings = [*_judge_share(standing, after, policy), *_judge_overdue(standing, policy)]
    outcome = max(
        (found for found, _ in findings), key=_STRICTNESS.__getitem__, default=CreditOutcome.APPROVE
    )
    findings.sort(key=lambda finding: -_STRICTNESS[finding[0]])
    left = standing.limit - after
    return CreditVerdict(
        outcome=outcome,
        amount=amount,
        exposure_before=standing.exposure,
        exposure_after=after,
        available_after=left if left.minor > 0 else Money.zero(amount.currency),
        fits=_what_fits(standing, policy),
        why=tuple(reason for _, reason in findings),
    )


def _judge_share(
    standing: CreditStanding, after: Money, policy: CreditPolicy
) -> list[tuple[CreditOutcome, Reason]]:
    def passes(basis_points: int) -> bool:
        return after.minor * _WHOLE > standing.limit.minor * basis_points

    numbers = {"limit": standing.limit, "exposure": after}
    if passes(policy.hard_basis_points):
        return [
            (
                CreditOutcome.REFUSE,
                Reason("credit.hard_limit", {**numbers, "basis_points": policy.hard_basis_points}),
            )
        ]
    if passes(policy.soft_basis_points):
        return [
            (
                CreditOutcome.REVIEW,
                Reason("credit.soft_limit", {**numbers, "basis_points": policy.soft_basis_points}),
            )
        ]
    return []


def _judge_overdue(standing: CreditStanding, policy: CreditPolicy) -> list[tuple[CreditOutcome, Reason]]:
    if not standing.overdue.minor:
        return []
    numbers = {"overdue": standing.overdue, "days": standing.overdue_days}
    if standing.overdue_days >= policy.block_days:
        return [(CreditOutcome.REFUSE, Reason("credit.overdue_block", numbers))]
    if standing.overdue_days >= policy.restrict_days:
        return [(CreditOutcome.REVIEW, Reason("credit.overdue_restrict", numbers))]
    if standing.overdue_days >= policy.warn_days:
        return [(CreditOutcome.APPROVE, Reason("credit.overdue_warn", numbers))]
    return []


def _what_fits(standing: CreditStanding, policy: CreditPolicy) -> Money:
    if standing.overdue.minor and standing.overdue_days >= policy.restrict_days:
        return Money.zero(standing.limit.currency)
    room = standing.limit.minor * policy.soft_basis_points // _WHOLE - standing.exposure.minor
    return Money(max(room, 0), standing.limit.currency)
