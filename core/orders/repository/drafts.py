"""All SQL about drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import bindparam, delete, insert, select, type_coerce, update

from core.infra.columns import SharedUuid, table_of
from core.infra.reads import Read
from core.infra.transaction import Snapshot, Transaction
from core.infra.writes import Write
from core.intake.types import AskWhy, LineReading, LineTerms
from core.kernel.errors import Outdated
from core.kernel.ids import DraftId, LineId, OrderId, ProductId
from core.orders.errors import DraftGone
from core.orders.supply_types import WhenShort
from core.orders.tables import DraftLineRow, DraftRow
from core.orders.types import Draft, DraftLine, DraftState, Held, LineState

_READING = TypeAdapter(LineReading)
_TERMS = TypeAdapter(LineTerms)
_HELD = TypeAdapter(Held)
# What every quote and every order asks is put together once: building a statement costs more than running it.
_draft, _line = table_of(DraftRow), table_of(DraftLineRow)
_of_actor = select(
    _draft.c.id,
    _draft.c.dealer_id,
    _draft.c.person_id,
    _draft.c.state,
    _draft.c.version,
    _draft.c.ship_to_id,
    _draft.c.delivery_date,
    _draft.c.note,
    _draft.c.coupon,
    _draft.c.repeat_of,
    _draft.c.amends,
    _draft.c.when_short,
    _draft.c.is_urgent,
    _draft.c.window_from,
    _draft.c.window_until,
    _draft.c.focus,
    _draft.c.prepared_id,
).where(_draft.c.person_id == bindparam("of_person"), _draft.c.dealer_id == bindparam("of_dealer"))
_open = _of_actor.where(_draft.c.state == DraftState.OPEN)
_find_open, _lock_open = Read(_open), Read(_open.with_for_update())
_one = _of_actor.where(_draft.c.id == bindparam("of_draft"))
_load_draft, _lock_draft = Read(_one), Read(_one.with_for_update())
_settled_lines = (
    select(
        _line.c.id,
        _line.c.position,
        _line.c.state,
        _line.c.raw,
        _line.c.phrase,
        type_coerce(_line.c.product_id, SharedUuid()).label("product_id"),
        _line.c.unit,
        _line.c.unit_quantity,
        _line.c.quantity,
        _line.c.remark,
        _line.c.terms,
    )
    .where(_line.c.draft_id == bindparam("of_draft"))
    .order_by(_line.c.position)
)
_load_settled_lines = Read(_settled_lines)
_load_lines = Read(_settled_lines.add_columns(_line.c.reading, _line.c.candidates, _line.c.questions))
_insert_lines = Write(insert(_line))
_CHANGEABLE = (
    "position", "state", "raw", "phrase", "product_id", "unit", "unit_quantity", "quantity", "remark",
    "reading", "candidates", "questions", "terms",
)  # fmt: skip
_update_lines = Write(
    update(_line)
    .where(_line.c.id == bindparam("of_line"))
    .values({name: bindparam(f"to_{name}", type_=_line.c[name].type) for name in _CHANGEABLE})
)
_close_draft = Write(
    update(_draft)
    .where(_draft.c.id == bindparam("of_draft"))
    .values(state=bindparam("to"), version=bindparam("next"), changed=bindparam("now"))
)


async def find_open_draft(snap: Snapshot, *, lock: bool = False) -> Draft | None:
    """The actor's own open draft with its lines."""
    row = await snap.one_or_none(
        _lock_open if lock else _find_open, {"of_person": snap.person_id, "of_dealer": snap.dealer_id}
    )
    if row is None:
        return None
    return _read_draft(row, await snap.all(_load_lines, {"of_draft": row.id}))


async def load_draft(
    snap: Snapshot,
    draft_id: DraftId,
    *,
    version: int | None = None,
    lock: bool = False,
    to_order: bool = False,
) -> Draft:
    """An open draft of the actor. With ``version`` it must still be that one.

    With ``to_order`` the lines come without how they were read, candidates and questions: an order takes
    over none of it, and unpacking it is a good part of the cost. Such a draft must not be saved.

    Raises DraftGone (ordered, discarded or not the actor's: never told apart) or Outdated.
    """
    # The lines are read after the lock is held, as they are sent after it.
    of_actor = {"of_draft": draft_id, "of_person": snap.person_id, "of_dealer": snap.dealer_id}
    rows, lines = await snap.together(
        (_lock_draft if lock else _load_draft, of_actor),
        (_load_settled_lines if to_order else _load_lines, {"of_draft": draft_id}),
    )
    row = rows[0] if rows else None
    if row is None or row.state != DraftState.OPEN:
        raise DraftGone
    if version is not None and row.version != version:
        raise Outdated(version=row.version)
    return _read_draft(row, lines, to_order=to_order)


def _read_draft(row: Any, lines: Sequence[Any], *, to_order: bool = False) -> Draft:
    return Draft(
        id=row.id,
        dealer_id=row.dealer_id,
        person_id=row.person_id,
        state=DraftState(row.state),
        version=row.version,
        ship_to_id=row.ship_to_id,
        delivery_date=row.delivery_date,
        note=row.note,
        coupon=row.coupon,
        repeat_of=row.repeat_of,
        lines=tuple(_settled_line(line) if to_order else _read_line(line) for line in lines),
        amends=row.amends,
        when_short=WhenShort(row.when_short) if row.when_short else None,
        is_urgent=row.is_urgent,
        window=(row.window_from, row.window_until) if row.window_from and row.window_until else None,
        focus=tuple(LineId(UUID(key)) for key in row.focus or ()),
        prepared_id=row.prepared_id,
    )


def _settled_line(row: Any) -> DraftLine:
    return _line_of(row, LineReading(row.phrase), (), ())


def _read_line(row: Any) -> DraftLine:
    return _line_of(
        row,
        _READING.validate_python(row.reading),
        tuple(ProductId(UUID(key)) for key in row.candidates),
        tuple(AskWhy(code) for code in row.questions),
    )


def _line_of(
    row: Any, reading: LineReading, candidates: tuple[ProductId, ...], questions: tuple[AskWhy, ...]
) -> DraftLine:
    return DraftLine(
        id=LineId(row.id),
        position=row.position,
        state=LineState(row.state),
        raw=row.raw,
        phrase=row.phrase,
        product_id=row.product_id,
        unit=row.unit,
        unit_quantity=None if row.unit_quantity is None else Decimal(row.unit_quantity),
        quantity=row.quantity,
        remark=row.remark,
        reading=reading,
        candidates=candidates,
        questions=questions,
        **({} if row.terms is None else _read_terms(row.terms)),
    )


def _read_terms(stored: dict[str, Any]) -> dict[str, Any]:
    terms = stored.get("terms")
    held = stored.get("held")
    return {
        "terms": None if terms is None else _TERMS.validate_python(terms),
        "held": None if held is None else _HELD.validate_python(held),
        "instead_of": stored.get("instead_of"),
        "wanted_id": ProductId(UUID(stored["wanted_id"])) if stored.get("wanted_id") else None,
    }


def _terms(line: DraftLine) -> dict[str, Any] | None:
    """What only few lines have is kept together."""
    stored = {
        "terms": None if line.terms is None else _TERMS.dump_python(line.terms, mode="json"),
        "held": None if line.held is None else _HELD.dump_python(line.held, mode="json"),
        "instead_of": line.instead_of,
        "wanted_id": None if line.wanted_id is None else str(line.wanted_id),
    }
    return {name: value for name, value in stored.items() if value is not None} or None


async def create_draft(
    tx: Transaction, amends: OrderId | None = None, *, prepared_id: UUID | None = None
) -> Draft:
    # Who has moved to another dealer leaves the old dealer's draft behind: a person has one open draft.
    await tx.execute(
        update(DraftRow)
        .where(
            DraftRow.person_id == tx.person_id,
            DraftRow.dealer_id != tx.dealer_id,
            DraftRow.state == DraftState.OPEN,
        )
        .values(state=DraftState.DISCARDED, version=DraftRow.version + 1, changed=tx.now)
    )
    draft_id = DraftId(tx.new_id())
    await tx.execute(
        insert(DraftRow).values(
            id=draft_id,
            dealer_id=tx.dealer_id,
            person_id=tx.person_id,
            state=DraftState.OPEN,
            version=1,
            amends=amends,
            prepared_id=prepared_id,
            created=tx.now,
            changed=tx.now,
        )
    )
    return Draft(
        draft_id, tx.dealer_id, tx.person_id, DraftState.OPEN, 1, amends=amends, prepared_id=prepared_id
    )


async def park_draft(tx: Transaction, draft: Draft) -> None:
    """Put the open draft aside: another one takes its place for a while."""
    await close_draft(tx, draft, DraftState.PARKED)
    await tx.flush()


async def reopen_parked(tx: Transaction) -> None:
    """The draft that was put aside last is the open one again; nobody may have another one open."""
    row = await tx.one_or_none(
        select(_draft.c.id)
        .where(
            _draft.c.person_id == tx.person_id,
            _draft.c.dealer_id == tx.dealer_id,
            _draft.c.state == DraftState.PARKED,
        )
        .order_by(_draft.c.changed.desc())
        .limit(1)
    )
    if row is not None:
        await tx.execute(
            update(_draft)
            .where(_draft.c.id == row.id)
            .values(state=DraftState.OPEN, version=_draft.c.version + 1, changed=tx.now)
        )


async def save_draft(tx: Transaction, draft: Draft, lines: Sequence[DraftLine], **changes: Any) -> int:
    """Write the draft's new lines (numbered afresh from 1) and fields; returns its new version."""
    version = draft.version + 1
    before = {line.id: line for line in draft.lines}
    touched = [str(line.id) for line in lines if line.id not in before or _is_altered(before[line.id], line)]
    if touched:
        changes["focus"] = touched
    await tx.execute(
        update(DraftRow).where(DraftRow.id == draft.id).values(version=version, changed=tx.now, **changes)
    )
    kept = {line.id for line in lines}
    gone = [line_id for line_id in before if line_id not in kept]
    if gone:
        await tx.execute(delete(DraftLineRow).where(DraftLineRow.id.in_(gone)))
    new_rows, changed_rows = [], []
    for position, line in enumerate(lines, start=1):
        values = {**_values(line), "position": position}
        known = before.get(line.id)
        if known is None:
            new_rows.append({"id": line.id, "draft_id": draft.id, **values})
        elif known.position != position or known != line:
            changed_rows.append({"of_line": line.id, **{f"to_{name}": to for name, to in values.items()}})
    if new_rows:
        tx.write(_insert_lines, *new_rows)
    if changed_rows:
        tx.write(_update_lines, *changed_rows)
    return version


def _is_altered(before: DraftLine, line: DraftLine) -> bool:
    """Whether more than its place in the list is another."""
    return replace(line, position=before.position) != before


def _values(line: DraftLine) -> dict[str, Any]:
    return {
        "state": line.state,
        "raw": line.raw,
        "phrase": line.phrase,
        "product_id": line.product_id,
        "unit": line.unit,
        "unit_quantity": None if line.unit_quantity is None else str(line.unit_quantity),
        "quantity": line.quantity,
        "remark": line.remark,
        "reading": _READING.dump_python(line.reading, mode="json"),
        "candidates": [str(key) for key in line.candidates],
        "questions": [question.value for question in line.questions],
        "terms": _terms(line),
    }


async def close_draft(tx: Transaction, draft: Draft, state: DraftState) -> None:
    tx.write(_close_draft, {"of_draft": draft.id, "to": state, "next": draft.version + 1, "now": tx.now})
