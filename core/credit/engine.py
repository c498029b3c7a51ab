"""May this dealer owe that much more?

Rules, by the identifiers of the capability list:

* E1: exposure = open invoices - unapplied money + approved orders not yet invoiced; available = limit -
  exposure.
* E2: an order that takes exposure above the soft share of the limit (80 %) needs an approval; above the hard
  share (95 %) it is refused. Exactly at a share is still below it.
* E3: what is overdue by 15 days warns, by 30 days needs an approval, by 45 days refuses. A rule counts what
  is late by its own days, and speaks only when that reaches the policy's least amount, and amount times days.
* Unapplied money covers the oldest late invoices before they count.
* An order that leaves exposure at or below zero is prepaid and passes; a hold by hand stops it all the same.
* A dealer without a limit in the order's currency has a limit of zero.

The strictest rule decides; every rule that spoke is in ``why``, the deciding ones first.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.credit.types import CreditOutcome, CreditPolicy, CreditStanding, CreditVerdict, Late
from core.kernel.money import Money
from core.kernel.reasons import Reason

_STRICTNESS = {CreditOutcome.APPROVE: 0, CreditOutcome.REVIEW: 1, CreditOutcome.REFUSE: 2}
_WHOLE = 10_000
_Found = tuple[CreditOutcome, Reason]


def judge_credit(standing: CreditStanding, amount: Money, policy: CreditPolicy) -> CreditVerdict:
    """Judge an order of ``amount`` (of the standing's currency, not negative) against the account."""
    if amount.minor < 0:
        raise ValueError("Expected an amount that is not negative.")
    after = standing.exposure + amount
    late = _uncovered(standing)
    findings: list[_Found] = []
    if standing.hold is not None:
        findings.append((CreditOutcome.REFUSE, Reason("credit.account_hold", {"reason": standing.hold})))
    if not (policy.prepaid_passes and after.minor <= 0):
        findings += _judge_share(standing, after, policy)
        findings += _judge_overdue(standing, late, policy)
    findings.sort(key=lambda finding: -_STRICTNESS[finding[0]])
    outcome = findings[0][0] if findings else CreditOutcome.APPROVE
    left = standing.limit - after
    zero = Money.zero(amount.currency)
    unblocking = _silencing(late, policy.block_days, policy)
    return CreditVerdict(
        outcome=outcome,
        amount=amount,
        exposure_before=standing.exposure,
        exposure_after=after,
        available_after=left if left.minor > 0 else zero,
        fits=_what_fits(standing, late, policy),
        pay_to_free=_what_frees(standing, after, late, policy) if findings else zero,
        pay_to_unblock=Money(unblocking, amount.currency),
        why=tuple(reason for _, reason in findings),
    )


def _uncovered(standing: CreditStanding) -> tuple[Late, ...]:
    """What is late and not covered by unapplied money."""
    left = standing.unapplied.minor
    if left <= 0:
        return standing.late
    rest = []
    for one in standing.late:
        covered = min(left, one.amount.minor)
        left -= covered
        if one.amount.minor > covered:
            rest.append(Late(one.days, Money(one.amount.minor - covered, one.amount.currency)))
    return tuple(rest)


def _judge_share(standing: CreditStanding, after: Money, policy: CreditPolicy) -> list[_Found]:
    numbers = {"limit": standing.limit, "exposure": after}
    for outcome, code, share in (
        (CreditOutcome.REFUSE, "credit.hard_limit", policy.hard_basis_points),
        (CreditOutcome.REVIEW, "credit.soft_limit", policy.soft_basis_points),
    ):
        if after.minor * _WHOLE > standing.limit.minor * share:
            return [(outcome, Reason(code, {**numbers, "basis_points": share}))]
    return []


def _judge_overdue(standing: CreditStanding, late: Sequence[Late], policy: CreditPolicy) -> list[_Found]:
    for outcome, code, days in (
        (CreditOutcome.REFUSE, "credit.overdue_block", policy.block_days),
        (CreditOutcome.REVIEW, "credit.overdue_restrict", policy.restrict_days),
        (CreditOutcome.APPROVE, "credit.overdue_warn", policy.warn_days),
    ):
        if _silencing(late, days, policy):
            numbers = {"overdue": standing.overdue, "days": standing.overdue_days}
            return [(outcome, Reason(code, numbers))]
    return []


def _silencing(late: Sequence[Late], days: int, policy: CreditPolicy) -> int:
    """What is late by so many days, when that is enough for its rule to speak; else 0.

    Paying it, oldest first, silences the rule. A cent less might do as well where little counts for nothing,
    but whole invoices are what people pay.
    """
    counted = [(one.days, one.amount.minor) for one in late if one.days >= days]
    amount = sum(minor for _, minor in counted)
    weight = sum(age * minor for age, minor in counted)
    speaks = amount >= policy.least_overdue_minor and weight >= policy.least_overdue_minor_days
    return amount if speaks else 0


def _soft_share(standing: CreditStanding, policy: CreditPolicy) -> int:
    return standing.limit.minor * policy.soft_basis_points // _WHOLE


def _what_fits(standing: CreditStanding, late: Sequence[Late], policy: CreditPolicy) -> Money:
    room = 0
    if standing.hold is None:
        prepaid = -standing.exposure.minor if policy.prepaid_passes else 0
        is_free = not _silencing(late, policy.restrict_days, policy)
        credit = _soft_share(standing, policy) - standing.exposure.minor if is_free else 0
        room = max(prepaid, credit, 0)
    return Money(room, standing.limit.currency)


def _what_frees(
    standing: CreditStanding, after: Money, late: Sequence[Late], policy: CreditPolicy
) -> Money | None:
    if standing.hold is not None:
        return None
    for_share = after.minor - _soft_share(standing, policy)
    for_overdue = _silencing(late, policy.restrict_days, policy)
    paying = max(for_share, for_overdue, 0)
    if policy.prepaid_passes:
        paying = min(paying, max(after.minor, 0))
    return Money(paying, after.currency)
