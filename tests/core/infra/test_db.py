"""The engines of one process share what they compiled."""

from typing import Any

from sqlalchemy import select

from core.infra.db import Database
from core.orders.tables import OrderCounterRow


async def test_a_statement_is_compiled_once_for_all_engines_of_a_process(database_url: str) -> None:
    of_2031 = select(OrderCounterRow.last).where(OrderCounterRow.year == 2031, OrderCounterRow.last > -7)
    hits = list[Any]()
    for _ in range(2):
        house = Database(database_url)
        try:
            for way in (house.write, house.read):
                async with way() as connection:
                    answer = await connection.execute(of_2031)
                    assert answer.all() == []
                    hits.append(answer.context.cache_hit.name)
        finally:
            await house.close()
    # Each kind of database has its own words for it: what SQLite's compiled PostgreSQL does not take.
    assert hits == ["CACHE_MISS", "CACHE_HIT", "CACHE_HIT", "CACHE_HIT"]
