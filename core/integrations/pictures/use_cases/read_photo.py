"""A photo that a dealer sent is cleaned, read and kept; nothing is ordered by it yet (A10).

Reading takes seconds, so it happens with no transaction open; what is kept is the picture without what a
phone writes into it, and all rows that were read.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from core.infra.objects import objects_at
from core.infra.pictures import MOST_BYTES, PictureUnfit, clean_picture
from core.infra.transaction import Snapshot, Transaction
from core.intake.engine.pictures import read_page
from core.intake.picture_types import PageRead, PageRow
from core.integrations.pictures.errors import PhotoBroken, PhotoHeic, PhotoTooLarge, PhotoUnknown
from core.integrations.pictures.reader import PictureReader, refuse_without_reader
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.texts import storable
from core.orders.original_types import OriginalKind, SeenRow
from core.orders.repository import originals

_HEIC = (
    b"ftypheic",
    b"ftypheix",
    b"ftyphevc",
    b"ftypmif1",
    b"ftypmsf1",
    b"ftypheim",
    b"ftypheis",
    b"ftypavif",
)
_MOST_ROWS = 500
_reader = PictureReader()


@dataclass(frozen=True, slots=True)
class PhotoRead:
    """What a photo says. original_id: by which it is kept. sent_before: when the dealer last ordered by this
    very picture."""

    original_id: uuid.UUID
    rows: tuple[PageRow, ...]
    sent_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReadPhoto(Command[PhotoRead]):
    """Read a JPEG, PNG or WebP; caption: what the person said with it.

    Raises PhotosOff, PhotosBusy, PhotoUnknown, PhotoHeic, PhotoTooLarge, PhotoBroken; then nothing is kept.
    """

    permission = Permission.DRAFT_EDIT
    content: bytes
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Cleaned:
    picture: bytes
    digest: str


async def clean_photo(snap: Snapshot, command: ReadPhoto) -> Cleaned:
    """The picture as others may see it, put where it is kept."""
    refuse_without_reader()
    picture = await snap.run_apart(_cleaning(command.content))
    return Cleaned(picture, await objects_at(snap.settings.object_store_url).put(picture))


def _cleaning(content: bytes) -> Callable[[], bytes]:
    def clean() -> bytes:
        if len(content) > MOST_BYTES:
            raise PhotoTooLarge
        try:
            return clean_picture(content).shown
        except PictureUnfit as unfit:
            match str(unfit):
                case "too_many_pixels":
                    raise PhotoTooLarge from unfit
                case "broken":
                    raise PhotoBroken from unfit
            raise (PhotoHeic if content[4:12] in _HEIC else PhotoUnknown) from unfit

    return clean


async def look_at_photo(cleaned: Cleaned) -> tuple[str, PageRead]:
    """Its digest and what it says: seconds, with no transaction open."""
    seen = await _reader.read(cleaned.picture)
    return cleaned.digest, read_page(seen.boxes, seen.codes)


async def read_photo(tx: Transaction, command: ReadPhoto, found: tuple[str, PageRead]) -> PhotoRead:
    digest, page = found
    rows = tuple(PageRow(storable(row.text), row.how, storable(row.code)) for row in page.rows[:_MOST_ROWS])
    before = await originals.last_alike(tx, [digest])
    original_id = originals.add_original(
        tx,
        OriginalKind.PHOTO,
        sha256=digest,
        media_type="image/jpeg",
        text=storable(command.caption),
        rows=[SeenRow(row.text, row.how, row.code) for row in rows],
    )
    return PhotoRead(original_id, rows, before.at if before else None)
