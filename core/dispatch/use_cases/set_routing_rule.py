"""What planning goes by where the office has a say: shown, and set a value at a time."""

from __future__ import annotations

from dataclasses import dataclass

from core.dispatch.errors import RoutingRuleUnfit
from core.dispatch.events import RoutingRuleSet
from core.dispatch.plan_types import POLICY_BOUNDS, RoutingPolicy
from core.dispatch.repository import policy
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class ShowRoutingPolicy(Query[RoutingPolicy]):
    permission = Permission.ROUTE_EDIT


@dataclass(frozen=True, slots=True)
class SetRoutingRule(Command[int]):
    """For what is planned from now on; the result is what held before.

    rule: a field of RoutingPolicy, in its unit. Raises NotFound for another, RoutingRuleUnfit out of bounds.
    """

    permission = Permission.ROUTE_EDIT
    rule: str
    value: int


async def show_routing_policy(snap: Snapshot, _query: ShowRoutingPolicy) -> RoutingPolicy:
    return await policy.load_policy(snap)


async def set_routing_rule(tx: Transaction, command: SetRoutingRule) -> int:
    if command.rule not in POLICY_BOUNDS:
        raise NotFound(what="routing_rule")
    least, most = POLICY_BOUNDS[command.rule]
    if not least <= command.value <= most:
        raise RoutingRuleUnfit(rule=command.rule, least=least, most=most)
    before: int = getattr(await policy.load_policy(tx), command.rule)
    await policy.save_rule(tx, command.rule, command.value)
    tx.record(RoutingRuleSet(command.rule, before, command.value, tx.actor.person_id))
    return before
