"""How the house wants dealers to be reminded of what is due."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReminderPolicy:
    """before: days before the day an invoice is due, 0 for none. again: days between two later reminders, 0
    for one alone. is_on: without it nobody is reminded of anything."""

    before: int = 3
    again: int = 7
    is_on: bool = True
