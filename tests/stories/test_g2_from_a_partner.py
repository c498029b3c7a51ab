"""G2, K1: what our warehouses lack another dealer gives up; neither learns who the other is."""

from __future__ import annotations

from datetime import timedelta

from core.dealers.tables import DealerRow
from core.deliveries.tables import ShipmentRow
from core.deliveries.use_cases.record_delivery import RecordDelivery
from core.jobs.clock import tick
from core.kernel.actor import SYSTEM, Role
from core.orders.tables import DealerSupplyRow
from core.vendors.tables import PartnerOfferRow, PurchaseOrderRow
from dealerline.sandbox.user import SandboxUser
from tests.chat import Chat, ask, tap
from tests.make import make_buyer, make_dealer, make_product, make_rate, make_stock, rows
from tests.make.rows import add
from tests.stories.trade import offering, said_to_others

HANA = 6201


async def make_partner(chat: Chat) -> SandboxUser:
    """Nobody has a pump; ours cost 220.00 and sell at 242.00. Hana answers for Bigbox."""
    core = chat.core
    pump = await make_product(
        core, "PUMP", "Garden pump", cost="220", list_price=None, category="garden/pumps"
    )
    await make_rate(core, chat.techmart, value="garden/pumps", margin=10)
    await make_stock(core, pump, chat.warehouse, 2)
    await add(core, DealerSupplyRow, dealer_id=chat.techmart, when_short="rest", may_be_urgent=True, share=0)
    (region,) = [row.region for row in await rows(core, DealerRow, DealerRow.id == chat.techmart)]
    bigbox = await make_dealer(core, "Bigbox", limit="50000", region=region)
    await make_buyer(core, bigbox, "Hana", role=Role.DEALER_ADMIN, telegram_id=HANA)
    return await chat.sandbox.user("Hana", user_id=HANA)


async def test_goods_of_another_dealer_are_offered_asked_for_fetched_and_paid(chat: Chat) -> None:
    hana = await make_partner(chat)
    noted = await ask(hana, "I can give 20 of PUMP at 228", "Noted: 20 of PUMP")
    assert "• 20 pieces — Garden pump (PUMP) · $228.00 each" in noted.text
    seen = await ask(chat.otto, "/partners", "What dealers can give up")
    assert "🏬 Bigbox" in seen.text
    await ask(chat.otto, "/partnerpolicy 60 2 12.00 no no", offering("Confirm"))
    await tap(chat.otto, "Confirm", chat.otto.from_bot()[-1], "answer within 60 minutes")

    card = await ask(chat.ada, "10 garden pump", offering("Confirm"))
    assert [row for row in card.text.split("\n") if row.startswith(("✅", "▫️"))] == [
        "✅ 8 from a partner: Thu 16 Oct, +$76.00",
        "▫️ 8 from our warehouse: no day known yet",
    ]
    await tap(chat.ada, "Confirm", card, "The rest follows as B2B-2025-1/2, with you Thu 16 Oct")
    asked = await hana.wait_for("PO-2025-1 · asked of you")
    assert asked.text.split("\n") == [
        "🆕 PO-2025-1 · asked of you",
        "",
        "• 8 pieces — Garden pump (PUMP) · $228.00 each",
        "Total $1,824.00",
        "",
        "🤝 Goods that you offered are needed. Please answer by 14 Oct 10:00.",
        "💰 Once they have arrived your account is credited with it.",
    ]
    given = await tap(hana, "Give", asked, "you give it")
    assert "our van fetches them" in given.text
    fetch = await chat.otto.wait_for("Have them fetched")
    assert "Bigbox" in fetch.text
    assert "margin $112.00" in fetch.text
    await tap(hana, "Handed to your van", given, "handed over")
    shipped = await chat.ada.wait_for("Order B2B-2025-1/2 · Shipped")
    assert "straight to you" in shipped.text

    (shipment,) = await rows(chat.core, ShipmentRow)
    await chat.core.execute(SYSTEM, RecordDelivery(shipment.id, "Ada"))
    chat.clock.advance(timedelta(minutes=1))
    await tick(chat.core)
    paid = await hana.wait_for("$1,824.00")
    assert "PO-2025-1" in paid.text or "PO-2025-1" in "".join(one.text for one in hana.from_bot())
    said = await said_to_others(chat, chat.otto)
    assert not any("Bigbox" in text or "228" in text or "Hana" in text for text in said["Ada"])
    assert not any("TechMart" in text or "B2B-" in text or "Market Street" in text for text in said["Hana"])


async def test_a_partner_who_cannot_or_says_nothing_is_replaced_and_the_buyer_is_told_why(chat: Chat) -> None:
    hana = await make_partner(chat)
    await ask(hana, "/offerstock PUMP 20 228", "Noted: 20 of PUMP")
    await tap(chat.ada, "Confirm", await ask(chat.ada, "10 garden pump", offering("Confirm")), "B2B-2025-1")
    asked = await hana.wait_for("PO-2025-1 · asked of you")
    why = await tap(hana, "Cannot", asked, "Why not?")
    ended = await tap(hana, "Sold meanwhile", why, "settled without you")
    assert ended.labels == []
    assert await rows(chat.core, PartnerOfferRow) == []
    told = await chat.ada.wait_for("could not give it after all")
    assert "B2B-2025-1/2" in told.text

    await ask(hana, "/offerstock PUMP 20 228", "Noted: 20 of PUMP")
    await tap(chat.ada, "Confirm", await ask(chat.ada, "5 garden pump", offering("Confirm")), "B2B-2025-2")
    await hana.wait_for("PO-2025-2")
    chat.clock.advance(timedelta(hours=2))
    await tick(chat.core)
    await hana.wait_for("not heard from you")
    chat.clock.advance(timedelta(hours=2))
    await tick(chat.core)
    await hana.wait_for("did not answer in time")
    states = sorted((row.number, row.state) for row in await rows(chat.core, PurchaseOrderRow))
    assert states == [("PO-2025-1", "cancelled"), ("PO-2025-2", "cancelled")]
    gone = await ask(hana, "/offerstock PUMP off", "You do not offer that product")
    assert "/offerstock" in gone.text
