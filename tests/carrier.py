"""A carrier's own server, over real HTTP: what it is asked, what it has booked, and what it answers wrong."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from pydantic import SecretStr

from core.infra.door import Core
from core.infra.settings import CarrierAccess
from core.integrations.carriers.http import http_carriers

KEY = "our-key-at-the-carrier"
LABEL = b"%PDF-1.4 a label"


@dataclass(slots=True)
class CarrierServer:
    """Speaks the form of ``core.integrations.carriers.http``; keeps a booking once for each key.

    trouble: statuses that the next calls are answered with, 0 for a connection that is cut before it is done,
    -1 for one that is cut after it, -2 for none. held: while it is set, a booking is made and not answered.
    """

    rates: list[dict[str, Any]]
    url: str = ""
    numbers: str = "JD"
    with_label: bool = True
    declines: str = ""
    booked: dict[str, dict[str, Any]] = field(default_factory=dict)
    cancelled: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    consignments: list[dict[str, Any]] = field(default_factory=list)
    trouble: list[int] = field(default_factory=list)
    is_collected: bool = False
    holding: asyncio.Event = field(default_factory=asyncio.Event)
    held: bool = False

    async def _call(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(f"{request.method} {request.path}")
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return web.json_response({"message": "Who are you?"}, status=401)
        trouble = self.trouble.pop(0) if self.trouble else None
        if trouble is not None and trouble > 0:
            return web.json_response({"message": "Trouble here."}, status=trouble)
        if trouble == 0:
            return _cut(request)
        answer = await self._answer(request)
        if self.held and request.method == "PUT":
            self.holding.set()
            await asyncio.sleep(60)
        return _cut(request) if trouble == -1 else answer

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/v1/rates":
            self.consignments.append((await request.json())["consignment"])
            return web.json_response({"rates": self.rates, "more": "than we know"})
        key = request.path.rpartition("/")[2]
        if request.method == "DELETE":
            if self.is_collected:
                return web.json_response({"message": "Already collected."}, status=409)
            self.booked.pop(key, None)
            self.cancelled.append(key)
            return web.Response(status=204)
        if self.declines or key in self.cancelled:
            return web.json_response({"message": self.declines or "Cancelled."}, status=422)
        body = await request.json()
        number = f"{self.numbers}{len(self.booked) + 1:04}"
        self.booked.setdefault(key, {**body, "tracking_number": number})
        label = base64.b64encode(LABEL).decode() if self.with_label else None
        return web.json_response({"tracking_number": self.booked[key]["tracking_number"], "label": label})


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def rate(service: str, price: int, day: str, currency: str = "USD") -> dict[str, Any]:
    return {"service": service, "price": price, "currency": currency, "delivers_on": day}


@asynccontextmanager
async def serving(carrier: CarrierServer) -> AsyncIterator[CarrierServer]:
    """The carrier at ``url`` until the block ends."""
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", carrier._call)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    carrier.url = f"http://{host}:{port}/"
    try:
        yield carrier
    finally:
        await runner.cleanup()


def book_with(core: Core, **carriers: CarrierServer | str) -> None:
    """Have these carriers booked by machine, each by its code; a text is an address where nobody is."""
    access = {
        code: CarrierAccess(url=one if isinstance(one, str) else one.url, key=SecretStr(KEY), seconds=5)
        for code, one in carriers.items()
    }
    core.ports = {**core.ports, "carriers": http_carriers(access)}
