"""First expired, first out (G6): a list names lots, packing takes them, each comes back as what it is."""

from datetime import date, timedelta

import pytest

from core.deliveries.types import Lack, Shipment
from core.deliveries.use_cases.pick_lines import PickLine
from core.deliveries.use_cases.record_delivery import NotAccepted
from core.infra.door import Core
from core.kernel.actor import SYSTEM
from core.kernel.clock import FixedClock
from core.stock.errors import NotThere
from core.stock.posting import receive, set_aside
from core.stock.tables import StockLotRow
from core.stock.types import Place, Received
from core.stock.use_cases.set_aside import Move, SetAside
from core.stock.use_cases.watch_lots import QuarantineExpired
from tests.core.deliveries.house import (
    House,
    deliver,
    level,
    make_house,
    order,
    pack,
    send,
    show,
    states,
    wave,
)
from tests.make import make_product, rows
from tests.make.orders import transact

LOTS = (("A1", 5, date(2026, 1, 31)), ("B2", 10, date(2025, 11, 30)), ("OLD", 9, date(2025, 10, 13)))


async def milk_in_lots(core: Core) -> tuple[House, Shipment, Shipment]:
    """Two dealers' worth of milk on one list: 7 and 6 pieces, of two dates."""
    house = await make_house(core)
    milk = await make_product(core, "MILK", "Milk", cost="1", list_price=None)
    received = [Received(milk, house.la, pieces, lot, until) for lot, pieces, until in LOTS]
    await transact(core, lambda tx: receive(tx, received))
    await order(core, house, (milk, 7))
    first = await wave(core, house)
    await order(core, house, (milk, 6))
    second = await wave(core, house)
    return house, first[0], second[0]


def named(shipment: Shipment) -> list[tuple[str, int]]:
    return [(lot.lot, lot.quantity) for lot in shipment.lines[0].lots]


async def lots(core: Core) -> dict[str, dict[str, int]]:
    """Each lot without its zeros."""
    return {
        row.lot: {name: n for name in ("on_hand", "picked", "quarantine") if (n := getattr(row, name))}
        for row in await rows(core, StockLotRow)
    }


async def test_lists_name_the_lots_that_expire_first_and_never_the_same_piece_twice(core: Core) -> None:
    house, first, second = await milk_in_lots(core)
    assert (named(first), named(second)) == ([("B2", 7)], [("B2", 3), ("A1", 3)])
    # Packed the other way round: each takes what its own list said.
    await pack(core, house, second)
    packed = await pack(core, house, first)
    assert await lots(core) == {
        "A1": {"on_hand": 2, "picked": 3},
        "B2": {"picked": 10},
        "OLD": {"quarantine": 9},
    }
    sent = await send(core, house, packed)
    await deliver(core, house, sent, NotAccepted(1, refused=2))
    assert (await lots(core))["B2"] == {"picked": 3, "quarantine": 2}


async def test_a_lot_that_went_meanwhile_is_replaced_by_the_next_to_expire(core: Core) -> None:
    house, first, second = await milk_in_lots(core)
    milk = first.lines[0].product_id
    await transact(
        core,
        lambda tx: set_aside(tx, milk, house.la, 2, Place.QUARANTINE, reason="torn", lot="A1"),
    )
    packed = await pack(core, house, second)
    assert sum(lot.quantity for lot in packed.lines[0].lots) == 6
    assert sum(lot.get("picked", 0) for lot in (await lots(core)).values()) == 6


async def test_what_expired_while_it_was_reserved_is_left_lying_and_waited_for(
    core: Core, clock: FixedClock
) -> None:
    house = await make_house(core)
    milk = await make_product(core, "MILK", "Milk", cost="1", list_price=None)
    await transact(core, lambda tx: receive(tx, [Received(milk, house.la, 10, "A1", date(2025, 10, 15))]))
    await order(core, house, (milk, 7), (house.lamp, 1))
    (shipment,) = await wave(core, house)
    clock.advance(timedelta(days=3))
    await core.execute(SYSTEM, QuarantineExpired())
    assert await level(core, milk, house.la) == {"on_hand": 7, "reserved": 7, "quarantine": 3}
    with pytest.raises(NotThere):  # nobody packs it unseen
        await pack(core, house, shipment)
    now = await show(core, house, shipment)
    position = next(line.position for line in now.lines if line.sku == "MILK")
    await core.execute(house.otto, PickLine(now.id, now.version, position, 0, Lack.NOT_FOUND))
    await pack(core, house, shipment)
    assert await states(core) == {"1": "packed", "1/2": "back_ordered"}
    assert await level(core, milk, house.la) == {"quarantine": 10}
    assert await lots(core) == {"A1": {"quarantine": 10}}


async def test_an_expired_lot_is_taken_off_the_shelf_by_hand_too(core: Core, clock: FixedClock) -> None:
    house = await make_house(core)
    milk = await make_product(core, "MILK", "Milk", cost="1", list_price=None)
    await transact(core, lambda tx: receive(tx, [Received(milk, house.la, 10, "A1", date(2025, 10, 15))]))
    clock.advance(timedelta(days=3))
    await core.execute(house.otto, SetAside(milk, "LA", 4, Move.DAMAGED, "sour", "A1"))
    await core.execute(house.otto, SetAside(milk, "LA", 6, Move.QUARANTINE, "over"))
    assert await level(core, milk, house.la) == {"damaged": 4, "quarantine": 6}
