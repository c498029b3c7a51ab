"""A dealer sets what belongs to the whole draft: the place to deliver to, a coupon, "it is not a repeat"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from core.dealers.repository import list_ship_tos
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound
from core.kernel.ids import DraftId
from core.kernel.texts import storable
from core.orders.errors import WindowFull
from core.orders.flow import assess
from core.orders.promising import is_held, nearest, offer_windows, suit_wish
from core.orders.repository import drafts
from core.orders.types import Window


@dataclass(frozen=True, slots=True)
class SetShipTo(Command[int]):
    permission = Permission.DRAFT_EDIT
    draft_id: DraftId
    version: int
    ship_to_id: UUID


async def set_ship_to(tx: Transaction, command: SetShipTo) -> int:
    draft = await drafts.load_draft(tx, command.draft_id, version=command.version, lock=True)
    if command.ship_to_id not in {place.id for place in await list_ship_tos(tx, draft.dealer_id)}:
        raise NotFound(what="ship_to")
    return await drafts.save_draft(tx, draft, draft.lines, ship_to_id=command.ship_to_id)


@dataclass(frozen=True, slots=True)
class SetWindow(Command[Window | None]):
    """Between when the goods are to be brought; None: at any time of the day. The window that is kept.

    is_near: a narrow wish itself, or its smallest change that can be promised; of wider hours the window that
    is most like them, of those that are free. Else exactly this one. Raises
    WindowFull where it, or any, cannot be promised.
    """

    permission = Permission.DRAFT_EDIT
    draft_id: DraftId
    version: int
    window: Window | None
    is_near: bool = False


async def prepare_window(snap: Snapshot, command: SetWindow) -> Window | None:
    """What of the wish can be promised."""
    draft = await drafts.load_draft(snap, command.draft_id, version=command.version)
    wished = command.window
    if wished is None:
        return None
    found = await assess(snap, draft)
    if command.is_near:
        window = await suit_wish(snap, draft, found, wished)
        if window is None:
            free = await offer_windows(snap, draft, found)
            window = nearest((*free.offered, *free.fitting), wished)
    else:
        window = wished if await is_held(snap, replace(draft, window=wished), found) else None
    if window is None:
        raise WindowFull(since=wished[0], until=wished[1])
    return window


async def set_window(tx: Transaction, command: SetWindow, window: Window | None) -> Window | None:
    draft = await drafts.load_draft(tx, command.draft_id, version=command.version, lock=True)
    since, until = window or (None, None)
    await drafts.save_draft(tx, draft, draft.lines, window_from=since, window_until=until)
    return window


@dataclass(frozen=True, slots=True)
class SetCoupon(Command[int]):
    """An empty code takes the coupon off. Whether it is good is said by the quote."""

    permission = Permission.DRAFT_EDIT
    code: str


async def set_coupon(tx: Transaction, command: SetCoupon) -> int:
    draft = await drafts.find_open_draft(tx, lock=True) or await drafts.create_draft(tx)
    return await drafts.save_draft(tx, draft, draft.lines, coupon=storable(command.code).strip()[:40] or None)


@dataclass(frozen=True, slots=True)
class KeepRepeat(Command[int]):
    """Yes, order the same again."""

    permission = Permission.DRAFT_EDIT
    draft_id: DraftId
    version: int


async def keep_repeat(tx: Transaction, command: KeepRepeat) -> int:
    draft = await drafts.load_draft(tx, command.draft_id, version=command.version, lock=True)
    return await drafts.save_draft(tx, draft, draft.lines, repeat_of=None)
