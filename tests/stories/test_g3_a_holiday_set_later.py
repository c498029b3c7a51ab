"""G3: a holiday that the office sets later moves what was promised for that day, seen first and told once."""

from __future__ import annotations

from datetime import date

from core.orders.tables import OrderRow
from dealerline.sandbox.user import SandboxUser
from tests.chat import Chat, ask, tap
from tests.make import column
from tests.stories.trade import offering, said_to_others

DAY, NEXT = date(2025, 10, 15), date(2025, 10, 16)


async def order(user: SandboxUser, text: str) -> None:
    await tap(user, "Confirm", await ask(user, text, offering("Confirm")), "is placed")


async def test_the_office_sees_who_moves_and_each_dealer_is_told_once_with_the_reason(chat: Chat) -> None:
    await order(chat.ada, "25 iphone 15 pro")
    await order(chat.ada, "24 iphone 15 pro")
    await order(chat.cora, "100 case sprite 330")
    assert await column(chat.core, OrderRow.promised_on) == [DAY] * 3
    before = await said_to_others(chat, chat.otto)
    preview = await ask(chat.otto, "/holidays set 2025-10-15 Founder's day", "is a holiday")
    assert preview.text.split("\n") == [
        "🏖 Wed 15 Oct is a holiday: Founder's day. Nothing is promised for that day, and its standing orders"
        " are skipped or moved.",
        "",
        "📅 3 orders come on Thu 16 Oct instead (dealers: 2); each dealer is told once:",
        "• Corner Store: B2B-2025-3",
        "• TechMart Corp: B2B-2025-1, B2B-2025-2",
    ]
    assert await column(chat.core, OrderRow.promised_on) == [DAY] * 3
    assert await said_to_others(chat, chat.otto) == before
    done = await tap(chat.otto, "Confirm", preview, "is a holiday")
    assert done.text.endswith("3 orders come on Thu 16 Oct instead, and their dealers hear of it.")
    assert await column(chat.core, OrderRow.promised_on) == [NEXT] * 3
    told = await said_to_others(chat, chat.otto)
    assert {name: texts[len(before[name]) :] for name, texts in told.items() if texts != before[name]} == {
        "Ada": [
            "🏖 We are closed on Wed 15 Oct (Founder's day), so B2B-2025-1, B2B-2025-2 come on Thu 16 Oct"
            " instead."
        ],
        "Cora": ["🏖 We are closed on Wed 15 Oct (Founder's day), so B2B-2025-3 comes on Thu 16 Oct instead."],
    }
    shown = await ask(chat.ada, "/order 1", "Order B2B-2025-1")
    assert "we are closed on the day that was said" in shown.text

    back = await ask(chat.otto, "/holidays end 2025-10-15", "is a working day again")
    assert back.text.endswith("No order is moved back: what dealers were told stands.")
    said = await said_to_others(chat, chat.otto)
    await tap(chat.otto, "Confirm", back, "is a working day")
    assert await column(chat.core, OrderRow.promised_on) == [NEXT] * 3
    assert await said_to_others(chat, chat.otto) == said
