"""The company of the stories with more dealers and more goods, and what each of its people orders."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

from core.catalog.tables import ProductRow
from core.dealers.tables import PersonRow
from core.infra.door import Core
from core.kernel.actor import SYSTEM, Actor, Role
from core.kernel.ids import PersonId, ProductId
from core.stock.use_cases.correct_stock import CorrectStock
from dealerline.sandbox.client import SandboxClient
from dealerline.sandbox.seen import WaitedInVain
from dealerline.sandbox.settings import SandboxPerson
from tests.chat import BUYER, OFFICE, OTHER, PEOPLE, REP, make_company
from tests.make import make_buyer, make_dealer, make_staff, rows
from tests.races.killed.people import Buyer, House, Warehouse

OLGA, DAN, EVE = 5021, 5022, 5023
EVERYBODY = (
    *PEOPLE,
    SandboxPerson(name="Olga", id=OLGA, role="Office", started=True),
    SandboxPerson(name="Dan", id=DAN, role="Dealer", started=True),
    SandboxPerson(name="Eve", id=EVE, role="Dealer", started=True),
)
# Chat, dealer, what is ordered by the number of the order, and how the button of its line begins. Every third
# order of the first two passes the soft limit, so that somebody has to decide.
_CARTS: tuple[tuple[int, str, Callable[[int], str], str], ...] = (
    (BUYER, "techmart", lambda at: f"{at % 20 + (116 if at % 3 == 0 else 4)} iphone 15 pro", "Apple"),
    (OTHER, "corner store", lambda at: f"{at % 50 + (6_800 if at % 3 == 0 else 2_000)} coke 330", "Coca"),
    (DAN, "harbor goods", lambda at: f"{at % 20 + 4} iphone 15 pro", "Apple"),
    (EVE, "metro retail", lambda at: f"{at % 50 + 2_000} sprite 330", "Sprite"),
)


async def make_crowd(core: Core) -> None:
    """Goods for more orders than are placed, so that nobody waits for any."""
    await make_company(core)
    (row,) = await rows(core, PersonRow, PersonRow.name == "Rita")
    rita = Actor(PersonId(row.id), frozenset({Role.REP}))
    await make_staff(core, Role.OFFICE, "Olga", telegram_id=OLGA)
    for name, buyer, chat in (("Harbor Goods", "Dan", DAN), ("Metro Retail", "Eve", EVE)):
        await make_buyer(core, await make_dealer(core, name, rep=rita), buyer, telegram_id=chat)
    for product in await rows(core, ProductRow):
        more = CorrectStock(ProductId(product.id), "LA", 1_000_000, is_count=False, reason="came")
        await core.execute(SYSTEM, more)


class Crowd:
    """Everybody at work, until ``is_over``: then what was begun is lived to its end."""

    def __init__(self, core: Core, sandbox: SandboxClient, dealers: int, chance: random.Random) -> None:
        users = {one.id: one for one in sandbox.users}
        self._others = (users[OFFICE], users[REP], users[OLGA])
        self.warehouse = Warehouse(users[OFFICE])
        house = House(core, users[REP], users[OLGA], self.warehouse)
        self.buyers = [
            Buyer(users[chat], dealer, words, goods, house, chance)
            for chat, dealer, words, goods in _CARTS[:dealers]
        ]
        self.is_over = False

    async def work(self) -> None:
        """Raises what the first of them could not do."""
        loop = asyncio.get_running_loop()
        warehouse = loop.create_task(self.warehouse.work())
        buying = [loop.create_task(one.buy(lambda: self.is_over)) for one in self.buyers]
        everybody = {warehouse, *buying}
        try:
            left = set(everybody)
            while not all(one.done() for one in buying):
                done, left = await asyncio.wait(left, return_when=asyncio.FIRST_COMPLETED)
                for one in done:
                    one.result()
        except WaitedInVain as error:
            for user in self._others:
                error.add_note(user.transcript())
            raise
        finally:
            for one in everybody:
                one.cancel()
            await asyncio.gather(*everybody, return_exceptions=True)
