"""Acts about a route: checked, started, arrived, departed, where the van is, closed.

Locks: the route first, then per shipment what deliveries lock (account, orders, shipment, stock).
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

from core.deliveries.flow import lock_for_change
from core.deliveries.types import Shipment, ShipmentState, Way
from core.deliveries.use_cases.send_shipment import put_on_the_road, send_packed
from core.dispatch.types import OPEN_STOPS, RouteState, StopState
from core.driving.act_types import Act, Closing, Here, LoadCheck
from core.driving.engine.judging import when
from core.driving.errors import ProofUnsent, RouteNotOut, RouteOver, StopOver, StopsOpen
from core.driving.events import Lacking, LoadLacking, RouteStarted, ShiftClosed, StopIsNext
from core.driving.repository import door_money, fetches, proofs, routes
from core.infra.transaction import Transaction
from core.kernel.errors import Busy, NotFound, Refused
from core.kernel.ids import DealerId
from core.kernel.texts import storable

# What is told later than this is history: nobody is told that the van comes next.
_NEWS = timedelta(minutes=30)


async def hold_route(tx: Transaction, act: Act, *, is_over: bool = False) -> Any:
    """The actor's route, out and held. Raises NotFound, RouteNotOut, RouteOver.

    is_over: it may be closed, too. What was done at a door is heard however late it comes: the house closes
    the route of a van that broke down, whose driver may have served stops that nobody knows of yet.
    """
    route = await routes.lock_route(tx, act.route_id)
    match RouteState(route.state):
        case RouteState.PLANNED:
            raise RouteNotOut
        case RouteState.CLOSED if not is_over:
            raise RouteOver
    return route


async def check_load(tx: Transaction, act: Act, content: LoadCheck) -> None:
    route = await hold_route(tx, act)
    missing = tuple(Lacking(storable(sku), quantity) for sku, quantity in content.missing if quantity > 0)
    if missing:
        tx.record(LoadLacking(route.id, tx.actor.name, route.van, missing))


async def start_route(tx: Transaction, act: Act, _content: Here) -> None:
    route = await hold_route(tx, act)
    await begin(tx, route)
    await tell_next(tx, route, act)


async def begin(tx: Transaction, route: Any) -> None:
    """The van leaves: its packed shipments go with it. A route that has begun, or is over, stays as it is."""
    if route.state != RouteState.PUBLISHED:
        return
    await routes.change_route(tx, route.id, state=RouteState.STARTED, started_at=tx.now)
    stops = await routes.open_stops(tx, route.id)
    windows = {stop.id: (stop.window_from, stop.window_until) for stop in stops}
    for shipment_id in await routes.shipments_of(tx, list(windows)):
        try:
            async with tx.attempt():
                await send_out(tx, await lock_for_change(tx, shipment_id))
        except Busy:
            raise
        except Refused:
            continue  # it is not packed: it shows when the driver stands at its door
    goods = {*await routes.goods_of(tx, list(windows)), *await fetches.goods_to_fetch(tx, list(windows))}
    for stop in stops:
        if stop.id not in goods:  # its orders were taken back since: nobody has to go there
            routes.move_stop(tx, stop, StopState.CANCELLED)
    await tx.flush()
    person_id = tx.person_id
    tx.record(RouteStarted(route.id, person_id))


async def send_out(tx: Transaction, shipment: Shipment) -> None:
    """Bring a shipment that the warehouse has packed on the road; it and its orders are locked."""
    if shipment.state is ShipmentState.PACKED:
        state = await send_packed(tx, shipment, Way.VAN)
        shipment = replace(shipment, state=state, version=shipment.version + 1)
    if shipment.state is ShipmentState.SHIPPED:
        await put_on_the_road(tx, shipment, None)


async def arrive_at(tx: Transaction, act: Act, _content: Here) -> None:
    route = await hold_route(tx, act)
    await begin(tx, route)
    stop = await stop_on(tx, route, act.stop_id)
    if StopState(stop.state) not in OPEN_STOPS:
        raise StopOver(state=stop.state)
    if stop.arrived_at is None:
        routes.move_stop(tx, stop, StopState.ARRIVED, arrived=tx.now)


async def depart_from(tx: Transaction, act: Act, _content: Here) -> None:
    route = await hold_route(tx, act)
    await stop_on(tx, route, act.stop_id)
    await tell_next(tx, route, act)


async def note_position(tx: Transaction, act: Act, _content: Here) -> None:
    # The act itself is what is kept: where the van is follows from the last one.
    await hold_route(tx, act)


async def stop_on(tx: Transaction, route: Any, stop_id: uuid.UUID | None) -> Any:
    """A stop of the route. Raises NotFound."""
    stop = None if stop_id is None else await routes.load_stop(tx, stop_id)
    if stop is None or stop.route_id != route.id:
        raise NotFound(what="stop")
    return stop


async def tell_next(tx: Transaction, route: Any, act: Act) -> None:
    """Whoever is next is told so, once, with the code to say at the door."""
    if tx.now - when(act.at, tx.now, act.ahead) > _NEWS:
        return
    stops = await routes.open_stops(tx, route.id)
    waiting = [stop for stop in stops if stop.state == StopState.PLANNED]
    if not waiting:
        return
    stop = waiting[0]
    if await proofs.take_code(tx, stop.id, f"{secrets.randbelow(10_000):04d}"):
        orders = await routes.orders_of_stop(tx, stop.id)
        is_fetch = bool(await fetches.documents_of(tx, [stop.id]))
        dealer_id = DealerId(stop.dealer_id)
        tx.record(StopIsNext(stop.id, dealer_id, orders, stop.eta, tx.actor.name, is_fetch))


async def close_shift(tx: Transaction, act: Act, content: Closing) -> None:
    """The day is over: nothing is left to serve, every proof is here, and the bag is told.

    Cash is counted in the currency of the first stop, as the phone asks for it; what was taken in another one
    finance counts door by door.
    """
    route = await hold_route(tx, act)
    left = await routes.open_stops(tx, route.id)
    if left:
        raise StopsOpen(left=len(left))
    unsent = await proofs.count_waiting(tx, route.id)
    if unsent:
        raise ProofUnsent(left=unsent)
    bags = (await door_money.bags_of(tx, [route.id])).get(route.id, [])
    currency = await routes.bag_currency(tx, route.id) or route.currency
    cash = sum(bag.cash_minor for bag in bags if bag.currency == currency)
    cheques = sum(bag.cheques for bag in bags)
    counts = await routes.count_stops(tx, route.id)
    await routes.change_route(tx, route.id, state=RouteState.CLOSED, closed_at=tx.now)
    tx.record(
        ShiftClosed(
            route_id=route.id,
            driver=tx.actor.name,
            van=route.van,
            delivered=counts.get(StopState.DONE, 0),
            failed=counts.get(StopState.FAILED, 0),
            cash_minor=content.cash_minor,
            cheques=content.cheques,
            currency=currency,
            differs=content.cash_minor - cash,
            cheques_differ=content.cheques - cheques,
        )
    )
