"""What happened to prepared orders. ``rep_id``: who prepared it; ``person_id``: who of the dealer acts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import DealerId, OrderId, PersonId


@dataclass(frozen=True, slots=True)
class OrderPrepared(Event):
    """It was sent to those of the dealer who order."""

    name: ClassVar[str] = "order_prepared"
    prepared_id: uuid.UUID
    dealer_id: DealerId
    rep_id: PersonId
    total_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class PreparedTaken(Event):
    name: ClassVar[str] = "prepared_taken"
    prepared_id: uuid.UUID
    dealer_id: DealerId
    rep_id: PersonId
    person_id: PersonId


@dataclass(frozen=True, slots=True)
class PreparedPlaced(Event):
    name: ClassVar[str] = "prepared_placed"
    prepared_id: uuid.UUID
    dealer_id: DealerId
    rep_id: PersonId
    person_id: PersonId
    person_name: str
    dealer_name: str
    order_id: OrderId
    number: str
    total_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class PreparedDeclined(Event):
    name: ClassVar[str] = "prepared_declined"
    prepared_id: uuid.UUID
    dealer_id: DealerId
    rep_id: PersonId
    person_id: PersonId
    person_name: str
    dealer_name: str


@dataclass(frozen=True, slots=True)
class DeclineExplained(Event):
    """Why it was declined, in the person's own words."""

    name: ClassVar[str] = "decline_explained"
    prepared_id: uuid.UUID
    dealer_id: DealerId
    rep_id: PersonId
    person_id: PersonId
    person_name: str
    dealer_name: str
    text: str


@dataclass(frozen=True, slots=True)
class PreparedExpired(Event):
    name: ClassVar[str] = "prepared_expired"
    prepared_id: uuid.UUID
    dealer_id: DealerId
    rep_id: PersonId
    rep_name: str
    dealer_name: str
