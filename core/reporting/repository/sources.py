"""Where the rows of each subject come from: one SELECT a subject, with only the columns that a report needs.

Columns are named as the fields are (``engine.fields``). A column of kind DAY or MONTH is a moment or a date:
the local day is worked out when the row is read, because SQLite knows no zones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, case, func, literal, null, or_, select, tuple_

from core.approvals.tables import ApprovalRow
from core.catalog.tables import ProductRow
from core.credit.tables import CreditAccountRow, CreditEntryRow
from core.credit.types import EntryState
from core.dealers.tables import DealerRow, PersonRow
from core.infra.columns import table_of
from core.kernel.money import MICROS, ODD_EXPONENTS
from core.orders.tables import OrderLineRow, OrderRow
from core.pricing.tables import BasePriceRow
from core.reporting.repository.elapsed import SecondsBetween
from core.reporting.types import Period, Subject
from core.stock.tables import StockRow

_order, _line, _dealer = table_of(OrderRow), table_of(OrderLineRow), table_of(DealerRow)
_product, _entry, _approval = table_of(ProductRow), table_of(CreditEntryRow), table_of(ApprovalRow)
_account, _stock, _price = table_of(CreditAccountRow), table_of(StockRow), table_of(BasePriceRow)
_rep = table_of(PersonRow).alias("rep")
_by = table_of(PersonRow).alias("by_person")
# Orders that came to nothing are no sales.
FALLEN = ("declined", "cancelled")


@dataclass(frozen=True, slots=True)
class Source:
    """The columns of a subject by field name, the joined tables, which rows, and in which order."""

    columns: Mapping[str, ColumnElement[Any]]
    tables: FromClause
    where: tuple[ColumnElement[bool], ...]
    order: tuple[ColumnElement[Any], ...]
    currency: ColumnElement[Any]

    def select(self, names: Iterable[str]) -> Select[*tuple[Any, ...]]:
        """These columns, the currency, and the columns of the order, in which no two rows are alike."""
        wanted = [self.columns[name].label(name) for name in names]
        places = [column.label(f"place_{at}") for at, column in enumerate(self.order)]
        chosen: Select[*tuple[Any, ...]] = select(*wanted, self.currency.label("currency"), *places)
        return chosen.select_from(self.tables).where(*self.where).order_by(*self.order)

    def after(self, last: Sequence[Any]) -> ColumnElement[bool]:
        """Rows behind the one with these places."""
        given = [literal(value, column.type) for value, column in zip(last, self.order, strict=True)]
        # The first condition says nothing more, but an index can serve it.
        return (self.order[0] >= given[0]) & (tuple_(*self.order) > tuple_(*given))


def source_of(subject: Subject, period: Period, today: date) -> Source:
    """Rows of the subject within the period: of orders those placed, of invoices those issued, of requests
    those asked in it. Dealers and products are those of now, with what was ordered in the period."""
    return _SOURCES[subject](period, today)


def _with_dealer(tables: FromClause, dealer_id: ColumnElement[Any]) -> FromClause:
    return tables.join(_dealer, _dealer.c.id == dealer_id).outerjoin(_rep, _rep.c.id == _dealer.c.rep_id)


def _who() -> dict[str, ColumnElement[Any]]:
    return {
        "dealer": _dealer.c.name,
        "region": _dealer.c.region,
        "tier": _dealer.c.tier,
        "rep": _rep.c.name,
    }


def _placed(period: Period) -> tuple[ColumnElement[bool], ...]:
    return _order.c.placed_at >= period.start, _order.c.placed_at < period.end


def line_sales() -> ColumnElement[int]:
    """What a line brings in, in minor units: its price less its share of discounts, without included tax."""
    included = case((_line.c.tax_included, func.coalesce(_line.c.tax_minor, 0)), else_=0)
    return _line.c.total_minor - _line.c.discount_minor - included


def line_cost(digits: ColumnElement[Any]) -> ColumnElement[Any]:
    """What a line's goods cost the house today, in minor units, half up; ``digits``: micros of a minor."""
    return (_price.c.cost_micros * _line.c.quantity + digits // 2) // digits


def micros_of_a_minor(currency: ColumnElement[str]) -> ColumnElement[Any]:
    """How many millionths of the currency's unit are one minor unit (USD 10,000)."""
    cases = [(currency == code, literal(MICROS // 10**digits)) for code, digits in ODD_EXPONENTS.items()]
    return case(*cases, else_=literal(MICROS // 100))


def _orders(period: Period, _today: date) -> Source:
    lines = select(func.count()).where(_line.c.order_id == _order.c.id).scalar_subquery()
    return Source(
        {
            "number": _order.c.number, "day": _order.c.placed_at, "month": _order.c.placed_at, **_who(),
            "state": _order.c.state, "ordered_by": _by.c.name, "orders": literal(1), "lines": lines,
            "subtotal": _order.c.subtotal_minor, "discount": _order.c.discount_minor,
            "shipping": _order.c.shipping_minor, "total": _order.c.total_minor,
        },
        _with_dealer(_order, _order.c.dealer_id).outerjoin(_by, _by.c.id == _order.c.person_id),
        _placed(period),
        (_order.c.placed_at, _order.c.id),
        _order.c.currency,
    )  # fmt: skip


def _lines(period: Period, _today: date) -> Source:
    digits = micros_of_a_minor(_order.c.currency)
    cost = line_cost(digits)
    known = _price.c.cost_micros.is_not(None)
    tables = _with_dealer(_line.join(_order, _order.c.id == _line.c.order_id), _order.c.dealer_id).outerjoin(
        _product, _product.c.id == _line.c.product_id
    )
    tables = tables.outerjoin(
        _price, (_price.c.product_id == _line.c.product_id) & (_price.c.currency == _order.c.currency)
    )  # fmt: skip
    return Source(
        {
            "number": _order.c.number, "day": _order.c.placed_at, "month": _order.c.placed_at, **_who(),
            "state": _order.c.state, "sku": _line.c.sku, "product": _line.c.name, "brand": _product.c.brand,
            "category": _product.c.category, "lines": literal(1), "quantity": _line.c.quantity,
            "total": line_sales(), "cost": cost, "margin": line_sales() - cost,
            "priced": case((known, line_sales()), else_=null()),
        },
        tables,
        _placed(period),
        (_order.c.placed_at, _order.c.id, _line.c.position),
        _order.c.currency,
    )  # fmt: skip


def _dealers(period: Period, _today: date) -> Source:
    bought = (
        select(
            _order.c.dealer_id,
            func.count().label("orders"),
            func.sum(_order.c.total_minor).label("total"),
            func.max(_order.c.placed_at).label("last_order"),
        )
        .where(*_placed(period), _order.c.state.not_in(FALLEN))
        .group_by(_order.c.dealer_id)
        .subquery()
    )
    tables = _dealer.outerjoin(_rep, _rep.c.id == _dealer.c.rep_id)
    tables = tables.outerjoin(bought, bought.c.dealer_id == _dealer.c.id)
    return Source(
        {
            "code": _dealer.c.code, **_who(), "dealers": literal(1),
            "orders": func.coalesce(bought.c.orders, 0), "total": func.coalesce(bought.c.total, 0),
            "last_order": bought.c.last_order, "limit": _account.c.limit_minor,
            "owed": _account.c.invoiced_minor, "held": _account.c.held_minor,
        },
        tables.outerjoin(_account, _account.c.dealer_id == _dealer.c.id),
        (_dealer.c.active,),
        (_dealer.c.name, _dealer.c.id),
        _dealer.c.currency,
    )  # fmt: skip


def _products(period: Period, _today: date) -> Source:
    sold = (
        select(
            _line.c.product_id,
            _order.c.currency,
            func.count(_order.c.id.distinct()).label("orders"),
            func.sum(_line.c.quantity).label("quantity"),
            func.sum(line_sales()).label("total"),
        )
        .join_from(_line, _order, _order.c.id == _line.c.order_id)
        .where(*_placed(period), _order.c.state.not_in(FALLEN))
        .group_by(_line.c.product_id, _order.c.currency)
        .subquery()
    )
    held = (
        select(
            _stock.c.product_id,
            func.sum(_stock.c.on_hand).label("on_hand"),
            func.sum(_stock.c.on_hand - _stock.c.reserved).label("free"),
        )
        .group_by(_stock.c.product_id)
        .subquery()
    )
    tables = _product.outerjoin(sold, sold.c.product_id == _product.c.id)
    return Source(
        {
            "sku": _product.c.sku, "product": _product.c.name, "brand": _product.c.brand,
            "category": _product.c.category, "orders": func.coalesce(sold.c.orders, 0),
            "quantity": func.coalesce(sold.c.quantity, 0), "total": func.coalesce(sold.c.total, 0),
            "on_hand": func.coalesce(held.c.on_hand, 0), "free": func.coalesce(held.c.free, 0),
        },
        tables.outerjoin(held, held.c.product_id == _product.c.id),
        (or_(_product.c.active, sold.c.product_id.is_not(None)),),
        (_product.c.sku, func.coalesce(sold.c.currency, "")),
        sold.c.currency,
    )  # fmt: skip


def _invoices(period: Period, today: date) -> Source:
    late = _entry.c.state == EntryState.INVOICED
    late &= _entry.c.due_on < today
    opened = case((_entry.c.state == EntryState.INVOICED, _entry.c.amount_minor), else_=0)
    return Source(
        {
            "number": _entry.c.document, "day": _entry.c.issued_on, "month": _entry.c.issued_on,
            "due": _entry.c.due_on, **_who(), "invoices": literal(1), "total": _entry.c.original_minor,
            "open": opened, "overdue": case((late, _entry.c.amount_minor), else_=0),
        },
        _with_dealer(_entry, _entry.c.dealer_id),
        (_entry.c.issued_on >= period.first, _entry.c.issued_on <= period.last),
        (_entry.c.issued_on, _entry.c.document, _entry.c.id),
        _dealer.c.currency,
    )  # fmt: skip


def _approvals(period: Period, _today: date) -> Source:
    return Source(
        {
            "day": _approval.c.asked_at, "month": _approval.c.asked_at, **_who(),
            "state": _approval.c.state, "decided_by": _by.c.name, "requests": literal(1),
            "total": _approval.c.amount_minor,
            "hours": SecondsBetween(_approval.c.asked_at, _approval.c.decided_at),
        },
        _with_dealer(_approval, _approval.c.dealer_id).outerjoin(_by, _by.c.id == _approval.c.decided_by),
        (_approval.c.asked_at >= period.start, _approval.c.asked_at < period.end),
        (_approval.c.asked_at, _approval.c.id),
        _approval.c.currency,
    )  # fmt: skip


_SOURCES: Mapping[Subject, Callable[[Period, date], Source]] = {
    Subject.ORDERS: _orders,
    Subject.LINES: _lines,
    Subject.DEALERS: _dealers,
    Subject.PRODUCTS: _products,
    Subject.INVOICES: _invoices,
    Subject.APPROVALS: _approvals,
}
