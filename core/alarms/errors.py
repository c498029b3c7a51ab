"""Facts that stop an act about alarms and tasks."""

from __future__ import annotations

from core.kernel.errors import Refused


class TaskOver(Refused):
    """The task is done, or the order has moved on (``number``)."""

    code = "task_over"


class AlarmRuleUnfit(Refused):
    """An alarm rule cannot be so (``why``: limit, owner, hours, always: it is never off)."""

    code = "alarm_rule_unfit"
