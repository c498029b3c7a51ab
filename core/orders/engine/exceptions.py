"""What makes an order an exception, and whether a request that was opened for it still covers it. Pure.

* E2, E3: what credit wants reviewed (soft limit, overdue) or holds (hard limit, account on hold) is a
  trigger.
* F1, B2: restricted products, a high value, goods below the minimum, a dealer's first order are triggers
  where the house has a rule for them; without a rule nobody is asked.
* An order that is overdue for too long is nobody's to decide: the dealer pays first.
* A decision covers what it was asked for. What credit has come to say since then is a new exception, and a
  decision about the old one does not cover it.
"""

from __future__ import annotations

from collections.abc import Iterable

from core.approvals.types import CREDIT_TRIGGERS, Trigger, TriggerKind
from core.credit.types import CreditOutcome, CreditVerdict
from core.orders.types import OrderState

_BY_CODE = {
    "credit.soft_limit": TriggerKind.SOFT_LIMIT,
    "credit.hard_limit": TriggerKind.HARD_LIMIT,
    "credit.overdue_restrict": TriggerKind.OVERDUE,
    "credit.account_hold": TriggerKind.ACCOUNT_HOLD,
}
# Who may decide about the one may decide about the other, too.
_COVERS = {TriggerKind.HARD_LIMIT: {TriggerKind.SOFT_LIMIT}}


def credit_triggers(verdict: CreditVerdict) -> list[Trigger]:
    """What credit wants decided, the strictest first."""
    return [Trigger(_BY_CODE[reason.code]) for reason in verdict.why if reason.code in _BY_CODE]


def other_triggers(*, restricted: bool, is_first: bool, below_minimum: bool) -> list[Trigger]:
    """What else may be an exception; whether it is one is for the house's rules to say."""
    found = [Trigger(TriggerKind.HIGH_VALUE)]
    if restricted:
        found.append(Trigger(TriggerKind.RESTRICTED_PRODUCT))
    if is_first:
        found.append(Trigger(TriggerKind.NEW_DEALER))
    if below_minimum:
        found.append(Trigger(TriggerKind.BELOW_MINIMUM))
    return found


def waiting_state(verdict: CreditVerdict) -> OrderState:
    """How an order waits: held by credit, or in review."""
    return OrderState.HELD if verdict.outcome is CreditOutcome.REFUSE else OrderState.IN_REVIEW


def is_covered(verdict: CreditVerdict, asked: Iterable[TriggerKind]) -> bool:
    """Whether a yes to what was asked is a yes to what credit says now."""
    if verdict.is_blocked:
        return False
    covered = set(asked)
    for kind in tuple(covered):
        covered |= _COVERS.get(kind, set())
    return all(trigger.kind in covered for trigger in credit_triggers(verdict))


def is_only_credit(asked: Iterable[TriggerKind]) -> bool:
    """Whether nothing but credit is in the way, so that a payment may set the order free."""
    return set(asked) <= CREDIT_TRIGGERS
