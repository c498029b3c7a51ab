"""First expired, first out (G6): a list names lots, packing takes them, each comes back as what it is."""

from datetime import date

from core.deliveries.types import Shipment
from core.deliveries.use_cases.record_delivery import NotAccepted
from core.infra.door import Core
from core.stock.posting import receive, set_aside
from core.stock.tables import StockLotRow
from core.stock.types import Place, Received
from tests.core.deliveries.house import House, deliver, make_house, order, pack, send, wave
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
