"""G3, G7, F2: what is short is chosen about with one tap, follows as a part, and is told when it comes."""

from datetime import date

from sqlalchemy import insert, update

from core.catalog.tables import SubstituteRow
from core.kernel.actor import SYSTEM
from core.orders.supply_types import DealerSupply, WhenShort
from core.orders.tables import OrderRow
from core.orders.use_cases.keep_supply import ReleaseBackOrders, SetSupply
from core.stock.tables import StockRow
from core.stock.use_cases.correct_stock import CorrectStock
from tests.chat import Chat, ask, tap
from tests.make import column, confirm, make_buyer, make_dealer, make_draft, rows, write
from tests.make.goods import make_incoming

SHORT = "30 iphone 15 pro"


async def make_short(chat: Chat, *, there: int = 20) -> None:
    await write(chat.core, update(StockRow).where(StockRow.product_id == chat.iphone).values(on_hand=there))
    await make_incoming(chat.core, chat.iphone, chat.warehouse, 50, date(2025, 10, 20))


async def test_the_rest_follows_as_a_part_with_its_day_and_its_coming_is_told(chat: Chat) -> None:
    await make_short(chat)
    card = await ask(chat.ada, SHORT, "not enough in stock")
    assert card.labels[:3] == [
        "📦 Take what there is",
        "⏳ The rest on Tue 21 Oct",
        "🕰 Wait for all: Tue 21 Oct",
    ]
    chosen = await tap(chat.ada, "The rest on", card, "What is there goes now")
    assert "20 now, 10 more with you Tue 21 Oct" in chosen.text
    done = await tap(chat.ada, "Confirm", chosen, "is placed")
    assert "⏳ The rest follows as B2B-2025-1/2, with you Tue 21 Oct" in done.text
    shown = await ask(chat.ada, "/order 1", "Order B2B-2025-1")
    part = next(label for label in shown.labels if "B2B-2025-1/2" in label)
    assert part == "⏳ B2B-2025-1/2 · Waiting for goods · Tue 21 Oct"
    await chat.core.execute(SYSTEM, CorrectStock(chat.iphone, "LA", 50, is_count=False, reason="came"))
    await chat.core.execute(SYSTEM, ReleaseBackOrders())
    told = await chat.ada.wait_for("The goods for B2B-2025-1/2 are here", since=0)
    opened = await tap(chat.ada, "Show the order", told, "Order B2B-2025-1/2")
    assert "✅ Approved" in opened.text
    assert sorted(await column(chat.core, OrderRow.state)) == ["approved", "approved"]


async def confirm_rest(chat: Chat, pieces: int) -> None:
    """Another dealer orders so many, and takes the rest when it comes."""
    dealer_id = await make_dealer(chat.core, "Second Shop", tier="platinum", limit="900000")
    await chat.core.execute(SYSTEM, SetSupply(dealer_id, DealerSupply(WhenShort.REST)))
    buyer = await make_buyer(chat.core, dealer_id, "Sue")
    await make_draft(chat.core, buyer, [(chat.iphone, pieces)])
    await confirm(chat.core, buyer)


async def test_waiting_for_all_is_one_order_that_waits_and_shares_what_is_scarce(chat: Chat) -> None:
    await make_short(chat)
    card = await ask(chat.ada, SHORT, "not enough in stock")
    chosen = await tap(chat.ada, "Wait for all", card, "All of it goes together")
    done = await tap(chat.ada, "Confirm", chosen, "is placed")
    assert done.text.startswith("⏳ Order B2B-2025-1 is placed. It goes as soon as all of it is there.")
    assert await column(chat.core, OrderRow.state) == ["back_ordered"]
    # The office shares what is there out among all who ordered it, seen before it is done.
    await confirm_rest(chat, 20)
    preview = await ask(chat.otto, "/fairshare iphone 15 pro", "wanted")
    assert preview.text.splitlines() == [
        "⚖️ Apple iPhone 15 Pro 128GB (IP15P): 50 wanted, 20 there. "
        "Urgent orders first, then each dealer’s share of the contract:",
        "• B2B-2025-1 · TechMart Corp: 20 → 10 of 30",
        "• B2B-2025-2 · Second Shop: 0 → 10 of 20",
    ]
    done = await tap(chat.otto, "Confirm", preview, "is shared out")
    assert done.text == (
        "✅ IP15P is shared out: 2 orders are planned anew. Whoever goes now or waits longer is told."
    )
    states = {row.number[9:]: row.state for row in await rows(chat.core, OrderRow)}
    assert states == {"1": "back_ordered", "2": "approved", "2/2": "back_ordered"}
    again = await ask(chat.otto, "/fairshare iphone 15 pro", "fair share already")
    assert again.labels == ["✅ Confirm", "Cancel"]


async def test_one_tap_swaps_what_is_short_for_its_substitute_at_the_own_price(chat: Chat) -> None:
    await write(
        chat.core, update(StockRow).where(StockRow.product_id == chat.coke).values(on_hand=5),
        insert(SubstituteRow).values(product_id=chat.coke, substitute_id=chat.sprite, rank=0),
    )  # fmt: skip
    card = await ask(chat.ada, "10 case coke 330\n25 iphone 15 pro", "not enough in stock")
    swap = next(label for label in card.labels if label.startswith("🔁"))
    assert swap.startswith("🔁 1. Sprite 330 ml can · $")
    swapped = await tap(chat.ada, "🔁", card, "1. Sprite 330 ml can")
    assert "not enough" not in swapped.text
    await tap(chat.ada, "Confirm", swapped, "is placed")
    assert len(await rows(chat.core, OrderRow)) == 1
