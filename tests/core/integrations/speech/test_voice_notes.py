"""A voice note becomes lines as a message does; what is unsure is asked; it can be taken back whole (A9)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest

from core.infra.door import Core
from core.intake.speech_types import Hearing
from core.intake.types import AskWhy, Intent
from core.integrations.speech.errors import SoundTooLong, SoundUnreadable, SpeechOff, VoiceMovedOn, VoiceUsed
from core.integrations.speech.tables import VoiceNoteRow
from core.integrations.speech.types import Heard, VoiceTaken
from core.integrations.speech.use_cases.hear_voice import CanListen, HearVoice
from core.integrations.speech.use_cases.take_voice import TakeVoice, ThrowVoice
from core.kernel.actor import Actor
from core.kernel.errors import NotFound
from core.orders.tables import DraftRow, OriginalRow
from core.orders.types import LineState
from core.orders.use_cases.change_line import ChangeLine
from core.orders.use_cases.show_original import ListOriginals, ShowOriginal
from core.orders.use_cases.take_message import TakeMessage
from tests.core.orders.test_take_message import content, make_drinks
from tests.make import confirm, count, make_dealer, quote, rows
from tests.make.people import make_buyer
from tests.speech_server import SpeechServer, let_listen, speech_server


@pytest.fixture
async def server(core: Core) -> AsyncIterator[SpeechServer]:
    async with speech_server() as serving:
        serving_core = core
        serving_core.settings = serving_core.settings.model_copy(update={"object_store_url": "memory:///"})
        let_listen(serving_core, serving)
        yield serving


async def hear(core: Core, actor: Actor, sound: bytes) -> Heard:
    return await core.execute(actor, HearVoice(sound, "audio/ogg"))


def id_of(heard: Heard) -> UUID:
    assert heard.voice_id is not None
    return heard.voice_id


async def take(core: Core, actor: Actor, sound: bytes) -> VoiceTaken:
    return await core.execute(actor, TakeVoice(id_of(await hear(core, actor, sound))))


async def test_what_is_said_is_ordered_as_if_it_were_typed_and_kept_beside_the_order(
    core: Core, server: SpeechServer
) -> None:
    trade, _, _ = await make_drinks(core)
    sound = server.says("Uhm, two... no, three cases of Rio Cola 330 ml and twenty-five iPhone 15 Pro")
    taken = await take(core, trade.buyer, sound)
    assert taken.text == "three cases of Rio Cola 330 ml and twenty-five iPhone 15 Pro"
    assert (taken.taken.intent, taken.may_be_thrown) == (Intent.ORDER, True)
    assert content(await quote(core, trade.buyer)) == [("COLA330", "case", 72), ("IP15P", "each", 25)]
    placed = await confirm(core, trade.buyer)
    (original,) = await core.ask(trade.buyer, ListOriginals(placed.order_id))
    shown = await core.ask(trade.buyer, ShowOriginal(original.id))
    assert (shown.content, original.kind, original.text) == (sound, "voice", taken.heard)
    assert original.media_type == "audio/ogg"


async def test_amounts_that_were_not_heard_surely_are_asked_with_what_they_may_be(
    core: Core, server: SpeechServer
) -> None:
    trade, _, _ = await make_drinks(core)
    sound = server.says("fifty cases of Rio Cola 330 ml and 25 iPhone 15 Pro", "fifty", chance=0.8)
    await take(core, trade.buyer, sound)
    cola, iphone = (await quote(core, trade.buyer)).lines
    assert (cola.state, cola.questions, cola.quantity) == (LineState.ASK, (AskWhy.QUANTITY_UNSURE,), None)
    assert (cola.typed_quantity, cola.typed_quantity_max) == (Decimal(50), Decimal(15))
    assert (iphone.state, iphone.quantity) == (LineState.READY, 25)
    # An answer that was heard badly answers nothing; one that was heard well does.
    unsure = await take(core, trade.buyer, server.says("fifteen", "fifteen"))
    assert [said.code for said in unsure.taken.said] == ["draft.unsure_number"]
    assert (await quote(core, trade.buyer)).lines[0].quantity is None
    await take(core, trade.buyer, server.says("fifteen"))
    assert content(await quote(core, trade.buyer)) == [("COLA330", "case", 360), ("IP15P", "each", 25)]


async def test_a_change_of_a_line_by_an_unsure_number_changes_nothing(
    core: Core, server: SpeechServer
) -> None:
    trade, _, _ = await make_drinks(core)
    await core.execute(trade.buyer, TakeMessage("10 cases rio cola 330 ml"))
    taken = await take(core, trade.buyer, server.says("make it sixteen", "sixteen", chance=0.5))
    assert (await quote(core, trade.buyer)).lines[0].unit_quantity == Decimal(10)
    assert taken.taken.said
    assert content(await quote(core, trade.buyer)) == [("COLA330", "case", 240)]


async def test_goods_that_were_heard_badly_are_asked(core: Core, server: SpeechServer) -> None:
    trade, _, _ = await make_drinks(core)
    await take(core, trade.buyer, server.says("5 iPhone 15 Pro", "iPhone"))
    (line,) = (await quote(core, trade.buyer)).lines
    assert (line.state, line.questions[0]) == (LineState.ASK, AskWhy.WHICH_PRODUCT)
    assert [choice.sku for choice in line.choices][:1] == ["IP15P"]


async def test_a_voice_note_cancels_nothing_by_itself(core: Core, server: SpeechServer) -> None:
    trade, _, _ = await make_drinks(core)
    await core.execute(trade.buyer, TakeMessage("10 cases rio cola 330 ml"))
    taken = await take(core, trade.buyer, server.says("cancel the order"))
    assert taken.taken.intent is Intent.SHOW_DRAFT
    assert content(await quote(core, trade.buyer)) == [("COLA330", "case", 240)]


async def test_all_that_was_heard_is_taken_back_with_one_act(core: Core, server: SpeechServer) -> None:
    trade, _, _ = await make_drinks(core)
    first = await hear(core, trade.buyer, server.says("10 cases rio cola 330 ml"))
    await core.execute(trade.buyer, TakeVoice(id_of(first)))
    before = await quote(core, trade.buyer)
    second = await hear(
        core, trade.buyer, server.says("make the cola 12 and 5 iPhone 15 Pro for tomorrow, urgent")
    )
    await core.execute(trade.buyer, TakeVoice(id_of(second)))
    assert content(await quote(core, trade.buyer)) != content(before)
    assert await core.execute(trade.buyer, ThrowVoice(id_of(second)))
    after = await quote(core, trade.buyer)
    assert replace(after, version=before.version, seen=before.seen) == before
    with pytest.raises(VoiceUsed):
        await core.execute(trade.buyer, ThrowVoice(id_of(second)))
    # The draft is no longer the one that the first note made: it stays.
    with pytest.raises(VoiceMovedOn):
        await core.execute(trade.buyer, ThrowVoice(id_of(first)))
    assert content(await quote(core, trade.buyer)) == content(before)


async def test_a_draft_that_began_with_it_goes_with_it_unless_it_was_changed_since(
    core: Core, server: SpeechServer
) -> None:
    trade, _, _ = await make_drinks(core)
    heard = await hear(core, trade.buyer, server.says("10 cases rio cola 330 ml"))
    taken = await core.execute(trade.buyer, TakeVoice(id_of(heard)))
    draft_id = taken.taken.draft_id
    assert draft_id is not None
    await core.execute(trade.buyer, ThrowVoice(id_of(heard)))
    assert [row.state for row in await rows(core, DraftRow)] == ["discarded"]
    # Thrown away it was never ordered by: the same note is no repeat.
    again = await hear(core, trade.buyer, server.says("10 cases rio cola 330 ml"))
    assert again.repeated_at is None
    taken = await core.execute(trade.buyer, TakeVoice(id_of(again)))
    shown = await quote(core, trade.buyer)
    await core.execute(trade.buyer, ChangeLine(shown.draft_id, shown.version, 1, by=1))
    with pytest.raises(VoiceMovedOn):
        await core.execute(trade.buyer, ThrowVoice(id_of(again)))
    assert content(await quote(core, trade.buyer)) == [("COLA330", "case", 264)]


async def test_the_same_voice_note_is_known_again_and_each_is_taken_once(
    core: Core, server: SpeechServer
) -> None:
    trade, _, _ = await make_drinks(core)
    sound = server.says("10 cases rio cola 330 ml")
    first = await hear(core, trade.buyer, sound)
    await core.execute(trade.buyer, TakeVoice(id_of(first)))
    with pytest.raises(VoiceUsed):
        await core.execute(trade.buyer, TakeVoice(id_of(first)))
    assert trade.buyer.dealer_id is not None
    colleague = await make_buyer(core, trade.buyer.dealer_id, "Bob")
    assert (await hear(core, colleague, sound)).repeated_at == core.clock.now()
    stranger = await make_buyer(core, await make_dealer(core, "Another Shop"), "Ann")
    assert (await hear(core, stranger, sound)).repeated_at is None
    for act in (TakeVoice(id_of(first)), ThrowVoice(id_of(first))):
        with pytest.raises(NotFound):
            await core.execute(stranger, act)
    assert content(await quote(core, trade.buyer)) == [("COLA330", "case", 240)]


async def test_silence_music_and_what_is_no_sound_leave_nothing(core: Core, server: SpeechServer) -> None:
    trade, _, _ = await make_drinks(core)
    for sound, hearing in (
        (server.says(""), Hearing.SILENCE),
        (server.says("Uhm... err..."), Hearing.SILENCE),
        (server.says("Thank you.", no_speech=0.9, logprob=-0.9), Hearing.SILENCE),
        (server.says("well docks baby", logprob=-1.3), Hearing.UNCLEAR),
        (server.says("ten cases of cola", language_probability=0.3), Hearing.UNCLEAR),
    ):
        assert await hear(core, trade.buyer, sound) == Heard(hearing)
    with pytest.raises(SoundUnreadable):
        await hear(core, trade.buyer, b"no sound at all")
    with pytest.raises(SoundTooLong):
        await hear(core, trade.buyer, server.says("ten cases of cola", duration=130.0))
    assert [await count(core, row) for row in (OriginalRow, VoiceNoteRow, DraftRow)] == [0, 0, 0]


async def test_the_engine_is_told_the_dealers_own_words_and_language(
    core: Core, server: SpeechServer
) -> None:
    trade, _, _ = await make_drinks(core)
    await core.execute(trade.buyer, TakeMessage("10 cases rio cola 330 ml"))
    await confirm(core, trade.buyer)
    await hear(core, replace(trade.buyer, language="zh_CN"), server.says("十箱可乐"))
    await hear(core, trade.buyer, server.says("ten cases"))
    chinese, english = server.asked
    assert (chinese["language"], english["language"]) == ("zh", "en")
    assert english["prompt"].startswith("Rio, Cola")
    assert {name: english[name] for name in ("model", "temperature", "response_format")} == {
        "model": "whisper-1", "temperature": "0", "response_format": "verbose_json",
    }  # fmt: skip


async def test_without_an_engine_nobody_listens(core: Core) -> None:
    trade, _, _ = await make_drinks(core)
    assert await core.ask(trade.buyer, CanListen()) is False
    with pytest.raises(SpeechOff):
        await hear(core, trade.buyer, b"a sound")
