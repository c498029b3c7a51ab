"""Pick lists and shipments on a phone in the warehouse. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from bot.dealer.ordering.amounts import amount
from bot.office.deliveries import callbacks as tap
from bot.office.deliveries.booking import booking_text
from bot.office.deliveries.callbacks import PickListTap, ShipmentsPage, ShipmentTap
from bot.screen import Button, Screen, clip, escape, grid, lines, paragraphs, short_id
from core.deliveries.booking_types import Booking, BookingState
from core.deliveries.types import Carrier, Lack, PickList, Shipment, ShipmentLine, ShipmentState, Way
from core.deliveries.use_cases.make_pick_list import Wave
from core.i18n.phrases import Raw, Say

LINES, LISTED, PAGE, MOST_SAID = 12, 20, 8, 14
_MARKS = {
    ShipmentState.PICKING: "▫️",
    ShipmentState.PACKED: "📦",
    ShipmentState.SHIPPED: "🚚",
    ShipmentState.OUT_FOR_DELIVERY: "🛣",
    ShipmentState.DELIVERED: "✅",
    ShipmentState.RETURNED: "↩️",
    ShipmentState.CANCELLED: "🚫",
}


def wave_text(wave: Wave, say: Say) -> str:
    """What the next list would hold, to be confirmed."""
    return lines(
        say("wave.title", warehouse=wave.warehouse),
        say("wave.size", wave.shipments, orders=len(wave.orders), lines=wave.lines, pieces=wave.pieces),
        say("wave.urgent", wave.urgent) if wave.urgent else None,
    )


def pick_list_screen(pick_list: PickList, page: int, say: Say) -> Screen:
    """A list with its shipments; each opens its card."""
    shown = pick_list.shipments[page * PAGE : (page + 1) * PAGE]
    key = short_id(pick_list.id)
    done = sum(one.state is not ShipmentState.PICKING for one in pick_list.shipments)
    pages = (len(pick_list.shipments) + PAGE - 1) // PAGE
    turn = tuple(
        Button(sign, PickListTap(do="open", pick_list=key, n=(page + step) % pages).pack())
        for sign, step in (("‹", -1), ("›", 1))
        if pages > 1
    )
    return Screen(
        lines(
            say("picklist.title", number=pick_list.number, warehouse=pick_list.warehouse),
            say("picklist.done", len(pick_list.shipments), done=done),
        ),
        (
            *((_opening(one, say),) for one in shown),
            turn,
            (Button(say("button.pick_pdf"), PickListTap(do="pdf", pick_list=key).pack()),),
        ),
    )


def shipments_screen(shipments: Sequence[Shipment], page: int, say: Say) -> Screen:
    """What has not arrived yet, what presses first; one more than fits means that there is another page."""
    if not shipments:
        return Screen(say("shipments.none"))
    turn = []
    if page > 0:
        turn.append(Button("‹", ShipmentsPage(page=page - 1).pack()))
    if len(shipments) > PAGE:
        turn.append(Button("›", ShipmentsPage(page=page + 1).pack()))
    return Screen(say("shipments.title"), (*((_opening(one, say),) for one in shipments[:PAGE]), tuple(turn)))


def _opening(one: Shipment, say: Say) -> Button:
    urgent = "❗" if one.is_urgent else ""
    words = f"{_MARKS[one.state]}{urgent} {one.number} · {clip(one.dealer_name, 24)}"
    return Button(f"{words} · {say.number(len(one.lines))}", _tap(tap.OPEN, one))


def _tap(act: str, shipment: Shipment, n: int = 0, x: str = "") -> str:
    return ShipmentTap(act=act, shipment=short_id(shipment.id), v=shipment.version, n=n, x=x).pack()


def shipment_screen(shipment: Shipment, page: int, say: Say, *, notice: str | None = None) -> Screen:
    """One shipment: what is in it and where that lies, and what can be done with it now."""
    pages = max((len(shipment.lines) + LINES - 1) // LINES, 1)
    page = min(max(page, 0), pages - 1)
    shown = shipment.lines[page * LINES : (page + 1) * LINES]
    turn: tuple[Button, ...] = ()
    if pages > 1:
        turn = (
            Button("‹", _tap(tap.OPEN, shipment, (page - 1) % pages)),
            Button("›", _tap(tap.OPEN, shipment, (page + 1) % pages)),
        )
    return Screen(
        paragraphs(
            notice,
            _head(shipment, say),
            lines(*(_line(one, shipment, say) for one in shown)),
            _tail(shipment, say),
            booking_text(shipment, say),
        ),
        (*_ticks(shipment, shown, say), turn, *_acts(shipment, say)),
    )


def _head(shipment: Shipment, say: Say) -> str:
    return lines(
        say(
            "shipment.title",
            mark=_MARKS[shipment.state],
            number=shipment.number,
            warehouse=shipment.warehouse or Raw(say("shipment.direct")),
            state=Raw(say(f"state.{shipment.state.value}")),
        ),
        f"<b>{escape(clip(shipment.dealer_name, 60))}</b>",
        escape(clip(shipment.ship_to, 120)) or None,
        say("shipment.orders", orders=clip(", ".join(shipment.orders), 120)),
        say("quote.promised", day=shipment.promised_on) if shipment.promised_on else None,
        say("shipment.urgent") if shipment.is_urgent else None,
    )


def _line(line: ShipmentLine, shipment: Shipment, say: Say) -> str:
    where = f"<b>{escape(str(line.location))}</b> " if str(line.location) else ""
    words = say(
        "shipment.line",
        position=line.position,
        amount=Raw(amount(say, line.quantity, line.unit)),
        name=clip(line.name, 50),
        sku=line.sku,
    )
    lots = ", ".join(
        say("pick.lot_until", lot=lot.lot, quantity=lot.quantity, day=lot.expires_on)
        if lot.expires_on
        else say("pick.lot", lot=lot.lot, quantity=lot.quantity)
        for lot in line.lots
    )
    short = None
    if line.is_void:
        short = say("lack.cancelled")
    elif line.lacking and line.lack is not None:
        short = say(f"lack.{line.lack.value}", line.lacking)
    back = [
        say("lack.refused", line.refused) if line.refused else None,
        say("lack.broken", line.damaged) if line.damaged else None,
    ]
    mark = _mark(line) if shipment.state is ShipmentState.PICKING else "•"
    more = " · ".join(part for part in (lots, short, *back) if part)
    wanted = "   ↪️ " + say("order.instead_of", name=clip(line.instead_of, 50)) if line.instead_of else None
    return lines(f"{mark} {where}{words}", wanted, f"   {more}" if more else None)


def _mark(line: ShipmentLine) -> str:
    if line.is_void:
        return "🚫"
    if line.found is None:
        return "⬜"
    return "✅" if line.found == line.quantity else "⚠️"


def _tail(shipment: Shipment, say: Say) -> str:
    grams = sum(shipment.parcels)
    return lines(
        say("shipment.parcels", len(shipment.parcels), weight=kilograms(grams, say)) if grams else None,
        say(f"way.{shipment.way.value}") if shipment.way else None,
        say("shipment.tracking", carrier=shipment.carrier, number=shipment.tracking_number)
        if shipment.carrier and shipment.tracking_number
        else None,
        say("track.received", name=clip(shipment.received_by, 60), at=shipment.arrived_at)
        if shipment.received_by and shipment.arrived_at
        else None,
    )


def kilograms(grams: int, say: Say) -> str:
    """ "12.5 kg"."""
    return f"{say.number(Decimal(grams) / 1000)} kg"


def _ticks(shipment: Shipment, shown: Sequence[ShipmentLine], say: Say) -> tuple[tuple[Button, ...], ...]:
    if shipment.state is not ShipmentState.PICKING:
        return ()
    return grid(
        (Button(f"{_mark(one)} {one.position}", _tap(tap.TICK, shipment, one.position)) for one in shown), 4
    )


def _acts(shipment: Shipment, say: Say) -> tuple[tuple[Button, ...], ...]:
    def button(key: str, act: str) -> Button:
        return Button(say(key), _tap(act, shipment))

    match shipment.state:
        case ShipmentState.PICKING:
            ready = "button.pack_short" if shipment.is_short else "button.pack"
            return (button(ready, tap.PACK),), (button("button.short", tap.SHORT),)
        case ShipmentState.PACKED:
            by_carrier = button("button.by_carrier", tap.CARRIER)
            van, fetch = button("button.by_van", tap.VAN), button("button.pick_up", tap.FETCH)
            if shipment.booking is not None and shipment.booking.is_live:
                return (*_booked(shipment.booking, by_carrier, button), (van, fetch))
            return (van, by_carrier), (fetch, button("button.parcels", tap.PARCELS))
        case ShipmentState.SHIPPED | ShipmentState.OUT_FOR_DELIVERY:
            road = shipment.state is ShipmentState.SHIPPED and shipment.way is not Way.PICK_UP
            return (
                (button("button.on_road", tap.ON_ROAD),) if road else (),
                (button("button.delivered", tap.DELIVERED),),
                (button("button.not_all", tap.NOT_ALL), button("button.nothing_taken", tap.NOTHING)),
            )
    return ()


def _booked(
    booking: Booking, by_carrier: Button, button: Callable[[str, str], Button]
) -> tuple[tuple[Button, ...], ...]:
    """What can be done with a booking that is live."""
    call_off = button("button.call_off_booking", tap.CALL_OFF)
    match booking.state:
        case BookingState.BOOKED:
            label = (button("button.label", tap.LABEL),) if booking.label else ()
            return (button("button.handed_over", tap.HAND_OVER), *label), (call_off,)
        case BookingState.SILENT:
            return (button("button.ask_again", tap.BOOK), by_carrier), (call_off,)
    return ((call_off,),)


def lines_screen(shipment: Shipment, act: str, said: str, page: int, say: Say) -> Screen:
    """Which line is it; ``act``: what a tap on one begins, ``said``: what was said of others before."""
    asked = [one for one in shipment.lines if one.packed or act == tap.SHORT_LINE]
    pages = max((len(asked) + LISTED - 1) // LISTED, 1)
    page = min(max(page, 0), pages - 1)
    again = tap.SHORT if act == tap.SHORT_LINE else tap.NOT_ALL
    turn = tuple(
        Button(sign, _tap(again, shipment, (page + step) % pages, said))
        for sign, step in (("‹", -1), ("›", 1))
        if pages > 1
    )
    rows = [
        (
            Button(
                f"{one.position} · {clip(one.name, 40)} × {one.packed}",
                _tap(act, shipment, one.position, said),
            ),
        )
        for one in asked[page * LISTED : (page + 1) * LISTED]
    ]
    return Screen(say("shipment.which_line"), (*rows, turn, (_back(shipment, say),)))


def how_many_screen(shipment: Shipment, line: ShipmentLine, question: str, say: Say) -> Screen:
    """Asks for a number, to be typed; ``question``: phrase."""
    return Screen(say(question, name=clip(line.name, 60), quantity=line.packed), ((_back(shipment, say),),))


def lack_screen(shipment: Shipment, line: ShipmentLine, found: int, say: Say) -> Screen:
    """Why something is missing."""

    def button(text: str, lack: Lack) -> tuple[Button]:
        return (Button(text, _tap(tap.LACK, shipment, line.position, f"{found},{lack.value}")),)

    rows = (
        button(say("button.not_found"), Lack.NOT_FOUND),
        button(say("button.damaged"), Lack.DAMAGED),
        (_back(shipment, say),),
    )
    return Screen(say("shipment.why_short", line.quantity - found, name=clip(line.name, 60)), rows)


def not_taken_screen(shipment: Shipment, line: ShipmentLine, count: int, said: str, say: Say) -> Screen:
    """Why something was not accepted. said: as in the button (see handlers)."""

    def joined(one: str) -> str:
        return f"{said}-{one}" if said else one

    rows = (
        (
            Button(
                say("button.refused"),
                _tap(tap.NOT_WHY, shipment, line.position, joined(f"{line.position}.{count}.0")),
            ),
        ),
        (
            Button(
                say("button.broken"),
                _tap(tap.NOT_WHY, shipment, line.position, joined(f"{line.position}.0.{count}")),
            ),
        ),
        (_back(shipment, say),),
    )
    return Screen(say("shipment.why_back", count, name=clip(line.name, 60)), rows)


def receiver_screen(shipment: Shipment, said: str, say: Say) -> Screen:
    """Asks who took the goods; other lines can still be named."""
    # A button holds 64 bytes: three lines are what fits behind it.
    has_room = 0 < len(said) <= MOST_SAID
    more = (Button(say("button.another_line"), _tap(tap.NOT_ALL, shipment, 0, said)),) if has_room else ()
    return Screen(say("shipment.who_took"), (more, (_back(shipment, say),)))


def carriers_screen(shipment: Shipment, carriers: Sequence[Carrier], say: Say) -> Screen:
    """Whom to book, by machine where that can be, or by hand and a typed number."""
    rows: list[tuple[Button, ...]] = []
    if any(one.is_bookable for one in carriers):
        rows.append((Button(say("button.best_offer"), _tap(tap.BOOK, shipment)),))
    for one in carriers[:20]:
        by_hand = Button(f"✍️ {clip(one.name, 40)}", _tap(tap.CARRIER_PICKED, shipment, x=one.code))
        by_machine = Button(f"⚡ {clip(one.name, 40)}", _tap(tap.BOOK, shipment, x=one.code))
        rows.append((by_machine, by_hand) if one.is_bookable else (by_hand,))
    text = say("shipment.which_carrier") if carriers else say("shipment.no_carrier")
    return Screen(text, (*rows, (_back(shipment, say),)))


def typed_screen(shipment: Shipment, question: str, say: Say) -> Screen:
    """A question that is answered by typing."""
    return Screen(say(question), ((_back(shipment, say),),))


def asked_again_screen(shipment: Shipment, sentence: str, say: Say) -> Screen:
    """What was typed did not fit; the question stands."""
    return Screen(f"⚠️ {sentence}", ((_back(shipment, say),),))


def _back(shipment: Shipment, say: Say) -> Button:
    return Button(say("button.back"), _tap(tap.OPEN, shipment))
