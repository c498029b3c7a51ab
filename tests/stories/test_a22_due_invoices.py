"""A22: what is to be paid is said in one message, once, and whoever does not want it switches it off."""

from datetime import timedelta

from core.billing.use_cases.create_invoices import CreateInvoices
from core.billing.use_cases.remind_due import RemindDue
from core.kernel.actor import SYSTEM
from tests.chat import Chat, ask, caught_up, tap


async def test_what_is_due_is_said_once_and_can_be_switched_off(chat: Chat) -> None:
    card = await ask(chat.ada, "10 iphone 15 pro")
    await tap(chat.ada, "Confirm $10,400.00", card, "B2B-2025-1")
    await chat.core.execute(SYSTEM, CreateInvoices(("B2B-2025-1",)))
    issued = await chat.ada.wait_for("Invoice INV-2025-1", since=0)
    assert issued.text.endswith("due Fri 28 Nov")
    # The office wants it two days before and every five days after.
    preview = await ask(chat.fay, "/reminders set 2 5", "2 days before")
    assert "Later again, every 5 days." in preview.text
    chat.clock.advance(timedelta(days=43, hours=8))
    assert await chat.core.execute(SYSTEM, RemindDue()) == 1
    said = await chat.ada.wait_for("To be paid", since=0)
    assert said.text.split("\n\n") == [
        "⏰ To be paid: $10,400.00",
        "• INV-2025-1: $10,400.00, due Fri 28 Nov",
        "Paid already? Then there is nothing to do: it settles as soon as it is booked.",
    ]
    assert chat.cora.find("To be paid") is None
    await (await chat.ada.tap("No more of these: Invoices to pay", message=said)).answer()
    await tap(chat.ada, "Open invoices", said, "Open in all: $10,400.00")
    for user in (chat.ada, chat.cora):
        await caught_up(user)
    chat.clock.advance(timedelta(days=3))
    assert await chat.core.execute(SYSTEM, RemindDue()) == 1
    await caught_up(chat.ada)
    assert not [m for m in chat.ada.from_bot() if "To be paid" in m.text]  # the first became the list
