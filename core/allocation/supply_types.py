"""Keeping the shelves right: water marks, moves, purchases, lots near their date, substitutes.

Units are those of `core/allocation/types.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.allocation.types import PlaceId
from core.kernel.ids import ProductId
from core.kernel.money import Money, UnitPrice
from core.kernel.reasons import Reason


@dataclass(frozen=True, slots=True)
class ShelfLevel:
    """One product at one place with its water marks (safety <= warning <= maximum).

    free: on hand less reserved; below zero when more is promised than there is. coming: on its way here.
    """

    product_id: ProductId
    place_id: PlaceId
    free: int
    coming: int = 0
    safety: int = 0
    warning: int = 0
    maximum: int = 0


@dataclass(frozen=True, slots=True)
class TransferProposal:
    """Move so much by the next lorry. lacking: what is promised and not there; buffer: what goes along with
    it.

    arrives_on: the day the goods can leave the second place. cost: the lorry and what it charges for
    weight.
    """

    product_id: ProductId
    from_id: PlaceId
    to_id: PlaceId
    quantity: int
    lacking: int
    buffer: int
    leaves_on: date
    arrives_on: date
    cost: Money
    why: Reason


@dataclass(frozen=True, slots=True)
class Purchasing:
    """How a product is bought: in multiples, at least ``least``, and ``days`` until it is here."""

    product_id: ProductId
    multiple: int = 1
    least: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class PurchaseProposal:
    """Buy so much for a place; urgent: below its safety mark. comes_on: None without a known lead time."""

    product_id: ProductId
    place_id: PlaceId
    quantity: int
    urgent: bool
    comes_on: date | None
    why: Reason


@dataclass(frozen=True, slots=True)
class Replenishment:
    """Moves first, purchases for the rest; short: places that stay under their mark, and why."""

    transfers: tuple[TransferProposal, ...]
    purchases: tuple[PurchaseProposal, ...]
    short: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ExpiryStep:
    """With so many days left (or fewer), so much off, in hundredths of a percent."""

    days_left: int
    basis_points: int


@dataclass(frozen=True, slots=True)
class ExpiryOffer:
    """What of a lot will not be sold in time, and what to take off. quantity: of the lot; at_risk: part of
    it.
    """

    product_id: ProductId
    place_id: PlaceId
    lot: str
    expires_on: date
    days_left: int
    quantity: int
    at_risk: int
    basis_points: int


@dataclass(frozen=True, slots=True)
class SubstituteCandidate:
    """A product that may stand in. rank: the house's own order; units: how many of it stand for one of the
    other.

    free: what can be had of it; arrives_on: when, None when nobody knows.
    """

    product_id: ProductId
    rank: int
    free: int
    arrives_on: date | None
    price: UnitPrice | None = None
    units: int = 1
    pack: int = 1


@dataclass(frozen=True, slots=True)
class RankedSubstitute:
    """quantity: base units of the substitute to offer; covers: base units of the wanted product it stands
    for.

    extra: what that costs more than the wanted product (below zero: less), None where a price is unknown.
    """

    product_id: ProductId
    quantity: int
    covers: int
    arrives_on: date | None
    extra: Money | None
    why: tuple[Reason, ...]
