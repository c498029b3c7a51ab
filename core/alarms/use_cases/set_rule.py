"""The house says what raises an alarm, whose task it is, and when it is told further."""

from __future__ import annotations

from dataclasses import dataclass

from core.alarms.errors import AlarmRuleUnfit
from core.alarms.events import AlarmRuleSet
from core.alarms.repository import tasks
from core.alarms.types import OWNERS, AlarmKind, AlarmRule
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query

MOST = 10_000
# From two on a number says that something is unusual.
_LEAST = {AlarmKind.AMOUNT: 2, AlarmKind.QUANTITY: 2, AlarmKind.MANY: 2}


@dataclass(frozen=True, slots=True)
class ListAlarmRules(Query[tuple[AlarmRule, ...]]):
    permission = Permission.POLICY_EDIT


@dataclass(frozen=True, slots=True)
class SetAlarmRule(Command[None]):
    """From the next look on; tasks that are there stay. Raises AlarmRuleUnfit."""

    permission = Permission.POLICY_EDIT
    rule: AlarmRule


async def list_alarm_rules(snap: Snapshot, _query: ListAlarmRules) -> tuple[AlarmRule, ...]:
    rules = await tasks.load_rules(snap)
    return tuple(rules[kind] for kind in AlarmKind)


async def set_alarm_rule(tx: Transaction, command: SetAlarmRule) -> None:
    rule = command.rule
    if not _LEAST.get(rule.kind, 0) <= rule.limit <= MOST:
        raise AlarmRuleUnfit(why="limit")
    if rule.kind is AlarmKind.UNHAPPY and not rule.is_on:
        raise AlarmRuleUnfit(why="always")
    if rule.owner not in OWNERS:
        raise AlarmRuleUnfit(why="owner")
    if not 1 <= rule.escalate_hours <= MOST:
        raise AlarmRuleUnfit(why="hours")
    if (await tasks.load_rules(tx))[rule.kind] == rule:
        return
    await tasks.set_rule(tx, rule)
    tx.record(
        AlarmRuleSet(
            rule.kind.value, rule.limit, rule.owner.value, rule.escalate_hours, rule.is_on,
            tx.actor.person_id,
        )
    )  # fmt: skip
