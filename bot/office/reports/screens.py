"""Today's figures and reports as screens. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from babel.dates import format_date

from bot.office.reports.callbacks import ReportTap, SubjectTap, TodayTap
from bot.screen import Button, Screen, clip, grid, lines, listed, paragraphs, short_id
from core.i18n.phrases import Raw, Say, locale_of
from core.reporting.documents import wording
from core.reporting.types import Every, Form, ReportPolicy, ReportView, SavedReport, Schedule, Subject, Today
from core.reporting.use_cases.render_report import ReportFile

PERIODS = (
    "today", "yesterday", "this_week", "last_week", "this_month", "last_month", "days:30", "days:90",
    "this_quarter", "last_quarter", "this_year", "last_year",
)  # fmt: skip
HOURS = range(6, 22)
# The last day of a month is its thirty-first, or what it has instead.
MONTH_DAYS = (1, 5, 10, 15, 20, 25, 31)
FORMS = {Form.EXCEL: "Excel", Form.CSV: "CSV", Form.PDF: "PDF"}
_EVERY = {
    Every.DAY: "button.report_day",
    Every.WEEK: "button.report_week",
    Every.MONTH: "button.report_month",
}
_MONDAY = date(2024, 1, 1)


def today_screen(today: Today, say: Say, *, dark: bool) -> Screen:
    """What stands below the picture: the day so far in two lines, and what waits."""
    others = listed(say.show(amount) for amount in today.other_sales)
    return Screen(
        lines(
            say("today.orders", today.today.orders, sales=today.today.sales),
            say("today.other_sales", amounts=Raw(others)) if others else None,
            say("today.by_now", yesterday=today.yesterday.sales, week=today.last_week.sales),
            say("today.waiting", today.waiting) if today.waiting else None,
        ),
        (
            (
                Button(say("button.report_light"), TodayTap(do="light").pack())
                if dark
                else Button(say("button.report_dark"), TodayTap(do="dark").pack()),
            ),
            (Button(say("button.report_new"), TodayTap(do="new").pack()),),
        ),
    )


def start_screen(say: Say) -> Screen:
    """What a report can be about."""
    subjects = [
        Button(wording.subject_text(one, say), SubjectTap(subject=one.value).pack()) for one in Subject
    ]
    kept = Button(say("button.report_saved"), TodayTap(do="saved").pack())
    return Screen(say("report.start"), (*grid(subjects, 2), (kept,)))


def report_screen(view: ReportView, say: Say, unread: Sequence[str] = ()) -> Screen:
    """A report as it is put together now, and what can be done with it."""
    report, days = view.report, view.days
    spec = report.spec
    only = "; ".join(wording.filter_text(one, say) for one in spec.filters)
    columns = ", ".join(wording.field_text(name, say) for name in spec.fields)
    return Screen(
        paragraphs(
            lines(
                say(
                    "report.card",
                    title=wording.title_text(spec, say),
                    period=wording.period_text(spec.period, say),
                    days=wording.days_text(days.first, days.last, say),
                ),
                say("report.filters", filters=clip(only, 300)) if only else None,
                say("report.columns", columns=clip(columns, 300)) if columns else None,
                say("report.named", name=report.name) if report.name else None,
                schedule_text(report.schedule, say) if report.schedule else None,
            ),
            say("report.unread_words", words=clip(", ".join(unread), 100)) if unread else None,
            say("report.choose"),
        ),
        (*_group_rows(view, say), *_act_rows(report, say)),
    )


def _group_rows(view: ReportView, say: Say) -> tuple[tuple[Button, ...], ...]:
    report, chosen = view.report, view.report.spec.by
    return grid(
        (
            _button(report, ("✓ " if name in chosen else "") + wording.field_text(name, say),
                    "out" if name in chosen else "in", name)
            for name in view.groups
        ),
        3,
    )  # fmt: skip


def _act_rows(report: SavedReport, say: Say) -> tuple[tuple[Button, ...], ...]:
    period = _button(report, f"🗓 {wording.period_text(report.spec.period, say)}", "days")
    rows = (
        [(period, _button(report, say("button.report_all_rows"), "all"))]
        if report.spec.filters
        else [(period,)]
    )
    files = [_button(report, label, "form", form.value) for form, label in FORMS.items()]
    files.append(_button(report, say("button.report_picture"), "form", Form.PICTURE.value))
    when = (
        _button(report, say("button.report_stop"), "stop")
        if report.schedule
        else _button(report, say("button.report_schedule"), "when")
    )
    last = [_button(report, say("button.report_save"), "name"), when]
    if report.name or report.schedule:
        last.append(_button(report, say("button.report_delete"), "delete"))
    return (*rows, tuple(files), tuple(last))


def _button(report: SavedReport, label: str, do: str, to: str = "") -> Button:
    return Button(label, ReportTap(report=short_id(report.id), do=do, to=to).pack())


def periods_screen(report: SavedReport, say: Say) -> Screen:
    buttons = [
        _button(report, wording.period_text(period, say), "period", period.replace(":", "."))
        for period in PERIODS
    ]
    return Screen(say("report.which_period"), grid(buttons, 2))


def schedule_screen(report: SavedReport, chosen: Sequence[str], say: Say) -> Screen:
    """The next question of a schedule: how often, on which day, at what time, in which form.

    ``chosen``: what was answered so far, in this order; a daily report has no day.
    """
    steps = ("every", "hour", "form") if chosen[:1] == [Every.DAY.value] else ("every", "day", "hour", "form")
    match steps[len(chosen)]:
        case "every":
            options = [(one.value, say(key)) for one, key in _EVERY.items()]
            return _question(report, "report.how_often", chosen, options, 3, say)
        case "day" if chosen[0] == Every.WEEK.value:
            options = [(str(day), weekday_text(day, say)) for day in range(1, 8)]
            return _question(report, "report.which_day", chosen, options, 2, say)
        case "day":
            options = [(str(day), str(day)) for day in MONTH_DAYS[:-1]]
            options.append((str(MONTH_DAYS[-1]), say("button.report_last_day")))
            return _question(report, "report.which_day", chosen, options, 4, say)
        case "hour":
            options = [(str(hour), f"{hour}:00") for hour in HOURS]
            return _question(report, "report.which_hour", chosen, options, 4, say)
    options = [*((form.value, label) for form, label in FORMS.items())]
    options.append((Form.PICTURE.value, say("button.report_picture")))
    return _question(report, "report.which_form", chosen, options, 4, say)


def _question(
    report: SavedReport,
    key: str,
    chosen: Sequence[str],
    options: Sequence[tuple[str, str]],
    width: int,
    say: Say,
) -> Screen:
    buttons = [_button(report, label, "when", ".".join((*chosen, value))) for value, label in options]
    return Screen(say(key), grid(buttons, width))


def weekday_text(day: int, say: Say) -> str:
    """The name of a day of the week, Monday 1."""
    return format_date(_MONDAY + timedelta(days=day - 1), "cccc", locale=locale_of(say.language))


def schedule_text(schedule: Schedule, say: Say) -> str:
    """When a report is sent."""
    time = f"{schedule.hour}:{schedule.minute:02}"
    match schedule.every:
        case Every.DAY:
            return say("report.every_day", time=time)
        case Every.WEEK:
            return say("report.every_week", day=weekday_text(schedule.day, say), time=time)
    return say("report.every_month", day=schedule.day, time=time)


def saved_screen(reports: Sequence[SavedReport], say: Say) -> Screen:
    """The reports that a person has saved."""
    begin = (Button(say("button.report_new"), TodayTap(do="new").pack()),)
    if not reports:
        return Screen(say("report.none_saved"), (begin,))
    named = [(_button(one, ("⏰ " if one.schedule else "") + (one.name or ""), "open"),) for one in reports]
    return Screen(say("report.saved_list"), (*named, begin))


def policy_screen(policy: ReportPolicy, say: Say) -> Screen:
    """What the measures are judged by."""
    hours = "–".join(f"{minute // 60}:{minute % 60:02}" for minute in (policy.opens, policy.closes))
    days = ", ".join(weekday_text(day, say) for day in policy.days)
    baseline = policy.baseline_seconds
    return Screen(
        lines(
            say("report.hours_set", hours=hours, days=days),
            say("report.baseline_set", time=wording.duration_text(baseline, say))
            if baseline
            else say("report.no_baseline"),
        )
    )


def file_screen(found: ReportFile, say: Say) -> Screen:
    """What stands below a finished report."""
    days = wording.days_text(found.period.first, found.period.last, say)
    return Screen(say("report.taken", found.rows, title=found.title, days=days))
