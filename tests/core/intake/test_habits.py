"""What a dealer buys is counted by the database itself, the same on both."""

from datetime import date, timedelta

from sqlalchemy import select

from core.infra.door import Core
from core.infra.transaction import Transaction
from core.intake import repository
from core.intake.sales_types import LATELY
from core.intake.tables import HabitRow
from core.kernel.actor import SYSTEM
from core.kernel.ids import DealerId, ProductId
from tests.make import make_dealer, make_product


async def buy(core: Core, dealer_id: DealerId, *bought: tuple[ProductId, int]) -> None:
    async with core.database.write() as connection:
        tx = Transaction(connection, SYSTEM, core.clock.now(), core.settings, core.cache, core._executor)
        await repository.add_to_habits(tx, dealer_id, bought)
        await tx.flush()


async def habits(core: Core) -> dict[ProductId, tuple[int, list[int], date]]:
    async with core.database.read() as connection:
        rows = await connection.execute(
            select(HabitRow.product_id, HabitRow.times, HabitRow.recent, HabitRow.last_on)
        )
        return {row.product_id: (row.times, row.recent, row.last_on) for row in rows}


async def test_a_habit_keeps_the_last_seven_quantities_and_counts_every_time(core: Core) -> None:
    dealer_id = await make_dealer(core)
    product_id, other_id = await make_product(core), await make_product(core, "GLASS", "Screen glass")
    for quantity in (10, 20, 30, 40, 50, 60, 70):
        await buy(core, dealer_id, (product_id, quantity))
    today = core.clock.now().date()
    assert await habits(core) == {product_id: (7, [10, 20, 30, 40, 50, 60, 70], today)}
    await buy(core, dealer_id, (product_id, 80), (other_id, 5))
    assert await habits(core) == {
        product_id: (8, [20, 30, 40, 50, 60, 70, 80], today),
        other_id: (1, [5], today),
    }
    await buy(core, dealer_id, (product_id, 90))
    assert (await habits(core))[product_id] == (9, [30, 40, 50, 60, 70, 80, 90], today)


async def purchases(
    core: Core, days_on: int
) -> tuple[list[tuple[str, int, int]], list[tuple[str, int, int]]]:
    """As they are counted after so many days, in order."""
    now = core.clock.now() + timedelta(days=days_on)
    async with core.database.read() as connection:
        snap = Transaction(connection, SYSTEM, now, core.settings, core.cache, core._executor)
        last, amounts = await repository.count_purchases(snap)
    return sorted(last), sorted(amounts)


async def test_purchases_are_counted_over_all_dealers_each_of_them_once_lately(core: Core) -> None:
    first, second = await make_dealer(core), await make_dealer(core, "Other")
    product_id, other_id = await make_product(core), await make_product(core, "GLASS", "Screen glass")
    for _ in range(3):
        await buy(core, first, (product_id, 10))
    await buy(core, second, (product_id, 1), (other_id, 1))
    product, other = str(product_id), str(other_id)
    amounts = sorted([(product, 1, 1), (product, 10, 3), (other, 1, 1)])
    assert await purchases(core, 0) == (sorted([(product, 0, 2), (other, 0, 1)]), amounts)
    assert await purchases(core, LATELY) == (sorted([(product, LATELY, 2), (other, LATELY, 1)]), amounts)
    assert await purchases(core, LATELY + 1) == ([], amounts)
