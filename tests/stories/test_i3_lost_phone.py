"""I3: the office says what stops must bring; a phone is lost in the day, and the photos on it are let go."""

import aiohttp

from core.deliveries.tables import ShipmentRow
from core.driving.tables import EvidenceRuleRow, ProofRow
from tests.chat import Chat, ask, tap
from tests.driver_app_api.driver.phone import Phone, api, client_id, handed
from tests.make import count, rows
from tests.stories.test_i1_i5_driver import driver, packed_for, plan_route, signed_in


async def test_what_stops_must_bring_is_said_by_dealer_value_and_goods(chat: Chat) -> None:
    nothing = await ask(chat.otto, "/evidence", "Nothing beyond the usual")
    assert nothing.labels == []
    preview = await ask(chat.otto, "/evidence dealer TechMart photo code", "New rule: TechMart Corp")
    assert await count(chat.core, EvidenceRuleRow) == 0
    await tap(chat.otto, "Confirm", preview, "Drivers see it on the stop")
    await tap(chat.otto, "Confirm", await ask(chat.otto, "/evidence from 5000 signature", "New rule"), "Set:")
    shown = await ask(chat.otto, "/evidence", "What stops ask for")
    assert "TechMart Corp: photo, delivery code" in shown.text
    assert "from $5,000.00 on: signature" in shown.text
    # A word that is no evidence is asked about, and a dealer's buyer sets nothing.
    await ask(chat.otto, "/evidence all fingerprint", lambda one: "New rule" not in one.text)
    await ask(chat.ada, "/evidence all photo", lambda one: "New rule" not in one.text)
    assert await count(chat.core, EvidenceRuleRow) == 2


async def test_a_lost_phone_is_signed_out_and_the_photos_on_it_are_let_go(chat: Chat) -> None:
    for goods, order in (("10 iphone 15 pro", "B2B-2025-1"), ("5 iphone 15 pro", "B2B-2025-2")):
        await tap(chat.ada, "Confirm", await ask(chat.ada, goods), order)
        await packed_for(chat, f"SH-2025-{order[-1]}")
    dan = await driver(chat)
    shipments = sorted(await rows(chat.core, ShipmentRow), key=lambda row: row.number)
    async with api(chat.core) as at, aiohttp.ClientSession() as http:
        phone = Phone(at, http)
        await signed_in(chat, dan, phone)
        me = (await phone.call("GET", "/me")).body["driver"]
        await plan_route(chat, phone, me["id"], shipments)
        first, _ = (await phone.today())["routes"][0]["stops"]
        handing = handed(first, photos=[str(client_id())])
        assert await phone.tell(phone.event("delivered", phone.stops[0], **handing)) == [("done", None)]

        preview = await ask(chat.otto, "/phone lost Dan", "1 phone will be signed out.")
        assert (await phone.call("GET", "/today")).status == 200
        done = await tap(chat.otto, "Confirm", preview, "1 phone signed out.")
        for told in (preview.text, done.text):
            assert "1 stop is still to be served:\n• TechMart Corp" in told
            assert "• TechMart Corp: B2B-2025-1, 1 photo missing" in told
            assert "/photos gone NUMBER" in told
        assert (await phone.call("GET", "/today")).status == 401

        for number in ("B2B-2025-9", "B2B-2025-2"):  # there is none, and none that was delivered
            wrong = await ask(chat.otto, f"/photos gone {number}", "There is no proof of that delivery")
            assert wrong.labels == []
        counted = "1 photo of the delivery to TechMart Corp never came (B2B-2025-1)."
        gone = await ask(chat.otto, "/photos gone 1", counted)
        await tap(chat.otto, "Confirm", gone, "1 photo let go; the proof is marked.")
        (proof,) = await rows(chat.core, ProofRow)
        assert "photo_lost" in proof.flags

        # The next phone goes on where the lost one was, and the shift can end.
        another = Phone(at, http)
        another.route, another.stops = phone.route, phone.stops
        await signed_in(chat, dan, another)
        failing = another.event("not_delivered", another.stops[1], reason="closed")
        assert await another.tell(failing) == [("done", None)]
        assert await another.tell(another.event("shift_closed", cash_minor=0, cheques=0)) == [("done", None)]
