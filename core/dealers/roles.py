"""Who may give which role to whom."""

from __future__ import annotations

from core.dealers.errors import RoleUnfit
from core.infra.transaction import Transaction
from core.kernel.actor import DEALER_ROLES, PERMISSIONS, STAFF_ROLES, Actor, Permission, Role
from core.kernel.errors import NotPermitted
from core.kernel.ids import DealerId


def may_give(actor: Actor, role: Role) -> bool:
    """Who writes the house's rules (credit, approvals) is only made by somebody who may write them: else the
    back office could make itself a hand that lifts limits."""
    return Permission.POLICY_EDIT not in PERMISSIONS[role] or actor.may(Permission.POLICY_EDIT)


def check_role(tx: Transaction, *roles: Role, dealer_id: DealerId | None) -> None:
    """The roles, before and after, fit somebody of that dealer (None: of the house) and may be given and
    taken by the actor; of the house that is a critical act. Raises RoleUnfit, NotPermitted."""
    known = STAFF_ROLES if dealer_id is None else DEALER_ROLES
    for role in roles:
        if role not in known:
            raise RoleUnfit(role=role.value)
        if not may_give(tx.actor, role):
            raise NotPermitted(permission=Permission.POLICY_EDIT.value)
    if dealer_id is None:
        tx.require_second_factor()
