"""Orders as billing reads them: every figure that was frozen when they were placed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from core.billing.repository.moment import has_all_left, load_moment
from core.billing.types import BILLABLE_FROM, BillableLine, BillableOrder, InvoiceMoment
from core.infra.transaction import Snapshot
from core.kernel.ids import DealerId, OrderId
from core.kernel.money import Money, UnitPrice
from core.orders.tables import OrderLineRow, OrderRow
from core.orders.types import OrderState
from core.pricing.types import PriceReceipt, TaxAmount

Found = tuple[OrderId, str, DealerId, OrderState]


async def list_billable(
    snap: Snapshot, numbers: Sequence[str] = (), dealer_id: DealerId | None = None
) -> list[Found]:
    """Orders by number whatever their state; without numbers all that can be invoiced, oldest first."""
    statement = select(OrderRow.id, OrderRow.number, OrderRow.dealer_id, OrderRow.state)
    if numbers:
        statement = statement.where(OrderRow.number.in_(list(numbers)))
    else:
        states = BILLABLE_FROM[await load_moment(snap)]
        statement = statement.where(OrderRow.state.in_(states), OrderRow.invoiced_at.is_(None))
    if dealer_id is not None:
        statement = statement.where(OrderRow.dealer_id == dealer_id)
    rows = await snap.all(statement.order_by(OrderRow.placed_at, OrderRow.id))
    return [(OrderId(row.id), row.number, DealerId(row.dealer_id), OrderState(row.state)) for row in rows]


async def load_billable(snap: Snapshot, order_id: OrderId) -> BillableOrder:
    """One order with its lines; the caller has seen that it may."""
    row = await snap.one_or_none(select(OrderRow.__table__).where(OrderRow.id == order_id))
    lines = await snap.all(
        select(OrderLineRow.__table__)
        .where(OrderLineRow.order_id == order_id)
        .order_by(OrderLineRow.position)
    )
    currency: str = row.currency
    early = row.pricing.get("early_payment")
    return BillableOrder(
        id=OrderId(row.id),
        number=row.number,
        dealer_id=DealerId(row.dealer_id),
        state=OrderState(row.state),
        is_invoiced=row.invoiced_at is not None,
        is_due=await _is_due(snap, OrderId(row.id), OrderState(row.state)),
        currency=currency,
        ship_to_id=row.ship_to_id,
        subtotal=Money(row.subtotal_minor, currency),
        discount=Money(row.discount_minor, currency),
        shipping=Money(row.shipping_minor, currency),
        tax=Money(row.tax_minor, currency),
        total=Money(row.total_minor, currency),
        net_days=row.pricing.get("net_days"),
        early_payment=(early["basis_points"], early["days"]) if early else None,
        lines=tuple(_line(line, currency) for line in lines),
        shipping_taxes=tuple(
            TaxAmount.from_json(one, currency) for one in row.pricing.get("shipping_taxes", ())
        ),
    )


async def _is_due(snap: Snapshot, order_id: OrderId, state: OrderState) -> bool:
    moment = await load_moment(snap)
    if state not in BILLABLE_FROM[moment]:
        return False
    return moment is not InvoiceMoment.SHIPPED or await has_all_left(snap, order_id)


def _line(row: Any, currency: str) -> BillableLine:
    receipt = None if row.receipt is None else PriceReceipt.from_json(row.receipt)
    return BillableLine(
        position=row.position,
        sku=row.sku,
        name=row.name,
        unit=row.unit,
        unit_quantity=Decimal(row.unit_quantity),
        quantity=row.quantity,
        unit_price=UnitPrice(row.unit_price_micros, currency),
        total=Money(row.total_minor, currency),
        discount=Money(row.discount_minor, currency),
        tax=_tax(row, currency),
        receipt_total=receipt.reckon() if receipt is not None and receipt.quantity == row.quantity else None,
        instead_of=row.instead_of,
    )


def _tax(row: Any, currency: str) -> TaxAmount | None:
    if row.tax_category is None:
        return None
    payable = row.total_minor - row.discount_minor
    base = payable - row.tax_minor if row.tax_included else payable
    return TaxAmount(
        row.tax_category,
        row.tax_basis_points,
        row.tax_included,
        Money(base, currency),
        Money(row.tax_minor, currency),
    )
