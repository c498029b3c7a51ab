"""When a dealer is reminded of an invoice: some days before its day, on the day, and again after it (A22)."""

from __future__ import annotations

from datetime import date

from core.billing.reminder_types import ReminderPolicy

# So early nobody is told what is due on a day of his.
FIRST_HOUR = 9


def stage_of(due_on: date, today: date, policy: ReminderPolicy) -> int:
    """How many reminders an open invoice should have had by today; each is said once.

    1: soon due; 2: due today; 3 and more: overdue, one more every ``again`` days.
    """
    left = (due_on - today).days
    if not policy.is_on or left > policy.before:
        return 0
    if left >= 0:
        return 1 if left else 2
    return 3 + ((-left - 1) // policy.again if policy.again else 0)
