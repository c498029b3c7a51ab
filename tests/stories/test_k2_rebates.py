"""K2, A17: a rebate in steps is promised by command, followed in the chat, stated, and credited."""

from datetime import date

import pytest
from sqlalchemy import update

from core.billing.tables import InvoiceRow
from core.channel.tables import RebateProgrammeRow, RebateStatementRow
from core.dealers.tables import PersonRow
from core.jobs.clock import tick
from tests.chat import BUYER, Chat, ask, tap
from tests.make import column, count, rows, write
from tests.stories.trade import all_rows, said_to_others

TERMS = "/rebate set VOLUME quarter 20,000 3%, 40k 5% for platinum"


async def _promised(chat: Chat) -> None:
    preview = await ask(chat.otto, TERMS, "Rebate VOLUME from")
    await tap(chat.otto, "Confirm", preview, "Rebate programmes")


async def _invoiced(chat: Chat, phones: int, number: str) -> None:
    quote = await ask(chat.ada, f"{phones} iphone 15 pro")
    await tap(chat.ada, "Confirm", quote, "B2B-2025-")
    preview = await ask(chat.otto, "/invoice all techmart", "1 order is invoiced")
    await tap(chat.otto, "Confirm", preview, number)


async def test_from_the_promise_to_the_credit_note(chat: Chat) -> None:
    preview = await ask(chat.otto, TERMS, "Rebate VOLUME from")
    assert preview.text.splitlines()[2:] == [
        "Each quarter: $20,000.00 → 3%, $40,000.00 → 5%, on everything bought",
        "For: platinum",
        "On all goods",
    ]
    assert await count(chat.core, RebateProgrammeRow) == 0
    await tap(chat.otto, "Confirm", preview, "Rebate programmes")
    await _invoiced(chat, 25, "INV-2025-1")
    standing = await ask(chat.ada, "/rebates", "Your rebates")
    assert standing.text.splitlines()[2:] == [
        "VOLUME · Wed 1 Oct – Wed 31 Dec",
        "Invoiced so far: $26,000.00",
        "Rate now 3%, that is $780.00",
        "🎯 $14,000.00 more reaches 5% and brings $1,220.00 more",
        "⏳ 79 days left",
        "Steps: $20,000.00 → 3%, $40,000.00 → 5%, on everything bought",
    ]
    assert "No rebate programme" in (await ask(chat.cora, "/rebates", "rebate")).text
    chat.clock.advance(date(2026, 1, 1) - chat.clock.now().date())
    await tick(chat.core)
    told = await chat.ada.wait_for("Rebate VOLUME until")
    assert told.text == (
        "🎯 Rebate VOLUME until Wed 31 Dec: you bought $26,000.00, that is 3%: $780.00. "
        "It will be credited to your account."
    )
    await chat.rita.wait_for("TechMart Corp: VOLUME until")
    settle = await ask(chat.otto, "/rebate settle techmart", "to be credited")
    assert "Credit note to INV-2025-1: $780.00 with tax" in settle.text
    assert await count(chat.core, InvoiceRow, InvoiceRow.kind == "credit_note") == 0
    done = await tap(chat.otto, "Confirm", settle, "VOLUME: $780.00 credited (CN-2026-1)")
    assert done.labels == []
    await chat.ada.wait_for("Your rebate VOLUME of $780.00 is on your account (CN-2026-1).")
    later = await ask(chat.ada, "where do I stand with the rebate?", "Your rebates")
    assert "Invoiced so far: $0.00" in later.text
    assert "$26,000.00, 3%, $780.00 · credited: CN-2026-1" in later.text
    again = await ask(chat.otto, "/rebate settle techmart", "waits to be credited")
    assert again.labels == []
    assert await column(chat.core, RebateStatementRow.settled_minor) == [78_000]


@pytest.mark.parametrize(
    ("language", "words", "title"),
    [
        ("en", "how much rebate do we have", "Your rebates"),
        ("zh_CN", "我的返利怎么样了", "您的返利"),
        ("tr", "primde ne durumdayım?", "Primleriniz"),
        ("ms", "berapa rebat saya sekarang", "Rebat anda"),
    ],
)
async def test_the_question_is_understood_in_four_languages(
    chat: Chat, language: str, words: str, title: str
) -> None:
    await _promised(chat)
    await write(chat.core, update(PersonRow).where(PersonRow.telegram_id == BUYER).values(language=language))
    found = await ask(chat.ada, words, "VOLUME")
    assert found.text.startswith(f"🎯 {title}")


async def test_what_cannot_be_is_refused_and_changes_nothing(chat: Chat) -> None:
    before, told = await all_rows(chat), await said_to_others(chat, chat.otto)
    falling = await ask(chat.otto, "/rebate set ODD quarter 40k 3%, 20k 5%", "The steps must rise")
    assert falling.labels == []
    await ask(chat.otto, "/rebate set ODD sometimes a lot", "I cannot read these terms.")
    await ask(chat.otto, "/rebate settle techmart", "No rebate of this dealer waits")
    after = await all_rows(chat)
    assert {name for name in after if after[name] != before[name]} <= {"bot_proposal"}
    assert await said_to_others(chat, chat.otto) == told
    await chat.cora.say("/rebate set MINE quarter 1 50%")
    await ask(chat.cora, "thanks", "You are welcome")
    assert await rows(chat.core, RebateProgrammeRow) == []


async def test_a_change_is_previewed_with_its_day_and_an_end_too(chat: Chat) -> None:
    await _promised(chat)
    preview = await ask(
        chat.otto, "/rebate set volume year above 100k 2% on brand:Apple", "Rebate VOLUME from"
    )
    assert preview.text.startswith("🎯 Rebate VOLUME from Thu 1 Jan")
    assert "Each year: $100,000.00 → 2%, on the part above each step" in preview.text
    assert "Until then the period that runs keeps its terms." in preview.text
    book = await tap(chat.otto, "Confirm", preview, "Rebate programmes")
    assert "VOLUME · Wed 1 Oct – Wed 31 Dec" in book.text
    assert "VOLUME · from Thu 1 Jan" in book.text
    ended = await ask(chat.otto, "/rebate end VOLUME", "It ends")
    book = await tap(chat.otto, "Confirm", ended, "Rebate programmes")
    assert "from Thu 1 Jan" not in book.text
