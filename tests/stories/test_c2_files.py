"""C2: tables go out as files and come back in, all of a file or none of it."""

import csv
import io

import pytest

from bot.office.areas import transfer
from core.catalog.tables import ProductRow
from core.infra.journal import JournalRow
from core.pricing.tables import BasePriceRow
from tests.chat import Chat, ask, tap
from tests.make import count, rows

HEADER = "sku,name,brand,category,packs,sales_unit\n"
GOOD = (
    "PEPSI330,Pepsi 330 ml can,Pepsi,grocery/drinks,each=1;case=24,case\n"
    "FANTA330,Fanta 330 ml can,Coca-Cola,grocery/drinks,each=1;case=24,case\n"
)
BAD = (
    ",No code,Pepsi,grocery/drinks,each=1,each\n"
    "MIRINDA330,Mirinda,Pepsi,grocery/drinks,each=0,each\n"
    "PEPSI330,Pepsi again,Pepsi,grocery/drinks,each=1,each\n"
)


async def _send(chat: Chat, text: str, name: str = "products.csv", caption: str = "/import products") -> None:
    await chat.otto.send_document(text.encode(), name, caption)


async def test_a_file_is_looked_at_as_a_whole_before_it_is_imported(chat: Chat) -> None:
    before = await count(chat.core, ProductRow)
    await _send(chat, HEADER + GOOD)
    preview = await chat.otto.wait_for("new 2")
    assert preview.text.splitlines() == [
        "📥 products from products.csv: 2 rows",
        "new 2 · changed 0 · as they are 0",
    ]
    assert await count(chat.core, ProductRow) == before
    done = await tap(chat.otto, "Confirm", preview, "2 new")
    assert done.text == "✅ products: 2 new, 0 changed."
    assert await count(chat.core, ProductRow) == before + 2
    await ask(chat.otto, "/stock pepsi330", "Pepsi 330 ml can")


async def test_with_three_bad_rows_nothing_is_imported_and_the_rows_come_back(chat: Chat) -> None:
    before = await count(chat.core, ProductRow)
    await _send(chat, HEADER + GOOD + BAD)
    failed = await chat.otto.wait_for("cannot be imported")
    assert failed.text.startswith("❌ products: 3 of 5 rows cannot be imported, so nothing was.")
    assert "• row 4: sku: is empty, but needed" in failed.text
    assert failed.labels == []
    assert await count(chat.core, ProductRow) == before
    assert await count(chat.core, JournalRow, JournalRow.name == "table_imported") == 0

    sent = await chat.otto.wait_for(lambda message: message.file_id is not None)
    returned = await chat.otto.download(sent)
    table = list(csv.DictReader(io.StringIO(returned.decode("utf-8-sig"))))
    assert [bool(row["error"]) for row in table] == [False, False, True, True, True]
    assert table[4]["error"].startswith("sku “PEPSI330”: is already in row 2")

    # Mended, it goes in as it came back.
    mended = io.StringIO()
    writer = csv.DictWriter(mended, fieldnames=list(table[0]))
    writer.writeheader()
    writer.writerows(table[:2])
    await _send(chat, mended.getvalue(), "products.errors.csv")
    preview = await chat.otto.wait_for("new 2")
    await tap(chat.otto, "Confirm", preview, "2 new")
    assert await count(chat.core, ProductRow) == before + 2


async def test_a_file_without_a_word_is_asked_which_table_it_is(chat: Chat) -> None:
    await _send(chat, HEADER + GOOD, caption="")
    await chat.otto.wait_for("Which table?")
    preview = await ask(chat.otto, "products", "new 2")
    await tap(chat.otto, "Cancel", preview, "Nothing was changed")
    await _send(chat, "a,b\n1,2\n")
    refused = await chat.otto.wait_for("columns")
    assert refused.labels == []
    await ask(chat.otto, "/import products", "Send the file")


async def test_what_is_exported_changes_nothing_when_it_comes_back(chat: Chat) -> None:
    await chat.otto.say("/export prices")
    sent = await chat.otto.wait_for(lambda message: message.file_id is not None)
    content = await chat.otto.download(sent)
    assert len(content.decode("utf-8-sig").splitlines()) == 1 + await count(chat.core, BasePriceRow)
    await chat.otto.send_document(content, "prices.csv", "/import prices")
    preview = await chat.otto.wait_for("as they are")
    assert "new 0 · changed 0 · as they are 3" in preview.text


async def test_a_workbook_comes_back_as_a_workbook(chat: Chat) -> None:
    await chat.otto.say("/export products xlsx")
    sent = await chat.otto.wait_for(lambda message: message.file_id is not None)
    content = await chat.otto.download(sent)
    assert content.startswith(b"PK")
    await chat.otto.send_document(content, "products.xlsx", "/import products")
    await chat.otto.wait_for("as they are 3")


async def test_files_beyond_telegrams_limits_are_told_and_not_sent(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "MOST_SENT", 10)
    told = await ask(chat.otto, "/export products", "Telegram takes")
    assert told.text.startswith("products is 0 MB as a file; Telegram takes 50 at most.")
    monkeypatch.setattr(transfer, "MOST_FETCHED", 10)
    await _send(chat, HEADER + GOOD)
    await chat.otto.wait_for("too big for the chat")
    assert len(await rows(chat.core, ProductRow)) == 3


async def test_a_dealer_and_a_rep_export_and_import_nothing(chat: Chat) -> None:
    before = await count(chat.core, ProductRow)
    for user in (chat.ada, chat.rita):
        await ask(user, "/export products", "You may not do that")
        await user.send_document((HEADER + GOOD).encode(), "products.csv", "/import products")
        await user.wait_for(lambda message: "products.csv" in message.text or "file" in message.text)
    assert await count(chat.core, ProductRow) == before
