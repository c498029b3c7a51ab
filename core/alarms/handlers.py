"""Every command and query of alarms, and the function that does it."""

from __future__ import annotations

from core.alarms.use_cases.keep_tasks import (
    EndTask,
    GiveTask,
    ListTaskPeople,
    ListTasks,
    ShowTask,
    ShowTaskOrder,
    SnoozeTask,
    end_task,
    give_task,
    list_task_people,
    list_tasks,
    show_task,
    show_task_order,
    snooze_task,
)
from core.alarms.use_cases.look_after import LookAfterDealer, look_after_dealer
from core.alarms.use_cases.set_rule import ListAlarmRules, SetAlarmRule, list_alarm_rules, set_alarm_rule
from core.alarms.use_cases.watch_orders import WatchOrders, watch_orders
from core.infra.door import Handler

HANDLERS: dict[type, Handler] = {
    LookAfterDealer: Handler(look_after_dealer),
    WatchOrders: Handler(watch_orders),
    ListTasks: Handler(list_tasks),
    ShowTask: Handler(show_task),
    ShowTaskOrder: Handler(show_task_order),
    ListTaskPeople: Handler(list_task_people),
    EndTask: Handler(end_task),
    SnoozeTask: Handler(snooze_task),
    GiveTask: Handler(give_task),
    ListAlarmRules: Handler(list_alarm_rules),
    SetAlarmRule: Handler(set_alarm_rule),
}
