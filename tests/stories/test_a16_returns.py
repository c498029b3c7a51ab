"""A16: broken goods go back through the chat, with a photo, to the credit note to the cent."""

from core.billing.tables import InvoiceRow
from core.billing.use_cases.create_invoices import CreateInvoices
from core.returns.tables import ReturnPhotoRow, ReturnRow
from dealerline.sandbox.seen import ChatMessage
from tests.chat import Chat, ask, tap
from tests.make import account, column, count
from tests.stories.trade import offering

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
    b"\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)


async def delivered(chat: Chat) -> None:
    """Ten iPhones at $1,040.00 are with Ada, and invoiced."""
    await tap(chat.ada, "Confirm", await ask(chat.ada, "10 iphone 15 pro"), "B2B-2025-1")
    made = await tap(chat.otto, "Confirm", await ask(chat.otto, "/pick LA", "Pick list for"), "PL-2025-1")
    card = await tap(chat.otto, "SH-2025-1", made, "Being picked")
    packed = await tap(chat.otto, "All there", card, offering("Own van"))
    sent = await tap(chat.otto, "Own van", packed, offering("Delivered"))
    await tap(chat.otto, "Delivered", sent, "Who took the goods")
    await ask(chat.otto, "Ada", "Taken by Ada")
    await chat.core.execute(chat.finance, CreateInvoices(("B2B-2025-1",)))


async def drafted(chat: Chat, quantity: str) -> ChatMessage:
    """Ada has said what comes back, why, and has shown it."""
    which = await ask(chat.ada, "/return", "Which order")
    draft = await tap(chat.ada, "B2B-2025-1", which, "Tap what comes back")
    await tap(chat.ada, "Apple iPhone", draft, "How many of")
    said = await ask(chat.ada, quantity, "Worth with tax")
    why = await tap(chat.ada, "Reason", said, "Why do the goods")
    await tap(chat.ada, "damaged", why, "Reason: damaged")
    await chat.ada.send_photo(PNG)
    return await chat.ada.wait_for("Photos: 1")


async def test_broken_goods_go_back_with_a_photo_and_come_off_the_invoice_to_the_cent(chat: Chat) -> None:
    await delivered(chat)
    owed = (await account(chat.core, chat.techmart))["invoiced"]
    draft = await drafted(chat, "2")
    assert draft.text.split("\n") == [
        "↩️ Return · order B2B-2025-1",
        "",
        "• 2 pieces · Apple iPhone 15 Pro 128GB",
        "",
        "Reason: damaged",
        "📷 Photos: 1",
        "Worth with tax: $2,080.00",
    ]
    sent = await tap(chat.ada, "Send", draft, "RMA-2025-1")
    assert "We look at it and tell you here." in sent.text
    card = await chat.rita.wait_for("RMA-2025-1")
    assert "TechMart Corp" in card.text
    assert "Worth with tax: $2,080.00" in card.text
    shown = await tap(chat.rita, "Photos", card, lambda message: "photo" in message.raw)
    assert shown.raw["photo"]
    assert await column(chat.core, ReturnPhotoRow.media_type) == ["image/png"]
    await tap(chat.rita, "Agree, fetch", card, "Agreed. We fetch")
    await chat.ada.wait_for("Agreed. We fetch the goods")
    assert (await account(chat.core, chat.techmart))["invoiced"] == owed
    expected = await ask(chat.otto, "/returned", "Goods that come back")
    goods = await tap(chat.otto, "RMA-2025-1", expected, "What came?")
    await ask(chat.otto, "one good", "Write three numbers")
    done = await ask(chat.otto, "1 1 1", "Came back")
    assert "Came back: 1 good, 1 damaged, 0 missing." in done.text
    told = await chat.ada.wait_for("Credited: CN-2025-1")
    assert "RMA-2025-1" in told.text
    assert await column(chat.core, InvoiceRow.total_minor, InvoiceRow.kind == "credit_note") == [208_000]
    assert (await account(chat.core, chat.techmart))["invoiced"] == owed - 208_000
    again = await tap(chat.otto, "All good", goods, "cannot be changed any more")
    assert again.text == "Return RMA-2025-1 cannot be changed any more."
    assert await count(chat.core, InvoiceRow, InvoiceRow.kind == "credit_note") == 1


async def test_what_is_declined_says_why_and_the_pieces_are_free_to_be_asked_for_again(chat: Chat) -> None:
    await delivered(chat)
    sent = await tap(chat.ada, "Send", await drafted(chat, "10"), "RMA-2025-1")
    assert "Worth with tax: $10,400.00" in sent.text
    nothing = await ask(chat.ada, "/return B2B-2025-1", "already")
    assert nothing.text == "Everything of order B2B-2025-1 is back or asked for already."
    card = await chat.rita.wait_for("RMA-2025-1")
    await tap(chat.rita, "Decline", card, "Why not")
    await ask(chat.rita, "The box is fine", "Declined")
    told = await chat.ada.wait_for("The box is fine")
    assert "❌ Declined" in told.text
    assert await column(chat.core, ReturnRow.state) == ["declined"]
    await ask(chat.ada, "/return B2B-2025-1", "Tap what comes back")
    foreign = await ask(chat.cora, "/return B2B-2025-1", "could not find")
    assert foreign.text == "I could not find that order. /orders lists yours."
    assert await count(chat.core, InvoiceRow, InvoiceRow.kind == "credit_note") == 0


async def test_what_came_broken_is_said_in_own_words_and_with_a_photo(chat: Chat) -> None:
    await delivered(chat)
    draft = await ask(chat.ada, "2 iphones arrived broken", "Return")
    assert draft.text.split("\n")[2:5] == ["• 2 pieces · Apple iPhone 15 Pro 128GB", "", "Reason: damaged"]
    # With a photo at once, in another tongue: it takes the place of what had been begun.
    await chat.ada.send_photo(PNG, caption="3 iphone kırık geldi")
    again = await chat.ada.wait_for("Photos: 1")
    assert "• 3 pieces · Apple iPhone 15 Pro 128GB" in again.text
    assert await count(chat.core, ReturnRow) == 1
    sent = await tap(chat.ada, "Send", again, "RMA-2025-1")
    assert "We look at it and tell you here." in sent.text
    # What no order brought: the person taps the order.
    await ask(chat.ada, "5 cokes arrived broken", "Which order")
    await chat.ada.send_photo(PNG, caption="our shop window")
    await chat.ada.wait_for("I see no list")
    assert await count(chat.core, ReturnRow) == 1


async def test_the_house_sets_what_holds_for_returns(chat: Chat) -> None:
    await delivered(chat)
    shown = await ask(chat.fay, "/returnpolicy", "within 30 days")
    assert "Somebody decides about every return." in shown.text
    preview = await ask(chat.fay, "/returnpolicy set 14 5000", "Returns of goods bought in USD")
    assert "30 days → 14 days" in preview.text
    await tap(chat.fay, "Confirm", preview, "What holds for returns is set.")
    await ask(chat.fay, "/returnpolicy", "Up to $5,000.00 of an order passes at once.")
    draft = await ask(chat.ada, "I want to return 2 iphones", "Worth with tax: $2,080.00")
    why = await tap(chat.ada, "Reason", draft, "Why do the goods")
    ready = await tap(chat.ada, "wrong", why, "Reason: ")
    await tap(chat.ada, "Send", ready, "Agreed. We fetch")
