"""What stops a report."""

from __future__ import annotations

from core.kernel.errors import Refused


class ReportUnread(Refused):
    """Nothing in the words names a report (``text``: the words)."""

    code = "report_unread"


class ReportFieldUnknown(Refused):
    """The subject has no field of that name, or not one this person may see, or not to be used so."""

    code = "report_field_unknown"


class ReportTooBig(Refused):
    """More rows than the form takes (``rows``, ``most``)."""

    code = "report_too_big"


class ReportEmpty(Refused):
    """Nothing to show in that period."""

    code = "report_empty"


class ReportValueWrong(Refused):
    """A value that cannot be what it stands for (``value``): hours, days, a time, a filter's number."""

    code = "report_value_wrong"


class TooManyReports(Refused):
    """The person has as many saved reports as one may have (``most``)."""

    code = "too_many_reports"
