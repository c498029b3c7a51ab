"""A10: a photo of a list or of shelf labels becomes an order, and stays beside it."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import update

from bot.dealer.ordering.photos import handlers
from core.catalog.tables import BarcodeRow
from core.dealers.tables import DealerPersonRow, PersonRow
from core.kernel.actor import Role
from core.orders.tables import DraftLineRow, DraftRow, OriginalRow
from dealerline.sandbox.seen import ChatMessage
from tests.chat import Chat, ask, tap
from tests.make import count, make_product, rows, touch_catalog, write
from tests.make.rows import add
from tests.paper import draw_rows, photographed

pytest.importorskip("rapidocr", reason="photos are read by the extra photo")

LIST = [
    [(60, "ABC Mini Market")],
    [(60, "Tel: 03-7788 1234")],
    [(60, "Item"), (800, "Qty")],
    [(60, "Coca-Cola 330 ml can"), (800, "10 cs")],
    [(60, "Sprite 330 ml can"), (800, "120")],
    [(60, "Apple iPhone 15 Pro 128GB"), (800, "3")],
]


async def lines(chat: Chat) -> list[tuple[str, int | None]]:
    names = {chat.coke: "coke", chat.sprite: "sprite", chat.iphone: "iphone"}
    found = await rows(chat.core, DraftLineRow)
    return [(names.get(row.product_id, "?"), row.quantity) for row in sorted(found, key=lambda r: r.position)]


def has_photo(message: ChatMessage) -> bool:
    return "photo" in message.raw


async def test_a_photographed_list_is_an_order_and_the_photo_goes_along(chat: Chat) -> None:
    photo = photographed(draw_rows(LIST), lean=4)
    await chat.ada.send_photo(photo, caption="for tomorrow please")
    card = await chat.ada.wait_for("Your order")
    assert card.text.splitlines()[0] == "📷 Read from your photo: 3 lines."
    assert await lines(chat) == [("coke", 240), ("sprite", 120), ("iphone", 3)]
    (draft,) = await rows(chat.core, DraftRow)
    assert draft.delivery_date == chat.clock.now().date().replace(day=chat.clock.now().day + 1)
    read = await tap(chat.ada, "As read", card, "As read")
    assert read.text.splitlines()[-3:] == [
        "✅ 10 cs Coca-Cola 330 ml can",
        "✅ 120 x Sprite 330 ml can",
        "✅ 3 x Apple iPhone 15 Pro 128GB",
    ]
    assert "➖ ABC Mini Market" in read.text
    placed = await tap(chat.ada, "Confirm", card, "B2B-2025-1")
    assert placed.text
    # Rita looks at it; Cora, of another dealer, never.
    found = await ask(chat.rita, "/original B2B-2025-1", "was read from this")
    shown = await tap(chat.rita, "Photo of", found, "As read")
    picture = await tap(chat.rita, "Show the original", shown, has_photo)
    assert "TechMart Corp · Ada" in picture.text
    kept = Image.open(io.BytesIO(await chat.rita.download(picture)))
    assert kept.getexif() == {}
    data = shown.button("Show the original")
    assert data is not None
    await ask(chat.cora, "/original B2B-2025-1", "was not read from a photo")
    await chat.cora.tap_data(card, str(data.data))
    refused = await chat.cora.wait_for("could not find")
    assert not has_photo(refused)

    # The very same photo again: asked, left; then taken once more.
    await chat.ada.send_photo(photo)
    again = await chat.ada.wait_for("by this very photo")
    await tap(chat.ada, "Leave it", again, "nothing was ordered")
    assert await count(chat.core, DraftLineRow, DraftLineRow.draft_id != draft.id) == 0
    await chat.ada.send_photo(photo)
    again = await chat.ada.wait_for("by this very photo")
    await tap(chat.ada, "Take it again", again, "Read from your photo")
    assert await count(chat.core, DraftLineRow, DraftLineRow.draft_id != draft.id) == 3


async def test_what_is_no_list_says_what_to_do_and_nothing_is_ordered(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("list.txt", "10 coke")
    huge = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(huge, "PNG")
    heic = b"\x00\x00\x00\x18ftypheic" + bytes(64)
    whole = photographed(draw_rows(LIST))
    for content, name, media_type, answer in (
        (packed.getvalue(), "list.jpg", "image/jpeg", "no picture that I can open"),
        (huge.getvalue(), "huge.png", "image/png", "too large"),
        (heic, "IMG_1.HEIC", "image/heic", "HEIC"),
        (whole[: len(whole) // 2], "half.jpg", "image/jpeg", "damaged"),
    ):
        await chat.ada.send_document(content, name, content_type=media_type)
        await chat.ada.wait_for(answer)
    monkeypatch.setattr(handlers, "MOST_FETCHED", 1000)
    await chat.ada.send_document(whole, "heavy.jpg", content_type="image/jpeg")
    await chat.ada.wait_for("too large")
    monkeypatch.undo()
    assert await count(chat.core, OriginalRow) == 0
    # A cat: no writing at all.
    await chat.ada.send_photo(photographed(Image.effect_noise((640, 480), 60).convert("RGB")))
    await chat.ada.wait_for("I see no list")
    assert await count(chat.core, DraftLineRow) == 0
    assert await count(chat.core, DraftRow) == 0


async def test_barcodes_ask_how_many_and_an_album_is_one_order(chat: Chat) -> None:
    bars = zxingcpp.create_barcode("4006381333931", zxingcpp.BarcodeFormat.EAN13).to_image(scale=5)
    code = Image.fromarray(np.asarray(bars)).convert("RGB")
    tonic = await make_product(chat.core, "TONIC", "Tonic Water 1 L", brand="Tonic", packs={"case": 6})
    await add(chat.core, BarcodeRow, code="4006381333931", product_id=tonic, unit="each")
    await touch_catalog(chat.core, tonic)
    page = Image.new("RGB", (900, 500), "white")
    page.paste(code, (150, 120))
    await chat.ada.send_photo(photographed(page))
    card = await chat.ada.wait_for("Tonic Water 1 L")
    assert card.text.splitlines()[0] == "📷 Read from your photo: 1 line."
    (line,) = await rows(chat.core, DraftLineRow)
    assert (line.product_id, line.quantity, line.questions) == (tonic, None, ["quantity_missing"])
    await ask(chat.ada, "4", "Your order")
    await chat.ada.send_photo(photographed(draw_rows([[(60, "Sprite 330 ml can"), (800, "24")]])))
    await chat.ada.wait_for("Sprite")
    assert [
        row.quantity for row in sorted(await rows(chat.core, DraftLineRow), key=lambda r: r.position)
    ] == [4, 24]
    assert await count(chat.core, DraftRow) == 1


async def test_whoever_may_only_look_orders_by_no_photo(chat: Chat) -> None:
    await write(chat.core, update(DealerPersonRow).values(role=Role.DEALER_VIEWER))
    await chat.ada.send_photo(photographed(draw_rows(LIST)))
    told = await chat.ada.wait_for()
    assert "Read from" not in told.text
    assert await count(chat.core, DraftRow) == 0
    assert await count(chat.core, OriginalRow) == 0


@pytest.mark.parametrize(
    ("language", "rows_", "said"),
    [
        ("zh_CN", [[(60, "品名"), (800, "数量")], [(60, "COKE330"), (800, "48")]], "从照片中读到 1 行"),
        ("tr", [[(60, "Kod"), (800, "Miktar")], [(60, "COKE330"), (800, "48")]], "Fotoğrafınızdan 1 satır"),
        (
            "ms",
            [[(60, "Kod"), (800, "Kuantiti")], [(60, "COKE330"), (800, "48")]],
            "Dibaca daripada foto anda: 1",
        ),
    ],
)
async def test_lists_are_read_and_answered_in_the_language_of_the_dealer(
    chat: Chat, language: str, rows_: list[list[tuple[int, str]]], said: str
) -> None:
    await write(chat.core, update(PersonRow).values(language=language))
    await chat.ada.send_photo(photographed(draw_rows(rows_, han=language == "zh_CN")))
    await chat.ada.wait_for(said)
    assert await lines(chat) == [("coke", 48)]


async def test_an_order_below_a_picture_of_the_goods_is_taken_by_its_words(chat: Chat) -> None:
    blank = io.BytesIO()
    Image.new("RGB", (400, 300), (90, 120, 60)).save(blank, "JPEG")
    await chat.ada.send_photo(blank.getvalue(), caption="25 iphone 15 pro")
    card = await chat.ada.wait_for("Your order")
    assert card.text.splitlines()[0] == "📷 I see no list in the photo, so I took your words:"
    assert await lines(chat) == [("iphone", 25)]
