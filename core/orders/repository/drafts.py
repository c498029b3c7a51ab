"""All SQL about drafts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import delete, insert, select, update

from core.infra.transaction import Snapshot, Transaction
from core.intake.types import AskWhy, LineReading
from core.kernel.errors import Outdated
from core.kernel.ids import DraftId, LineId, ProductId
from core.orders.errors import DraftGone
from core.orders.tables import DraftLineRow, DraftRow
from core.orders.types import Draft, DraftLine, DraftState, LineState

_READING = TypeAdapter(LineReading)
_DRAFT_COLUMNS = (
    DraftRow.id,
    DraftRow.dealer_id,
    DraftRow.person_id,
    DraftRow.state,
    DraftRow.version,
    DraftRow.ship_to_id,
    DraftRow.delivery_date,
    DraftRow.note,
    DraftRow.coupon,
    DraftRow.repeat_of,
)


async def find_open_draft(snap: Snapshot, *, lock: bool = False) -> Draft | None:
    """The actor's own open draft with its lines."""
    statement = select(*_DRAFT_COLUMNS).where(
        DraftRow.person_id == snap.person_id,
        DraftRow.dealer_id == snap.dealer_id,
        DraftRow.state == DraftState.OPEN,
    )
    row = await snap.one_or_none(statement.with_for_update() if lock else statement)
    return None if row is None else await _with_lines(snap, row)


async def load_draft(
    snap: Snapshot, draft_id: DraftId, *, version: int | None = None, lock: bool = False
) -> Draft:
    """An open draft of the actor. With ``version`` it must still be that one.

    Raises DraftGone (ordered, discarded or not the actor's: never told apart) or Outdated.
    """
    statement = select(*_DRAFT_COLUMNS).where(
        DraftRow.id == draft_id,
        DraftRow.person_id == snap.person_id,
        DraftRow.dealer_id == snap.dealer_id,
    )
    row = await snap.one_or_none(statement.with_for_update() if lock else statement)
    if row is None or row.state != DraftState.OPEN:
        raise DraftGone
    if version is not None and row.version != version:
        raise Outdated(version=row.version)
    return await _with_lines(snap, row)


async def _with_lines(snap: Snapshot, row: Any) -> Draft:
    lines = await snap.all(
        select(
            DraftLineRow.id,
            DraftLineRow.position,
            DraftLineRow.state,
            DraftLineRow.raw,
            DraftLineRow.phrase,
            DraftLineRow.product_id,
            DraftLineRow.unit,
            DraftLineRow.unit_quantity,
            DraftLineRow.quantity,
            DraftLineRow.remark,
            DraftLineRow.reading,
            DraftLineRow.candidates,
            DraftLineRow.questions,
        )
        .where(DraftLineRow.draft_id == row.id)
        .order_by(DraftLineRow.position)
    )
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
        lines=tuple(_line(line) for line in lines),
    )


def _line(row: Any) -> DraftLine:
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
        reading=_READING.validate_python(row.reading),
        candidates=tuple(ProductId(UUID(key)) for key in row.candidates),
        questions=tuple(AskWhy(code) for code in row.questions),
    )


async def create_draft(tx: Transaction) -> Draft:
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
            created=tx.now,
            changed=tx.now,
        )
    )
    return Draft(draft_id, tx.dealer_id, tx.person_id, DraftState.OPEN, 1)


async def save_draft(tx: Transaction, draft: Draft, lines: Sequence[DraftLine], **changes: Any) -> int:
    """Write the draft's new lines (numbered afresh from 1) and fields; returns its new version."""
    version = draft.version + 1
    await tx.execute(
        update(DraftRow).where(DraftRow.id == draft.id).values(version=version, changed=tx.now, **changes)
    )
    before = {line.id: line for line in draft.lines}
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
            changed_rows.append((line.id, values))
    if new_rows:
        await tx.execute(insert(DraftLineRow), new_rows)
    for line_id, values in changed_rows:
        await tx.execute(update(DraftLineRow).where(DraftLineRow.id == line_id).values(**values))
    return version


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
    }


async def close_draft(tx: Transaction, draft: Draft, state: DraftState) -> None:
    await tx.execute(
        update(DraftRow)
        .where(DraftRow.id == draft.id)
        .values(state=state, version=draft.version + 1, changed=tx.now)
    )
