"""Values of what a phone tells. Quantities are base units, money whole minor units."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from core.driving.types import DoorMoneyKind, Fix, Strokes


@dataclass(frozen=True, slots=True)
class HandedLine:
    """What became of a shipment's line at the door; the four together are what was on the van."""

    line_id: uuid.UUID
    delivered: int
    refused: int = 0
    damaged: int = 0
    short: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class DoorMoney:
    """Money taken at the door. reference: the cheque's number, or what the driver wrote."""

    kind: DoorMoneyKind
    amount_minor: int
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What the phone sent is no act; fields: where it is wrong."""

    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadCheck:
    """missing: (SKU, base units) that the driver did not find on the van."""

    missing: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Here:
    """Started, arrived, departed, or only where the van is."""

    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Handing:
    """Goods handed over. code: what the receiver said the dealer's chat shows."""

    receiver: str
    lines: tuple[HandedLine, ...]
    code: str | None = None
    strokes: Strokes = ()
    signature: uuid.UUID | None = None
    photos: tuple[uuid.UUID, ...] = ()
    money: DoorMoney | None = None
    note: str = ""
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Failing:
    """Nothing was handed over. new_day: the appointment that was made, None: somebody calls."""

    reason: str
    note: str = ""
    photos: tuple[uuid.UUID, ...] = ()
    new_day: date | None = None
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """The shift is over: what is in the bag."""

    cash_minor: int
    cheques: int


@dataclass(frozen=True, slots=True)
class Correcting:
    """What was taken at a door was so much; kind: where nothing was told before. reason: "" for none."""

    amount_minor: int
    kind: DoorMoneyKind = DoorMoneyKind.CASH
    reason: str = ""


Content = LoadCheck | Here | Handing | Failing | Correcting | Closing | Unreadable


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a phone tells. at: by its own clock; sent: the JSON as it came, kept as evidence.

    ahead: how far that clock was before ours when it told; None: the phone did not say.
    """

    id: uuid.UUID
    seq: int
    at: datetime
    kind: str
    route_id: uuid.UUID
    stop_id: uuid.UUID | None
    content: Content
    sent: str
    ahead: timedelta | None = None


@dataclass(frozen=True, slots=True)
class ActResult:
    """done, already (it was done before) or refused, with the code and its fields."""

    id: uuid.UUID
    status: str
    code: str | None = None
    fields: Mapping[str, object] = field(default_factory=dict)
