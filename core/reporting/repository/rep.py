"""What the dealers of one rep ordered, in the house's currency."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, func, select

from core.dealers.tables import DealerRow
from core.infra.columns import table_of
from core.infra.transaction import Snapshot
from core.kernel.ids import PersonId
from core.kernel.money import MICROS, Money, currency_exponent
from core.orders.tables import OrderLineRow, OrderRow
from core.orders.types import VOID
from core.pricing.tables import BasePriceRow
from core.reporting.repository.sources import line_sales
from core.reporting.territory_types import RepFigures

_order, _line, _dealer = table_of(OrderRow), table_of(OrderLineRow), table_of(DealerRow)
_price = table_of(BasePriceRow)


def _inside(snap: Snapshot, rep_id: PersonId, first: date, last: date, zone: str) -> ColumnElement[bool]:
    """Orders of the rep's dealers from the start of the first day to the end of the last one."""
    local = ZoneInfo(zone)
    start = datetime.combine(first, time(), local).astimezone(UTC)
    end = datetime.combine(last + timedelta(days=1), time(), local).astimezone(UTC)
    mine = select(_dealer.c.id).where(_dealer.c.rep_id == rep_id)
    found: ColumnElement[bool] = (
        _order.c.dealer_id.in_(mine)
        & (_order.c.placed_at >= start)
        & (_order.c.placed_at < end)
        & _order.c.state.not_in(VOID)
    )
    return found


async def count_dealers(snap: Snapshot, rep_id: PersonId) -> int:
    row = await snap.one_or_none(select(func.count()).where(_dealer.c.rep_id == rep_id, _dealer.c.active))
    return int(row[0])


async def figures(
    snap: Snapshot, rep_id: PersonId, first: date, last: date, zone: str, *, with_margin: bool
) -> RepFigures:
    """Orders of some days, both included."""
    house = snap.settings.default_currency
    inside = _inside(snap, rep_id, first, last, zone)
    goods = case((_order.c.currency == house, _order.c.subtotal_minor - _order.c.discount_minor), else_=0)
    row = await snap.one_or_none(
        select(
            func.count().label("orders"),
            func.coalesce(func.sum(goods), 0).label("goods"),
            func.count(_order.c.person_id).label("by_chat"),
        ).where(inside)
    )
    margin = await _margin(snap, inside, house) if with_margin else None
    return RepFigures(row.orders, Money(int(row.goods), house), row.by_chat, margin)


async def _margin(snap: Snapshot, inside: ColumnElement[bool], house: str) -> int | None:
    digits = MICROS // 10 ** currency_exponent(house)
    cost = (_price.c.cost_micros * _line.c.quantity + digits // 2) // digits
    known: Any = (_price.c.product_id == _line.c.product_id) & (_price.c.currency == house)
    row = await snap.one_or_none(
        select(func.sum(line_sales()).label("sold"), func.sum(cost).label("cost"))
        .select_from(_line.join(_order, _order.c.id == _line.c.order_id).join(_price, known))
        .where(inside, _order.c.currency == house, _price.c.cost_micros.is_not(None))
    )
    sold = int(row.sold or 0)
    return round((sold - int(row.cost or 0)) * 10_000 / sold) if sold > 0 else None


async def by_month(snap: Snapshot, rep_id: PersonId, first: date, last: date, zone: str) -> dict[date, int]:
    """Goods of each month by its first day, in minor units; months without any are not there."""
    house = snap.settings.default_currency
    rows = await snap.all(
        select(_order.c.placed_at, (_order.c.subtotal_minor - _order.c.discount_minor).label("goods")).where(
            _inside(snap, rep_id, first, last, zone), _order.c.currency == house
        )
    )
    found: dict[date, int] = {}
    for row in rows:
        month = row.placed_at.astimezone(ZoneInfo(zone)).date().replace(day=1)
        found[month] = found.get(month, 0) + row.goods
    return found
