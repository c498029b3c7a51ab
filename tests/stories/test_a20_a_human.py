"""A20: a dealer gets a human who sees the whole thread, and is handed back; nobody waits in silence."""

from __future__ import annotations

import base64
from datetime import timedelta

from sqlalchemy import update

from core.dealers.tables import PersonRow
from core.kernel.actor import SYSTEM
from core.support.tables import ConversationRow, WordRow
from core.support.use_cases.pass_on import PassOnConversations
from dealerline.sandbox.seen import ChatMessage
from tests.chat import Chat, ask, caught_up, tap
from tests.make import column, write
from tests.stories.trade import import_rows, new_colleague, offering, said_to_others

# The smallest picture there is.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)


def rows_of(message: ChatMessage) -> list[str]:
    return [line for line in message.text.split("\n") if line]


async def asked_by_ada(chat: Chat) -> ChatMessage:
    """Ada asks in words; Rita's card."""
    await ask(chat.ada, "can I talk to someone", "I have asked")
    return await chat.rita.wait_for("wants to talk to a human", since=0)


async def test_from_the_dealers_word_to_the_hand_back(chat: Chat) -> None:
    colleague = await new_colleague(chat, chat.techmart, "Carl", 5020)
    await ask(chat.ada, "25 iphone 15 pro")
    asked = await ask(chat.ada, "can I talk to someone", "I have asked")
    assert asked.text.split("\n") == [
        "🙋 I have asked Rita. The answer comes here.",
        "Meanwhile I go on taking your orders.",
    ]
    card = await chat.rita.wait_for("wants to talk to a human", since=0)
    assert rows_of(card) == [
        "🙋 Ada (TechMart Corp) wants to talk to a human",
        "🕒 14 Oct 09:00 · 🌐 English",
        "💳 $150,000.00 of $150,000.00 free",
        "🛒 A draft with 1 line is open",
        "👤 25 iphone 15 pro",
        "🤖 showed the draft",
        "👤 can I talk to someone",
        "⏳ Nobody has taken it yet.",
    ]
    assert card.labels == ["✋ Take it", "📜 Whole thread", "🛒 Show the draft"]
    # Until somebody takes it the machine goes on reading.
    await ask(chat.ada, "and 2 cases of coke", "Coca-Cola")
    draft = await tap(chat.rita, "Show the draft", card, "• 25 × ")
    card = await tap(chat.rita, "Back", draft, "and 2 cases of coke")
    chat.ada.mark()
    mine = await tap(chat.rita, "Take it", card, "You are talking to Ada")
    assert mine.labels[:2] == ["⏸ Pause", "🤖 Hand back"]
    await chat.ada.wait_for("Rita is with you now")
    # Both ways, with names; a reply and plain words go the same way.
    chat.rita.mark()
    await chat.ada.say("is the <b>black</b> one in the box?")
    word = await chat.rita.wait_for("is the <b>black</b> one in the box?")
    assert rows_of(word)[0] == "👤 Ada (TechMart Corp):"
    chat.ada.mark()
    await chat.rita.say("yes, both of them")
    assert (await chat.ada.wait_for("yes")).text == "💬 Rita: yes, both of them"
    chat.ada.mark()
    await chat.rita.say("the cable as well", reply_to=word)
    await chat.ada.wait_for("💬 Rita: the cable as well")
    # A picture and a voice note arrive as copies, a file as well.
    chat.rita.mark()
    await chat.ada.send_photo(PIXEL, caption="this one")
    photo = await chat.rita.wait_for("this one")
    assert photo.file_id is not None
    assert "📷 photo" in photo.text
    await chat.ada.send_voice(b"OggS")
    assert (await chat.rita.wait_for("🎤 voice")).file_id is not None
    await chat.ada.send_document(b"sku;qty\n", "list.csv")
    assert (await chat.rita.wait_for("📎 file")).file_name == "list.csv"
    # An order line meant for the machine: the human has it read, twice tapped, once added.
    await chat.ada.say("and 10 cases of sprite")
    line = await chat.rita.wait_for("10 cases of sprite")
    chat.ada.mark()
    await chat.rita.tap_twice("Let the machine read this", line)
    quote = await chat.ada.wait_for("Sprite")
    assert quote.text.count("Sprite 330 ml can") == 1
    read = await chat.rita.wait_for("Given to the machine")
    assert read.labels == []
    # The buttons of the dealer's cards go on working.
    await tap(chat.ada, "Change", quote, "Which line")
    # Commands of the human are none of the dealer's business; paused words neither.
    listed = await ask(chat.rita, "/conversations", "conversation is open")
    card = await tap(chat.rita, "Ada", listed, offering("Pause"))
    paused = await tap(chat.rita, "Pause", card, "Paused")
    before = len(chat.ada.from_bot())
    await ask(chat.rita, "a word to myself", "")
    assert len(chat.ada.from_bot()) == before
    thread = await tap(chat.rita, "Whole thread", paused, "yes, both of them")
    assert "👤 [📷 photo] this one" in thread.text
    assert "a word to myself" not in thread.text
    card = await tap(chat.rita, "Back", thread, "Paused")
    chat.ada.mark()
    done = await tap(chat.rita, "Hand back", card, "Ended by Rita")
    assert done.labels == ["📜 Whole thread", "🛒 Show the draft"]
    await chat.ada.wait_for("Rita has handed you back to me")
    await ask(chat.ada, "thanks", "You are welcome")
    assert (await ask(chat.rita, "/conversations", "No conversation")).labels == []
    late = await ask(chat.rita, "/help", "")
    assert late.text
    await chat.rita.say("one more thing", reply_to=word)
    await chat.rita.wait_for("That conversation is over (Ada).")
    # Nobody else of the dealer, and nobody of another one, has seen a word of it.
    told = await said_to_others(chat, chat.ada)
    assert [text for text in told["Cora"] if text] == []
    assert [m.text for m in colleague.from_bot()] == []


async def test_the_first_who_takes_it_has_it_and_a_slow_one_loses_it(chat: Chat) -> None:
    card = await asked_by_ada(chat)
    assert await chat.core.execute(SYSTEM, PassOnConversations()) == 0
    chat.ada.mark()
    chat.clock.advance(timedelta(minutes=10))
    assert await chat.core.execute(SYSTEM, PassOnConversations()) == 1
    assert await chat.core.execute(SYSTEM, PassOnConversations()) == 0
    assert "I have asked Max now" in (await chat.ada.wait_for("Nobody has answered")).text
    second = await chat.max.wait_for("wants to talk to a human")
    await tap(chat.max, "Take it", second, "You are talking to Ada")
    # The other card says who, and an old tap on it too.
    await chat.rita.wait_for("Max has taken it", since=0)
    await chat.rita.tap_data(card, card.buttons[0].data or "")
    await chat.rita.wait_for("⚠️ Max has this conversation.")
    await chat.rita.say("I am here now", reply_to=card)
    # Who took it and says nothing loses it again, and the dealer hears so.
    chat.ada.mark()
    chat.max.mark()
    await chat.ada.say("hello? are you there")
    await chat.max.wait_for("hello? are you there")
    chat.clock.advance(timedelta(minutes=10))
    assert await chat.core.execute(SYSTEM, PassOnConversations()) == 1
    await chat.ada.wait_for("I have asked Otto now")
    await chat.max.wait_for("Otto has been asked now")
    third = await chat.otto.wait_for("hello? are you there")
    await tap(chat.otto, "Take it", third, "You are talking to Ada")
    # A file of somebody who imports goes to a dealer only as a reply.
    chat.otto.mark()
    await chat.otto.send_document(b"sku;name\n", "prices.csv")
    await chat.otto.wait_for("")
    assert all(m.file_id is None for m in chat.ada.from_bot())
    # The human is blocked meanwhile: it goes on, and when all have been asked it stays open to all.
    chat.ada.mark()
    await write(chat.core, update(PersonRow).where(PersonRow.name == "Otto").values(blocked=True))
    assert await chat.core.execute(SYSTEM, PassOnConversations()) == 1
    await chat.ada.wait_for("Everybody who can help has been asked")
    assert await chat.core.execute(SYSTEM, PassOnConversations()) == 0
    # The dealer's person is blocked: there is nobody to talk to.
    await write(chat.core, update(PersonRow).where(PersonRow.name == "Ada").values(blocked=True))
    assert await chat.core.execute(SYSTEM, PassOnConversations()) == 1
    assert await column(chat.core, ConversationRow.state) == ["closed"]


async def test_at_night_the_dealer_is_told_when_and_ends_it_himself(chat: Chat) -> None:
    chat.clock.advance(timedelta(hours=10))  # 19:00 on Tuesday
    asked = await ask(chat.ada, "人工", "I have asked")
    assert "Nobody is at the office now. It opens 15 Oct 09:00; you are answered then." in asked.text
    again = await ask(chat.ada, "/human", "Your request is with Rita")
    assert await column(chat.core, ConversationRow.state) == ["open"]
    # In the morning the house has its ten minutes; not before.
    chat.clock.advance(timedelta(hours=14, minutes=9))
    assert await chat.core.execute(SYSTEM, PassOnConversations()) == 0
    ended = await tap(chat.ada, "Back to the order line", again, "Back to me")
    assert ended.labels == []
    await chat.ada.tap_data(again, again.buttons[0].data or "")
    await chat.ada.wait_for("You are talking to nobody but me.")
    assert await column(chat.core, ConversationRow.state) == ["closed"]


async def test_after_two_messages_not_understood_a_human_is_offered(chat: Chat) -> None:
    first = await ask(chat.ada, "blorp wibble frotz", "")
    assert first.labels == []
    second = await ask(chat.ada, "grmpf wobble zonk", "not understood you twice")
    await tap(chat.ada, "Talk to a human", second, "I have asked Rita")
    await caught_up(chat.ada)
    assert await column(chat.core, ConversationRow.state) == ["open"]
    # What was said in an open conversation is in its thread, told to nobody yet.
    assert "thanks" in await column(chat.core, WordRow.text)


async def test_the_office_answers_common_questions_in_its_own_words(chat: Chat) -> None:
    await import_rows(
        chat, "answers", "question,language,answer",
        ("what are your opening hours", "en", "From <9> to 18, Monday to Friday."),
        ("when are you open", "en", "From <9> to 18, Monday to Friday."),
        ("what is the minimum order", "en", "There is none."),
        ("çalışma saatleriniz nedir", "tr", "9'dan 18'e kadar."),
    )  # fmt: skip
    said = await ask(chat.ada, "Hi, what are your openning hours?", "Was this it?")
    assert rows_of(said)[0] == "From <9> to 18, Monday to Friday."
    assert (await tap(chat.ada, "Yes", said, "I am here for your orders")).labels == []
    await ask(chat.ada, "Merhaba, calisma saatleriniz nedir", "9'dan 18'e kadar.")
    # Nothing was put into the draft by a question.
    card = await ask(chat.ada, "10 cases of coke")
    assert "Coca-Cola" in card.text
    assert "\n2. " not in card.text
    # What nobody has answered is counted, the most asked first, until the office writes an answer.
    await ask(chat.ada, "do you wibble frotz on zonkday?", "")
    await ask(chat.cora, "do you wibble frotz on zonkday?", "")
    await ask(chat.cora, "why is the grmpf blorped?", "")
    listed = await ask(chat.otto, "/questions", "no answer yet")
    assert rows_of(listed)[:3] == [
        "❓ 2 questions have no answer yet",
        "2 × do you wibble frotz on zonkday? · English",
        "1 × why is the grmpf blorped? · English",
    ]
    await import_rows(
        chat, "answers", "question,language,answer",
        ("do you wibble frotz on zonkday", "en", "Never."),
        ("why is the grmpf blorped", "en", "It is not."),
        ("what is the minimum order", "en", ""),
    )  # fmt: skip
    await ask(chat.otto, "/questions", "has an answer")
    await ask(chat.cora, "do you wibble frotz on zonkday?", "Never.")
    # A human is one tap away from an answer that does not help.
    again = await ask(chat.ada, "when are you open", "Was this it?")
    await tap(chat.ada, "Talk to a human", again, "I have asked Rita")


async def test_other_words_are_asked_about_and_become_the_offices_by_its_tap(
    chat: Chat,
) -> None:
    await import_rows(
        chat, "answers", "question,language,answer",
        ("when are you open", "en", "From 9 to 18."),
        ("what is the minimum order", "en", "There is none."),
        ("how do i send goods back", "en", "By /return."),
    )  # fmt: skip
    asked = await ask(chat.ada, "how late are you there on fridays?", "Did you mean")
    assert asked.labels == ["when are you open", "🙋 None of these"]
    # A tap is counted once, however often it comes.
    await tap(chat.ada, "when are you open", asked, "From 9 to 18.")
    await chat.ada.tap_data(asked, asked.buttons[0].data or "")
    other = await ask(chat.cora, "how late are you there on fridays?", "Did you mean")
    chosen = await tap(chat.cora, "when are you open", other, "From 9 to 18.")
    assert chosen.labels == ["🙋 Talk to a human"]
    # None of these: a human, and the office sees the question.
    lost = await ask(chat.ada, "can I bring stuff back by taxi?", "Did you mean")
    await tap(chat.ada, "None of these", lost, "I have asked Rita")
    # An order is an order, whatever stands in the file.
    assert "Coca-Cola" in (await ask(chat.cora, "10 cases of coke")).text
    listed = await ask(chat.otto, "/questions", "no answer yet")
    assert rows_of(listed)[1] == "1 × can I bring stuff back by taxi? · English"
    assert rows_of(listed)[-1] == "1. “how late are you there on fridays?” → when are you open · 2 ×"
    assert listed.labels == ["➕ 1", "✖️ 1"]
    # Until the office has decided, nothing is learned.
    still = await ask(chat.cora, "how late are you there on fridays?", "Did you mean")
    done = await tap(chat.otto, "➕", listed, "no answer yet")
    assert done.labels == []
    await ask(chat.cora, "how late are you there on fridays?", "Was this it?")
    # An old button: the decision stands, and the answer that is gone is said to be.
    await chat.otto.tap_data(listed, listed.buttons[1].data or "")
    await chat.otto.wait_for("no such answer")
    await import_rows(chat, "answers", "question,language,answer", ("when are you open", "en", ""))
    await tap(chat.cora, "when are you open", still, "no such answer")


async def test_the_house_says_when_somebody_is_at_the_office(chat: Chat) -> None:
    await ask(chat.otto, "/opening", "9:00–18:00 on")
    preview = await ask(chat.otto, "/opening set 8:00-16:00 1-6 5", "Then:")
    await tap(chat.otto, "Confirm", preview, "08:00–16:00")
    chat.clock.advance(timedelta(hours=8))  # 17:00
    await ask(chat.ada, "call me please", "It opens 15 Oct 08:00")
