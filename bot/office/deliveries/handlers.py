"""Ticks, packing, sending and handing over, by buttons and typed answers."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.office.deliveries import callbacks as tap
from bot.office.deliveries.callbacks import PickListTap, ShipmentsPage, ShipmentTap
from bot.office.deliveries.screens import (
    PAGE,
    asked_again_screen,
    carriers_screen,
    how_many_screen,
    lack_screen,
    lines_screen,
    not_taken_screen,
    pick_list_screen,
    receiver_screen,
    shipment_screen,
    shipments_screen,
    typed_screen,
)
from bot.screen import OldButton, Screen, long_id, short_id
from bot.turn import Turn
from core.deliveries.errors import BadQuantity, ReceiverMissing, TrackingMissing, TrackingTaken
from core.deliveries.types import Lack, Shipment, ShipmentLine, Way
from core.deliveries.use_cases.book_carrier import BookCarrier, CancelBooking, ShowLabel
from core.deliveries.use_cases.pack_shipment import PackShipment, SetParcels
from core.deliveries.use_cases.pick_lines import PickLine
from core.deliveries.use_cases.record_delivery import NotAccepted, RecordDelivery
from core.deliveries.use_cases.send_shipment import ListCarriers, SendShipment, StartDelivery
from core.deliveries.use_cases.show_shipments import (
    ListShipments,
    PrintPickList,
    ShowPickList,
    ShowShipment,
)
from core.kernel.errors import NotFound, Outdated, Refused

ANSWER = "shipment"  # the question for whatever is typed about a shipment
_FOUND, _BACK, _RECEIVER, _TRACKING, _WEIGHTS = "found", "back", "receiver", "tracking", "weights"
_WEIGHT = re.compile(r"(\d{1,4})(?:[.,](\d{1,3}))?\s*(?:kg)?", re.IGNORECASE)
LAST_PAGE = 1_000

Act = Callable[[Turn, Shipment, ShipmentTap], Awaitable[None]]


async def on_pick_list(_query: CallbackQuery, callback_data: PickListTap, turn: Turn) -> None:
    pick_list_id = long_id(callback_data.pick_list)
    if callback_data.do == "pdf":
        file = await turn.ask(PrintPickList(pick_list_id, turn.say))
        await turn.send_file(file.name, file.content)
        return
    pick_list = await turn.ask(ShowPickList(pick_list_id))
    page = min(max(callback_data.n, 0), len(pick_list.shipments) // PAGE)
    await turn.redraw(pick_list_screen(pick_list, page, turn.say))


async def on_page(_query: CallbackQuery, callback_data: ShipmentsPage, turn: Turn) -> None:
    page = min(max(callback_data.page, 0), LAST_PAGE)
    found = await turn.ask(ListShipments(limit=(page + 1) * PAGE + 1))
    await turn.redraw(shipments_screen(found[page * PAGE :], page, turn.say))


async def on_shipment(_query: CallbackQuery, callback_data: ShipmentTap, turn: Turn) -> None:
    """A button of a shipment's card. What cannot be done is said above the fresh card."""
    act = _ACTS.get(callback_data.act)
    if act is None:
        raise OldButton(callback_data.act)
    shipment = await turn.ask(ShowShipment(long_id(callback_data.shipment)))
    try:
        await act(turn, shipment, callback_data)
    except NotFound:
        raise
    except Refused as refusal:
        await _draw(turn, shipment, notice="⚠️ " + turn.refusal(refusal))


async def _draw(turn: Turn, shipment: Shipment, *, page: int = 0, notice: str | None = None) -> None:
    fresh = await turn.ask(ShowShipment(shipment.id))
    await turn.redraw(shipment_screen(fresh, page, turn.say, notice=notice))


def _line_of(shipment: Shipment, position: int) -> ShipmentLine:
    line = next((one for one in shipment.lines if one.position == position), None)
    if line is None:
        raise OldButton(f"line {position}")
    return line


async def _open(turn: Turn, shipment: Shipment, data: ShipmentTap) -> None:
    await _draw(turn, shipment, page=data.n)


async def _tick(turn: Turn, shipment: Shipment, data: ShipmentTap) -> None:
    """All of it is there; a second tap takes the word back."""
    line = _line_of(shipment, data.n)
    found = line.quantity if line.found is None else None
    await turn.execute(PickLine(shipment.id, data.v, data.n, found))
    await _draw(turn, shipment, page=(data.n - 1) // 12)


async def _pack(turn: Turn, shipment: Shipment, data: ShipmentTap) -> None:
    await turn.execute(PackShipment(shipment.id, data.v))
    await _draw(turn, shipment)


async def _short(turn: Turn, shipment: Shipment, data: ShipmentTap) -> None:
    await turn.redraw(lines_screen(shipment, tap.SHORT_LINE, "", data.n, turn.say))


async def _short_line(turn: Turn, shipment: Shipment, data: ShipmentTap) -> None:
    line = _line_of(shipment, data.n)
    await turn.redraw(how_many_screen(shipment, line, "shipment.how_many_there", turn.say))
    await _expect(turn, shipment, _FOUND, n=data.n)


async def _lack(turn: Turn, shipment: Shipment, data: ShipmentTap) -> None:
    found, _, lack = data.x.partition(",")
    if not found.isdecimal() or lack not in (Lack.NOT_FOUND, Lack.DAMAGED):
        raise OldButton(data.x)
    await turn.execute(PickLine(shipment.id, data.v, data.n, int(found), Lack(lack)))
    await _draw(turn, shipment, page=(data.n - 1) // 12)


async def _parcels(turn: Turn, shipment: Shipment, _data: ShipmentTap) -> None:
    await turn.redraw(typed_screen(shipment, "shipment.type_weights", turn.say))
    await _expect(turn, shipment, _WEIGHTS)


async def _van(turn: Turn, shipment: Shipment, data: ShipmentTap) -> None:
    await turn.execute(SendShipment(shipment.id, data.v, Way.VAN))
    await _draw(turn, shipment)


async def _fetch(turn: Turn, shipment: Shipment, data: ShipmentTap) -> None:
    await turn.execute(SendShipment(shipment.id, data.v, Way.PICK_UP))
    await _draw(turn, shipment)


async def _carrier(turn: Turn, shipment: Shipment, _data: ShipmentTap) -> None:
    carriers = await turn.ask(ListCarriers())
    await turn.redraw(carriers_screen(shipment, carriers, turn.say))


async def _carrier_picked(turn: Turn, shipment: Shipment, data: ShipmentTap) -> None:
    await turn.redraw(typed_screen(shipment, "shipment.type_tracking", turn.say))
    await _expect(turn, shipment, _TRACKING, x=data.x)


async def _book(turn: Turn, shipment: Shipment, data: ShipmentTap) -> None:
    await turn.execute(BookCarrier(shipment.id, data.v, data.x or None))
    await _draw(turn, shipment)


async def _hand_over(turn: Turn, shipment: Shipment, data: ShipmentTap) -> None:
    """To the carrier that it is booked with."""
    await turn.execute(SendShipment(shipment.id, data.v, Way.CARRIER))
    await _draw(turn, shipment)


async def _label(turn: Turn, shipment: Shipment, _data: ShipmentTap) -> None:
    file = await turn.ask(ShowLabel(shipment.id))
    await turn.send_file(file.name, file.content)


async def _call_off(turn: Turn, shipment: Shipment, data: ShipmentTap) -> None:
    await turn.execute(CancelBooking(shipment.id, data.v))
    await _draw(turn, shipment)


async def _on_road(turn: Turn, shipment: Shipment, _data: ShipmentTap) -> None:
    await turn.execute(StartDelivery(shipment.id))
    await _draw(turn, shipment)


async def _delivered(turn: Turn, shipment: Shipment, data: ShipmentTap) -> None:
    await turn.redraw(receiver_screen(shipment, data.x, turn.say))
    await _expect(turn, shipment, _RECEIVER, x=data.x)


async def _not_all(turn: Turn, shipment: Shipment, data: ShipmentTap) -> None:
    await turn.redraw(lines_screen(shipment, tap.NOT_LINE, data.x, data.n, turn.say))


async def _not_line(turn: Turn, shipment: Shipment, data: ShipmentTap) -> None:
    line = _line_of(shipment, data.n)
    await turn.redraw(how_many_screen(shipment, line, "shipment.how_many_back", turn.say))
    await _expect(turn, shipment, _BACK, n=data.n, x=data.x)


async def _nothing(turn: Turn, shipment: Shipment, _data: ShipmentTap) -> None:
    gone = tuple(NotAccepted(line.position, refused=line.packed) for line in shipment.lines)
    await turn.execute(RecordDelivery(shipment.id, "", gone))
    await _draw(turn, shipment)


_ACTS: Mapping[str, Act] = {
    tap.OPEN: _open,
    tap.TICK: _tick,
    tap.PACK: _pack,
    tap.SHORT: _short,
    tap.SHORT_LINE: _short_line,
    tap.LACK: _lack,
    tap.PARCELS: _parcels,
    tap.VAN: _van,
    tap.FETCH: _fetch,
    tap.CARRIER: _carrier,
    tap.CARRIER_PICKED: _carrier_picked,
    tap.BOOK: _book,
    tap.HAND_OVER: _hand_over,
    tap.LABEL: _label,
    tap.CALL_OFF: _call_off,
    tap.ON_ROAD: _on_road,
    tap.DELIVERED: _delivered,
    tap.NOT_ALL: _not_all,
    tap.NOT_LINE: _not_line,
    tap.NOT_WHY: _delivered,
    tap.NOTHING: _nothing,
}


async def _expect(turn: Turn, shipment: Shipment, what: str, *, n: int = 0, x: str = "") -> None:
    data = {"what": what, "shipment": short_id(shipment.id), "version": shipment.version, "n": n, "x": x}
    await turn.expect(ANSWER, data)


async def on_answer(turn: Turn, data: dict[str, Any], text: str) -> None:
    """What was asked about a shipment was typed."""
    shipment = await turn.ask(ShowShipment(long_id(data["shipment"])))
    if shipment.version != data["version"] and not turn.begun_before:
        raise Outdated(version=shipment.version)
    try:
        screen = await _answer(turn, shipment, data, text.strip())
    except (BadQuantity, TrackingMissing, TrackingTaken, ReceiverMissing) as refusal:
        await turn.expect(ANSWER, data)  # the question stands
        screen = asked_again_screen(shipment, turn.refusal(refusal), turn.say)
    await turn.show(screen)


async def _answer(turn: Turn, shipment: Shipment, data: dict[str, Any], text: str) -> Screen:
    match data["what"]:
        case "found":
            line = _line_of(shipment, data["n"])
            return lack_screen(shipment, line, _count(text, line.quantity - 1), turn.say)
        case "back":
            line = _line_of(shipment, data["n"])
            count = _count(text, line.packed - _said_of(line, data["x"]))
            if not count:  # all of it was taken, after all
                return lines_screen(shipment, tap.NOT_LINE, data["x"], 0, turn.say)
            return not_taken_screen(shipment, line, count, data["x"], turn.say)
        case "tracking":
            await turn.execute(SendShipment(shipment.id, data["version"], Way.CARRIER, data["x"], text))
        case "weights":
            await turn.execute(SetParcels(shipment.id, read_weights(text)))
        case _:
            await turn.execute(RecordDelivery(shipment.id, text, read_not_accepted(data["x"])))
    fresh = await turn.ask(ShowShipment(shipment.id))
    return shipment_screen(fresh, 0, turn.say)


def _count(text: str, most: int) -> int:
    """A typed number of pieces. Raises BadQuantity."""
    if not (text.isdecimal() and text.isascii() and len(text) <= 9 and int(text) <= most):
        raise BadQuantity(most=most)
    return int(text)


def read_weights(text: str) -> tuple[int, ...]:
    """ "12.5 8" (kilograms) -> grams of each parcel. Raises BadQuantity for anything else."""
    found = [_WEIGHT.fullmatch(part) for part in re.split(r"[\s;+]+(?!kg)", text.strip()) if part]
    if not found or not all(found):
        raise BadQuantity(most=5_000)
    return tuple(int(one[1]) * 1000 + int((one[2] or "0").ljust(3, "0")) for one in found if one)


def read_not_accepted(said: str) -> tuple[NotAccepted, ...]:
    """ "1.2.0-3.0.1": line, refused, broken; of one line said twice the sum."""
    sums: dict[int, list[int]] = {}
    for part in said.split("-") if said else ():
        numbers = part.split(".")
        if len(numbers) != 3 or not all(one.isdecimal() for one in numbers):
            raise OldButton(said)
        position, refused, damaged = map(int, numbers)
        mine = sums.setdefault(position, [0, 0])
        mine[0] += refused
        mine[1] += damaged
    return tuple(NotAccepted(position, *both) for position, both in sums.items())


def _said_of(line: ShipmentLine, said: str) -> int:
    """How much of the line was said before not to be accepted."""
    mine = (one for one in read_not_accepted(said) if one.position == line.position)
    return sum(one.refused + one.damaged for one in mine)


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="deliveries")
    router.callback_query.register(on_shipment, ShipmentTap.filter())
    router.callback_query.register(on_pick_list, PickListTap.filter())
    router.callback_query.register(on_page, ShipmentsPage.filter())
    return router
