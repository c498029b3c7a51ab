"""Between when own vans can bring an order: asked while it is quoted, and held when it is placed.

Routes are planned in a domain above this one, so what fits into them is put in from there
(``core.bootstrap``); a house without vans of its own offers no windows.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import DealerId, OrderId, ProductId, WarehouseId
from core.orders.errors import WindowFull
from core.orders.flow import Assessment
from core.orders.types import Draft, Window

PORT = "delivery windows"


@dataclass(frozen=True, slots=True)
class ToBring:
    """What would be brought to one place from one depot. on: the first day that it can be there.

    besides: the order that these goods are to replace, None for a new one.
    """

    dealer_id: DealerId
    ship_to_id: uuid.UUID
    warehouse_id: WarehouseId
    goods: Mapping[ProductId, int]
    on: date
    besides: OrderId | None = None


@dataclass(frozen=True, slots=True)
class Windows:
    """Windows of one day, in its order. offered: the two to choose from; fitting: all that could be held."""

    on: date | None = None
    offered: tuple[Window, ...] = ()
    fitting: tuple[Window, ...] = ()


class DeliveryWindows(Protocol):
    async def offer(self, snap: Snapshot, asked: ToBring) -> Windows:
        """Windows of the first day from ``asked.on`` on that has one; none for who is not served by vans."""
        ...

    async def hold(self, snap: Snapshot, asked: ToBring, window: Window) -> date | None:
        """The day of a window that fits beside all that is promised, None where it does not.

        In a transaction, the day stays as it is until that ends: whoever wants the last place comes second.
        """
        ...

    async def suit(self, snap: Snapshot, asked: ToBring, wished: Window) -> Window | None:
        """A window narrower than those that are offered: itself where it fits, else the nearest one of its
        length that does; None for a wide one, or where none near it fits.
        """
        ...


async def suit_wish(snap: Snapshot, draft: Draft, found: Assessment, wished: Window) -> Window | None:
    """A narrow window that was wished, where it can be promised, else the smallest change of it that can."""
    port: DeliveryWindows | None = snap.ports.get(PORT)
    asked = _to_bring(draft, found)
    return None if port is None or asked is None else await port.suit(snap, asked, wished)


async def offer_windows(snap: Snapshot, draft: Draft, found: Assessment) -> Windows:
    """What can be promised to who orders this."""
    port: DeliveryWindows | None = snap.ports.get(PORT)
    asked = _to_bring(draft, found)
    return Windows() if port is None or asked is None else await port.offer(snap, asked)


async def is_held(snap: Snapshot, draft: Draft, found: Assessment) -> bool:
    """Whether the window that was chosen can still be kept; no window chosen is none that could be broken."""
    return draft.window is None or await _hold(snap, draft, found) is not None


async def hold_window(tx: Transaction, draft: Draft, found: Assessment) -> Assessment:
    """The assessment with the day of the chosen window as its promise. Raises WindowFull."""
    if draft.window is None:
        return found
    on = await _hold(tx, draft, found)
    if on is None:
        raise WindowFull(since=draft.window[0], until=draft.window[1])
    return replace(found, plan=replace(found.plan, promised_on=on))


async def _hold(snap: Snapshot, draft: Draft, found: Assessment) -> date | None:
    port: DeliveryWindows | None = snap.ports.get(PORT)
    asked = _to_bring(draft, found)
    if port is None or asked is None or draft.window is None:
        return None
    return await port.hold(snap, asked, draft.window)


def nearest(windows: tuple[Window, ...], wished: tuple[datetime, datetime]) -> Window | None:
    """The window that is most of all within the wished hours, else the one that begins nearest to them."""
    since, until = wished

    def worth(window: Window) -> tuple[float, float]:
        shared = min(window[1], until) - max(window[0], since)
        away = max(since - window[0], window[1] - until)
        return max(shared.total_seconds(), 0), -max(away.total_seconds(), 0)

    return max(windows, key=worth, default=None)


def _to_bring(draft: Draft, found: Assessment) -> ToBring | None:
    """The goods, where one van of one depot brings all of them at once."""
    plan = found.plan
    depots = {take.warehouse_id for take in plan.takes}
    if found.ship_to is None or len(depots) != 1 or plan.is_parted or plan.promised_on is None:
        return None
    goods: Counter[ProductId] = Counter()
    for take in plan.takes:
        goods[take.product_id] += take.quantity
    return ToBring(
        draft.dealer_id,
        found.ship_to.id,
        depots.pop(),
        goods,
        max(plan.promised_on, draft.delivery_date or plan.promised_on),
        draft.amends,
    )
