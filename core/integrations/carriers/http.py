"""A carrier booked over HTTP, by our own form; whoever has another one puts a small translator before it.

All of it is JSON, with ``Authorization: Bearer <key>``. Weights are grams, prices whole minor units.

    POST   {url}/v1/rates              {"consignment": C}
        200  {"rates": [{"service": "express", "price": 1840, "currency": "USD",
                         "delivers_on": "2025-10-16"}]}
    PUT    {url}/v1/bookings/{key}     {"consignment": C, "service": "express"}
        200  {"tracking_number": "JD0123", "label": "<PDF in base64>"}      label: null where there is none
    DELETE {url}/v1/bookings/{key}
        204  the key stands for no booking any more and never will; also where it never did

    C: {"number": "SH-2025-12", "origin": {"name", "region"}, "promised_on": "2025-10-16" or null,
        "recipient": {"name", "place", "address", "city", "region"}, "parcels": [12500, 8000]}

The key is ours, one a booking: a PUT that comes again gives the first one's answer, and one that comes after
its DELETE is refused. 4xx with {"message": "..."}: not done, for that reason (409 to a DELETE: too late, the
goods are with the carrier). 408, 425, 429, 5xx, no answer or an unreadable one: asked again, by the same key.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Any

import aiohttp
from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, ValidationError

from core.deliveries.booking_types import Confirmed, Consignment, Rate
from core.deliveries.carriers import CarrierDeclined, CarrierService, CarrierSilent
from core.infra.settings import CarrierAccess
from core.kernel.money import Money

MOST_BYTES = 4 << 20  # a label of a few pages
_PDF = b"%PDF-"
_LATER = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})


class _Rate(BaseModel):
    model_config = ConfigDict(extra="ignore")

    service: str = Field(min_length=1, max_length=40)
    price: int = Field(ge=0, lt=10**12, strict=True)
    currency: str = Field(pattern="^[A-Z]{3}$")
    delivers_on: date


class _Rates(BaseModel):
    rates: list[_Rate] = Field(max_length=100)


class _Confirmed(BaseModel):
    model_config = ConfigDict(extra="ignore")

    tracking_number: str = Field(min_length=1, max_length=60)
    label: Base64Bytes | None = None


class HttpCarrier:
    """One carrier that speaks the form above."""

    def __init__(self, code: str, access: CarrierAccess) -> None:
        self._code = code
        self._base = access.url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {access.key.get_secret_value()}"}
        self._timeout = aiohttp.ClientTimeout(total=access.seconds)

    async def rates(self, load: Consignment) -> tuple[Rate, ...]:
        raw = await self._call("POST", "/v1/rates", {"consignment": _consignment(load)})
        try:
            found = _Rates.model_validate_json(raw).rates
        except ValidationError as error:
            raise CarrierSilent(f"{self._code}: rates of another form") from error
        return tuple(
            Rate(self._code, one.service, Money(one.price, one.currency), one.delivers_on) for one in found
        )

    async def book(self, key: str, load: Consignment, service: str) -> Confirmed:
        body = {"consignment": _consignment(load), "service": service}
        raw = await self._call("PUT", f"/v1/bookings/{key}", body)
        try:
            found = _Confirmed.model_validate_json(raw)
        except ValidationError as error:
            # It may well be booked, so nobody else is asked.
            raise CarrierSilent(f"{self._code}: a booking of another form") from error
        label = found.label if found.label and found.label.startswith(_PDF) else None
        return Confirmed(found.tracking_number, label)

    async def cancel(self, key: str) -> None:
        await self._call(
            "DELETE", f"/v1/bookings/{key}", None, is_done=(HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
        )

    async def _call(
        self, method: str, path: str, body: Mapping[str, Any] | None, *, is_done: tuple[int, ...] = ()
    ) -> bytes:
        try:
            async with (
                aiohttp.ClientSession(timeout=self._timeout, headers=self._headers) as session,
                session.request(method, self._base + path, json=body, allow_redirects=False) as response,
            ):
                raw = await _read(response)
                status = response.status
        except (aiohttp.ClientError, TimeoutError) as error:
            raise CarrierSilent(f"{self._code}: {type(error).__name__}") from error
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES or status in is_done:
            return raw
        is_final = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
        if is_final and status not in _LATER:
            raise CarrierDeclined(_message(raw) or f"HTTP {status}")
        raise CarrierSilent(f"{self._code}: HTTP {status}")


async def _read(response: aiohttp.ClientResponse) -> bytes:
    raw = b""
    async for chunk in response.content.iter_chunked(1 << 16):
        raw += chunk
        if len(raw) > MOST_BYTES:
            raise aiohttp.ClientPayloadError("too large")
    return raw


def _message(raw: bytes) -> str:
    try:
        said = json.loads(raw).get("message", "")
    except (ValueError, AttributeError):
        return ""
    return said if isinstance(said, str) else ""


def _consignment(load: Consignment) -> dict[str, Any]:
    return {
        "number": load.number,
        "origin": {"name": load.origin, "region": load.origin_region},
        "recipient": {
            "name": load.recipient,
            "place": load.place,
            "address": load.address,
            "city": load.city,
            "region": load.region,
        },
        "promised_on": None if load.promised_on is None else load.promised_on.isoformat(),
        "parcels": list(load.parcels),
    }


def http_carriers(services: Mapping[str, CarrierAccess]) -> dict[str, CarrierService]:
    """A service for each carrier that the settings give an address, by its code in capitals."""
    return {code.upper(): HttpCarrier(code.upper(), access) for code, access in services.items()}
