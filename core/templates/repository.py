"""All SQL about templates and standing orders."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, delete, exists, func, insert, or_, select, update

from core.infra.transaction import Snapshot, Transaction
from core.infra.writes import Write
from core.kernel.errors import NotFound
from core.kernel.ids import ProductId
from core.kernel.money import UnitPrice
from core.templates.tables import (
    StandingChangeRow,
    StandingOrderRow,
    StandingPeriodRow,
    TemplateLineRow,
    TemplateRow,
)
from core.templates.types import (
    Template,
    TemplateEntry,
    TemplateLine,
)

_insert_lines = Write(insert(TemplateLineRow))


def _visible(snap: Snapshot, *columns: Any) -> Select[Any]:
    """Templates that the actor may see: the own ones, and those that are shared in the dealer."""
    return select(*columns).where(
        TemplateRow.dealer_id == snap.dealer_id,
        or_(TemplateRow.person_id == snap.person_id, TemplateRow.is_shared),
    )


async def list_templates(snap: Snapshot) -> tuple[TemplateEntry, ...]:
    """By name, the own ones first."""
    lines = (
        select(func.count())
        .select_from(TemplateLineRow)
        .where(TemplateLineRow.template_id == TemplateRow.id)
        .scalar_subquery()
    )
    standing = exists().where(StandingOrderRow.template_id == TemplateRow.id)
    statement = _visible(
        snap,
        TemplateRow.id,
        TemplateRow.name,
        TemplateRow.person_id,
        TemplateRow.is_shared,
        lines.label("lines"),
        standing.label("is_standing"),
    ).order_by(TemplateRow.name_key, TemplateRow.id)
    found = [
        TemplateEntry(
            row.id, row.name, row.person_id == snap.person_id, row.is_shared, row.lines, bool(row.is_standing)
        )
        for row in await snap.all(statement)
    ]
    return tuple(sorted(found, key=lambda one: not one.is_mine))


async def load_template(snap: Snapshot, template_id: uuid.UUID, *, lock: bool = False) -> Template:
    """A template that the actor may see. Raises NotFound."""
    statement = _visible(snap, *TemplateRow.__table__.c).where(TemplateRow.id == template_id)
    return await _read(snap, await snap.one_or_none(statement.with_for_update() if lock else statement))


async def load_any(snap: Snapshot, template_id: uuid.UUID) -> Template:
    """Anybody's template: for the clock. Raises NotFound."""
    statement = select(*TemplateRow.__table__.c).where(TemplateRow.id == template_id)
    return await _read(snap, await snap.one_or_none(statement))


async def _read(snap: Snapshot, row: Any) -> Template:
    if row is None:
        raise NotFound(what="template")
    return Template(
        row.id,
        row.name,
        row.person_id,
        row.person_id == snap.actor.person_id,
        row.is_shared,
        await _load_lines(snap, row.id),
    )


async def _load_lines(snap: Snapshot, template_id: uuid.UUID) -> tuple[TemplateLine, ...]:
    rows = await snap.all(
        select(*TemplateLineRow.__table__.c)
        .where(TemplateLineRow.template_id == template_id)
        .order_by(TemplateLineRow.position)
    )
    return tuple(
        TemplateLine(
            row.position,
            ProductId(row.product_id),
            row.unit,
            Decimal(row.unit_quantity),
            row.quantity,
            None if row.unit_price_micros is None else UnitPrice(row.unit_price_micros, row.currency),
        )
        for row in rows
    )


async def find_by_name(snap: Snapshot, key: str) -> list[tuple[uuid.UUID, bool]]:
    """Templates of that name that the actor may see, the own one first: id, and whether it is the own."""
    statement = _visible(snap, TemplateRow.id, TemplateRow.person_id).where(TemplateRow.name_key == key)
    found = [(row.id, row.person_id == snap.person_id) for row in await snap.all(statement)]
    return sorted(found, key=lambda one: (not one[1], one[0]))


async def count_own(snap: Snapshot) -> int:
    row = await snap.one_or_none(
        select(func.count().label("many"))
        .select_from(TemplateRow)
        .where(TemplateRow.dealer_id == snap.dealer_id, TemplateRow.person_id == snap.person_id)
    )
    return int(row.many)


async def put_template(
    tx: Transaction, template_id: uuid.UUID | None, name: str, key: str, lines: Sequence[TemplateLine]
) -> uuid.UUID:
    """Write a template with its lines: a new one, or in place of what the own one held."""
    if template_id is None:
        template_id = tx.new_id()
        await tx.execute(
            insert(TemplateRow).values(
                id=template_id,
                dealer_id=tx.dealer_id,
                person_id=tx.person_id,
                name=name,
                name_key=key,
                is_shared=False,
                created=tx.now,
                changed=tx.now,
            )
        )
    else:
        await tx.execute(delete(TemplateLineRow).where(TemplateLineRow.template_id == template_id))
        await change_template(tx, template_id, name=name)
    tx.write(_insert_lines, *(_line_row(template_id, line) for line in lines))
    return template_id


def _line_row(template_id: uuid.UUID, line: TemplateLine) -> dict[str, Any]:
    price = line.unit_price
    return {
        "template_id": template_id,
        "position": line.position,
        "product_id": line.product_id,
        "unit": line.unit,
        "unit_quantity": str(line.unit_quantity),
        "quantity": line.quantity,
        "unit_price_micros": None if price is None else price.micros,
        "currency": None if price is None else price.currency,
    }


async def change_template(tx: Transaction, template_id: uuid.UUID, **values: Any) -> None:
    await tx.execute(
        update(TemplateRow).where(TemplateRow.id == template_id).values(changed=tx.now, **values)
    )


async def delete_template(tx: Transaction, template_id: uuid.UUID) -> None:
    for table in (StandingChangeRow, StandingPeriodRow, StandingOrderRow, TemplateLineRow):
        await tx.execute(delete(table).where(table.template_id == template_id))
    await tx.execute(delete(TemplateRow).where(TemplateRow.id == template_id))
