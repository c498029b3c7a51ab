"""G6: what will not be sold before its last day is offered with one tap to the dealers who buy it."""

from datetime import date

from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM
from core.pricing.tables import PromotionRow
from core.stock.use_cases.receive_goods import ReceiptLine, ReceiveGoods
from tests.chat import Chat, ask, tap
from tests.make import count, rows
from tests.stories.trade import said_to_others


async def test_a_lot_near_its_day_is_offered_once_and_its_buyers_are_told(chat: Chat) -> None:
    assert (await ask(chat.otto, "/clearance", "last day")).labels == []
    line = ReceiptLine(chat.coke, 480, "A12", date(2025, 10, 24))
    await chat.core.execute(SYSTEM, ReceiveGoods("LA", (line,)))
    card = await ask(chat.ada, "50 case coke 330\n2 iphone 15 pro", "With you")
    await tap(chat.ada, "Confirm", card, "is placed")
    shown = await ask(chat.otto, "/clearance", "last day")
    assert (
        shown.text.splitlines()[2] == "1. 480 Coca-Cola 330 ml can · COKE330, LA, lot A12, until Fri 24 Oct"
    )
    assert shown.labels == ["🏷 1: 20 % off → 1"]
    data = shown.button("🏷 1")
    assert data is not None
    done = await tap(chat.otto, "🏷 1", shown, "told now")
    assert done.text.splitlines()[0].startswith("✅ Coca-Cola 330 ml can: 20 % off for 1 dealer")
    assert "🏷 is on offer" in done.text
    told = await chat.ada.wait_for("your price of")
    assert told.text.startswith(
        "🏷 20 % off your price of Coca-Cola 330 ml can · COKE330: 480 pieces, good until Fri 24 Oct."
    )
    others = await said_to_others(chat, chat.ada)
    assert not [one for said in others.values() for one in said if "your price of" in one]
    await (await chat.otto.tap_data(done, data.data or "")).answer()
    (promotion,) = [row for row in await rows(chat.core, PromotionRow) if row.code.startswith("LOT-")]
    assert await count(chat.core, JournalRow, JournalRow.name == "expiring_offered") == 1
    assert (promotion.cap, promotion.terms["off_percent"]) == (480, "20")
    again = await ask(chat.ada, "20 case coke 330\n2 iphone 15 pro", "With you")
    assert "(480) × $0.432 = $207.36" in again.text
