"""A storekeeper's list becomes products, base units, lots and last days, or one clear fault a part."""

from datetime import date

import pytest

from core.infra.door import Core
from core.intake.use_cases.read_goods import GoodsFault, GoodsLine, GoodsList, ReadGoods
from core.kernel.actor import Actor, Role
from tests.make import make_product, make_staff, make_warehouse


@pytest.fixture
async def sam(core: Core) -> Actor:
    await make_warehouse(core, "LA")
    await make_product(core, "COKE330", "Coca-Cola 330ml can", brand="Coca-Cola", packs={"case": 24})
    await make_product(core, "SPRITE330", "Sprite 330ml can", brand="Sprite", packs={"case": 24})
    await make_product(core, "NAIL50", "Steel nail 50mm", brand="", order_multiple=100)
    return await make_staff(core, Role.STOREKEEPER, "Sam")


async def read(core: Core, sam: Actor, text: str) -> GoodsList:
    found = await core.ask(sam, ReadGoods(text))
    assert found is not None
    return found


async def test_a_list_is_read_with_packs_lots_and_days(core: Core, sam: Actor) -> None:
    found = await read(core, sam, "received at LA: 40 case coke 330 lot A12 exp 2026-03, 20 sprite, 7 NAIL50")
    assert found.warehouse == "LA"
    assert [(line.quantity, line.lot, line.expires_on, line.fault) for line in found.lines] == [
        (960, "A12", date(2026, 3, 31), None),
        (20, "", None, None),
        (7, "", None, None),  # multiples are for orders
    ]
    assert all(line.product_id is not None for line in found.lines)


async def test_what_cannot_be_booked_says_why(core: Core, sam: Actor) -> None:
    found = await read(
        core, sam, "received 5 zebra, coke 330, 2 pallet sprite, 0.5 sprite, -3 sprite, 5 sprite exp x"
    )
    assert [line.fault for line in found.lines] == [
        GoodsFault.UNKNOWN,
        GoodsFault.QUANTITY,
        GoodsFault.UNIT,
        GoodsFault.QUANTITY,
        GoodsFault.QUANTITY,
        GoodsFault.LAST_DAY,
    ]
    assert all(line.product_id is None and line.quantity == 0 for line in found.lines)


async def test_a_text_that_is_no_list_is_none(core: Core, sam: Actor) -> None:
    assert await core.ask(sam, ReadGoods("40 case coke")) is None
    bare = await core.ask(sam, ReadGoods("40 case coke 330", needs_verb=False))
    assert bare is not None
    assert [line.quantity for line in bare.lines] == [960]
    empty = await core.ask(sam, ReadGoods("received"))
    assert empty == GoodsList(None, "", ())


async def test_a_product_that_may_be_two_is_asked_about_with_both(core: Core, sam: Actor) -> None:
    await make_product(core, "COKEZ330", "Coca-Cola Zero 330ml can", brand="Coca-Cola", packs={"case": 24})
    (line,) = (await read(core, sam, "received 5 case cola 330ml can")).lines
    assert isinstance(line, GoodsLine)
    assert line.fault is GoodsFault.WHICH
    assert {"COKE330", "COKEZ330"} <= set(line.offered)
