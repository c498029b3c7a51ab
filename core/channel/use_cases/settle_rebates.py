"""A period that is over is stated, and its rebate paid out by credit notes (K2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core.billing.credit_notes import credit_invoice
from core.channel.engine.rebates import bought_in, earned_by, rate_for, spans_between, spread_credit
from core.channel.errors import RebateUnfit
from core.channel.events import RebateSettled, RebateStated
from core.channel.rebate_types import RebateProgramme, RebateStatement, Settlement, Span
from core.channel.repository import rebates
from core.dealers import repository as dealers
from core.dealers.repository import directory
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import DealerId
from core.kernel.money import Money


@dataclass(frozen=True, slots=True)
class StateRebates(Command[int]):
    """State every period that is over and not stated yet, for every dealer that bought in it; how many.

    All in one transaction; a run that was missed is made up for by the next.
    """

    permission = Permission.INTERNAL


async def state_rebates(tx: Transaction, _command: StateRebates) -> int:
    stated = 0
    today = tx.today
    for programme, until in await rebates.list_unstated(tx, today):
        ends = today if programme.ends_on is None else min(today, programme.ends_on)
        for span in spans_between(until, ends, programme.terms.period):
            stated += await _state(tx, programme, span)
            await rebates.set_stated_until(tx, programme.id, span.ends_on)
    return stated


async def _state(tx: Transaction, programme: RebateProgramme, span: Span) -> int:
    terms = programme.terms
    members = set(await rebates.list_members(tx, terms))
    moved = await rebates.list_movements(tx, terms, span)
    settled = await rebates.settled_spans(tx, programme.code)
    rows: list[dict[str, Any]] = []
    for dealer_id in sorted(members & set(moved)):
        bought = bought_in(span, moved[dealer_id], settled.get(dealer_id, {}), terms.period)
        if bought > 0:
            rows.append(
                {
                    "id": tx.new_id(),
                    "programme_id": programme.id,
                    "dealer_id": dealer_id,
                    "starts_on": span.starts_on,
                    "ends_on": span.ends_on,
                    "bought_minor": bought,
                    "basis_points": rate_for(bought, terms.steps),
                    "earned_minor": earned_by(bought, terms),
                    "stated_at": tx.now,
                }
            )
    await rebates.insert_statements(tx, rows)
    for row in rows:
        dealer = await dealers.load_dealer(tx, row["dealer_id"])
        tx.record(
            RebateStated(
                statement_id=row["id"],
                programme=programme.code,
                dealer_id=dealer.id,
                dealer_name=dealer.name,
                rep_id=dealer.rep_id,
                starts_on=span.starts_on,
                ends_on=span.ends_on,
                bought=row["bought_minor"],
                basis_points=row["basis_points"],
                earned=row["earned_minor"],
                currency=terms.currency,
            )
        )
    return len(rows)


@dataclass(frozen=True, slots=True)
class PreviewSettlements(Query[tuple[Settlement, ...]]):
    """What ``SettleRebates`` would credit: every statement of a dealer that is open, the oldest first."""

    permission = Permission.BILLING_EDIT
    dealer_id: DealerId


async def preview_settlements(snap: Snapshot, query: PreviewSettlements) -> tuple[Settlement, ...]:
    await directory.load_card(snap, query.dealer_id)
    waiting = await rebates.list_statements(snap, dealer_id=query.dealer_id, is_open=True)
    if not waiting:
        raise RebateUnfit(why="nothing")
    return tuple([await _settlement(snap, one) for one in reversed(waiting)])


async def _settlement(snap: Snapshot, statement: RebateStatement) -> Settlement:
    """Counted again: what came back since it was stated earns nothing (RB4)."""
    terms = (await rebates.load_programme(snap, statement.programme_id)).terms
    span, dealer_id = statement.span, statement.dealer_id
    moved = await rebates.list_movements(snap, terms, span, [dealer_id])
    settled = (await rebates.settled_spans(snap, statement.code, [dealer_id])).get(dealer_id, {})
    bought = bought_in(span, moved.get(dealer_id, ()), settled, terms.period)
    earned = min(earned_by(bought, terms), statement.earned.minor)
    creditable = await rebates.list_creditable(snap, dealer_id, terms.currency, span)
    notes = spread_credit(earned, creditable)
    if notes is None:
        raise RebateUnfit(why="no_invoice")
    return Settlement(
        statement,
        Money(bought, terms.currency),
        Money(earned, terms.currency),
        tuple((number, Money(minor, terms.currency)) for number, minor in notes),
    )


@dataclass(frozen=True, slots=True)
class SettleRebates(Command[tuple[RebateStatement, ...]]):
    """Credit every open statement of a dealer to invoices of its period.

    reason: what the credit notes begin with; programme and days follow.
    """

    permission = Permission.BILLING_EDIT
    dealer_id: DealerId
    reason: str = "Rebate"


async def settle_rebates(tx: Transaction, command: SettleRebates) -> tuple[RebateStatement, ...]:
    await directory.load_card(tx, command.dealer_id)
    waiting = await rebates.list_statements(tx, dealer_id=command.dealer_id, is_open=True, lock=True)
    if not waiting:
        raise RebateUnfit(why="nothing")
    for statement in reversed(waiting):
        planned = await _settlement(tx, statement)
        span = statement.span
        reason = f"{command.reason} {statement.code} {span.starts_on} – {span.ends_on - timedelta(days=1)}"
        notes = [await credit_invoice(tx, number, reason, amount=amount) for number, amount in planned.notes]
        await rebates.settle_statement(tx, statement.id, planned.earned.minor, notes)
        tx.record(
            RebateSettled(
                statement_id=statement.id,
                programme=statement.code,
                dealer_id=statement.dealer_id,
                earned=planned.earned.minor,
                currency=planned.earned.currency,
                credit_notes=tuple(notes),
            )
        )
    ids = {one.id for one in waiting}
    return tuple(
        one for one in await rebates.list_statements(tx, dealer_id=command.dealer_id) if one.id in ids
    )
