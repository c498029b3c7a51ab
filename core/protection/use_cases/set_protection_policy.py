"""The house says which goods are protected when their price falls, and for how long (D10)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.protection.errors import ClaimUnfit
from core.protection.events import ProtectionPolicySet
from core.protection.repository import offers, purchases
from core.protection.types import PolicyScope, ProtectionPolicy

MOST_DAYS = 365


@dataclass(frozen=True, slots=True)
class ShowProtectionPolicy(Query[tuple[ProtectionPolicy, ...]]):
    """All that are set: brands first, then vendors, then all goods."""

    permission = Permission.POLICY_EDIT


async def show_protection_policy(
    snap: Snapshot, _query: ShowProtectionPolicy
) -> tuple[ProtectionPolicy, ...]:
    return await offers.load_policies(snap)


@dataclass(frozen=True, slots=True)
class SetProtectionPolicy(Command[ProtectionPolicy]):
    """Set what holds for a brand, a vendor's goods or all; the result is it, as it is kept.

    What fell before and was invoiced in the window is found as well. Days 0 protects nothing of a brand or
    vendor, and takes away what held for all goods. Raises ClaimUnfit.
    """

    permission = Permission.POLICY_EDIT
    policy: ProtectionPolicy


async def set_protection_policy(tx: Transaction, command: SetProtectionPolicy) -> ProtectionPolicy:
    policy = command.policy
    for days in (policy.days, policy.open_days):
        if not 0 <= days <= MOST_DAYS:
            raise ClaimUnfit(why="days", most=MOST_DAYS)
    policy = replace(policy, value=await _value(tx, policy))
    await offers.save_policy(tx, policy, is_kept=bool(policy.days) or policy.scope is not PolicyScope.ALL)
    await offers.save_look(tx, None)
    tx.record(
        ProtectionPolicySet(
            policy.scope.value, policy.value, policy.days, policy.open_days, tx.actor.person_id
        )
    )
    return policy


async def _value(snap: Snapshot, policy: ProtectionPolicy) -> str:
    """What the policy is about, as the house writes it."""
    typed = policy.value.strip()
    if policy.scope is PolicyScope.BRAND:
        brand = await purchases.find_brand(snap, typed)
        if brand is None:
            raise ClaimUnfit(why="brand")
        return brand
    if policy.scope is PolicyScope.VENDOR:
        vendor = await purchases.find_vendor(snap, typed)
        if vendor is None:
            raise ClaimUnfit(why="vendor")
        return vendor
    return ""
