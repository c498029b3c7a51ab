"""An order through the house: picked, packed, shipped, delivered, and what becomes of missing goods."""

from datetime import date

import pytest

from core.credit.tables import CreditAccountRow
from core.deliveries.errors import NothingToPick, ShipmentElsewhere
from core.deliveries.tables import ShipmentRow
from core.deliveries.types import Lack, Shipment, ShipmentState, Way
from core.deliveries.use_cases.make_pick_list import MakePickList, PreviewPickList
from core.deliveries.use_cases.pack_shipment import PackShipment
from core.deliveries.use_cases.pick_lines import PickLine
from core.deliveries.use_cases.record_delivery import NotAccepted
from core.infra.door import Core
from core.kernel.errors import Outdated
from core.orders.tables import OrderLineRow, OrderRow
from core.orders.use_cases.cancel_order import CancelOrder
from tests.core.deliveries.house import (
    House,
    deliver,
    level,
    make_house,
    order,
    pack,
    place,
    send,
    show,
    states,
    wave,
)
from tests.make import column, count, rows


async def lack(core: Core, house: House, shipment: Shipment, position: int, found: int, why: Lack) -> None:
    now = await show(core, house, shipment)
    await core.execute(house.otto, PickLine(now.id, now.version, position, found, why))


async def test_an_order_goes_from_the_list_to_the_door_and_the_stock_with_it(core: Core) -> None:
    house = await make_house(core)
    await place(core, house.crate, house.la, "B", "2")
    await place(core, house.lamp, house.la, "A", "10")
    await order(core, house, (house.crate, 6), (house.lamp, 2))
    seen = await core.ask(house.otto, PreviewPickList("la"))
    assert (seen.shipments, seen.orders, seen.lines, seen.pieces) == (1, ("B2B-2025-1",), 2, 8)
    (shipment,) = await wave(core, house)
    assert (shipment.number, shipment.pick_list, shipment.orders) == (
        "SH-2025-1",
        "PL-2025-1",
        ("B2B-2025-1",),
    )
    assert [(str(line.location), line.sku, line.quantity) for line in shipment.lines] == [
        ("A-10", "LAMP", 2),
        ("B-2", "CRATE", 6),
    ]
    assert await states(core) == {"1": "picking"}
    with pytest.raises(NothingToPick):
        await core.execute(house.otto, MakePickList("LA"))
    packed = await pack(core, house, shipment)
    assert (packed.state, await states(core)) == (ShipmentState.PACKED, {"1": "packed"})
    assert await level(core, house.crate, house.la) == {"on_hand": 94, "picked": 6}
    sent = await send(core, house, packed, Way.CARRIER, carrier="dhl", tracking_number=" ab 1 ")
    assert sent.tracking_link == "https://track.example/AB1"
    assert await level(core, house.crate, house.la) == {"on_hand": 94}
    done = await deliver(core, house, sent)
    assert (done.state, done.received_by, await states(core)) == (
        ShipmentState.DELIVERED,
        "Ada",
        {"1": "delivered"},
    )
    with pytest.raises(ShipmentElsewhere):
        await deliver(core, house, sent)


async def test_small_orders_to_one_place_and_day_go_together_and_each_is_followed(core: Core) -> None:
    house = await make_house(core)
    await order(core, house, (house.crate, 1))
    await order(core, house, (house.lamp, 1))
    (shipment,) = await wave(core, house)
    assert shipment.orders == ("B2B-2025-1", "B2B-2025-2")
    await deliver(core, house, await send(core, house, await pack(core, house, shipment)))
    assert await states(core) == {"1": "delivered", "2": "delivered"}


async def test_an_order_in_two_warehouses_is_part_delivered_until_both_have_come(core: Core) -> None:
    house = await make_house(core, la=4, phx=3)
    await order(core, house, (house.crate, 6))
    (near,) = await wave(core, house)
    assert await states(core) == {"1": "picking"}
    near = await pack(core, house, near)
    assert await states(core) == {"1": "picking"}  # two of them lie in Phoenix, and nobody has begun
    near = await send(core, house, near)
    assert await states(core) == {"1": "shipped"}
    (far,) = await wave(core, house, "PHX")
    await deliver(core, house, near)
    assert await states(core) == {"1": "part_delivered"}
    far = await send(core, house, await pack(core, house, far))
    await deliver(core, house, far)
    assert await states(core) == {"1": "delivered"}


async def test_what_is_not_found_comes_from_another_warehouse(core: Core) -> None:
    house = await make_house(core)
    await order(core, house, (house.crate, 10))
    (shipment,) = await wave(core, house)
    await lack(core, house, shipment, 1, 7, Lack.NOT_FOUND)
    await pack(core, house, shipment)
    assert await level(core, house.crate, house.la) == {"on_hand": 90, "picked": 7, "quarantine": 3}
    assert await level(core, house.crate, house.phx) == {"on_hand": 50, "reserved": 3}
    assert await states(core) == {"1": "picking"}
    assert await column(core, OrderRow.promised_on) == [date(2025, 10, 17)]
    (rest,) = await wave(core, house, "PHX")
    assert [line.quantity for line in rest.lines] == [3]


async def test_what_nobody_has_waits_as_an_order_of_its_own_to_the_cent(core: Core) -> None:
    house = await make_house(core, phx=0)
    await order(core, house, (house.crate, 12), (house.lamp, 1))
    (shipment,) = await wave(core, house)
    position = next(line.position for line in shipment.lines if line.sku == "CRATE")
    await lack(core, house, shipment, position, 7, Lack.DAMAGED)
    await pack(core, house, shipment)
    assert await level(core, house.crate, house.la) == {"on_hand": 88, "picked": 7, "damaged": 5}
    assert await states(core) == {"1": "packed", "1/2": "back_ordered"}
    assert await column(core, OrderRow.total_minor) == [5000, 7300]
    lines = [(row.quantity, row.unit, row.unit_quantity) for row in await rows(core, OrderLineRow)]
    assert sorted(lines) == [(1, "each", "1"), (5, "each", "5"), (7, "each", "7")]
    (held,) = await column(core, CreditAccountRow.held_minor)
    assert held == 12300


async def test_when_none_of_it_is_there_the_order_itself_waits(core: Core) -> None:
    house = await make_house(core, phx=0)
    await order(core, house, (house.crate, 2))
    (shipment,) = await wave(core, house)
    await lack(core, house, shipment, 1, 0, Lack.NOT_FOUND)
    packed = await pack(core, house, shipment)
    assert (packed.state, await states(core)) == (ShipmentState.CANCELLED, {"1": "back_ordered"})
    assert await level(core, house.crate, house.la) == {"on_hand": 98, "quarantine": 2}


async def test_what_is_refused_at_the_door_comes_back_and_off_the_order(core: Core) -> None:
    house = await make_house(core)
    await order(core, house, (house.crate, 10))
    (shipment,) = await wave(core, house)
    sent = await send(core, house, await pack(core, house, shipment))
    done = await deliver(core, house, sent, NotAccepted(1, refused=2, damaged=1))
    assert (done.state, done.lines[0].accepted) == (ShipmentState.DELIVERED, 7)
    assert await states(core) == {"1": "delivered", "1/2": "returned"}
    assert sorted(await column(core, OrderRow.total_minor)) == [3000, 7000]
    assert await level(core, house.crate, house.la) == {"on_hand": 90, "damaged": 1, "quarantine": 2}
    assert await column(core, CreditAccountRow.held_minor) == [7000]


async def test_what_nobody_accepts_is_returned_and_costs_nothing(core: Core) -> None:
    house = await make_house(core)
    await order(core, house, (house.crate, 3))
    (shipment,) = await wave(core, house)
    sent = await send(core, house, await pack(core, house, shipment))
    done = await deliver(core, house, sent, NotAccepted(1, refused=3), by="")
    assert (done.state, await states(core)) == (ShipmentState.RETURNED, {"1": "returned"})
    assert await column(core, CreditAccountRow.held_minor) == [0]


async def test_a_card_that_is_older_than_the_shipment_changes_nothing(core: Core) -> None:
    house = await make_house(core)
    await order(core, house, (house.crate, 3))
    (shipment,) = await wave(core, house)
    await lack(core, house, shipment, 1, 2, Lack.NOT_FOUND)
    with pytest.raises(Outdated):
        await core.execute(house.otto, PackShipment(shipment.id, shipment.version))
    assert await count(core, ShipmentRow, ShipmentRow.state == "picking") == 1


async def test_an_order_cancelled_while_it_is_picked_does_not_leave_with_the_others(core: Core) -> None:
    house = await make_house(core)
    first = await order(core, house, (house.crate, 2))
    second = await order(core, house, (house.lamp, 1))
    (shipment,) = await wave(core, house)
    await core.execute(house.otto, CancelOrder(first.order_id))
    packed = await pack(core, house, shipment)
    assert [(line.sku, line.packed, line.is_void) for line in packed.lines] == [
        ("CRATE", 0, True),
        ("LAMP", 1, False),
    ]
    await core.execute(house.otto, CancelOrder(second.order_id))
    gone = await send(core, house, packed)
    assert (gone.state, await states(core)) == (ShipmentState.CANCELLED, {"1": "cancelled", "2": "cancelled"})
    assert await level(core, house.crate, house.la) == {"on_hand": 100}
    assert await level(core, house.lamp, house.la) == {"on_hand": 100}


async def test_what_is_refused_of_one_part_leaves_what_waits_in_another_warehouse_alone(core: Core) -> None:
    house = await make_house(core)
    await order(core, house, (house.crate, 10))
    (near,) = await wave(core, house)
    await lack(core, house, near, 1, 7, Lack.NOT_FOUND)
    sent = await send(core, house, await pack(core, house, near))
    await deliver(core, house, sent, NotAccepted(1, refused=2))
    assert await states(core) == {"1": "part_delivered", "1/2": "returned"}
    assert await level(core, house.crate, house.phx) == {"on_hand": 50, "reserved": 3}
    (far,) = await wave(core, house, "PHX")
    await deliver(core, house, await send(core, house, await pack(core, house, far)))
    assert await states(core) == {"1": "delivered", "1/2": "returned"}
    assert sorted(await column(core, OrderRow.total_minor)) == [2000, 8000]


@pytest.mark.parametrize(
    ("is_listed", "is_packed", "state"), [(0, 0, "picking"), (1, 0, "picking"), (1, 1, "packed")]
)
async def test_all_of_one_part_can_be_refused_while_the_other_is_in_the_house(
    core: Core, is_listed: int, is_packed: int, state: str
) -> None:
    house = await make_house(core, la=4, phx=3)
    placed = await order(core, house, (house.crate, 6))
    (near,) = await wave(core, house)
    near = await send(core, house, await pack(core, house, near))
    if is_listed:
        (far,) = await wave(core, house, "PHX")
        if is_packed:
            await pack(core, house, far)
    await deliver(core, house, near, NotAccepted(1, refused=4), by="")
    assert await states(core) == {"1": state, "1/2": "returned"}
    assert await column(core, CreditAccountRow.held_minor) == [2000]
    # What is left of it is in the house, so the house can still cancel it.
    await core.execute(house.otto, CancelOrder(placed.order_id))
    assert await column(core, CreditAccountRow.held_minor) == [0]
    assert await level(core, house.crate, house.phx) == {"on_hand": 3}
    assert await level(core, house.crate, house.la) == {"quarantine": 4}


async def test_what_a_picker_has_not_found_so_far_is_still_picked_and_may_turn_up(core: Core) -> None:
    house = await make_house(core, la=4, phx=3)
    await order(core, house, (house.crate, 6))
    (near,) = await wave(core, house)
    (far,) = await wave(core, house, "PHX")
    await lack(core, house, near, 1, 0, Lack.NOT_FOUND)
    far = await send(core, house, await pack(core, house, far))
    assert await states(core) == {"1": "shipped"}
    await deliver(core, house, far)
    assert await states(core) == {"1": "part_delivered"}
    now = await show(core, house, near)
    await core.execute(house.otto, PickLine(now.id, now.version, 1, 4))
    await deliver(core, house, await send(core, house, await pack(core, house, near)))
    assert await states(core) == {"1": "delivered"}
