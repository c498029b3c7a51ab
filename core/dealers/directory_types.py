"""Dealers and people as the back office sees them."""

from __future__ import annotations

from dataclasses import dataclass

from core.kernel.actor import Role
from core.kernel.ids import DealerId, PersonId


@dataclass(frozen=True, slots=True)
class DealerEntry:
    """A dealer in a list."""

    id: DealerId
    code: str
    name: str
    tier: str
    region: str
    active: bool


@dataclass(frozen=True, slots=True)
class DealerPerson:
    """Somebody of a dealer; ``is_reachable``: the chat is theirs."""

    name: str
    phone: str | None
    role: Role
    is_reachable: bool
    blocked: bool


@dataclass(frozen=True, slots=True)
class DealerCard:
    """A dealer with whom it consists of and who looks after it."""

    id: DealerId
    code: str
    name: str
    tier: str
    region: str
    currency: str
    active: bool
    rep_name: str | None
    parent_name: str | None
    people: tuple[DealerPerson, ...]
    places: int


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person in a list; ``dealer_name`` None: of the house."""

    id: PersonId
    name: str
    phone: str | None
    role: Role
    dealer_name: str | None
    blocked: bool


@dataclass(frozen=True, slots=True)
class Rep:
    """Somebody of the house who may look after a dealer."""

    id: PersonId
    name: str


@dataclass(frozen=True, slots=True)
class FoundDealer:
    """A dealer that a typed text may mean; ``is_sure``: nobody else can be meant."""

    dealer: DealerEntry
    score: int
    is_sure: bool


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person that a typed name or number may mean; ``is_sure``: nobody else can be meant."""

    person: PersonEntry
    score: int
    is_sure: bool
