"""Windows of stops become known: kept on the stop and on its shipments, and told to the dealer."""

from __future__ import annotations

from core.deliveries.repository import shipments
from core.dispatch.engine.windows import Window
from core.dispatch.events import DeliveryPutOff, WindowTold
from core.dispatch.repository import routes
from core.dispatch.types import Route, Stop, StopState
from core.infra.transaction import Transaction


async def tell_window(tx: Transaction, stop: Stop, window: Window) -> None:
    """The dealer of a stop hears when it comes, where that is another window than the one told before."""
    if window == stop.window:
        return
    await routes.change_stop(tx, stop.id, {"window_from": window[0], "window_until": window[1]})
    await shipments.set_window(tx, stop.shipment_ids, window)
    is_new = stop.window is not None
    tx.record(WindowTold(stop.id, stop.dealer_id, stop.orders, window[0], window[1], is_new))


async def put_off(tx: Transaction, route: Route, stop: Stop) -> None:
    """The stop is not served on its day; its goods are to be planned again."""
    await routes.change_stop(tx, stop.id, {"state": StopState.CANCELLED.value})
    await shipments.set_window(tx, stop.shipment_ids, None)
    tx.record(DeliveryPutOff(stop.id, stop.dealer_id, stop.orders, route.day))
