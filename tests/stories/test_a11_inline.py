"""A11: searching as one types, with the own price and stock; a result becomes a line of the order."""

from datetime import timedelta

from sqlalchemy import update

from core.catalog.tables import AssortmentRow
from core.dealers.tables import DealerRow, PersonRow
from core.infra.queue import JobRow
from tests.chat import Chat, ask
from tests.make import count, make_product, rows, write
from tests.make.rows import add
from tests.stories.trade import all_rows

BEARINGS = (
    ("6210-2RS", "Norvek deep groove ball bearing 6210-2RS 50x90x20 mm", "rubber seals", "steel"),
    ("6210-ZZ", "Norvek deep groove ball bearing 6210-ZZ 50x90x20 mm", "metal shields", "steel"),
    ("S6210", "Norvek stainless steel deep groove ball bearing S6210 50x90x20 mm", "open", "stainless steel"),
)


async def bearings(chat: Chat) -> None:
    for sku, name, seal, material in BEARINGS:
        attributes = {
            "bore": "50 mm", "outer diameter": "90 mm", "width": "20 mm", "seal": seal, "material": material,
        }  # fmt: skip
        await make_product(
            chat.core, sku, name, brand="Norvek", category="industrial/bearings", cost="10",
            list_price="20", attributes=attributes,
        )  # fmt: skip


async def test_a_search_while_typing_becomes_a_line_with_the_price_that_was_shown(chat: Chat) -> None:
    await bearings(chat)
    (stainless,) = await chat.ada.ask_inline("stainless bearing 50mm")
    assert stainless["title"] == "Norvek stainless steel deep groove ball bearing S6210 50x90x20 mm"
    assert stainless["description"] == "$10.80 / piece · 🔴 not in stock\nS6210 · Norvek"
    (chinese,) = await chat.ada.ask_inline("直径50mm的不锈钢轴承")
    assert chinese["id"] == stainless["id"]
    drinks = await chat.ada.ask_inline("330")
    assert {one["description"] for one in drinks} >= {
        "$0.54 / piece · 🟢 in stock\nCOKE330 · Coca-Cola", "$0.54 / piece · 🟢 in stock\nSPRITE330 · Sprite",
    }  # fmt: skip
    fits = await chat.ada.ask_inline("6210-2RS for 6210-ZZ")
    assert fits[0]["description"].split("\n")[1:] == [
        "6210-2RS · Norvek", "↔️ Seal: rubber seals",
    ]  # fmt: skip
    coke = next(one for one in await chat.ada.ask_inline("coca cola 330") if "COKE330" in one["description"])
    sent = await chat.ada.choose_inline(coke)
    assert sent.text == "1 piece COKE330"
    card = await chat.ada.wait_for("Your order")
    assert "1 piece × $0.54 = $0.54" in card.text
    assert await count(chat.core, JobRow, JobRow.kind == "telegram.update") == 1


async def test_everybody_sees_the_own_prices_goods_and_language_and_strangers_one_sentence(
    chat: Chat,
) -> None:
    await add(chat.core, AssortmentRow, code="DRINKS", scope="category", value="grocery")
    mine = DealerRow.id == chat.techmart
    await write(chat.core, update(DealerRow).where(mine).values(assortment="DRINKS"))
    assert "$0.54" in (await chat.ada.ask_inline("coca cola"))[0]["description"]
    assert "$0.60" in (await chat.cora.ask_inline("coca cola"))[0]["description"]
    assert await chat.ada.ask_inline("iphone 15 pro") == []
    assert (await chat.cora.ask_inline("iphone 15 pro"))[0]["description"].endswith("IP15P · Apple")
    assert await chat.nell.ask_inline("coca cola") == []
    start = {"start_parameter": "catalogue"}
    assert chat.nell.inline_button == {"text": "To see prices, join with an invite link", **start}
    assert await chat.otto.ask_inline("coca cola") == []
    assert chat.otto.inline_button == {"text": "The catalogue is for dealers", **start}
    await write(
        chat.core, update(PersonRow).where(PersonRow.id == chat.buyer.person_id).values(language="tr")
    )
    turkish = await chat.ada.ask_inline("coca cola")
    assert turkish[0]["description"] == "$0,54 / adet · 🟢 stokta\nCOKE330 · Coca-Cola"
    await write(chat.core, update(PersonRow).where(PersonRow.id == chat.buyer.person_id).values(blocked=True))
    assert await chat.ada.ask_inline("coca cola") == []
    before = await all_rows(chat)
    assert await chat.cora.ask_inline("qqqq wwww") == []
    assert chat.cora.inline_button == {"text": "Nothing found: look in the catalogue", **start}
    assert await all_rows(chat) == before
    (call, *_) = await chat.sandbox.calls("answerInlineQuery")
    assert (call["fields"]["is_personal"], call["fields"]["cache_time"]) == ("true", "5")


async def test_without_a_word_the_usual_stands_there_and_the_button_leads_to_the_catalogue(
    chat: Chat,
) -> None:
    assert await chat.ada.ask_inline("") == []
    assert chat.ada.inline_button == {"text": "Write what you look for", "start_parameter": "catalogue"}
    await chat.ada.start("catalogue")
    await chat.ada.wait_for("📖 Catalogue")
    card = await ask(chat.ada, "100 case coke 330", "With you")
    await (await chat.ada.tap("Confirm", message=card)).answer()
    await chat.ada.wait_for("is placed")
    (usual,) = await chat.ada.ask_inline("")
    assert usual["description"].endswith("COKE330 · Coca-Cola")
    chat.clock.advance(timedelta(days=2))
    for at in range(22):
        await make_product(chat.core, f"NEW-{at}", f"Novelty number {at}")
    first = await chat.ada.ask_inline("novelty")
    assert (len(first), chat.ada.inline_offset) == (20, "1")
    more = await chat.ada.ask_inline("novelty", offset="1")
    assert (len(more), chat.ada.inline_offset) == (2, "")
    assert len({one["id"] for one in (*first, *more)}) == 22
    assert len(await rows(chat.core, DealerRow)) == 2
