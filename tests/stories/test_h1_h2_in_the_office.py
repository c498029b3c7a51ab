"""H1, H2: what the office reads of vans and days: pages, the next day due, promises before publishing, and
two vans that break down at once.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import delete, update

from core.dealers.tables import PersonRow
from core.deliveries.tables import ShipmentRow
from core.deliveries.use_cases.make_pick_list import MakePickList
from core.dispatch.tables import RoadTroubleRow, RoutePlanRow, RouteRow, RouteStopRow, RoutingRuleRow, VanRow
from tests.chat import OFFICE, Chat, ask, tap
from tests.core.dispatch.house import Dispatch, make_due, put_place
from tests.make import rows
from tests.make.rows import write
from tests.stories.test_h1_h2_routes import a_day_to_plan
from tests.stories.test_h2_promised_windows import one_van, windows
from tests.stories.trade import import_rows, offering, said_to_others

VANS = "code,warehouse,max_weight_kg,max_volume_l,shift_from,shift_until"


async def test_a_long_list_of_vans_is_turned_page_by_page(chat: Chat) -> None:
    await import_rows(
        chat, "vans", VANS, *((f"V{at:02}", "LA", "900", "9000", "07:00", "17:00") for at in range(1, 46))
    )
    first = await ask(chat.otto, "/vans", "45 vans")
    assert first.text.split("\n")[0] == "🚚 45 vans · 1/2"
    assert [row.split(" ")[0] for row in first.text.split("\n")[1:]] == [f"V{at:02}" for at in range(1, 41)]
    assert first.labels == ["▶️"]
    second = await tap(chat.otto, "▶️", first, "2/2")
    assert [row.split(" ")[0] for row in second.text.split("\n")[1:]] == [f"V{at:02}" for at in range(41, 46)]
    assert second.labels == ["◀️"]
    again = await tap(chat.otto, "◀️", second, "1/2")
    assert again.text == first.text
    # Fewer vans than when the page was drawn: the last page there is.
    await write(chat.core, delete(VanRow).where(VanRow.code > "V40"))
    shorter = await tap(chat.otto, "▶️", again, "40 vans")
    assert (shorter.text.split("\n")[0], shorter.labels) == ("🚚 40 vans", [])


async def test_a_day_with_nothing_to_bring_names_the_next_one_which_is_planned_as_it_is_written(
    chat: Chat,
) -> None:
    await one_van(chat)
    nothing = await ask(chat.otto, "/routes", "Nothing is due on")
    assert "next day" not in nothing.text
    house = Dispatch(chat.core, chat.office, chat.office, chat.office, chat.warehouse, chat.coke, {})
    house.dealers["TechMart"] = chat.techmart
    shipment = await make_due(chat.core, house, "TechMart", number=900)
    later = datetime(2025, 10, 17, tzinfo=UTC).date()
    await write(chat.core, update(ShipmentRow).where(ShipmentRow.id == shipment).values(promised_on=later))
    nothing = await ask(chat.otto, "/routes", "Nothing is due on")
    assert nothing.text.split("\n")[1:] == [
        "📅 The next day with something due: Fri 17 Oct. Write /routes 2025-10-17 to plan it."
    ]
    assert await rows(chat.core, RoutePlanRow) == []
    plan = await ask(chat.otto, "/routes 2025-10-17", offering("Publish"))
    assert plan.text.split("\n")[0] == "🚚 Routes Fri 17 Oct · LA"
    assert "1 stop, 1 van" in plan.text
    await roads_of_days_to_come(chat)


async def roads_of_days_to_come(chat: Chat) -> None:
    """Said for a day that nobody has planned, and for one whose draft is planned again for it."""
    closed = "/routes closed 34.5,-118.2 1 tomorrow until 14:00"
    seen = await ask(chat.otto, closed, offering("Confirm"))
    assert seen.text.split("\n") == [
        "🗓 Wed 15 Oct · LA is not planned yet; its plan will go by this",
        "🚧 Closed: 1 km around 34.50000, -118.20000 · until 14:00",
        "",
        "Nothing that a van could bring is due by that day yet.",
    ]
    assert await rows(chat.core, RoadTroubleRow) == []
    await tap(chat.otto, "Confirm", seen, "Noted for Wed 15 Oct · LA")
    (row,) = await rows(chat.core, RoadTroubleRow)
    assert (row.since.day, row.until) == (15, datetime(2025, 10, 15, 14, 0, tzinfo=UTC))
    seen = await ask(chat.otto, "/routes open", offering("Confirm"))
    assert "✅ All roads are free again" in seen.text
    await tap(chat.otto, "Confirm", seen, "Noted for Wed 15 Oct · LA")
    nothing = await ask(chat.otto, "/routes open", "nothing is noted as closed or slow")
    assert nothing.button("Confirm") is None

    past = await ask(chat.otto, "/routes closed 34.5,-118.2 1 until 0:30", "That end has passed already")
    assert past.button("Confirm") is None
    seen = await ask(chat.otto, "/routes closed TechMart 0.5 2025-10-17", offering("Confirm"))
    assert "📝 The draft of Fri 17 Oct · LA is planned again: now → then" in seen.text
    assert "Stops served: 1 → 0" in seen.text
    assert "🚫 Would not be served because of it: TechMart Corp" in seen.text
    far = "/routes slow 34.5,-118.2 1 80 2025-10-17 until 2025-10-18"
    seen = await ask(chat.otto, far, offering("Confirm"))
    assert "Stops served: 1 → 1" in seen.text
    plan = await tap(chat.otto, "Confirm", seen, "Planned again")
    slow = "🐢 80 % slower: 1 km around 34.50000, -118.20000 · until the end of Sat 18 Oct"
    assert slow in plan.text
    assert [
        (one.version, len(one.wishes["roads"]))
        for one in await rows(chat.core, RoutePlanRow, RoutePlanRow.version > 0)
    ] == [(2, 1)]


async def test_promises_kept_and_broken_are_read_before_anybody_is_told(chat: Chat) -> None:
    await one_van(chat)
    for buyer, goods in ((chat.ada, "10 iphone 15 pro"), (chat.cora, "80 cases coke")):
        card = await ask(buyer, goods, "When on Wed 15 Oct suits you?")
        wanted = windows(card)[-1 if buyer is chat.ada else 0]
        chosen = await tap(buyer, wanted, card, "🚚 Delivery 15 Oct")
        await tap(buyer, "Confirm", chosen, "is placed")
    await chat.core.execute(chat.office, MakePickList("LA"))
    drawn = await ask(chat.otto, "/routes tomorrow", offering("Publish"))
    assert "🤝 2 promised windows are kept" in drawn.text
    assert "Promised, but not kept" not in drawn.text

    # The van has to be back by eleven: whoever chose the afternoon cannot be served.
    preview = ("V1", "LA", "600", "9000", "08:00", "11:00")
    await import_rows(chat, "vans", VANS, preview)
    told = await said_to_others(chat, chat.otto)
    again = await tap(chat.otto, "Plan again", drawn, "Planned again")
    assert "🤝 1 promised window is kept" in again.text
    assert "⏰ Promised, but not kept: TechMart Corp" in again.text
    sure = await tap(chat.otto, "Publish", again, "Drivers get their stops")
    assert "⏰ Promised, but not kept: TechMart Corp" in sure.text
    assert await said_to_others(chat, chat.otto) == told
    assert [row.published_at for row in await rows(chat.core, RoutePlanRow)] == [None]


async def test_two_vans_that_break_down_are_named_each_with_what_happened(chat: Chat) -> None:
    dan, dora, buyers = await a_day_to_plan(chat)
    await put_place(chat.core, chat.techmart, 34.0, -118.2)
    await ask(chat.otto, "/van driver V2 Dora", "Dora drives V2")
    plan = await ask(chat.otto, "/routes tomorrow", offering("Publish"))
    sure = await tap(chat.otto, "Publish", plan, "4 dealers are told their window")
    await tap(chat.otto, "Publish", sure, "Published: drivers and dealers are being told")
    two_pm = datetime(2025, 10, 15, 14, 0, tzinfo=UTC)
    await said_to_others(chat, chat.otto)
    chat.clock.advance(two_pm - chat.clock.now())
    await write(chat.core, update(RouteRow).values(state="started"))
    # Otto sits where it is tomorrow already: today is the depot's.
    await write(
        chat.core,
        update(PersonRow).where(PersonRow.telegram_id == OFFICE).values(zone="Pacific/Kiritimati"),
    )
    before, heard = await planned(chat), await said_to_others(chat, chat.otto)
    unclear = await ask(chat.otto, "/routes replan V1 broken V2 slow", "What happened to the other van?")
    assert unclear.button("Confirm") is None
    seen = await ask(chat.otto, "/routes replan V1 broken V2 broken", offering("Confirm"))
    assert seen.text.count("Off the route") == 4
    assert await said_to_others(chat, chat.otto) == heard
    assert await planned(chat) == before
    await tap(chat.otto, "Confirm", seen, "those concerned are being told")
    told = await said_to_others(chat, chat.otto)
    assert {name for name in told if told[name] != heard[name]} == {
        dan.name, dora.name, *(buyer.name for buyer in buyers.values())
    }  # fmt: skip
    assert {row.state for row in await rows(chat.core, RouteStopRow)} == {"cancelled"}
    assert {row.state for row in await rows(chat.core, RouteRow)} == {"closed"}


async def planned(chat: Chat) -> list[str]:
    return [
        str(tuple(row))
        for table in (RoutePlanRow, RouteRow, RouteStopRow)
        for row in await rows(chat.core, table)
    ]


async def test_a_van_is_added_and_changed_in_the_chat_after_a_preview(chat: Chat) -> None:
    seen = await ask(chat.otto, "/van set V5 LA 1200 9000 7:00-17:00", offering("Confirm"))
    assert seen.text.split("\n")[1:] == ["— → LA", "— → 1,200 kg", "— → 9,000 l", "— → 7:00-17:00"]
    assert await rows(chat.core, VanRow) == []
    await tap(chat.otto, "Confirm", seen, "V5 goes out from the next plan on")
    assert "V5 · LA" in (await ask(chat.otto, "/vans", "1 van")).text
    seen = await ask(chat.otto, "/van set v5 LA 1500 9000 8:00-17:00", offering("Confirm"))
    assert seen.text.split("\n")[1:3] == ["LA → LA", "1,200 → 1,500 kg"]
    await tap(chat.otto, "Confirm", seen, "v5 is changed")
    (van,) = await rows(chat.core, VanRow)
    assert (van.code, van.max_weight_g, van.shift_from) == ("V5", 1_500_000, "08:00")
    seen = await ask(chat.otto, "/van archive V5", offering("Confirm"))
    await tap(chat.otto, "Confirm", seen, "V5 is archived")
    assert (await ask(chat.otto, "/vans", "no van")).text
    gone = await ask(chat.otto, "/van set V5 LA 900 9000 8:00-17:00", offering("Confirm"))
    await tap(chat.otto, "Confirm", gone, "V5 is archived. /van restore V5 brings it back first.")
    await ask(chat.otto, "/van restore V5", "V5 is back, as it was")
    assert "V5 · LA" in (await ask(chat.otto, "/vans", "1 van")).text
    policy = await ask(chat.otto, "/routing", "What planning routes goes by")
    assert "• moved $5.00 ($0.00 – $1,000.00): saving for which a stop changes vans in the day" in policy.text
    assert "• phone_min 20 minutes (1 minute – 240 minutes)" in policy.text
    wrong = await ask(chat.otto, "/routing set speed_pct 500", "out of its bounds")
    assert wrong.button("Confirm") is None
    seen = await ask(chat.otto, "/routing set moved 7.50", offering("Confirm"))
    assert "$5.00 → $7.50" in seen.text
    assert await rows(chat.core, RoutingRuleRow) == []
    await tap(chat.otto, "Confirm", seen, "moved is $7.50 from the next plan on")
    assert [(row.name, row.value) for row in await rows(chat.core, RoutingRuleRow)] == [("moved", 750)]
    assert van.active is True
