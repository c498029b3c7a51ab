"""G1, G4-G6: the storekeeper's day in the chat: goods come in, are counted, expire, and move."""

from datetime import date, timedelta

from core.infra.journal import JournalRow
from core.jobs.clock import tick
from core.kernel.actor import SYSTEM
from core.stock.tables import StockLotRow, StockMovementRow, StockProposalRow, StockRow
from core.stock.types import Level
from core.stock.use_cases.correct_stock import ShowStock
from core.stock.use_cases.propose_stock import ProposeStock
from core.stock.use_cases.set_water_marks import SetWaterMarks
from core.stock.use_cases.watch_lots import QuarantineExpired
from dealerline.sandbox.user import SandboxUser
from tests.chat import Chat, ask, tap
from tests.make import confirm, count, make_draft, make_stock, make_warehouse, rows
from tests.races.ledgers import assert_stock_is_whole
from tests.stories.trade import all_rows


async def level(chat: Chat, warehouse: str = "LA") -> Level:
    shown = await chat.core.ask(SYSTEM, ShowStock(chat.coke))
    return next(one.level for one in shown.levels if one.warehouse == warehouse)


async def test_a_typed_list_is_a_card_and_one_tap_books_it_once(chat: Chat, sam: SandboxUser) -> None:
    text = "received 40 case coke 330 lot A12 exp 2026-03\n20 COKE330 lot OLD exp 13.10.2025, 5 COKE330"
    card = await ask(sam, text, "📥")
    assert card.text.splitlines() == [
        "📥 LA: 3 lines",
        "",
        "1. 960 pieces Coca-Cola 330 ml can · COKE330",
        "lot A12, until 2026-03-31",
        "2. 20 pieces Coca-Cola 330 ml can · COKE330",
        "lot OLD, until 2025-10-13",
        "⚠️ expired: goes into quarantine",
        "3. 5 pieces Coca-Cola 330 ml can · COKE330",
    ]
    assert await level(chat) == Level(on_hand=20_000)
    await sam.tap_twice("Confirm", card)
    await sam.wait_for("done or cancelled already")
    assert await level(chat) == Level(on_hand=20_965, quarantine=20)
    assert await count(chat.core, JournalRow, JournalRow.name == "goods_received") == 1
    shown = await ask(sam, "/stock COKE330", "COKE330")
    assert "quarantine 20\n· lot OLD: 20, until" in shown.text
    assert "· lot A12: 960, until" in shown.text
    await assert_stock_is_whole(chat.core)


async def test_a_list_with_a_fault_books_nothing_and_says_each_fault_once(
    chat: Chat, sam: SandboxUser
) -> None:
    before = await all_rows(chat)
    refused = await ask(
        sam, "received 40 case coke 330, 5 zebra, coke 330, -3 COKE330, 2 COKE330 exp x", "correct"
    )
    assert refused.text.splitlines()[2:] == [
        "• “5 zebra”: no such product",
        "• “coke 330”: how many? A whole number above zero",
        "• “-3 COKE330”: how many? A whole number above zero",
        "• “2 COKE330 exp x”: I cannot read the last day. Write it like exp 2026-03-31",
    ]
    assert refused.labels == []
    assert (await ask(sam, "received 5 COKE330 lot NEW", "last day")).text == (
        "Lot NEW is new: what is its last day? Write it behind the lot, like exp 2026-03-31."
    )
    after = await all_rows(chat)
    assert {name for name in after if after[name] != before.get(name)} <= {"office_proposal", "bot_question"}
    help_text = (await ask(chat.ada, "received 40 case coke 330", "")).text  # a dealer's words are an order
    assert "📥" not in help_text


async def test_a_count_that_cannot_be_names_the_orders_in_the_way(chat: Chat, sam: SandboxUser) -> None:
    await make_draft(chat.core, chat.buyer, [(chat.coke, 19_990)])
    placed = await confirm(chat.core, chat.buyer)
    refused = await ask(sam, "/stock set COKE330 LA =19000 counted", "promised")
    assert refused.text.splitlines()[-1] == f"• {placed.number} · TechMart Corp: 19,990"
    assert refused.labels == []
    moved = await ask(sam, "/stock move COKE330 LA 11 damaged fork lift", "damaged")
    blocked = await tap(sam, "Confirm", moved, "promised")
    assert placed.number in blocked.text
    assert await level(chat) == Level(on_hand=20_000, reserved=19_990)
    again = await ask(sam, "/stock move COKE330 LA 10 damaged fork lift", "damaged")
    done = await tap(sam, "Confirm", again, "damaged 10")
    assert "on hand 19,990 · reserved 19,990" in done.text
    await assert_stock_is_whole(chat.core)


async def test_a_count_below_what_is_promised_plans_the_last_order_anew_and_tells_its_dealer(
    chat: Chat, sam: SandboxUser
) -> None:
    await make_draft(chat.core, chat.buyer, [(chat.coke, 19_992)])
    placed = await confirm(chat.core, chat.buyer)
    preview = await ask(sam, "/stock recount COKE330 LA 19000 water damage", "counted: 19,000")
    assert preview.text.splitlines()[-1] == f"• {placed.number} · TechMart Corp: 19,992"
    done = await tap(sam, "Confirm", preview, "Planned anew")
    assert done.text.splitlines()[-1] == f"Planned anew: {placed.number}."
    assert (await chat.ada.wait_for("Some goods are not there")).text.startswith(
        f"⏳ Some goods are not there. {placed.number}"
    )
    assert (await level(chat)).on_hand == 19_000
    await assert_stock_is_whole(chat.core)


async def test_what_expires_is_listed_and_leaves_the_shelf_in_the_morning(
    chat: Chat, sam: SandboxUser
) -> None:
    card = await ask(sam, "received 24 COKE330 lot A12 exp 2025-10-20", "📥")
    await tap(sam, "Confirm", card, "booked")
    soon = await ask(sam, "/expiring 10", "Expiring")
    assert soon.text.splitlines()[-1].endswith("24 Coca-Cola 330 ml can · COKE330, lot A12, LA")
    assert (await ask(sam, "/expiring 3", "Nothing expires")).text == "Nothing expires within 3 days."
    chat.clock.advance(timedelta(days=7))
    await tick(chat.core)
    told = await sam.wait_for("taken out of sale")
    assert told.text.splitlines()[-1] == "• COKE330, lot A12: 24"
    assert await level(chat) == Level(on_hand=20_000, quarantine=24)
    assert await chat.core.execute(SYSTEM, QuarantineExpired()) == 0
    assert not [one for one in chat.otto.messages() if "taken out of sale" in one.text]


async def test_phoenix_lacks_ten_and_one_tap_sends_25_from_la(chat: Chat, sam: SandboxUser) -> None:
    phoenix = await make_warehouse(chat.core, "PHX", region="southwest")
    await make_stock(chat.core, chat.coke, phoenix, 20)
    marks = await ask(sam, "/marks COKE330 PHX 15 30 100", "safety")
    await tap(sam, "Confirm", marks, "marks 15 / 30 / 100")
    assert await chat.core.execute(SYSTEM, ProposeStock()) == 1
    notice = await sam.wait_for("Stock runs low")
    card = await tap(sam, "Show", notice, "1 proposal")
    assert card.text.splitlines() == [
        "📊 1 proposal",
        "",
        "1. Send 25 pieces Coca-Cola 330 ml can · COKE330 from LA to PHX, there on Fri 17 Oct",
        "PHX has 20 and lacks 10",
    ]
    done = await tap(sam, "✅ 1", card, "on their way")
    assert done.text.splitlines()[0] == "✅ 25 of COKE330 are on their way to PHX."
    assert await level(chat) == Level(on_hand=19_975)
    coming = await ask(sam, "/arriving", "1 transfer")
    assert "LA → PHX" in coming.text
    data = coming.button("is here")
    assert data is not None
    await tap(sam, "is here", coming, "25 pieces booked in")
    await (await sam.tap_data(coming, data.data)).answer()
    assert await level(chat, "PHX") == Level(on_hand=45)
    assert [row.state for row in await rows(chat.core, StockProposalRow)] == ["accepted"]
    await assert_stock_is_whole(chat.core)


async def test_a_proposal_whose_facts_have_changed_sends_nothing(chat: Chat, sam: SandboxUser) -> None:
    phoenix = await make_warehouse(chat.core, "PHX", region="southwest")
    await make_stock(chat.core, chat.coke, phoenix, 20)
    await chat.core.execute(chat.office, SetWaterMarks(chat.coke, "PHX", 15, 30, 100))
    await chat.core.execute(SYSTEM, ProposeStock())
    card = await tap(sam, "Show", await sam.wait_for("Stock runs low"), "1 proposal")
    counted = await ask(sam, "/stock set COKE330 PHX =90 found", "Reason")
    await tap(sam, "Confirm", counted, "on hand now")
    moved = await count(chat.core, StockMovementRow)
    over = await tap(sam, "✅ 1", card, "no longer holds")
    assert "no longer holds" in over.text
    assert await count(chat.core, StockMovementRow) == moved
    assert await level(chat) == Level(on_hand=20_000)


async def test_a_closed_warehouse_sells_nothing_more(chat: Chat, sam: SandboxUser) -> None:
    phoenix = await make_warehouse(chat.core, "PHX", region="southwest")
    await make_stock(chat.core, chat.coke, phoenix, 100)
    preview = await ask(chat.otto, "/warehouse close LA the lease ends", "takes no new orders")
    await tap(chat.otto, "Confirm", preview, "closed for new orders")
    quote = await ask(chat.ada, "101 COKE330")
    assert "100" in quote.text
    refused = await ask(sam, "received at LA 5 COKE330", "takes nothing in")
    assert refused.labels == []
    sent = await ask(sam, "/transfer COKE330 LA PHX 5000", "20,000 free")
    await tap(sam, "Confirm", sent, "on their way")
    assert await level(chat) == Level(on_hand=15_000)
    assert date(2025, 10, 17) in [
        one.on
        for one in next(
            place.arrivals
            for place in (await chat.core.ask(SYSTEM, ShowStock(chat.coke))).levels
            if place.warehouse == "PHX"
        )
    ]
    await assert_stock_is_whole(chat.core)
    assert await count(chat.core, StockLotRow) == 0
    assert await count(chat.core, StockRow, StockRow.on_hand < 0) == 0
