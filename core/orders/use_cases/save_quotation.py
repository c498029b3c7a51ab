"""A dealer keeps the prices of the draft for some days, and looks at what is kept (A15)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import DraftId
from core.kernel.money import UnitPrice
from core.orders.errors import DraftUnclear, NoPrice, NothingToOrder, PriceChanged
from core.orders.flow import assess
from core.orders.quotation_errors import BadQuotationDays
from core.orders.quotation_events import QuotationDaysSet, QuotationExpiring, QuotationSaved
from core.orders.quotation_types import Quotation
from core.orders.repository import drafts, quotations
from core.orders.types import UNSETTLED, LineState
from core.orders.use_cases.show_quote import PRICE_SIGNS, price_token
from core.pricing.types import PricedLine, RuleKind

DAY = timedelta(days=1)
MOST_DAYS = 365
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class SaveQuotation(Command[Quotation]):
    """Keep each line's regular price, for the quantity of the draft; promotions and stock are not kept."""

    permission = Permission.PRICE_REQUEST
    draft_id: DraftId
    version: int
    seen: str


async def save_quotation(tx: Transaction, command: SaveQuotation) -> Quotation:
    draft = await drafts.load_draft(tx, command.draft_id, version=command.version, lock=True)
    if not draft.lines:
        raise NothingToOrder
    waiting = sum(line.state in UNSETTLED for line in draft.lines)
    if waiting:
        raise DraftUnclear(count=waiting)
    found = await assess(tx, draft)
    at = {line.id: line for line in draft.lines if line.state is not LineState.HELD}
    own = {line.line_id: price for line in found.priced.lines if (price := own_price(line)) is not None}
    if len(own) < len(at):
        raise NoPrice(lines=[line.position for line in at.values() if line.id not in own])
    if price_token(found) != command.seen[:PRICE_SIGNS]:
        raise PriceChanged
    rows = [
        {
            "product_id": line.product_id,
            "unit": at[line.line_id].unit or found.products[line.product_id].base_unit,
            "unit_quantity": str(at[line.line_id].unit_quantity or line.quantity),
            "quantity": line.quantity,
            "unit_price_micros": own[line.line_id].micros,
            "most": line.quantity,
        }
        for line in found.priced.lines
    ]
    quotation_id, number = await quotations.insert_quotation(
        tx,
        dealer_id=draft.dealer_id,
        person_id=tx.person_id,
        currency=found.dealer.currency,
        is_special=False,
        expires_at=tx.now + DAY * await quotations.load_days(tx),
        lines=rows,
    )
    saved = await quotations.load_quotation(tx, quotation_id)
    tx.record(
        QuotationSaved(
            quotation_id, draft.dealer_id, tx.person_id, number, saved.total.minor, saved.total.currency
        )
    )
    return saved


def own_price(line: PricedLine) -> UnitPrice | None:
    """The price without quotations, None where there is none: saving a kept price keeps it no longer."""
    for step in line.receipt.steps:
        if step.kind is RuleKind.QUOTATION:
            return step.before
    return line.unit_price


@dataclass(frozen=True, slots=True)
class ShowQuotation(Query[Quotation]):
    permission = Permission.ORDER_READ
    quotation_id: uuid.UUID


async def show_quotation(snap: Snapshot, query: ShowQuotation) -> Quotation:
    return await quotations.load_quotation(snap, query.quotation_id)


@dataclass(frozen=True, slots=True)
class ListQuotations(Query[tuple[Quotation, ...]]):
    """Those that still hold, the first to expire first."""

    permission = Permission.ORDER_READ
    limit: int = 8
    offset: int = 0


async def list_quotations(snap: Snapshot, query: ListQuotations) -> tuple[Quotation, ...]:
    return tuple(await quotations.list_quotations(snap, limit=query.limit, offset=query.offset))


@dataclass(frozen=True, slots=True)
class RemindQuotations(Command[int]):
    """The day before a quotation expires its dealer is told, once. The clock starts this."""

    permission = Permission.INTERNAL


async def remind_quotations(tx: Transaction, _command: RemindQuotations) -> int:
    # One of which nothing is left is nobody's concern any more.
    due = await quotations.list_expiring(tx, DAY, AT_ONCE)
    await quotations.mark_reminded(tx, [one.id for one in due])
    useful = [one for one in due if any(line.left != 0 for line in one.lines)]
    for one in useful:
        tx.record(QuotationExpiring(one.id, one.dealer_id, one.number))
    return len(useful)


@dataclass(frozen=True, slots=True)
class ShowQuotationDays(Query[int]):
    """How long a quotation holds that is made now."""

    permission = Permission.POLICY_EDIT


async def show_quotation_days(snap: Snapshot, _query: ShowQuotationDays) -> int:
    return await quotations.load_days(snap)


@dataclass(frozen=True, slots=True)
class SetQuotationDays(Command[int]):
    """How long quotations made from now on hold; the result is how long they did before."""

    permission = Permission.POLICY_EDIT
    days: int


async def set_quotation_days(tx: Transaction, command: SetQuotationDays) -> int:
    if not 1 <= command.days <= MOST_DAYS:
        raise BadQuotationDays(given=command.days)
    before = await quotations.load_days(tx)
    await quotations.set_days(tx, command.days)
    tx.record(QuotationDaysSet(before, command.days))
    return before
