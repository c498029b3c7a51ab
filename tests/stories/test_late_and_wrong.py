"""What comes late or is wrong: a picker who is faster, a count below nothing, a lot that is over, a lane that
nobody knows the cost of. Each gets one clear answer, and nothing is half done."""

from __future__ import annotations

import asyncio
from typing import Any

from core.deliveries.tables import ShipmentLineRow
from core.orders.repository.lanes import LaneValue, replace_lanes
from core.orders.tables import OrderLineRow, OrderRow
from core.stock.tables import StockRow
from core.stock.use_cases.correct_stock import ShowStock
from dealerline.sandbox.user import SandboxUser
from tests.chat import Chat, ask, caught_up, tap
from tests.make import column, make_stock, make_warehouse, rows
from tests.make.orders import transact
from tests.races.ledgers import assert_books_are_whole
from tests.stories.trade import all_rows

# What a question and a card that waits for its Confirm leave.
_ASIDE = {"office_proposal", "bot_question", "idempotency"}


async def changed(chat: Chat, before: dict[str, Any]) -> set[str]:
    after = await all_rows(chat)
    return {name for name in after if after[name] != before.get(name)} - _ASIDE


async def amending(chat: Chat) -> Any:
    """Ada's order is placed, and twelve cases in the place of ten are a tap away."""
    card = await ask(chat.ada, "25 iphone 15 pro\n10 case coke 330", "Your order")
    await tap(chat.ada, "Confirm", card, "is placed")
    return await ask(chat.ada, "make the coke 12 on my last order", "Changes to B2B-2025-1")


async def test_a_change_that_comes_after_the_pick_list_changes_nothing_of_it(chat: Chat) -> None:
    changes = await amending(chat)
    wave = await ask(chat.otto, "/pick LA", "Pick list for LA")
    await tap(chat.otto, "Confirm", wave, "PL-2025-1")
    await caught_up(chat.ada)
    before, heard = await all_rows(chat), [len(one.messages()) for one in (chat.otto, chat.rita)]
    told = await tap(chat.ada, "Change it", changes, "cannot be changed")
    assert told.text.startswith("⚠️ Order B2B-2025-1 is “Being picked” by now and cannot be changed.")
    assert await changed(chat, before) == set()
    assert [len(one.messages()) for one in (chat.otto, chat.rita)] == heard


async def test_a_change_and_a_pick_list_at_one_moment_never_differ(chat: Chat) -> None:
    changes = await amending(chat)
    wave = await ask(chat.otto, "/pick LA", "Pick list for LA")
    said, _ = await asyncio.gather(
        tap(
            chat.ada,
            "Change it",
            changes,
            lambda one: "cannot be changed" in one.text or "is changed" in one.text,
        ),
        tap(chat.otto, "Confirm", wave, lambda one: "PL-2025-1" in one.text or "changed since" in one.text),
    )
    ordered = {row.product_id: row.quantity for row in await rows(chat.core, OrderLineRow)}
    picked = {row.product_id: row.quantity for row in await rows(chat.core, ShipmentLineRow)}
    (state,) = await column(chat.core, OrderRow.state)
    assert ordered[chat.coke] == (240 if "cannot" in said.text else 288)
    assert picked == (ordered if state == "picking" else {})
    reserved = {row.product_id: row.reserved for row in await rows(chat.core, StockRow) if row.reserved}
    assert reserved == ordered


async def test_a_count_below_nothing_and_goods_that_are_over_are_never_for_sale(
    chat: Chat, sam: SandboxUser
) -> None:
    before = await all_rows(chat)
    assert (await ask(sam, "/stock set COKE330 LA =-5 counted", "How many?")).labels == ["Cancel"]
    refused = await ask(sam, "/stock set COKE330 LA -20001 counted", "only 20,000")
    assert (refused.text, refused.labels) == ("Of COKE330 only 20,000 are there, so that many cannot go.", [])
    assert await changed(chat, before) == set()
    # Goods that were over when they came are kept apart from the first moment.
    card = await ask(sam, "received 24 COKE330 lot OLD exp 2025-10-01", "📥")
    assert card.text.splitlines()[-1] == "⚠️ expired: goes into quarantine"
    await tap(sam, "Confirm", card, "booked")
    (shown,) = (await chat.core.ask(chat.office, ShowStock(chat.coke))).levels
    assert (shown.level.on_hand, shown.level.quarantine) == (20_000, 24)
    assert "not enough in stock" in (await ask(chat.ada, "20001 coke 330 each", "Coca-Cola")).text


async def test_a_lane_whose_cost_nobody_has_said_holds_up_no_order_and_costs_nothing(chat: Chat) -> None:
    phoenix = await make_warehouse(chat.core, "PHX", region="southwest")
    await make_stock(chat.core, chat.coke, phoenix, 30_000)
    lanes = [LaneValue(at, "west", "", "USD", None, 0, 1) for at in (chat.warehouse, phoenix)]
    await transact(chat.core, lambda tx: replace_lanes(tx, lanes))
    card = await ask(chat.ada, "21000 coke 330 each", "Your order")
    assert "🚚 Shipping free" in card.text
    await tap(chat.ada, "Confirm", card, "is placed")
    plan = await ask(chat.rita, "/plan B2B-2025-1", "How B2B-2025-1 is served")
    assert plan.text.splitlines()[2:] == ["1. PHX: 21,000", "", "One way only: nothing had to be weighed."]
    await assert_books_are_whole(chat.core)
