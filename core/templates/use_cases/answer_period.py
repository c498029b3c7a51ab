"""The evening before: somebody looks at what will be ordered, changes it, says yes, or skips it (A6)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.orders.flow import products_by_id
from core.templates import repository
from core.templates import standing_repository as standings
from core.templates.errors import PeriodOver
from core.templates.events import StandingSkipped
from core.templates.standing import plan_look
from core.templates.types import PeriodState, ShownLine, Standing, Template


@dataclass(frozen=True, slots=True)
class PeriodView:
    """What one period will order. lines: with this period's own quantities, 0 for what is left out."""

    template_id: uuid.UUID
    name: str
    period_on: date
    place_at: datetime
    state: PeriodState
    lines: tuple[ShownLine, ...]


@dataclass(frozen=True, slots=True)
class ShowPeriod(Query[PeriodView]):
    """Raises NotFound; the house may look at any."""

    permission = Permission.ORDER_PLACE
    template_id: uuid.UUID
    period_on: date


@dataclass(frozen=True, slots=True)
class ConfirmPeriod(Command[str]):
    """Say yes to it: it is placed at its time. The template's name. Raises NotFound, PeriodOver."""

    permission = Permission.ORDER_PLACE
    template_id: uuid.UUID
    period_on: date


@dataclass(frozen=True, slots=True)
class SkipPeriod(Command[str]):
    """Leave this one time out. The template's name. Raises NotFound, PeriodOver."""

    permission = Permission.ORDER_PLACE
    template_id: uuid.UUID
    period_on: date


@dataclass(frozen=True, slots=True)
class ChangePeriod(Command[Decimal]):
    """So many units more or less of one line, this time only; the units it is now. Raises as above."""

    permission = Permission.ORDER_PLACE
    template_id: uuid.UUID
    period_on: date
    position: int
    by: int


async def show_period(snap: Snapshot, query: ShowPeriod) -> PeriodView:
    if snap.actor.dealer_id is None and snap.actor.may(Permission.INTERNAL):
        template = await repository.load_any(snap, query.template_id)
    else:
        template = await repository.load_template(snap, query.template_id)
    state = await standings.find_state(snap, template.id, query.period_on)
    at = await standings.find_place_at(snap, template.id, query.period_on)
    if state is None or at is None:
        raise NotFound(what="standing order")
    changes = await standings.list_changes(snap, template.id, query.period_on)
    products = await products_by_id(snap, {line.product_id for line in template.lines})
    lines = []
    for line in template.lines:
        product = products.get(line.product_id)
        units = changes.get(line.position, line.unit_quantity)
        unit = line.unit or (product.base_unit if product else "each")
        is_gone = product is None or not product.active
        lines.append(ShownLine(line.position, product.name if product else "—", unit, units, is_gone))
    return PeriodView(template.id, template.name, query.period_on, at, state, tuple(lines))


async def _load_open(
    tx: Transaction, template_id: uuid.UUID, period_on: date
) -> tuple[Template, Standing, datetime]:
    """A period that was told and is not settled, locked. Raises NotFound, PeriodOver."""
    template = await repository.load_template(tx, template_id)
    standing = await standings.find_standing(tx, template.id, lock=True)
    state = await standings.find_state(tx, template.id, period_on)
    at = await standings.find_place_at(tx, template.id, period_on)
    if standing is None or state is None or at is None:
        raise NotFound(what="standing order")
    if state in standings.OVER:
        raise PeriodOver(day=period_on)
    return template, standing, at


async def confirm_period(tx: Transaction, command: ConfirmPeriod) -> str:
    template, _, at = await _load_open(tx, command.template_id, command.period_on)
    await standings.put_period(tx, template.id, command.period_on, at, PeriodState.CONFIRMED)
    return template.name


async def skip_period(tx: Transaction, command: SkipPeriod) -> str:
    template, standing, at = await _load_open(tx, command.template_id, command.period_on)
    await standings.put_period(tx, template.id, command.period_on, at, PeriodState.SKIPPED)
    await plan_look(tx, standing)
    tx.record(StandingSkipped(tx.dealer_id, template.id, template.name, command.period_on))
    return template.name


async def change_period(tx: Transaction, command: ChangePeriod) -> Decimal:
    template, _, _ = await _load_open(tx, command.template_id, command.period_on)
    line = next((one for one in template.lines if one.position == command.position), None)
    if line is None:
        raise NotFound(what="line")
    changes = await standings.list_changes(tx, template.id, command.period_on)
    before = changes.get(line.position, line.unit_quantity)
    units = min(max(before + command.by, Decimal(0)), Decimal(1_000_000))
    await standings.put_changes(tx, template.id, command.period_on, {line.position: units})
    return units
