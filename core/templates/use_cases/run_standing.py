"""By the clock: standing orders are told of the evening before, and placed at their time, once a period (A6).

A period is one row by template and day, written in the transaction that orders: a restart finds it there.
What cannot be ordered is undone as a whole, and its dealer and rep are told why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.dealers.repository import load_dealer
from core.dealers.repository.people import find_buyer
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import Refused
from core.kernel.ids import OrderId
from core.orders.errors import NothingToOrder
from core.orders.flow import assess
from core.orders.repository import drafts
from core.orders.supply_types import WhenShort
from core.orders.types import Draft, PlacedOrder
from core.orders.use_cases.place_order import PlaceOrder, place_order
from core.orders.use_cases.show_quote import seen_token
from core.templates import repository
from core.templates import standing_repository as standings
from core.templates.events import StandingFailed, StandingPlaced, StandingShown
from core.templates.flow import changed_line, freshen
from core.templates.standing import acting_as, next_period, plan_look, show_at
from core.templates.types import ChangeKind, Period, PeriodState, Standing, Template

# Each is an order with all its locks; more wait for the next look, seconds later.
AT_ONCE = 20
# Whoever was told it would be ordered in the morning does not expect it at night.
LATEST = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class RunStandingOrders(Command[int]):
    """How many standing orders were looked at."""

    permission = Permission.INTERNAL


async def run_standing_orders(tx: Transaction, _command: RunStandingOrders) -> int:
    due = await standings.due_standings(tx, AT_ONCE)
    for standing in due:
        coming = await standings.find_open(tx, standing.template_id) or await next_period(tx, standing)
        if coming is not None and not standing.is_paused:
            await _look_at(tx, standing, *coming)
        await plan_look(tx, standing)
    return len(due)


async def _look_at(tx: Transaction, standing: Standing, period: Period, at: datetime) -> None:
    """Tell of a period, or order it."""
    template = await repository.load_any(tx, standing.template_id)
    if tx.now < at:
        state = await standings.find_state(tx, template.id, period.period_on)
        zone = (await load_dealer(tx, standing.dealer_id)).zone
        # A holiday that was set since may have moved it to a later day.
        if state is None and tx.now >= show_at(period.on, zone):
            await standings.put_period(tx, template.id, period.period_on, at, PeriodState.SHOWN)
            tx.record(
                StandingShown(
                    standing.dealer_id,
                    template.id,
                    standing.person_id,
                    template.name,
                    period.period_on,
                    at.isoformat(),
                )
            )
        return
    if tx.now - at > LATEST:
        await _fail(tx, standing, template, period, at, "missed")
        return
    buyer = await find_buyer(tx, standing.person_id, standing.dealer_id)
    if buyer is None or not buyer.may(Permission.ORDER_PLACE):
        await _fail(tx, standing, template, period, at, "blocked")
        return
    try:
        async with tx.attempt():
            with acting_as(tx, buyer):
                order, total, gone = await _place(tx, template, period)
    except Refused as refusal:
        why = "all_gone" if isinstance(refusal, NothingToOrder) else refusal.code
        await _fail(tx, standing, template, period, at, why)
        return
    await standings.put_period(
        tx, template.id, period.period_on, at, PeriodState.PLACED, order_id=order.order_id
    )
    tx.record(
        StandingPlaced(
            standing.dealer_id,
            template.id,
            standing.person_id,
            template.name,
            period.period_on,
            OrderId(order.order_id),
            order.number,
            order.state.value,
            total[0],
            total[1],
            gone,
        )
    )


async def _fail(
    tx: Transaction, standing: Standing, template: Template, period: Period, at: datetime, why: str
) -> None:
    await standings.put_period(tx, template.id, period.period_on, at, PeriodState.FAILED, why=why)
    dealer = await load_dealer(tx, standing.dealer_id)
    tx.record(
        StandingFailed(
            standing.dealer_id,
            template.id,
            standing.person_id,
            template.name,
            period.period_on,
            why,
            dealer.name,
            dealer.rep_id,
        )
    )


async def _place(
    tx: Transaction, template: Template, period: Period
) -> tuple[PlacedOrder, tuple[int, str], tuple[str, ...]]:
    """Order a template as somebody would, beside the draft that he may have open. The order, its total in
    minor units with the currency, and the names of what cannot be had any more."""
    changes = await standings.list_changes(tx, template.id, period.period_on)
    wanted = [
        changed_line(line, changes[line.position]) if line.position in changes else line
        for line in template.lines
    ]
    dealer = await load_dealer(tx, tx.dealer_id)
    fresh = await freshen(tx, dealer, [line for line in wanted if line.quantity], template.name)
    if not fresh.lines:
        raise NothingToOrder
    own = await drafts.find_open_draft(tx, lock=True)
    if own is not None:
        await drafts.park_draft(tx, own)
    draft: Draft = await drafts.create_draft(tx)
    # The same goods as last week are meant; and nobody is there to be asked what to do about a lack.
    version = await drafts.save_draft(
        tx, draft, fresh.lines, repeat_of=None, when_short=WhenShort.REST, note=template.name
    )
    draft = await drafts.load_draft(tx, draft.id)
    found = await assess(tx, draft)
    order = await place_order(tx, PlaceOrder(draft.id, version, seen_token(found)))
    if own is not None:
        await drafts.reopen_parked(tx)
    gone = tuple(one.name for one in fresh.changes if one.kind is ChangeKind.GONE)
    return order, (found.priced.total.minor, found.priced.currency), gone
