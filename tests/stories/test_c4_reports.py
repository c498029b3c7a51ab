"""C4: reports that people of the house compose by words and buttons, take as files, and get by the clock."""

from __future__ import annotations

import io
from datetime import timedelta

from python_calamine import CalamineWorkbook
from sqlalchemy import update

from core.dealers.tables import PersonRow
from core.infra.journal import JournalRow
from core.infra.queue import JobRow
from core.jobs.clock import tick
from core.reporting.tables import ReportRow, ReportScheduleRow
from dealerline.sandbox.seen import ChatMessage
from dealerline.sandbox.user import SandboxUser
from tests.chat import FINANCE, Chat, ask, tap, until
from tests.make import count, rows, write


async def _order(chat: Chat, pieces: int = 25) -> None:
    card = await ask(chat.ada, f"{pieces} iphone 15 pro")
    await tap(chat.ada, "Confirm", card, "is placed.")


async def _sheet(user: SandboxUser, message: ChatMessage) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(await user.download(message)))
    return [list(row) for row in book.get_sheet_by_index(0).to_python()]


async def test_a_report_in_one_sentence_is_taken_as_excel(chat: Chat) -> None:
    await _order(chat)
    card = await ask(chat.fay, "/report orders by region this month", "Orders by Region")
    assert card.text == (
        "📋 Orders by Region\n🗓 This month, 1 Oct 2025 – 14 Oct 2025\n\n"
        "Group it with the buttons, then take it as a file."
    )
    assert card.labels == [
        "Day", "Month", "✓ Region", "Dealer", "Tier", "Rep", "State", "🗓 This month",
        "Excel", "CSV", "PDF", "🖼 Picture", "🔖 Save", "⏰ Send regularly",
    ]  # fmt: skip
    sent = await tap(chat.fay, "Excel", card, "1 row")
    assert sent.text == "📋 Orders by Region, 1 Oct 2025 – 14 Oct 2025: 1 row"
    assert sent.raw["document"]["file_name"] == "orders-2025-10-01-2025-10-14.xlsx"
    assert await _sheet(chat.fay, sent) == [
        ["Region", "Orders", "Lines", "Amount (USD)"],
        ["west", 1, 1, 26000.0],
        ["", 1, 1, 26000.0],
    ]
    (taken,) = await rows(chat.core, JournalRow, JournalRow.name == "report_taken")
    assert (taken.actor_id, taken.payload["form"]) == (chat.finance.person_id, "xlsx")


async def test_a_report_by_buttons_alone(chat: Chat) -> None:
    await _order(chat)
    start = await ask(chat.fay, "/report", "What is the report about?")
    card = await tap(chat.fay, "Order lines", start, "Group it with the buttons")
    card = await tap(chat.fay, "Brand", card, "Order lines by Brand")
    card = await tap(chat.fay, "Month", card, "Order lines by Brand, Month")
    card = await tap(chat.fay, "✓ Month", card, lambda one: "by Brand\n" in one.text)
    periods = await tap(chat.fay, "This month", card, "Which days?")
    card = await tap(chat.fay, "Today", periods, "🗓 Today, 14 Oct 2025")
    for button, beginning in (("PDF", b"%PDF"), ("CSV", b"\xef\xbb\xbfBrand"), ("Picture", b"\x89PNG")):
        sent = await tap(chat.fay, button, card, "1 row")
        assert (await chat.fay.download(sent)).startswith(beginning)


async def test_the_file_comes_at_once_when_the_words_say_so_in_any_language(chat: Chat) -> None:
    await _order(chat)
    await write(chat.core, update(PersonRow).where(PersonRow.telegram_id == FINANCE).values(language="zh_CN"))
    sent = await ask(chat.fay, "/report 本月按地区的订单 excel", lambda one: "document" in one.raw)
    assert sent.text == "📋 订单（按地区），2025年10月1日 – 2025年10月14日：1行"
    assert (await _sheet(chat.fay, sent))[0] == ["地区", "订单数", "行数", "金额 (USD)"]


async def test_a_saved_report_comes_every_week_and_once_though_the_program_was_restarted(chat: Chat) -> None:
    await _order(chat)
    card = await ask(chat.fay, "/report orders by dealer last 30 days", "Orders by Dealer")
    await tap(chat.fay, "Save", card, "Write its name")
    card = await ask(chat.fay, "My dealers", "Saved as My dealers")
    often = await tap(chat.fay, "Send regularly", card, "How often")
    day = await tap(chat.fay, "Every week", often, "On which day?")
    hour = await tap(chat.fay, "Friday", day, "At what time?")
    form = await tap(chat.fay, "17:00", hour, "In which form?")
    card = await tap(chat.fay, "PDF", form, "⏰ Sent every Friday at 17:00")
    assert "⏰ Send no more" in card.labels
    chat.clock.advance(timedelta(days=3, hours=7, minutes=58))
    await tick(chat.core)
    assert await count(chat.core, JobRow, JobRow.kind == "chat.report") == 0
    await chat.kill()
    chat.clock.advance(timedelta(minutes=5))
    await tick(chat.core)
    await tick(chat.core)
    chat.restart()
    await tick(chat.core)
    sent = await chat.fay.wait_for("My dealers, 18 Sep 2025 – 17 Oct 2025: 1 row", since=0)
    assert sent.raw["document"]["file_name"] == "orders-2025-09-18-2025-10-17.pdf"
    chat.clock.advance(timedelta(days=6))
    await tick(chat.core)
    listed = await ask(chat.fay, "/reports", "Your reports")
    assert listed.labels == ["⏰ My dealers", "📋 Compose a report"]
    assert len([one for one in chat.fay.from_bot() if "My dealers, 18" in one.text]) == 1


async def test_who_left_the_house_gets_no_report_any_more(chat: Chat) -> None:
    await _order(chat)
    card = await ask(chat.fay, "/report orders by dealer", "Orders by Dealer")
    for button, wanted in (
        ("Send regularly", "How often"), ("Every day", "what time"), ("8:00", "form"), ("Excel", "⏰ Sent"),
    ):  # fmt: skip
        card = await tap(chat.fay, button, card, wanted)
    await write(chat.core, update(PersonRow).where(PersonRow.telegram_id == FINANCE).values(blocked=True))
    chat.clock.advance(timedelta(days=1))
    await tick(chat.core)

    async def is_buried() -> bool:
        return await count(chat.core, JobRow, JobRow.kind == "chat.report", JobRow.state == "dead") == 1

    await until(is_buried)
    assert not [one for one in chat.fay.from_bot() if "document" in one.raw]


async def test_deleted_means_nothing_is_sent_and_old_buttons_say_so(chat: Chat) -> None:
    card = await ask(chat.fay, "/report orders by dealer", "Orders by Dealer")
    await tap(chat.fay, "Save", card, "Write its name")
    named = await ask(chat.fay, "Short lived", "Saved as")
    await tap(chat.fay, "Delete", named, "is deleted")
    assert await count(chat.core, ReportRow) == 0
    await tap(chat.fay, "Excel", card, "I could not find that report.")
    assert await count(chat.core, ReportScheduleRow) == 0


async def test_bad_input_gets_one_clear_answer(chat: Chat) -> None:
    await ask(chat.fay, "/report hello", "I see no report in that.")
    await ask(chat.fay, "/report orders 2025-13", "I cannot use this here: 2025-13.")
    await ask(chat.fay, "/report orders total > lots", "I cannot use this here: lots.")
    card = await ask(chat.fay, "/report orders by region for smurfs 2019", "I did not understand: smurfs")
    await tap(chat.fay, "Excel", card, "Nothing in those days.")
    await ask(chat.fay, "/report hours 18:00-9:00", "I cannot use this here: 18:00-09:00.")
    await ask(chat.fay, "/report hours soon", "/report hours 9:00-18:00 1-5")
    hours = await ask(chat.fay, "/report hours 8:00-17:30 1-6", "Business hours")
    assert hours.text.startswith(
        "Business hours: 8:00–17:30, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday."
    )
    await ask(chat.fay, "/report baseline 45", "an order took 45 min")


async def test_another_persons_report_and_other_roles_get_nothing(chat: Chat) -> None:
    card = await ask(chat.fay, "/report orders by dealer", "Orders by Dealer")
    button = card.button("Excel")
    assert button is not None
    other = await ask(chat.max, "/report", "What is the report about?")
    await chat.max.tap_data(other, button.data or "")
    await chat.max.wait_for("I could not find that report.")
    for user in (chat.ada, chat.rita):
        before = len(user.from_bot())
        await user.say("/report orders by dealer")
        await user.wait_until(lambda one, before=before: len(one.from_bot()) > before)
        assert "Group it" not in user.from_bot()[-1].text
    assert await count(chat.core, JournalRow, JournalRow.name == "report_taken") == 0
