"""What orders and deliveries do with goods: every piece is somewhere, and the ledger says how it came."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from core.infra.door import Core
from core.infra.transaction import Transaction
from core.kernel.clock import FixedClock
from core.kernel.ids import LineId, OrderId, ProductId, WarehouseId
from core.stock import posting, repository
from core.stock.errors import BelowReserved, LotDiffers, NotReserved, NotThere
from core.stock.ledger import find_level
from core.stock.tables import ReservationRow, StockIncomingRow, StockLotRow, StockMovementRow
from core.stock.types import Arrival, Condition, Level, Picked, Place, Received, Take, Transfer
from tests.make import make_product, make_stock, make_warehouse, rows
from tests.make.goods import make_incoming
from tests.make.orders import transact
from tests.races.ledgers import assert_stock_is_whole

TODAY = date(2025, 10, 14)
ORDER, LINE, OTHER = (uuid.uuid5(uuid.NAMESPACE_URL, name) for name in ("order", "line", "other"))
DOCUMENT = uuid.uuid5(uuid.NAMESPACE_URL, "transfer")


@dataclass(frozen=True, slots=True)
class House:
    """One product, 100 loose pieces of it in LA."""

    core: Core
    coke: ProductId
    la: WarehouseId

    async def reserve(self, quantity: int, line: uuid.UUID = LINE) -> None:
        take = Take(LineId(line), self.coke, self.la, quantity)

        async def act(tx: Transaction) -> None:
            await repository.load_stock(tx, [self.coke], lock=True)
            await repository.reserve(tx, OrderId(ORDER), [take])

        await transact(self.core, act)

    async def receive(self, *receipts: Received) -> tuple[Place, ...]:
        return await transact(self.core, lambda tx: posting.receive(tx, receipts))

    async def pick(self, quantity: int, lot: str | None = None) -> tuple[Picked, ...]:
        pick = Picked(LineId(LINE), self.la, quantity, lot)
        return await transact(self.core, lambda tx: posting.pick_reserved(tx, OrderId(ORDER), [pick]))

    async def level(self, warehouse: WarehouseId | None = None) -> Level:
        async with self.core.database.read():
            return await transact(self.core, lambda tx: find_level(tx, (self.coke, warehouse or self.la)))

    async def states(self) -> list[tuple[str, int, str]]:
        return sorted((row.state, row.quantity, row.lot) for row in await rows(self.core, ReservationRow))

    async def lots(self) -> dict[str, tuple[int, int, int]]:
        """lot -> on hand, picked, quarantine."""
        found = await rows(self.core, StockLotRow)
        return {row.lot: (row.on_hand, row.picked, row.quarantine) for row in found}


@pytest.fixture
async def house(core: Core) -> House:
    la = await make_warehouse(core)
    coke = await make_product(core, "COKE", "Coke")
    await make_stock(core, coke, la, 100)
    return House(core, coke, la)


def of(
    house: House, quantity: int, lot: str = "", expires_on: date | None = None, owner: str = ""
) -> Received:
    return Received(house.coke, house.la, quantity, lot, expires_on, owner)


async def test_goods_are_picked_in_parts_and_shipped(house: House) -> None:
    await house.reserve(30)
    assert await house.pick(20) == (Picked(LineId(LINE), house.la, 20, ""),)
    assert await house.level() == Level(on_hand=80, reserved=10, picked=20)
    assert await house.states() == [("held", 10, ""), ("picked", 20, "")]
    shipped = await transact(
        house.core, lambda tx: posting.ship_picked(tx, OrderId(ORDER), house.la, {LineId(LINE): 15})
    )
    assert shipped == (Picked(LineId(LINE), house.la, 15, ""),)
    assert await house.level() == Level(on_hand=80, reserved=10, picked=5)
    assert await house.states() == [("held", 10, ""), ("picked", 5, ""), ("shipped", 15, "")]
    await transact(house.core, lambda tx: posting.ship_picked(tx, OrderId(ORDER), house.la))
    assert await house.level() == Level(on_hand=80, reserved=10)
    kinds = [row.kind for row in await rows(house.core, StockMovementRow)]
    assert sorted(kinds) == ["count", "pick", "ship", "ship"]
    await assert_stock_is_whole(house.core)


async def test_what_was_picked_goes_back_to_the_shelf_and_stays_promised(house: House) -> None:
    await house.receive(of(house, 12, "A1", TODAY + timedelta(days=30)))
    await house.reserve(20)
    await house.pick(20)
    assert await house.lots() == {"A1": (0, 12, 0)}
    await transact(house.core, lambda tx: posting.unpick(tx, OrderId(ORDER), {LineId(LINE): 14}))
    assert await house.level() == Level(on_hand=106, reserved=14, picked=6)
    await transact(house.core, lambda tx: posting.unpick(tx, OrderId(ORDER)))
    assert await house.level() == Level(on_hand=112, reserved=20)
    assert await house.lots() == {"A1": (12, 0, 0)}
    await transact(house.core, lambda tx: repository.release(tx, OrderId(ORDER)))
    assert await house.level() == Level(on_hand=112)
    await assert_stock_is_whole(house.core)


async def test_the_lot_that_expires_first_goes_first_and_an_expired_one_never(
    house: House, clock: FixedClock
) -> None:
    await house.receive(
        of(house, 10, "LATE", date(2026, 3, 31)), of(house, 10, "SOON", TODAY), of(house, 10, "NEVER")
    )
    await house.reserve(128)
    assert await house.pick(12) == (
        Picked(LineId(LINE), house.la, 10, "SOON"),
        Picked(LineId(LINE), house.la, 2, "LATE"),
    )
    assert await house.pick(3, "NEVER") == (Picked(LineId(LINE), house.la, 3, "NEVER"),)
    assert await house.pick(1, "") == (Picked(LineId(LINE), house.la, 1, ""),)
    clock.advance(timedelta(days=200))
    with pytest.raises(NotThere) as refused:
        await house.pick(1, "LATE")
    assert refused.value.fields == {"sku": "COKE", "place": "on_hand", "there": 0, "wanted": 1}
    before = await house.level(), await house.lots(), await house.states()
    with pytest.raises(NotThere):
        await house.pick(112)  # 7 of NEVER and 99 loose are left to be sold
    assert (await house.level(), await house.lots(), await house.states()) == before
    await house.pick(106)
    assert await house.lots() == {"LATE": (8, 2, 0), "SOON": (0, 10, 0), "NEVER": (0, 10, 0)}
    await assert_stock_is_whole(house.core)


async def test_more_than_is_reserved_is_never_picked_nor_shipped(house: House) -> None:
    await house.reserve(10)
    with pytest.raises(NotReserved) as refused:
        await house.pick(11)
    assert refused.value.fields == {"wanted": 11, "there": 10}
    await house.pick(10)
    with pytest.raises(NotReserved):
        await house.pick(1)
    with pytest.raises(NotReserved):
        await transact(
            house.core, lambda tx: posting.ship_picked(tx, OrderId(ORDER), house.la, {LineId(OTHER): 1})
        )
    assert await house.level() == Level(on_hand=90, picked=10)


async def test_what_comes_back_lies_where_it_belongs(house: House) -> None:
    await house.receive(of(house, 10, "OLD", TODAY - timedelta(days=1)), of(house, 10, "NEW", TODAY))
    assert await house.level() == Level(on_hand=110, quarantine=10)

    async def back(condition: Condition, lot: str | None) -> Place:
        act = posting.take_back
        return await transact(house.core, lambda tx: act(tx, house.coke, house.la, 2, condition, ORDER, lot))

    assert await back(Condition.GOOD, None) is Place.ON_HAND
    assert await back(Condition.GOOD, "NEW") is Place.ON_HAND
    assert await back(Condition.GOOD, "OLD") is Place.QUARANTINE
    assert await back(Condition.DAMAGED, "NEW") is Place.DAMAGED
    assert await back(Condition.QUARANTINE, None) is Place.QUARANTINE
    assert await house.level() == Level(on_hand=114, damaged=2, quarantine=14)
    await assert_stock_is_whole(house.core)


async def test_a_receipt_takes_off_what_was_expected_the_first_to_come_first(house: House) -> None:
    day = timedelta(days=1)
    await make_stock_to_come(house, 30, TODAY + 3 * day)
    await make_stock_to_come(house, 50, TODAY + day)
    await house.receive(of(house, 60, "L1", TODAY + 90 * day))
    expected = [(row.quantity, row.expected_on) for row in await rows(house.core, StockIncomingRow)]
    assert sorted(expected) == [(0, TODAY + day), (20, TODAY + 3 * day)]
    stock = await transact(house.core, lambda tx: repository.load_stock(tx, [house.coke]))
    assert stock[house.coke][0].arrivals == (Arrival(TODAY + 3 * day, 20),)
    await house.receive(of(house, 500))
    assert await house.level() == Level(on_hand=660)


async def make_stock_to_come(house: House, quantity: int, on: date) -> None:
    await make_incoming(house.core, house.coke, house.la, quantity, on)


async def test_a_known_lot_with_another_date_is_refused_and_books_nothing(house: House) -> None:
    await house.receive(of(house, 5, "A1", date(2026, 3, 31)))
    with pytest.raises(LotDiffers) as refused:
        await house.receive(of(house, 7), of(house, 5, "A1", date(2026, 4, 30)))
    assert refused.value.fields == {"lot": "A1", "known": "2026-03-31"}
    assert await house.level() == Level(on_hand=105)
    await house.receive(of(house, 5, "A1"))  # its date is known
    assert await house.lots() == {"A1": (10, 0, 0)}


async def test_a_dealers_goods_are_kept_and_never_sold(house: House) -> None:
    await house.receive(of(house, 40, "X", None, "dealer:D17"), of(house, 8, "X", None, "vendor:ACME"))
    assert await house.level() == Level(on_hand=108, kept=40)
    await assert_stock_is_whole(house.core)


async def test_goods_found_damaged_leave_the_shelf_but_not_below_what_is_promised(house: House) -> None:
    await house.reserve(95)

    async def aside(quantity: int, source: Place = Place.ON_HAND, target: Place = Place.DAMAGED) -> None:
        await transact(
            house.core,
            lambda tx: posting.set_aside(
                tx, house.coke, house.la, quantity, target, reason="fork lift", source=source
            ),
        )

    with pytest.raises(BelowReserved) as refused:
        await aside(6)
    assert refused.value.fields == {"sku": "COKE", "reserved": 95, "on_hand": 94}
    await aside(5)
    assert await house.level() == Level(on_hand=95, reserved=95, damaged=5)
    with pytest.raises(NotThere):
        await aside(6, Place.DAMAGED, Place.ON_HAND)
    await aside(2, Place.DAMAGED, Place.ON_HAND)
    assert await house.level() == Level(on_hand=97, reserved=95, damaged=3)


async def test_a_transfer_is_on_its_way_until_it_is_booked_in_and_only_once(house: House) -> None:
    phoenix = await make_warehouse(house.core, "PHX", region="southwest")
    await house.receive(of(house, 10, "A1", date(2026, 3, 31)))
    await house.reserve(80)
    arrives = TODAY + timedelta(days=3)

    async def send(quantity: int) -> None:
        transfer = Transfer(house.coke, house.la, phoenix, quantity, arrives)
        await transact(house.core, lambda tx: posting.transfer_out(tx, [transfer], DOCUMENT))

    with pytest.raises(BelowReserved):
        await send(31)
    await send(25)
    assert await house.level() == Level(on_hand=85, reserved=80)
    await make_stock(house.core, house.coke, phoenix, 0)
    stock = await transact(house.core, lambda tx: repository.load_stock(tx, [house.coke]))
    (there,) = [place for place in stock[house.coke] if place.warehouse_id == phoenix]
    assert (there.available, there.arrivals, there.next_arrival) == (
        0,
        (Arrival(arrives, 10), Arrival(arrives, 15)),
        arrives,
    )
    came, lost = await transact(house.core, lambda tx: posting.transfer_in(tx, DOCUMENT, missing=4))
    assert (sum(one.quantity for one in came), lost) == (21, 4)
    again = await transact(house.core, lambda tx: posting.transfer_in(tx, DOCUMENT))
    assert again == ((), 0)
    assert await house.level(phoenix) == Level(on_hand=21)
    await assert_stock_is_whole(house.core)
