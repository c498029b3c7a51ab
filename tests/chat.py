"""A small company in a chat: the real bot over HTTP against the sandbox, on a fresh database."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache

import aiohttp
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.types import Update
from pydantic import SecretStr

from bot.service import ChatService
from core.bootstrap import build
from core.catalog.tables import ProductRow
from core.dealers.tables import DealerRow, PersonRow
from core.i18n.phrases import Phrasebook
from core.infra.door import Core
from core.infra.settings import Settings
from core.kernel.actor import Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.ids import DealerId, PersonId, ProductId, WarehouseId
from core.stock.tables import WarehouseRow
from dealerline.sandbox.client import SandboxClient
from dealerline.sandbox.seen import ChatMessage, Wanted
from dealerline.sandbox.serve import running_sandbox
from dealerline.sandbox.settings import SandboxPerson, SandboxSettings
from dealerline.sandbox.user import SandboxUser
from tests.make import (
    make_buyer,
    make_dealer,
    make_product,
    make_rate,
    make_ship_to,
    make_staff,
    make_stock,
    make_tier,
    make_warehouse,
    rows,
)

# aiogram's session makes a TLS context, for an address that is plain http here: 15 ms for each story.
ssl.create_default_context = cache(ssl.create_default_context)

BUYER, REP, OFFICE, OTHER, NEWCOMER, FINANCE, MANAGER = 5001, 5002, 5003, 5004, 5005, 5006, 5007

PEOPLE = (
    SandboxPerson(name="Ada", id=BUYER, role="Dealer", started=True, phone="+12135550101"),
    SandboxPerson(name="Rita", id=REP, role="Rep", started=True, phone="+12135550102"),
    SandboxPerson(name="Otto", id=OFFICE, role="Office", started=True, phone="+12135550103"),
    SandboxPerson(name="Cora", id=OTHER, role="Other dealer", started=True, phone="+12135550104"),
    SandboxPerson(name="Nell", id=NEWCOMER, role="Newcomer", phone="+12135550105"),
    SandboxPerson(name="Fay", id=FINANCE, role="Finance", started=True, phone="+12135550106"),
    SandboxPerson(name="Max", id=MANAGER, role="Manager", started=True, phone="+12135550107"),
)


@dataclass(slots=True)
class Chat:
    """TechMart (Ada) and Corner Store (Cora) buy; Rita is their rep; Nell is nobody yet.

    Otto is the back office, Fay finance, Max a manager.
    """

    core: Core
    service: ChatService
    sandbox: SandboxClient
    clock: FixedClock
    techmart: DealerId
    corner: DealerId
    buyer: Actor
    rep: Actor
    office: Actor
    finance: Actor
    manager: Actor
    other: Actor
    warehouse: WarehouseId
    iphone: ProductId
    coke: ProductId
    sprite: ProductId
    ada: SandboxUser
    rita: SandboxUser
    otto: SandboxUser
    cora: SandboxUser
    nell: SandboxUser
    fay: SandboxUser
    max: SandboxUser
    _working: list[asyncio.Task[None]] = field(default_factory=list)

    def begin(self, *, polling: bool = True, working: bool = True) -> None:
        """Start the bot, or only its half: ``polling`` takes updates in, ``working`` handles them."""
        halves = [self.service.poll()] if polling else []
        if working:
            halves.append(self.service.worker.run())
        loop = asyncio.get_running_loop()
        self._working = [loop.create_task(half) for half in halves]

    async def kill(self) -> None:
        """End the bot as a power cut does: nothing is finished, nothing is said to anybody."""
        await self.stop_working()
        session = self.service.bot.session
        if isinstance(session, AiohttpSession):
            # Closed here, aiogram does not wait a quarter of a second for a TLS connection that there is not.
            await (await session.create_session()).close()
        await self.service.close()
        # aiogram remembers its newest 128 updates, and by them their bots, services and cores.
        Update.event_type.fget.cache_clear()

    async def stop_working(self) -> None:
        """Cancel polling and worker wherever they are."""
        while self._working:
            for task in self._working:
                task.cancel()
            # Again until it is gone: Python 3.11's wait_for may swallow a cancellation (gh-86296).
            _, pending = await asyncio.wait(self._working, timeout=0.1)
            self._working = list(pending)

    def restart(self, *, polling: bool = True, working: bool = True) -> None:
        """The program is started again on the same database, after the leases of the dead one have ended."""
        self.clock.advance(timedelta(minutes=3))
        self.service = ChatService(self.core, phrasebook())
        self.begin(polling=polling, working=working)


@cache
def phrasebook() -> Phrasebook:
    """Read once a session; a process of the real program reads it once, too."""
    return Phrasebook()


async def ask(user: SandboxUser, text: str, wanted: Wanted = "Your order") -> ChatMessage:
    """Say something and get the answer that fits."""
    await user.say(text)
    return await user.wait_for(wanted)


async def tap(user: SandboxUser, button: str, card: ChatMessage, wanted: Wanted = "") -> ChatMessage:
    """Tap a button of a card, see the spinner end, and get the screen that fits."""
    tapped = await user.tap(button, message=card)
    answer = await user.wait_for(wanted)
    await tapped.answer()
    return answer


async def caught_up(user: SandboxUser) -> None:
    """Wait until everything this person did is handled: one person's updates go one after the other."""
    await ask(user, "thanks", "You are welcome")


async def until(state: Callable[[], Awaitable[bool]]) -> None:
    """Wait until the database says so: for states that no message tells of."""
    async with asyncio.timeout(30):
        while not await state():  # noqa: ASYNC110 - a row has no event to wait for
            await asyncio.sleep(0.01)


@contextmanager
def sandbox_apart() -> Iterator[str]:
    """Address of a sandbox in a thread of its own: to start one for each story takes half of its time."""
    address: Future[str] = Future()
    over = threading.Event()

    async def serve() -> None:
        async with running_sandbox() as sandbox:
            address.set_result(sandbox.url)
            await asyncio.to_thread(over.wait)

    with ThreadPoolExecutor(1, "sandbox") as pool:
        serving = pool.submit(asyncio.run, serve())
        serving.add_done_callback(lambda done: address.done() or address.set_exception(done.exception()))
        try:
            yield address.result(timeout=30)
        finally:
            over.set()
            serving.result(timeout=30)


@asynccontextmanager
async def open_chat(sandbox_url: str, database_url: str, clock: FixedClock) -> AsyncIterator[Chat]:
    """The people of the company in their chats, and the bot at work until the block ends.

    The database holds the company (``make_company``); what was said in the sandbox before is gone.
    """
    async with aiohttp.ClientSession(sandbox_url) as session:
        settings = SandboxSettings(users=PEOPLE)
        async with session.post("/sandbox/start_over", json=settings.model_dump(mode="json")) as answer:
            answer.raise_for_status()
    async with SandboxClient(sandbox_url) as sandbox:
        settings = Settings(
            database_url=database_url,
            bot_token=SecretStr(sandbox.token),
            bot_api_base=sandbox.url,
            chat_burst=1000,
            sends_per_second=1000,
            require_second_factor=False,  # tests of the second factor itself turn it on
            object_store_url="memory:///",
            _env_file=None,
        )
        core = build(settings, clock=clock)
        chat = await _find_company(core, ChatService(core, phrasebook()), sandbox, clock)
        chat.begin()
        try:
            yield chat
        finally:
            await chat.kill()
            await core.close()


async def make_company(core: Core) -> None:
    """Two dealers, their people, the house and its goods: made once, each story gets a copy."""
    await make_tier(core, "platinum", margin=8, net_days=45)
    await make_tier(core, "bronze", margin=20, net_days=10)
    rep = await make_staff(core, Role.REP, "Rita", telegram_id=REP)
    await make_staff(core, Role.OFFICE, "Otto", telegram_id=OFFICE)
    await make_staff(core, Role.FINANCE, "Fay", telegram_id=FINANCE)
    await make_staff(core, Role.MANAGER, "Max", telegram_id=MANAGER)
    techmart = await make_dealer(core, "TechMart Corp", limit="150000", rep=rep)
    corner = await make_dealer(core, "Corner Store", tier="bronze", limit="5000", rep=rep)
    await make_ship_to(core, techmart, code="EAST", region="east", is_default=False)
    await make_rate(core, techmart, value="electronics/smartphones", margin=4)
    warehouse = await make_warehouse(core)
    iphone = await make_product(core)
    coke = await make_product(
        core, "COKE330", "Coca-Cola 330 ml can", cost="0.50", list_price="0.80", brand="Coca-Cola",
        category="grocery/drinks", packs={"case": 24},
    )  # fmt: skip
    sprite = await make_product(
        core, "SPRITE330", "Sprite 330 ml can", cost="0.50", list_price="0.80", brand="Sprite",
        category="grocery/drinks", packs={"case": 24},
    )  # fmt: skip
    for product, pieces in ((iphone, 500), (coke, 20_000), (sprite, 20_000)):
        await make_stock(core, product, warehouse, pieces)
    await make_buyer(core, techmart, telegram_id=BUYER)
    await make_buyer(core, corner, "Cora", telegram_id=OTHER)


async def _find_company(core: Core, service: ChatService, sandbox: SandboxClient, clock: FixedClock) -> Chat:
    people = {row.name: PersonId(row.id) for row in await rows(core, PersonRow)}
    dealers = {row.name: DealerId(row.id) for row in await rows(core, DealerRow)}
    products = {row.sku: ProductId(row.id) for row in await rows(core, ProductRow)}
    (warehouse,) = await rows(core, WarehouseRow)
    techmart, corner = dealers["TechMart Corp"], dealers["Corner Store"]

    def staff(name: str, role: Role) -> Actor:
        return Actor(people[name], frozenset({role}), name=name)

    def buyer(name: str, dealer: DealerId) -> Actor:
        return Actor(people[name], frozenset({Role.DEALER_BUYER}), dealer, name=name)

    users = {user.id: user for user in sandbox.users}
    return Chat(
        core=core,
        service=service,
        sandbox=sandbox,
        clock=clock,
        techmart=techmart,
        corner=corner,
        buyer=buyer("Ada", techmart),
        rep=staff("Rita", Role.REP),
        office=staff("Otto", Role.OFFICE),
        finance=staff("Fay", Role.FINANCE),
        manager=staff("Max", Role.MANAGER),
        other=buyer("Cora", corner),
        warehouse=WarehouseId(warehouse.id),
        iphone=products["IP15P"],
        coke=products["COKE330"],
        sprite=products["SPRITE330"],
        ada=users[BUYER],
        rita=users[REP],
        otto=users[OFFICE],
        cora=users[OTHER],
        nell=users[NEWCOMER],
        fay=users[FINANCE],
        max=users[MANAGER],
    )
