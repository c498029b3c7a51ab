"""A driver's phone over real HTTP: signs in, reads the day, sends acts and photos."""

from __future__ import annotations

import asyncio
import hashlib
import io
import itertools
import json
import secrets
import uuid
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import uvicorn

from core.driving.use_cases.sign_in import MakeSignInLink
from core.infra.door import Core
from core.kernel.actor import Actor
from dealerline.sandbox.serve import open_socket
from driver_app_api.app import create_app
from tests.chat import phrasebook
from tests.core.driving.house import NEAR

Body = dict[str, Any]


def client_id() -> uuid.UUID:
    """An id as a phone makes it."""
    return uuid.UUID(bytes=secrets.token_bytes(16), version=4)


class Served(uvicorn.Server):
    """Leaves signals to pytest."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def api(core: Core) -> AsyncIterator[str]:
    """The web application served on a port of its own; the address of the driver API."""
    listening = open_socket()
    app = create_app(core, book=phrasebook())
    server = Served(
        uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_keep_alive=60)
    )
    serving = asyncio.get_running_loop().create_task(server.serve(sockets=[listening]))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/driver/v1"
    finally:
        server.should_exit = True
        await serving
        listening.close()


@dataclass(slots=True)
class Answer:
    status: int
    body: Any
    headers: Mapping[str, str]
    content: bytes


@dataclass(slots=True)
class Phone:
    """``at``: the address of the API; token "" is nobody."""

    at: str
    http: aiohttp.ClientSession
    token: str = ""
    route: uuid.UUID | None = None
    stops: list[uuid.UUID] = field(default_factory=list)
    device: str = field(default_factory=lambda: str(client_id()))
    seq: Any = field(default_factory=lambda: itertools.count(1))

    async def call(self, method: str, path: str, json: Any = None, **more: Any) -> Answer:
        headers = {
            **({"Authorization": f"Bearer {self.token}"} if self.token else {}),
            **more.pop("headers", {}),
        }
        async with self.http.request(
            method, f"{self.at}{path}", json=json, headers=headers, **more
        ) as answer:
            content = await answer.read()
            is_json = "json" in answer.headers.get("Content-Type", "")
            body = None if not is_json or not content else jsonable(content)
            return Answer(answer.status, body, answer.headers, content)

    async def today(self) -> Body:
        answer = await self.call("GET", "/today")
        assert answer.status == 200, answer
        return dict(answer.body)

    def event(self, kind: str, stop: uuid.UUID | None = None, **data: Any) -> Body:
        return {
            "id": str(client_id()),
            "seq": next(self.seq),
            "at": "2025-10-14T09:00:00+00:00",
            "kind": kind,
            "route_id": str(self.route),
            "stop_id": None if stop is None else str(stop),
            "data": data,
        }

    async def tell(self, *events: Body) -> list[tuple[str, str | None]]:
        """Send acts; (status, code) of each, in the order of the answer."""
        answer = await self.call("POST", "/events", {"device": self.device, "events": list(events)})
        assert answer.status == 200, answer
        return [(one["status"], one["code"]) for one in answer.body["results"]]

    async def send_file(
        self,
        stop: uuid.UUID,
        content: bytes,
        *,
        file_id: str | None = None,
        kind: str = "photo",
        piece: int = 1 << 18,
    ) -> tuple[str, Answer]:
        """Announce and send a file in pieces; its id and the last answer."""
        file_id = file_id or str(client_id())
        answer = await self.call("POST", "/files", self.announced(file_id, stop, content, kind))
        while answer.status < 300:
            start = int(answer.headers.get("Upload-Offset", answer.body["received"] if answer.body else 0))
            if start >= len(content):
                break
            answer = await self.piece(file_id, start, content[start : start + piece])
        return file_id, answer

    def announced(self, file_id: str, stop: uuid.UUID, content: bytes, kind: str = "photo") -> Body:
        return {
            "id": file_id,
            "kind": kind,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "stop_id": str(stop),
        }

    async def piece(self, file_id: str, start: int, content: bytes) -> Answer:
        return await self.call(
            "PATCH", f"/files/{file_id}", data=io.BytesIO(content), headers={"Upload-Offset": str(start)}
        )


def jsonable(content: bytes) -> Any:
    return json.loads(content)


@asynccontextmanager
async def phone_of(core: Core, driver: Actor, route: uuid.UUID | None = None) -> AsyncIterator[Phone]:
    """The driver's phone, signed in by a link."""
    async with api(core) as at, aiohttp.ClientSession() as http:
        phone = Phone(at, http, route=route)
        await sign_in(core, phone, driver)
        yield phone


async def sign_in(core: Core, phone: Phone, driver: Actor) -> None:
    link = await core.execute(driver, MakeSignInLink())
    answer = await phone.call("POST", "/sessions", {"link": link.token})
    assert answer.status == 201, answer
    phone.token = answer.body["token"]


def handed(stop: Body, **more: Any) -> Body:
    """Data of ``delivered`` for a stop of GET /today: everything accepted unless said otherwise."""
    lines = [
        {"line_id": line["id"], "delivered": line["quantity"], "refused": 0, "damaged": 0, "short": 0}
        for order in stop["orders"]
        for line in order["lines"]
    ]
    return {
        "receiver": "Ada",
        "lines": lines,
        "signature": {"strokes": [[[10, 10, 0], [60, 40, 30], [90, 12, 60]]], "file_id": None},
        "photos": [],
        "gps": NEAR,
        **more,
    }
