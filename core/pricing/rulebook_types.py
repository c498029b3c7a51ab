"""Price rules as the back office sees and changes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.kernel.money import UnitPrice


@dataclass(frozen=True, slots=True)
class RateNow:
    """A negotiated rate: percent on cost ("cost_plus") or off the standard price ("percent_off"), in basis
    points, or a net price ("net") of one base unit."""

    kind: str
    basis_points: int | None = None
    price: UnitPrice | None = None


@dataclass(frozen=True, slots=True)
class TierPrice:
    """One base unit for a dealer of a tier without an agreement; None: there would be no price."""

    tier: str
    before: UnitPrice | None
    after: UnitPrice | None


@dataclass(frozen=True, slots=True)
class Terms:
    """A tier's terms of payment. early_basis_points: what paying within early_days takes off."""

    tier: str
    name: str
    net_days: int
    early_basis_points: int
    early_days: int


@dataclass(frozen=True, slots=True)
class PromotionView:
    """A promotion as it is kept; ``terms`` as ``core.pricing.terms`` describes them."""

    code: str
    name: str
    kind: str
    terms: Mapping[str, Any]
    coupon: str | None
    valid_from: datetime | None
    valid_until: datetime | None
    cap: int | None
    used: int
    active: bool
