"""L3 from the carrier's side: signed events move a shipment once, in whatever order they come."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
import uvicorn
from pydantic import SecretStr

from core.deliveries.tables import ShipmentRow, TrackingRow
from core.deliveries.types import Shipment, ShipmentState, Way
from core.infra.door import Core
from core.infra.journal import JournalRow
from dealerline.sandbox.serve import open_socket
from dealerline.web import QuietServer
from driver_app_api.app import create_app
from driver_app_api.hooks.carriers import SignedCarrier
from driver_app_api.hooks.signed import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign
from tests.core.deliveries.house import House, make_house, order, pack, send, show, states, wave
from tests.make import column, count, rows

SECRET = "shared-with-dhl"


@asynccontextmanager
async def hook(core: Core) -> AsyncIterator[str]:
    core.settings = core.settings.model_copy(update={"carrier_secrets": {"dhl": SecretStr(SECRET)}})
    listening = open_socket()
    config = uvicorn.Config(create_app(core), log_config=None, access_log=False, lifespan="off")
    server = QuietServer(config)
    serving = asyncio.get_running_loop().create_task(server.serve(sockets=[listening]))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/hooks/carriers/"
    finally:
        server.should_exit = True
        await serving
        listening.close()


async def post(
    core: Core, url: str, body: dict[str, Any] | bytes, *, carrier: str = "dhl", **how: Any
) -> tuple[int, dict[str, Any]]:
    """Send an event, signed now (or ``late`` seconds ago) unless a signature is given."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    timestamp = str(int(core.clock.now().timestamp()) - how.get("late", 0))
    headers = {
        TIMESTAMP_HEADER: timestamp,
        SIGNATURE_HEADER: how.get("signature", sign(SECRET, timestamp, raw)),
    }
    address = url + carrier
    async with aiohttp.ClientSession() as session, session.post(address, data=raw, headers=headers) as answer:
        return answer.status, await answer.json(content_type=None)


def event(key: str, status: str, at: str = "10:00", **more: Any) -> dict[str, Any]:
    day = f"2025-10-14T{at}:00+00:00"
    return {"id": key, "tracking_number": "jd 0123", "status": status, "at": day, **more}


async def on_its_way(core: Core, house: House) -> Shipment:
    await order(core, house, (house.crate, 4))
    (shipment,) = await wave(core, house)
    packed = await pack(core, house, shipment)
    return await send(core, house, packed, Way.CARRIER, carrier="DHL", tracking_number="JD0123")


async def test_events_out_of_order_and_twice_lead_on_and_never_back(core: Core) -> None:
    house = await make_house(core)
    shipment = await on_its_way(core, house)
    window = {"from": "2025-10-14T12:00:00+02:00", "until": "2025-10-14T14:00:00+02:00"}
    async with hook(core) as url:
        out = event("e2", "out_for_delivery", "08:00", window=window)
        answer = {"shipment": "SH-2025-1", "state": "out_for_delivery", "repeated": False}
        assert await post(core, url, out) == (200, answer)
        assert (await post(core, url, event("e1", "in_transit", "07:00")))[1]["state"] == "out_for_delivery"
        assert await states(core) == {"1": "out_for_delivery"}
        told = [await post(core, url, event("e3", "delivered", "08:30", signed_by="Ada"))]
        told += await asyncio.gather(
            *(post(core, url, event("e3", "delivered", "08:30", signed_by="Ada")) for _ in range(5))
        )
        assert [one[1]["repeated"] for one in told] == [False, *[True] * 5]
        late = await post(core, url, event("e4", "returned", "08:40"))
        assert late[1] == {"shipment": "SH-2025-1", "state": "delivered", "repeated": False}
    done = await show(core, house, shipment)
    assert (done.state, done.received_by) == (ShipmentState.DELIVERED, "Ada")
    assert done.arrived_at is not None
    assert done.arrived_at.isoformat() == "2025-10-14T08:30:00+00:00"
    assert done.window is not None
    assert done.window[0].isoformat() == "2025-10-14T10:00:00+00:00"
    assert [step.kind.value for step in done.tracking] == [
        "in_transit",
        "out_for_delivery",
        "delivered",
        "returned",
    ]
    assert await states(core) == {"1": "delivered"}
    moved = await rows(core, JournalRow, JournalRow.name == "shipment_moved")
    told_of = sorted(row.payload["state"] for row in moved if row.origin == "webhook:carriers")
    assert told_of == ["delivered", "out_for_delivery", "out_for_delivery"]


async def test_a_carrier_that_has_lost_the_date_ends_no_days_of_return(core: Core) -> None:
    house = await make_house(core)
    shipment = await on_its_way(core, house)
    async with hook(core) as url:
        told = event("e1", "delivered") | {"at": "1970-01-01T00:00:00+00:00"}
        assert (await post(core, url, told))[1]["state"] == "delivered"
    done = await show(core, house, shipment)
    assert done.arrived_at == done.packed_at == core.clock.now()
    assert [step.at.year for step in done.tracking] == [1970]  # its word stays as it was


async def test_what_is_not_the_carriers_own_word_changes_nothing(core: Core) -> None:
    house = await make_house(core)
    await on_its_way(core, house)
    body = event("e1", "delivered")
    raw = json.dumps(body).encode()
    now = str(int(core.clock.now().timestamp()))
    before = await column(core, ShipmentRow.version), await count(core, JournalRow)
    async with hook(core) as url:
        for how in (
            {"late": 301},
            {"late": -301},
            {"signature": ""},
            {"signature": sign("another secret", now, raw)},
            {"signature": sign(SECRET, now, raw + b" ")},
            {"carrier": "ups"},
        ):
            assert (await post(core, url, body, **how))[1]["code"] == "bad_signature", how
        cases: list[tuple[dict[str, Any] | bytes, int, str]] = [
            ({**body, "tracking_number": "NOBODY"}, 404, "unknown_shipment"),
            ({**body, "status": "lost in space"}, 422, "unreadable"),
            ({**body, "at": "2025-10-14T10:00:00"}, 422, "unreadable"),
            (b"{", 422, "unreadable"),
            (b" " * 70_000, 413, "too_large"),
        ]
        for bad, status, code in cases:
            answered, problem = await post(core, url, bad)
            assert (answered, problem["code"]) == (status, code)
    assert (await column(core, ShipmentRow.version), await count(core, JournalRow)) == before
    assert await count(core, TrackingRow) == 0


def test_there_is_no_hook_without_a_secret() -> None:
    with pytest.raises(ValueError, match="needs a secret"):
        SignedCarrier("")
