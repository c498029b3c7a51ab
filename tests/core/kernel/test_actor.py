"""Who may do what, written out once more by hand: a change of the table must be meant."""

import pytest

from core.kernel.actor import DEALER_ROLES, PERMISSIONS, STAFF_ROLES, STRANGER, Actor, Permission, Role

_JOIN = {"join"}
_VIEWER = _JOIN | {"own_profile", "catalog_read", "order_read", "credit_read", "document_read"}
_BUYER = _VIEWER | {"draft_edit", "order_place", "order_cancel", "alias_edit", "price_request"}
_STAFF = _JOIN | {"own_profile", "dealers_read", "catalog_read", "stock_read", "task_edit", "dealer_care"}
_APPROVER = _STAFF | {"approval_decide", "order_cancel", "document_read"}
_MANAGER = _APPROVER | {"report_read"}
_DIRECTOR = _MANAGER | {"price_edit", "dealer_edit", "invite_create", "broadcast"}
_FINANCE = _MANAGER | {"billing_edit", "credit_edit", "policy_edit", "audit_read"}
_OFFICE = _STAFF | {
    "invite_create", "master_data", "order_cancel", "document_read", "billing_edit", "price_edit",
    "stock_edit", "delivery_edit", "route_edit", "vendor_edit", "purchase_answer", "dealer_edit", "broadcast",
    "report_read", "audit_read",
}  # fmt: skip

EXPECTED: dict[Role, set[str]] = {
    Role.STRANGER: _JOIN,
    Role.DEALER_VIEWER: _VIEWER,
    Role.DEALER_BUYER: _BUYER,
    Role.DEALER_ADMIN: _BUYER | {"team_edit", "resale_edit"},
    Role.REP: _APPROVER,
    Role.MANAGER: _MANAGER,
    Role.DIRECTOR: _DIRECTOR,
    Role.FINANCE: _FINANCE,
    Role.GENERAL_MANAGER: _DIRECTOR | _FINANCE | _OFFICE,
    Role.OFFICE: _OFFICE,
    Role.STOREKEEPER: _JOIN
    | {"own_profile", "catalog_read", "stock_read", "stock_edit", "delivery_edit", "task_edit"},
    Role.DRIVER: _JOIN | {"own_profile", "drive"},
    Role.VENDOR: _JOIN | {"own_profile", "purchase_answer"},
    Role.SYSTEM: {permission.value for permission in Permission},
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_may_do_exactly_what_the_table_says(role: Role) -> None:
    actor = Actor(None, frozenset({role}))
    assert {permission.value for permission in Permission if actor.may(permission)} == EXPECTED[role]


def test_every_role_has_its_place() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert {*DEALER_ROLES, *STAFF_ROLES, Role.VENDOR, Role.SYSTEM, Role.STRANGER} == set(Role)


def test_several_roles_add_up_and_none_may_nothing() -> None:
    both = Actor(None, frozenset({Role.DEALER_VIEWER, Role.REP}))
    assert both.may(Permission.CREDIT_READ)
    assert both.may(Permission.APPROVAL_DECIDE)
    assert not both.may(Permission.ORDER_PLACE)
    assert not any(Actor(None, frozenset()).may(permission) for permission in Permission)


def test_only_people_of_the_house_are_staff() -> None:
    assert not STRANGER.is_staff
    assert [role for role in Role if Actor(None, frozenset({role})).is_staff] == list(STAFF_ROLES)
