"""Photos of a stop that was given up, for whoever has to say why nobody got their goods (I5)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.driving.repository import files
from core.driving.types import Picture
from core.infra.objects import objects_at
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query

_MOST = 10


@dataclass(frozen=True, slots=True)
class ShowFailurePhotos(Query[tuple[Picture, ...]]):
    """Those that are here so far, without metadata; none of another dealer's stop."""

    permission = Permission.DOCUMENT_READ
    stop_id: uuid.UUID


async def show_failure_photos(snap: Snapshot, query: ShowFailurePhotos) -> tuple[Picture, ...]:
    shown = (await files.photos_of_failure(snap, query.stop_id))[:_MOST]
    store = objects_at(snap.settings.object_store_url)
    return tuple([Picture("image/jpeg", await store.get(one)) for one in shown])
