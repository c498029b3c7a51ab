"""A9: a voice note becomes an order draft, heard over a real speech server and confirmed by a tap."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.dealer.ordering.voice import handlers
from core.dealers.tables import PersonRow
from core.infra.queue import JobRow
from core.integrations.speech.tables import VoiceNoteRow
from core.orders.tables import DraftLineRow, OrderRow, OriginalRow
from tests.chat import Chat, ask, tap, until
from tests.make import count, rows, write
from tests.speech_server import SpeechServer, let_listen, speech_server
from tests.stories.trade import all_rows

_OF_UPDATES = {"idempotency", "bot_sent", "job"}


@pytest.fixture
async def server(chat: Chat) -> AsyncIterator[SpeechServer]:
    async with speech_server() as serving:
        let_listen(chat.core, serving)
        yield serving


async def lines(chat: Chat) -> list[tuple[str, str | None, int | None]]:
    names = {chat.coke: "coke", chat.sprite: "sprite", chat.iphone: "iphone"}
    found = sorted(await rows(chat.core, DraftLineRow), key=lambda row: row.position)
    return [(names.get(row.product_id, "?"), row.unit, row.quantity) for row in found]


async def trade_of(chat: Chat) -> dict[str, list[str]]:
    """All rows but those that any update leaves: what it came to, and what was sent."""
    return {name: found for name, found in (await all_rows(chat)).items() if name not in _OF_UPDATES}


async def _given_back(chat: Chat, server: SpeechServer, times: int) -> None:
    """Wait until the job that asked so many times waits for its next try, and let that come."""
    waits = JobRow.error.is_not(None) & JobRow.owner.is_(None) & (JobRow.state == "pending")

    async def waiting() -> bool:
        return len(server.asked) == times and await count(chat.core, JobRow, waits) == 1

    await until(waiting)
    chat.clock.advance(timedelta(seconds=10))
    chat.service.worker.wake()


async def test_an_order_is_spoken_shown_in_quotes_asked_where_unsure_and_confirmed_by_a_tap(
    chat: Chat, server: SpeechServer
) -> None:
    said = "Uhm, two... no, three cases of coke 330 and 100 iPhone 15 Pro and fifty cases of Sprite 330"
    await chat.ada.send_voice(server.says(said, "fifty", chance=0.7))
    card = await chat.ada.wait_for("Your order")
    assert card.text.splitlines()[0] == f"🎙 I heard: “{said}”"
    assert "typing" in chat.ada.actions
    assert await lines(chat) == [("coke", "case", 72), ("iphone", None, 100), ("sprite", "case", None)]
    assert card.labels[:3] == ["50 cases", "15 cases", "Leave it out"]
    assert "🗑 Not what I said" in card.labels
    assert "✅ Confirm" not in " ".join(card.labels)
    card = await tap(chat.ada, "15 cases", card, "Your order")
    assert await lines(chat) == [("coke", "case", 72), ("iphone", None, 100), ("sprite", "case", 360)]
    await tap(chat.ada, "Confirm", card, "B2B-")
    (order,) = await rows(chat.core, OrderRow)
    (original,) = await rows(chat.core, OriginalRow)
    assert (original.order_id, original.kind, original.text) == (order.id, "voice", said)

    # The very same note again is asked about; taken, it is in the draft once.
    await chat.ada.send_voice(server.says(said, "fifty", chance=0.7))
    asked = await chat.ada.wait_for("You sent this very voice note before")
    assert asked.labels == ["🔁 Take it again", "🗑 Not what I said"]
    await tap(chat.ada, "Take it again", asked, "Your order")
    open_lines = [line for line in await lines(chat) if line[0] == "coke"]
    assert ("coke", "case", 72) in open_lines


async def test_what_was_misheard_is_thrown_away_whole(chat: Chat, server: SpeechServer) -> None:
    await ask(chat.ada, "10 cases coke 330")
    await chat.ada.send_voice(server.says("make the coke 12 and 5 cases of Sprite 330"))
    card = await chat.ada.wait_for("I heard")
    assert await lines(chat) == [("coke", "case", 288), ("sprite", "case", 120)]
    data = card.button("Not what I said")
    assert data is not None
    back = await tap(chat.ada, "Not what I said", card, "out of your order again")
    assert await lines(chat) == [("coke", "case", 240)]
    assert "Not what I said" not in " ".join(back.labels)
    # Tapped once more (the button may still be on a slow screen) it is answered, and nothing happens twice.
    await chat.ada.tap_data(card, str(data.data))
    await chat.ada.wait_for("out of your order again")
    assert await lines(chat) == [("coke", "case", 240)]
    # After a change by hand what was heard stays.
    await chat.ada.send_voice(server.says("and 5 cases of Sprite 330"))
    # The older card loses its buttons about now: that is a change of a message with these words, too.
    card = await chat.ada.wait_for(lambda message: message.button("Not what I said") is not None)
    await ask(chat.ada, "2 cases sprite 330", "Your order")
    data = card.button("Not what I said")
    assert data is not None
    await chat.ada.tap_data(card, str(data.data))
    await chat.ada.wait_for("Your order was changed since then")
    assert await lines(chat) == [("coke", "case", 240), ("sprite", "case", 168)]


async def test_questions_and_cancelling_in_spoken_words(chat: Chat, server: SpeechServer) -> None:
    await ask(chat.ada, "10 cases coke 330")
    await chat.ada.send_voice(server.says("How much do I owe?"))
    heard = await chat.ada.wait_for("I heard: “How much do I owe?”")
    assert heard.labels == []
    await chat.ada.wait_for("150,000")
    await chat.ada.send_voice(server.says("Cancel the order."))
    await chat.ada.wait_for("I heard: “Cancel the order.”")
    card = await chat.ada.wait_for("Your order")
    assert await lines(chat) == [("coke", "case", 240)]
    assert any("Discard" in label for label in card.labels)


SPOKEN = {
    "en": ("ten cases of Coca-Cola 330", "I heard", "Your order"),
    "zh_CN": ("嗯，那个，两箱，不对，十箱Coca-Cola 330", "我听到", "Coca-Cola"),
    "tr": ("ııı iki koli, yok, on koli Coca-Cola 330", "Duyduğum", "Coca-Cola"),
    "ms": ("err dua karton, eh silap, sepuluh karton Coca-Cola 330", "Saya dengar", "Coca-Cola"),
}


async def test_it_is_heard_in_four_languages(chat: Chat, server: SpeechServer) -> None:
    for language, (said, heard, shown) in SPOKEN.items():
        await write(chat.core, update(PersonRow).where(PersonRow.name == "Ada").values(language=language))
        await chat.ada.send_voice(server.says(said, words=[said]))
        card = await chat.ada.wait_for(heard)
        assert shown in card.text
        assert [(name, quantity) for name, _, quantity in await lines(chat)] == [("coke", 240)]
        assert server.asked[-1]["language"] == language.partition("_")[0]
        await tap(chat.ada, chat.service.book.text(language, "button.throw_voice"), card, "🗑")
        await write(chat.core, DraftLineRow.__table__.delete())


async def test_what_cannot_be_heard_is_said_in_one_sentence_and_changes_nothing(
    chat: Chat, server: SpeechServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ask(chat.ada, "10 cases coke 330")
    before = await trade_of(chat)
    for sound, seconds, sentence in (
        (server.says(""), 4, "I hear nobody speak in this"),
        (server.says("la la la la " * 30), 30, "I could not make out the words"),
        (server.says("ten cases", logprob=-1.4), 4, "I could not make out the words"),
        (b"PK no sound", 4, "no sound that I can play"),
        (server.says("ten cases of coke"), 121, "I listen for 2 minutes at most"),
    ):
        asked = len(server.asked)
        await chat.ada.send_voice(sound, seconds=seconds)
        await chat.ada.wait_for(sentence)
        assert await trade_of(chat) == before
        assert (len(server.asked) == asked) is (seconds > 120)  # refused before it is fetched
    monkeypatch.setattr(handlers, "MOST_FETCHED", 10)
    await chat.ada.send_voice(server.says("ten cases of coke"), kind="audio")
    await chat.ada.wait_for("too big for the chat: 20 MB")
    monkeypatch.setattr(handlers, "MOST_FETCHED", 20_000_000)
    await chat.ada.send_document(server.says("5 cases of Sprite 330"), "order.ogg", content_type="audio/ogg")
    await chat.ada.wait_for("I heard")
    assert await lines(chat) == [("coke", "case", 240), ("sprite", "case", 120)]


async def test_without_a_set_up_engine_one_sentence_offers_to_type(chat: Chat) -> None:
    before = await trade_of(chat)
    await chat.ada.send_voice(b"OggS a sound")
    await chat.ada.wait_for("Nobody listens to voice notes here yet. Please type your order")
    assert await trade_of(chat) == before
    card = await ask(chat.ada, "10 cases coke 330")
    assert "Coca-Cola" in card.text


async def test_a_server_that_fails_is_asked_again_and_at_last_it_is_said(
    chat: Chat, server: SpeechServer
) -> None:
    server.trouble = [503]
    await chat.ada.send_voice(server.says("ten cases of coke 330"))
    await _given_back(chat, server, 1)
    await chat.ada.wait_for("I heard")
    assert await lines(chat) == [("coke", "case", 240)]
    server.trouble = [0, 500, 429]
    await chat.ada.send_voice(server.says("two cases of Sprite 330"))
    for times in (3, 4):
        await _given_back(chat, server, times)
    await chat.ada.wait_for("I cannot listen right now, and nothing was ordered")
    assert await lines(chat) == [("coke", "case", 240)]
    assert await count(chat.core, VoiceNoteRow) == 1


async def test_killed_while_it_listens_the_draft_changes_once(chat: Chat, server: SpeechServer) -> None:
    server.held = True
    await chat.ada.send_voice(server.says("ten cases of coke 330"))
    await server.holding.wait()
    await chat.kill()
    assert await count(chat.core, VoiceNoteRow) == 0
    server.held = False
    chat.restart()
    await chat.ada.wait_for("I heard")
    assert await lines(chat) == [("coke", "case", 240)]
    assert [await count(chat.core, row) for row in (OriginalRow, VoiceNoteRow)] == [1, 1]
