"""A6: templates are kept, shared, ordered from at today's terms, and filled up to."""

from __future__ import annotations

from sqlalchemy import insert, update

from core.catalog.tables import ProductRow, SubstituteRow
from core.dealers.tables import PersonRow
from core.orders.tables import DraftLineRow
from core.pricing.tables import BasePriceRow, PriceChangeRow
from core.templates.tables import TemplateLineRow, TemplateRow
from tests.chat import Chat, ask, tap
from tests.make import count, make_product, make_product_name, make_stock, rows, touch_catalog, write
from tests.stories.trade import all_rows, new_colleague, offering


async def quantities(chat: Chat) -> dict[str, int | None]:
    names = {row.id: row.sku for row in await rows(chat.core, ProductRow)}
    return {names[row.product_id]: row.quantity for row in await rows(chat.core, DraftLineRow)}


async def discard(chat: Chat) -> None:
    card = await ask(chat.ada, "/draft", offering("Discard"))
    await tap(chat.ada, "Discard", card, "🗑")
    await write(chat.core, DraftLineRow.__table__.delete())


async def test_a_template_is_kept_renamed_shared_ordered_from_and_deleted(chat: Chat) -> None:
    assert "No templates yet" in (await ask(chat.ada, "/templates", "templates")).text
    assert "nothing to keep yet" in (await ask(chat.ada, "save as Monday order", "nothing")).text
    await ask(chat.ada, "10 cases coke\n5 iphone 15 pro\n48 sprite")
    saved = await ask(chat.ada, "save as Monday order", "Saved as")
    assert saved.text.splitlines() == [
        "💾 Saved as “Monday order”: 3 lines.", "", "📋 Monday order", "",
        "• Coca-Cola 330 ml can – 10 cases",
        "• Apple iPhone 15 Pro 128GB – 5 pieces",
        "• Sprite 330 ml can – 48 pieces",
    ]  # fmt: skip
    # The same name again takes the place of what it held.
    await ask(chat.ada, "make the sprite 96", "96 pieces")
    again = await ask(chat.ada, "save as monday ORDER", "now holds this: 3 lines")
    assert await count(chat.core, TemplateRow) == 1
    await tap(chat.ada, "Rename", again, "What shall it be called?")
    renamed = await ask(chat.ada, "Bar", "📋 Bar")

    # A colleague sees it once it is shared, may order by it, and may not change it.
    carl = await new_colleague(chat, chat.techmart, "Carl", 5010)
    assert "No templates yet" in (await ask(carl, "/templates", "templates")).text
    await tap(chat.ada, "Share", renamed, "Your colleagues can order by it")
    listed = await ask(carl, "my templates", "Your templates")
    shown = await tap(carl, "Bar · 3 lines", listed, "by Ada")
    assert shown.labels == ["🛒 Order it", "📊 Up to par", "‹ Back"]
    await tap(carl, "Order it", shown, "“Bar” is in your order")
    # Another dealer knows nothing of it.
    assert "There is no template “Bar”" in (await ask(chat.cora, "template Bar", "template")).text

    await discard(chat)
    card = await ask(chat.ada, "template bar", "“Bar” is in your order, at today's prices.")
    assert card.text.splitlines()[2] == "🛒 Your order · TechMart Corp"
    assert await quantities(chat) == {"COKE330": 240, "IP15P": 5, "SPRITE330": 96}
    found = await ask(chat.ada, "/templates", "Your templates")
    opened = await tap(chat.ada, "Bar", found, "📋 Bar")
    sure = await tap(chat.ada, "Delete", opened, "Delete “Bar”?")
    await tap(chat.ada, "Yes, delete it", sure, "“Bar” is deleted")
    assert (await count(chat.core, TemplateRow), await count(chat.core, TemplateLineRow)) == (0, 0)


async def test_what_has_changed_since_is_said_and_a_substitute_is_one_tap(chat: Chat) -> None:
    pepsi = await make_product(
        chat.core, "PEPSI330", "Pepsi 330 ml can", cost="0.50", list_price="0.80", packs={"case": 24}
    )
    fanta = await make_product(
        chat.core, "FANTA330", "Fanta 330 ml can", cost="0.50", list_price="0.80", packs={"case": 24}
    )
    for product in (pepsi, fanta):
        await make_stock(chat.core, product, chat.warehouse, 5000)
    await write(chat.core, insert(SubstituteRow).values(product_id=pepsi, substitute_id=fanta, rank=1))
    await ask(chat.ada, "2 cases coke\n3 cases pepsi\n4 cases sprite\n600 iphone 15 pro")
    await ask(chat.ada, "save as Weekend", "Saved as")
    await discard(chat)
    await write(
        chat.core,
        update(BasePriceRow).where(BasePriceRow.product_id == chat.coke).values(cost_micros=600_000),
        update(PriceChangeRow).values(last=PriceChangeRow.last + 1),
        update(ProductRow).where(ProductRow.id == pepsi).values(active=False),
        update(ProductRow).where(ProductRow.id == chat.sprite).values(packs={"each": 1, "case": 20}),
    )
    for product in (pepsi, chat.sprite):
        await touch_catalog(chat.core, product)
    card = await ask(chat.ada, "template weekend", "“Weekend” is in your order")
    assert card.text.splitlines()[:5] == [
        "📋 “Weekend” is in your order, at today's prices.",
        "🚫 Pepsi 330 ml can cannot be had any more; Fanta 330 ml can stands in for it",
        "📦 Sprite 330 ml can: case holds 20 now, not 24",
        "▲ Coca-Cola 330 ml can: $0.54 → $0.648",
        "🔴 Apple iPhone 15 Pro 128GB: 500 of 600 are there",
    ]
    assert await quantities(chat) == {"COKE330": 48, "SPRITE330": 80, "IP15P": 600}
    instead = await chat.ada.wait_for("One tap takes", since=0)
    await tap(chat.ada, "Take Fanta", instead, "It stands in now")
    assert (await quantities(chat))["FANTA330"] == 72

    # Nothing of it is left: said, and no draft is begun.
    await discard(chat)
    await write(chat.core, update(ProductRow).values(active=False))
    for product in (chat.coke, chat.sprite, chat.iphone, fanta):
        await touch_catalog(chat.core, product)
    before = await count(chat.core, DraftLineRow)
    gone = await ask(chat.ada, "template weekend", "Nothing of “Weekend” can be ordered any more")
    assert gone.labels == []
    assert await count(chat.core, DraftLineRow) == before == 0


async def test_up_to_par_orders_what_is_lacking_in_whole_packs(chat: Chat) -> None:
    await ask(chat.ada, "10 cases coke\n96 sprite\n4 iphone 15 pro")
    await ask(chat.ada, "save as Par", "Saved as")
    await discard(chat)
    # In words at once: a number without a unit counts the template's unit.
    await ask(chat.ada, "bring me up to par: coke 3, sprite 10", "“Par” is in your order")
    assert await quantities(chat) == {"COKE330": 168, "SPRITE330": 86}
    await discard(chat)
    # Or asked for.
    opened = await tap(chat.ada, "Par", await ask(chat.ada, "/templates", "Your templates"), "📋 Par")
    await tap(chat.ada, "Up to par", opened, "what is still there?")
    card = await ask(chat.ada, "no coke\n1 iphone\n12 bananas", "“Par” is in your order")
    assert "I did not understand: 12 bananas" in card.text
    assert await quantities(chat) == {"COKE330": 240, "IP15P": 3}
    await discard(chat)
    # Enough of everything orders nothing.
    before = await all_rows(chat)
    await ask(chat.ada, "bring me up to par: coke 12", "“Par” lacks nothing")
    assert await all_rows(chat) == before


SAVE = {
    "zh_CN": ("10 箱可乐", "存为周一", "模板 周一", "补到标准：可乐 3"),
    "tr": ("10 koli coca cola 330", "pazartesi olarak kaydet", "şablon pazartesi", "tamamla: coca cola 3"),
    "ms": ("10 karton coca cola 330", "simpan sebagai Isnin", "templat Isnin", "cukupkan: coca cola 3"),
}


async def test_templates_are_kept_and_filled_up_in_every_language(chat: Chat) -> None:
    book = chat.service.book
    await make_chinese_coke(chat)
    for language, (order, save, use, fill) in SAVE.items():
        await write(chat.core, update(PersonRow).where(PersonRow.name == "Ada").values(language=language))
        await ask(chat.ada, order, "TechMart Corp")
        await ask(chat.ada, save, "💾")
        for text, pieces in ((use, 240), (fill, 168)):
            card = await ask(chat.ada, "/draft", lambda message: message.labels != [])
            await tap(chat.ada, book.text(language, "button.discard"), card, "🗑")
            await write(chat.core, DraftLineRow.__table__.delete())
            await ask(chat.ada, text, offering(book.text(language, "button.discard")))
            assert await quantities(chat) == {"COKE330": pieces}, language
        card = await ask(chat.ada, "/draft", lambda message: message.labels != [])
        await tap(chat.ada, book.text(language, "button.discard"), card, "🗑")
        await write(chat.core, DraftLineRow.__table__.delete(), *forget_templates())


def forget_templates() -> list[object]:
    return [TemplateLineRow.__table__.delete(), TemplateRow.__table__.delete()]


async def make_chinese_coke(chat: Chat) -> None:
    await make_product_name(chat.core, chat.coke, "zh_CN", "可口可乐 330 毫升罐装 可乐")
    await touch_catalog(chat.core, chat.coke)
