"""N1: everybody is spoken to in the own language, numbers, dates and money, from the next screen on."""

from core.dealers.tables import PersonRow
from core.orders.tables import OrderRow
from tests.chat import Chat, ask, tap
from tests.make import column, rows

NAMES = {"zh_CN": "简体中文", "tr": "Türkçe", "ms": "Bahasa Melayu", "en": "English"}
LINE = {
    "zh_CN": "25 个 × US$1,040.00 = US$26,000.00 🟢",
    "tr": "25 adet × $1.040,00 = $26.000,00 🟢",
    "ms": "25 unit × USD1,040.00 = USD26,000.00 🟢",
    "en": "25 pieces × $1,040.00 = $26,000.00 🟢",
}
ORDER = {
    "zh_CN": "25 个 iphone 15 pro",
    "tr": "25 adet iphone 15 pro",
    "ms": "25 unit iphone 15 pro",
    "en": "25 iphone 15 pro",
}


async def test_a_change_of_language_holds_from_the_next_screen_on(chat: Chat) -> None:
    book = chat.service.book
    for language, name in NAMES.items():
        chosen = await ask(chat.ada, "/language", lambda message: "Türkçe" in message.labels)
        welcome = await tap(chat.ada, name, chosen, "Ada")
        assert welcome.text.startswith(book.text(language, "join.welcome").format(name="Ada"))
        card = await ask(chat.ada, ORDER[language], "TechMart Corp")
        assert LINE[language] in card.text, card.text
        gone = await tap(chat.ada, book.text(language, "button.discard"), card, "🗑")
        assert gone.text == book.text(language, "draft.discarded")
    (ada,) = await rows(chat.core, PersonRow, PersonRow.name == "Ada")
    assert ada.language == "en"


async def test_each_side_of_one_order_reads_it_in_the_own_language(chat: Chat) -> None:
    chosen = await ask(chat.rita, "/language", lambda message: "Türkçe" in message.labels)
    await tap(chat.rita, "Türkçe", chosen, "Rita")
    chosen = await ask(chat.ada, "/language", lambda message: "Türkçe" in message.labels)
    await tap(chat.ada, "简体中文", chosen, "Ada")
    card = await ask(chat.ada, "120 iphone 15 pro", "TechMart Corp")
    await tap(chat.ada, card.buttons[0].text, card, "B2B-2025-1")
    request = await chat.rita.wait_for("B2B-2025-1", since=0)
    assert "$124.800,00" in request.text
    await tap(chat.rita, request.buttons[0].text, request, lambda message: message.labels == [])
    told = await chat.ada.wait_for(lambda m: m.text.startswith("✅") and "B2B-2025-1" in m.text, since=0)
    assert "10月15日" in told.text
    assert await column(chat.core, OrderRow.state) == ["approved"]
