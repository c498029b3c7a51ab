"""A dealer says in own words what came broken: the draft stands on what has come, and on nothing else."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from core.billing.use_cases.create_invoices import CreateInvoices
from core.infra.door import Core
from core.kernel.actor import Actor
from core.kernel.clock import FixedClock
from core.kernel.ids import ProductId
from core.returns.errors import NothingToReturn
from core.returns.tables import ReturnRow
from core.returns.types import ReturnReason, ReturnState
from core.returns.use_cases.begin_return import BeginReturn, Begun
from core.returns.use_cases.request_return import SendReturn
from tests.core.deliveries.house import deliver, order, pack, send, wave
from tests.core.returns.house import Back, make_back
from tests.make import count, make_buyer, make_dealer, make_product, make_stock


@dataclass(frozen=True, slots=True)
class Shop:
    back: Back
    kettle: ProductId

    @property
    def buyer(self) -> Actor:
        return self.back.house.buyer


async def make_shop(core: Core, clock: FixedClock) -> Shop:
    """Six kettles and two lamps came with B2B-2025-2."""
    back = await make_back(core)
    clock.advance(timedelta(minutes=5))
    kettle = await make_product(core, "KETTLE", "Kettle", cost="10", list_price=None, packs={"case": 6})
    await make_stock(core, kettle, back.house.la, 50)
    shop = Shop(back, kettle)
    await bring(core, shop, (kettle, 6), (back.house.lamp, 2))
    return shop


async def bring(core: Core, shop: Shop, *goods: tuple[ProductId, int]) -> None:
    house = shop.back.house
    placed = await order(core, house, *goods)
    (shipment,) = await wave(core, house)
    await deliver(core, house, await send(core, house, await pack(core, house, shipment)))
    await core.execute(shop.back.fiona, CreateInvoices((placed.number,)))


async def begin(core: Core, shop: Shop, text: str) -> tuple[str, ReturnReason | None, dict[str, int]]:
    begun = await core.execute(shop.buyer, BeginReturn(text))
    assert begun is not None
    assert begun.draft is not None
    draft = begun.draft
    return draft.order_number, draft.reason, {line.sku: line.quantity for line in draft.wanted}


@pytest.mark.parametrize(
    ("text", "reason", "goods"),
    [
        ("2 kettles arrived broken", ReturnReason.DAMAGED, {"KETTLE": 2}),
        ("received 2 damaged kettles and 1 lamp", ReturnReason.DAMAGED, {"KETTLE": 2, "LAMP": 1}),
        ("1 case of kettle came crushed", ReturnReason.DAMAGED, {"KETTLE": 6}),
        ("the lamps were expired", ReturnReason.EXPIRED, {}),
        ("I want to return 9 kettles", None, {"KETTLE": 6}),
        ("2 kettles from B2B-2025-2 arrived broken", ReturnReason.DAMAGED, {"KETTLE": 2}),
    ],
)
async def test_what_came_broken_is_in_the_draft_with_its_amount(
    core: Core, clock: FixedClock, text: str, reason: ReturnReason | None, goods: dict[str, int]
) -> None:
    shop = await make_shop(core, clock)
    assert await begin(core, shop, text) == ("B2B-2025-2", reason, goods)
    assert await count(core, ReturnRow, ReturnRow.state == ReturnState.DRAFT) == 1


async def test_the_latest_order_that_can_still_give_back_as_much_is_meant(
    core: Core, clock: FixedClock
) -> None:
    shop = await make_shop(core, clock)
    clock.advance(timedelta(minutes=5))
    await bring(core, shop, (shop.kettle, 2))
    assert (await begin(core, shop, "2 kettles arrived broken"))[0] == "B2B-2025-3"
    # Only one product came with the latest: "got 1 damaged" is about that one.
    assert await begin(core, shop, "got 1 damaged") == ("B2B-2025-3", ReturnReason.DAMAGED, {"KETTLE": 1})
    assert (await begin(core, shop, "3 kettles arrived broken"))[0] == "B2B-2025-2"
    assert (await begin(core, shop, "1 lamp arrived broken"))[0] == "B2B-2025-2"


async def test_what_no_order_brought_begins_nothing(core: Core, clock: FixedClock) -> None:
    shop = await make_shop(core, clock)
    assert await core.execute(shop.buyer, BeginReturn("2 zeppelins arrived broken")) == Begun(None)
    assert await core.execute(shop.buyer, BeginReturn("2 lamps from B2B-2025-9 arrived broken")) == Begun(
        None
    )
    assert await core.execute(shop.buyer, BeginReturn("2 lamps")) is None
    # Somebody of another dealer, to whom nothing came.
    other = await make_buyer(core, await make_dealer(core, "Other Store", tier="plain"), "Oda")
    assert await core.execute(other, BeginReturn("2 lamps from B2B-2025-2 arrived broken")) == Begun(None)
    assert await count(core, ReturnRow) == 0


async def test_what_can_come_back_no_more_is_said(core: Core, clock: FixedClock) -> None:
    shop = await make_shop(core, clock)
    begun = await core.execute(shop.buyer, BeginReturn("6 kettles arrived broken"))
    assert begun is not None
    assert begun.draft is not None
    await core.execute(shop.buyer, SendReturn(begun.draft.id, begun.draft.version))
    with pytest.raises(NothingToReturn) as refused:
        await core.execute(shop.buyer, BeginReturn("1 kettle arrived broken"))
    assert refused.value.fields == {"number": "B2B-2025-2", "why": "all_returned"}
    assert await count(core, ReturnRow, ReturnRow.state == ReturnState.DRAFT) == 0
