"""Why something about a template is not done."""

from __future__ import annotations

from core.kernel.errors import Refused


class TemplateEmpty(Refused):
    """There is nothing to keep: no open draft and no order, or no line that is settled."""

    code = "template_empty"


class TemplateNameTaken(Refused):
    """Another template of the person has this name (``name``)."""

    code = "template_name_taken"


class TemplateNameUnfit(Refused):
    """A name is empty or too long (``most`` characters)."""

    code = "template_name_unfit"


class TooManyTemplates(Refused):
    """A person keeps as many as can be kept (``most``)."""

    code = "too_many_templates"


class NothingLacking(Refused):
    """What is left is as much as the template wants (``name``)."""

    code = "nothing_lacking"


class ScheduleUnfit(Refused):
    """A schedule without a day, with an end before its beginning, or at no time of day (``value``)."""

    code = "schedule_unfit"


class PeriodOver(Refused):
    """That standing order was placed, skipped or failed by now (``day``)."""

    code = "period_over"
