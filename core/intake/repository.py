"""All SQL of intake: a dealer's own words and habits."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import timedelta
from statistics import median
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    bindparam,
    case,
    cast,
    delete,
    func,
    insert,
    literal_column,
    select,
    type_coerce,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from core.infra.bulk import chunks
from core.infra.columns import SharedUuid, table_of
from core.infra.transaction import Snapshot, Transaction
from core.infra.writes import Write
from core.intake.sales_types import LATELY
from core.intake.tables import AliasRow, HabitRow, StockWatchRow, TopicRow
from core.intake.types import Bought
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, PersonId, ProductId

RECENT = 7
# What was asked about is forgotten after that long: "2 boxes" in the afternoon is about something else.
TOPIC_LASTS = timedelta(minutes=30)

# What every quote and every order asks is put together once: building a statement costs more than running it.
_alias, _habit, _topic = table_of(AliasRow), table_of(HabitRow), table_of(TopicRow)
_load_aliases = select(_alias.c.phrase_key, _alias.c.product_id).where(
    _alias.c.dealer_id == bindparam("of_dealer"), _alias.c.undone_at.is_(None)
)
_load_habits = select(
    type_coerce(_habit.c.product_id, SharedUuid()).label("product_id"),
    _habit.c.times,
    _habit.c.recent,
    _habit.c.last_on,
).where(_habit.c.dealer_id == bindparam("of_dealer"))

_count_last = (
    select(_habit.c.product_id, _habit.c.last_on, func.count().label("dealers"))
    .where(_habit.c.last_on >= bindparam("since"))
    .group_by(_habit.c.product_id, _habit.c.last_on)
)


def _counting_amounts(each: Any) -> Any:
    """How often each product was bought in each amount; ``each``: the amounts of a habit."""
    amount = cast(each, Integer).label("amount")
    return select(_habit.c.product_id, amount, func.count().label("times")).group_by(
        _habit.c.product_id, amount
    )


_count_amounts = {
    "sqlite": _counting_amounts(
        func.json_each(_habit.c.recent).table_valued("value", joins_implicitly=True).c.value
    ),
    "postgresql": _counting_amounts(
        func.jsonb_array_elements_text(_habit.c.recent).column_valued("value", joins_implicitly=True)
    ),
}


def _count_into_habits(upsert: Any, recent: Any) -> Any:
    """A new habit, or one time more: the row itself counts, so nothing has to be read first."""
    return upsert.on_conflict_do_update(
        index_elements=["dealer_id", "product_id"],
        set_={
            "times": _habit.c.times + upsert.excluded.times,
            "recent": recent,
            "last_on": upsert.excluded.last_on,
        },
    )


def _add_on_sqlite() -> Any:
    upsert, seen = sqlite.insert(_habit), _habit.c.recent
    kept = case((func.json_array_length(seen) >= RECENT, func.json_remove(seen, "$[0]")), else_=seen)
    newest = func.json_extract(upsert.excluded.recent, "$[0]")
    return _count_into_habits(upsert, func.json_insert(kept, "$[#]", newest))


def _add_on_postgres() -> Any:
    upsert, seen = postgresql.insert(_habit), _habit.c.recent
    oldest: ColumnElement[int] = literal_column("0")
    kept = case((func.jsonb_array_length(seen) >= RECENT, seen.op("-")(oldest)), else_=seen)
    return _count_into_habits(upsert, kept.op("||")(upsert.excluded.recent))


_add_to_habits = {"sqlite": Write(_add_on_sqlite()), "postgresql": Write(_add_on_postgres())}


async def load_aliases(snap: Snapshot, dealer_id: DealerId) -> dict[str, str]:
    """The dealer's live aliases: normalised phrase -> product id as text."""
    rows = await snap.all(_load_aliases, {"of_dealer": dealer_id})
    return {row.phrase_key: str(row.product_id) for row in rows}


async def count_purchases(
    snap: Snapshot,
) -> tuple[list[tuple[str, int, int]], list[tuple[str, int, int]]]:
    """What all dealers buy, as :meth:`Sales.count` takes it; product ids as text.

    First (product, days since, dealers who bought it then for the last time) of the last ``LATELY`` days,
    then (product, base units, times) of the last seven amounts of each dealer.
    """
    today = snap.now.date()
    buyers = await snap.all(_count_last, {"since": today - timedelta(days=LATELY)})
    amounts = await snap.all(_count_amounts[snap.db.dialect.name])
    return (
        [(str(row.product_id), (today - row.last_on).days, row.dealers) for row in buyers],
        [(str(row.product_id), row.amount, row.times) for row in amounts],
    )


async def load_habits(snap: Snapshot, dealer_id: DealerId) -> dict[str, Bought]:
    """What the dealer buys: product id as text -> habit (median of the last seven quantities)."""
    today = snap.now.date()
    rows = await snap.all(_load_habits, {"of_dealer": dealer_id})
    return {
        str(row.product_id): Bought(row.times, median(row.recent), (today - row.last_on).days) for row in rows
    }


async def add_to_habits(
    tx: Transaction, dealer_id: DealerId, bought: Sequence[tuple[ProductId, int]]
) -> None:
    """Count an order's products (base units, one entry a product) into the dealer's habits."""
    # Always in the order of their keys, so that two orders cannot wait for each other.
    rows = [
        {
            "dealer_id": dealer_id,
            "product_id": product_id,
            "times": 1,
            "recent": [quantity],
            "last_on": tx.now.date(),
        }
        for product_id, quantity in sorted(bought)
    ]
    tx.write(_add_to_habits[tx.db.dialect.name], *rows)


async def save_alias(
    tx: Transaction,
    *,
    dealer_id: DealerId,
    phrase_key: str,
    phrase: str,
    product_id: ProductId,
    source: str,
    from_text: str,
) -> uuid.UUID:
    """Learn a phrase; what the same words meant before is kept as an undone row."""
    await tx.execute(
        update(AliasRow)
        .where(
            AliasRow.dealer_id == dealer_id, AliasRow.phrase_key == phrase_key, AliasRow.undone_at.is_(None)
        )
        .values(undone_at=tx.now)
    )
    alias_id = tx.new_id()
    await tx.execute(
        insert(AliasRow).values(
            id=alias_id,
            dealer_id=dealer_id,
            phrase_key=phrase_key,
            phrase=phrase,
            product_id=product_id,
            source=source,
            from_text=from_text,
            person_id=tx.actor.person_id,
            uses=0,
            created=tx.now,
        )
    )
    return alias_id


async def undo_alias(tx: Transaction, dealer_id: DealerId, alias_id: uuid.UUID) -> str:
    """Forget a phrase of this dealer; returns it."""
    row = await tx.one_or_none(
        update(AliasRow)
        .where(AliasRow.id == alias_id, AliasRow.dealer_id == dealer_id, AliasRow.undone_at.is_(None))
        .values(undone_at=tx.now)
        .returning(AliasRow.phrase)
    )
    if row is None:
        raise NotFound(what="alias")
    return str(row.phrase)


async def count_alias_uses(tx: Transaction, dealer_id: DealerId, phrase_keys: Sequence[str]) -> None:
    if phrase_keys:
        await tx.execute(
            update(AliasRow)
            .where(
                AliasRow.dealer_id == dealer_id,
                AliasRow.phrase_key.in_(sorted(set(phrase_keys))),
                AliasRow.undone_at.is_(None),
            )
            .values(uses=AliasRow.uses + 1)
        )


async def list_aliases(snap: Snapshot, dealer_id: DealerId) -> list[Any]:
    """The dealer's live aliases, newest first: id, phrase, product_id, source, uses, created."""
    return await snap.all(
        select(
            AliasRow.id,
            AliasRow.phrase,
            AliasRow.product_id,
            AliasRow.source,
            AliasRow.uses,
            AliasRow.created,
        )
        .where(AliasRow.dealer_id == dealer_id, AliasRow.undone_at.is_(None))
        .order_by(AliasRow.created.desc(), AliasRow.id.desc())
    )


async def set_watch(
    tx: Transaction, person_id: PersonId, dealer_id: DealerId, product_id: ProductId, *, wanted: bool
) -> None:
    """The person waits for the product, or does not any more."""
    mine = (StockWatchRow.person_id == person_id) & (StockWatchRow.product_id == product_id)
    await tx.execute(delete(StockWatchRow).where(mine))
    if wanted:
        row = {"person_id": person_id, "product_id": product_id, "dealer_id": dealer_id, "at": tx.now}
        await tx.execute(insert(StockWatchRow).values(row))


async def is_watched(snap: Snapshot, person_id: PersonId, product_id: ProductId) -> bool:
    mine = (StockWatchRow.person_id == person_id) & (StockWatchRow.product_id == product_id)
    return await snap.one_or_none(select(StockWatchRow.at).where(mine)) is not None


async def list_watches(
    snap: Snapshot, products: Collection[ProductId]
) -> list[tuple[ProductId, DealerId, PersonId]]:
    """Who waits for which of the products, in a fixed order."""
    row = StockWatchRow
    found: list[tuple[ProductId, DealerId, PersonId]] = []
    for part in chunks(sorted(products)):
        rows = await snap.all(
            select(row.product_id, row.dealer_id, row.person_id)
            .where(row.product_id.in_(part))
            .order_by(row.product_id, row.dealer_id, row.person_id)
        )
        found += [
            (ProductId(one.product_id), DealerId(one.dealer_id), PersonId(one.person_id)) for one in rows
        ]
    return found


async def drop_watches(tx: Transaction, products: Collection[ProductId]) -> None:
    await tx.execute(delete(StockWatchRow).where(StockWatchRow.product_id.in_(sorted(products))))


async def load_topic(snap: Snapshot) -> tuple[str, ...]:
    """Keys of the products that the actor asked about last, newest question only; empty after a while."""
    row = await snap.one_or_none(
        select(_topic.c.products).where(
            _topic.c.person_id == snap.person_id,
            _topic.c.dealer_id == snap.dealer_id,
            _topic.c.asked_at > snap.now - TOPIC_LASTS,
        )
    )
    return () if row is None else tuple(row.products)


async def save_topic(tx: Transaction, products: Sequence[ProductId]) -> None:
    await forget_topic(tx)
    if products:
        await tx.execute(
            insert(_topic).values(
                person_id=tx.person_id,
                dealer_id=tx.dealer_id,
                products=[str(product) for product in products],
                asked_at=tx.now,
            )
        )


async def forget_topic(tx: Transaction) -> None:
    await tx.execute(delete(_topic).where(_topic.c.person_id == tx.person_id))
