"""What drivers did, as it was written."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from core.kernel.events import Event
from core.kernel.ids import DealerId, PersonId


@dataclass(frozen=True, slots=True)
class DriverSignedIn(Event):
    """how: link, code or telegram."""

    name: ClassVar[str] = "driver_signed_in"
    person_id: PersonId
    session_id: uuid.UUID
    how: str


@dataclass(frozen=True, slots=True)
class DriverSignedOut(Event):
    name: ClassVar[str] = "driver_signed_out"
    person_id: PersonId
    sessions: tuple[uuid.UUID, ...]


@dataclass(frozen=True, slots=True)
class RouteStarted(Event):
    name: ClassVar[str] = "route_started"
    route_id: uuid.UUID
    person_id: PersonId


@dataclass(frozen=True, slots=True)
class Lacking:
    sku: str
    quantity: int


@dataclass(frozen=True, slots=True)
class LoadLacking(Event):
    """The driver did not find all of the load on the van."""

    name: ClassVar[str] = "load_lacking"
    route_id: uuid.UUID
    driver: str
    van: str
    missing: tuple[Lacking, ...]


@dataclass(frozen=True, slots=True)
class StopIsNext(Event):
    """The van comes to this dealer next, about then. is_fetch: to fetch goods."""

    name: ClassVar[str] = "stop_is_next"
    stop_id: uuid.UUID
    dealer_id: DealerId
    orders: tuple[str, ...]
    eta: datetime
    driver: str
    is_fetch: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryProved(Event):
    """A proof is whole: the dealer gets it. hash, seal: of its evidence. is_fetch: the dealer handed over."""

    name: ClassVar[str] = "delivery_proved"
    proof_id: uuid.UUID
    dealer_id: DealerId
    stop_id: uuid.UUID
    orders: tuple[str, ...]
    driver: str
    flags: tuple[str, ...]
    hash: str
    seal: str
    is_fetch: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryFailed(Event):
    """Nothing was handed over; new_day None: no appointment yet. flags: what is odd about the phone's place
    and clock; photos: how many come of the closed door. is_fetch: nothing was handed over to us."""

    name: ClassVar[str] = "delivery_failed"
    stop_id: uuid.UUID
    dealer_id: DealerId
    dealer_name: str
    orders: tuple[str, ...]
    driver: str
    reason: str
    note: str
    new_day: date | None
    rep_id: PersonId | None
    flags: tuple[str, ...] = ()
    photos: int = 0
    is_fetch: bool = False


@dataclass(frozen=True, slots=True)
class ActRefused(Event):
    """A phone told of goods handed over, or not, and the books could not follow: somebody must look."""

    name: ClassVar[str] = "act_refused"
    act_id: uuid.UUID
    stop_id: uuid.UUID | None
    driver: str
    kind: str
    code: str
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class DoorMoneyTaken(Event):
    name: ClassVar[str] = "door_money_taken"
    money_id: uuid.UUID
    dealer_id: DealerId
    dealer_name: str
    driver: str
    kind: str
    amount_minor: int
    currency: str
    reference: str


@dataclass(frozen=True, slots=True)
class DoorMoneyCorrected(Event):
    """Money of the door was another amount, 0: there was none. by: who said so; is_told: the dealer has the
    proof with the first amount. receipt: of the payment that took the place of ``was_receipt``."""

    name: ClassVar[str] = "door_money_corrected"
    money_id: uuid.UUID
    dealer_id: DealerId
    dealer_name: str
    rep_id: PersonId | None
    orders: tuple[str, ...]
    driver: str
    by: str
    kind: str
    was_minor: int
    amount_minor: int
    currency: str
    reason: str
    is_told: bool
    was_receipt: str | None
    receipt: str | None
    payment_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class DoorMoneyDecided(Event):
    """state: booked (with its receipt) or missing."""

    name: ClassVar[str] = "door_money_decided"
    money_id: uuid.UUID
    dealer_id: DealerId
    state: str
    receipt: str | None


@dataclass(frozen=True, slots=True)
class ShiftClosed(Event):
    """differs: minor units that the bag has more (less: below zero) than the proofs say."""

    name: ClassVar[str] = "shift_closed"
    route_id: uuid.UUID
    driver: str
    van: str
    delivered: int
    failed: int
    cash_minor: int
    cheques: int
    currency: str
    differs: int
    cheques_differ: int


@dataclass(frozen=True, slots=True)
class PhotosLetGo(Event):
    """Photos were lost with their phone; the proof goes without them."""

    name: ClassVar[str] = "photos_let_go"
    proof_id: uuid.UUID
    dealer_id: DealerId
    count: int


@dataclass(frozen=True, slots=True)
class EvidenceRuleSet(Event):
    """needs empty: the rule was taken away."""

    name: ClassVar[str] = "evidence_rule_set"
    needs: tuple[str, ...]
    of_dealer: DealerId | None
    least_minor: int | None
    currency: str | None
    category: str | None


@dataclass(frozen=True, slots=True)
class ProofPolicySet(Event):
    name: ClassVar[str] = "proof_policy_set"
    far_m: int
    has_codes: bool
