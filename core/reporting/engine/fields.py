"""Which fields each subject of a report has, what they are, and who may see them.

* A list shows the usual fields of its subject, a grouped report the fields that add up.
* Cost and margin are seen by director, finance and general manager only (``MARGIN_ROLES``); for everybody
  else these fields do not exist.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.kernel.actor import Actor, Role
from core.reporting.types import Field, Kind, Subject

MARGIN_ROLES = frozenset({Role.DIRECTOR, Role.FINANCE, Role.GENERAL_MANAGER, Role.SYSTEM})


def _key(name: str, kind: Kind = Kind.TEXT) -> Field:
    return Field(name, kind, is_key=True)


def _sum(name: str, kind: Kind = Kind.COUNT, *, secret: bool = False) -> Field:
    return Field(name, kind, adds=True, secret=secret)


_WHO = (_key("dealer"), _key("region"), _key("tier"), _key("rep"))
_WHEN = (_key("day", Kind.DAY), _key("month", Kind.MONTH))
_MARGIN = (
    _sum("cost", Kind.MONEY, secret=True),
    _sum("margin", Kind.MONEY, secret=True),
    Field("margin_share", Kind.SHARE, secret=True, of=("margin", "priced")),
)

FIELDS: Mapping[Subject, tuple[Field, ...]] = {
    Subject.ORDERS: (
        Field("number", Kind.TEXT), *_WHEN, *_WHO, _key("state", Kind.STATE), _key("ordered_by"),
        _sum("orders"), _sum("lines"), _sum("subtotal", Kind.MONEY), _sum("discount", Kind.MONEY),
        _sum("shipping", Kind.MONEY), _sum("total", Kind.MONEY),
    ),
    Subject.LINES: (
        Field("number", Kind.TEXT), *_WHEN, *_WHO, _key("state", Kind.STATE), _key("sku"), _key("product"),
        _key("brand"), _key("category"), _sum("lines"), _sum("quantity"), _sum("total", Kind.MONEY), *_MARGIN,
    ),
    Subject.DEALERS: (
        Field("code", Kind.TEXT), *_WHO, _sum("dealers"), _sum("orders"), _sum("total", Kind.MONEY),
        Field("last_order", Kind.DAY), _sum("limit", Kind.MONEY), _sum("owed", Kind.MONEY),
        _sum("held", Kind.MONEY),
    ),
    Subject.PRODUCTS: (
        _key("sku"), _key("product"), _key("brand"), _key("category"), _sum("orders"), _sum("quantity"),
        _sum("total", Kind.MONEY), _sum("on_hand"), _sum("free"),
    ),
    Subject.INVOICES: (
        Field("number", Kind.TEXT), *_WHEN, Field("due", Kind.DAY), *_WHO, _sum("invoices"),
        _sum("total", Kind.MONEY), _sum("open", Kind.MONEY), _sum("overdue", Kind.MONEY),
    ),
    Subject.APPROVALS: (
        *_WHEN, *_WHO, _key("state", Kind.STATE), _key("decided_by"), _sum("requests"),
        _sum("total", Kind.MONEY), Field("hours", Kind.HOURS),
    ),
}  # fmt: skip

# The usual columns of a list; of a grouped report they are those of these that add up.
USUAL: Mapping[Subject, tuple[str, ...]] = {
    Subject.ORDERS: ("number", "day", "dealer", "state", "lines", "total"),
    Subject.LINES: ("number", "day", "dealer", "sku", "product", "quantity", "total"),
    Subject.DEALERS: ("code", "dealer", "region", "tier", "orders", "total", "owed"),
    Subject.PRODUCTS: ("sku", "product", "brand", "quantity", "total", "free"),
    Subject.INVOICES: ("number", "day", "due", "dealer", "total", "open", "overdue"),
    Subject.APPROVALS: ("day", "dealer", "state", "decided_by", "total", "hours"),
}
# How many there are: stands first in a grouped report.
COUNTED: Mapping[Subject, str] = {
    Subject.ORDERS: "orders",
    Subject.LINES: "lines",
    Subject.DEALERS: "dealers",
    Subject.PRODUCTS: "quantity",
    Subject.INVOICES: "invoices",
    Subject.APPROVALS: "requests",
}
# What a picture of an ungrouped report shows on its axis, and what the buttons offer to group by.
OFFERED: Mapping[Subject, tuple[str, ...]] = {
    Subject.ORDERS: ("day", "month", "region", "dealer", "tier", "rep", "state"),
    Subject.LINES: ("product", "brand", "category", "dealer", "region", "month"),
    Subject.DEALERS: ("region", "tier", "rep"),
    Subject.PRODUCTS: ("brand", "category"),
    Subject.INVOICES: ("month", "dealer", "region", "rep"),
    Subject.APPROVALS: ("state", "decided_by", "dealer", "month"),
}
CURRENCY = Field("currency", Kind.TEXT, is_key=True)


def may_see_margins(actor: Actor) -> bool:
    return bool(actor.roles & MARGIN_ROLES)


def fields_of(subject: Subject, *, secrets: bool) -> dict[str, Field]:
    """The fields of a subject by name, with those about margins only where ``secrets``."""
    return {one.name: one for one in FIELDS[subject] if secrets or not one.secret}
