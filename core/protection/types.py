"""Values of price protection. Quantities are base units, unit prices of one base unit."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.kernel.ids import DealerId, OrderId, PersonId, ProductId
from core.kernel.money import Money, UnitPrice


class PolicyScope(StrEnum):
    """What a policy is about; of several that fit the narrowest counts: brand, then vendor, then all."""

    BRAND = "brand"
    VENDOR = "vendor"
    ALL = "all"


class ClaimState(StrEnum):
    """asked: somebody decides. granted: credited, all of it or a part. declined: nothing of it."""

    ASKED = "asked"
    GRANTED = "granted"
    DECLINED = "declined"


class WhyNot(StrEnum):
    """Why there is nothing to claim for a product."""

    NOT_PROTECTED = "not_protected"  # no policy is about it
    NOT_BOUGHT = "not_bought"  # nothing in the window
    NOT_FALLEN = "not_fallen"
    CLAIMED = "claimed"  # every piece is claimed, came back or was credited
    TOO_LATE = "too_late"  # it could have been claimed until a day that is over


@dataclass(frozen=True, slots=True)
class ProtectionPolicy:
    """Goods are protected for ``days`` from their invoice; a claim can be made for ``open_days`` from the day
    that the fall was found. value: brand, code of a vendor; "" for all. days 0: not protected."""

    scope: PolicyScope
    value: str
    days: int
    open_days: int


@dataclass(frozen=True, slots=True)
class Purchase:
    """A line of an invoice. total: what was paid for it after discounts, as prices are (a tax that they
    contain is in it). was: the dealer's price for one base unit at the order, before promotions."""

    dealer_id: DealerId
    order_id: OrderId
    invoice_id: uuid.UUID
    position: int
    product_id: ProductId
    brand: str
    bought_on: date
    quantity: int
    total: Money
    was: UnitPrice


@dataclass(frozen=True, slots=True)
class Fall:
    """A purchase that costs the dealer less now. Of one base unit: what was paid, what it costs now, and what
    it is compensated with."""

    purchase: Purchase
    paid: UnitPrice
    now: UnitPrice
    fall: UnitPrice
    until: date


@dataclass(frozen=True, slots=True)
class ProtectedLine:
    """A line of an invoice that can be claimed for, with ``left`` pieces, until the day ``until``.

    basis_points, included: its tax, on top of the price or contained in it.
    """

    invoice_id: uuid.UUID
    invoice: str
    position: int
    bought_on: date
    left: int
    paid: UnitPrice
    now: UnitPrice
    fall: UnitPrice
    until: date
    basis_points: int
    included: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be claimed for one product: its lines, the newest purchase first; worth: of all, with tax."""

    product_id: ProductId
    sku: str
    name: str
    unit: str
    lines: tuple[ProtectedLine, ...]
    worth: Money

    @property
    def most(self) -> int:
        return sum(line.left for line in self.lines)

    @property
    def until(self) -> date:
        """The first of its last days."""
        return min(line.until for line in self.lines)


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """Pieces of one invoice line. left: what of them has neither come back nor been credited since."""

    line: ProtectedLine
    quantity: int
    granted: int | None = None
    credit_note: str | None = None

    @property
    def left(self) -> int:
        return min(self.quantity, self.line.left)


@dataclass(frozen=True, slots=True)
class Claim:
    """amount: as it was claimed; granted: what was credited, None while nobody has decided; both with tax."""

    id: uuid.UUID
    number: str
    dealer_id: DealerId
    dealer_name: str
    person_id: PersonId
    product_id: ProductId
    sku: str
    name: str
    unit: str
    state: ClaimState
    amount: Money
    lines: tuple[ClaimLine, ...]
    made_at: datetime
    decided_why: str | None = None
    granted: Money | None = None

    @property
    def quantity(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def left(self) -> int:
        """The most that can be granted now."""
        return sum(line.left for line in self.lines)

    @property
    def granted_pieces(self) -> int:
        return sum(line.granted or 0 for line in self.lines)

    @property
    def credit_notes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.credit_note for line in self.lines if line.credit_note))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a message asks protection for; quantity None: it names none."""

    product_id: ProductId
    name: str
    quantity: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a dealer can claim and has claimed, the newest first. asked: the product that was asked about.

    why: why there is nothing of it (or of anything, where no product was named); most_days: the longest
    window of the house.
    """

    offers: tuple[Offer, ...]
    claims: tuple[Claim, ...]
    asked: Asked | None = None
    why: WhyNot | None = None
    most_days: int = 0
