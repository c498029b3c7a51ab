"""G3, G7, F2: what is short is chosen about with one tap, follows as a part, and is told when it comes."""

from datetime import date

from sqlalchemy import insert, update

from core.catalog.tables import SubstituteRow
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM
from core.orders.supply_types import DealerSupply, WhenShort
from core.orders.tables import OrderRow
from core.orders.use_cases.keep_supply import ReleaseBackOrders, SetSupply
from core.stock.tables import StockRow
from core.stock.use_cases.correct_stock import CorrectStock
from tests.chat import Chat, ask, tap
from tests.make import column, confirm, count, make_buyer, make_dealer, make_draft, rows, write
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


async def confirm_rest(chat: Chat, iphones: int, cans: int) -> None:
    """Another dealer orders so many, and takes the rest when it comes."""
    dealer_id = await make_dealer(chat.core, "Second Shop", tier="platinum", limit="900000")
    await chat.core.execute(SYSTEM, SetSupply(dealer_id, DealerSupply(WhenShort.REST)))
    buyer = await make_buyer(chat.core, dealer_id, "Sue")
    await make_draft(chat.core, buyer, [(chat.iphone, iphones), (chat.coke, cans)])
    await confirm(chat.core, buyer)


async def test_waiting_for_all_is_one_order_that_waits_and_shares_what_is_scarce(chat: Chat) -> None:
    await make_short(chat)
    await write(chat.core, update(StockRow).where(StockRow.product_id == chat.coke).values(on_hand=120))
    card = await ask(chat.ada, f"{SHORT}\n5 case coke 330", "not enough in stock")
    chosen = await tap(chat.ada, "Wait for all", card, "All of it goes together")
    done = await tap(chat.ada, "Confirm", chosen, "is placed")
    assert done.text.startswith("⏳ Order B2B-2025-1 is placed. It goes as soon as all of it is there.")
    assert await column(chat.core, OrderRow.state) == ["back_ordered"]
    # The office shares all that is short out among all who ordered it, seen before it is done.
    await confirm_rest(chat, 20, 120)
    preview = await ask(chat.otto, "/fairshare", "wanted")
    head = "⚖️ 2 products are short. Urgent orders first, then each dealer’s share of the contract:"
    assert preview.text.splitlines() == [
        head,
        "▫️ Apple iPhone 15 Pro 128GB (IP15P): 50 wanted, 20 there",
        "▫️ Coca-Cola 330 ml can (COKE330): 240 wanted, 120 there",
        "",
        "• B2B-2025-1 · TechMart Corp: IP15P 20 → 10 of 30, COKE330 120 → 60 of 120",
        "• B2B-2025-2 · Second Shop: IP15P 0 → 10 of 20, COKE330 0 → 60 of 120",
    ]
    # What came meanwhile is seen before anything is done.
    await chat.core.execute(SYSTEM, CorrectStock(chat.iphone, "LA", 2, is_count=False, reason="found"))
    told, journal = len(chat.ada.messages()), await count(chat.core, JournalRow)
    anew = await tap(chat.otto, "Confirm", preview, "50 wanted, 22 there")
    assert "• B2B-2025-1 · TechMart Corp: IP15P 22 → 11 of 30, COKE330 120 → 60 of 120" in anew.text
    assert (len(chat.ada.messages()), await count(chat.core, JournalRow)) == (told, journal)
    done = await tap(chat.otto, "Confirm", anew, "are planned anew")
    assert done.text == "✅ Shared out: IP15P, COKE330. 2 orders are planned anew, and told what they get."
    states = {row.number[9:]: row.state for row in await rows(chat.core, OrderRow)}
    assert states == {"1": "back_ordered", "2": "approved", "2/2": "back_ordered"}
    # Ada gives half of both up. She is told so once, though her order waits as before.
    heard = await chat.ada.wait_for("shared out fairly", since=0)
    assert heard.text.splitlines() == [
        "⚖️ B2B-2025-1: less is there than was ordered, so it was shared out fairly among all who ordered it.",
        "• Apple iPhone 15 Pro 128GB: 11 of 30 for you (22 before)",
        "• Coca-Cola 330 ml can: 60 of 120 for you (120 before)",
        "⏳ It goes together once all of it is there; no day is known yet.",
    ]
    assert await tap(chat.ada, "Show the order", heard, "Order B2B-2025-1")
    # Of several products one that is unclear is asked about; what is fair already is left alone.
    asked = await ask(chat.otto, "/fairshare iphone 15 pro, coke 330", "Which products?")
    again = await tap(chat.otto, "Coca-Cola", asked, "Nothing to share out")
    assert again.labels == []


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
    # Whoever picks it sees what was wanted.
    made = await tap(chat.otto, "Confirm", await ask(chat.otto, "/pick LA", "Pick list for"), "PL-2025-1")
    picked = await tap(chat.otto, "SH-2025-1", made, "Being picked")
    assert "Sprite 330 ml can (SPRITE330)\n   ↪️ instead of Coca-Cola 330 ml can" in picked.text
    # Ordered again once it is there: what was wanted comes, and one line says so.
    await chat.core.execute(SYSTEM, CorrectStock(chat.coke, "LA", 240, is_count=False, reason="came"))
    shown = await ask(chat.ada, "/order 1", "Order B2B-2025-1")
    again = await tap(chat.ada, "Order this again", shown, "Your order")
    assert "Coca-Cola 330 ml can" in again.text
    assert "Sprite" not in again.text
    said = await chat.ada.wait_for("is there again", since=0)
    assert said.text.splitlines()[2:] == [
        "↩️ Coca-Cola 330 ml can is there again and comes instead of Sprite 330 ml can: $0.54"
    ]
    # So does a template of that order.
    await tap(chat.ada, "Discard", again, "Discarded")
    kept = await ask(chat.ada, "save as shelf", "Saved as")
    assert "↩️ Kept as first wanted: Coca-Cola 330 ml can" in kept.text
