"""A11: the catalogue in the pocket: places, lists, the card with its picture, one tap into the order."""

import io
from datetime import timedelta

from PIL import Image
from sqlalchemy import update

from bot.tables import SentPictureRow
from core.catalog.tables import AssortmentRow, ProductPictureRow, SubstituteRow
from core.dealers.tables import DealerRow
from core.intake.tables import StockWatchRow
from core.kernel.actor import SYSTEM
from core.stock.use_cases.correct_stock import CorrectStock
from core.stock.use_cases.receive_goods import ReceiptLine, ReceiveGoods
from dealerline.sandbox.seen import ChatMessage
from tests.chat import Chat, ask, caught_up, tap
from tests.make import count, make_product, make_product_name, rows, write
from tests.make.rows import add
from tests.stories.trade import all_rows, offering


def picture(colour: str) -> bytes:
    sheet = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(sheet, "PNG")
    return sheet.getvalue()


async def coke_card(chat: Chat) -> ChatMessage:
    top = await ask(chat.ada, "/catalog", "Catalogue")
    drinks = await tap(chat.ada, "grocery", top, "grocery")
    goods = await tap(chat.ada, "drinks", drinks, "COKE330")
    return await tap(chat.ada, "1", goods, offering("Other amount"))


async def test_from_the_top_to_a_line_of_the_order_by_taps_alone(chat: Chat) -> None:
    top = await ask(chat.ada, "/catalog", "Catalogue")
    assert top.text.split("\n")[:2] == ["📖 Catalogue", "3 products"]
    assert top.labels == [
        "electronics (1)", "grocery (2)", "🏷 Brands", "⭐ My usual", "🆕 New", "📦 Back in stock",
    ]  # fmt: skip
    drinks = await tap(chat.ada, "grocery", top, "grocery")
    goods = await tap(chat.ada, "drinks", drinks, "COKE330")
    assert goods.text.split("\n") == [
        "📖 grocery › drinks",
        "2 products",
        "",
        "1. Coca-Cola 330 ml can",
        "    $0.54 / piece 🟢 · COKE330",
        "2. Sprite 330 ml can",
        "    $0.54 / piece 🟢 · SPRITE330",
    ]
    card = await tap(chat.ada, "1", goods, offering("Other amount"))
    assert card.text.split("\n")[:4] == [
        "Coca-Cola 330 ml can", "COKE330 · Coca-Cola", "", "$0.54 / piece 🟢",
    ]  # fmt: skip
    assert "📦 1 case = 24 pieces · $12.96" in card.text
    first = await tap(chat.ada, "➕ 1 piece", card, "In your order: 1 piece")
    assert first.id == card.id
    second = await tap(chat.ada, "➕ 1 piece", first, "In your order: 2 pieces")
    await tap(chat.ada, "Other amount", second, "How much of Coca-Cola")
    quote = await ask(chat.ada, "90 箱", "With you")
    assert "90 cases (2,160) × $0.54" in quote.text
    assert "2 pieces × $0.54" in quote.text
    placed = await tap(chat.ada, "Confirm", quote, "is placed")
    assert "B2B-2025-1" in placed.text
    again = await ask(chat.ada, "/catalog", "3 products")
    usual = await tap(chat.ada, "My usual", again, "usually buy")
    assert "COKE330" in usual.text
    assert "SPRITE330" not in usual.text


async def test_the_same_tap_twice_adds_once_and_other_words_are_an_ordinary_message(chat: Chat) -> None:
    card = await coke_card(chat)
    taps = await chat.ada.tap_twice("➕ 1 piece", card)
    for one in taps:
        await one.answer()
    await chat.ada.wait_for("In your order: 1 piece")
    await caught_up(chat.ada)
    asked = await tap(chat.ada, "Other amount", card, "How much of")
    assert "Write a number with a unit: pieces, cases." in asked.text
    answered = await ask(chat.ada, "where is my order", lambda message: message.id > asked.id)
    assert "1 piece" not in answered.text
    assert "1 piece × $0.54" in (await ask(chat.ada, "/draft")).text


async def test_what_is_not_on_the_approved_list_is_not_there(chat: Chat) -> None:
    await add(chat.core, AssortmentRow, code="DRINKS", scope="category", value="grocery")
    mine = DealerRow.id == chat.techmart
    await write(chat.core, update(DealerRow).where(mine).values(assortment="DRINKS"))
    whole = await ask(chat.cora, "/catalog", "Catalogue")
    phones = await tap(chat.cora, "electronics", whole, "electronics")
    ways = [phones.button("smartphones")]
    shown = await tap(chat.cora, "smartphones", phones, "IP15P")
    ways += [shown.button("1"), (await tap(chat.cora, "1", shown, offering("➕"))).button("➕ 1 piece")]
    top = await ask(chat.ada, "/catalog", "Catalogue")
    assert top.text.split("\n")[1] == "2 products"
    assert [label for label in top.labels if "electronics" in label] == []
    assert "Nothing found" in (await ask(chat.ada, "/catalog IP15P", "🔎")).text
    before = (await all_rows(chat)) | {"idempotency": []}
    for forged in ways:
        assert forged is not None
        await (await chat.ada.tap_data(top, forged.data or "")).answer()
    await caught_up(chat.ada)
    assert (await all_rows(chat)) | {"idempotency": []} == before
    assert not [one for one in chat.ada.from_bot() if "iPhone" in one.text]


async def test_somebody_who_waits_is_told_once_in_the_own_language(chat: Chat) -> None:
    fanta = await make_product(
        chat.core, "FANTA330", "Fanta 330 ml can", cost="0.50", list_price="0.80", brand="Fanta",
        category="grocery/drinks", packs={"case": 24},
    )  # fmt: skip
    await make_product_name(chat.core, fanta, "zh_CN", "芬达 330 毫升")
    await chat.core.execute(SYSTEM, ReceiveGoods("LA", (ReceiptLine(fanta, 5),)))
    chat.clock.advance(timedelta(minutes=1))
    gone = CorrectStock(fanta, "LA", 0, is_count=True, reason="counted")
    await chat.core.execute(SYSTEM, gone)
    chat.clock.advance(timedelta(minutes=1))
    await add(chat.core, SubstituteRow, product_id=fanta, substitute_id=chat.sprite, rank=1)
    found = await ask(chat.ada, "/catalog fanta", "🔎 “fanta”")
    card = await tap(chat.ada, "1", found, offering("Tell me"))
    assert "🔴\nNot in stock at the moment" in card.text
    assert "↔️ SPRITE330 · Brand: Sprite · $0.54" in card.labels
    watched = await tap(chat.ada, "Tell me", card, "told once")
    unwatched = await tap(chat.ada, "Do not tell me", watched, "not be told")
    assert await count(chat.core, StockWatchRow) == 0
    await tap(chat.ada, "Tell me", unwatched, "told once")
    await tap(chat.ada, "中文", await ask(chat.ada, "/language", "Which language"), "/catalog")
    receipt = ReceiveGoods("LA", (ReceiptLine(fanta, 48),))
    await chat.core.execute(SYSTEM, receipt)
    told = await chat.ada.wait_for("重新到货")
    assert told.text == "📦 重新到货：芬达 330 毫升 FANTA330"
    opened = await tap(chat.ada, "看一看", told, offering("其他数量"))
    assert "🟢" in opened.text
    await chat.core.execute(SYSTEM, receipt)
    await chat.ada.say("/catalog")
    top = await chat.ada.wait_for("产品目录")
    back = await tap(chat.ada, "重新到货", top, "FANTA330")
    assert "COKE330" not in back.text
    assert len([one for one in chat.ada.from_bot() if one.text.startswith("📦 重新到货：")]) == 1
    assert await count(chat.core, StockWatchRow) == 0


async def test_the_office_shows_a_product_and_dealers_see_it_from_then_on(chat: Chat) -> None:
    await chat.otto.send_photo(picture("red"), caption="coke330")
    done = await chat.otto.wait_for("This is the picture")
    first = await coke_card(chat)
    assert first.raw["photo"]
    assert first.text.startswith("Coca-Cola 330 ml can")
    changed = await tap(chat.ada, "➕ 1 piece", first, "In your order: 1 piece")
    assert changed.id == first.id
    await coke_card(chat)
    uploads = [one for one in await chat.sandbox.calls() if one["method"].lower() == "sendphoto"]
    assert [one["ok"] for one in uploads] == [True, True]
    (kept,) = await rows(chat.core, SentPictureRow)
    assert uploads[-1]["fields"]["photo"] == kept.file_id
    await chat.ada.send_photo(picture("blue"), caption="COKE330")
    await caught_up(chat.ada)
    (row,) = await rows(chat.core, ProductPictureRow)
    assert row.digest == kept.digest  # a dealer sets no picture
    await chat.otto.send_photo(picture("blue"), caption="NO-SUCH-SKU")
    await chat.otto.wait_for("product")
    await chat.otto.send_photo(picture("blue"))
    await chat.otto.wait_for("with the SKU below it")
    await tap(chat.otto, "Take the picture away", done, "no picture any more")
    assert "photo" not in (await coke_card(chat)).raw
    assert await count(chat.core, ProductPictureRow) == 0
