"""Values of money of the door, as finance looks at it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from core.driving.types import DoorMoneyKind, DoorMoneyState
from core.kernel.money import Money


@dataclass(frozen=True, slots=True)
class MoneyChange:
    """An amount that was put right: by whom, when and why ("" where nobody said)."""

    was: Money
    now: Money
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TakenMoney:
    """Money of the door that finance has to count. receipt: of what is booked."""

    id: uuid.UUID
    dealer: str
    driver: str
    kind: DoorMoneyKind
    amount: Money
    reference: str
    taken_at: datetime
    state: DoorMoneyState
    receipt: str | None = None
    changes: tuple[MoneyChange, ...] = ()
