"""G2, K1: what our warehouses lack another dealer gives up; neither learns who the other is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core.audit.use_cases.check_books import CheckBooks
from core.dealers.tables import DealerRow
from core.deliveries.tables import ShipmentRow
from core.deliveries.use_cases.record_delivery import RecordDelivery
from core.jobs.clock import tick
from core.kernel.actor import SYSTEM, Role
from core.orders.repository.lanes import LaneValue, TransferValue, replace_lanes, replace_transfers
from core.orders.tables import DealerSupplyRow
from core.stock.tables import ReservationRow
from core.vendors.tables import PartnerOfferRow, PurchaseOrderRow
from dealerline.sandbox.user import SandboxUser
from tests.chat import Chat, ask, tap
from tests.make import (
    column,
    make_buyer,
    make_dealer,
    make_product,
    make_rate,
    make_stock,
    make_warehouse,
    rows,
)
from tests.make.orders import transact
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
    return await make_holder(chat)


async def make_holder(chat: Chat) -> SandboxUser:
    core = chat.core
    (region,) = [row.region for row in await rows(core, DealerRow, DealerRow.id == chat.techmart)]
    bigbox = await make_dealer(core, "Bigbox", limit="50000", region=region)
    await make_buyer(core, bigbox, "Hana", role=Role.DEALER_ADMIN, telegram_id=HANA)
    return await chat.sandbox.user("Hana", user_id=HANA)


async def make_far_goods(chat: Chat, fetch: str) -> SandboxUser:
    """LA has 120 televisions a day away for 145.00, Phoenix 35 two days away for 67.00, or by the lorry to LA
    for 89.00; Bigbox gives up 30 for what ours cost, there in a day. A day earlier is worth 1 % of 200.00.
    """
    core = chat.core
    tv = await make_product(core, "TV", "Television", cost="200", list_price=None, category="tv")
    await make_rate(core, chat.techmart, value="tv", margin=0)
    phoenix = await make_warehouse(core, "PHX", region="southwest", lead_days_elsewhere=2)
    await make_stock(core, tv, chat.warehouse, 120)
    await make_stock(core, tv, phoenix, 35)

    async def ways(tx: Any) -> None:
        lanes = ((chat.warehouse, 14_500, 1), (phoenix, 6_700, 2))
        await replace_lanes(tx, [LaneValue(at, "west", "", "USD", cost, 0, days) for at, cost, days in lanes])
        await replace_transfers(tx, [TransferValue(phoenix, chat.warehouse, "USD", 8_900, 0, 1, 0, "")])

    await transact(core, ways)
    hana = await make_holder(chat)
    await ask(hana, "/offerstock TV 30 200", "Noted: 30 of TV")
    await ask(chat.otto, f"/partnerpolicy 60 1 {fetch} no no", offering("Confirm"))
    await tap(chat.otto, "Confirm", chat.otto.from_bot()[-1], "answer within 60 minutes")
    return hana


async def test_a_partners_goods_beat_the_split_and_the_transfer_in_money_and_days(chat: Chat) -> None:
    hana = await make_far_goods(chat, "40.00")
    card = await ask(chat.ada, "150 television", offering("Confirm"))
    assert [row for row in card.text.split("\n") if row.startswith(("✅", "▫️"))] == [
        "✅ 30 from a partner: Wed 15 Oct",
        "▫️ 30 from our warehouse: Thu 16 Oct",
    ]
    done = await tap(chat.ada, "Confirm", card, "is placed")
    assert "The rest follows as B2B-2025-1/2, with you Wed 15 Oct" in done.text
    plan = await ask(chat.rita, "/plan B2B-2025-1", "How B2B-2025-1 is served")
    assert plan.text.split("\n\n")[1:] == [
        "1. LA: 120",
        "✅ From another dealer: $185.00, 1 day\n   Bigbox: 30 for $40.00\n   LA: 120 for $145.00",
        "▫️ Split: $212.00, 2 days\n   LA: 120 for $145.00\n   PHX: 30 for $67.00",
        "▫️ Transfer first: $234.00, 2 days\n   LA: 150 for $145.00\n   moved PHX → LA: 30 for $89.00",
    ]
    asked = await hana.wait_for("PO-2025-1 · asked of you")
    assert "• 30 pieces — Television (TV) · $200.00 each" in asked.text
    assert await column(chat.core, ReservationRow.quantity) == [120]
    # Hana cannot after all: what lies in Phoenix is free for the order still.
    why = await tap(hana, "Cannot", asked, "Why not?")
    await tap(hana, "Sold meanwhile", why, "settled without you")
    told = await chat.ada.wait_for("could not give it after all")
    assert "Thu 16 Oct" in told.text
    assert sorted(await column(chat.core, ReservationRow.quantity)) == [30, 120]
    assert (await chat.core.ask(SYSTEM, CheckBooks())).faults == ()


async def test_a_partner_who_is_dearer_to_fetch_from_loses_and_only_the_house_hears_of_it(chat: Chat) -> None:
    hana = await make_far_goods(chat, "140.00")
    card = await ask(chat.ada, "150 television", offering("Confirm"))
    assert not any(row.startswith(("✅", "▫️")) for row in card.text.split("\n"))
    await tap(chat.ada, "Confirm", card, "is placed")
    plan = await ask(chat.rita, "/plan B2B-2025-1", "How B2B-2025-1 is served")
    assert plan.text.split("\n\n")[1:] == [
        "1. LA: 120\n1. PHX: 30",
        "✅ Split: $212.00, 2 days\n   LA: 120 for $145.00\n   PHX: 30 for $67.00",
        "▫️ From another dealer: $285.00, 1 day\n   Bigbox: 30 for $140.00\n   LA: 120 for $145.00",
        "▫️ Transfer first: $234.00, 2 days\n   LA: 150 for $145.00\n   moved PHX → LA: 30 for $89.00",
    ]
    assert sorted(await column(chat.core, ReservationRow.quantity)) == [30, 120]
    assert not any("· asked of you" in one.text for one in hana.from_bot())


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
