"""Buttons of approval cards, of lists of them, and of what an approver is about to decide."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from core.approvals.types import TriggerKind


class ApprovalTap(CallbackData, prefix="ap1"):
    """act on an order that waits; n: which reason."""

    act: str
    approval: str
    n: int = 0


APPROVE, PART, DECLINE, REASON, OWN_REASON = "y", "p", "n", "r", "o"
COUNTER, ASK, BACK, MORE = "c", "a", "b", "m"
REASONS = ("credit", "overdue", "stock", "price", "other")


class PriceTap(CallbackData, prefix="pr1"):
    """act on a price request; n: which reason, or 1 for any quantity."""

    act: str
    approval: str
    n: int = 0


class TierTap(CallbackData, prefix="tr1"):
    """act on a tier that was asked for; n: which reason."""

    act: str
    approval: str
    n: int = 0


TIER_REASONS = ("too_early", "overdue", "other")


class PlanTap(CallbackData, prefix="pl1"):
    """act on a plan: a part, a counter-offer or a bulk that is being put together; n: which line."""

    act: str
    plan: str
    n: int = 0


SHOW, LESS, ALL, ADD, LINE, DO = "s", "-", "*", "+", "l", "ok"
AMOUNT, PRICE, PERCENT, NOTE = "a", "p", "%", "t"


class ListTap(CallbackData, prefix="aq1"):
    """A list of what waits. by: which filter; n: of what (a trigger, a region); page."""

    by: str = ""
    n: int = 0
    page: int = 0


MINE, OLD, BY_REASON, BY_REGION, PRICES, TIERS, RETURNS = "m", "o", "r", "g", "p", "t", "b"
PROTECTIONS = "c"


class BulkTap(CallbackData, prefix="ab1"):
    """The same decision about everything of a list. yes: approve."""

    by: str
    n: int
    yes: bool


# Reasons that a list can be narrowed to: those that orders wait for.
LISTED = (
    TriggerKind.SOFT_LIMIT,
    TriggerKind.HARD_LIMIT,
    TriggerKind.OVERDUE,
    TriggerKind.ACCOUNT_HOLD,
    TriggerKind.RESTRICTED_PRODUCT,
    TriggerKind.HIGH_VALUE,
    TriggerKind.BELOW_MINIMUM,
    TriggerKind.NEW_DEALER,
)
# Questions that a typed message answers.
DECLINE_ANSWER, ASK_ANSWER, PLAN_ANSWER = "approval_decline", "approval_ask", "approval_plan"
PRICE_ANSWER, PRICE_REASON_ANSWER = "approval_price", "approval_price_no"
TIER_REASON_ANSWER = "approval_tier_no"
