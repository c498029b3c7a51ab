"""A dealer confirms the quote; it becomes an order, with credit and stock taken in the same transaction.

Lock first, judge after: the dealer's credit row, capped promotions, stock rows in key order. What was
confirmed must be what it costs now (``seen``), else nothing is written and the dealer sees the new quote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.approvals.flow import open_request
from core.approvals.types import SubjectKind
from core.credit import repository as credit
from core.credit.types import EntryState
from core.infra.transaction import Transaction
from core.intake import repository as intake
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import Refused
from core.kernel.ids import DraftId, OrderId
from core.kernel.reasons import Reason
from core.orders.engine import content_digest
from core.orders.engine.exceptions import waiting_state
from core.orders.errors import (
    BelowMinimum,
    CreditRefused,
    DraftUnclear,
    NoPrice,
    NothingToOrder,
    Overdue,
    PriceChanged,
    ProductGone,
    RepeatUnanswered,
)
from core.orders.events import OrderPlaced
from core.orders.flow import Assessment, assess, ready_lines
from core.orders.repository import drafts, placed
from core.orders.types import Draft, DraftState, OrderState
from core.orders.use_cases.show_quote import seen_token
from core.pricing.flow import count_uses
from core.pricing.types import PricedLine, RuleKind, TaxAmount, Terms
from core.stock import repository as stock
from core.stock.errors import StockShort
from core.stock.types import Light

_REFUSALS: Mapping[str, type[Refused]] = {
    "order.nothing_to_order": NothingToOrder,
    "order.unclear": DraftUnclear,
    "order.product_gone": ProductGone,
    "order.no_price": NoPrice,
    "order.stock_short": StockShort,
    "order.below_minimum": BelowMinimum,
    "order.credit_refused": CreditRefused,
    "order.overdue": Overdue,
}


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    order_id: OrderId
    number: str
    state: OrderState


@dataclass(frozen=True, slots=True)
class PlaceOrder(Command[PlacedOrder]):
    permission = Permission.ORDER_PLACE
    draft_id: DraftId
    version: int
    seen: str


async def place_order(tx: Transaction, command: PlaceOrder) -> PlacedOrder:
    draft = await drafts.load_draft(tx, command.draft_id, version=command.version, lock=True, to_order=True)
    if draft.repeat_of is not None:
        raise RepeatUnanswered(number=draft.repeat_of)
    found = await assess(tx, draft, lock=True)
    if found.blockers:
        _refuse(found.blockers[0])
    if seen_token(found) != command.seen:
        raise PriceChanged
    waits = bool(found.triggers)
    state = waiting_state(found.verdict) if waits else OrderState.APPROVED
    order_id = OrderId(tx.new_id())
    uses = await count_uses(tx, found.priced)
    lines = _line_rows(draft, found, order_id)
    # The last lock: whoever orders next waits for it until this order is committed.
    number = await placed.next_number(tx)
    row = _order_row(tx, draft, found, order_id, number, state)
    row["pricing"]["uses"] = uses
    await placed.insert_order(tx, row, lines)
    takes = [take for take in found.plan.takes if take.quantity]
    await stock.reserve(tx, order_id, takes)
    await credit.open_entry(
        tx,
        draft.dealer_id,
        order_id,
        number,
        found.priced.total,
        EntryState.PENDING if waits else EntryState.HELD,
    )
    await intake.add_to_habits(tx, draft.dealer_id, _sums(draft))
    await drafts.close_draft(tx, draft, DraftState.ORDERED)
    tx.record(
        OrderPlaced(
            order_id,
            draft.dealer_id,
            draft.person_id,
            number,
            state.value,
            found.priced.total.minor,
            found.dealer.currency,
        )
    )
    if waits:
        await open_request(tx, SubjectKind.ORDER, order_id, number, found.request, found.triggers)
    return PlacedOrder(order_id, number, state)


def _refuse(blocker: Reason) -> None:
    raise _REFUSALS[blocker.code](**blocker.params)


def _order_row(
    tx: Transaction, draft: Draft, found: Assessment, order_id: OrderId, number: str, state: OrderState
) -> dict[str, Any]:
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
        "wished_on": draft.delivery_date,
        "note": draft.note,
        "pricing": {
            "fingerprint": priced.fingerprint(),
            "discounts": [
                {"promotion": discount.promotion_id, "name": discount.name, "minor": discount.amount.minor}
                for discount in priced.discounts
            ],
            "shipping_taxes": [one.to_json() for one in priced.taxes.shipping],
            **_terms(priced.terms),
        },
        "content_digest": content_digest((product, quantity) for _, product, quantity in ready_lines(draft)),
        "placed_at": tx.now,
        "changed_at": tx.now,
    }


def _terms(terms: Terms) -> dict[str, Any]:
    """The terms of payment as they were promised: the invoice keeps them."""
    early = terms.early_payment
    return {
        "net_days": terms.net_days,
        "early_payment": {"basis_points": early.off_bp, "days": early.days} if early else None,
    }


def _tax(amount: TaxAmount | None) -> dict[str, Any]:
    return {
        "tax_category": amount.category if amount else None,
        "tax_basis_points": amount.basis_points if amount else None,
        "tax_included": amount.included if amount else None,
        "tax_minor": amount.tax.minor if amount else None,
    }


def _line_rows(draft: Draft, found: Assessment, order_id: OrderId) -> list[dict[str, Any]]:
    priced = {line.line_id: line for line in found.priced.lines}
    rows: list[dict[str, Any]] = []
    for line in draft.lines:
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
                "quotation_line_id": _quotation_line(price),
                "remark": line.remark,
            }
        )
    return rows + _gift_rows(found, order_id, len(rows))


def _quotation_line(price: PricedLine) -> UUID | None:
    """The line of a quotation that these pieces are taken from; a flash sale may have been lower still."""
    if all(part.promotion_id is not None for part in price.parts):
        return None
    steps = (step for step in price.receipt.steps if step.kind is RuleKind.QUOTATION)
    return next((UUID(step.rule_id) for step in steps), None)


def _gift_rows(found: Assessment, order_id: OrderId, after: int) -> list[dict[str, Any]]:
    """Free items that are there to be given; one that is out of stock is left out, and the card said so."""
    lights = {line.line_id: line.light for line in found.plan.lines}
    rows: list[dict[str, Any]] = []
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
            }
        )
    return rows


def _sums(draft: Draft) -> list[tuple[Any, int]]:
    sums: dict[Any, int] = {}
    for _, product, quantity in ready_lines(draft):
        sums[product] = sums.get(product, 0) + quantity
    return list(sums.items())
