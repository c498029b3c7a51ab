"""What is taken off goods near their last day is the house's to say (G6)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.channel.errors import LadderUnfit
from core.channel.use_cases.offer_expiring import ListClearances
from core.channel.use_cases.set_expiry_ladder import Ladder, SetExpiryLadder, ShowExpiryLadder
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import Role
from core.stock.use_cases.receive_goods import ReceiptLine, ReceiveGoods
from tests.make import count, make_counter, make_product, make_staff, make_stock

USUAL = ((30, 1_000), (14, 2_000), (7, 3_500), (3, 5_000))


async def test_the_ladder_of_the_house_decides_what_is_proposed(core: Core) -> None:
    counter = await make_counter(core)
    milk = await make_product(core, "MILK", "Milk", cost="1", list_price=None)
    await make_stock(core, milk, counter.warehouse_id, 0)
    otto = await make_staff(core, Role.OFFICE, "Otto")
    last = date(2025, 10, 14) + timedelta(days=40)
    await core.execute(otto, ReceiveGoods("LA", (ReceiptLine(milk, 10, "A", last),)))
    assert await core.ask(otto, ShowExpiryLadder()) == USUAL
    assert await core.ask(otto, ListClearances()) == ()
    kept = await core.execute(otto, SetExpiryLadder(((10, 4_000), (45, 1_250))))
    assert kept == ((45, 1_250), (10, 4_000))
    assert await core.ask(otto, ShowExpiryLadder()) == kept
    (found,) = await core.ask(otto, ListClearances())
    assert (found.lot, found.quantity, found.basis_points) == ("A", 10, 1_250)


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ((), "steps"),
        (tuple((days, 10 * (20 - days)) for days in range(1, 12)), "steps"),
        (((366, 100),), "range"),
        (((-1, 100),), "range"),
        (((30, 0),), "range"),
        (((30, 9_001),), "range"),
        (((30, 2_000), (7, 1_000)), "order"),
        (((30, 2_000), (7, 2_000)), "order"),
        (((30, 2_000), (30, 3_000)), "order"),
    ],
)
async def test_a_ladder_that_is_none_is_refused_and_nothing_changes(
    core: Core, steps: Ladder, why: str
) -> None:
    otto = await make_staff(core, Role.OFFICE, "Otto")
    before = await count(core, JournalRow)
    with pytest.raises(LadderUnfit) as refused:
        await core.execute(otto, SetExpiryLadder(steps))
    assert refused.value.fields == {"why": why}
    assert await core.ask(otto, ShowExpiryLadder()) == USUAL
    assert await count(core, JournalRow) == before
