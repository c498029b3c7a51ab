"""D10, A17: a price falls; the bot offers the difference, the house looks at it, the credit note follows."""

from datetime import timedelta

from core.billing.tables import InvoiceRow
from core.billing.use_cases.create_invoices import CreateInvoices
from core.jobs.clock import tick
from core.protection.tables import ProtectionClaimLineRow, ProtectionClaimRow
from tests.chat import Chat, ask, tap
from tests.make import account, column, count
from tests.stories.trade import offering, said_to_others

NOTE = InvoiceRow.kind == "credit_note"


async def bought(chat: Chat) -> None:
    """Ada has bought ten iPhones at $1,040.00, and the house protects iPhones for thirty days."""
    await tap(chat.ada, "Confirm", await ask(chat.ada, "10 iphone 15 pro"), "B2B-2025-1")
    await chat.core.execute(chat.finance, CreateInvoices(("B2B-2025-1",)))
    preview = await ask(chat.fay, "/protectionpolicy set brand:apple 30 14", "Price protection for brand")
    assert "0 days → 30 days" in preview.text
    await tap(chat.fay, "Confirm", preview, "What holds for price protection is set.")
    kept = await ask(chat.fay, "/protectionpolicy", "Protected when prices fall")
    assert kept.text.split("\n")[1] == "• brand Apple: 30 days from the invoice, 14 to claim"


async def cheaper(chat: Chat, price: str) -> None:
    """Ada's own price of iPhones is lower from now on, and the clock finds out."""
    preview = await ask(chat.otto, f"/price dealer techmart IP15P {price}", offering("Confirm"))
    await tap(chat.otto, "Confirm", preview, "")
    chat.clock.advance(timedelta(minutes=11))
    await tick(chat.core)


async def test_a_fall_is_offered_claimed_with_one_tap_granted_and_credited(chat: Chat) -> None:
    await bought(chat)
    owed = (await account(chat.core, chat.techmart))["invoiced"]
    await cheaper(chat, "999.00")
    offer = await chat.ada.wait_for("The price fell")
    assert offer.text.split("\n") == [
        "🛡 Price protection",
        "Apple iPhone 15 Pro 128GB",
        "",
        "• 10 pieces · Tue 14 Oct · INV-2025-1: $1,040.00 → $999.00",
        "",
        "The price fell. For what you still have, at most 10 pieces, we pay you $410.00 with tax. "
        "Claim by Tue 28 Oct.",
        "",
        "Claim only pieces that you have not sold.",
    ]
    claimed = await tap(chat.ada, "Claim for 10", offer, "PP-2025-1")
    assert "We look at it and tell you here." in claimed.text
    card = await chat.rita.wait_for("PP-2025-1")
    assert card.text.split("\n")[:6] == [
        "🛡 PP-2025-1 · price protection",
        "Apple iPhone 15 Pro 128GB",
        "TechMart Corp",
        "",
        "• 10 pieces · Tue 14 Oct · INV-2025-1: $1,040.00 → $999.00",
        "Claimed for 10 pieces: $410.00 with tax",
    ]
    assert (await account(chat.core, chat.techmart))["invoiced"] == owed
    await tap(chat.rita, "Credit 10", card, "Credited for 10 pieces")
    told = await chat.ada.wait_for("Credited for 10 pieces")
    assert "✅ Credited for 10 pieces: $410.00 (CN-2025-1)" in told.text
    assert (await account(chat.core, chat.techmart))["invoiced"] == owed - 41_000
    again = await ask(chat.ada, "price protection on iphone 15", "every piece")
    assert again.text.split("\n")[2] == (
        "Apple iPhone 15 Pro 128GB: every piece is claimed already, came back or was credited."
    )
    assert claimed.button("Claim for 10") is None
    assert await column(chat.core, InvoiceRow.total_minor, NOTE) == [41_000]


async def test_fewer_are_claimed_in_words_granted_in_part_and_declined_with_a_reason(chat: Chat) -> None:
    await bought(chat)
    nothing = await ask(chat.ada, "iphone 15 için fiyat koruması", "does not cost you less")
    assert "🛡 Price protection" in nothing.text
    await cheaper(chat, "1000.00")
    offer = await chat.ada.wait_for("The price fell")
    await tap(chat.ada, "I have fewer", offer, "how many do you still have")
    too_many = await ask(chat.ada, "11", "at most")
    assert too_many.text == "Apple iPhone 15 Pro 128GB: at most 10."
    assert await count(chat.core, ProtectionClaimRow) == 0
    asked = await ask(chat.ada, "price protection on 7 iphone 15 pro", "The price fell")
    assert asked.button("Claim for 7") is not None
    await tap(chat.ada, "I have fewer", asked, "how many do you still have")
    claimed = await ask(chat.ada, "6", "PP-2025-1")
    assert "Claimed for 6 pieces: $240.00 with tax" in claimed.text
    card = await chat.rita.wait_for("PP-2025-1")
    await tap(chat.rita, "A part", card, "why no more")
    await ask(chat.rita, "four", "why no more")
    done = await ask(chat.rita, "4 two were sold", "only")
    assert "☑️ Credited for 4 pieces only: $160.00 (CN-2025-1)" in done.text
    told = await chat.ada.wait_for("two were sold")
    assert "☑️ Credited for 4 pieces only: $160.00 (CN-2025-1)" in told.text
    rest = await ask(chat.ada, "/protection", "The price fell")
    second = await tap(chat.ada, "Claim for 4", rest, "PP-2025-2")
    assert "$160.00" in second.text
    card = await chat.rita.wait_for("PP-2025-2")
    await tap(chat.rita, "Decline", card, "Why not")
    await ask(chat.rita, "They are sold, too", "Declined")
    told = await chat.ada.wait_for("They are sold, too")
    assert "❌ Declined" in told.text
    assert sorted(await column(chat.core, ProtectionClaimLineRow.granted)) == [0, 4]
    foreign = await ask(chat.cora, "/protection", "Price protection")
    assert "PP-2025" not in foreign.text
    assert await column(chat.core, InvoiceRow.total_minor, NOTE) == [16_000]
    assert all("PP-2025" not in text for text in (await said_to_others(chat, chat.ada))["Cora"])
