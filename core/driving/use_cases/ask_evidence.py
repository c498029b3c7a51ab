"""What evidence the house asks for at which stops."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.driving.errors import RuleUnclear
from core.driving.events import EvidenceRuleSet
from core.driving.repository import evidence
from core.driving.types import EvidenceRule, Need
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.texts import storable

_MOST_CATEGORY = 200


@dataclass(frozen=True, slots=True)
class ListEvidenceRules(Query[tuple[EvidenceRule, ...]]):
    """What is asked for now; the rule of every stop first."""

    permission = Permission.ROUTE_EDIT


@dataclass(frozen=True, slots=True)
class SetEvidenceRule(Command[None]):
    """A rule for what it speaks of, in place of the one before; one without needs is taken away.

    Raises RuleUnclear for an amount below zero or a category of no letters.
    """

    permission = Permission.ROUTE_EDIT
    rule: EvidenceRule


async def list_evidence_rules(snap: Snapshot, _query: ListEvidenceRules) -> tuple[EvidenceRule, ...]:
    rules = await evidence.list_rules(snap)
    return tuple(sorted(rules, key=lambda one: (one.is_narrow, one.dealer, one.category or "")))


async def set_evidence_rule(tx: Transaction, command: SetEvidenceRule) -> None:
    rule = command.rule
    if rule.category is not None:
        category = storable(rule.category).strip().strip("/")[:_MOST_CATEGORY]
        if not category:
            raise RuleUnclear
        rule = replace(rule, category=category)
    if rule.least is not None and rule.least.minor < 0:
        raise RuleUnclear
    needs = tuple(need for need in Need if need in rule.needs)
    await evidence.save_rule(tx, replace(rule, needs=needs))
    least = rule.least
    tx.record(
        EvidenceRuleSet(
            needs=tuple(need.value for need in needs),
            of_dealer=rule.dealer_id,
            least_minor=None if least is None else least.minor,
            currency=None if least is None else least.currency,
            category=rule.category,
        )
    )
