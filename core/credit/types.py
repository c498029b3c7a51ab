"""Inputs and outputs of the credit engine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.kernel.money import Money
from core.kernel.reasons import Reason


class EntryState(StrEnum):
    """Life of a hold. Exposure counts held and invoiced; pending waits for somebody's approval."""

    PENDING = "pending"
    HELD = "held"
    INVOICED = "invoiced"
    RELEASED = "released"


class CreditOutcome(StrEnum):
    APPROVE = "approve"
    REVIEW = "review"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class CreditPolicy:
    """The house's thresholds. Basis points are of the limit, days are days overdue."""

    soft_basis_points: int
    hard_basis_points: int
    warn_days: int
    restrict_days: int
    block_days: int

    def __post_init__(self) -> None:
        if not 0 <= self.soft_basis_points <= self.hard_basis_points:
            raise ValueError("Expected 0 <= soft <= hard basis points.")
        if not 0 <= self.warn_days <= self.restrict_days <= self.block_days:
            raise ValueError("Expected 0 <= warn <= restrict <= block days.")


@dataclass(frozen=True, slots=True)
class CreditStanding:
    """One dealer's account as the ledger has it.

    open_balance: invoiced and unpaid. held: approved, not yet invoiced. pending: orders that wait for an
    approval (not part of exposure). overdue: the part of open_balance past its due date, oldest
    ``overdue_days`` ago.
    """

    limit: Money
    open_balance: Money
    held: Money
    pending: Money
    overdue: Money
    overdue_days: int

    @property
    def exposure(self) -> Money:
        return self.open_balance + self.held

    @property
    def available(self) -> Money:
        """What may still be ordered, never below zero (E1)."""
        left = self.limit - self.exposure
        return left if left.minor > 0 else Money.zero(self.limit.currency)


@dataclass(frozen=True, slots=True)
class CreditVerdict:
    """The engine's answer on one order amount; ``fits`` is the largest amount that passes by itself."""

    outcome: CreditOutcome
    amount: Money
    exposure_before: Money
    exposure_after: Money
    available_after: Money
    fits: Money
    why: tuple[Reason, ...]
