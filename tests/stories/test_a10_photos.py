"""A10: a photo of a list or of shelf labels becomes an order, and stays beside it."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image

from bot.dealer.ordering.photos import handlers
from core.orders.tables import DraftLineRow, DraftRow, OriginalRow
from dealerline.sandbox.seen import ChatMessage
from tests.chat import Chat, ask, tap
from tests.make import count, rows
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
