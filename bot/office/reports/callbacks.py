"""Buttons under pictures and reports."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class TodayTap(CallbackData, prefix="td1"):
    """do: dark, light, new (a report), saved (those one has)."""

    do: str


class SubjectTap(CallbackData, prefix="rs1"):
    subject: str


class ReportTap(CallbackData, prefix="rp1"):
    """report: its id; do: what is done; to: with what.

    in, out (a field of the grouping), days, period, form, name, when, stop, delete, all, open.
    """

    report: str
    do: str
    to: str = ""
