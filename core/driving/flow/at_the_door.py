"""Acts at a dealer's door: goods handed over with proof, or not handed over.

What is not accepted closes itself: goods back, order cut or invoice credited, the cause counted.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from core.deliveries.errors import ReceiverMissing
from core.deliveries.flow import lock_for_change
from core.deliveries.repository.shipments import load_shipment
from core.deliveries.types import Shipment, ShipmentLine, ShipmentState
from core.deliveries.use_cases.record_delivery import NotAccepted, arrive
from core.deliveries.use_cases.send_shipment import bring_home
from core.dispatch.types import OPEN_STOPS, StopState
from core.driving.act_types import Act, Failing, HandedLine, Handing
from core.driving.engine.evidence import proof_hash
from core.driving.engine.judging import is_clock_off, is_signed, judge_place, unfit_lines, when
from core.driving.engine.needs import lacking
from core.driving.errors import QuantitiesDontAddUp, StopOver, UnknownReason
from core.driving.events import DeliveryFailed
from core.driving.flow.door_money import take_money
from core.driving.flow.fetching import cause, close_twins, leave_there, take_along
from core.driving.flow.on_route import begin, hold_route, send_out, tell_next
from core.driving.flow.sealing import receiver_and_note, seal_when_whole
from core.driving.repository import evidence, fetches, proofs, routes
from core.driving.types import CauseKind, Fix, Flag, Need, ProofState
from core.infra.transaction import Transaction
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId
from core.kernel.texts import storable

_ON_VAN = (ShipmentState.PACKED, ShipmentState.SHIPPED, ShipmentState.OUT_FOR_DELIVERY)
_MOST_AHEAD = timedelta(days=60)


async def hand_over(tx: Transaction, act: Act, device: str, content: Handing) -> None:
    """Goods are handed over: the shipments arrive, and the proof is kept with what is odd about it."""
    route = await hold_route(tx, act, is_over=True)
    await begin(tx, route)
    stop, was_moved = await _stop_at_hand(tx, route, act.stop_id)
    if await fetches.documents_of(tx, [stop.id]):
        await _fetch(tx, act, device, content, route, stop, was_moved)
        return
    ids = await routes.shipments_of(tx, [stop.id])
    shipments = [await lock_for_change(tx, one, moves_money=True) for one in ids]
    if not shipments:
        raise StopOver(state=stop.state)
    _judge_lines(shipments, content.lines)
    receiver, note = receiver_and_note({"receiver": content.receiver, "note": content.note})
    if not receiver and any(line.delivered for line in content.lines):
        raise ReceiverMissing
    told = {line.line_id: line for line in content.lines}
    for shipment in shipments:
        if shipment.state in _ON_VAN:  # else the office has written it down already: only the proof is new
            out = shipment
            if shipment.state is not ShipmentState.OUT_FOR_DELIVERY:
                await send_out(tx, shipment)
                out = await load_shipment(tx, shipment.id)
            await arrive(tx, out, receiver, _not_accepted(out, told))
    routes.move_stop(tx, stop, StopState.DONE, arrived=stop.arrived_at or tx.now, done=tx.now)
    if was_moved:
        await _close_twins(tx, stop, ids)
        await _keep_own(tx, route, stop)
    _count_causes(tx, route, stop, shipments, content.lines)
    lines = [_proof_line(line) for line in content.lines]
    proof_id = await _keep_proof(
        tx, act, device, content, route, stop, (receiver, note), lines, ids, was_moved
    )
    _take_money(tx, proof_id, route, stop, content)
    await seal_when_whole(tx, proof_id)
    await tell_next(tx, route, act)


async def _fetch(
    tx: Transaction, act: Act, device: str, content: Handing, route: Any, stop: Any, was_moved: bool
) -> None:
    """Goods are handed over to the driver, with proof as anywhere."""
    lines = await take_along(tx, route, stop, content)
    if was_moved:
        await close_twins(tx, stop)
        await _keep_own(tx, route, stop)
    said = receiver_and_note({"receiver": content.receiver, "note": content.note})
    proof_id = await _keep_proof(tx, act, device, content, route, stop, said, lines, (), was_moved)
    await seal_when_whole(tx, proof_id)
    await tell_next(tx, route, act)


def _proof_line(line: HandedLine) -> dict[str, Any]:
    return asdict(line) | {"line_id": str(line.line_id), "reason": storable(line.reason or "") or None}


async def _stop_at_hand(tx: Transaction, route: Any, stop_id: uuid.UUID | None) -> tuple[Any, bool]:
    """The stop that is served, and whether it was taken off the route while the phone did not know."""
    stop = None if stop_id is None else await routes.load_stop(tx, stop_id)
    if stop is None:
        raise NotFound(what="stop")
    state = StopState(stop.state)
    if stop.route_id == route.id:
        if state not in (*OPEN_STOPS, StopState.CANCELLED):
            raise StopOver(state=stop.state)
        return stop, state is StopState.CANCELLED
    is_before = stop.route_id == route.taken_from  # who drove until then had been there
    if not is_before and not routes.is_removed(route.changes, stop.id):
        raise NotFound(what="stop")
    if is_before or state not in OPEN_STOPS:
        raise StopOver(state=stop.state)
    await routes.lock_other_route(tx, stop.route_id)
    return stop, True


async def _keep_own(tx: Transaction, route: Any, stop: Any) -> None:
    """What a driver did before hearing that somebody else drives on is of his own route."""
    if route.given_at is not None and stop.route_id != route.id:
        await routes.take_back(tx, stop.id, route.id)


def _came_first(tx: Transaction, act: Act, route: Any, stop: Any) -> bool:
    """Whether the driver stood there before the rest was given to another, who has not been there yet."""
    if route.given_at is None or stop.state != StopState.PLANNED:
        return False
    return bool(when(act.at, tx.now, act.ahead) <= route.given_at)


async def _close_twins(tx: Transaction, stop: Any, shipment_ids: Sequence[uuid.UUID]) -> None:
    """Whoever else was to bring these goods need not go."""
    for twin in await routes.open_twins(tx, stop.id, shipment_ids):
        routes.move_stop(tx, twin, StopState.CANCELLED)
        await routes.lock_other_route(tx, twin.route_id)


def _judge_lines(shipments: Sequence[Shipment], told: Sequence[HandedLine]) -> None:
    lines: dict[object, ShipmentLine] = {
        line.id: line for shipment in shipments for line in shipment.lines if line.packed
    }
    wrong = unfit_lines({one: line.packed for one, line in lines.items()}, told)
    if wrong:
        line = lines.get(wrong[0])
        raise QuantitiesDontAddUp(sku=line.sku if line else "?", wanted=line.packed if line else 0)


def _not_accepted(shipment: Shipment, told: Mapping[uuid.UUID, HandedLine]) -> tuple[NotAccepted, ...]:
    """What was not on the van after all is looked for among what came back, until somebody has counted."""
    found = []
    for line in shipment.lines:
        one = told.get(line.id)
        if one is not None and (one.refused or one.damaged or one.short):
            found.append(NotAccepted(line.position, one.refused + one.short, one.damaged))
    return tuple(found)


def _count_causes(
    tx: Transaction, route: Any, stop: Any, shipments: Sequence[Shipment], told: Sequence[HandedLine]
) -> None:
    lines = {line.id: line for shipment in shipments for line in shipment.lines}
    rows = []
    for one in told:
        for kind, quantity in (
            (CauseKind.REFUSED, one.refused),
            (CauseKind.DAMAGED, one.damaged),
            (CauseKind.SHORT, one.short),
        ):
            if quantity:
                rows.append(cause(tx, route, stop, kind, one.reason, quantity, lines[one.line_id].product_id))
    proofs.insert_causes(tx, rows)


async def _keep_proof(
    tx: Transaction,
    act: Act,
    device: str,
    content: Handing,
    route: Any,
    stop: Any,
    said: tuple[str, str],
    lines: Sequence[Mapping[str, Any]],
    shipment_ids: Sequence[uuid.UUID],
    was_moved: bool,
) -> uuid.UUID:
    receiver, note = said
    code = await proofs.find_code(tx, stop.id)
    distance, flags = await judge(tx, act, content.fix, route, stop)
    code_given = code is not None and content.code is not None and content.code.strip() == code
    flags += [Flag.WRONG_CODE] if content.code and code is not None and not code_given else []
    needs = (await evidence.needs_of_stops(tx, [stop.id]))[stop.id]
    lacks = lacking(needs, _given(content, receiver, code_given=code_given or code is None))
    flags += (
        lacks if _has_signature(content) or Flag.LACKS_SIGNATURE in lacks else [Flag.NO_SIGNATURE, *lacks]
    )
    flags += [Flag.ROUTE_CHANGED] if was_moved else []
    number, previous = await proofs.last_of(tx, route.id)
    proof_id, taken_at = tx.new_id(), when(act.at, tx.now, act.ahead)
    strokes = [[list(point) for point in stroke] for stroke in content.strokes]
    proofs.insert_proof(
        tx,
        {
            "id": proof_id,
            "act_id": act.id,
            "route_id": route.id,
            "stop_id": stop.id,
            "dealer_id": stop.dealer_id,
            "driver_id": tx.person_id,
            "number": number + 1,
            "receiver": receiver,
            "note": note,
            "taken_at": taken_at,
            "received_at": tx.now,
            "lines": list(lines),
            "strokes": strokes,
            "fix": _stored(content.fix),
            "distance_m": distance,
            "flags": [flag.value for flag in flags],
            "code_given": code_given,
            "needs": [need.value for need in needs],
            "state": ProofState.WAITING,
            "previous": previous,
            "hash": proof_hash(
                act_id=act.id,
                device=device,
                driver_id=tx.person_id,
                route_id=route.id,
                stop_id=stop.id,
                told_at=act.at,
                taken_at=taken_at,
                received_at=tx.now,
                sent=act.sent,
                strokes=strokes,
                lines=list(lines),
                previous=previous,
            ),
            "seal": None,
        },
        _files(content),
        shipment_ids,
    )
    return proof_id


def _given(content: Handing, receiver: str, *, code_given: bool) -> set[Need]:
    """What evidence is there. code_given: it was right, or nobody was told one."""
    given = {
        Need.SIGNATURE: _has_signature(content),
        Need.PHOTO: bool(content.photos),
        Need.CODE: code_given,
        Need.NAME: bool(receiver),
    }
    return {need for need, is_there in given.items() if is_there}


def _has_signature(content: Handing) -> bool:
    """By its strokes; its picture alone counts where there are none."""
    if any(content.strokes):
        return is_signed(content.strokes)
    return content.signature is not None


def _files(content: Handing) -> list[tuple[uuid.UUID, int]]:
    """The files that the proof names, each once, the signature's picture first."""
    named = [*([content.signature] if content.signature else []), *content.photos]
    first = 0 if content.signature else 1
    return [(file_id, at) for at, file_id in enumerate(dict.fromkeys(named), first)]


def _stored(fix: Fix | None) -> dict[str, object] | None:
    if fix is None:
        return None
    return {
        "latitude": fix.latitude,
        "longitude": fix.longitude,
        "accuracy_m": fix.accuracy_m,
        "at": fix.at.isoformat(),
    }


async def judge(
    tx: Transaction, act: Act, fix: Fix | None, route: Any, stop: Any
) -> tuple[int | None, list[Flag]]:
    """Metres between phone and stop, and what is odd about the phone's position and clock."""
    latitude = stop.latitude if stop.latitude is not None else stop.place_latitude
    longitude = stop.longitude if stop.longitude is not None else stop.place_longitude
    place = None if latitude is None or longitude is None else (latitude, longitude)
    distance, odd = judge_place(fix, place, (await proofs.load_policy(tx)).far_m)
    flags = list(odd)
    if is_clock_off(act.at, tx.now, route.starts_at, route.ends_at, act.ahead):
        flags.append(Flag.CLOCK_OFF)
    return distance, flags


def _take_money(tx: Transaction, proof_id: uuid.UUID, route: Any, stop: Any, content: Handing) -> None:
    if content.money is not None and content.money.amount_minor > 0:
        take_money(tx, proof_id, route.id, stop, content.money)


async def give_up(tx: Transaction, act: Act, content: Failing) -> None:
    """Nothing was handed over: the goods come home and wait for another day."""
    route = await hold_route(tx, act, is_over=True)
    await begin(tx, route)
    stop, _ = await _stop_at_hand(tx, route, act.stop_id)
    is_own = stop.route_id == route.id or _came_first(tx, act, route, stop)
    if StopState(stop.state) is StopState.CANCELLED or not is_own:
        # Somebody else has it on the list, or nobody is to bring it: there is nothing to give up.
        raise StopOver(state=StopState.CANCELLED.value)
    if not content.reason:
        raise UnknownReason
    day = content.new_day
    if day is not None and not tx.today <= day <= (tx.now + _MOST_AHEAD).date():
        day = None  # said wrong; the office makes the appointment
    orders = await routes.orders_of_stop(tx, stop.id)
    for shipment_id in await routes.shipments_of(tx, [stop.id]):
        shipment = await lock_for_change(tx, shipment_id)
        if shipment.state in (ShipmentState.SHIPPED, ShipmentState.OUT_FOR_DELIVERY):
            await bring_home(tx, shipment, day)
    is_fetch = bool(await fetches.documents_of(tx, [stop.id]))
    if is_fetch:
        await leave_there(tx, stop, replace(content, new_day=day))
    routes.move_stop(tx, stop, StopState.FAILED, arrived=stop.arrived_at or tx.now, done=tx.now)
    await _keep_own(tx, route, stop)
    _, flags = await judge(tx, act, content.fix, route, stop)
    kind = CauseKind.NOT_FETCHED if is_fetch else CauseKind.NOT_DELIVERED
    reason = cause(tx, route, stop, kind, content.reason, 0, None)
    proofs.insert_causes(tx, [reason])
    tx.record(
        DeliveryFailed(
            stop_id=stop.id,
            dealer_id=DealerId(stop.dealer_id),
            dealer_name=stop.dealer,
            orders=orders,
            driver=tx.actor.name,
            reason=str(reason["reason"]),
            note=storable(content.note)[:200],
            new_day=day,
            rep_id=stop.rep_id,
            flags=tuple(flags),
            photos=len(set(content.photos)),
            is_fetch=is_fetch,
        )
    )
    await tell_next(tx, route, act)
