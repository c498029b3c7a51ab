"""Today's figures; reports by words and by buttons."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.office.reports.callbacks import ReportTap, SubjectTap, TodayTap
from bot.office.reports.delivery import sending
from bot.office.reports.screens import (
    periods_screen,
    policy_screen,
    report_screen,
    saved_screen,
    schedule_screen,
    start_screen,
    today_screen,
)
from bot.screen import OldButton, long_id
from bot.turn import Turn
from core.reporting.types import Every, Form, Subject
from core.reporting.use_cases.compose_report import (
    ChangeReport,
    ComposeReport,
    DeleteReport,
    ListReports,
    NameReport,
    ShowReport,
    StartReport,
)
from core.reporting.use_cases.render_report import RenderReport, TakeReport
from core.reporting.use_cases.schedule_report import ScheduleReport
from core.reporting.use_cases.set_report_policy import (
    SetBusinessHours,
    SetProcessingBaseline,
    ShowReportPolicy,
)
from core.reporting.use_cases.show_today import ChooseTaste, DrawToday

NAME = "report_name"
_HOURS = re.compile(r"hours\s+(\d{1,2}):(\d\d)\s*-\s*(\d{1,2}):(\d\d)(?:\s+([1-7])\s*-\s*([1-7]))?")
_BASELINE = re.compile(r"baseline\s+(\d{1,5}|off)")


async def on_today(_message: Message, turn: Turn) -> None:
    await _show_today(turn)


async def _show_today(turn: Turn) -> None:
    shown = await turn.ask(DrawToday(turn.say))
    await turn.send_photo(shown.png, today_screen(shown.today, turn.say, dark=shown.is_dark))


async def on_today_tap(_query: CallbackQuery, callback_data: TodayTap, turn: Turn) -> None:
    match callback_data.do:
        case "dark" | "light":
            await turn.core.execute(turn.actor, ChooseTaste(callback_data.do == "dark"))
            await turn.freeze()
            await _show_today(turn)
        case "new":
            await turn.show(start_screen(turn.say))
        case "saved":
            await _show_saved(turn)
        case other:
            raise OldButton(other)


async def on_report(_message: Message, command: CommandObject, turn: Turn) -> None:
    words = (command.args or "").strip()
    if not words:
        await turn.show(start_screen(turn.say))
    elif words.split()[0].lower() in ("hours", "baseline"):
        await _set_policy(turn, words.lower())
    else:
        composed = await turn.execute(ComposeReport(words))
        await turn.show(report_screen(composed.view, turn.say, composed.unread))
        if composed.form is not None:
            await _take(turn, composed.view.report.id, composed.form)


async def on_reports(_message: Message, turn: Turn) -> None:
    await _show_saved(turn)


async def _show_saved(turn: Turn) -> None:
    reports = await turn.ask(ListReports())
    await turn.show(saved_screen(reports, turn.say))


async def _set_policy(turn: Turn, words: str) -> None:
    if found := _HOURS.fullmatch(words):
        begin, end = (int(found[at]) * 60 + int(found[at + 1]) for at in (1, 3))
        days = tuple(range(int(found[5] or 1), int(found[6] or 5) + 1))
        await turn.execute(SetBusinessHours(begin, end, days))
    elif found := _BASELINE.fullmatch(words):
        await turn.execute(SetProcessingBaseline(None if found[1] == "off" else int(found[1])))
    elif len(words.split()) > 1:
        await turn.tell("report.policy_how")
        return
    await turn.show(policy_screen(await turn.ask(ShowReportPolicy()), turn.say))


async def on_subject(_query: CallbackQuery, callback_data: SubjectTap, turn: Turn) -> None:
    if callback_data.subject not in set(Subject):
        raise OldButton(callback_data.subject)
    view = await turn.core.execute(turn.actor, StartReport(Subject(callback_data.subject)))
    await turn.redraw(report_screen(view, turn.say))


async def on_report_tap(_query: CallbackQuery, callback_data: ReportTap, turn: Turn) -> None:
    """Every button of a report; a change that is made twice is the same change."""
    report_id, to = long_id(callback_data.report), callback_data.to
    match callback_data.do:
        case "in" | "out":
            grouped = callback_data.do == "in"
            await _change(turn, ChangeReport(report_id, group=to, grouped=grouped))
        case "period":
            await _change(turn, ChangeReport(report_id, period=to.replace(".", ":")))
        case "all":
            await _change(turn, ChangeReport(report_id, drop_filters=True))
        case "days":
            view = await turn.ask(ShowReport(report_id))
            await turn.redraw(periods_screen(view.report, turn.say))
        case "open":
            await turn.redraw(report_screen(await turn.ask(ShowReport(report_id)), turn.say))
        case "form" if to in set(Form):
            await _take(turn, report_id, Form(to))
        case "name":
            await turn.ask(ShowReport(report_id))
            await turn.tell("report.ask_name")
            await turn.expect(NAME, {"report": str(report_id)})
        case "when":
            await _schedule(turn, report_id, to.split(".") if to else [])
        case "stop":
            view = await turn.core.execute(turn.actor, ScheduleReport(report_id, None))
            await turn.redraw(report_screen(view, turn.say))
        case "delete":
            await turn.core.execute(turn.actor, DeleteReport(report_id))
            await turn.freeze()
            await turn.tell("report.deleted")
        case other:
            raise OldButton(other)


async def _change(turn: Turn, change: ChangeReport) -> None:
    view = await turn.core.execute(turn.actor, change)
    await turn.redraw(report_screen(view, turn.say))


async def _take(turn: Turn, report_id: UUID, form: Form) -> None:
    """The file of a report; that it was taken is noted first."""
    await turn.core.execute(turn.actor, TakeReport(report_id, form))
    found = await turn.ask(RenderReport(report_id, form, turn.say))
    await turn.bot(sending(turn.chat_id, found, turn.say))


async def _schedule(turn: Turn, report_id: UUID, chosen: list[str]) -> None:
    """One more answer about when; with the last one the schedule stands."""
    view = await turn.ask(ShowReport(report_id))
    if chosen and chosen[0] not in set(Every):
        raise OldButton(chosen[0])
    steps = 3 if chosen[:1] == [Every.DAY.value] else 4
    if len(chosen) < steps:
        await turn.redraw(schedule_screen(view.report, chosen, turn.say))
        return
    every, *numbers, form = chosen[:steps]
    if not all(number.isdigit() for number in numbers) or form not in set(Form):
        raise OldButton(form)
    day, hour = (1, int(numbers[0])) if len(numbers) == 1 else (int(numbers[0]), int(numbers[1]))
    command = ScheduleReport(report_id, Every(every), day=day, hour=hour, form=Form(form))
    await turn.redraw(report_screen(await turn.core.execute(turn.actor, command), turn.say))


async def on_name(turn: Turn, data: dict[str, Any], text: str) -> None:
    """The typed name of a report."""
    view = await turn.execute(NameReport(UUID(data["report"]), text))
    await turn.show(report_screen(view, turn.say))


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="reports")
    router.message.register(on_today, Command("today"))
    router.message.register(on_report, Command("report"))
    router.message.register(on_reports, Command("reports"))
    router.callback_query.register(on_today_tap, TodayTap.filter())
    router.callback_query.register(on_subject, SubjectTap.filter())
    router.callback_query.register(on_report_tap, ReportTap.filter())
    return router
