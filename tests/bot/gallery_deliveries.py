"""Screens of pick lists, shipments and tracking, drawn from sample values."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.dealer.tracking.screens import tracking_card
from bot.notices.deliveries import (
    count_screen,
    fetched_short_screen,
    not_cancelled_screen,
    refused_screen,
    short_screen,
    to_credit_screen,
)
from bot.office.deliveries import callbacks as tap
from bot.office.deliveries.screens import (
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
from bot.screen import Screen
from core.deliveries.booking_types import Booking, BookingState, LeftOut, Rate, Reason, Refusal
from core.deliveries.types import (
    Carrier,
    Lack,
    Location,
    PickList,
    Shipment,
    ShipmentLine,
    ShipmentState,
    TrackingKind,
    TrackingStep,
    Way,
)
from core.deliveries.use_cases.show_shipments import TrackedOrder
from core.i18n.phrases import Say
from core.kernel.ids import DealerId, LineId, OrderId, ProductId, WarehouseId
from core.kernel.money import Money
from core.orders.types import Order, OrderState
from core.stock.types import LotPart

Draw = Callable[[Say], Screen]
NOW = datetime(2025, 10, 14, 9, 0, tzinfo=UTC)
DAY = date(2025, 10, 16)
ID = uuid.UUID(int=7)
WORST = "<b>& 超长 ‮name‬ " + "x" * 200


def _line(position: int, **changes: Any) -> ShipmentLine:
    line = ShipmentLine(
        id=ID,
        position=position,
        order_id=OrderId(ID),
        order_number="B2B-2025-7891",
        line_id=LineId(ID),
        product_id=ProductId(ID),
        sku="COKE330",
        name="Coca-Cola 330 ml can",
        unit="each",
        quantity=48,
        location=Location("A", "03-2"),
    )
    return replace(line, **changes)


LOTS = (LotPart("A12", "", 40, DAY), LotPart("B1", "", 8))
SHORT = _line(2, found=40, lack=Lack.NOT_FOUND, lots=LOTS)
PLAIN = Shipment(
    id=ID,
    number="SH-2025-12",
    pick_list="PL-2025-3",
    dealer_id=DealerId(ID),
    dealer_name="TechMart Corp",
    ship_to="Store MAIN, 1 Market Street, Los Angeles",
    warehouse_id=WarehouseId(ID),
    warehouse="LA",
    state=ShipmentState.PICKING,
    version=3,
    is_urgent=True,
    promised_on=DAY,
    lines=(_line(1), SHORT, _line(3, found=48), _line(4, is_void=True)),
)
SENT = replace(
    PLAIN,
    state=ShipmentState.OUT_FOR_DELIVERY,
    parcels=(12_500, 8_000),
    way=Way.CARRIER,
    carrier="DHL",
    tracking_number="JD0123",
    tracking_link="https://track.example/JD0123?a=1&b=2",
    window=(NOW, NOW.replace(hour=11)),
    packed_at=NOW,
    shipped_at=NOW,
    out_at=NOW,
    tracking=(TrackingStep(TrackingKind.ATTEMPT, NOW, WORST), TrackingStep(TrackingKind.IN_TRANSIT, NOW)),
)
DONE = replace(
    SENT,
    state=ShipmentState.DELIVERED,
    received_by=WORST,
    arrived_at=NOW,
    lines=(_line(1, refused=2, damaged=1), SHORT),
)
BIG = replace(
    PLAIN,
    dealer_name=WORST,
    ship_to=WORST,
    number="SH-2025-1234567",
    lines=tuple(
        _line(at, name=WORST, sku="S" * 60, order_number=f"B2B-2025-{at}/2", lots=LOTS * 3)
        for at in range(1, 60)
    ),
)
_RATES = tuple(Rate(f"C{at}" + "X" * 17, WORST[:40], Money(123_456_700 + at, "USD"), DAY) for at in range(9))
_BOOKED = Booking(
    id=ID,
    shipment_id=ID,
    state=BookingState.BOOKED,
    only=None,
    rates=_RATES,
    left_out=tuple(LeftOut("DHL", why, WORST) for why in Refusal),
    reason=Reason.IN_TIME,
    tracking_number="JD0123",
    label="0" * 64,
    asked_by=None,
)
BOOKINGS = {
    **{state.value: replace(_BOOKED, state=state) for state in BookingState},
    **{reason.value: replace(_BOOKED, reason=reason, label=None, left_out=()) for reason in Reason},
    "nobody": replace(_BOOKED, state=BookingState.FAILED, rates=(), reason=None),
}
MANY = tuple(replace(BIG, id=uuid.UUID(int=at)) for at in range(100, 122))
EVENT: dict[str, Any] = {
    "order_number": "B2B-2025-7891",
    "number": "SH-2025-12",
    "dealer_name": WORST,
    "warehouse": "LA",
    "missing": [
        {"sku": "COKE330", "name": WORST, "quantity": 3, "lack": "not_found"},
        {"sku": "SPRITE330", "name": "Sprite", "quantity": 1, "lack": "damaged"},
    ],
    "moved_on": "2025-10-17",
    "rest_number": "B2B-2025-7891/2",
    "rest_on": None,
    "credited": 2,
    "refused": 2,
    "damaged": 1,
}


def _order(state: OrderState) -> Order:
    usd = Money.zero("USD")
    return Order(
        id=OrderId(ID), number="B2B-2025-7891", dealer_id=DealerId(ID), dealer_name="TechMart Corp",
        person_name=None, state=state, version=3, subtotal=usd, discount=usd, shipping=usd, total=usd,
        placed_at=NOW, promised_on=DAY, wished_on=None, note=None, lines=(),
    )  # fmt: skip


def _of(screen: Callable[..., Screen], *values: Any, **more: Any) -> Draw:
    return lambda say: screen(*values, say, **more)


def delivery_samples() -> Iterator[tuple[str, Draw]]:
    """Name and drawing of each screen."""
    for name, one in (("plain", PLAIN), ("sent", SENT), ("done", DONE), ("worst", BIG)):
        yield f"shipment {name}", _of(shipment_screen, one, 0)
    for state in (ShipmentState.PACKED, ShipmentState.RETURNED, ShipmentState.CANCELLED):
        yield f"shipment {state.value}", _of(shipment_screen, replace(SENT, state=state, way=Way.VAN), 0)
    yield "shipment worst, last page", _of(shipment_screen, BIG, 4, notice="⚠️ Too late.")
    fetched = replace(SENT, state=ShipmentState.SHIPPED, way=Way.PICK_UP)
    yield "shipment to be fetched", _of(shipment_screen, fetched, 0)
    listed = PickList(ID, "PL-2025-3", WarehouseId(ID), "LA", NOW, MANY)
    yield "pick list", _of(pick_list_screen, listed, 1)
    yield "no shipments", _of(shipments_screen, (), 0)
    yield "shipments", _of(shipments_screen, MANY[:9], 1)
    yield "lines of a shipment", _of(lines_screen, BIG, tap.NOT_LINE, "1.2.0-12.100.0", 1)
    yield "how many are there", _of(how_many_screen, BIG, BIG.lines[0], "shipment.how_many_there")
    yield "why short", _of(lack_screen, BIG, BIG.lines[0], 3)
    yield "why back", _of(not_taken_screen, BIG, BIG.lines[0], 12345, "1.2.0-12.100.0")
    yield "who took it", _of(receiver_screen, PLAIN, "1.2.0")
    yield "who took all", _of(receiver_screen, PLAIN, "")
    yield "no carriers", _of(carriers_screen, PLAIN, ())
    carriers = tuple(Carrier(f"C{'X' * 17}{at}", WORST, at % 2 == 0) for at in range(30))
    yield "carriers", _of(carriers_screen, PLAIN, carriers)
    for name, booking in BOOKINGS.items():
        packed = replace(PLAIN, state=ShipmentState.PACKED, booking=booking)
        yield f"shipment booked, {name}", _of(shipment_screen, packed, 0)
    for said in ("", WORST):
        kept = {"carrier": "DHL", "number": "SH-2025-12", "said": said}
        yield f"booking kept {bool(said)}", _of(not_cancelled_screen, kept)
    yield "tracking number", _of(typed_screen, PLAIN, "shipment.type_tracking")
    yield "asked again", _of(asked_again_screen, PLAIN, "A whole number up to 9, please.")
    for state, parts in (
        (OrderState.APPROVED, ()),
        (OrderState.PICKING, (PLAIN,)),
        (OrderState.PART_DELIVERED, (DONE, SENT, fetched)),
        (OrderState.DELIVERED, (DONE,)),
        (OrderState.RETURNED, (replace(DONE, state=ShipmentState.RETURNED),)),
        (OrderState.SHIPPED, (BIG,) * 30),
    ):
        yield f"tracking {state.value}", _of(tracking_card, TrackedOrder(_order(state), parts, 0))
    yield "short", _of(short_screen, EVENT)
    yield "short for the rep", _of(short_screen, {**EVENT, "credit_note": "CN-2025-1"}, for_house=True)
    whole, parted = "B2B-2025-7891", "B2B-2025-7891/2"
    for rest, on in ((whole, "2025-10-20"), (whole, None), (parted, "2025-10-20")):
        yield f"short {rest} {on}", _of(short_screen, {**EVENT, "rest_number": rest, "rest_on": on})
        said = {**EVENT, "rest_number": rest, "rest_on": on}
        yield f"fetched short {rest} {on}", _of(fetched_short_screen, said, for_house=on is None)
    yield "to count", _of(count_screen, EVENT)
    yield "to credit", _of(to_credit_screen, EVENT, 3)
    yield "refused", _of(refused_screen, EVENT)
