"""A8: a dealer orders by a file or a pasted table, of whatever make."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import update

from bot.dealer.ordering.files import handlers
from core.dealers.tables import PersonRow
from core.intake.tables import AliasRow
from core.integrations.order_files.tables import OrderFileRow, TableLayoutRow
from core.orders.tables import DraftLineRow
from dealerline.sandbox.seen import ChatMessage
from tests.chat import Chat, ask, tap
from tests.make import count, make_product, make_stock, rows, write
from tests.stories.trade import all_rows


def has_file(message: ChatMessage) -> bool:
    return message.file_id is not None


def workbook(*table: Sequence[Any]) -> bytes:
    """One sheet; a date is written as a date."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for at, row in enumerate(table):
        sheet.write_row(at, 0, row)
    book.close()
    return content.getvalue()


async def lines(chat: Chat) -> list[tuple[str, str | None, int | None]]:
    """Raw product id, unit and base units of the draft's lines."""
    names = {chat.coke: "coke", chat.sprite: "sprite", chat.iphone: "iphone"}
    found = await rows(chat.core, DraftLineRow)
    return [
        (names.get(row.product_id, "other"), row.unit, row.quantity)
        for row in sorted(found, key=lambda row: row.position)
    ]


async def test_good_rows_are_in_the_order_and_bad_ones_come_back_with_their_reason(chat: Chat) -> None:
    table = [
        ["Weekly order of TechMart"],
        ["SKU", "Description", "Qty", "Unit", "Remark"],
        ["COKE330", "Coke", 10, "case", "cold please"],
        ["SPRITE330", "Sprite", "1,200", "", ""],
        ["COKE999", "", 5, "", ""],
        ["IP15P", "iPhone", date(2025, 5, 10), "", ""],
        ["coke330", "Coke", 2, "case", "cold please"],
        ["IP15P", "iPhone", "", "", ""],
    ]
    content = workbook(*table)
    await chat.ada.send_document(content, "week42.xlsx")
    card = await chat.ada.wait_for("Your order")
    assert card.text.splitlines()[:5] == [
        "📎 week42.xlsx: 3 rows are in your order.",
        "1 row was added to a line of the same article.",
        "1 row without a quantity was left out.",
        "⚠️ 2 rows could not be taken: they are in the file above, each with its reason.",
        "",
    ]
    assert await lines(chat) == [("coke", "case", 288), ("sprite", None, 1200)]
    sent = await chat.ada.wait_for(has_file, since=0)
    returned = await chat.ada.download(sent)
    from python_calamine import CalamineWorkbook

    back = CalamineWorkbook.from_filelike(io.BytesIO(returned)).get_sheet_by_index(0).to_python()
    assert back[0] == ["SKU", "Description", "Qty", "Unit", "Remark", "row", "reason"]
    assert [(row[0], row[5], row[6]) for row in back[1:]] == [
        ("COKE999", 5.0, "there is no article “COKE999”"),
        ("IP15P", 6.0, "“2025-05-10” is a date, not a quantity"),
    ]

    # The very same file again, under another name: it is asked about, and left.
    before = await lines(chat)
    await chat.ada.send_document(content, "week42-1.xlsx")
    again = await chat.ada.wait_for("same file")
    assert again.labels == ["🔁 Take it again", "Leave it"]
    left = await tap(chat.ada, "Leave it", again, "nothing was ordered")
    assert left.labels == []
    assert await lines(chat) == before
    # And taken: once, however often its button is tapped.
    await chat.ada.send_document(content, "week42.xlsx")
    again = await chat.ada.wait_for("same file")
    data = again.button("Take it again")
    assert data is not None
    await tap(chat.ada, "Take it again", again, "3 rows are in your order")
    assert await lines(chat) == [("coke", "case", 576), ("sprite", None, 2400)]
    await chat.ada.tap_data(again, str(data.data))
    await chat.ada.wait_for("3 rows are in your order")
    assert await lines(chat) == [("coke", "case", 576), ("sprite", None, 2400)]


async def test_an_own_layout_is_confirmed_once_and_own_part_numbers_are_learnt(chat: Chat) -> None:
    bolt = await make_product(chat.core, "00417", "Steel bolt M8", category="hardware", brand="Bolt")
    await make_stock(chat.core, bolt, chat.warehouse, 5000)
    head = ["Lfd", "Part no", "Our ref X", "Menge alt", "Menge neu"]
    await chat.ada.send_document(
        workbook(head, [1, "K-77", "COKE330", 48, 24], [2, "K-78", "00417", 7, 9]), "own.xlsx"
    )
    asked = await chat.ada.wait_for("Is this right?")
    assert asked.text.splitlines() == [
        "📎 own.xlsx: 2 rows",
        "",
        "Column C “Our ref X” is the article (COKE330)",
        "Column B “Part no” is your own part number (K-77)",
        "Column D “Menge alt” is the quantity (48)",
        "",
        "Is this right? I will remember it for your next file.",
    ]
    assert await count(chat.core, DraftLineRow) == 0
    other = await tap(chat.ada, "Quantity is E", asked, "Column E “Menge neu” is the quantity (24)")
    await tap(chat.ada, "Yes, order by it", other, "2 rows are in your order")
    assert await lines(chat) == [("coke", None, 24), ("other", None, 9)]
    assert await count(chat.core, TableLayoutRow) == 1
    assert sorted(row.phrase for row in await rows(chat.core, AliasRow)) == ["K-77", "K-78"]

    # The next file of this make is taken at once, and its own part numbers are enough.
    await chat.ada.send_document(workbook(head, [1, "K-78", "", 1, 3]), "own2.xlsx")
    await chat.ada.wait_for("1 row is in your order")
    assert await lines(chat) == [("coke", None, 24), ("other", None, 12)]
    # They are the dealer's words everywhere, and nobody else's.
    await ask(chat.ada, "5 K-78", "17 pieces")
    assert (await lines(chat))[1] == ("other", None, 17)
    await chat.cora.send_document(workbook(["Part no", "Qty"], ["K-78", 3]), "own.xlsx")
    assert "no row could be taken" in (await chat.cora.wait_for("📎")).text


LANGUAGES = {
    "en": ("SKU\tProduct\tQty\tUnit", "case", "2 rows are in your order", "utf-16"),
    "zh_CN": ("货号\t品名\t数量\t单位", "箱", "2 行已加入订单", "gbk"),
    "tr": ("Stok Kodu\tÜrün adı\tMiktar\tAçıklama", "", "2 satır siparişinizde", "cp1254"),
    "ms": ("Kod Barang\tNama Barang\tKuantiti\tUnit", "", "2 baris dalam pesanan anda", "utf-8"),
}


async def test_pasted_tables_and_old_encodings_are_read_in_four_languages(chat: Chat) -> None:
    for language, (head, unit, said, encoding) in LANGUAGES.items():
        await write(chat.core, update(PersonRow).where(PersonRow.name == "Ada").values(language=language))
        table = f"{head}\nCOKE330\tkola şişe\t2\t{unit}\nSPRITE330\t雪碧\t3\t"
        table = table.replace("雪碧", "") if language == "tr" else table.replace("şişe", "")
        card = await ask(chat.ada, table, said)
        pieces = {"coke": 48 if unit else 2, "sprite": 3}
        assert {name: quantity for name, _, quantity in await lines(chat)} == pieces
        await tap(chat.ada, chat.service.book.text(language, "button.discard"), card, "🗑")
        await write(chat.core, DraftLineRow.__table__.delete())

        as_csv = table.replace("\t", ";").replace("2", "4", 1)
        await chat.ada.send_document(as_csv.encode(encoding), "tablo.csv")
        await chat.ada.wait_for(said)
        assert {name: quantity for name, _, quantity in await lines(chat)}["sprite"] == 3
        card = await ask(chat.ada, "/draft", "TechMart Corp")
        await tap(chat.ada, chat.service.book.text(language, "button.discard"), card, "🗑")
        await write(chat.core, DraftLineRow.__table__.delete())
    names = [row.name for row in await rows(chat.core, OrderFileRow)]
    assert set(names) == {"tablo.csv", "table.csv", "表格.csv", "jadual.csv"}


async def test_what_cannot_be_read_is_said_in_one_sentence_and_changes_nothing(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ask(chat.ada, "10 cases coke")
    before = await all_rows(chat)
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    for content, name, sentence in (
        (locked, "locked.xlsx", "Send CSV in UTF-8, or an Excel workbook without a password."),
        (b"PK\x03\x04 no zip", "broken.xlsx", "“broken.xlsx” cannot be read."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "table.csv", "“table.csv” cannot be read."),
        (b"%PDF-1.7\n\x01\x02\x03\xff", "order.pdf", "“order.pdf” cannot be read."),
        (b"\n \n", "empty.csv", "“empty.csv” is empty."),
    ):
        await chat.ada.send_document(content, name)
        assert sentence in (await chat.ada.wait_for(name)).text
        assert await all_rows(chat) == before
    monkeypatch.setattr(handlers, "MOST_FETCHED", 100)
    await chat.ada.send_document(b"SKU,Qty\n" + b"COKE330,1\n" * 20, "huge.csv")
    await chat.ada.wait_for("“huge.csv” is too big for the chat: 20 MB at most.")
    assert await all_rows(chat) == before
    monkeypatch.setattr(handlers, "MOST_FETCHED", 20_000_000)
    await chat.ada.send_document(b"hello;world\nnice;day\n", "letter.csv")
    told = await chat.ada.wait_for("I cannot tell which column is the article")
    assert told.labels == []
    assert await count(chat.core, DraftLineRow) == 1


async def test_a_file_in_csv_gives_its_bad_rows_back_as_csv(chat: Chat) -> None:
    await chat.cora.send_document(b"'SKU;Qty\n00042;5\n=COKE330;x\n", "my.order.csv")
    await chat.cora.wait_for("no row could be taken")
    sent = await chat.cora.wait_for(has_file, since=0)
    assert sent.file_name == "my.order.not-taken.csv"
    text = (await chat.cora.download(sent)).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["SKU", "Qty", "row", "reason"],
        ["00042", "5", "2", "there is no article “00042”"],
        ["'=COKE330", "x", "3", "“x” is not a quantity"],
    ]
