"""How reports are worded: fields, values, periods and measures as the reader reads them."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from babel.numbers import format_compact_currency, format_compact_decimal, format_currency
from babel.units import format_unit

from core.i18n.phrases import Say, locale_of
from core.kernel.money import Money
from core.reporting.types import (
    Cell,
    Column,
    Field,
    Filter,
    Kind,
    Measured,
    Operator,
    ReportSpec,
    Subject,
    Unit,
)

NOTHING = "–"
# English has two orders of month and day; everybody reads this one.
_DATES = {"en": "d MMM y"}
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def field_text(name: str, say: Say) -> str:
    return say(f"field.{name}")


def heading(column: Column, say: Say, currency: str | None) -> str:
    """What stands above a column; money names its currency where there is only one."""
    label = field_text(column.field.name, say)
    return f"{label} ({currency})" if column.field.kind is Kind.MONEY and currency else label


def cell_text(cell: Cell, field: Field, say: Say) -> str:
    """A value as text; money without its currency, which the heading or a column says."""
    if cell is None or cell == "":
        return ""
    match field.kind:
        case Kind.MONEY if isinstance(cell, Money):
            return format_currency(
                cell.to_decimal(), cell.currency, "#,##0.00;-#,##0.00", locale=locale_of(say.language)
            ).strip()
        case Kind.DAY if isinstance(cell, date):
            return day_text(cell, say)
        case Kind.MONTH:
            return month_text(str(cell), say)
        case Kind.STATE:
            return state_text(str(cell), say)
        case Kind.HOURS if isinstance(cell, int):
            return duration_text(cell, say)
        case Kind.SHARE if isinstance(cell, int):
            return say.percent(cell)
        case Kind.COUNT if isinstance(cell, int):
            return say.number(cell)
    return str(cell)


def state_text(state: str, say: Say) -> str:
    """A state of an order or a request in words; one that there are no words for stays as it is."""
    for key in (f"state.{state}", f"request.{state}"):
        if say.book.has("en", key):
            return say.book.text(say.language, key)
    return state


def day_text(day: date, say: Say) -> str:
    """ "1 Oct 2025", "2025年10月1日"."""
    return format_date(day, _DATES.get(say.language, "medium"), locale=locale_of(say.language))


def month_text(month: str, say: Say) -> str:
    """ "2025-09" as "Sept 2025" or "2025年9月"."""
    year, number = (int(part) for part in month.split("-"))
    locale = locale_of(say.language)
    pattern = locale.datetime_skeletons["yMMM"].pattern
    return format_date(date(year, number, 1), pattern, locale=locale)


def duration_text(seconds: int, say: Say) -> str:
    """A span of time in its largest fitting unit: "45 sec", "12 min", "3.5 hr", "2.1 days"."""
    locale = locale_of(say.language)
    if seconds < 2 * _MINUTE:
        return format_unit(seconds, "duration-second", length="short", locale=locale)
    if seconds < 2 * _HOUR:
        return format_unit(round(seconds / _MINUTE), "duration-minute", length="short", locale=locale)
    if seconds < 2 * _DAY:
        return format_unit(round(seconds / _HOUR, 1), "duration-hour", length="short", locale=locale)
    return format_unit(round(seconds / _DAY, 1), "duration-day", length="short", locale=locale)


def short_money(amount: Money, say: Say) -> str:
    """An amount for a tile or an axis: "$45.3K", "US$4.5万"."""
    if abs(amount.to_decimal()) < 1000:
        return format_currency(
            amount.to_decimal(), amount.currency, locale=locale_of(say.language), currency_digits=False,
            format="¤#,##0",
        )  # fmt: skip
    return format_compact_currency(
        amount.to_decimal(), amount.currency, locale=locale_of(say.language), fraction_digits=1
    )


def short_number(number: int, say: Say) -> str:
    if abs(number) < 10_000:
        return say.number(number)
    return format_compact_decimal(number, locale=locale_of(say.language), fraction_digits=1)


def period_text(period: str, say: Say) -> str:
    """A period in words, or its dates."""
    if period.startswith("days:"):
        return say("period.days", int(period.removeprefix("days:")))
    if say.book.has("en", f"period.{period}"):
        return say.book.text(say.language, f"period.{period}")
    start, _, end = period.partition("..")
    return f"{_date_text(start, say)} – {_date_text(end, say)}" if end else _date_text(start, say)


def _date_text(text: str, say: Say) -> str:
    match text.count("-"):
        case 0:
            return text
        case 1:
            return month_text(text, say)
    year, month, day = (int(part) for part in text.split("-"))
    return day_text(date(year, month, day), say)


def days_text(first: date, last: date, say: Say) -> str:
    """The days that a period covers."""
    return day_text(first, say) if first == last else f"{day_text(first, say)} – {day_text(last, say)}"


def subject_text(subject: Subject, say: Say) -> str:
    return say(f"subject.{subject.value}")


def title_text(spec: ReportSpec, say: Say) -> str:
    """ "Orders by Region, Month"."""
    if not spec.by:
        return subject_text(spec.subject, say)
    by = ", ".join(field_text(name, say) for name in spec.by)
    return say("report.title_by", subject=subject_text(spec.subject, say), by=by)


def filter_text(one: Filter, say: Say) -> str:
    signs = {Operator.IS: "=", Operator.HAS: "≈", Operator.OVER: "≥", Operator.UNDER: "≤"}
    return f"{field_text(one.field, say)} {signs[one.operator]} {one.value}"


def measure_text(measured: Measured, value: int | None, say: Say) -> str:
    """A value of the measure, with its unit."""
    if value is None:
        return NOTHING
    match measured.unit:
        case Unit.SECONDS:
            return duration_text(value, say)
        case Unit.DAYS:
            return format_unit(value, "duration-day", length="short", locale=locale_of(say.language))
    return say.percent(round(value / 10) * 10)


def brief_day(day: date, say: Say) -> str:
    """ "3/10", "10/3": as short as an axis needs, in the order of the language."""
    return format_date(day, "M/d" if say.language == "zh_CN" else "d/M", locale=locale_of(say.language))


def brief_month(day: date, say: Say) -> str:
    """ "Oct", "10月"."""
    return format_date(day, "LLL", locale=locale_of(say.language))


def weekday_letter(day: date, say: Say) -> str:
    """The shortest name of a weekday."""
    return format_date(day, "ccccc", locale=locale_of(say.language))
