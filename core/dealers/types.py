"""Values of the dealers domain."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import StrEnum

from core.kernel.actor import Actor
from core.kernel.ids import DealerId, PersonId


class Standing(StrEnum):
    """What a chat identity is to us right now."""

    MEMBER = "member"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who writes. ``actor`` is the stranger unless the standing is member."""

    standing: Standing
    actor: Actor
    language_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Dealer:
    """What the engines and screens need to know of a dealer."""

    id: DealerId
    code: str
    name: str
    tier: str
    region: str
    currency: str
    zone: str
    rep_id: PersonId | None
    assortment: str | None


@dataclass(frozen=True, slots=True)
class ShipTo:
    """A place that goods can be sent to; ``region`` decides which warehouse is near."""

    id: uuid.UUID
    code: str
    name: str
    address: str
    city: str
    region: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who may be told something in the chat, in his own language."""

    person_id: PersonId
    telegram_id: int
    language: str
    name: str
    zone: str
