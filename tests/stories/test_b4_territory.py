"""B4, M3: a rep looks over the own dealers, at one of them, writes to it, and hears who has fallen silent."""

import re
from datetime import timedelta

from core.kernel.actor import SYSTEM, Role
from core.reporting.use_cases.tell_silent import TellSilentDealers
from tests.chat import Chat, ask, tap
from tests.make import make_dealer, make_staff
from tests.make.past import make_past_order
from tests.stories.trade import said_to_others

LANGUAGES = {
    "Türkçe": ("bayilerim", "3 bayi"),
    "简体中文": ("我的经销商", "3家经销商"),
    "Bahasa Melayu": ("pengedar saya", "3 pengedar"),
}


async def _weekly(chat: Chat, *, silent: int) -> None:
    """TechMart bought coke each week; the last time so many days ago."""
    for at in reversed(range(12)):
        day = chat.clock.now() - timedelta(days=silent + 7 * at)
        await make_past_order(
            chat.core, chat.techmart, day, [(chat.coke, 240, "0.54")], number=f"B2B-2025-{at + 1}"
        )


async def test_a_rep_looks_over_the_dealers_and_at_one(chat: Chat) -> None:
    await _weekly(chat, silent=6)
    await make_dealer(chat.core, "Delta Market", rep=chat.rep)
    page = await ask(chat.rita, "/territory", "3 dealers")
    assert "TechMart Corp · $150,000.00 free" in page.text
    assert "no order yet" in page.text
    one = await ask(chat.rita, "/territory tech", "1 dealer")
    assert "Delta" not in one.text
    card = await tap(chat.rita, "TechMart", one, "Usually every 7 days")
    assert "Due by its rhythm" in card.text
    assert "Coca-Cola" in card.text
    figures = await tap(chat.rita, "Figures", card, "What you bought")
    assert figures.text.startswith("TechMart Corp")
    top = await tap(chat.rita, "🏆 Top", figures, "top products")
    assert top.text.startswith("TechMart Corp")
    none = await tap(chat.rita, "Invoices", card, "has no invoice")
    await tap(chat.rita, "Back", none, "Usually every 7 days")
    assert (await ask(chat.rita, "My dealers", "3 dealers")).text == page.text
    # In the reader's own words.
    for language, (words, said) in LANGUAGES.items():
        languages = await ask(chat.rita, "/language", lambda one, way=language: one.button(way) is not None)
        await tap(chat.rita, language, languages)
        assert said in (await ask(chat.rita, words, said)).text


async def test_the_rep_hears_who_is_silent_and_writes_to_them(chat: Chat) -> None:
    assert "keep their rhythm" in (await ask(chat.rita, "/dormant", "💤")).text
    await _weekly(chat, silent=62)
    await chat.core.execute(SYSTEM, TellSilentDealers())
    notice = await chat.rita.wait_for("is silent or buys ever less")
    assert "First: TechMart Corp." in notice.text
    listed = await tap(chat.rita, "Who it is", notice, "silent for 62 days")
    assert "usually every 7 days" in listed.text
    assert "🛒 Coca-Cola 330 ml can" in listed.text
    card = await tap(chat.rita, "TechMart", listed, "62 days ago")
    noted = await tap(chat.rita, "Make a task", card, "It is your task now")
    assert "Silent dealer" in (await chat.rita.wait_for("usually every 7 days.")).text
    asked = await tap(chat.rita, "Write", noted, "What shall I tell")
    assert "TechMart Corp" in asked.text
    told = await ask(chat.rita, "Coke is back, shall I send the usual?", "person of TechMart Corp gets it")
    assert told.text == "✉️ 1 person of TechMart Corp gets it."
    heard = await chat.ada.wait_for("shall I send the usual")
    assert heard.text == "✉️ Rita writes:\nCoke is back, shall I send the usual?"
    assert not any("the usual?" in one.text for one in chat.cora.from_bot())
    # Switched off, it comes no more.
    await chat.core.execute(SYSTEM, TellSilentDealers())
    again = await chat.rita.wait_for("of your dealers is silent")
    await tap(chat.rita, "No more of these", again, lambda one: one.button("Get them again") is not None)
    before = (await said_to_others(chat, chat.ada))["Rita"]
    await chat.core.execute(SYSTEM, TellSilentDealers())
    assert (await said_to_others(chat, chat.ada))["Rita"] == before


async def test_another_rep_cannot_open_the_card(chat: Chat) -> None:
    await make_staff(chat.core, Role.REP, "Omar", telegram_id=5055)
    omar = await chat.sandbox.user("Omar", user_id=5055)
    assert "No dealer fits" in (await ask(omar, "/territory", "No dealer")).text
    card = await ask(chat.rita, "/territory tech", "1 dealer")
    button = card.button("TechMart")
    assert button is not None
    mine = await ask(omar, "/dormant", "💤")
    assert mine.button("TechMart") is None
    assert "/territory" not in (await ask(chat.ada, "/help", "/orders")).text
    answer = await ask(chat.ada, "/territory", "")
    assert "TechMart Corp ·" not in answer.text


async def test_what_came_overnight_is_one_screen_and_each_of_it_opens(chat: Chat) -> None:
    assert "A quiet night" in (await ask(chat.rita, "/overnight", "Since")).text
    card = await ask(chat.ada, "2400 coke")
    placed = await tap(chat.ada, "Confirm", card, "B2B-2025-")
    number = re.search(r"B2B-2025-\d+", placed.text)
    assert number is not None
    await ask(chat.cora, "5 zzyzx flurbs", "zzyzx")
    night = await ask(chat.rita, "What came in overnight?", "1 order, ")
    assert f"{number[0]} · TechMart Corp" in night.text
    assert "Since 13 Oct 18:00" in night.text
    assert "❓ Corner Store: 5 zzyzx flurbs" in night.text
    order = await tap(chat.rita, number[0], night, "of TechMart Corp")
    assert "2,400 pieces Coca-Cola 330 ml can" in order.text
    await tap(chat.rita, "The dealer", order, "TECHMART-CORP")
    await tap(chat.rita, "Corner Store", night, "CORNER-STORE")


async def test_a_rep_sees_the_own_month_as_a_picture_with_a_sentence(chat: Chat) -> None:
    assert "0 orders" in (await ask(chat.rita, "/myfigures", "This month")).text
    for ago, price in ((3, "0.60"), (33, "0.54")):
        day = chat.clock.now() - timedelta(days=ago)
        await make_past_order(
            chat.core, chat.techmart, day, [(chat.coke, 1000, price)], number=f"B2B-2025-{ago}"
        )
    told = await ask(chat.rita, "my figures", "1 order for")
    assert "Your dealers placed 1 order for $600.00." in told.text
    assert "Same days last month: 1 order, $540.00 ↗ 11%" in told.text
    assert "Margin" not in told.text
