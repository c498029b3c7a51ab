"""The bodies of the driver API, and acts made of them. Whatever a phone sends is bounded here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, ValidationError

from core.driving.act_types import (
    Act,
    Closing,
    Content,
    Correcting,
    DoorMoney,
    Failing,
    HandedLine,
    Handing,
    Here,
    LoadCheck,
    Unreadable,
)
from core.driving.types import ActKind, DoorMoneyKind, FileKind, Fix

MOST_ACTS = 100
MOST_QUANTITY = 1_000_000_000
_MOST_MINOR = 10**12
Quantity = Annotated[int, Field(strict=True, ge=0, le=MOST_QUANTITY)]
_EPOCHS = (1970, 2200)  # a phone whose battery was flat begins in 1970


def _in_our_time(at: datetime) -> datetime:
    if not _EPOCHS[0] <= at.year < _EPOCHS[1]:
        raise ValueError("no time of ours")
    return at.astimezone(UTC)


PhoneTime = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
_EVENT: dict[str, JsonValue] = {
    "id": "0199d9c4-7f3e-7c11-9a53-2f6d1c1f0001",
    "seq": 7,
    "at": "2025-10-14T09:12:03+02:00",
    "kind": "arrived",
    "route_id": "0199d9c4-7f3e-7c11-9a53-2f6d1c1f00aa",
    "stop_id": "0199d9c4-7f3e-7c11-9a53-2f6d1c1f00bb",
    "data": {"gps": {"lat": 34.05, "lon": -118.24, "accuracy_m": 12, "at": "2025-10-14T09:12:01+02:00"}},
}


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore", allow_inf_nan=False)


class SignIn(_Body):
    """One way of three: a link's token, a code with the phone number, or start data of a Mini App.

    attempt: a random id of the phone's, the same until an answer has come: what signs in counts once, but an
    answer that was lost is given again.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"code": "123456", "phone": "+12135550142"}, {"link": "Zm9v…"}]},
    )

    link: str | None = Field(default=None, min_length=8, max_length=100)
    code: str | None = Field(default=None, pattern=r"^[0-9]{6}$")
    phone: str | None = Field(default=None, max_length=30)
    init_data: str | None = Field(default=None, max_length=4096)
    attempt: UUID | None = None


class Driver(_Body):
    id: UUID
    name: str
    language: str


class SignedInBody(_Body):
    token: str
    driver: Driver
    expires_at: datetime
    server_time: datetime


class MeBody(_Body):
    driver: Driver
    server_time: datetime


class Gps(_Body):
    """By the phone's own word; judged by us."""

    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    accuracy_m: float = Field(ge=0, le=10_000_000)
    at: PhoneTime

    def fix(self) -> Fix:
        return Fix(self.lat, self.lon, self.accuracy_m, self.at)


class MissingGoods(_Body):
    sku: str = Field(min_length=1, max_length=60)
    quantity: Quantity


class LoadCheckedData(_Body):
    missing: list[MissingGoods] = Field(default_factory=list, max_length=500)


class HereData(_Body):
    gps: Gps | None = None


class LineData(_Body):
    line_id: UUID
    delivered: Quantity
    refused: Quantity = 0
    damaged: Quantity = 0
    short: Quantity = 0
    reason: str | None = Field(default=None, max_length=40)


Coordinate = Annotated[float, Field(ge=-100_000, le=100_000)]
Point = tuple[Coordinate, Coordinate, Annotated[int, Field(ge=0, le=86_400_000)]]


class SignatureData(_Body):
    strokes: list[Annotated[list[Point], Field(max_length=4000)]] = Field(
        default_factory=list, max_length=200
    )
    file_id: UUID | None = None


class PaymentData(_Body):
    kind: DoorMoneyKind
    amount_minor: int = Field(strict=True, ge=0, le=_MOST_MINOR)
    reference: str = Field(default="", max_length=80)


class DeliveredData(_Body):
    receiver: str = Field(default="", max_length=200)
    code: str | None = Field(default=None, max_length=12)
    lines: list[LineData] = Field(max_length=1000)
    signature: SignatureData | None = None
    photos: list[UUID] = Field(default_factory=list, max_length=10)
    payment: PaymentData | None = None
    note: str | None = Field(default=None, max_length=1000)
    gps: Gps | None = None


class NotDeliveredData(_Body):
    reason: str = Field(min_length=1, max_length=40)
    note: str | None = Field(default=None, max_length=1000)
    photos: list[UUID] = Field(default_factory=list, max_length=10)
    new_day: date | None = None
    gps: Gps | None = None


class MoneyCorrectedData(_Body):
    amount_minor: int = Field(strict=True, ge=0, le=_MOST_MINOR)
    kind: DoorMoneyKind = DoorMoneyKind.CASH
    reason: str | None = Field(default=None, max_length=200)


class ShiftClosedData(_Body):
    cash_minor: int = Field(strict=True, ge=0, le=_MOST_MINOR)
    cheques: int = Field(strict=True, ge=0, le=10_000)


class Event(_Body):
    """One act. data is checked by kind; one that is not readable is refused alone."""

    model_config = ConfigDict(extra="ignore", allow_inf_nan=False, json_schema_extra={"examples": [_EVENT]})

    id: UUID
    seq: int = Field(ge=0, le=2**53)
    at: PhoneTime
    kind: str = Field(min_length=1, max_length=20)
    route_id: UUID
    stop_id: UUID | None = None
    data: dict[str, Any] = Field(default_factory=dict)


class Events(_Body):
    device: UUID
    events: list[Event] = Field(max_length=MOST_ACTS)


class EventResult(_Body):
    id: UUID
    status: Literal["done", "already", "refused"]
    code: str | None = None
    text: str | None = None


class EventResults(_Body):
    server_time: datetime
    results: list[EventResult]


class NewFile(_Body):
    id: UUID
    kind: FileKind
    size: int = Field(strict=True, ge=1, le=2**40)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    stop_id: UUID


class FileBody(_Body):
    """received: bytes that are safe here; state: coming, whole or spoilt."""

    received: int
    state: str


class ProblemBody(_Body):
    """RFC 9457; ``code`` is for machines, ``detail`` for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str


def act_of(event: Event, ahead: timedelta | None = None) -> Act:
    """The act of an event; what of its data is wrong makes it Unreadable. ahead: as of ``Act``."""
    return Act(
        id=event.id,
        seq=event.seq,
        at=event.at,
        kind=event.kind,
        route_id=event.route_id,
        stop_id=event.stop_id,
        content=_content(event),
        sent=json.dumps(
            event.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=True
        ),
        ahead=ahead,
    )


def _content(event: Event) -> Content:
    try:
        return _read(event.kind, event.data)
    except ValidationError as error:
        faults = [".".join(map(str, fault["loc"])) for fault in error.errors(include_input=False)]
        return Unreadable(tuple(faults[:10]))


def _read(kind: str, data: Mapping[str, Any]) -> Content:
    match kind:
        case ActKind.LOAD_CHECKED:
            missing = LoadCheckedData.model_validate(data).missing
            return LoadCheck(tuple((one.sku, one.quantity) for one in missing))
        case ActKind.ROUTE_STARTED | ActKind.ARRIVED | ActKind.DEPARTED | ActKind.POSITION:
            return Here(_fix(HereData.model_validate(data).gps))
        case ActKind.DELIVERED:
            return _handing(DeliveredData.model_validate(data))
        case ActKind.NOT_DELIVERED:
            told = NotDeliveredData.model_validate(data)
            return Failing(told.reason, told.note or "", tuple(told.photos), told.new_day, _fix(told.gps))
        case ActKind.MONEY_CORRECTED:
            right = MoneyCorrectedData.model_validate(data)
            return Correcting(right.amount_minor, right.kind, right.reason or "")
        case ActKind.SHIFT_CLOSED:
            closed = ShiftClosedData.model_validate(data)
            return Closing(closed.cash_minor, closed.cheques)
        case _:
            return Unreadable(("kind",))


def _handing(told: DeliveredData) -> Handing:
    signature = told.signature or SignatureData()
    money = told.payment
    return Handing(
        receiver=told.receiver,
        lines=tuple(
            HandedLine(one.line_id, one.delivered, one.refused, one.damaged, one.short, one.reason)
            for one in told.lines
        ),
        code=told.code,
        strokes=tuple(tuple(stroke) for stroke in signature.strokes),
        signature=signature.file_id,
        photos=tuple(told.photos),
        money=None if money is None else DoorMoney(money.kind, money.amount_minor, money.reference),
        note=told.note or "",
        fix=_fix(told.gps),
    )


def _fix(gps: Gps | None) -> Fix | None:
    return None if gps is None else gps.fix()
