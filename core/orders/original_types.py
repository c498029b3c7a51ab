"""What an order was read from: a photo of a list or a voice note; kept beside the draft, then the order."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.intake.picture_types import HowRead as HowRead
from core.intake.picture_types import PageRow
from core.intake.speech_types import Spoken
from core.kernel.ids import DealerId, DraftId, OrderId


class OriginalKind(StrEnum):
    PHOTO = "photo"
    VOICE = "voice"


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A row (of a list) or a sentence (of a voice note) as it was read. code: the barcode beside it."""

    text: str
    how: HowRead = HowRead.SURE
    code: str = ""


@dataclass(frozen=True, slots=True)
class Original:
    """A photo or voice note that an order was read from; its bytes lie in the store of objects by ``sha256``.

    text: what the person said: heard, or written below the photo. rows: all that was read, in its order.
    draft_id, order_id: what became of it; both None while nothing has.
    """

    id: uuid.UUID
    dealer_id: DealerId
    dealer_name: str
    person_name: str | None
    kind: OriginalKind
    sha256: str
    media_type: str
    text: str
    rows: tuple[SeenRow, ...]
    at: datetime
    draft_id: DraftId | None = None
    order_id: OrderId | None = None


@dataclass(frozen=True, slots=True)
class OriginalFile:
    """An original with its bytes, as others may see them."""

    original: Original
    content: bytes


@dataclass(frozen=True, slots=True)
class ReadFrom:
    """What a message was read from, when not all of it was typed.

    originals: ids of the photos or the voice note. doubts: words whose amounts are not to be believed: lines
    that have them are asked about. rows: goods of a page beside what the person said; they can only name
    goods, so that a page with "cancelled" on it cancels nothing. heard: what a voice note says, where
    the words are its own.
    """

    originals: tuple[uuid.UUID, ...]
    doubts: tuple[str, ...] = ()
    rows: tuple[PageRow, ...] = ()
    heard: Spoken | None = None
