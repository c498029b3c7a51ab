"""Who acts, and what that person may do."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from core.kernel.ids import DealerId, PersonId


class Role(StrEnum):
    """What a person is to the company; a person may hold several."""

    DEALER_ADMIN = "dealer_admin"
    DEALER_BUYER = "dealer_buyer"
    DEALER_VIEWER = "dealer_viewer"
    REP = "rep"
    MANAGER = "manager"
    DIRECTOR = "director"
    FINANCE = "finance"
    GENERAL_MANAGER = "general_manager"
    OFFICE = "office"
    STOREKEEPER = "storekeeper"
    DRIVER = "driver"
    VENDOR = "vendor"  # of whoever we buy from: neither of the house nor of a dealer
    SYSTEM = "system"  # jobs by the clock, imports at the command line
    STRANGER = "stranger"  # somebody the house does not know (yet)


DEALER_ROLES = (Role.DEALER_ADMIN, Role.DEALER_BUYER, Role.DEALER_VIEWER)
STAFF_ROLES = (
    Role.REP,
    Role.MANAGER,
    Role.DIRECTOR,
    Role.FINANCE,
    Role.GENERAL_MANAGER,
    Role.OFFICE,
    Role.STOREKEEPER,
    Role.DRIVER,
)


class Permission(StrEnum):
    """A thing that can be done; every command and query names exactly one."""

    JOIN = "join"
    OWN_PROFILE = "own_profile"
    CATALOG_READ = "catalog_read"
    DRAFT_EDIT = "draft_edit"
    ORDER_PLACE = "order_place"
    ORDER_CANCEL = "order_cancel"
    ORDER_READ = "order_read"
    CREDIT_READ = "credit_read"
    ALIAS_EDIT = "alias_edit"
    APPROVAL_DECIDE = "approval_decide"
    INVITE_CREATE = "invite_create"
    MASTER_DATA = "master_data"
    DEALERS_READ = "dealers_read"
    DOCUMENT_READ = "document_read"  # invoices, statements, receipts
    BILLING_EDIT = "billing_edit"  # invoices, payments, credit notes
    CREDIT_EDIT = "credit_edit"  # limits and holds of a dealer
    PRICE_EDIT = "price_edit"
    PRICE_REQUEST = "price_request"  # ask for a special price, take a quotation
    STOCK_READ = "stock_read"  # the goods of the house and what lies where, with what is promised
    STOCK_EDIT = "stock_edit"  # receive, count, correct, move between warehouses
    DELIVERY_EDIT = "delivery_edit"  # pick lists, packing, shipments
    ROUTE_EDIT = "route_edit"  # vans, day plans, routes
    DRIVE = "drive"  # the own routes: stops, proofs, cash
    VENDOR_EDIT = "vendor_edit"  # vendors, what they ask, what is bought from them and its margin
    TASK_EDIT = "task_edit"  # tasks of alarms: the own ones; who reads reports has everybody's
    PURCHASE_ANSWER = "purchase_answer"  # purchase orders: a vendor's people those of their vendor
    DEALER_EDIT = "dealer_edit"  # dealers, their terms, tier, rep and people
    DEALER_CARE = "dealer_care"  # write to dealers, and prepare orders for the own ones
    RESALE_EDIT = "resale_edit"  # the own prices for the dealers below
    TEAM_EDIT = "team_edit"  # the people of the own dealer
    POLICY_EDIT = "policy_edit"  # the house's rules: credit, approvals
    BROADCAST = "broadcast"
    REPORT_READ = "report_read"
    AUDIT_READ = "audit_read"
    INTERNAL = "internal"


_VIEWER = frozenset(
    {Permission.JOIN, Permission.OWN_PROFILE, Permission.CATALOG_READ, Permission.ORDER_READ,
     Permission.CREDIT_READ, Permission.DOCUMENT_READ}
)  # fmt: skip
_BUYER = _VIEWER | {
    Permission.DRAFT_EDIT,
    Permission.ORDER_PLACE,
    Permission.ORDER_CANCEL,
    Permission.ALIAS_EDIT,
    Permission.PRICE_REQUEST,
}
_HOUSE = frozenset(
    {Permission.JOIN, Permission.OWN_PROFILE, Permission.CATALOG_READ, Permission.STOCK_READ,
     Permission.TASK_EDIT}
)  # fmt: skip
_STAFF = _HOUSE | {Permission.DEALERS_READ, Permission.DEALER_CARE}
# Whoever keeps the goods needs no dealer's terms or credit.
_STOREKEEPER = _HOUSE | {Permission.STOCK_EDIT, Permission.DELIVERY_EDIT}
_APPROVER = _STAFF | {Permission.APPROVAL_DECIDE, Permission.ORDER_CANCEL, Permission.DOCUMENT_READ}
_MANAGER = _APPROVER | {Permission.REPORT_READ}
_DIRECTOR = _MANAGER | {
    Permission.PRICE_EDIT,
    Permission.DEALER_EDIT,
    Permission.INVITE_CREATE,
    Permission.BROADCAST,
}
_FINANCE = _MANAGER | {
    Permission.BILLING_EDIT,
    Permission.CREDIT_EDIT,
    Permission.POLICY_EDIT,
    Permission.AUDIT_READ,
}
_OFFICE = _STAFF | {
    Permission.INVITE_CREATE,
    Permission.MASTER_DATA,
    Permission.ORDER_CANCEL,
    Permission.DOCUMENT_READ,
    Permission.BILLING_EDIT,
    Permission.PRICE_EDIT,
    Permission.STOCK_EDIT,
    Permission.DELIVERY_EDIT,
    Permission.ROUTE_EDIT,
    Permission.VENDOR_EDIT,
    Permission.PURCHASE_ANSWER,
    Permission.DEALER_EDIT,
    Permission.BROADCAST,
    Permission.REPORT_READ,
    Permission.AUDIT_READ,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.DEALER_ADMIN: _BUYER | {Permission.TEAM_EDIT, Permission.RESALE_EDIT},
    Role.DEALER_BUYER: _BUYER,
    Role.DEALER_VIEWER: _VIEWER,
    Role.REP: _APPROVER,
    Role.MANAGER: _MANAGER,
    Role.DIRECTOR: _DIRECTOR,
    Role.FINANCE: _FINANCE,
    Role.GENERAL_MANAGER: _DIRECTOR | _FINANCE | _OFFICE,
    Role.OFFICE: _OFFICE,
    Role.STOREKEEPER: _STOREKEEPER,
    # Sees what is on the van, and no price, stock or list of dealers.
    Role.DRIVER: frozenset({Permission.JOIN, Permission.OWN_PROFILE, Permission.DRIVE}),
    Role.VENDOR: frozenset({Permission.JOIN, Permission.OWN_PROFILE, Permission.PURCHASE_ANSWER}),
    Role.SYSTEM: frozenset(Permission),
    Role.STRANGER: frozenset({Permission.JOIN}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The person (or the house itself) in whose name a command runs.

    ``dealer_id`` is set for people of a dealer and bounds all they may see. ``has_second_factor``: a code
    generator is enrolled; ``proven_until``: its code was given, and counts until then. How somebody came in
    (``session_id``, and ``origin`` for the journal: "chat:1f2e3d4c", "import", "clock") is not who it is: two
    actors are equal without it.
    """

    person_id: PersonId | None
    roles: frozenset[Role]
    dealer_id: DealerId | None = None
    name: str = ""
    language: str = "en"
    zone: str = "UTC"
    has_second_factor: bool = False
    proven_until: datetime | None = None
    session_id: uuid.UUID | None = field(default=None, compare=False)
    origin: str = field(default="", compare=False)

    def may(self, permission: Permission) -> bool:
        return any(permission in PERMISSIONS[role] for role in self.roles)

    @property
    def is_staff(self) -> bool:
        return any(role in STAFF_ROLES for role in self.roles)

    def from_origin(self, origin: str) -> Actor:
        """The same actor, coming from there: what the journal notes as "from where" (40 characters)."""
        return replace(self, origin=origin)


SYSTEM = Actor(person_id=None, roles=frozenset({Role.SYSTEM}), name="system", origin="system")
STRANGER = Actor(person_id=None, roles=frozenset({Role.STRANGER}))
