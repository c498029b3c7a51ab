"""What an import would do: rows compared with what is there, and how the difference is written.

Every entity brings two functions: ``dump`` reads its table as records,
``plan`` checks parsed rows against the
database and says what would change. A plan writes nothing until it is told to.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from core.catalog import bulk as catalog
from core.dealers import bulk as dealers
from core.infra.transaction import Snapshot, Transaction
from core.integrations.master_data.columns import columns_of, key_places
from core.integrations.master_data.parsing import Key, Parsed, Row, key_of
from core.integrations.master_data.types import RowCode
from core.kernel.actor import Permission
from core.kernel.ids import DealerId, ProductId

R = TypeVar("R", bound=tuple[Any, ...])
V = TypeVar("V")


@dataclass(slots=True)
class Desk:
    """The database as one import sees it. will_write: what is judged by must be locked until it is
    written."""

    snap: Snapshot
    will_write: bool
    _known: dict[str, Any] = field(default_factory=dict)

    async def _once(self, name: str, load: Callable[[Snapshot], Awaitable[V]]) -> V:
        if name not in self._known:
            self._known[name] = await load(self.snap)
        value: V = self._known[name]
        return value

    def forget(self, entity: str) -> None:
        """A table was written: what was known of it is read again."""
        for name in {"products": ("products", "targets"), "dealers": ("dealers",)}.get(entity, ()):
            self._known.pop(name, None)

    async def products(self) -> dict[str, ProductId]:
        """sku -> id."""
        return await self._once("products", catalog.product_ids)

    async def skus(self) -> dict[ProductId, str]:
        return {product_id: sku for sku, product_id in (await self.products()).items()}

    async def dealers(self) -> dict[str, DealerId]:
        """code -> id."""
        return await self._once("dealers", dealers.dealer_ids)

    async def dealer_codes(self) -> dict[DealerId, str]:
        return {dealer_id: code for code, dealer_id in (await self.dealers()).items()}

    async def categories_and_brands(self) -> tuple[set[str], set[str]]:
        return await self._once("targets", catalog.categories_and_brands)


@dataclass(slots=True)
class Difference(Generic[R]):
    """Records that are not there yet, those that are there otherwise (was, is), and how many are as they
    are."""

    new: list[R] = field(default_factory=list)
    changed: list[tuple[R, R]] = field(default_factory=list)
    unchanged: int = 0

    @property
    def now_changed(self) -> list[R]:
        return [now for _, now in self.changed]


@dataclass(frozen=True, slots=True)
class Plan:
    """Counts of what would happen, and the function that makes it happen."""

    new: int
    changed: int
    unchanged: int
    write: Callable[[Transaction], Awaitable[None]]

    @classmethod
    def of(cls, difference: Difference[Any], write: Callable[[Transaction], Awaitable[None]]) -> Plan:
        return cls(len(difference.new), len(difference.changed), difference.unchanged, write)


@dataclass(frozen=True, slots=True)
class Entity(Generic[R]):
    """A table that can be imported and exported.

    needs: a permission beyond that of importing, because a file must not do what its sender may not.
    is_critical: it changes prices, limits, money or people, so whoever sends it proves himself by the second
    factor before it is written; what describes goods and places does not.
    pages: ``dump`` in parts, of a table that may be too long for memory.
    """

    name: str
    record: type[R]
    dump: Callable[[Desk], Awaitable[Iterable[R]]]
    plan: Callable[[Desk, Parsed[R]], Awaitable[Plan]]
    needs: Permission | None = None
    is_critical: bool = False
    pages: Callable[[Desk], AsyncIterator[list[R]]] | None = None


def by_key(record: type[R], records: Iterable[R]) -> dict[Key, R]:
    places = key_places(record)
    return {key_of(one, places): one for one in records}


def keep_absent(parsed: Parsed[R], known: Mapping[Key, R]) -> None:
    """Where the file has no such column, what is there stays; only new entries take the default."""
    if not parsed.absent:
        return
    places, fields = key_places(parsed.record), [column.name for column in columns_of(parsed.record)]
    if not places or not fields:
        return
    for at, row in enumerate(parsed.rows):
        was = known.get(key_of(row.record, places))
        if was is not None:
            values = list(row.record)
            for place in parsed.absent:
                values[place] = was[place]
            make: Callable[..., R] = parsed.record
            parsed.rows[at] = Row(row.number, make(*values))


def finish(parsed: Parsed[R], change: Callable[[R], R]) -> None:
    """Bring each record into the form it is kept in (a default that depends on another column)."""
    parsed.rows = [Row(row.number, change(row.record)) for row in parsed.rows]


def compare(parsed: Parsed[R], known: Mapping[Key, R]) -> Difference[R]:
    """Rows of the file beside the records that are there, by key."""
    places = key_places(parsed.record)
    found: Difference[R] = Difference()
    for row in parsed.rows:
        was = known.get(key_of(row.record, places))
        if was is None:
            found.new.append(row.record)
        elif was != row.record:
            found.changed.append((was, row.record))
        else:
            found.unchanged += 1
    return found


def need_known(
    parsed: Parsed[R],
    column: str,
    known: Iterable[str] | Mapping[str, Any],
    what: str,
    *,
    value: Callable[[R], str] | None = None,
) -> None:
    """Refuse rows whose (not empty) reference names nothing that is there."""
    place = [one.name for one in columns_of(parsed.record)].index(column)
    there = known if isinstance(known, Mapping | set | frozenset) else set(known)
    for row in parsed.rows:
        named = row.record[place] if value is None else value(row.record)
        if named and named not in there:
            parsed.refuse(row, column, RowCode.UNKNOWN_REFERENCE, what=what)


def drop_refused(parsed: Parsed[R]) -> None:
    """Leave out rows that were refused while the table was checked."""
    bad = {error.row for error in parsed.errors}
    if bad:
        parsed.rows = [row for row in parsed.rows if row.number not in bad]


async def need_targets(desk: Desk, parsed: Parsed[R], scope_and_value: Callable[[R], Sequence[str]]) -> None:
    """Refuse rows about a product, category or brand that is not in the catalogue."""
    categories, brands = await desk.categories_and_brands()
    places: dict[str, Any] = {"product": await desk.products(), "category": categories, "brand": brands}
    for row in parsed.rows:
        scope, value = scope_and_value(row.record)
        if scope in places and value and value not in places[scope]:
            parsed.refuse(row, "value", RowCode.UNKNOWN_REFERENCE, what=scope)
