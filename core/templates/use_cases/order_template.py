"""A template becomes lines of the draft: priced afresh, and what has changed since is said (A6)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from decimal import Decimal

from core.dealers.repository import load_dealer
from core.infra.transaction import Snapshot, Transaction
from core.intake.flow import understand_among
from core.intake.types import Action, QuantityKind, ReadLine
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound
from core.kernel.ids import DraftId, LineId, ProductId
from core.kernel.texts import storable
from core.orders.adding import add_known_lines
from core.orders.engine import known_line, with_quantity
from core.orders.engine.packs import pack_of
from core.orders.flow import products_by_id
from core.templates import repository
from core.templates.engine.filling import fill_up
from core.templates.errors import NothingLacking
from core.templates.flow import find_substitute, freshen
from core.templates.types import Template, TemplateLine, TemplateOrdered


@dataclass(frozen=True, slots=True)
class OrderTemplate(Command[TemplateOrdered]):
    """Put a template's goods into the draft. Raises NotFound, TooManyLines."""

    permission = Permission.DRAFT_EDIT
    template_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class FillUp(Command[TemplateOrdered]):
    """Order what is lacking to the template's quantities; ``left``: what is still there, as typed.

    A number without a unit counts the template's unit. Raises NotFound, NothingLacking, TooManyLines.
    """

    permission = Permission.DRAFT_EDIT
    template_id: uuid.UUID
    left: str


@dataclass(frozen=True, slots=True)
class SubstituteLine(Command[DraftId]):
    """Take what stands in for a line that is gone, as many base units. Raises NotFound."""

    permission = Permission.DRAFT_EDIT
    template_id: uuid.UUID
    position: int


async def order_template(tx: Transaction, command: OrderTemplate) -> TemplateOrdered:
    template = await repository.load_template(tx, command.template_id)
    return await _order(tx, template, template.lines)


async def _order(
    tx: Transaction, template: Template, lines: tuple[TemplateLine, ...], unread: tuple[str, ...] = ()
) -> TemplateOrdered:
    dealer = await load_dealer(tx, tx.dealer_id)
    fresh = await freshen(tx, dealer, lines, template.name)
    draft_id = (await add_known_lines(tx, fresh.lines)).draft_id if fresh.lines else None
    return TemplateOrdered(template.id, template.name, draft_id, fresh.changes, unread)


@dataclass(frozen=True, slots=True)
class Left:
    """What was read: product -> how many units of which unit (None: the template's) are left."""

    amounts: tuple[tuple[ProductId, Decimal, str | None], ...]
    unread: tuple[str, ...]


async def read_left(snap: Snapshot, command: FillUp) -> Left:
    template = await repository.load_template(snap, command.template_id)
    dealer = await load_dealer(snap, snap.dealer_id)
    known = [line.product_id for line in template.lines]
    message = await understand_among(snap, dealer, storable(command.left), known)
    amounts, unread = [], []
    for line in message.lines:
        product = line.product_id or next(iter(line.candidates), None)
        amount = _amount(line)
        if product is None or amount is None:
            unread.append(line.raw)
        else:
            amounts.append((product, amount, line.unit))
    return Left(tuple(amounts), tuple(unread) if message.lines else (command.left,))


def _amount(line: ReadLine) -> Decimal | None:
    """How much is left; "no coke" and "coke 0" are none of it."""
    if line.action is Action.REMOVE:
        return Decimal(0)
    if line.reading.quantity_kind is QuantityKind.EXACT:
        return line.unit_quantity
    is_nought = line.reading.quantity_kind is QuantityKind.INVALID and "0" in line.raw.split()
    return Decimal(0) if is_nought else None


async def fill_template(tx: Transaction, command: FillUp, left: Left) -> TemplateOrdered:
    template = await repository.load_template(tx, command.template_id)
    products = await products_by_id(tx, {line.product_id for line in template.lines})
    units = {line.product_id: line.unit for line in template.lines}
    there: dict[ProductId, int] = {}
    for key, amount, unit in left.amounts:
        product = products.get(key)
        if product is not None:
            size = pack_of(product, unit or units.get(key)) or 1
            there[key] = there.get(key, 0) + int(amount * size)
    multiples = {key: product.order_multiple for key, product in products.items()}
    lines = fill_up(template.lines, there, multiples)
    if not lines and not left.unread:
        raise NothingLacking(name=template.name)
    return await _order(tx, template, lines, left.unread)


async def substitute_line(tx: Transaction, command: SubstituteLine) -> DraftId:
    template = await repository.load_template(tx, command.template_id)
    line = next((one for one in template.lines if one.position == command.position), None)
    dealer = await load_dealer(tx, tx.dealer_id)
    other = None if line is None else await find_substitute(tx, dealer, line.product_id)
    if line is None or other is None:
        raise NotFound(what="product")
    has_unit = line.unit in other.packs
    unit = line.unit if has_unit else other.base_unit
    units = line.unit_quantity if has_unit else Decimal(line.quantity)
    fresh = known_line(LineId(tx.new_id()), other.id, line.quantity, unit, units, template.name)
    fresh = with_quantity(fresh, units, {other.id: other.packs}, other.order_multiple)
    return (await add_known_lines(tx, [fresh])).draft_id
