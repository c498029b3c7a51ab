"""E2: 80 % and 95 % of the limit, to the cent. E3: what an invoice overdue for 15, 30 and 45 days does."""

from datetime import date, timedelta

import pytest

from core.kernel.actor import Role
from core.orders.tables import OrderRow
from tests.chat import Chat, ask, tap
from tests.make import (
    account,
    column,
    make_invoice,
    make_product,
    make_staff,
    make_stock,
    raise_invoiced,
    set_limit,
)
from tests.stories.trade import refused

REVIEW = "🕓 To be approved first, by: "


@pytest.fixture
async def benches(chat: Chat) -> None:
    """A bench costs everybody 1,000; TechMart's limit is 10,000: 80 % are 8 of them, 95 % nine and a half."""
    bench = await make_product(chat.core, "BENCH", "Garden bench", cost=None, list_price="1000", brand="Oak")
    await make_stock(chat.core, bench, chat.warehouse, 500)
    await set_limit(chat.core, chat.techmart, "10000")


async def test_at_a_share_of_the_limit_is_still_below_it_and_a_cent_more_is_not(
    chat: Chat, benches: None
) -> None:
    card = await ask(chat.ada, "8 BENCH")
    assert REVIEW not in card.text
    assert card.button("Confirm $8,000.00") is not None
    await raise_invoiced(chat.core, chat.techmart, "0.01")
    card = await ask(chat.ada, "/draft", "Credit left after this order: $1,999.99")
    assert REVIEW in card.text
    assert card.button("Confirm $8,000.00") is not None
    await raise_invoiced(chat.core, chat.techmart, "1499.99")
    card = await ask(chat.ada, "/draft", "Credit left after this order: $500.00")
    assert REVIEW in card.text
    assert card.button("Confirm $8,000.00") is not None
    await raise_invoiced(chat.core, chat.techmart, "0.01")
    card = await ask(chat.ada, "/draft", "goes over your credit limit")
    assert REVIEW not in card.text
    assert card.button("Confirm $8,000.00") is not None
    assert "⏸ This goes over your credit limit and would wait for a decision." in card.text
    assert "Orders up to $6,499.99 pass right now." in card.text


async def test_a_cent_over_the_hard_limit_at_the_tap_holds_the_order(chat: Chat, benches: None) -> None:
    card = await ask(chat.ada, "8 BENCH")
    await raise_invoiced(chat.core, chat.techmart, "1500.01")
    answer = await tap(chat.ada, "Confirm", card, "B2B-2025-1")
    assert answer.text.startswith("⏸ Order B2B-2025-1 is placed and held: it goes over the credit limit.")
    assert await column(chat.core, OrderRow.state) == ["held"]
    assert (await account(chat.core, chat.techmart))["held"] == 0


@pytest.mark.parametrize("days", [1, 14])
async def test_below_15_days_overdue_an_order_goes_as_ever(chat: Chat, benches: None, days: int) -> None:
    await make_invoice(chat.core, chat.techmart, "500", due_on=date(2025, 10, 14) - timedelta(days=days))
    card = await ask(chat.ada, "2 BENCH")
    assert "⏰" not in card.text
    await tap(chat.ada, "Confirm", card, "B2B-2025-1 is placed.")
    assert chat.rita.from_bot() == []


@pytest.mark.parametrize("days", [15, 29])
async def test_from_15_days_on_the_card_warns_and_the_order_still_goes(
    chat: Chat, benches: None, days: int
) -> None:
    await make_invoice(chat.core, chat.techmart, "500", due_on=date(2025, 10, 14) - timedelta(days=days))
    card = await ask(chat.ada, "2 BENCH")
    assert f"⏰ $500.00 overdue, the oldest for {days} days" in card.text.split("\n")
    assert REVIEW not in card.text
    await tap(chat.ada, "Confirm", card, "B2B-2025-1 is placed.")
    assert (await account(chat.core, chat.techmart))["held"] == 200_000


@pytest.mark.parametrize("days", [30, 44])
async def test_from_30_days_on_every_order_waits_for_finance(chat: Chat, benches: None, days: int) -> None:
    await make_staff(chat.core, Role.FINANCE, "Fiona", telegram_id=5012)
    fiona = await chat.sandbox.user("Fiona", user_id=5012)
    await ask(fiona, "/approvals", "Nothing waits for you.")  # a bot may only write to whom it knows
    await make_invoice(chat.core, chat.techmart, "500", due_on=date(2025, 10, 14) - timedelta(days=days))
    card = await ask(chat.ada, "2 BENCH")
    assert f"⏰ $500.00 overdue, the oldest for {days} days\n{REVIEW}finance\n" in card.text
    await tap(chat.ada, "Confirm", card, "B2B-2025-1 is placed and waits for approval.")
    request = await fiona.wait_for("needs your decision", since=0)
    assert "⚠️ Invoices long overdue" in request.text.split("\n")
    assert f"⏰ $500.00 overdue, the oldest for {days} days" in request.text.split("\n")
    assert (await account(chat.core, chat.techmart))["pending"] == 200_000
    assert chat.rita.from_bot() == []
    await tap(fiona, "Approve", request, "Approved by Fiona")
    await chat.ada.wait_for("Order B2B-2025-1 is approved", since=0)


async def test_from_45_days_on_nothing_can_be_ordered_and_the_card_says_what_to_pay(
    chat: Chat, benches: None
) -> None:
    await make_invoice(chat.core, chat.techmart, "500", due_on=date(2025, 8, 30))
    card = await ask(chat.ada, "2 BENCH")
    assert card.button("Confirm") is None
    assert "⏰ $500.00 overdue, the oldest for 45 days" in card.text.split("\n")
    assert (
        "⚠️ $500.00 is long overdue. New orders are stopped until it is paid; your rep can help." in card.text
    )


async def test_an_invoice_that_turns_45_days_overnight_stops_the_tap_and_nothing_is_done(
    chat: Chat, benches: None
) -> None:
    await make_invoice(chat.core, chat.techmart, "500", due_on=date(2025, 8, 31))
    card = await ask(chat.ada, "2 BENCH")
    assert card.button("Confirm $2,000.00") is not None
    chat.clock.advance(timedelta(days=1))
    answer = await refused(chat.ada, chat, "Confirm", card, "long overdue")
    assert answer.text.startswith(
        "⚠️ $500.00 is long overdue. New orders are stopped until it is paid.\n\n🛒 Your order"
    )
    assert answer.button("Confirm") is None
    assert await column(chat.core, OrderRow.number) == []
