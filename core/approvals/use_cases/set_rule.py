"""The house says who is asked for what; the next request is judged by it (B2)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from core.approvals.errors import BadRule
from core.approvals.events import ApprovalRuleRemoved, ApprovalRuleSet
from core.approvals.repository import rules
from core.approvals.types import ApprovalRule, Approver, Deputy
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query

MOST_HOURS = 24 * 60
MOST_POSITIONS = 9


@dataclass(frozen=True, slots=True)
class SetApprovalRule(Command[uuid.UUID]):
    """``rule`` as it shall be; with ``is_new`` it gets an id of its own, which is the result."""

    permission = Permission.POLICY_EDIT
    rule: ApprovalRule
    is_new: bool = False


async def set_approval_rule(tx: Transaction, command: SetApprovalRule) -> uuid.UUID:
    tx.require_second_factor()
    rule = replace(command.rule, id=tx.new_id()) if command.is_new else command.rule
    _check(rule, await rules.list_approvers(tx))
    await rules.save_rule(tx, rule, is_new=command.is_new)
    tx.record(ApprovalRuleSet(rule.id, rule.trigger.value, rule.level.value, rule.active))
    return rule.id


def _check(rule: ApprovalRule, people: tuple[Approver, ...]) -> None:
    least, most = rule.least or 0, rule.most
    if least < 0 or (most is not None and most < least):
        raise BadRule(why="bounds")
    if not 1 <= rule.hours <= MOST_HOURS:
        raise BadRule(why="hours")
    if not 1 <= rule.position <= MOST_POSITIONS:
        raise BadRule(why="position")
    if rule.person_id is not None:
        named = next((one for one in people if one.person_id == rule.person_id), None)
        if named is None or named.level is not rule.level:
            raise BadRule(why="person")


@dataclass(frozen=True, slots=True)
class RemoveApprovalRule(Command[None]):
    permission = Permission.POLICY_EDIT
    rule_id: uuid.UUID


async def remove_approval_rule(tx: Transaction, command: RemoveApprovalRule) -> None:
    tx.require_second_factor()
    await rules.delete_rule(tx, command.rule_id)
    tx.record(ApprovalRuleRemoved(command.rule_id))


@dataclass(frozen=True, slots=True)
class ApprovalPolicy:
    """Every rule, active or not; everybody of the house; every deputy that is set, of whatever dates."""

    rules: tuple[ApprovalRule, ...]
    people: tuple[Approver, ...]
    deputies: tuple[Deputy, ...]


@dataclass(frozen=True, slots=True)
class ListApprovalRules(Query[ApprovalPolicy]):
    permission = Permission.POLICY_EDIT


async def list_approval_rules(snap: Snapshot, _query: ListApprovalRules) -> ApprovalPolicy:
    return ApprovalPolicy(
        await rules.load_rules(snap), await rules.list_approvers(snap), await rules.load_deputies(snap)
    )
