"""N3: whoever may look back sees who did what, when and from where; nobody else does."""

from core.dealers.tables import SessionRow
from tests.chat import BUYER, Chat, ask, tap
from tests.make import rows


async def test_the_office_reads_who_ordered_what_from_where_and_narrows_it_down(chat: Chat) -> None:
    await tap(chat.ada, "Confirm", await ask(chat.ada, "25 iphone 15 pro"), "B2B-2025-1")
    await ask(chat.otto, "/orders", "")
    (session,) = await rows(chat.core, SessionRow, SessionRow.telegram_id == BUYER)
    placed = (
        "Order placed · 14 Oct 09:00\n"
        f"Ada · chat {session.id.hex[-8:]} · TechMart Corp\n"
        "B2B-2025-1 · Ada · approved · $26,000.00"
    )
    everything = await ask(chat.otto, "/audit", "Journal")
    assert everything.text == f"📖 Journal\n\n{placed}"
    about_order = await ask(chat.otto, "/audit 1", "Journal · B2B-2025-1")
    assert about_order.text == f"📖 Journal · B2B-2025-1\n\n{placed}"
    about_dealer = await ask(chat.otto, "/audit techmart corp", "Journal · TechMart Corp")
    assert about_dealer.text.endswith(placed.replace(" · TechMart Corp\n", "\n"))
    assert (await ask(chat.otto, "/audit Cora", "Journal · Cora")).text.endswith("Nothing is written there.")
    assert (await ask(chat.otto, "/audit zzzzqqqq", "")).text == (
        "I know no order, dealer or person of that name."
    )


async def test_a_long_journal_has_pages_and_forged_buttons_get_one_clear_answer(chat: Chat) -> None:
    languages = ["Türkçe", "English"] * 5
    for language in languages:
        await tap(chat.otto, language, await ask(chat.otto, "/language", ""), "")
    page = await ask(chat.otto, "/audit", "Journal")
    assert page.text.count("Language chosen") == 8
    older = await tap(chat.otto, "›", page, lambda one: one.text.count("Language chosen") == 2)
    assert older.labels == ["‹"]
    data = older.buttons[0].data or ""
    for forged in (
        data.replace("all", "king"),
        data.replace(":0", ":-5"),
        "au1:order:AAAA:0:0",
        "au1:all::9e9:0",
    ):
        await (await chat.otto.tap_data(older, forged)).answer()
        assert (await chat.otto.wait_for("")).text


async def test_the_journal_is_closed_to_dealers_and_reps(chat: Chat) -> None:
    await tap(chat.ada, "Confirm", await ask(chat.ada, "25 iphone 15 pro"), "B2B-2025-1")
    page = await ask(chat.otto, "/audit", "Journal")
    assert page.text.count("Ada") == 2
    for person in (chat.ada, chat.cora, chat.rita, chat.max):
        under = await ask(person, "/audit", "")
        assert "Journal" not in under.text
        assert "Order placed" not in under.text
        await (await person.tap_data(under, "au1:all::0:0")).answer()
        assert "Order placed" not in (await person.wait_for("")).text
    assert "Order placed" in (await ask(chat.fay, "/audit", "Journal")).text
