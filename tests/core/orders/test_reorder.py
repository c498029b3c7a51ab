"""Any past order again, with what has changed since (A7)."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import update

from core.catalog.tables import ProductRow, SubstituteRow
from core.catalog.types import Product
from core.infra.door import Core
from core.kernel.actor import Actor
from core.kernel.errors import NotFound
from core.kernel.ids import OrderId, ProductId
from core.kernel.money import Money, UnitPrice
from core.orders.engine.reordering import Refitted, refit
from core.orders.errors import NothingLeft
from core.orders.tables import DraftLineRow, DraftRow
from core.orders.types import OrderLine
from core.orders.use_cases.reorder import CompareOrder, Reorder, TakeSubstitute
from core.orders.use_cases.take_message import TakeMessage
from core.stock.tables import StockRow, WarehouseRow
from tests.make import (
    column,
    count,
    make_buyer,
    make_counter,
    make_dealer,
    make_draft,
    make_product,
    make_stock,
    quote,
    set_cost,
    write,
)
from tests.make.past import make_past_order
from tests.make.rows import add


class World:
    """Corner Store bought 48 teas and 10 soaps at 1.00 two weeks ago, in order OLD-2025-7891."""

    def __init__(self, core: Core, buyer: Actor, tea: ProductId, soap: ProductId, order: OrderId) -> None:
        self.core, self.buyer, self.tea, self.soap, self.order = core, buyer, tea, soap, order

    async def drafted(self) -> list[tuple[str, str, int | None]]:
        return [(line.sku, line.unit, line.quantity) for line in (await quote(self.core, self.buyer)).lines]


@pytest.fixture
async def world(core: Core) -> World:
    counter = await make_counter(core)
    made = []
    for sku, name in (("TEA", "Black Tea 200 g"), ("SOAP", "Olive Soap bar")):
        product = await make_product(core, sku, name, cost="1", list_price=None, packs={"case": 24})
        await make_stock(core, product, counter.warehouse_id, 500)
        made.append(product)
    day = core.clock.now() - timedelta(days=14)  # a Tuesday
    order = await make_past_order(
        core, counter.dealer_id, day, [(made[0], 48), (made[1], 10)], number="OLD-2025-7891"
    )
    return World(core, counter.buyer, made[0], made[1], order)


def then(quantity: int, unit: str, units: int) -> OrderLine:
    price, goods = UnitPrice.parse("1", "USD"), Money.parse("1", "USD")
    return OrderLine(1, ProductId(UUID(int=1)), "S", "N", unit, Decimal(units), quantity, price, goods, None)


def product(packs: dict[str, int], multiple: int = 1) -> Product:
    return Product(
        ProductId(UUID(int=1)), "S", "N", "", "", {"each": 1, **packs}, "each", multiple,
        restricted=False, active=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "today", "expected"),
    [
        (then(240, "case", 10), product({"case": 24}), Refitted(240, "case", Decimal(10))),
        (then(240, "carton", 10), product({"case": 24}), Refitted(240, "carton", Decimal(10))),
        (then(240, "case", 10), product({"case": 12}), Refitted(240, "case", Decimal(20), 24, 12)),
        (then(240, "case", 10), product({"case": 100}), Refitted(240, "each", Decimal(240), 24, 100)),
        (then(240, "case", 10), product({}), Refitted(240, "each", Decimal(240), 24, None)),
        (then(10, "each", 10), product({}, 6), Refitted(12, "each", Decimal(12))),
        (then(24, "case", 1), product({"case": 24}, 48), Refitted(48, "case", Decimal(2))),
        (then(12, "each", 12), product({}, 6), Refitted(12, "each", Decimal(12))),
    ],
)
def test_as_many_pieces_as_then_in_todays_packs(line: OrderLine, today: Product, expected: Refitted) -> None:
    assert refit(line, today) == expected


async def test_nothing_changed_is_said_so_and_all_is_in_the_draft(world: World) -> None:
    since = await world.core.ask(world.buyer, CompareOrder(world.order))
    assert [one.is_as_then for one in since.lines] == [True, True]
    assert (since.goods_then, since.goods_now) == (Money.parse("58", "USD"), Money.parse("58", "USD"))
    await world.core.execute(world.buyer, Reorder(world.order))
    assert await world.drafted() == [("TEA", "each", 48), ("SOAP", "each", 10)]


async def test_prices_steps_and_stock_are_those_of_today(core: Core, world: World) -> None:
    await set_cost(core, world.tea, "1.25")
    await write(
        core,
        update(ProductRow).where(ProductRow.id == world.soap).values(order_multiple=6),
        update(StockRow).where(StockRow.product_id == world.tea).values(on_hand=30),
    )
    since = await core.ask(world.buyer, CompareOrder(world.order))
    tea, soap = since.lines
    assert (tea.then.unit_price, tea.price_now, tea.free) == (
        UnitPrice.parse("1", "USD"),
        UnitPrice.parse("1.25", "USD"),
        30,
    )
    assert (soap.fitted, soap.price_now) == (Refitted(12, "each", Decimal(12)), UnitPrice.parse("1", "USD"))
    assert (since.goods_then, since.goods_now) == (Money.parse("60", "USD"), Money.parse("72", "USD"))
    await core.execute(world.buyer, Reorder(world.order))
    shown = await quote(core, world.buyer)
    assert await world.drafted() == [("TEA", "each", 48), ("SOAP", "each", 12)]
    assert shown.lines[0].unit_price == UnitPrice.parse("1.25", "USD")


async def test_what_is_gone_is_left_out_and_a_substitute_is_one_tap_away(core: Core, world: World) -> None:
    green = await make_product(core, "GREEN", "Green Tea 200 g", cost="2", list_price=None)
    off_sale = await make_product(core, "OFF", "White Tea", cost="2", list_price=None, active=False)
    empty = await make_product(core, "EMPTY", "Red Tea", cost="2", list_price=None)
    warehouse = (await column(core, WarehouseRow.id))[0]
    await make_stock(core, green, warehouse, 100)
    for rank, other in enumerate((off_sale, empty, green)):
        await add(core, SubstituteRow, product_id=world.tea, substitute_id=other, rank=rank)
    await write(core, update(ProductRow).where(ProductRow.id == world.tea).values(active=False))
    tea, _ = (await core.ask(world.buyer, CompareOrder(world.order))).lines
    assert tea.fitted is None
    assert [(swap.name, swap.unit_price) for swap in tea.swaps] == [
        ("Green Tea 200 g", UnitPrice.parse("2", "USD"))
    ]
    await core.execute(world.buyer, Reorder(world.order))
    assert await world.drafted() == [("SOAP", "each", 10)]
    for _ in range(2):  # a second tap adds nothing
        await core.execute(world.buyer, TakeSubstitute(world.order, 1, green))
    assert await world.drafted() == [("SOAP", "each", 10), ("GREEN", "each", 48)]
    for position, other in ((1, empty), (1, world.soap), (2, green), (9, green)):
        with pytest.raises(NotFound):
            await core.execute(world.buyer, TakeSubstitute(world.order, position, other))
    assert await world.drafted() == [("SOAP", "each", 10), ("GREEN", "each", 48)]


async def test_of_an_order_with_nothing_left_no_draft_is_made(core: Core, world: World) -> None:
    await write(core, update(ProductRow).values(active=False))
    with pytest.raises(NothingLeft):
        await core.execute(world.buyer, Reorder(world.order))
    assert [await count(core, table) for table in (DraftRow, DraftLineRow)] == [0, 0]


async def test_the_past_amount_counts_where_the_draft_has_the_product_already(
    core: Core, world: World
) -> None:
    await make_draft(core, world.buyer, [(world.tea, 1)])
    for _ in range(2):
        await core.execute(world.buyer, Reorder(world.order))
        assert await world.drafted() == [("TEA", "each", 48), ("SOAP", "each", 10)]


async def test_another_dealers_order_is_not_found(core: Core, world: World) -> None:
    other = await make_dealer(core, "Next Door", tier="plain", limit="1000")
    nora = await make_buyer(core, other, "Nora", telegram_id=77)
    for act in (Reorder(world.order), TakeSubstitute(world.order, 1, world.soap)):
        with pytest.raises(NotFound):
            await core.execute(nora, act)
    with pytest.raises(NotFound):
        await core.ask(nora, CompareOrder(world.order))
    assert (await core.execute(nora, TakeMessage("same as order 7891"))).draft_id is None
    assert await count(core, DraftRow) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("same as order 7891", [("TEA", "each", 48), ("SOAP", "each", 10)]),
        ("same as OLD-2025-7891 but no soap", [("TEA", "each", 48)]),
        ("last tuesday's order", [("TEA", "each", 48), ("SOAP", "each", 10)]),
        ("和订单7891一样", [("TEA", "each", 48), ("SOAP", "each", 10)]),
        ("geçen salı günkü sipariş gibi", [("TEA", "each", 48), ("SOAP", "each", 10)]),
        ("sama macam pesanan selasa lepas", [("TEA", "each", 48), ("SOAP", "each", 10)]),
    ],
)
async def test_words_name_the_order(
    core: Core, world: World, text: str, expected: list[tuple[str, str, int]]
) -> None:
    taken = await core.execute(world.buyer, TakeMessage(text))
    assert (taken.repeated, taken.said[0].params) == (world.order, {"number": "OLD-2025-7891"})
    assert await world.drafted() == expected


@pytest.mark.parametrize("text", ["same as order 1234", "last friday's order"])
async def test_an_order_that_is_not_there_is_said_so(core: Core, world: World, text: str) -> None:
    taken = await core.execute(world.buyer, TakeMessage(text))
    assert [(said.code, said.params) for said in taken.said] == [("draft.no_such_order", {"order": text})]
    assert await count(core, DraftRow) == 0
