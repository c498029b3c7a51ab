"""J1: goods go straight from a vendor to the dealer, and everybody sees of it what is theirs."""

from __future__ import annotations

import re
from datetime import timedelta

from core.deliveries.tables import CarrierRow
from core.deliveries.types import TrackingKind
from core.deliveries.use_cases.take_tracking import TakeTracking
from core.jobs.clock import tick
from core.kernel.actor import SYSTEM, Role
from core.orders.tables import DealerSupplyRow
from core.vendors.tables import PurchaseOrderRow, VendorContactRow, VendorRow
from dealerline.sandbox.user import SandboxUser
from tests.chat import Chat, ask, tap
from tests.make import make_product, make_rate, make_staff, make_stock, rows
from tests.make.rows import add
from tests.stories.trade import all_rows, offering, refused, said_to_others

VITO = 6102


async def sell_pumps(chat: Chat) -> SandboxUser:
    """A pump costs 220.00 and sells at 242.00; no warehouse has any. Vito answers for Pumpworks in English,
    Nell was invited to and wants Turkish. Vito's chat."""
    core = chat.core
    pump = await make_product(
        core, "PUMP", "Garden pump", cost="220", list_price=None, brand="Aqua", category="garden/pumps"
    )
    await make_rate(core, chat.techmart, value="garden/pumps", margin=10)
    await make_stock(core, pump, chat.warehouse, 0)
    await add(core, DealerSupplyRow, dealer_id=chat.techmart, when_short="rest", may_be_urgent=True, share=0)
    await add(core, CarrierRow, code="DHL", name="DHL", link="https://track.example/{number}")
    await ask(chat.otto, "/vendor add pumpworks Pumpworks Ltd", "PUMPWORKS")
    await ask(chat.otto, "/offer PUMPWORKS PUMP 220.00 3", "PUMPWORKS asks $220.00 a piece")
    await ask(chat.otto, "/vendor contact PUMPWORKS +12135550105 Nell", "Nell")
    link = await ask(chat.otto, "/invite +12135550105", "Send this link")
    found = re.search(r"\?start=(inv_[A-Za-z0-9_-]+)", link.text)
    assert found is not None
    await chat.nell.start(found[1])
    await chat.nell.wait_for("you are invited")
    await chat.nell.share_contact()
    welcome = await tap(chat.nell, "Türkçe", await chat.nell.wait_for("language"), "Nell")
    assert "/purchases" in welcome.text
    vito = await make_staff(core, Role.VENDOR, "Vito", telegram_id=VITO)
    (vendor,) = await rows(core, VendorRow)
    await add(core, VendorContactRow, person_id=vito.person_id, vendor_id=vendor.id)
    user = await chat.sandbox.user("Vito", user_id=VITO)
    await ask(user, "hello", "No purchase order is open")
    return user


async def bought(chat: Chat, text: str, number: str) -> None:
    """Ada orders, Otto has it sent by the vendor."""
    await tap(chat.ada, "Confirm", await ask(chat.ada, text, offering("Confirm")), "B2B-2025-")
    seen = await ask(chat.otto, f"/direct {number}", "Straight from vendors")
    await tap(chat.otto, "Confirm", seen, "sent to the vendor")


def cards(user: SandboxUser, about: str) -> list[str]:
    return [one.text for one in user.from_bot() if about in one.text]


async def states(chat: Chat) -> list[tuple[str, str]]:
    return sorted((row.number, row.state) for row in await rows(chat.core, PurchaseOrderRow))


async def test_goods_go_straight_from_the_vendor_with_the_figures_of_j1(chat: Chat) -> None:
    vito = await sell_pumps(chat)
    card = await ask(chat.ada, "10 garden pump\n5 iphone 15 pro", offering("Confirm"))
    await tap(chat.ada, "Confirm", card, "B2B-2025-1")
    seen = await ask(chat.otto, "/direct B2B-2025-1/2", "Straight from vendors")
    assert seen.text.split("\n") == [
        "🏭 Straight from vendors: order B2B-2025-1/2 of TechMart Corp",
        "",
        "Pumpworks Ltd · there by Fri 17 Oct",
        "• 10 pieces — Garden pump (PUMP) · $220.00 each",
        "💰 Sold $2,420.00, bought $2,200.00: margin $220.00 (10%)",
    ]
    done = await tap(chat.otto, "Confirm", seen, "sent to the vendor")
    assert done.text == "✅ Order B2B-2025-1/2: PO-2025-1 sent to the vendor."
    told = await chat.ada.wait_for("has a day now")
    assert told.text == "📅 B2B-2025-1/2 has a day now: Fri 17 Oct (it comes straight from the maker)."

    card = await vito.wait_for("PO-2025-1")
    assert card.text.split("\n") == [
        "🆕 PO-2025-1 · waiting for your answer",
        "",
        "• 10 pieces — Garden pump (PUMP) · $220.00 each",
        "Total $2,200.00",
        "",
        "📍 Store MAIN, 1 Market Street, Los Angeles",
        "📅 There by Fri 17 Oct",
    ]
    turkish = await chat.nell.wait_for("PO-2025-1")
    assert turkish.text.startswith("🆕 PO-2025-1 · yanıt bekliyor")

    chat.clock.advance(timedelta(hours=2))
    await tick(chat.core)
    card = await vito.wait_for("We have not heard from you")
    late = await chat.nell.wait_for("yanıtınızı bekliyoruz")
    chat.clock.advance(timedelta(minutes=1))
    await tick(chat.core)
    await said_to_others(chat, chat.ada)
    assert len(cards(vito, "We have not heard")) == 1

    acknowledge = next(one.data for one in late.buttons if one.text == "✅ Onayla")
    known = await tap(vito, "Acknowledge", card, offering("Sent"))
    assert "👍 PO-2025-1 · acknowledged" in known.text
    await said_to_others(chat, chat.ada)
    before, said = await all_rows(chat), await said_to_others(chat, chat.nell)
    await chat.nell.tap_data(late, acknowledge)
    await chat.nell.wait_for("güncel")
    assert (await all_rows(chat), await said_to_others(chat, chat.nell)) == (before, said)

    which = await tap(vito, "Sent", known, "With whom was it sent")
    await tap(vito, "DHL", which, "tracking number of DHL")
    sent = await ask(vito, "jd 0123", "🚚 PO-2025-1 · sent")
    assert sent.labels == []
    shown = await chat.ada.wait_for("Order B2B-2025-1/2 · Shipped")
    assert shown.text.split("\n") == [
        "🚚 Order B2B-2025-1/2 · Shipped",
        "📅 With you Fri 17 Oct",
        "",
        "📦 Shipment SH-2025-1, straight to you",
        "• 10 pieces — Garden pump",
        "With DHL JD0123 · 14 Oct 11:01",
        "🔗 https://track.example/JD0123",
        "",
        "Next: it is brought to you.",
    ]
    whole = await ask(chat.ada, "/order B2B-2025-1", "📋 Order B2B-2025-1")
    assert any("B2B-2025-1/2 · Shipped · Fri 17 Oct" in label for label in whole.labels), whole.labels
    word = TakeTracking("DHL", "e1", "JD0123", TrackingKind.DELIVERED, chat.clock.now(), received_by="Ada")
    await chat.core.execute(SYSTEM, word)
    said = await said_to_others(chat, chat.otto)
    assert any("B2B-2025-1/2 · Delivered" in text for text in said["Ada"])
    assert any("PO-2025-1 · teslim edildi" in text for text in said["Nell"])
    assert not any("Pumpworks" in text or "220.00" in text for text in said["Ada"])
    for name in ("Nell", "Vito"):
        assert not any("TechMart" in text or "2,420" in text or "B2B" in text for text in said[name])


async def test_who_declines_or_never_answers_is_the_houses_to_replace_and_old_cards_freeze(
    chat: Chat,
) -> None:
    vito = await sell_pumps(chat)
    await bought(chat, "10 garden pump", "B2B-2025-1")
    card = await vito.wait_for("PO-2025-1")
    why = await tap(vito, "Cannot deliver", card, "Why not?")
    await tap(vito, "Out of stock", why, "PO-2025-1 · cannot be delivered")
    declined = await chat.otto.wait_for("The vendor cannot deliver")
    assert "💬 Out of stock" in declined.text
    assert "margin $220.00 (10%)" in declined.text
    assert declined.labels == ["🏠 Our stock, the rest waits", "🚫 Cancel these goods"]
    await ask(chat.otto, "/vendor add rival Rival Pumps", "RIVAL")
    await ask(chat.otto, "/offer RIVAL PUMP 231", "RIVAL asks")
    open_list = await ask(chat.otto, "/purchases", "Open purchase orders")
    again = await tap(chat.otto, "PO-2025-1", open_list, offering("Rival Pumps"))
    assert again.labels[0] == "🔁 Rival Pumps · margin $110.00"
    gone = await tap(chat.otto, "Rival Pumps", again, "Bought from Rival Pumps instead: PO-2025-2.")
    assert gone.labels == []
    await said_to_others(chat, chat.ada)
    assert cards(vito, "PO-2025-1")[-1].endswith("💬 Out of stock")
    assert "The goods come from elsewhere" in cards(vito, "PO-2025-1")[-1]
    assert cards(vito, "PO-2025-2") == []

    for hours in (2, 2, 2):
        chat.clock.advance(timedelta(hours=hours))
        await tick(chat.core)
    silent = await chat.otto.wait_for("The vendor does not answer")
    assert len(cards(chat.otto, "The vendor does not answer")) == 1
    await tap(chat.otto, "Cancel these goods", silent, "These goods are cancelled")
    assert await states(chat) == [("PO-2025-1", "cancelled"), ("PO-2025-2", "cancelled")]

    await bought(chat, "5 garden pump", "B2B-2025-2")
    card = await chat.nell.wait_for("PO-2025-3")
    acknowledge = next(one.data for one in card.buttons if one.text == "✅ Onayla")
    order = await ask(chat.ada, "/order B2B-2025-2", "B2B-2025-2")
    sure = await tap(chat.ada, "Take it back", order, "Take back order B2B-2025-2")
    await tap(chat.ada, "Yes", sure, "B2B-2025-2")
    said = await said_to_others(chat, chat.ada)
    assert "🧊 PO-2025-3 · geçersiz" in said["Nell"][-1]
    assert "Lütfen göndermeyin" in said["Nell"][-1]
    before, said = await all_rows(chat), await said_to_others(chat, chat.nell)
    await chat.nell.tap_data(card, acknowledge)
    await chat.nell.wait_for("artık geçerli değil")
    assert (await all_rows(chat), await said_to_others(chat, chat.nell)) == (before, said)


async def test_a_silent_vendor_becomes_a_task_that_closes_as_soon_as_the_vendor_answers(chat: Chat) -> None:
    vito = await sell_pumps(chat)
    await bought(chat, "10 garden pump", "B2B-2025-1")
    for minutes in (120, 120, 5, 5):
        chat.clock.advance(timedelta(minutes=minutes))
        await tick(chat.core)
    await chat.otto.wait_for("The vendor does not answer")
    task = await chat.otto.wait_for("Vendor does not answer")
    assert "B2B-2025-1" in task.text
    assert len(cards(chat.otto, "Vendor does not answer")) == 1
    card = await vito.wait_for("We have not heard from you")
    await tap(vito, "Acknowledge", card, "acknowledged")
    chat.clock.advance(timedelta(minutes=5))
    await tick(chat.core)
    await said_to_others(chat, chat.ada)
    (told,) = cards(chat.otto, "Vendor does not answer")
    assert "✅ The order has moved on; nothing is left to do." in told


async def test_the_dealer_changes_it_until_the_maker_accepts_or_closes_and_the_maker_hears_of_it(
    chat: Chat,
) -> None:
    vito = await sell_pumps(chat)
    kept = await ask(chat.otto, "/vendor cutoff PUMPWORKS 15:00 America/New_York", "PUMPWORKS")
    assert "🕓 open to changes until 15:00 America/New_York" in kept.text
    await bought(chat, "10 garden pump", "B2B-2025-1")
    await vito.wait_for("PO-2025-1")
    shown = await ask(chat.ada, "/order 1", "Order B2B-2025-1")
    assert "✏️ You can change it until 14 Oct 19:00" in shown.text
    changes = await ask(chat.ada, "make the pump 12 on my last order", "Changes to B2B-2025-1")
    await tap(chat.ada, "Change it", changes, "Order B2B-2025-1 is changed.")
    again = await vito.wait_for("PO-2025-2")
    assert "• 12 pieces — Garden pump (PUMP)" in again.text
    await said_to_others(chat, chat.ada)
    first, off = cards(vito, "PO-2025-1")
    assert first == off
    assert off.startswith("🧊 PO-2025-1 · does not count any more")
    assert "What is wanted has changed. Please do not send this" in off
    assert await states(chat) == [("PO-2025-1", "cancelled"), ("PO-2025-2", "sent")]

    chat.clock.advance(timedelta(hours=10))
    shown = await ask(chat.ada, "/order 1", "Order B2B-2025-1")
    sure = await tap(chat.ada, "Take it back", shown, "Take back order B2B-2025-1")
    await refused(chat.ada, chat, "Yes", sure, "was open for changes until 14 Oct 19:00. Please ask Rita")

    await bought(chat, "5 garden pump", "B2B-2025-2")
    card = await vito.wait_for("PO-2025-3")
    shown = await ask(chat.ada, "/order 2", "Order B2B-2025-2")
    assert "✏️ You can change it until 15 Oct 19:00" in shown.text
    await tap(vito, "Acknowledge", card, "acknowledged")
    sure = await tap(chat.ada, "Take it back", shown, "Take back order B2B-2025-2")
    told = await refused(chat.ada, chat, "Yes", sure, "the maker, who has accepted it already")
    assert "Please ask Rita, who can still help." in told.text
    shown = await ask(chat.ada, "/order 2", "Order B2B-2025-2")
    assert "You can change it until" not in shown.text
    preview = await ask(chat.rita, "/takeback B2B-2025-2 asked by phone", "is taken back")
    await tap(chat.rita, "Confirm", preview, "Order B2B-2025-2 is taken back.")
    await said_to_others(chat, chat.rita)
    assert "The goods are not wanted any more. Please do not send them." in cards(vito, "PO-2025-3")[-1]
    assert len(cards(vito, "PO-2025-3")) == 2
