"""Templates: saved from a draft or an order, named, shared inside the dealer, looked at, deleted (A6)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.dealers.repository import load_dealer, person_name
from core.infra.transaction import Snapshot, Transaction
from core.intake.engine.lexicon import fold
from core.intake.flow import load_allowed
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotPermitted
from core.kernel.ids import DraftId, LineId, OrderId, ProductId
from core.kernel.texts import storable
from core.orders.engine.packs import pack_of
from core.orders.flow import products_by_id
from core.orders.reordering import orderable
from core.orders.repository import drafts, past, placed
from core.orders.types import DraftLine, LineState, OrderLine
from core.pricing.flow import price_lines
from core.templates import repository, standing_repository
from core.templates.errors import TemplateEmpty, TemplateNameTaken, TemplateNameUnfit, TooManyTemplates
from core.templates.events import TemplateChanged, TemplateSaved
from core.templates.standing import next_period
from core.templates.types import ShownLine, Template, TemplateCard, TemplateEntry, TemplateLine

MOST_TEMPLATES = 100
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class SavedTemplate:
    """is_new False: it took the place of what the own template of this name held. wanted: names of goods that
    it holds in the place of what was sent instead of them."""

    template_id: uuid.UUID
    name: str
    lines: int
    is_new: bool
    wanted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SaveTemplate(Command[SavedTemplate]):
    """Keep a draft or an order under a name; without either the open draft, else the last order.

    Raises TemplateEmpty, TemplateNameUnfit, TooManyTemplates.
    """

    permission = Permission.DRAFT_EDIT
    name: str
    draft_id: DraftId | None = None
    order_id: OrderId | None = None


@dataclass(frozen=True, slots=True)
class RenameTemplate(Command[str]):
    """The new name as it is kept. Raises NotFound, TemplateNameTaken, TemplateNameUnfit."""

    permission = Permission.DRAFT_EDIT
    template_id: uuid.UUID
    name: str


@dataclass(frozen=True, slots=True)
class ShareTemplate(Command[str]):
    """Everybody of the dealer may order by it; or, not shared, only its owner again. Its name."""

    permission = Permission.DRAFT_EDIT
    template_id: uuid.UUID
    is_shared: bool


@dataclass(frozen=True, slots=True)
class DeleteTemplate(Command[str]):
    """Its schedule goes with it. Its name."""

    permission = Permission.DRAFT_EDIT
    template_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ListTemplates(Query[tuple[TemplateEntry, ...]]):
    """``name``: only those of that name."""

    permission = Permission.DRAFT_EDIT
    name: str = ""


@dataclass(frozen=True, slots=True)
class ShowTemplate(Query[TemplateCard]):
    permission = Permission.DRAFT_EDIT
    template_id: uuid.UUID


async def save_template(tx: Transaction, command: SaveTemplate) -> SavedTemplate:
    name = fit_name(command.name)
    kept, instead = await _lines_to_keep(tx, command)
    if not kept:
        raise TemplateEmpty
    lines, wanted = await _as_wanted(tx, kept, instead)
    known = next((key for key, is_mine in await repository.find_by_name(tx, name_key(name)) if is_mine), None)
    if known is None and await repository.count_own(tx) >= MOST_TEMPLATES:
        raise TooManyTemplates(most=MOST_TEMPLATES)
    template_id = await repository.put_template(tx, known, name, name_key(name), lines)
    tx.record(TemplateSaved(tx.dealer_id, template_id, name, len(lines)))
    return SavedTemplate(template_id, name, len(lines), known is None, wanted)


async def rename_template(tx: Transaction, command: RenameTemplate) -> str:
    template = await load_own(tx, command.template_id)
    name = fit_name(command.name)
    same = await repository.find_by_name(tx, name_key(name))
    if any(is_mine and other != template.id for other, is_mine in same):
        raise TemplateNameTaken(name=name)
    await repository.change_template(tx, template.id, name=name, name_key=name_key(name))
    tx.record(TemplateChanged(tx.dealer_id, template.id, name, "renamed"))
    return name


async def share_template(tx: Transaction, command: ShareTemplate) -> str:
    template = await load_own(tx, command.template_id)
    await repository.change_template(tx, template.id, is_shared=command.is_shared)
    what = "shared" if command.is_shared else "kept_private"
    tx.record(TemplateChanged(tx.dealer_id, template.id, template.name, what))
    return template.name


async def delete_template(tx: Transaction, command: DeleteTemplate) -> str:
    template = await load_own(tx, command.template_id)
    await repository.delete_template(tx, template.id)
    tx.record(TemplateChanged(tx.dealer_id, template.id, template.name, "deleted"))
    return template.name


async def list_templates(snap: Snapshot, query: ListTemplates) -> tuple[TemplateEntry, ...]:
    found = await repository.list_templates(snap)
    return tuple(one for one in found if not query.name or name_key(one.name) == name_key(query.name))


async def show_template(snap: Snapshot, query: ShowTemplate) -> TemplateCard:
    template = await repository.load_template(snap, query.template_id)
    dealer = await load_dealer(snap, snap.dealer_id)
    allowed = await load_allowed(snap, dealer)
    products = await products_by_id(snap, {line.product_id for line in template.lines})
    shown = []
    for line in template.lines:
        product = products.get(line.product_id)
        is_there = product is not None and product.active and (allowed is None or str(product.id) in allowed)
        name = product.name if product else "—"
        unit = line.unit or (product.base_unit if product else "each")
        shown.append(ShownLine(line.position, name, unit, line.unit_quantity, not is_there))
    standing = await standing_repository.find_standing(snap, template.id)
    owner = None if template.is_mine else await person_name(snap, template.person_id)
    coming = await next_period(snap, standing) if standing else None
    next_at = coming[1] if coming else None
    return TemplateCard(template, owner, tuple(shown), may_edit(snap, template), standing, next_at)


def fit_name(typed: str) -> str:
    """A name as it is kept. Raises TemplateNameUnfit."""
    name = " ".join(storable(typed).split())
    if not name or len(name) > LONGEST_NAME:
        raise TemplateNameUnfit(most=LONGEST_NAME)
    return name


def name_key(name: str) -> str:
    """The form in which names are compared."""
    return fold(name)[: LONGEST_NAME + 20]


def may_edit(snap: Snapshot, template: Template) -> bool:
    """The owner may, and of a shared one whoever keeps the dealer's team."""
    return template.is_mine or (template.is_shared and snap.actor.may(Permission.TEAM_EDIT))


async def load_own(tx: Transaction, template_id: uuid.UUID) -> Template:
    """A template that the actor may change. Raises NotFound, NotPermitted."""
    template = await repository.load_template(tx, template_id, lock=True)
    if not may_edit(tx, template):
        raise NotPermitted(permission=Permission.TEAM_EDIT.value)
    return template


_Instead = Mapping[int, ProductId]
"""What was wanted instead of the product of a line, by its position."""


async def _lines_to_keep(tx: Transaction, command: SaveTemplate) -> tuple[list[TemplateLine], _Instead]:
    order_id = command.order_id
    if command.draft_id is not None:
        return await _of_draft(tx, (await drafts.load_draft(tx, command.draft_id)).lines)
    if order_id is None:
        draft = await drafts.find_open_draft(tx)
        if draft is not None and draft.lines:
            return await _of_draft(tx, draft.lines)
        order_id = next((key for key, _ in await past.last_orders(tx, tx.dealer_id, 1)), None)
    return ([], {}) if order_id is None else _of_order((await placed.load_order(tx, order_id)).lines)


def _of_order(lines: Sequence[OrderLine]) -> tuple[list[TemplateLine], _Instead]:
    """What was paid for; a gift was given once."""
    bought = list(enumerate((line for line in lines if line.unit_price.micros), start=1))
    return [
        TemplateLine(at, line.product_id, line.unit, line.unit_quantity, line.quantity, line.unit_price)
        for at, line in bought
    ], {at: line.wanted_id for at, line in bought if line.wanted_id}


async def _of_draft(tx: Transaction, lines: Sequence[DraftLine]) -> tuple[list[TemplateLine], _Instead]:
    ready = [
        (line, line.product_id, line.quantity)
        for line in lines
        if line.state is LineState.READY and line.product_id and line.quantity and line.unit_quantity
    ]
    dealer = await load_dealer(tx, tx.dealer_id)
    wanted = [(line.id, product, quantity) for line, product, quantity in ready]
    priced = await price_lines(tx, dealer, wanted)
    prices = {line.line_id: line.unit_price for line in priced.lines}
    return [
        TemplateLine(at, product, line.unit, line.unit_quantity, quantity, prices.get(LineId(line.id)))
        for at, (line, product, quantity) in enumerate(ready, start=1)
        if line.unit_quantity is not None
    ], {at: line.wanted_id for at, (line, _, _) in enumerate(ready, start=1) if line.wanted_id}


async def _as_wanted(
    tx: Transaction, lines: Sequence[TemplateLine], instead: _Instead
) -> tuple[list[TemplateLine], tuple[str, ...]]:
    """The lines with what was wanted in the place of what was sent: what was out once may be there the next
    time. And the names of these goods."""
    products = await orderable(tx, set(instead.values()))
    found, names = [], []
    for line in lines:
        product = products.get(instead[line.position]) if line.position in instead else None
        if product is not None:
            names.append(product.name)
            quantity = -(-line.quantity // product.order_multiple) * product.order_multiple
            pack = pack_of(product, line.unit) or 1
            is_whole = quantity % pack == 0
            line = TemplateLine(
                line.position,
                product.id,
                line.unit if is_whole and pack_of(product, line.unit) else product.base_unit,
                Decimal(quantity // pack if is_whole else quantity),
                quantity,
                None,
            )
        found.append(line)
    return found, tuple(names)
