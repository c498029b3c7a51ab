"""G2, G4: the cheaper way moves goods first: the storekeeper sends them, the dealer hears of another day."""

from typing import Any

from core.audit.use_cases.check_books import CheckBooks
from core.kernel.actor import SYSTEM, Role
from core.orders.repository.lanes import LaneValue, TransferValue, replace_lanes, replace_transfers
from core.orders.tables import OrderRow
from core.stock.tables import StockProposalRow
from core.stock.use_cases.correct_stock import CorrectStock
from dealerline.sandbox.user import SandboxUser
from tests.chat import Chat, ask, tap
from tests.make import column, make_staff, make_stock, make_warehouse
from tests.make.orders import transact
from tests.races.ledgers import assert_books_are_whole

SAM = 7_002


async def make_two(chat: Chat) -> SandboxUser:
    """LA has 1,000 cans and Phoenix 2,000; the lorry to LA costs far less than a shipment from Phoenix."""
    phoenix = await make_warehouse(chat.core, "PHX", region="southwest")
    await chat.core.execute(SYSTEM, CorrectStock(chat.coke, "LA", 1_000, is_count=True, reason="counted"))
    await make_stock(chat.core, chat.coke, phoenix, 2_000)

    async def ways(tx: Any) -> None:
        lanes = ((chat.warehouse, 5_000, 1), (phoenix, 90_000, 2))
        await replace_lanes(tx, [LaneValue(at, "west", "", "USD", cost, 0, days) for at, cost, days in lanes])
        await replace_transfers(tx, [TransferValue(phoenix, chat.warehouse, "USD", 2_000, 0, 1, 0, "")])

    await transact(chat.core, ways)
    await make_staff(chat.core, Role.STOREKEEPER, "Sam", telegram_id=SAM)
    sam = await chat.sandbox.user("Sam", user_id=SAM)
    await ask(sam, "/help", "/receive")
    return sam


async def order_cans(chat: Chat) -> None:
    card = await ask(chat.ada, "100 case coke 330", "With you Thu 16 Oct")
    done = await tap(chat.ada, "Confirm", card, "is placed")
    assert done.text.startswith("⏳ Order B2B-2025-1 is placed. It goes as soon as all of it is there.")


async def test_the_storekeeper_sends_what_an_order_waits_for_and_it_goes_when_it_is_there(chat: Chat) -> None:
    sam = await make_two(chat)
    await order_cans(chat)
    notice = await sam.wait_for("Order B2B-2025-1 waits for goods from another warehouse")
    shown = await tap(sam, "Show", notice, "1 proposal")
    assert shown.text.splitlines()[2:] == [
        "1. Send 1,400 pieces Coca-Cola 330 ml can · COKE330 from PHX to LA, there on Wed 15 Oct",
        "📦 B2B-2025-1 waits for it: it is reserved, and leaves as soon as you send it.",
    ]
    await tap(sam, "✅ 1", shown, "1,400 of COKE330 are on their way to LA")
    due = await ask(sam, "/due COKE330 LA 2025-10-20", "the next delivery there comes on Mon 20 Oct")
    await tap(sam, "Confirm", due, "Who waits for them is told")
    told = await chat.ada.wait_for("instead of")
    assert told.text == (
        "📅 B2B-2025-1 comes on Tue 21 Oct instead of Thu 16 Oct: the delivery to us has another day."
    )
    over = await ask(sam, "/due COKE330 LA 2025-10-01", "comes on")
    await tap(sam, "Confirm", over, "is over")
    coming = await ask(sam, "/arriving", "1 transfer")
    await tap(sam, "is here", coming, "1,400 pieces booked in")
    await chat.ada.wait_for("The goods for B2B-2025-1 are here")
    assert await column(chat.core, OrderRow.state) == ["approved"]
    await assert_books_are_whole(chat.core)
    assert (await chat.core.ask(SYSTEM, CheckBooks())).faults == ()


async def test_what_is_not_moved_goes_from_where_it_lies_and_the_dealer_hears_why(chat: Chat) -> None:
    sam = await make_two(chat)
    await order_cans(chat)
    shown = await tap(sam, "Show", await sam.wait_for("waits for goods"), "1 proposal")
    done = await tap(sam, "✖️ 1", shown, "Not moved")
    assert done.text.splitlines()[0] == "✅ Not moved: B2B-2025-1 goes straight from PHX."
    told = await chat.ada.wait_for("instead of")
    assert told.text.endswith("we send it from where it lies instead of moving it first.")
    assert await column(chat.core, OrderRow.state) == ["approved"]
    assert await column(chat.core, StockProposalRow.state) == ["declined"]
    await assert_books_are_whole(chat.core)
