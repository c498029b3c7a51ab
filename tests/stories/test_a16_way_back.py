"""A16: the office says who pays the way back; the dealer sees it before he sends, and on the credit note."""

from core.billing.tables import InvoiceRow
from core.returns.tables import ReturnFeeRow
from tests.chat import Chat, ask, tap
from tests.make import account, column, count
from tests.stories.test_a16_returns import delivered


async def test_a_dealer_who_has_changed_his_mind_pays_the_way_back_that_he_saw(chat: Chat) -> None:
    await delivered(chat)
    seen = await ask(chat.fay, "/returnpolicy fee regret 15.00", "The way back of")
    assert "$0.00" in seen.text
    assert "$15.00" in seen.text
    await tap(chat.fay, "Confirm", seen, "What holds for returns is set.")
    shown = await ask(chat.fay, "/returnpolicy", "we pay the way back")
    assert "Fetching what comes back as “not wanted after all” costs the dealer $15.00." in shown.text
    await ask(chat.rita, "/returnpolicy fee regret 1.00", lambda message: "way back of" not in message.text)
    assert await column(chat.core, ReturnFeeRow.fee_minor) == [1_500]

    draft = await tap(chat.ada, "B2B-2025-1", await ask(chat.ada, "/return", "Which order"), "Tap what comes")
    await tap(chat.ada, "Apple iPhone", draft, "How many of")
    why = await tap(chat.ada, "Reason", await ask(chat.ada, "1", "Worth with tax"), "Why do the goods")
    mine = await tap(chat.ada, "not wanted after all", why, "Fetching it costs you")
    assert "🚚 Fetching it costs you $15.00, taken off the credit note" in mine.text
    await tap(chat.ada, "Send", mine, "RMA-2025-1")
    owed = (await account(chat.core, chat.techmart))["invoiced"]
    await tap(chat.rita, "Agree, fetch", await chat.rita.wait_for("RMA-2025-1"), "Agreed. We fetch")
    goods = await tap(
        chat.otto, "RMA-2025-1", await ask(chat.otto, "/returned", "Goods that come back"), "What came?"
    )
    await tap(chat.otto, "All good", goods, "Came back")
    told = await chat.ada.wait_for("Credited: CN-2025-1")
    assert "🚚 Fetching it costs you $15.00, taken off the credit note" in told.text
    assert await column(chat.core, InvoiceRow.total_minor, InvoiceRow.kind == "credit_note") == [102_500]
    assert (await account(chat.core, chat.techmart))["invoiced"] == owed - 102_500
    paper = await ask(chat.ada, "/invoice CN-2025-1", "CN-2025-1")
    assert "$1,025.00" in paper.text
    assert await count(chat.core, InvoiceRow, InvoiceRow.kind == "credit_note") == 1
