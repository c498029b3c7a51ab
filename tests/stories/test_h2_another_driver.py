"""H2: a driver falls ill at noon; another one drives on, and later with another van."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import update

from core.dealers.tables import ShipToRow
from core.deliveries.tables import ShipmentRow
from core.dispatch.tables import DepotRow, RouteRow, RouteStopRow, VanRow
from core.infra.journal import JournalRow
from core.kernel.actor import Role
from dealerline.sandbox.user import SandboxUser
from tests.chat import Chat, ask, tap
from tests.core.dispatch.house import Dispatch, make_due
from tests.core.driving.house import make_route, make_van
from tests.make import make_staff, rows
from tests.make.rows import add, write
from tests.stories.trade import all_rows, offering, said_to_others

MONEY = "Dan closes the shift with the money taken so far; what that phone has not sent yet still counts."


async def noon(chat: Chat) -> tuple[SandboxUser, SandboxUser]:
    """Dan is out with V1 and has been at TechMart; Corner Store waits. Eve is free, and so is V3."""
    await add(
        chat.core, DepotRow, warehouse_id=chat.warehouse, address="1 Dock Rd", latitude=34.0, longitude=-118.2
    )
    dan = await make_staff(chat.core, Role.DRIVER, "Dan", telegram_id=5_801)
    eve = await make_staff(chat.core, Role.DRIVER, "Eve", telegram_id=5_802)
    van = await make_van(chat.core, chat.warehouse, dan)
    await make_van(chat.core, chat.warehouse, dan, "V3")
    house = Dispatch(chat.core, chat.office, dan, eve, chat.warehouse, chat.coke, {})
    house.dealers = {"TechMart Corp": chat.techmart, "Corner Store": chat.corner}
    for at, name in enumerate(house.dealers):
        await make_due(chat.core, house, name, weight_g=5_000, number=900 + at)
    shipments = sorted(await rows(chat.core, ShipmentRow), key=lambda row: row.number)
    _, stops = await make_route(chat.core, chat.warehouse, van, dan, shipments, state="started")
    for stop, shipment in zip(stops, shipments, strict=True):
        at = {"ship_to_id": shipment.ship_to_id}
        await write(chat.core, update(RouteStopRow).where(RouteStopRow.id == stop).values(at))
    made = {"state": "done", "arrived_at": chat.clock.now(), "done_at": chat.clock.now()}
    await write(
        chat.core,
        update(RouteRow).values(started_at=chat.clock.now()),
        update(RouteStopRow).where(RouteStopRow.id == stops[0]).values(made),
    )
    users = [await chat.sandbox.user(name, user_id=at) for name, at in (("Dan", 5_801), ("Eve", 5_802))]
    for one in users:
        await ask(one, "/help", "/language")  # a bot may not write first
    return users[0], users[1]


async def test_another_driver_drives_on_and_no_dealer_hears_of_it(chat: Chat) -> None:
    dan, eve = await noon(chat)
    plan = await ask(chat.otto, "/routes today", offering("🚚 V1 · 2"))
    route = await tap(chat.otto, "🚚 V1 · 2", plan, offering("👤 Another driver"))
    before, heard = await all_rows(chat), await said_to_others(chat, chat.otto)
    await chat.otto.tap("👤 Another driver", message=route)
    who = await chat.otto.wait_for("Who drives on?")
    assert who.labels == ["Eve", "Dan · V1", "Cancel"]
    same = await tap(chat.otto, "Dan · V1", who, "Dan drives V1 already")
    assert same.button("Confirm") is None
    # Written in one line it is the same.
    nobody = await ask(chat.otto, "/routes give V1 Otto", "That is none of these.")
    assert nobody.labels == ["Eve", "Dan · V1", "Cancel"]
    seen = await ask(chat.otto, "/routes give V1 Eve", offering("Confirm"))
    assert seen.text.split("\n") == [
        "🔁 V1 Dan → V1 Eve · Tue 14 Oct",
        "",
        "1 stop is made and stays with Dan",
        "1 stop goes along as planned: Corner Store",
        "",
        MONEY,
        "Dealers are told nothing: all windows stay.",
    ]
    assert await all_rows(chat) == before
    assert await said_to_others(chat, chat.otto) == heard

    await chat.otto.tap_twice("Confirm", seen)
    await chat.otto.wait_for("done or cancelled already")
    now = await chat.otto.wait_for("Eve drives on with V1: the drivers are being told.")
    assert [row.split(" · ")[0] for row in now.text.split("\n") if row.startswith("🚚 V1")] == [
        "🚚 V1 Dan (given on)", "🚚 V1 Eve (trip 2)",
    ]  # fmt: skip
    assert (await dan.wait_for("Eve drives on with V1")).text.split("\n")[1] == (
        "1 stop is no longer yours. Let your phone send what is left on it, hand over the goods, and close "
        "your shift with the money you took."
    )
    assert (await eve.wait_for("You take over from Dan")).text.split("\n") == [
        "🔁 You take over from Dan: V1",
        "1 stop is made already",
        "Open it on your phone: /drive",
        "",
        "🚚 Your route on Tue 14 Oct: V1 LA-1",
        "Leave LA at 09:00, 1 stop, 39 km",
        "",
        "2. 09:00–11:00 Corner Store",
    ]
    told = await said_to_others(chat, chat.otto)
    assert {name for name in told if told[name] != heard[name]} == {"Dan", "Eve"}
    (event,) = [row.payload for row in await rows(chat.core, JournalRow, JournalRow.name == "route_given")]
    assert (event["driver"], event["to_driver"], event["made"], event["stops"]) == ("Dan", "Eve", 1, 1)

    await the_van_changes_too(chat, eve)


async def the_van_changes_too(chat: Chat, eve: SandboxUser) -> None:
    """V1 breaks down right after: Eve goes on with V3, once it is large enough."""
    await write(chat.core, update(VanRow).where(VanRow.code == "V3").values(max_weight_g=4_000))
    small = await ask(chat.otto, "/routes swap V1 V3 Eve", "V3 cannot carry what is left: 5 kg.")
    assert small.button("Confirm") is None
    await write(chat.core, update(VanRow).where(VanRow.code == "V3").values(max_weight_g=5_000))
    (made,) = await rows(chat.core, RouteStopRow, RouteStopRow.state == "done")
    (place,) = await rows(chat.core, ShipToRow, ShipToRow.id == made.ship_to_id)
    at = f"{place.name}, 1 Market Street, Los Angeles"
    heard = await said_to_others(chat, chat.otto)
    seen = await ask(chat.otto, "/routes swap V1 V3 Eve", offering("Confirm"))
    assert seen.text.split("\n")[:4] == [
        "🔁 V1 Eve → V3 Eve · Tue 14 Oct",
        "",
        "1 stop goes along as planned: Corner Store",
        f"📦 The goods of V1 have to be fetched at {at}.",
    ]
    await tap(chat.otto, "Confirm", seen, "Eve drives on with V3")
    mine = await eve.wait_for("You take over from Eve: V3")
    assert f"Before the new stops fetch the goods of V1 at {at}" in mine.text
    told = await said_to_others(chat, chat.otto)
    assert {name for name in told if told[name] != heard[name]} == {"Eve"}
    now = datetime(2025, 10, 14, 9, 0, tzinfo=UTC)
    states = [(row.trip, row.state, row.given_at == now) for row in await rows(chat.core, RouteRow)]
    assert sorted(states) == [(1, "given", True), (1, "published", False), (2, "given", True)]
    gone = await ask(chat.otto, "/routes give V1 Dan", "V1 has no stop left today")
    assert gone.button("Confirm") is None
