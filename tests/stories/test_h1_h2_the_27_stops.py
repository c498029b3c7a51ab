"""H1, H2, I3: the 27 stops of the public day, from the import to the proof in the chat, and a van that breaks
down at two o'clock.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from core.catalog.tables import ProductRow
from core.dealers.tables import DealerRow
from core.deliveries.tables import ShipmentRow
from core.deliveries.use_cases.make_pick_list import MakePickList
from core.deliveries.use_cases.pack_shipment import PackShipment
from core.dispatch.tables import RouteRow, RouteStopRow, VanRow
from core.integrations.master_data.types import SheetRows
from core.integrations.master_data.use_cases.import_tables import ImportTable
from core.kernel.actor import SYSTEM, Actor, Role
from core.kernel.ids import DealerId, ProductId
from dealerline.sandbox.user import SandboxUser
from tests.chat import Chat, ask, tap
from tests.driver_app_api.driver.phone import Phone, api, handed, sign_in
from tests.make import make_staff, rows
from tests.make.orders import confirm, make_draft
from tests.make.people import make_buyer
from tests.stories.trade import import_rows, offering, said_to_others
from tests.stories.van_day import VAN_COLUMNS, VanDay, dealer_code, needs_van_day, read_van_day, roads_of

DRIVERS = ("Dan", "Dora", "Dev")
TWO_PM = datetime(2025, 10, 15, 14, 0, tzinfo=UTC)
# Roads are bad that day: what the plan wanted done by one is done by two.
LATE = timedelta(minutes=60)


@dataclass(slots=True)
class Crew:
    """buyers by dealer code; drivers and their phones by van."""

    buyers: dict[str, SandboxUser]
    drivers: dict[str, SandboxUser]
    phones: dict[str, Phone]


async def import_the_day(chat: Chat, day: VanDay) -> None:
    """All master data comes by the office's tables; a kilogram and a litre are goods of their own."""
    await import_rows(
        chat, "products", "sku,name,weight_g,volume_ml", ("KILO", "Kilogram", "1000", "0"),
        ("LITRE", "Litre", "0", "1000"),
    )  # fmt: skip
    await import_rows(
        chat, "prices", "sku,currency,cost,list", ("KILO", "USD", "10", "18"), ("LITRE", "USD", "10", "18")
    )
    await import_rows(
        chat, "stock", "sku,warehouse,on_hand", ("KILO", "LA", "9000"), ("LITRE", "LA", "90000")
    )
    dealers = list(day.dealers())
    await import_rows(
        chat,
        "dealers",
        "code,name,tier,region",
        *((code, code, "platinum", "west") for code, _, _ in dealers),
    )
    limits = SheetRows(["dealer", "currency", "limit"], [(code, "USD", "100000") for code, _, _ in dealers])
    assert (await chat.core.execute(SYSTEM, ImportTable("credit", limits))).written
    await import_rows(
        chat,
        "ship_tos",
        "dealer,code,name,region,latitude,longitude,default",
        *((code, "MAIN", code, "west", str(at[0]), str(at[1]), "yes") for code, _, at in dealers),
    )
    await import_rows(
        chat,
        "receiving",
        "dealer,place,hours,service_minutes,needs",
        *(day.receiving_row(code, stop) for code, stop, _ in dealers),
    )
    centre = day.places[0]
    await import_rows(chat, "depots", "warehouse,latitude,longitude", ("LA", str(centre[0]), str(centre[1])))


async def order_and_pack(chat: Chat, day: VanDay) -> dict[str, SandboxUser]:
    """Every dealer orders what its stop weighs and fills, in the given order; the storekeeper packs it."""
    dealers = {row.code: DealerId(row.id) for row in await rows(chat.core, DealerRow)}
    goods = {row.sku: ProductId(row.id) for row in await rows(chat.core, ProductRow)}
    buyers = {}
    for at, (code, stop, _) in enumerate(day.dealers()):
        name = f"Buyer {code}"
        actor = await make_buyer(chat.core, dealers[code], name, telegram_id=5800 + at)
        lines = [(goods["KILO"], stop["weight"]), (goods["LITRE"], stop["volume"])]
        await make_draft(chat.core, actor, lines)
        await confirm(chat.core, actor)
        chat.clock.advance(timedelta(seconds=1))
        buyers[code] = await chat.sandbox.user(name, user_id=5800 + at, started=True)
    await chat.core.execute(chat.office, MakePickList("LA"))
    for shipment in await rows(chat.core, ShipmentRow):
        await chat.core.execute(chat.office, PackShipment(shipment.id, shipment.version))
    return buyers


@asynccontextmanager
async def crew_of(chat: Chat, day: VanDay) -> AsyncIterator[Crew]:
    """Three drivers with their phones; vans come by import with their drivers' numbers."""
    numbers = [f"+1213555019{at}" for at in range(len(DRIVERS))]
    actors = [
        await make_staff(chat.core, Role.DRIVER, name, telegram_id=5900 + at, phone=numbers[at])
        for at, name in enumerate(DRIVERS)
    ]
    await import_rows(chat, "vans", VAN_COLUMNS, *day.van_rows(numbers))
    drivers = {}
    for at, name in enumerate(DRIVERS):
        drivers[f"V{at + 1}"] = await chat.sandbox.user(name, user_id=5900 + at, started=True)
    buyers = await order_and_pack(chat, day)
    async with AsyncExitStack() as stack:
        served_at = await stack.enter_async_context(api(chat.core))
        phones = {}
        for van, actor in zip(drivers, actors, strict=True):
            phones[van] = await _phone(chat, stack, served_at, drivers[van], actor if van != "V1" else None)
        yield Crew(buyers, drivers, phones)


async def _phone(
    chat: Chat, stack: AsyncExitStack, at: str, driver: SandboxUser, actor: Actor | None
) -> Phone:
    """Signed in by the link of the chat, or, where the driver has an actor here, by one made for it."""
    phone = Phone(at, await stack.enter_async_context(aiohttp.ClientSession()))
    if actor is not None:
        await sign_in(chat.core, phone, actor)
        return phone
    card = await ask(driver, "/drive", "Your driver app")
    (url,) = [entity["url"] for entity in card.entities if entity["type"] == "text_link"]
    answer = await phone.call("POST", "/sessions", {"link": url.partition("#link=")[2]})
    assert answer.status == 201
    phone.token = answer.body["token"]
    return phone


async def drive_until(chat: Chat, crew: Crew, until: datetime) -> list[str]:
    """Every van leaves and hands over, as its plan says, what is due before ``until``; the dealers served."""
    todo = []
    for van, phone in crew.phones.items():
        (route,) = (await phone.today())["routes"]
        phone.route = route["id"]
        assert await phone.tell(_at(phone.event("route_started"), chat)) == [("done", None)], van
        done = [(datetime.fromisoformat(stop["eta"]) + LATE, van, stop) for stop in route["stops"]]
        todo += [(at, van, stop) for at, van, stop in done if at < until]
    for at, van, stop in sorted(todo, key=lambda one: (one[0], one[1])):
        await said_to_others(chat, chat.otto)  # the clock does not run ahead of what is on its way
        chat.clock.advance(max(at - chat.clock.now(), timedelta()))
        phone = crew.phones[van]
        gps = {"lat": stop["lat"], "lon": stop["lon"], "accuracy_m": 5.0, "at": chat.clock.now().isoformat()}
        act = phone.event("delivered", stop["id"], **handed(stop, gps=gps))
        assert await phone.tell(_at(act, chat)) == [("done", None)], stop
    chat.clock.advance(until - chat.clock.now())
    return [stop["dealer"] for _, _, stop in todo]


def _at(act: dict[str, Any], chat: Chat) -> dict[str, Any]:
    return act | {"at": chat.clock.now().isoformat()}


async def stops_by_dealer(chat: Chat) -> dict[str, tuple[Any, ...]]:
    """Of each dealer: van, place in its order, state, window, times and way."""
    vans = {row.id: row.code for row in await rows(chat.core, VanRow)}
    routes = {row.id: vans[row.van_id] for row in await rows(chat.core, RouteRow)}
    codes = {row.id: row.code for row in await rows(chat.core, DealerRow)}
    return {
        codes[row.dealer_id]: (
            routes[row.route_id], row.position, row.state, (row.window_from, row.window_until),
            row.arrived_at, row.done_at,
        )
        for row in await rows(chat.core, RouteStopRow)
    }  # fmt: skip


def orders_of(stops: dict[str, tuple[Any, ...]]) -> dict[str, list[tuple[str, Any]]]:
    """What each van has still to do: dealers in order, with the windows they know."""
    found: dict[str, list[tuple[str, Any]]] = {}
    for code, (van, _, state, window, *_rest) in sorted(stops.items(), key=lambda one: one[1][:2]):
        if state == "planned":
            found.setdefault(van, []).append((code, window))
    return found


@needs_van_day
async def test_27_stops_are_planned_driven_and_planned_again_when_a_van_breaks_down(chat: Chat) -> None:
    day = read_van_day()
    await import_the_day(chat, day)
    async with roads_of(day) as roads, crew_of(chat, day) as crew:
        chat.core.settings = chat.core.settings.model_copy(update={"road_server_url": roads})
        plan = await ask(chat.otto, "/routes tomorrow", offering("Publish"))
        assert "27 stops, 3 vans" in plan.text
        saved = re.search(r"Saves ([\d.]+)% of the kilometres", plan.text)
        assert saved is not None
        assert float(saved[1]) >= 18
        sure = await tap(chat.otto, "Publish", plan, "27 dealers are told their window")
        await tap(chat.otto, "Publish", sure, "Published: drivers and dealers are being told")
        heard = await said_to_others(chat, chat.otto)
        assert all("Your delivery comes" in heard[f"Buyer {code}"][-1] for code in crew.buyers)
        assert all("Your route on Wed 15 Oct" in heard[driver][-1] for driver in DRIVERS)

        chat.clock.advance(datetime(2025, 10, 15, 7, 0, tzinfo=UTC) - chat.clock.now())
        served = await drive_until(chat, crew, TWO_PM)
        before, heard = await stops_by_dealer(chat), await said_to_others(chat, chat.otto)
        assert sorted(code for code, stop in before.items() if stop[2] == "done") == sorted(served)
        for code in served:
            proof = crew.buyers[code].from_bot()[-1]
            assert "✅ Delivered: B2B-2025-" in proof.text
            assert proof.raw["photo"]  # the signature, drawn

        broken = before[dealer_code(25)][0]  # wanted from 14:00 on: it cannot have been made
        seen = await ask(chat.otto, f"/routes replan {broken} broken", offering("Confirm"))
        assert (await stops_by_dealer(chat), await said_to_others(chat, chat.otto)) == (before, heard)
        await tap(chat.otto, "Confirm", seen, "those concerned are being told")
        after, told = await stops_by_dealer(chat), await said_to_others(chat, chat.otto)

        assert {code: after[code] for code in served} == {code: before[code] for code in served}
        moved = {code for code in after if after[code][3] != before[code][3] or after[code][2] == "cancelled"}
        was, now = orders_of(before), orders_of(after)
        assert broken in was
        assert broken not in now
        changed = {van for van in crew.drivers if was.get(van) != now.get(van)}
        assert {name for name in told if told[name] != heard[name]} == {
            *(f"Buyer {code}" for code in moved),
            *(crew.drivers[van].name for van in changed),
        }
        assert moved
        assert not moved & set(served)
        for code in moved:
            (fresh,) = told[f"Buyer {code}"][len(heard[f"Buyer {code}"]) :]
            assert ("New time for your delivery" in fresh) == (after[code][2] == "planned"), code
