"""All SQL about quotations: the prices they keep, and what was ordered at them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.catalog.repository import load_products
from core.infra.columns import table_of
from core.infra.reads import Read
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, PersonId, ProductId
from core.kernel.money import UnitPrice
from core.orders.quotation_types import Quotation, QuotationLine
from core.orders.tables import (
    OrderLineRow,
    OrderRow,
    QuotationCounterRow,
    QuotationLineRow,
    QuotationPolicyRow,
    QuotationRow,
)
from core.orders.types import VOID
from core.pricing.types import QuotedPrice

_quotation, _line, _counter = map(table_of, (QuotationRow, QuotationLineRow, QuotationCounterRow))
_order_line, _order = table_of(OrderLineRow), table_of(OrderRow)
_used = (
    select(func.coalesce(func.sum(_order_line.c.quantity), 0))
    .select_from(_order_line.join(_order, _order.c.id == _order_line.c.order_id))
    .where(_order_line.c.quotation_line_id == _line.c.id, _order.c.state.not_in(VOID))
    .correlate(_line)
    .scalar_subquery()
    .label("used")
)
# Every quote and every order asks this, so the statement is put together once.
_open_prices = Read(
    select(
        _line.c.id,
        _line.c.product_id,
        _line.c.unit_price_micros,
        _line.c.most,
        _quotation.c.number,
        _quotation.c.expires_at,
        _quotation.c.is_special,
        _used,
    )
    .join(_quotation, _quotation.c.id == _line.c.quotation_id)
    .where(
        _quotation.c.dealer_id == bindparam("of_dealer"),
        _quotation.c.expires_at > bindparam("now"),
        _quotation.c.currency == bindparam("in_currency"),
    )
    .order_by(_line.c.id)
)
_next_number = {
    name: insert_into(_counter)
    .values(last=1)
    .on_conflict_do_update(index_elements=["kind", "year"], set_={"last": _counter.c.last + 1})
    .returning(_counter.c.last)
    for name, insert_into in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


async def next_number(tx: Transaction, kind: str) -> str:
    """The next number of the year: Q-2025-12 of quotations, P-2025-7 of price requests."""
    year = tx.now.year
    row = await tx.one_or_none(_next_number[tx.db.dialect.name], {"kind": kind, "year": year})
    return f"{kind}-{year}-{row.last}"


async def load_days(snap: Snapshot) -> int:
    """How many days a quotation made now holds."""
    row = await snap.one_or_none(select(QuotationPolicyRow.days))
    return int(row.days) if row is not None else 7


async def set_days(tx: Transaction, days: int) -> None:
    await tx.execute(update(QuotationPolicyRow).values(days=days))


async def quoted_prices(
    snap: Snapshot, dealer_id: DealerId, currency: str
) -> Mapping[ProductId, tuple[QuotedPrice, ...]]:
    """What the dealer's open quotations keep now, by product.

    Whoever places an order holds the dealer's account, so what is left cannot be taken twice.
    """
    rows = await snap.all(_open_prices, {"of_dealer": dealer_id, "now": snap.now, "in_currency": currency})
    found: defaultdict[ProductId, list[QuotedPrice]] = defaultdict(list)
    for row in rows:
        left = None if row.most is None else max(row.most - int(row.used), 0)
        found[ProductId(row.product_id)].append(
            QuotedPrice(
                rule_id=str(row.id),
                name=row.number,
                price=UnitPrice(row.unit_price_micros, currency),
                ends=row.expires_at,
                left=left,
                is_special=row.is_special,
            )
        )
    return {product: tuple(prices) for product, prices in found.items()}


async def insert_quotation(
    tx: Transaction,
    *,
    dealer_id: DealerId,
    person_id: PersonId | None,
    currency: str,
    is_special: bool,
    expires_at: datetime,
    lines: Sequence[Mapping[str, Any]],
) -> tuple[uuid.UUID, str]:
    """Its id and number. ``lines``: columns of the lines but id, quotation and position."""
    quotation_id, number = tx.new_id(), await next_number(tx, "Q")
    await tx.execute(
        insert(_quotation).values(
            id=quotation_id,
            number=number,
            dealer_id=dealer_id,
            person_id=person_id,
            currency=currency,
            is_special=is_special,
            made_at=tx.now,
            expires_at=expires_at,
        )
    )
    rows = [
        {**line, "id": tx.new_id(), "quotation_id": quotation_id, "position": position}
        for position, line in enumerate(lines, start=1)
    ]
    await tx.execute(insert(_line), rows)
    return quotation_id, number


def _visible(snap: Snapshot, statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """People of a dealer see its own quotations; the house sees all."""
    if snap.actor.dealer_id is not None:
        return statement.where(_quotation.c.dealer_id == snap.actor.dealer_id)
    return statement


async def load_quotation(snap: Snapshot, quotation_id: uuid.UUID) -> Quotation:
    row = await snap.one_or_none(_visible(snap, select(_quotation)).where(_quotation.c.id == quotation_id))
    if row is None:
        raise NotFound(what="quotation")
    return (await _with_lines(snap, [row]))[0]


async def list_quotations(snap: Snapshot, *, limit: int, offset: int = 0) -> list[Quotation]:
    """Those that the actor may see and that hold still, the first to expire first."""
    rows = await snap.all(
        _visible(snap, select(_quotation))
        .where(_quotation.c.expires_at > snap.now)
        .order_by(_quotation.c.expires_at, _quotation.c.id)
        .limit(limit)
        .offset(offset)
    )
    return await _with_lines(snap, rows)


async def list_expiring(tx: Transaction, within: timedelta, limit: int) -> list[Quotation]:
    """Those that expire soon and that nobody was told of."""
    rows = await tx.all(
        select(_quotation)
        .where(
            _quotation.c.expires_at > tx.now,
            _quotation.c.expires_at <= tx.now + within,
            # One that was made to hold no longer than that needs no reminder.
            _quotation.c.made_at <= tx.now - within,
            _quotation.c.reminded_at.is_(None),
        )
        .order_by(_quotation.c.expires_at, _quotation.c.id)
        .limit(limit)
    )
    return await _with_lines(tx, rows)


async def mark_reminded(tx: Transaction, quotation_ids: Sequence[uuid.UUID]) -> None:
    await tx.execute(
        update(_quotation).where(_quotation.c.id.in_(list(quotation_ids))).values(reminded_at=tx.now)
    )


async def _with_lines(snap: Snapshot, rows: Sequence[Any]) -> list[Quotation]:
    if not rows:
        return []
    found = await snap.all(
        select(_line, _used)
        .where(_line.c.quotation_id.in_([row.id for row in rows]))
        .order_by(_line.c.quotation_id, _line.c.position)
    )
    names = await load_products(snap, [ProductId(line.product_id) for line in found], snap.actor.language)
    currencies = {row.id: row.currency for row in rows}
    lines: defaultdict[uuid.UUID, list[QuotationLine]] = defaultdict(list)
    for line in found:
        product = names[ProductId(line.product_id)]
        lines[line.quotation_id].append(
            QuotationLine(
                id=line.id,
                position=line.position,
                product_id=product.id,
                sku=product.sku,
                name=product.name,
                unit=line.unit,
                unit_quantity=Decimal(line.unit_quantity),
                quantity=line.quantity,
                unit_price=UnitPrice(line.unit_price_micros, currencies[line.quotation_id]),
                most=line.most,
                used=int(line.used),
            )
        )
    return [
        Quotation(
            id=row.id,
            number=row.number,
            dealer_id=row.dealer_id,
            currency=row.currency,
            is_special=row.is_special,
            made_at=row.made_at,
            expires_at=row.expires_at,
            lines=tuple(lines[row.id]),
        )
        for row in rows
    ]
