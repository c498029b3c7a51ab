"""I1-I5, A14: from the chat to the driver's phone and back: sign-in, proof, refusal, money, failure."""

import re
import uuid

import aiohttp

from bot.dealer.proofs.callbacks import ProofTap
from core.billing.tables import PaymentRow
from core.deliveries.tables import ShipmentRow
from core.feedback.tables import DeliveryRatingRow
from core.kernel.actor import Actor, Role
from core.kernel.ids import PersonId
from dealerline.sandbox.user import SandboxUser
from tests.chat import Chat, ask, tap
from tests.core.driving.house import NEAR, make_route, make_van, photo
from tests.driver_app_api.driver.phone import Phone, api, client_id, handed
from tests.make import make_staff, rows
from tests.stories.trade import offering, said_to_others

DAN = 5011


async def packed_for(chat: Chat, number: str) -> None:
    """Otto picks and packs what waits; it stands on the dock."""
    made = await tap(chat.otto, "Confirm", await ask(chat.otto, "/pick LA", "Pick list for"), "Pick list PL-")
    card = await tap(chat.otto, number, made, "Being picked")
    await tap(chat.otto, "All there", card, offering("Own van"))


async def driver(chat: Chat) -> SandboxUser:
    await make_staff(chat.core, Role.DRIVER, "Dan", telegram_id=DAN, phone="+12135550199")
    return await chat.sandbox.user("Dan", user_id=DAN)


async def signed_in(chat: Chat, dan: SandboxUser, phone: Phone) -> None:
    """/drive, and one tap on the link."""
    card = await ask(dan, "/drive", "Your driver app")
    (url,) = [entity["url"] for entity in card.entities if entity["type"] == "text_link"]
    token = re.fullmatch(r"http://127\.0\.0\.1:8080/driver/#link=([\w-]+)", url)
    assert token is not None
    answer = await phone.call("POST", "/sessions", {"link": token[1]})
    assert answer.status == 201
    phone.token = answer.body["token"]


async def test_a_delivery_from_the_chat_to_the_phone_and_back_with_its_proof(chat: Chat) -> None:
    for goods, order in (("10 iphone 15 pro", "B2B-2025-1"), ("5 iphone 15 pro", "B2B-2025-2")):
        await tap(chat.ada, "Confirm", await ask(chat.ada, goods), order)
        await packed_for(chat, f"SH-2025-{order[-1]}")
    dan = await driver(chat)
    shipments = sorted(await rows(chat.core, ShipmentRow), key=lambda row: row.number)
    async with api(chat.core) as at, aiohttp.ClientSession() as http:
        phone = Phone(at, http)
        await signed_in(chat, dan, phone)
        me = (await phone.call("GET", "/me")).body["driver"]
        assert me["name"] == "Dan"
        await plan_route(chat, phone, me["id"], shipments)
        first, second = (await phone.today())["routes"][0]["stops"]
        assert await phone.tell(phone.event("route_started")) == [("done", None)]
        told = await chat.ada.wait_for("You are next")
        code = re.search(r"Say this code at the door: (\d{4})", told.text)
        assert code is not None
        assert told.text.startswith("🚚 You are next: Dan comes about 10:00 with B2B-2025-1.")

        line = first["orders"][0]["lines"][0]
        lines = [{"line_id": line["id"], "delivered": 8, "refused": 2, "damaged": 0, "short": 0,
                  "reason": "wrong_item"}]  # fmt: skip
        picture = str(client_id())
        handing = handed(
            first, lines=lines, receiver="Ada Lovelace", code=code[1], photos=[picture],
            payment={"kind": "cash", "amount_minor": 25_000, "reference": ""},
        )  # fmt: skip
        stop = phone.stops[0]
        assert await phone.tell(phone.event("delivered", stop, **handing)) == [("done", None)]
        assert (await chat.rita.wait_for("did not accept")).text.endswith("2 refused")
        await phone.send_file(stop, photo(), file_id=picture)
        proof = await chat.ada.wait_for("Delivered: B2B-2025-1")
        assert proof.raw["photo"]
        assert proof.text.split("\n") == [
            "✅ Delivered: B2B-2025-1",
            "Taken by Ada Lovelace · 14 Oct 09:00",
            "• 8 pieces — Apple iPhone 15 Pro 128GB (2 refused)",
            "💵 Paid at the door: $250.00 (cash). The receipt follows once it is counted.",
            "",
            "How was this delivery? 5 is best.",
        ]
        await tap(chat.ada, "Proof of delivery", proof, lambda one: "document" in one.raw)
        await tap(chat.ada, "5 ⭐", proof, "Thank you")
        assert [row.rating for row in await rows(chat.core, DeliveryRatingRow)] == [5]
        await ask(chat.rita, "/proof 1", lambda one: "document" in one.raw)
        denied = await ask(chat.cora, "/proof B2B-2025-1", "There is no proof")
        assert "document" not in denied.raw

        await chat.fay.wait_for("cash $250.00 from TechMart Corp")
        note = phone.event("money_corrected", stop, amount_minor=26_000, reason="a note stuck to another")
        assert await phone.tell(note) == [("done", None)]
        assert (await chat.ada.wait_for("Put right")).text.split("\n") == [
            "✏️ Put right: you paid $260.00 (cash) at the door for B2B-2025-1, not $250.00.",
            "Why: a note stuck to another",
        ]
        counted = await chat.fay.wait_for("cash $260.00 from TechMart Corp")
        assert counted.text.split("\n")[-1] == "✏️ $250.00 → $260.00 · Dan · a note stuck to another"
        assert await rows(chat.core, PaymentRow) == []
        done = await tap(chat.fay, "It is there", counted, "✅ Booked")
        assert done.labels == []
        assert [row.amount_minor for row in await rows(chat.core, PaymentRow)] == [26_000]
        await finance_puts_it_right(chat)
        assert (await ask(chat.fay, "/cash", "Nothing from the door")).labels == []

        shutter = str(client_id())
        failing = phone.event("not_delivered", phone.stops[1], reason="closed", new_day="2025-10-16",
                              note="shutter down", photos=[shutter], gps={**NEAR, "lat": 35.0})  # fmt: skip
        assert await phone.tell(failing) == [("done", None)]
        put_off = await chat.ada.wait_for("could not deliver")
        assert put_off.text.split("\n") == [
            "⚠️ We could not deliver B2B-2025-2: closed.",
            "We come again on Thu 16 Oct.",
        ]
        failed = await chat.rita.wait_for("Not delivered to TechMart")
        assert failed.text.split("\n")[1:] == [
            "The driver writes: shutter down", "🔎 taken far from the stop",
        ]  # fmt: skip
        await tap(chat.rita, "Photos", failed, "The photos are not here yet")
        await phone.send_file(phone.stops[1], photo(), file_id=shutter)
        await tap(chat.rita, "Photos", failed, lambda one: "photo" in one.raw)
        assert (await phone.tell(phone.event("shift_closed", cash_minor=20_000, cheques=0))) == [
            ("done", None)
        ]
        causes = await ask(chat.otto, "/causes", "Why goods were not taken")
        assert "• not delivered, closed: 1× (0 pieces)" in causes.text
        assert "• refused, wrong item: 1× (2 pieces)" in causes.text

        phones = await ask(dan, "/drive", "Signed in:")
        await tap(dan, "Sign out", phones, "That phone is signed out")
        assert (await phone.call("GET", "/today")).status == 401
        assert second["state"] == "planned"


async def finance_puts_it_right(chat: Chat) -> None:
    """What is booked is booked back and comes in anew; the dealer gets one corrected receipt, and no more."""
    await chat.ada.wait_for("$260.00 received, thank you")
    heard = await said_to_others(chat, chat.fay)
    other = await ask(chat.fay, "/recount B2B-2025-1 260 again", "It is $260.00 already.")
    assert other.button("Confirm") is None
    seen = await ask(chat.fay, "/recount B2B-2025-1 200 it was two hundred", offering("Confirm"))
    assert seen.text.split("\n") == [
        "✏️ cash from TechMart Corp, taken by Dan",
        "$260.00 → $200.00",
        "Reason: it was two hundred",
        "",
        "Receipt RC-2025-1 is booked back and a new one takes its place; the dealer gets one corrected "
        "receipt.",
    ]
    assert await said_to_others(chat, chat.fay) == heard
    await chat.fay.tap_twice("Confirm", seen)
    await chat.fay.wait_for("done or cancelled already")
    await chat.fay.wait_for("TechMart Corp: $200.00, not $260.00. Receipt RC-2025-2 is the one that counts.")
    told = await said_to_others(chat, chat.fay)
    (receipt,) = told["Ada"][len(heard["Ada"]) :]
    assert receipt.split("\n") == [
        "✏️ Put right: you paid $200.00 (cash) at the door for B2B-2025-1, not $260.00.",
        "Why: it was two hundred",
        "Receipt RC-2025-2 takes the place of RC-2025-1.",
    ]
    assert told["Rita"][len(heard["Rita"]) :] == [
        "✏️ TechMart Corp paid $200.00 (cash) at the door, not $260.00; put right by Fay.\n"
        "Why: it was two hundred\nReceipt RC-2025-2 takes the place of RC-2025-1."
    ]
    payments = sorted(await rows(chat.core, PaymentRow), key=lambda row: row.number)
    assert [(row.amount_minor, row.reversed_on is None) for row in payments] == [
        (26_000, False), (20_000, True),
    ]  # fmt: skip


async def plan_route(chat: Chat, phone: Phone, driver_id: str, shipments: list[ShipmentRow]) -> None:
    """The office has planned and published Dan's route: two stops at TechMart's places."""
    dan = Actor(PersonId(uuid.UUID(driver_id)), frozenset({Role.DRIVER}), name="Dan")
    van = await make_van(chat.core, chat.warehouse, dan)
    phone.route, phone.stops = await make_route(chat.core, chat.warehouse, van, dan, shipments)


async def test_what_the_house_should_look_at_is_told_and_nobody_else_signs_in(chat: Chat) -> None:
    await tap(chat.ada, "Confirm", await ask(chat.ada, "10 iphone 15 pro"), "B2B-2025-1")
    await packed_for(chat, "SH-2025-1")
    dan = await driver(chat)
    for person in (chat.ada, chat.rita):
        await ask(person, "/drive", lambda one: "driver app" not in one.text)
    async with api(chat.core) as at, aiohttp.ClientSession() as http:
        phone = Phone(at, http)
        await signed_in(chat, dan, phone)
        me = (await phone.call("GET", "/me")).body["driver"]
        await plan_route(chat, phone, me["id"], await rows(chat.core, ShipmentRow))
        (stop,) = (await phone.today())["routes"][0]["stops"]
        lacking = phone.event("load_checked", missing=[{"sku": "IP15P", "quantity": 2}])
        assert await phone.tell(lacking) == [("done", None)]
        assert "• IP15P: 2 missing" in (await chat.otto.wait_for("did not find all of the load")).text
        wrong = phone.event("delivered", phone.stops[0], **handed(stop, lines=[]))
        assert await phone.tell(wrong) == [("refused", "quantities_dont_add_up")]
        lost = await chat.otto.wait_for("the books could not follow")
        assert "IP15P: delivered, refused, damaged and short must make 10 together" in lost.text
        far = handed(stop, gps={**NEAR, "lat": 35.0})
        assert await phone.tell(phone.event("delivered", phone.stops[0], **far)) == [("done", None)]
        look = await chat.otto.wait_for("Please look at the proof")
        assert look.text.split("\n") == [
            "🔎 Please look at the proof of B2B-2025-1 (Dan):",
            "• taken far from the stop",
        ]
        proof = await chat.ada.wait_for("Delivered: B2B-2025-1")
        assert proof.raw["photo"]  # the signature, drawn
        assert ProofTap.unpack(str(proof.buttons[0].data)).act == "1"
        shown = await ask(chat.otto, "/proofs", "is looked at")
        assert "more than 250 m" in shown.text
        card = await ask(chat.otto, "/proofs set 300 none", "No codes at the door")
        await tap(chat.otto, "Confirm", card, "Set.")
        assert "300 m" in (await ask(chat.otto, "/proofs", "is looked at")).text
