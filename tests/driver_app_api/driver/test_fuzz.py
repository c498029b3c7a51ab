"""The driver API hears all that its description allows, and much that it does not, without a fault."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Sequence
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from pydantic import BaseModel
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from core.driving.tables import DriverActRow
from core.driving.types import ActKind
from core.infra.door import Core
from driver_app_api.driver import limits, schemas
from tests.core.driving.house import Trip, make_trip
from tests.driver_app_api.driver.phone import Phone, client_id, phone_of
from tests.make import count

EXAMPLES = 8  # of each operation, and as many that break its description
ACTS = 40
TIMES = ["2025-10-14T09:00:00Z", "1971-01-01T00:00:00+14:00", "2199-12-31T23:59:59-12:00"]
PATIENCE = 10
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
DATA: dict[ActKind, type[BaseModel]] = {
    ActKind.LOAD_CHECKED: schemas.LoadCheckedData,
    ActKind.ROUTE_STARTED: schemas.HereData,
    ActKind.ARRIVED: schemas.HereData,
    ActKind.DEPARTED: schemas.HereData,
    ActKind.POSITION: schemas.HereData,
    ActKind.DELIVERED: schemas.DeliveredData,
    ActKind.NOT_DELIVERED: schemas.NotDeliveredData,
    ActKind.SHIFT_CLOSED: schemas.ShiftClosedData,
}
Json = dict[str, Any]


@pytest.fixture(autouse=True)
def _no_limit_of_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.Limit, "wait", lambda _limit, _caller: 0)


async def test_what_fits_the_description_or_breaks_it_makes_no_fault(core: Core) -> None:
    trip = await make_trip(core)
    async with phone_of(core, trip.dan, trip.route) as phone:
        description = (await phone.call("GET", "/openapi.json")).body
        called = await asyncio.to_thread(call_all, description, phone, tuple(GenerationMode), EXAMPLES)
    assert called == [
        "GET /files/{file_id}", "GET /me", "GET /today", "HEAD /files/{file_id}", "PATCH /files/{file_id}",
        "POST /events", "POST /files", "POST /sessions", "DELETE /sessions/current",
    ]  # fmt: skip


async def test_acts_and_files_about_real_stops_make_no_fault(core: Core) -> None:
    trip = await make_trip(core, 12, 13)
    async with phone_of(core, trip.dan, trip.route) as phone:
        file_id, _ = await phone.send_file(trip.stops[0], b"\xff\xd8 cut off")
        description = (await phone.call("GET", "/openapi.json")).body
        near = about(description, trip, file_id)
        called = await asyncio.to_thread(call_all, near, phone, (GenerationMode.POSITIVE,), ACTS)
        assert called == ["PATCH /files/{file_id}", "POST /events", "POST /files"]
        # The phone can still say what happened: whatever came before has broken nothing.
        answer = await phone.call("GET", "/today")
    assert answer.status == 200
    # What was sent was near enough to be done, not only turned away.
    assert await count(core, DriverActRow, DriverActRow.state == "done") > 0


def call_all(description: Json, phone: Phone, modes: Sequence[GenerationMode], examples: int) -> list[str]:
    """Call each operation so often; their names, the one that signs the phone out last."""
    schema = schemathesis.openapi.from_dict(description)
    operations = sorted(
        (found.ok() for found in schema.get_all_operations()),
        key=lambda one: (one.method == "delete", one.method, one.path),
    )
    for operation in operations:
        for mode in modes:

            @settings(
                max_examples=examples, derandomize=True, database=None, deadline=None,
                suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            @given(operation.as_strategy(generation_mode=mode))
            def each(case: schemathesis.Case) -> None:
                headers = {"Authorization": f"Bearer {phone.token}"}
                case.call_and_validate(base_url=phone.at, headers=headers, checks=CHECKS, timeout=PATIENCE)

            each()
    return [f"{one.method.upper()} {one.path}" for one in operations]


def about(description: Json, trip: Trip, file_id: str) -> Json:
    """The description of what writes, about the driver's own stops and files."""
    near = copy.deepcopy(description)
    near["paths"] = {
        "/events": {"post": near["paths"]["/events"]["post"]},
        "/files": {"post": near["paths"]["/files"]["post"]},
        "/files/{file_id}": {"patch": near["paths"]["/files/{file_id}"]["patch"]},
    }
    stops = [str(stop) for stop in trip.stops]
    lines = [str(line.id) for shipment in trip.shipments for line in shipment.lines]
    known = near["components"]["schemas"]
    for parameter in near["paths"]["/files/{file_id}"]["patch"]["parameters"]:
        if parameter["name"] == "file_id":
            parameter["schema"] = {"enum": [file_id, str(client_id())]}
    known["NewFile"]["properties"]["stop_id"] = {"enum": stops}
    event = known.pop("Event")
    kinds = []
    for kind, model in DATA.items():
        data = model.model_json_schema(ref_template="#/components/schemas/{model}")
        known.update(data.pop("$defs", {}))
        own = {
            "kind": {"const": kind.value},
            "at": {"enum": TIMES},
            "route_id": {"enum": [str(trip.route), str(client_id())]},
            "stop_id": {"enum": [*stops, None, str(client_id())]},
            "data": {"anyOf": [data, {"type": "object"}]},
        }
        kinds.append(
            {**event, "properties": {**event["properties"], **own}, "required": [*event["properties"]]}
        )
    known["Gps"]["properties"]["at"] = {"enum": TIMES}
    known["LineData"]["properties"]["line_id"] = {"enum": lines}
    known["LineData"]["properties"]["delivered"] = {"enum": [0, 12, 13]}
    known["Events"]["properties"]["events"] = {"type": "array", "items": {"anyOf": kinds}, "maxItems": 6}
    return near
