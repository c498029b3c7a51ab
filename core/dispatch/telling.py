"""Windows of stops become known: kept on the stop and on its shipments, and told to the dealer."""

from __future__ import annotations

from datetime import date

from core.deliveries.repository import shipments
from core.dispatch.engine.windows import Window
from core.dispatch.events import DeliveryPutOff, WindowTold
from core.dispatch.plan_types import Drop
from core.dispatch.repository import routes
from core.dispatch.types import Route, Stop, StopState
from core.infra.transaction import Transaction


async def tell_window(tx: Transaction, stop: Stop, window: Window, promised: Window | None = None) -> None:
    """The dealer of a stop hears when it comes, where that is another window than the one told before.

    promised: the one that the dealer took when ordering; where it cannot be kept, that is said.
    """
    if window == stop.window:
        return
    await keep_window(tx, stop, window)
    is_new = stop.window is not None
    broken = promised if promised is not None and promised != window else (None, None)
    since, until = broken
    is_fetch = bool(stop.fetches)
    tx.record(WindowTold(stop.id, stop.dealer_id, stop.orders, *window, is_new, since, until, is_fetch))


async def keep_window(tx: Transaction, stop: Stop, window: Window) -> None:
    """The window of a stop, where its dealer has heard it already."""
    await routes.change_stop(tx, stop.id, {"window_from": window[0], "window_until": window[1]})
    await shipments.set_window(tx, stop.shipment_ids, window)


async def tell_promise(tx: Transaction, drop: Drop, window: Window) -> None:
    """The dealer is reminded of the window that was promised, though no van is planned yet."""
    await shipments.set_window(tx, drop.shipment_ids, window)
    tx.record(WindowTold(None, drop.dealer_id, drop.orders, *window, is_new=False))


async def put_off(tx: Transaction, route: Route, stop: Stop) -> None:
    """The stop is not served on its day; its goods are to be planned again."""
    await routes.change_stop(tx, stop.id, {"state": StopState.CANCELLED.value})
    await shipments.set_window(tx, stop.shipment_ids, None)
    tx.record(DeliveryPutOff(stop.id, stop.dealer_id, stop.orders, route.day, bool(stop.fetches)))


async def call_off(tx: Transaction, stop: Stop) -> None:
    """Nothing is to be brought there any more: the orders were taken back."""
    await routes.change_stop(tx, stop.id, {"state": StopState.CANCELLED.value})


async def put_off_unplanned(tx: Transaction, drop: Drop, day: date) -> None:
    """Goods that a dealer was told of for that day are on no route of it."""
    await shipments.set_window(tx, drop.shipment_ids, None)
    tx.record(DeliveryPutOff(None, drop.dealer_id, drop.orders, day))
