"""What a partial approval or a counter-offer would come to, before it is done (B1, E5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.approvals.repository import requests
from core.approvals.types import Approval, SubjectKind
from core.credit import repository as credit
from core.credit.engine import judge_credit
from core.credit.types import CreditVerdict
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.ids import ApprovalId, LineId, OrderId
from core.kernel.money import Money, UnitPrice
from core.orders.engine import propose_split, split_by_quantities
from core.orders.offer_types import OfferedLine
from core.orders.parting import check_choice, offered_rows, shipping_fees, split_lines, sums_of
from core.orders.repository import parts, placed
from core.orders.repository.parts import Row
from core.orders.types import Order


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """A line to choose about; base units. step: it is parted at multiples of it. price: as chosen."""

    line_id: LineId
    name: str
    quantity: int
    step: int
    chosen: int
    unit_price: UnitPrice
    price: UnitPrice


@dataclass(frozen=True, slots=True)
class Choice:
    """now: what would go, or the new total of an offer; rest: what would wait (nothing, of an offer).

    verdict: of ``now``, as credit judges it at this moment. Gifts follow the goods and are not named.
    """

    approval: Approval
    order: Order
    lines: tuple[ChoiceLine, ...]
    now: Money
    rest: Money
    verdict: CreditVerdict


@dataclass(frozen=True, slots=True)
class PreviewSplit(Query[Choice]):
    """The part that ``amount`` pays for, or exactly ``quantities``; neither: what passes by itself now."""

    permission = Permission.APPROVAL_DECIDE
    approval_id: ApprovalId
    amount: Money | None = None
    quantities: Mapping[LineId, int] | None = None


async def preview_split(snap: Snapshot, query: PreviewSplit) -> Choice:
    approval, order, stored = await _load(snap, query.approval_id)
    lines = split_lines(stored)
    fees = shipping_fees(await parts.load_row(snap, order.id))
    if query.quantities is not None:
        quantities = dict(query.quantities)
        check_choice(lines, quantities)
        split = split_by_quantities(lines, fees, quantities)
    else:
        amount = query.amount
        if amount is None:
            amount = (await _judge(snap, approval, order.total)).fits
        split = propose_split(lines, fees, amount.minor)
    chosen = {one.line_id: one.quantity for one in split.now.lines}
    currency = order.total.currency
    now = Money(split.now.total, currency)
    return Choice(
        approval,
        order,
        _choice_lines(stored, chosen, {}, currency),
        now,
        Money(split.rest.total, currency),
        await _judge(snap, approval, now),
    )


@dataclass(frozen=True, slots=True)
class PreviewOffer(Query[Choice]):
    """The order with these lines changed."""

    permission = Permission.APPROVAL_DECIDE
    approval_id: ApprovalId
    lines: tuple[OfferedLine, ...] = field(default=())


async def preview_offer(snap: Snapshot, query: PreviewOffer) -> Choice:
    approval, order, stored = await _load(snap, query.approval_id)
    rows = offered_rows(stored, query.lines) if query.lines else list(stored)
    sums = sums_of(rows, await parts.load_row(snap, order.id))
    currency = order.total.currency
    now = Money(sums["total_minor"], currency)
    chosen = {row["id"]: row["quantity"] for row in rows}
    prices = {row["id"]: UnitPrice(row["unit_price_micros"], currency) for row in rows}
    lines = _choice_lines(stored, chosen, prices, currency)
    verdict = await _judge(snap, approval, now)
    return Choice(approval, order, lines, now, Money.zero(currency), verdict)


async def _load(snap: Snapshot, approval_id: ApprovalId) -> tuple[Approval, Order, tuple[Row, ...]]:
    approval = await requests.load_request(snap, approval_id, kind=SubjectKind.ORDER)
    order = await placed.load_order(snap, OrderId(approval.subject_id))
    return approval, order, await parts.load_stored_lines(snap, order.id)


async def _judge(snap: Snapshot, approval: Approval, amount: Money) -> CreditVerdict:
    standing, policy = await credit.load_standing(snap, approval.dealer_id, amount.currency)
    return judge_credit(standing, amount, policy)


def _choice_lines(
    stored: Sequence[Row], chosen: Mapping[LineId, int], prices: Mapping[LineId, UnitPrice], currency: str
) -> tuple[ChoiceLine, ...]:
    names = {row["id"]: row for row in stored}
    found: list[ChoiceLine] = []
    for line in split_lines(stored):
        if line.is_gift:
            continue
        row = names[line.line_id]
        before = UnitPrice(row["unit_price_micros"], currency)
        found.append(
            ChoiceLine(
                line.line_id,
                row["name"],
                line.quantity,
                line.step,
                chosen.get(line.line_id, 0),
                before,
                prices.get(line.line_id, before),
            )
        )
    return tuple(found)
