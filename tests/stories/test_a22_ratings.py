"""A14, A22: how a delivery was, in one tap; whoever is not content is looked after by somebody."""

import uuid
from datetime import timedelta

import aiohttp

from bot.dealer.proofs.callbacks import ProofTap
from bot.screen import short_id
from core.alarms.tables import TaskRow
from core.deliveries.tables import ShipmentRow
from core.driving.tables import ProofRow
from core.feedback.tables import DeliveryRatingRow
from tests.chat import Chat, ask, tap
from tests.driver_app_api.driver.phone import Phone, api, handed
from tests.make import rows
from tests.stories.test_i1_i5_driver import driver, packed_for, plan_route, signed_in

STARS = ["1 ⭐", "2 ⭐", "3 ⭐", "4 ⭐", "5 ⭐"]


async def delivered(chat: Chat) -> None:
    """Two of Ada's orders are brought by Dan."""
    for goods, order in (("10 iphone 15 pro", "B2B-2025-1"), ("5 iphone 15 pro", "B2B-2025-2")):
        await tap(chat.ada, "Confirm", await ask(chat.ada, goods), order)
        await packed_for(chat, f"SH-2025-{order[-1]}")
    dan = await driver(chat)
    shipments = sorted(await rows(chat.core, ShipmentRow), key=lambda row: row.number)
    async with api(chat.core) as at, aiohttp.ClientSession() as http:
        phone = Phone(at, http)
        await signed_in(chat, dan, phone)
        await plan_route(chat, phone, (await phone.call("GET", "/me")).body["driver"]["id"], shipments)
        stops = (await phone.today())["routes"][0]["stops"]
        for stop, shown in zip(phone.stops, stops, strict=True):
            assert await phone.tell(phone.event("delivered", stop, **handed(shown))) == [("done", None)]
            await chat.ada.wait_for(f"Delivered: {shown['orders'][0]['number']}")


async def test_a_low_rating_is_a_task_at_once_and_the_words_reach_its_owner(chat: Chat) -> None:
    await delivered(chat)
    first, second = sorted(
        (one for one in chat.ada.from_bot() if "Delivered: B2B" in one.text), key=lambda one: one.text
    )
    assert first.text.endswith("How was this delivery? 5 is best.")
    assert first.labels == [*STARS, "📄 Proof of delivery"]
    # The second one of the same day asks nothing.
    assert second.labels == ["📄 Proof of delivery"]

    why = await tap(chat.ada, "2 ⭐", first, "What went wrong?")
    card = await chat.rita.wait_for("Rated 2 of 5")
    assert "B2B-2025-1" in card.text
    assert "TechMart Corp" in card.text
    assert [row.owner_id for row in await rows(chat.core, TaskRow)] == [chat.rep.person_id]
    await ask(chat.ada, "two boxes were wet", "We are sorry. Your rep is told")
    told = await chat.rita.wait_for("The dealer says why")
    assert "Rated 2 of 5. two boxes were wet" in told.text
    assert [(row.rating, row.words) for row in await rows(chat.core, DeliveryRatingRow)] == [
        (2, "two boxes were wet")
    ]
    assert why.labels == ["Nothing to add"]

    # He thinks better of it: the task closes itself.
    await tap(chat.ada, "4 ⭐", first, "Thank you for telling us")
    assert [row.state for row in await rows(chat.core, TaskRow)] == ["closed"]
    # Buttons of the former question, of a foreign delivery, and of yesterday.
    proof = short_id(next(row.id for row in await rows(chat.core, ProofRow) if row.number == 1))
    old = ProofTap(act="good", proof=proof).pack()
    await chat.ada.tap_data(first, old)
    await chat.cora.tap_data(
        await ask(chat.cora, "/notices", "What I write"), ProofTap(act="1", proof=proof).pack()
    )
    await chat.cora.wait_for("There is no proof")
    nobody = ProofTap(act="1", proof=short_id(uuid.UUID(int=1))).pack()
    await chat.ada.tap_data(first, nobody)
    await chat.ada.wait_for("There is no proof")
    chat.clock.advance(timedelta(days=1))
    await tap(chat.ada, "1 ⭐", first, "is over")
    assert [row.rating for row in await rows(chat.core, DeliveryRatingRow)] == [4]
    assert len(await rows(chat.core, TaskRow)) == 1


async def test_nobody_who_has_switched_it_off_is_asked_and_the_office_says_how_often(chat: Chat) -> None:
    shown = await ask(chat.ada, "/notices", "What I write to you about")
    daily = await tap(chat.ada, "Questions to you", shown, "🕘 Questions to you")
    await tap(chat.ada, "Questions to you", daily, "🔕 Questions to you")
    await ask(chat.otto, "/ratings", "at most every 7 days")
    await ask(chat.otto, "/ratings set 30", "at most every 30 days")
    await delivered(chat)
    assert not [one for one in chat.ada.from_bot() if "How was this delivery" in one.text]
    assert await rows(chat.core, DeliveryRatingRow) == []
