"""Many aliases and habits at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from core.infra.bulk import chunks, insert_rows, update_rows
from core.infra.transaction import Snapshot, Transaction
from core.intake.repository import RECENT
from core.intake.tables import AliasRow, HabitRow
from core.kernel.ids import DealerId, ProductId


class AliasValue(NamedTuple):
    """A dealer's own words; ``phrase_key`` is what they are compared by."""

    dealer_id: DealerId
    phrase_key: str
    phrase: str
    product_id: ProductId


async def dump_aliases(snap: Snapshot) -> dict[tuple[DealerId, str], AliasValue]:
    """(dealer, phrase key) -> alias, of those that hold."""
    columns = [AliasRow.__table__.c[name] for name in AliasValue._fields]
    found = [AliasValue(*row) for row in await snap.all(select(*columns).where(AliasRow.undone_at.is_(None)))]
    return {(one.dealer_id, one.phrase_key): one for one in found}


async def load_aliases(tx: Transaction, new: Sequence[AliasValue], changed: Sequence[AliasValue]) -> None:
    """Write aliases with source "import"; what a phrase meant before is undone, not overwritten."""
    if changed:
        live = AliasRow.__table__.c
        known = {
            (row.dealer_id, row.phrase_key): row.id
            for row in await tx.all(
                select(live.id, live.dealer_id, live.phrase_key).where(live.undone_at.is_(None))
            )
        }
        undone = [{"id": known[one.dealer_id, one.phrase_key], "undone_at": tx.now} for one in changed]
        await update_rows(tx, AliasRow, undone, ["id"])
    columns = ("id", *AliasValue._fields, "source", "from_text", "person_id", "uses", "created", "undone_at")
    person_id = tx.actor.person_id
    rows = [(tx.new_id(), *one, "import", one.phrase, person_id, 0, tx.now, None) for one in (*new, *changed)]
    await insert_rows(tx, AliasRow, columns, rows)


Purchases = Mapping[tuple[DealerId, ProductId], Sequence[tuple[date, int]]]


async def load_habits(tx: Transaction, bought: Purchases) -> None:
    """Count purchases of the past into habits: (dealer, product) -> (day, base units), one for each order.

    Quantities from before the last known purchase go before those that are known, so the newest stay last.
    """
    known = await _known_habits(tx, {dealer for dealer, _ in bought})
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for (dealer_id, product_id), purchases in sorted(bought.items()):
        habit = known.get((dealer_id, product_id))
        ordered = sorted(purchases)
        recent = [quantity for _, quantity in ordered]
        times, last_on = len(ordered), ordered[-1][0]
        if habit is not None:
            times += habit.times
            earlier = [quantity for day, quantity in ordered if day < habit.last_on]
            later = [quantity for day, quantity in ordered if day >= habit.last_on]
            recent = [*earlier, *habit.recent, *later]
            last_on = max(last_on, habit.last_on)
        row = {
            "dealer_id": dealer_id,
            "product_id": product_id,
            "times": times,
            "recent": recent[-RECENT:],
            "last_on": last_on,
        }
        (new if habit is None else changed).append(row)
    columns = ("dealer_id", "product_id", "times", "recent", "last_on")
    await insert_rows(tx, HabitRow, columns, [tuple(row.values()) for row in new])
    await update_rows(tx, HabitRow, changed, ["dealer_id", "product_id"])


class _Habit(NamedTuple):
    times: int
    recent: list[int]
    last_on: date


async def _known_habits(
    tx: Transaction, dealers: Iterable[DealerId]
) -> dict[tuple[DealerId, ProductId], _Habit]:
    found = {}
    for part in chunks(sorted(dealers)):
        statement = select(*HabitRow.__table__.c).where(HabitRow.dealer_id.in_(part))
        for row in await tx.all(statement):
            found[row.dealer_id, row.product_id] = _Habit(row.times, list(row.recent), row.last_on)
    return found
