"""Where a carrier says its shipments are: signed, fresh, each event counted once (L3).

    POST /hooks/carriers/{code}     signed as ``driver_app_api.hooks.signed`` says, with that carrier's secret

    {"id": "evt_1", "tracking_number": "JD0123", "status": "out_for_delivery",
     "at": "2025-10-14T09:00:00+02:00", "note": "Depot Los Angeles", "signed_by": "",
     "window": {"from": "2025-10-14T10:00:00+02:00", "until": "2025-10-14T12:00:00+02:00"}}

200 with the shipment and where it is now; a repeat of an event says so and changes nothing, and an event that
comes late never leads back. 401: the signature or the time is wrong, or there is no such carrier; 404: no
shipment of that carrier has the number (yet: send it again later); 422: the body is no event.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Protocol

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from core.deliveries.errors import UnknownShipment
from core.deliveries.types import TrackingKind
from core.deliveries.use_cases.take_tracking import TakeTracking
from core.infra.door import Core
from core.kernel.actor import SYSTEM
from core.kernel.errors import Busy, Refused
from driver_app_api.hooks.signed import read_signed
from driver_app_api.problems import problem

_ACTOR = SYSTEM.from_origin("webhook:carriers")


class CarrierAdapter(Protocol):
    """One carrier's way of telling. A carrier without one is followed by typed numbers and its page alone."""

    async def receive(self, core: Core, request: Request) -> bytes | Response:
        """The body of a message that is really the carrier's, or the answer to one that is not."""
        ...

    def read(self, carrier: str, body: bytes) -> TakeTracking:
        """What it tells. Raises ValueError (of pydantic, with its fields) for a body that is no event."""
        ...


class Window(BaseModel):
    """Between when it comes."""

    since: Annotated[AwareDatetime, Field(alias="from")]
    until: AwareDatetime


class TrackingEvent(BaseModel):
    """The body. status: a TrackingKind; at: with its zone."""

    model_config = ConfigDict(extra="ignore")

    id: str = Field(min_length=1, max_length=100)
    tracking_number: str = Field(min_length=1, max_length=60)
    status: TrackingKind
    at: AwareDatetime
    note: str = Field(default="", max_length=1000)
    signed_by: str = Field(default="", max_length=200)
    window: Window | None = None


class SignedCarrier:
    """Tells by our own form, signed with a secret that is shared with this carrier alone."""

    def __init__(self, secret: str) -> None:
        if not secret:
            raise ValueError("A carrier's webhook needs a secret: else anybody could move shipments.")
        self._secret = secret

    async def receive(self, core: Core, request: Request) -> bytes | Response:
        return await read_signed(core, self._secret, request)

    def read(self, carrier: str, body: bytes) -> TakeTracking:
        event = TrackingEvent.model_validate_json(body)
        window: tuple[datetime, datetime] | None = None
        if event.window is not None:
            window = event.window.since, event.window.until
        return TakeTracking(
            carrier=carrier,
            event=event.id,
            tracking_number=event.tracking_number,
            kind=event.status,
            at=event.at,
            note=event.note,
            received_by=event.signed_by,
            window=window,
        )


def carriers_router(core: Core, adapters: Mapping[str, CarrierAdapter]) -> APIRouter:
    """The route for the carriers that have an adapter, by their codes."""
    known = {code.upper(): adapter for code, adapter in adapters.items()}
    router = APIRouter()

    @router.post("/hooks/carriers/{code}")
    async def receive(code: str, request: Request) -> Response:
        carrier = code.upper()
        adapter = known.get(carrier)
        if adapter is None:
            # Strangers are not told which carriers there are.
            return problem(401, "bad_signature", "The signature or its time is wrong.")
        body = await adapter.receive(core, request)
        if isinstance(body, Response):
            return body
        try:
            command = adapter.read(carrier, body)
        except ValidationError as error:
            fields = [".".join(map(str, fault["loc"])) for fault in error.errors()]
            return problem(422, "unreadable", "The body is no tracking event.", fields=fields)
        return await _take(core, command)

    return router


async def _take(core: Core, command: TakeTracking) -> Response:
    try:
        noted = await core.execute(_ACTOR, command)
    except UnknownShipment as refused:
        return problem(404, refused.code, "No shipment of yours has that tracking number.")
    except Busy as refused:
        return problem(503, refused.code, "Please send it again.")
    except Refused as refused:
        return problem(422, refused.code, "The event was refused; nothing was changed.")
    return JSONResponse({"shipment": noted.number, "state": noted.state.value, "repeated": noted.repeated})
