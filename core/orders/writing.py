"""A draft and its assessment as rows of an order: what was quoted, frozen."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from core.infra.transaction import Snapshot
from core.kernel.ids import OrderId
from core.orders.claims import Claims
from core.orders.engine import content_digest
from core.orders.flow import Assessment, ready_lines
from core.orders.types import Draft, LineState, OrderState
from core.pricing.types import PricedLine, RuleKind, TaxAmount, Terms
from core.stock.types import Light

Row = dict[str, Any]
# What of an order's row an amendment writes anew.
CONTENT = (
    "subtotal_minor",
    "discount_minor",
    "shipping_minor",
    "tax_minor",
    "total_minor",
    "ship_to_id",
    "promised_on",
    "wished_on",
    "window_from",
    "window_until",
    "note",
    "is_urgent",
    "when_short",
    "pricing",
    "allocation",
    "content_digest",
)


def order_row(
    snap: Snapshot, draft: Draft, found: Assessment, order_id: OrderId, number: str, state: OrderState
) -> Row:
    """The row of an order in its first version; an amendment takes over what `CONTENT` names."""
    priced = found.priced
    return {
        "id": order_id,
        "number": number,
        "dealer_id": draft.dealer_id,
        "person_id": draft.person_id,
        "state": state,
        "version": 1,
        "currency": priced.currency,
        "subtotal_minor": priced.subtotal.minor,
        "discount_minor": priced.discount_total.minor,
        "shipping_minor": priced.shipping.fee.minor,
        "tax_minor": priced.taxes.on_top.minor,
        "total_minor": priced.total.minor,
        "ship_to_id": found.ship_to.id if found.ship_to else None,
        "promised_on": found.plan.promised_on,
        "is_urgent": draft.is_urgent,
        "when_short": found.when_short if found.plan.missing else None,
        "wished_on": draft.delivery_date,
        "window_from": draft.window[0] if draft.window else None,
        "window_until": draft.window[1] if draft.window else None,
        "note": draft.note,
        "pricing": {
            "fingerprint": priced.fingerprint(),
            "discounts": [
                {"promotion": discount.promotion_id, "name": discount.name, "minor": discount.amount.minor}
                for discount in priced.discounts
            ],
            "shipping_taxes": [one.to_json() for one in priced.taxes.shipping],
            "coupon": draft.coupon,
            **_terms(priced.terms),
        },
        "allocation": [one.to_json() for one in found.plan.options] or None,
        "content_digest": content_digest((product, quantity) for _, product, quantity in ready_lines(draft)),
        "placed_at": snap.now,
        "changed_at": snap.now,
    }


def _terms(terms: Terms) -> Row:
    """The terms of payment as they were promised: the invoice keeps them."""
    early = terms.early_payment
    return {
        "net_days": terms.net_days,
        "early_payment": {"basis_points": early.off_bp, "days": early.days} if early else None,
    }


def _tax(amount: TaxAmount | None) -> Row:
    return {
        "tax_category": amount.category if amount else None,
        "tax_basis_points": amount.basis_points if amount else None,
        "tax_included": amount.included if amount else None,
        "tax_minor": amount.tax.minor if amount else None,
    }


def line_rows(draft: Draft, found: Assessment, order_id: OrderId) -> list[Row]:
    """The lines with their prices, by position; gifts that are there last."""
    priced = {line.line_id: line for line in found.priced.lines}
    rows: list[Row] = []
    for line in draft.lines:
        if line.state is LineState.HELD:
            continue
        price = priced[line.id]
        product = found.products[price.product_id]
        rows.append(
            {
                "id": line.id,
                "order_id": order_id,
                "position": line.position,
                "product_id": product.id,
                "sku": product.sku,
                "name": product.name,
                "unit": line.unit or product.base_unit,
                "unit_quantity": str(line.unit_quantity or Decimal(price.quantity)),
                "quantity": price.quantity,
                "unit_price_micros": price.unit_price.micros,
                "list_price_micros": price.list_price.micros if price.list_price else None,
                "total_minor": price.line_total.minor,
                "discount_minor": price.discount_share.minor,
                **_tax(found.priced.taxes.lines.get(line.id)),
                "receipt": price.receipt.to_json(),
                "quotation_line_id": _quotation_line(price, found.claims),
                "remark": line.remark,
                "instead_of": line.instead_of,
                "wanted_id": line.wanted_id,
            }
        )
    return rows + _gift_rows(found, order_id, len(rows))


def _quotation_line(price: PricedLine, claims: Claims | None) -> UUID | None:
    """The line of a quotation that these pieces are taken from; a flash sale may have been lower still.

    A price that the order kept from its former version came from where it came from then.
    """
    if all(part.promotion_id is not None for part in price.parts):
        return None
    steps = (step for step in price.receipt.steps if step.kind is RuleKind.QUOTATION)
    found = next((UUID(step.rule_id) for step in steps), None)
    before = {row["id"]: row["quotation_line_id"] for row in claims.rows} if claims else {}
    return before.get(found, found) if found else None


def _gift_rows(found: Assessment, order_id: OrderId, after: int) -> list[Row]:
    """Free items that are there to be given; one that is out of stock is left out, and the card said so."""
    lights = {line.line_id: line.light for line in found.plan.lines}
    rows: list[Row] = []
    for line_id, item in zip(found.gifts, found.priced.free_items, strict=True):
        if lights[line_id] is Light.RED:
            continue
        product = found.products[item.product_id]
        rows.append(
            {
                "id": line_id,
                "order_id": order_id,
                "position": after + len(rows) + 1,
                "product_id": product.id,
                "sku": product.sku,
                "name": product.name,
                "unit": product.base_unit,
                "unit_quantity": str(item.quantity),
                "quantity": item.quantity,
                "unit_price_micros": 0,
                "list_price_micros": None,
                "total_minor": 0,
                "discount_minor": 0,
                **_tax(None),
                "receipt": None,
                "quotation_line_id": None,
                "remark": None,
                "instead_of": None,
                "wanted_id": None,
            }
        )
    return rows
