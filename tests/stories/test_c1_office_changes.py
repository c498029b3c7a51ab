"""C1: the back office changes prices, promotions and stock, and sees first what would change."""

from datetime import timedelta

from sqlalchemy import update

from core.infra.journal import JournalRow
from core.pricing.tables import NegotiatedRateRow, PriceListEntryRow, PromotionRow
from core.stock.tables import StockRow
from tests.chat import Chat, ask, tap
from tests.make import count, rows, write


async def _on_hand(chat: Chat) -> list[int]:
    return [row.on_hand for row in await rows(chat.core, StockRow, StockRow.product_id == chat.coke)]


async def _facts(chat: Chat, name: str) -> int:
    return await count(chat.core, JournalRow, JournalRow.name == name)


async def test_stock_is_corrected_with_a_reason_after_a_preview(chat: Chat) -> None:
    card = await ask(chat.otto, "/stock COKE330", "COKE330")
    assert "free 20,000 pieces · on hand 20,000 · reserved 0" in card.text
    preview = await ask(chat.otto, "/stock set COKE330 LA -24 broken on arrival", "Reason")
    assert preview.text.splitlines() == [
        "📦 Coca-Cola 330 ml can (COKE330) in LA:",
        "on hand 20,000 → 19,976 pieces",
        "Reason: broken on arrival",
    ]
    assert preview.labels == ["✅ Confirm", "Cancel"]
    assert await _on_hand(chat) == [20_000]
    done = await tap(chat.otto, "Confirm", preview, "on hand now")
    assert done.text == "✅ COKE330 in LA: 19,976 on hand now."
    assert done.labels == []
    assert await _on_hand(chat) == [19_976]
    assert await _facts(chat, "stock_corrected") == 1


async def test_stock_is_never_corrected_below_what_is_promised(chat: Chat) -> None:
    reserved = update(StockRow).where(StockRow.product_id == chat.coke).values(reserved=480)
    await write(chat.core, reserved)
    refused = await ask(chat.otto, "/stock set COKE330 LA =479 counted", "promised")
    assert refused.text == (
        "480 are promised to orders, so there cannot be only 479. Cancel or move orders first."
    )
    preview = await ask(chat.otto, "/stock set COKE330 LA =480 counted", "Reason")
    assert "of these 480 are promised to orders" in preview.text
    assert await _on_hand(chat) == [20_000]
    assert await _facts(chat, "stock_corrected") == 0


async def test_a_tap_that_comes_twice_is_done_once(chat: Chat) -> None:
    preview = await ask(chat.otto, "/stock set COKE330 LA -24 broken", "Reason")
    await chat.otto.tap_twice("Confirm", preview)
    await chat.otto.wait_for("done or cancelled already")
    assert await _on_hand(chat) == [19_976]
    assert await _facts(chat, "stock_corrected") == 1


async def test_what_changed_since_the_preview_is_shown_again_before_it_is_done(chat: Chat) -> None:
    preview = await ask(chat.otto, "/stock set COKE330 LA -24 broken", "Reason")
    await write(chat.core, update(StockRow).where(StockRow.product_id == chat.coke).values(on_hand=500))
    again = await tap(chat.otto, "Confirm", preview, "changed since")
    assert "on hand 500 → 476 pieces" in again.text
    assert await _on_hand(chat) == [500]
    await tap(chat.otto, "Confirm", again, "on hand now")
    assert await _on_hand(chat) == [476]


async def test_an_old_or_cancelled_proposal_changes_nothing(chat: Chat) -> None:
    preview = await ask(chat.otto, "/stock set COKE330 LA -24 broken", "Reason")
    chat.clock.advance(timedelta(minutes=16))
    await tap(chat.otto, "Confirm", preview, "expired")
    other = await ask(chat.otto, "/stock set COKE330 LA -24 broken", "Reason")
    data = other.button("Confirm")
    assert data is not None
    await tap(chat.otto, "Cancel", other, "Nothing was changed")
    await chat.otto.tap_data(other, data.data)
    await chat.otto.wait_for("done or cancelled already")
    assert await _on_hand(chat) == [20_000]


async def test_nobody_confirms_what_somebody_else_proposed(chat: Chat) -> None:
    preview = await ask(chat.otto, "/stock set COKE330 LA -24 broken", "Reason")
    button = preview.button("Confirm")
    assert button is not None
    shown = await ask(chat.max, "/stock COKE330", "COKE330")
    await chat.max.tap_data(shown, button.data)
    await chat.max.wait_for("expired")
    asked = await ask(chat.ada, "25 iphone 15 pro")
    await chat.ada.tap_data(asked, button.data)
    await chat.ada.wait_for("earlier version")
    assert await _on_hand(chat) == [20_000]


async def test_a_promotion_is_replaced_for_everybody_at_once(chat: Chat) -> None:
    """D5: 1000 → -100 is replaced by 800 → -120."""
    preview = await ask(chat.otto, "/promo new SPRING 1000 -100 2025-12-31", "Promotion")
    assert preview.text.splitlines() == [
        "🎉 Promotion SPRING:",
        "— → spend $1,000.00, save $100.00",
        "Until 1 Jan 00:00",
        "For 2 dealers",
    ]
    await tap(chat.otto, "Confirm", preview, "holds for everybody")
    card = await ask(chat.ada, "25 iphone 15 pro")
    assert "🎉 SPRING: −$100.00" in card.text
    assert "−$" not in (await ask(chat.cora, "900 coke 330")).text

    change = await ask(chat.otto, "/promo change spring 800 -120", "Promotion")
    assert "spend $1,000.00, save $100.00 → spend $800.00, save $120.00" in change.text
    done = await tap(chat.otto, "Confirm", change, "holds for everybody")
    assert done.text == (
        "✅ Promotion SPRING holds for everybody from the next quote on: spend $800.00, save $120.00."
    )
    assert "🎉 SPRING: −$120.00" in (await ask(chat.ada, "/draft")).text
    assert "🎉 SPRING: −$120.00" in (await ask(chat.cora, "add 600 coke 330")).text
    assert [row.terms["threshold"] for row in await rows(chat.core, PromotionRow)] == ["800"]
    assert "SPRING · spend $800.00" in (await ask(chat.otto, "/promos", "Promotions")).text

    ended = await ask(chat.otto, "/promo end SPRING", "ended")
    await tap(chat.otto, "Confirm", ended, "is over")
    assert "SPRING" not in (await ask(chat.ada, "/draft")).text
    assert await _facts(chat, "promotion_set") == 3


async def test_a_deal_that_cannot_be_is_said_in_one_sentence(chat: Chat) -> None:
    for typed, said in (
        ("/promo new A 100 -120", "That deal cannot be: check its figures."),
        ("/promo new A 10+1 NOSUCH", "There is no product NOSUCH."),
        ("/promo end A", "There is no promotion of that code. /promos lists them."),
        ("/promo new A 1000 -100 2025-10-01", "A promotion must end after it starts, and not in the past."),
    ):
        assert (await ask(chat.otto, typed, said)).text == said
    assert await rows(chat.core, PromotionRow) == []


async def test_a_list_price_is_set_from_a_day_on(chat: Chat) -> None:
    preview = await ask(chat.otto, "/price COKE330 0.45 2025-11-01", "List price")
    assert preview.text.splitlines() == [
        "🏷 List price of Coca-Cola 330 ml can (COKE330), one base unit:",
        "$0.80 → $0.45",
        "Cost $0.50",
        "⚠️ That is below cost.",
        "One piece without an agreement:",
        "Platinum: $0.54 → $0.45",
        "Bronze: $0.60 → $0.45",
        "From 1 Nov 00:00",
        "For 2 dealers",
    ]
    await tap(chat.otto, "Confirm", preview, "now has the price")
    (entry,) = await rows(chat.core, PriceListEntryRow)
    assert (entry.price_micros, entry.region, entry.kind) == (450_000, None, "list")
    assert entry.valid_from.isoformat() == "2025-11-01T00:00:00+00:00"


async def test_a_price_that_no_tier_pays_is_seen_to_change_nothing(chat: Chat) -> None:
    """D1: platinum pays cost plus 8 %, so a list price above that is nobody's price there."""
    preview = await ask(chat.otto, "/price COKE330 0.59", "List price")
    assert "Platinum: $0.54, as before\nBronze: $0.60 → $0.59" in preview.text


async def test_a_regional_price_and_a_negotiated_rate_hold_at_the_next_quote(chat: Chat) -> None:
    preview = await ask(chat.otto, "/price region west COKE330 0.55", "Net price")
    assert "— → $0.55" in preview.text
    await tap(chat.otto, "Confirm", preview, "now has the price $0.55")
    card = await ask(chat.cora, "1000 coke 330")
    assert "Goods $550.00" in card.text

    rate = await ask(chat.otto, "/price dealer corner store COKE330 0.52", "Corner Store")
    assert rate.text.splitlines()[:2] == ["🤝 Corner Store, Coca-Cola 330 ml can:", "— → net $0.52"]
    await tap(chat.otto, "Confirm", rate, "is written down")
    assert "Goods $520.00" in (await ask(chat.cora, "/draft")).text
    techmart = NegotiatedRateRow.dealer_id == chat.corner
    assert [row.price_micros for row in await rows(chat.core, NegotiatedRateRow, techmart)] == [520_000]


async def test_terms_of_a_tier_are_changed(chat: Chat) -> None:
    preview = await ask(chat.otto, "/terms bronze 14 2% 7", "Terms of tier")
    assert preview.text.splitlines() == [
        "🧾 Terms of tier Bronze:",
        "10 days → 14 days, 2% off within 7",
        "For 1 dealer",
    ]
    await tap(chat.otto, "Confirm", preview, "pays within 14 days")
    assert "🧾 To be paid within 14 days" in (await ask(chat.cora, "1000 coke 330")).text
    contradicting = await ask(chat.otto, "/terms bronze 14 2% 30", "early")
    assert contradicting.text.startswith("An early-payment discount needs a percentage")
