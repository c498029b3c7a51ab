"""What money settles. Pure; amounts are minor units of one currency.

* Money goes to documents in the order given (oldest due first, or as told), each in full before the next.
* Early payment: when all that is left, less the discount, is paid by its day, and nothing was paid after that
  day, the discount settles the rest. It is of the whole document, however many parts have paid it, and less
  only where a credit note has made the document smaller.
* What is left when nothing is open stays on the account.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.kernel.money import divide_half_up, split_by_largest_remainder


@dataclass(frozen=True, slots=True)
class Owed:
    """A document with something open. discount: still to be had until the day, 0 for none."""

    entry_id: uuid.UUID
    document: str
    open: int
    discount: int = 0
    until: date | None = None

    def to_settle(self, day: date) -> int:
        """What settles it when paid on that day."""
        return self.open - self._discount_on(day)

    def _discount_on(self, day: date) -> int:
        return min(self.discount, self.open) if self.until is not None and day <= self.until else 0


@dataclass(frozen=True, slots=True)
class Part:
    """What goes to one document: money, and the discount it earns."""

    entry_id: uuid.UUID
    document: str
    paid: int
    discount: int

    @property
    def settled(self) -> int:
        return self.paid + self.discount


@dataclass(frozen=True, slots=True)
class Applied:
    parts: tuple[Part, ...]
    left: int


def apply_money(amount: int, day: date, owed: Iterable[Owed]) -> Applied:
    """Apply ``amount`` paid on ``day`` to documents, one after the other."""
    left = amount
    parts: list[Part] = []
    for one in owed:
        if left <= 0:
            break
        needed = one.to_settle(day)
        if left >= needed:
            parts.append(Part(one.entry_id, one.document, needed, one.open - needed))
            left -= needed
        else:
            parts.append(Part(one.entry_id, one.document, left, 0))
            left = 0
    return Applied(tuple(parts), left)


def discount_left(discount: int, total: int, credited: int) -> int:
    """The early-payment discount of a document after credit notes of ``credited`` in all."""
    return divide_half_up(discount * max(total - credited, 0), total) if total else 0


def tax_in(discount: int, taxed: int, tax: int) -> int:
    """The tax share of a discount on goods of ``taxed`` that contain ``tax``, half up."""
    return divide_half_up(discount * tax, taxed) if taxed else 0


def share_discount(discount: int, paid: Sequence[int]) -> tuple[int, ...]:
    """A discount shared out over the parts that have paid the document, by what each paid."""
    return split_by_largest_remainder(discount, paid) if paid else ()
