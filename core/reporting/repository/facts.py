"""What the measures of C3 are worked out of: one question each. Definitions: ``engine.measuring``.

An order "by chat" is one that a person confirmed: there is no other front yet that takes orders of people;
imported and past orders have no person.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, distinct, func, select

from core.approvals.tables import ApprovalRow
from core.credit.tables import CreditAccountRow, CreditEntryRow, CreditPostingRow
from core.dealers.tables import DealerRow
from core.infra.columns import table_of
from core.infra.transaction import Snapshot
from core.intake.tables import AliasRow
from core.kernel.money import MICROS, Money, currency_exponent
from core.orders.tables import DraftLineRow, DraftRow, OrderLineRow, OrderRow, OrderStepRow
from core.pricing.tables import BasePriceRow
from core.reporting.engine.measuring import DSO_DAYS, count_after_hours, median
from core.reporting.repository.elapsed import SecondsBetween
from core.reporting.repository.sources import FALLEN, line_sales
from core.reporting.types import DayFigures, Facts, Period, ReportPolicy
from core.stock.tables import ShortageRow

_order, _line, _step = table_of(OrderRow), table_of(OrderLineRow), table_of(OrderStepRow)
_draft, _draft_line = table_of(DraftRow), table_of(DraftLineRow)
_dealer, _price, _alias = table_of(DealerRow), table_of(BasePriceRow), table_of(AliasRow)
_entry, _account, _posting = table_of(CreditEntryRow), table_of(CreditAccountRow), table_of(CreditPostingRow)
_by_chat: ColumnElement[bool] = _order.c.person_id.is_not(None)
_stands: ColumnElement[bool] = _order.c.state.not_in(FALLEN)


def _placed(start: datetime, end: datetime) -> ColumnElement[bool]:
    return (_order.c.placed_at >= start) & (_order.c.placed_at < end)


def _times(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


async def count_facts(
    snap: Snapshot, period: Period, policy: ReportPolicy, zone: str, *, with_margin: bool
) -> Facts:
    """Everything that was counted in a period; money in the house's own currency."""
    inside = _placed(period.start, period.end)
    orders = await _one(
        snap,
        select(
            func.count().label("orders"),
            _times(_by_chat).label("chat_orders"),
            func.count(distinct(case((_by_chat, _order.c.dealer_id)))).label("chat_dealers"),
        ).where(inside),
    )
    (dealers,) = (await _one(snap, select(func.count().label("n")).where(_dealer.c.active))).values()
    lines, wrong = await _count_lines(snap, period)
    served, cut = await _count_pieces(snap, period)
    owed, invoiced = await _receivables(snap, period)
    priced, cost = await _margin(snap, period) if with_margin else (0, 0)
    moments = [row[0] for row in await snap.all(select(_order.c.placed_at).where(inside, _by_chat))]
    return Facts(
        orders=orders["orders"],
        chat_orders=orders["chat_orders"],
        dealers=dealers,
        chat_dealers=min(orders["chat_dealers"], dealers),
        chat_lines=lines,
        wrong_lines=wrong,
        processing=await _processing(snap, period),
        decision=await _decision(snap, period),
        after_hours=count_after_hours(moments, period, policy, zone),
        untouched=await _untouched(snap, period),
        wanted=served + cut,
        served=served,
        receivable=owed,
        invoiced=invoiced,
        priced=priced,
        cost=cost,
    )


async def _one(snap: Snapshot, statement: Any) -> Mapping[str, int]:
    row = (await snap.execute(statement)).one()
    return {name: int(value or 0) for name, value in row._mapping.items()}


async def _count_lines(snap: Snapshot, period: Period) -> tuple[int, int]:
    """Lines ordered by chat, and those of them that were wrong."""
    of_order = _line.join(_order, _order.c.id == _line.c.order_id)
    counted = await _one(
        snap,
        select(func.count().label("all"), _times(_order.c.state == "cancelled").label("cancelled"))
        .select_from(of_order)
        .where(_placed(period.start, period.end), _by_chat, _line.c.unit_price_micros > 0),
    )
    corrected = await _one(
        snap,
        select(func.count().label("n")).where(
            _alias.c.source == "correction",
            _alias.c.created >= period.start,
            _alias.c.created < period.end,
        ),
    )
    return counted["all"], counted["cancelled"] + corrected["n"]


async def _processing(snap: Snapshot, period: Period) -> int | None:
    """Median seconds from the first message of a draft to the order; lines keep the draft's keys."""
    tables = _order.join(_line, _line.c.order_id == _order.c.id)
    tables = tables.join(_draft_line, _draft_line.c.id == _line.c.id)
    tables = tables.join(_draft, _draft.c.id == _draft_line.c.draft_id)
    rows = await snap.all(
        select(SecondsBetween(_draft.c.created, _order.c.placed_at))
        .select_from(tables)
        .where(_placed(period.start, period.end), _by_chat, _line.c.position == 1)
    )
    return median(int(row[0]) for row in rows)


async def _decision(snap: Snapshot, period: Period) -> int | None:
    """Median seconds from placing to the first move after it, of orders that did not pass by themselves."""
    decided = (
        select(_step.c.order_id, func.min(_step.c.at).label("at"))
        .join_from(_step, _order, _order.c.id == _step.c.order_id)
        .where(
            _placed(period.start, period.end),
            _step.c.state.in_(("approved", "declined")),
            _step.c.at > _order.c.placed_at,
        )
        .group_by(_step.c.order_id)
        .subquery()
    )
    rows = await snap.all(
        select(SecondsBetween(_order.c.placed_at, decided.c.at)).join(
            decided, decided.c.order_id == _order.c.id
        )
    )
    return median(int(row[0]) for row in rows)


async def _untouched(snap: Snapshot, period: Period) -> int:
    """Orders by chat that passed by themselves: approved at the moment they were placed."""
    by_itself = (
        select(_step.c.id)
        .where(_step.c.order_id == _order.c.id, _step.c.state == "approved")
        .where(_step.c.at == _order.c.placed_at)
        .exists()
    )
    found = await _one(
        snap, select(func.count().label("n")).where(_placed(period.start, period.end), _by_chat, by_itself)
    )
    return found["n"]


async def _count_pieces(snap: Snapshot, period: Period) -> tuple[int, int]:
    """Pieces ordered by chat, and pieces taken out of drafts because there were not enough."""
    of_order = _line.join(_order, _order.c.id == _line.c.order_id)
    ordered = await _one(
        snap,
        select(func.sum(_line.c.quantity).label("n"))
        .select_from(of_order)
        .where(_placed(period.start, period.end), _by_chat),
    )
    shortage = table_of(ShortageRow)
    cut = await _one(
        snap,
        select(func.sum(shortage.c.wanted - shortage.c.given).label("n")).where(
            shortage.c.at >= period.start, shortage.c.at < period.end
        ),
    )
    return ordered["n"], cut["n"]


async def _receivables(snap: Snapshot, period: Period) -> tuple[int | None, int | None]:
    """What was owed at the end of the last day, and what was invoiced in the 90 days up to it."""
    house = snap.settings.default_currency
    of_house = _account.c.currency == house
    owed = await snap.one_or_none(
        select(func.sum(_posting.c.amount_minor))
        .join_from(_posting, _account, _account.c.dealer_id == _posting.c.dealer_id)
        .where(of_house, _posting.c.day <= period.last)
    )
    invoiced = await snap.one_or_none(
        select(func.sum(_entry.c.original_minor))
        .join_from(_entry, _account, _account.c.dealer_id == _entry.c.dealer_id)
        .where(
            of_house,
            _entry.c.issued_on > period.last - timedelta(days=DSO_DAYS),
            _entry.c.issued_on <= period.last,
        )
    )
    sums = [None if row is None or row[0] is None else int(row[0]) for row in (owed, invoiced)]
    return sums[0], sums[1]


async def _margin(snap: Snapshot, period: Period) -> tuple[int, int]:
    """Sales of lines with a known cost, and that cost."""
    house = snap.settings.default_currency
    digits = MICROS // 10 ** currency_exponent(house)
    cost = (_price.c.cost_micros * _line.c.quantity + digits // 2) // digits
    known = (_price.c.product_id == _line.c.product_id) & (_price.c.currency == house)
    found = await _one(
        snap,
        select(func.sum(line_sales()).label("priced"), func.sum(cost).label("cost"))
        .select_from(_line.join(_order, _order.c.id == _line.c.order_id).join(_price, known))
        .where(
            _placed(period.start, period.end),
            _stands,
            _order.c.currency == house,
            _price.c.cost_micros.is_not(None),
        ),
    )
    return found["priced"], found["cost"]


async def day_figures(snap: Snapshot, start: datetime, end: datetime) -> DayFigures:
    """Orders that stand, placed between two moments; sales in the house's currency."""
    house = snap.settings.default_currency
    sales = case((_order.c.currency == house, _order.c.total_minor), else_=0)
    found = await _one(
        snap,
        select(
            func.count().label("orders"),
            func.sum(sales).label("sales"),
            func.count(distinct(_order.c.dealer_id)).label("dealers"),
        ).where(_placed(start, end), _stands),
    )
    return DayFigures(found["orders"], Money(found["sales"], house), found["dealers"])


async def sales_elsewhere(snap: Snapshot, start: datetime, end: datetime) -> tuple[Money, ...]:
    """Sales in the other currencies, by currency."""
    rows = await snap.all(
        select(_order.c.currency, func.sum(_order.c.total_minor))
        .where(_placed(start, end), _stands, _order.c.currency != snap.settings.default_currency)
        .group_by(_order.c.currency)
        .order_by(_order.c.currency)
    )
    return tuple(Money(int(minor), currency) for currency, minor in rows)


async def figures_by_day(snap: Snapshot, period: Period, zone: str) -> tuple[tuple[date, DayFigures], ...]:
    """Every day of the period, also those without orders."""
    house = snap.settings.default_currency
    local = ZoneInfo(zone)
    orders: dict[date, int] = {}
    sales: dict[date, int] = {}
    for row in await snap.all(
        select(_order.c.placed_at, _order.c.total_minor, _order.c.currency).where(
            _placed(period.start, period.end), _stands
        )
    ):
        day = row.placed_at.astimezone(local).date()
        orders[day] = orders.get(day, 0) + 1
        if row.currency == house:
            sales[day] = sales.get(day, 0) + row.total_minor
    days = [period.first + timedelta(days=at) for at in range((period.last - period.first).days + 1)]
    return tuple((day, DayFigures(orders.get(day, 0), Money(sales.get(day, 0), house))) for day in days)


async def count_waiting(snap: Snapshot) -> int:
    """Requests for approval that nobody has decided yet."""
    approval = table_of(ApprovalRow)
    found = await _one(snap, select(func.count().label("n")).where(approval.c.state == "open"))
    return found["n"]
