"""What an order was read from, kept and shown: a photo of a list, a voice note (A9, A10)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.infra.objects import objects_at
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import DraftId, OrderId
from core.kernel.texts import storable
from core.orders.original_types import Original, OriginalFile, OriginalKind, SeenRow
from core.orders.repository import originals, placed


@dataclass(frozen=True, slots=True)
class KeepOriginal(Command[uuid.UUID]):
    """Keep what the actor sent to order by, and give the id for ``ReadFrom``.

    content: as it may be shown to others, without what a phone writes into it.
    """

    permission = Permission.DRAFT_EDIT
    kind: OriginalKind
    content: bytes
    media_type: str
    text: str
    rows: tuple[SeenRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ListOriginals(Query[tuple[Original, ...]]):
    """What an order (by id, or by number as for ShowOrder) or a draft was read from, the first one first.

    Nothing where the actor may see none.
    """

    permission = Permission.DOCUMENT_READ
    order_id: OrderId | None = None
    number: str | None = None
    draft_id: DraftId | None = None


@dataclass(frozen=True, slots=True)
class ShowOriginal(Query[OriginalFile]):
    """One of them with its bytes. Raises NotFound, also for another dealer's."""

    permission = Permission.DOCUMENT_READ
    original_id: uuid.UUID


async def put_apart(snap: Snapshot, command: KeepOriginal) -> str:
    """The bytes go where they are kept before the transaction."""
    return await objects_at(snap.settings.object_store_url).put(command.content)


async def keep_original(tx: Transaction, command: KeepOriginal, digest: str) -> uuid.UUID:
    return originals.add_original(
        tx,
        command.kind,
        sha256=digest,
        media_type=command.media_type,
        text=storable(command.text),
        rows=[SeenRow(storable(row.text), row.how, storable(row.code)) for row in command.rows],
    )


async def list_originals(snap: Snapshot, query: ListOriginals) -> tuple[Original, ...]:
    found: list[Original] = []
    order_id = query.order_id
    if order_id is None and query.number:
        order_id = await placed.find_order_id(snap, storable(query.number))
    if order_id is not None:
        found += await originals.list_of_order(snap, order_id)
    if query.draft_id is not None:
        found += await originals.list_of_draft(snap, query.draft_id)
    return tuple(dict.fromkeys(found))


async def show_original(snap: Snapshot, query: ShowOriginal) -> OriginalFile:
    original = await originals.load_original(snap, query.original_id)
    return OriginalFile(original, await objects_at(snap.settings.object_store_url).get(original.sha256))
