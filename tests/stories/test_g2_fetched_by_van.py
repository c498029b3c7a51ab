"""G2, H1, A16: what partners give up and dealers return are stops of the day, proved as any other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import aiohttp

from core.audit.use_cases.check_books import CheckBooks
from core.dealers.tables import DealerRow
from core.deliveries.tables import ShipmentLineRow, ShipmentRow
from core.dispatch.tables import DepotRow, ReceivingRow
from core.kernel.actor import SYSTEM, Role
from core.orders.tables import OrderRow
from core.vendors.tables import PartnerOfferRow, PurchaseLineRow, PurchaseOrderRow
from dealerline.sandbox.seen import ChatMessage
from dealerline.sandbox.user import SandboxUser
from tests.chat import Chat, ask, tap
from tests.core.dispatch.house import make_van, place_of, put_place
from tests.driver_app_api.driver.phone import Phone, api, handed
from tests.make import make_staff, rows
from tests.make.rows import add
from tests.stories.test_a16_returns import delivered
from tests.stories.test_g2_from_a_partner import make_partner
from tests.stories.test_i1_i5_driver import DAN, signed_in
from tests.stories.trade import offering, said_to_others


async def make_fetch(chat: Chat) -> tuple[SandboxUser, SandboxUser]:
    """TechMart is promised 8 of Bigbox's pumps on Thursday, and Hana gives them; Dan drives V1 from LA."""
    core = chat.core
    hana, dan = await make_partner(chat), await make_van_of_dan(chat)
    (bigbox,) = [row.id for row in await rows(core, DealerRow, DealerRow.name == "Bigbox")]
    await put_place(core, bigbox, 34.05, -118.2)
    await add(
        core, ReceivingRow, ship_to_id=await place_of(core, bigbox), windows=[["13:00", "15:00"]],
        service_minutes=15, needs=[],
    )  # fmt: skip
    await ask(hana, "/offerstock PUMP 20 228", "Noted: 20 of PUMP")
    await tap(chat.ada, "Confirm", await ask(chat.ada, "10 garden pump", offering("Confirm")), "Thu 16 Oct")
    await tap(hana, "Give", await hana.wait_for("PO-2025-1 · asked of you"), "our van fetches them")
    return hana, dan


async def make_van_of_dan(chat: Chat) -> SandboxUser:
    """Dan drives V1 from LA; TechMart lies to the south of it."""
    core = chat.core
    driver = await make_staff(core, Role.DRIVER, "Dan", telegram_id=DAN, phone="+12135550199")
    dan = await chat.sandbox.user("Dan", user_id=DAN)
    await ask(dan, "/start", "Dan")
    await add(
        core, DepotRow, warehouse_id=chat.warehouse, address="1 Dock Rd", latitude=34.0, longitude=-118.2
    )
    await make_van(core, chat.warehouse, driver, "V1")
    await put_place(core, chat.techmart, 33.95, -118.2)
    return dan


async def publish(chat: Chat, day: str) -> str:
    """Plan and publish LA's day; what the plan said of its only van."""
    plan = await ask(chat.otto, f"/routes {day}", offering("Publish"))
    van = await tap(chat.otto, "V1", plan, "V1")
    sure = await tap(
        chat.otto,
        "Publish",
        await tap(chat.otto, "Back", van, offering("Publish")),
        "Drivers get their stops",
    )
    await tap(chat.otto, "Publish", sure, "Published")
    return van.text.split("\n\n")[-1]


async def open_route(phone: Phone) -> dict[str, Any]:
    """The first route that is not over; the phone tells of it from now on."""
    route = next(one for one in (await phone.today())["routes"] if one["state"] != "closed")
    phone.route, phone.stops = UUID(route["id"]), [UUID(stop["id"]) for stop in route["stops"]]
    return dict(route)


async def end_day(phone: Phone) -> None:
    assert await phone.tell(phone.event("shift_closed", cash_minor=0, cheques=0)) == [("done", None)]


async def test_a_partners_goods_are_fetched_the_day_before_and_brought_on_by_the_next_plan(
    chat: Chat,
) -> None:
    hana, dan = await make_fetch(chat)
    # Promised for Thursday, fetched on Wednesday at Bigbox's own hours, with nothing else to do.
    stop = await publish(chat, "2025-10-15")
    assert stop.startswith("▫️ 1. 13:00 Bigbox · ")
    assert "📥" in stop
    told = await hana.wait_for("Our van fetches goods from you")
    assert told.text.split("\n") == [
        "🚐 Our van fetches goods from you 15 Oct 13:00 to 14:30. Please have them ready.",
        "Goods of: PO-2025-1",
    ]
    await dan.wait_for("1. 13:00–14:30 Bigbox 📥")
    chat.clock.advance(timedelta(days=1))
    async with api(chat.core) as at, aiohttp.ClientSession() as http:
        phone = Phone(at, http)
        await signed_in(chat, dan, phone)
        route = await open_route(phone)
        (here,) = route["stops"]
        assert (here["is_fetch"], here["has_code"], here["cash_due_minor"]) == (True, False, 0)
        assert [
            (one["number"], one["lines"][0]["sku"], one["lines"][0]["quantity"]) for one in here["orders"]
        ] == [("PO-2025-1", "PUMP", 8)]
        assert route["load"] == []  # nothing is brought
        start = phone.event("route_started") | {"at": chat.clock.now().isoformat()}
        assert await phone.tell(start) == [("done", None)]
        assert (await hana.wait_for("You are next")).text.endswith("to fetch PO-2025-1.")

        # Six of eight are there; who hands them over signs.
        line = here["orders"][0]["lines"][0]["id"]
        six = [
            {"line_id": line, "delivered": 6, "refused": 0, "damaged": 0, "short": 2, "reason": "not_there"}
        ]
        wrong = handed(here, lines=[{**six[0], "short": 1}], receiver="Hana")
        (refused,) = await phone.tell(phone.event("delivered", phone.stops[0], **wrong))
        assert refused[0] == "refused"
        assert {row.state for row in await rows(chat.core, PurchaseOrderRow)} == {"acknowledged"}
        assert await rows(chat.core, ShipmentRow) == []
        act = phone.event("delivered", phone.stops[0], **handed(here, lines=six, receiver="Hana"))
        assert await phone.tell(act) == [("done", None)]
        assert await phone.tell(act) == [("already", None)]
        await end_day(phone)

        proof = await hana.wait_for("Fetched from you: PO-2025-1")
        assert "Handed over by Hana" in proof.text
        assert "• 6 pieces — Garden pump (2 missing)" in proof.text
        assert "How was this delivery" not in proof.text
        short = await chat.ada.wait_for("not everything was handed over")
        assert short.text.split("\n")[:2] == [
            "⚠️ Order B2B-2025-1/2: not everything was handed over to our van.",
            "• 2 × Garden pump: not there",
        ]
        assert short.text.split("\n")[2].startswith("It follows as order B2B-2025-1/3")
        assert "TechMart" in (await chat.rita.wait_for("not everything was handed over")).text
        # What Hana is paid for is what she gave, and she is not asked for the rest again.
        assert [(row.quantity, row.cost_minor) for row in await rows(chat.core, PurchaseLineRow)] == [
            (6, 136_800)
        ]
        (bought,) = await rows(chat.core, PurchaseOrderRow)
        assert (bought.state, bought.bought_minor) == ("shipped", 136_800)
        assert await rows(chat.core, PartnerOfferRow) == []
        assert [row.quantity for row in await rows(chat.core, ShipmentLineRow)] == [6]
        states = {row.number: row.state for row in await rows(chat.core, OrderRow)}
        assert (states["B2B-2025-1/2"], states["B2B-2025-1/3"]) == ("shipped", "back_ordered")

        # They came home with the van: Thursday's plan brings them, not Wednesday's.
        brought = await publish(chat, "2025-10-16")
        assert "TechMart" in brought
        assert "📥" not in brought
        chat.clock.advance(timedelta(days=1))
        (there,) = (await open_route(phone))["stops"]
        assert (there["is_fetch"], there["orders"][0]["number"]) == (False, "B2B-2025-1/2")
        done = phone.event("delivered", phone.stops[0], **handed(there, receiver="Ada"))
        assert await phone.tell(phone.event("route_started"), done) == [("done", None)] * 2
    states = {row.number: row.state for row in await rows(chat.core, OrderRow)}
    assert states["B2B-2025-1/2"] == "delivered"
    assert (await chat.core.ask(SYSTEM, CheckBooks())).faults == ()
    said = await said_to_others(chat, chat.otto)
    assert not any("Bigbox" in text or "Hana" in text for text in said["Ada"])
    assert not any("TechMart" in text or "B2B-" in text for text in said["Hana"])


async def test_a_partner_who_is_not_there_is_visited_again_and_one_without_the_goods_is_replaced(
    chat: Chat,
) -> None:
    hana, dan = await make_fetch(chat)
    await publish(chat, "2025-10-15")
    chat.clock.advance(timedelta(days=1))
    async with api(chat.core) as at, aiohttp.ClientSession() as http:
        phone = Phone(at, http)
        await signed_in(chat, dan, phone)
        await open_route(phone)
        nobody = phone.event("not_delivered", phone.stops[0], reason="nobody_there")
        assert await phone.tell(phone.event("route_started"), nobody) == [("done", None)] * 2
        await end_day(phone)
        failed = await hana.wait_for("We could not fetch PO-2025-1: nobody was there.")
        assert failed.text.split("\n")[1:] == ["We will agree a new day with you."]
        assert "Not fetched at Bigbox: PO-2025-1" in (await chat.otto.wait_for("Not fetched at")).text
        # Fetched on Thursday at the soonest, it is with Ada on Friday.
        await chat.ada.wait_for("B2B-2025-1/2 comes on Fri 17 Oct instead of Thu 16 Oct")
        (bought,) = await rows(chat.core, PurchaseOrderRow)
        assert (bought.state, bought.expected_on.day) == ("acknowledged", 17)

        assert "Bigbox" in await publish(chat, "2025-10-16")
        chat.clock.advance(timedelta(days=1))
        await open_route(phone)
        gone = phone.event("not_delivered", phone.stops[0], reason="not_there")
        assert await phone.tell(phone.event("route_started"), gone) == [("done", None)] * 2
    await chat.ada.wait_for("could not give it after all")
    short = await chat.rita.wait_for("not everything was handed over")
    assert short.text.split("\n") == [
        "TechMart Corp",
        "⚠️ Order B2B-2025-1/2: not everything was handed over to our van.",
        "• 8 × Garden pump: not there",
        "The order was planned anew; no day is known yet.",
    ]
    (bought,) = await rows(chat.core, PurchaseOrderRow)
    assert (bought.state, bought.reason) == ("cancelled", "not_fetched")
    assert await rows(chat.core, PartnerOfferRow) == []
    assert await rows(chat.core, ShipmentRow) == []
    causes = await ask(chat.otto, "/causes", "Why goods were not taken")
    assert "• not fetched, not there: 1× (0 pieces)" in causes.text
    assert (await chat.core.ask(SYSTEM, CheckBooks())).faults == ()


async def test_a_return_is_fetched_by_the_depot_that_brought_it_and_credited_when_it_is_here(
    chat: Chat,
) -> None:
    dan = await make_van_of_dan(chat)
    await delivered(chat)
    why = await tap(chat.ada, "Reason", await said_to_come_back(chat), "Why do the goods")
    await tap(chat.ada, "Send", await tap(chat.ada, "not wanted", why, offering("Send")), "RMA-2025-1")
    await tap(chat.rita, "Agree, fetch", await chat.rita.wait_for("RMA-2025-1"), "Agreed. We fetch")
    stop = await publish(chat, "2025-10-15")
    assert "TechMart" in stop
    assert "📥" in stop
    told = await chat.ada.wait_for("Our van fetches goods from you")
    assert told.text.split("\n")[1] == "Goods of: RMA-2025-1"
    chat.clock.advance(timedelta(days=1))
    async with api(chat.core) as at, aiohttp.ClientSession() as http:
        phone = Phone(at, http)
        await signed_in(chat, dan, phone)
        (here,) = (await open_route(phone))["stops"]
        act = phone.event("delivered", phone.stops[0], **handed(here, receiver="Ada"))
        assert await phone.tell(phone.event("route_started"), act) == [("done", None)] * 2
        await end_day(phone)
    assert "• 4 pieces" in (await chat.ada.wait_for("Fetched from you: RMA-2025-1")).text
    # It is on its way home: no plan fetches it again, and the storekeeper books it in.
    assert "Nothing is due" in (await ask(chat.otto, "/routes 2025-10-16", "Nothing is due")).text
    goods = await tap(
        chat.otto, "RMA-2025-1", await ask(chat.otto, "/returned", "Goods that come back"), "What came?"
    )
    await tap(chat.otto, "All good", goods, "Came back")
    await chat.ada.wait_for("Credited: CN-2025-1")


async def said_to_come_back(chat: Chat) -> ChatMessage:
    draft = await tap(chat.ada, "B2B-2025-1", await ask(chat.ada, "/return", "Which order"), "Tap what comes")
    await tap(chat.ada, "Apple iPhone", draft, "How many of")
    return await ask(chat.ada, "4", "Worth with tax")
