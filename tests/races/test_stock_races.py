"""Four processes pick, count, receive, move and confirm the same ten products: every piece is somewhere."""

import random

from core.infra.door import Core
from core.kernel.actor import Actor, Role
from core.orders.tables import OrderRow
from core.stock.tables import StockMovementRow
from tests.make import (
    column,
    make_buyer,
    make_counter,
    make_dealer,
    make_product,
    make_staff,
    make_stock,
    make_warehouse,
    rows,
)
from tests.races.crew import Job, Racer, race
from tests.races.ledgers import assert_stock_is_whole
from tests.races.test_races import placing

# What may be answered where somebody else was faster; anything else is a fault.
_SLOWER = {
    "stock_short",
    "below_reserved",
    "below_nothing",
    "not_there",
    "not_reserved",
    "lot_needed",
    "none",
}
_USE_CASES = "core.stock.use_cases."


def keeping(keeper: Actor, command: str, **fields: object) -> Job:
    """Something that the storekeeper does."""
    return {
        "do": "any",
        "command": _USE_CASES + command,
        "fields": fields,
        "person": str(keeper.person_id),
        "role": Role.STOREKEEPER,
    }


async def test_picking_counting_receiving_and_confirming_at_once_lose_no_piece(
    core: Core, database_url: str, crew: list[Racer]
) -> None:
    counter = await make_counter(core)
    phoenix = await make_warehouse(core, "PHX", region="southwest")
    keeper = await make_staff(core, Role.STOREKEEPER, "Sam")
    products = [
        await make_product(core, f"P{n}", f"Part {n}", cost="500", list_price=None) for n in range(10)
    ]
    for product in products:
        await make_stock(core, product, counter.warehouse_id, 20)
        await make_stock(core, product, phoenix, 5)
    chance = random.Random(11)
    jobs: list[Job] = []
    for n in range(24):
        buyer = await make_buyer(core, await make_dealer(core, f"Dealer {n}", tier="plain", limit="900000"))
        jobs.append(
            await placing(
                core, buyer, [(product, chance.randint(1, 3)) for product in chance.sample(products, 4)]
            )
        )
        jobs.append({"do": "pick", "at": n, "person": str(keeper.person_id), "role": Role.STOREKEEPER})
        one, many, lot = str(chance.choice(products)), chance.randint(1, 6), chance.choice(["A", "B"])
        line = {"product_id": one, "quantity": many, "lot": lot, "expires_on": "2026-03-31"}
        jobs.append(keeping(keeper, "receive_goods:ReceiveGoods", warehouse="LA", lines=[line]))
        here = {"product_id": str(chance.choice(products)), "quantity": many}
        count = {**here, "is_count": n % 3 == 0, "reason": "counted", "warehouse": "PHX"}
        jobs.append(keeping(keeper, "correct_stock:CorrectStock", **count))
        aside = {**here, "move": "damaged", "reason": "dented", "warehouse": "LA"}
        jobs.append(keeping(keeper, "set_aside:SetAside", **aside))
        jobs.append(keeping(keeper, "transfer_goods:SendTransfer", **here, source="LA", target="PHX"))
    chance.shuffle(jobs)
    outcomes = race(crew, database_url, jobs)
    assert [one for one in outcomes if one.startswith("FAULT")] == []
    refused = [one for one in outcomes if one in _SLOWER]
    assert len(refused) < len(jobs) // 2
    await assert_stock_is_whole(core)
    placed = [one for one in outcomes if one.startswith("B2B-")]
    assert len(await rows(core, OrderRow)) == len(placed) > 0
    assert {"receipt", "count", "pick", "ship", "damage", "transfer_out"} <= set(
        await column(core, StockMovementRow.kind)
    )
