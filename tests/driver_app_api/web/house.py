"""A small house on the other end of the phone's line: the driver API's contract, kept in memory.

It keeps every event by its id in the order it came, takes files in pieces, and can be told to refuse. It is
stricter than need be where the phone must not rely on kindness: wrong offsets, unknown ids and missing
headers are errors.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from driver_app_api.driver.day import map_body
from driver_app_api.driver.map_file import MapFile
from driver_app_api.driver.sessions import Callers
from driver_app_api.driver.streets import streets_router
from driver_app_api.problems import problem
from driver_app_api.web.site import phone_app_router

CODE = "471103"
REASONS = {
    "refused": ["not_ordered", "wrong_item", "expired", "too_late", "price", "other"],
    "damaged": ["in_transit", "packaging", "wet", "other"],
    "short": ["not_loaded", "miscounted", "other"],
    "not_delivered": ["closed", "nobody_there", "refused_all", "no_access", "other"],
    "not_fetched": ["not_there", "miscounted", "closed", "nobody_there", "other"],
}
GOODS = (
    ("COL-330", "Cola 330 ml can", 48, "each"),
    ("WAT-150", "Still water 1.5 l", 24, "bottle"),
    ("RIC-050", "Jasmine rice 5 kg", 6, "bag"),
    ("OIL-020", "Sunflower oil 2 l", 12, "bottle"),
)
# Name, address, latitude, longitude, cash to collect in cents, whether the dealer has a delivery code, note.
PLACES = (
    ("Kampung Baru Mart", "12 Jalan Raja Muda, Kuala Lumpur", 3.1658, 101.7068, 24_850, True, ""),
    (
        "Hock Seng Provision",
        "88 Jalan Alor, Kuala Lumpur",
        3.1456,
        101.7090,
        0,
        False,
        "Back door, ring twice",
    ),
    ("Warung Pak Din", "5 Jalan Pasar, Pudu", 3.1352, 101.7160, 6_000, False, ""),
    ("Öz Market", "21 Jalan Ampang, Kuala Lumpur", 3.1580, 101.7190, 0, False, ""),
    ("Bangsar Deli", "3 Jalan Telawi, Bangsar", 3.1310, 101.6710, 112_040, False, ""),
)


def a_day() -> dict[str, Any]:
    """One route of five stops, as GET /today tells it."""
    stops = []
    for at, (dealer, address, lat, lon, due, has_code, note) in enumerate(PLACES, 1):
        sku, name, quantity, unit = GOODS[(at - 1) % len(GOODS)]
        other = GOODS[at % len(GOODS)]
        lines = [
            {"id": f"line-{at}a", "sku": sku, "name": name, "quantity": quantity, "unit": unit},
            {"id": f"line-{at}b", "sku": other[0], "name": other[1], "quantity": other[2], "unit": other[3]},
        ]
        stops.append(
            {
                "id": f"stop-{at}",
                "position": at,
                "state": "planned",
                "dealer": dealer,
                "address": address,
                "lat": lat,
                "lon": lon,
                "phone": "+60 3 2026 010" + str(at),
                "note": note or None,
                "window": {
                    "from": f"2025-10-14T{8 + at:02}:00:00+08:00",
                    "to": f"2025-10-14T{9 + at:02}:00:00+08:00",
                },
                "eta": f"2025-10-14T{8 + at:02}:25:00+08:00",
                "service_minutes": 10,
                "has_code": has_code,
                "weight_g": 42_500,
                "cash_due_minor": due,
                "currency": "MYR",
                "orders": [{"id": f"order-{at}", "number": f"SO-100{at}", "lines": lines}],
            }
        )
    load = [
        {"sku": sku, "name": name, "quantity": 2 * quantity, "unit": unit}
        for sku, name, quantity, unit in GOODS
    ]
    route = {
        "id": "route-1",
        "version": 1,
        "state": "published",
        "van": {"name": "Van 2", "plate": "WXY 4821"},
        "depot": {"name": "Depot Cheras", "lat": 3.1068, "lon": 101.7259, "address": "Jalan Cheras"},
        "starts_at": "2025-10-14T08:15:00+08:00",
        "ends_at": "2025-10-14T14:40:00+08:00",
        "distance_m": 41_300,
        "stops": stops,
        "load": load,
    }
    driver = {"id": "driver-1", "name": "Faizal", "language": "en"}
    return {
        "day": "2025-10-14",
        "version": 1,
        "driver": driver,
        "routes": [route],
        "reasons": REASONS,
        "changes": [],
    }


def now() -> str:
    return datetime.fromtimestamp(time.time(), UTC).isoformat()


@dataclass
class House:
    """What it got and what it is told to do. ``refuse``: event kind -> (code, text)."""

    day: dict[str, Any] = field(default_factory=a_day)
    events: list[dict[str, Any]] = field(default_factory=list)
    doubled: int = 0
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    is_signed_in: bool = False
    refuse: dict[str, tuple[str, str]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    bytes_taken: int = 0
    # Larger files are refused, as the real house does it.
    most_bytes: int = 12 * 1024 * 1024
    # Where the operator's own map lies; None: the house has none.
    map_at: Path | None = None

    def forget(self) -> None:
        """As on a new day: nothing done, nothing taken; whoever is signed in stays."""
        self.day = a_day()
        self.events, self.files, self.requests = [], {}, []
        self.doubled = self.bytes_taken = 0

    def kinds(self) -> list[str]:
        """What was done, in the order it came; positions left out."""
        return [event["kind"] for event in self.events if event["kind"] != "position"]

    def of(self, kind: str) -> dict[str, Any]:
        """The data of the one event of a kind."""
        (found,) = [event for event in self.events if event["kind"] == kind]
        data: dict[str, Any] = found["data"]
        return data

    def take(self, event: dict[str, Any]) -> dict[str, Any]:
        if any(event["id"] == known["id"] for known in self.events):
            self.doubled += 1
            return {"id": event["id"], "status": "already", "code": None, "text": None}
        if event["kind"] in self.refuse:
            code, text = self.refuse[event["kind"]]
            return {"id": event["id"], "status": "refused", "code": code, "text": text}
        if event["kind"] == "shift_closed" and self.waits_for():
            return {"id": event["id"], "status": "refused", "code": "proof_unsent", "text": "A proof waits."}
        self.events.append(event)
        self.move(event)
        return {"id": event["id"], "status": "done", "code": None, "text": None}

    def move(self, event: dict[str, Any]) -> None:
        (route,) = self.day["routes"]
        states = {"route_started": "started", "shift_closed": "closed"}
        route["state"] = states.get(event["kind"], route["state"])
        states = {"arrived": "arrived", "delivered": "done", "not_delivered": "failed"}
        for stop in route["stops"]:
            if stop["id"] == event["stop_id"]:
                paid = event["data"].get("payment") if event["kind"] == "delivered" else stop.get("paid")
                if event["kind"] == "money_corrected":
                    paid = {"kind": "cash", **(paid or {}), "amount_minor": event["data"]["amount_minor"]}
                stop["paid"] = paid and {"is_counted": False, **paid}
                stop["state"] = states.get(event["kind"], stop["state"])

    def waits_for(self) -> set[str]:
        """Files that proofs speak of and that are not whole."""
        named: set[str] = set()
        for event in self.events:
            named.update(event["data"].get("photos", []))
            if event["data"].get("signature"):
                named.add(event["data"]["signature"]["file_id"])
        return {one for one in named if not self.files.get(one, {}).get("is_whole")}


class Anybody:
    """Whoever has come through the door of the house (below) may call."""

    async def actor(self) -> None:
        return None


def house_app(house: House) -> FastAPI:
    """The API and the real page."""
    app = FastAPI()
    own_map = None if house.map_at is None else MapFile(str(house.map_at))
    if own_map is not None:
        app.include_router(streets_router(own_map, cast(Callers, Anybody())), prefix="/driver/v1")

    @app.middleware("http")
    async def door(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        path = request.url.path
        if not path.startswith("/driver/v1/"):
            return await call_next(request)
        house.requests.append(f"{request.method} {path.removeprefix('/driver/v1/')}")
        if request.method in ("POST", "PATCH", "DELETE") and request.headers.get("x-driver-app") != "1":
            return problem(403, "no_header", "The header is missing.")
        is_known = house.is_signed_in and request.cookies.get("driver_session") == "opaque"
        if path != "/driver/v1/sessions" and not is_known:
            return problem(401, "signed_out", "Sign in again.")
        return await call_next(request)

    @app.post("/driver/v1/sessions", status_code=201)
    async def sign_in(request: Request, response: Response) -> Any:
        said = await request.json()
        if said.get("link") != "once" and said.get("code") != CODE:
            return problem(403, "code_wrong", "The code does not fit this number.")
        house.is_signed_in = True
        response.set_cookie("driver_session", "opaque", max_age=86_400, httponly=True, samesite="strict")
        return {"token": "opaque", "driver": house.day["driver"], "server_time": now()}

    @app.delete("/driver/v1/sessions/current", status_code=204)
    async def sign_out() -> Response:
        house.is_signed_in = False
        return Response(status_code=204)

    @app.get("/driver/v1/today")
    async def today(request: Request) -> Response:
        told = {**house.day, **map_body(own_map)}
        tag = f'"{hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"ETag": tag})
        return JSONResponse({**told, "server_time": now()}, headers={"ETag": tag})

    @app.post("/driver/v1/events")
    async def events(request: Request) -> Any:
        said = await request.json()
        batch = sorted(said["events"], key=lambda event: event["seq"])
        if len(batch) > 100 or any(event["kind"] == "not_understood" for event in batch):
            return problem(422, "not_understood", "This cannot be read.")
        return {"server_time": now(), "results": [house.take(event) for event in batch]}

    add_files(app, house)
    app.include_router(phone_app_router(with_streets=own_map is not None))
    return app


def add_files(app: FastAPI, house: House) -> None:
    @app.post("/driver/v1/files")
    async def announce(request: Request) -> Any:
        said = await request.json()
        known = house.files.get(said["id"])
        if known is None and said["size"] > house.most_bytes:
            return problem(413, "file_too_large", "That is too large.")
        if known is not None and (known["size"], known["sha256"]) != (said["size"], said["sha256"]):
            return problem(409, "id_taken", "Another file has that id.")
        known = house.files.setdefault(said["id"], {**said, "bytes": b"", "is_whole": False})
        return JSONResponse({"received": len(known["bytes"])}, status_code=201)

    @app.patch("/driver/v1/files/{file_id}")
    async def piece(file_id: str, request: Request) -> Response:
        known = house.files.get(file_id)
        if known is None:
            return problem(404, "unknown_file", "Announce it first.")
        body = await request.body()
        house.bytes_taken += len(body)
        if int(request.headers["upload-offset"]) != len(known["bytes"]):
            answer = problem(409, "wrong_offset", "It goes on elsewhere.")
            answer.headers["Upload-Offset"] = str(len(known["bytes"]))
            return answer
        if len(body) > 1_048_576:
            return problem(413, "piece_too_large", "Send smaller pieces.")
        known["bytes"] += body
        known["is_whole"] = (
            len(known["bytes"]) == known["size"]
            and hashlib.sha256(known["bytes"]).hexdigest() == known["sha256"]
        )
        return Response(status_code=204, headers={"Upload-Offset": str(len(known["bytes"]))})
