"""Inputs and outputs of the credit engine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.kernel.money import Money, total
from core.kernel.reasons import Reason


class EntryState(StrEnum):
    """Life of a hold. Exposure counts held and invoiced; pending waits for somebody's approval."""

    PENDING = "pending"
    HELD = "held"
    INVOICED = "invoiced"
    RELEASED = "released"


class Posted(StrEnum):
    """Why what a dealer owes has moved; the word stands beside every entry of a statement."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    DISCOUNT = "discount"  # early payment, granted when the whole invoice was paid in time
    PAYMENT_REVERSED = "payment_reversed"
    CREDIT_NOTE_REVERSED = "credit_note_reversed"
    DISCOUNT_REVERSED = "discount_reversed"
    BROUGHT_IN = "brought_in"  # an open invoice, or a change of one, that came with an import


class CreditOutcome(StrEnum):
    APPROVE = "approve"
    REVIEW = "review"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class CreditPolicy:
    """The house's thresholds. Basis points are of the limit, days are days overdue.

    least_overdue_minor, least_overdue_minor_days: an overdue rule speaks only where what is overdue by its
    days comes to that amount, and to that amount times days, in minor units of the account's currency: a few
    forgotten cents stop nobody. prepaid_passes: what is covered by money already on the account needs no
    limit. big_approval_minor: from this amount on an approval wants a second factor, None for never.
    """

    soft_basis_points: int
    hard_basis_points: int
    warn_days: int
    restrict_days: int
    block_days: int
    least_overdue_minor: int = 0
    least_overdue_minor_days: int = 0
    prepaid_passes: bool = True
    big_approval_minor: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.soft_basis_points <= self.hard_basis_points:
            raise ValueError("Expected 0 <= soft <= hard basis points.")
        if not 0 <= self.warn_days <= self.restrict_days <= self.block_days:
            raise ValueError("Expected 0 <= warn <= restrict <= block days.")
        if min(self.least_overdue_minor, self.least_overdue_minor_days, self.big_approval_minor or 0) < 0:
            raise ValueError("Expected amounts that are not negative.")


@dataclass(frozen=True, slots=True)
class Late:
    """Open invoices that were due on one day, ``days`` ago (at least 1)."""

    days: int
    amount: Money


@dataclass(frozen=True, slots=True)
class CreditStanding:
    """One dealer's account as the ledger has it.

    open_balance: invoiced and unpaid. held: approved, not yet invoiced. pending: orders that wait for an
    approval (not part of exposure). unapplied: the dealer's money that has settled nothing yet. late: the
    part of open_balance past its due date, by day, the oldest first. hold: why somebody has stopped the
    account by hand, None when nobody has.
    """

    limit: Money
    open_balance: Money
    held: Money
    pending: Money
    unapplied: Money
    late: tuple[Late, ...] = ()
    hold: str | None = None

    @property
    def exposure(self) -> Money:
        return self.open_balance - self.unapplied + self.held

    @property
    def available(self) -> Money:
        """What may still be ordered, never below zero (E1)."""
        left = self.limit - self.exposure
        return left if left.minor > 0 else Money.zero(self.limit.currency)

    @property
    def overdue(self) -> Money:
        return total([one.amount for one in self.late], self.limit.currency)

    @property
    def overdue_days(self) -> int:
        """Days past due of the oldest open invoice, 0 when nothing is late."""
        return self.late[0].days if self.late else 0


@dataclass(frozen=True, slots=True)
class CreditVerdict:
    """The engine's answer on one order amount.

    fits: the largest amount that passes by itself. pay_to_free: what must be paid so that this order passes
    by itself, zero when it does, None when no payment helps. pay_to_unblock: what must be paid so that orders
    are not refused for being overdue, zero when they are not. Both count payments oldest due first.
    """

    outcome: CreditOutcome
    amount: Money
    exposure_before: Money
    exposure_after: Money
    available_after: Money
    fits: Money
    pay_to_free: Money | None
    pay_to_unblock: Money
    why: tuple[Reason, ...]

    @property
    def is_blocked(self) -> bool:
        """Refused for being overdue: nobody is asked, the dealer pays first (E3)."""
        return any(reason.code == "credit.overdue_block" for reason in self.why)
