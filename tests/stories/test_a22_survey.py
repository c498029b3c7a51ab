"""A22: the office asks all dealers; one tap answers, a second one changes it; shares come as a picture."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import update

from core.dealers.tables import PersonRow
from core.feedback.tables import SurveyAnswerRow, SurveyRow
from core.feedback.use_cases.run_survey import CloseSurveys
from core.kernel.actor import SYSTEM
from dealerline.sandbox.seen import ChatMessage
from tests.chat import Chat, ask, tap
from tests.make import count, rows, write
from tests.stories.trade import refused

TEXT = "How are the new boxes?\n- Better\n- <Worse>\n[tr] Yeni kutular nasıl?\n- Daha iyi\n- <Daha kötü>"


def _marked(choice: str) -> Callable[[ChatMessage], bool]:
    return lambda message: f"✅ {choice}" in message.labels


async def test_a_survey_is_seen_first_answered_with_a_tap_and_told_when_it_ends(chat: Chat) -> None:
    await write(
        chat.core, update(PersonRow).where(PersonRow.id == chat.other.person_id).values(language="tr")
    )
    await ask(chat.otto, "/survey all today", "What do you want to ask?")
    preview = await ask(chat.otto, TEXT, "Among them")
    assert preview.text.split("\n\n") == [
        "❓ Question to 2 people\nAll dealers\nen 1, tr 1\nAmong them Ada · TechMart Corp, Cora · "
        "Corner Store\nGoes out at once, answered until 14 Oct 23:59",
        "❓ How are the new boxes?\n▫️ Better\n▫️ <Worse>",
        "[tr] ❓ Yeni kutular nasıl?\n▫️ Daha iyi\n▫️ <Daha kötü>",
    ]
    assert await count(chat.core, SurveyRow) == 0
    card = await tap(chat.otto, "Confirm", preview, "Runs until")
    chat.clock.advance(timedelta(seconds=6))
    chat.service.worker.wake()
    question = await chat.ada.wait_for("How are the new boxes?")
    assert question.labels == ["Better", "<Worse>", "🔕 No more of these: Questions to you"]
    turkish = await chat.cora.wait_for("Yeni kutular")
    assert turkish.labels[:2] == ["Daha iyi", "<Daha kötü>"]

    chosen = await tap(chat.ada, "<Worse>", question, "Thank you!")
    assert chosen.labels == ["Better", "✅ <Worse>", "✏️ Add a remark"]
    for choice in ("Better", "<Worse>", "Better"):
        chosen = await tap(chat.ada, choice, chosen, _marked(choice))
    await tap(chat.ada, "Add a remark", chosen, "What would you like to add?")
    await ask(chat.ada, "the <lid> is good", "it is with your answer")
    await tap(chat.cora, "<Daha kötü>", turkish, "Teşekkürler!")
    assert {(row.choice, row.words) for row in await rows(chat.core, SurveyAnswerRow)} == {
        (1, "the <lid> is good"), (2, ""),
    }  # fmt: skip

    shown = await tap(chat.otto, "How it stands", card, "2 of 2 have answered")
    assert "▓▓▓▓▓░░░░░ 50% Better\n▓▓▓▓▓░░░░░ 50% <Worse>\n💬 1 remark" in shown.text
    assert shown.file_id is not None
    file = await tap(chat.otto, "CSV", shown, lambda one: one.file_id not in (None, shown.file_id))
    assert ",Ada,Better,the <lid> is good\r\n" in (await chat.otto.download(file)).decode("utf-8-sig")

    chat.clock.advance(timedelta(hours=15))
    await refused(chat.ada, chat, "<Worse>", chosen, "has ended")
    await chat.core.execute(SYSTEM, CloseSurveys())
    chat.service.worker.wake()
    ended = await chat.otto.wait_for("Ended")
    assert "2 of 2 have answered" in ended.text
    listed = await ask(chat.otto, "/surveys", "answered of asked")
    assert listed.labels == ["⚪ 2/2 · How are the new boxes?"]
