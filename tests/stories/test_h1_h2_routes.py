"""H1, H2, H4, A14: tomorrow's vans planned in the chat, published, and the 2 pm accident."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import update

from core.dealers.tables import DealerRow
from core.dispatch.tables import ReceivingRow, RoutePlanRow, RouteRow, RouteStopRow, VanRow
from core.kernel.actor import Role
from core.kernel.ids import DealerId
from dealerline.sandbox.user import SandboxUser
from tests.chat import Chat, ask, tap
from tests.core.dispatch.house import Dispatch, make_due, put_place
from tests.make import make_dealer, make_staff, rows
from tests.make.rows import write
from tests.stories.trade import all_rows, import_rows, new_colleague, offering, said_to_others

DAN, DORA = 5601, 5602
# Two to the north of the depot and two to the south: one van each.
PLACES = {
    "North Shop": (34.05, -118.20),
    "North Mart": (34.07, -118.21),
    "South Shop": (33.95, -118.20),
    "South Mart": (33.93, -118.19),
}


async def a_day_to_plan(chat: Chat) -> tuple[SandboxUser, SandboxUser, dict[str, SandboxUser]]:
    """Vans, depots and hours come by import; four dealers are due goods that fill two vans."""
    await make_staff(chat.core, Role.DRIVER, "Dan", telegram_id=DAN, phone="+12135550188")
    await make_staff(chat.core, Role.DRIVER, "Dora", telegram_id=DORA, phone="+12135550189")
    await import_rows(chat, "depots", "warehouse,latitude,longitude", ("LA", "34.0", "-118.2"))
    await import_rows(
        chat,
        "vans",
        "code,warehouse,max_weight_kg,max_volume_l,driver_phone,cost_per_km,cost_per_hour,cost_per_day,"
        "co2_g_per_km,shift_from,shift_until,active",
        ("V1", "LA", "1000", "9000", "+12135550188", "0.50", "20", "50", "250", "13:00", "20:00", "yes"),
        ("V2", "LA", "1000", "9000", "", "0.50", "20", "50", "250", "13:00", "20:00", "yes"),
    )
    dan = await chat.sandbox.user("Dan", user_id=DAN)
    dora = await chat.sandbox.user("Dora", user_id=DORA)
    house = Dispatch(chat.core, chat.office, chat.office, chat.office, chat.warehouse, chat.coke, {})
    buyers = {}
    for at, (name, place) in enumerate(PLACES.items()):
        dealer_id: DealerId = await make_dealer(chat.core, name)
        house.dealers[name] = dealer_id
        await put_place(chat.core, dealer_id, *place)
        await make_due(chat.core, house, name, weight_g=400_000, number=900 + at)
        buyers[name] = await new_colleague(chat, dealer_id, f"Buyer {at}", 5700 + at)
    for one in (dan, dora, *buyers.values()):
        await ask(one, "/help", "/language")  # a bot may not write first
    return dan, dora, buyers


async def test_tomorrow_is_planned_weighed_published_and_planned_again_in_the_day(chat: Chat) -> None:
    dan, dora, buyers = await a_day_to_plan(chat)

    hours = await ask(chat.otto, "/hours North-Shop 13:00-18:00 15", "takes goods in")
    assert "13:00-18:00" in hours.text
    assert [row.service_minutes for row in await rows(chat.core, ReceivingRow)] == [15]

    drawn = await ask(chat.otto, "/routes tomorrow", offering("Publish"))
    assert drawn.text.split("\n")[:2] == [
        "🚚 Routes Wed 15 Oct · LA",
        "Draft: nobody has been told yet",
    ]
    assert "4 stops, 2 vans" in drawn.text
    assert "kg CO₂" in drawn.text
    assert any("photo" in message.raw for message in chat.otto.from_bot())

    before, told = await all_rows(chat), await said_to_others(chat, chat.otto)
    what_if = await tap(chat.otto, "One more van", drawn, "now → then")
    assert "hiring" in what_if.text
    assert what_if.button("Do it") is None
    plan = await tap(chat.otto, "Back", what_if, offering("Publish"))
    earlier = await tap(chat.otto, "30 min earlier", plan, offering("Do it"))
    assert "Start 30 minutes earlier" in earlier.text
    plan = await tap(chat.otto, "Back", earlier, offering("Publish"))
    sure = await tap(chat.otto, "Publish", plan, "Drivers get their stops")
    refused = await tap(chat.otto, "Publish", sure, "No driver yet: V2")
    assert await all_rows(chat) == before
    assert await said_to_others(chat, chat.otto) == told

    await ask(chat.otto, "/van driver V2 Dora", "Dora drives V2")
    sure = await tap(chat.otto, "Publish", refused, "4 dealers are told their window")
    await tap(chat.otto, "Publish", sure, "Published: drivers and dealers are being told")
    mine = await dan.wait_for("Your route on Wed 15 Oct: V1")
    yours = await dora.wait_for("Your route on Wed 15 Oct: V2")
    assert sorted(row.split(" ", 2)[2] for row in (*stops_in(mine.text), *stops_in(yours.text))) == sorted(
        PLACES
    )
    for name, buyer in buyers.items():
        assert "Your delivery comes 15 Oct" in (await buyer.wait_for("Your delivery comes")).text, name

    broken, other = await both_have_made_their_first_stop(chat)
    await roads_close_and_open(chat)
    await stops_before_are_told(chat, buyers)
    heard = await said_to_others(chat, chat.otto)
    nobody_left = await ask(chat.otto, f"/routes replan {broken} broken {other}", offering("Confirm"))
    assert nobody_left.text.count("Off the route") == 2
    seen = await ask(chat.otto, f"/routes replan {broken} broken", offering("Confirm"))
    assert "Off the route" in seen.text
    assert f"Fetches the goods of {broken}" in seen.text
    assert await said_to_others(chat, chat.otto) == heard
    await tap(chat.otto, "Confirm", seen, "those concerned are being told")
    closed, goes_on = (dan, dora) if broken == "V1" else (dora, dan)
    assert "your route is closed" in (await closed.wait_for(f"Your route {broken} has changed")).text
    change = await goes_on.wait_for(f"Your route {other} has changed")
    assert f"fetch the goods of {broken}" in change.text
    assert len(change.text.split("\n")) <= 8
    (lost,) = [name for name in buyers if f"Off the route: {name}" in seen.text]
    assert "New time for your delivery" in (await buyers[lost].wait_for("New time")).text
    after = await said_to_others(chat, chat.otto)
    done = await names_that_are_done(chat)
    assert all(after[buyers[name].name] == heard[buyers[name].name] for name in done)
    (kept,) = await rows(chat.core, RoutePlanRow)
    assert kept.version == 4


async def stops_before_are_told(chat: Chat, buyers: dict[str, SandboxUser]) -> None:
    """Only of the own delivery: who has had it hears nothing of it, and no name of another's."""
    dealers = {row.id: row.name for row in await rows(chat.core, DealerRow)}
    for stop in await rows(chat.core, RouteStopRow):
        name = dealers[stop.dealer_id]
        answer = await ask(buyers[name], "how many stops before me?", "Order B2B-2025-")
        assert ("You are next, about" in answer.text) is (stop.state == "planned"), name
        assert not [other for other in PLACES if other != name and other in answer.text]


async def roads_close_and_open(chat: Chat) -> None:
    """A jam far away changes nothing and is remembered; a dealer's own road would put it off, as is shown."""
    dealers = {row.id: row.name for row in await rows(chat.core, DealerRow)}
    (left, *_) = await rows(chat.core, RouteStopRow, RouteStopRow.state == "planned")
    dealer = dealers[left.dealer_id]
    heard = await said_to_others(chat, chat.otto)
    seen = await ask(chat.otto, "/routes slow 34.5,-118.2 1 80", offering("Confirm"))
    assert "🐢 80 % slower: 1 km around 34.50000, -118.20000" in seen.text
    assert "No stop changes its place." in seen.text
    plan = await tap(chat.otto, "Confirm", seen, "those concerned are being told")
    assert "🐢 80 % slower" in plan.text
    (row,) = await rows(chat.core, RoutePlanRow)
    seen = await ask(chat.otto, f"/routes closed {dealer} 0.5", offering("Confirm"))
    assert f"🚧 Closed: 0.5 km around {dealer}" in seen.text
    assert f"Not today any more: {dealer}" in seen.text
    cut_off = await ask(chat.otto, "/routes closed 34.0,-118.2 1", "closes LA itself")
    assert cut_off.button("Confirm") is None
    seen = await ask(chat.otto, "/routes open", offering("Confirm"))
    assert "All roads are free again" in seen.text
    assert await said_to_others(chat, chat.otto) == heard
    assert (await rows(chat.core, RoutePlanRow))[0].wishes == row.wishes


def stops_in(text: str) -> list[str]:
    """ "1. 13:00–15:00 North Shop": rows of stops of a driver's message."""
    return [row for row in text.split("\n") if row[:1].isdigit()]


async def both_have_made_their_first_stop(chat: Chat) -> tuple[str, str]:
    """It is 2 pm; each van has left and has made a stop. Codes of the vans."""
    two_pm = datetime(2025, 10, 15, 14, 0, tzinfo=UTC)
    chat.clock.advance(two_pm - chat.clock.now())
    await write(chat.core, update(RouteRow).values(state="started"))
    await write(
        chat.core,
        update(RouteStopRow)
        .where(RouteStopRow.position == 1)
        .values(state="done", arrived_at=two_pm, done_at=two_pm),
    )
    vans = {row.id: row.code for row in await rows(chat.core, VanRow)}
    first, second = sorted(vans[row.van_id] for row in await rows(chat.core, RouteRow))
    return first, second


async def names_that_are_done(chat: Chat) -> list[str]:
    stops = [row.dealer_id for row in await rows(chat.core, RouteStopRow) if row.state == "done"]
    return [row.name for row in await rows(chat.core, DealerRow, DealerRow.id.in_(stops))]
