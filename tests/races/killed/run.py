"""Kill the service while people work with it, look at the books after each death, and count in the end."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from core.approvals.tables import ApprovalRow
from core.bootstrap import build
from core.infra.door import Core
from core.infra.queue import JobRow
from core.kernel.clock import FixedClock
from core.orders.tables import OrderRow
from core.returns.tables import ReturnRow
from dealerline.sandbox.client import SandboxClient
from dealerline.sandbox.seen import WaitedInVain
from dealerline.sandbox.serve import running_sandbox
from dealerline.sandbox.settings import SandboxSettings
from tests.chat import until
from tests.conftest import START
from tests.make import column, count
from tests.races.goods import assert_goods_are_whole
from tests.races.killed.crowd import EVERYBODY, Crowd, make_crowd
from tests.races.killed.nest import Nursery, nursery
from tests.races.killed.seen import Notices, compare_notices, unfinished
from tests.races.killed.service import settings_for

# Longer than a job's lease: who comes next finds what the dead ones held.
LATER = timedelta(seconds=121)
LAST_SECONDS = 240.0
# A pair lives until so many things have happened in the chats at the most, but never longer than this.
MOST_EVENTS, LONGEST_SECONDS = 24, 30.0


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of it. kills: processes that lived until they were killed; looks: at books nobody touched.

    orders, returns: how many are in which state; decided: requests that somebody decided about.
    """

    kills: int
    looks: int
    orders: Counter[str]
    returns: Counter[str]
    decided: int
    notices: Notices
    faults: tuple[str, ...]


class Killing:
    """Two processes of the service at a time, until so many have been killed at moments nobody chose."""

    def __init__(
        self, core: Core, clock: FixedClock, sandbox: SandboxClient, born: Nursery, chance: random.Random
    ) -> None:
        self._core, self._clock, self._sandbox, self._born = core, clock, sandbox, born
        self._chance = chance
        self._started = 0.0
        self.kills = 0
        self.looks = 0
        self.faults: list[str] = []

    async def go_on(self, kills: int) -> None:
        """Pairs die while they start or after some work; the second one dies a little after the first."""
        while self.kills < kills:
            pids = await self._start()
            await self._let_them_work(self._chance.randrange(MOST_EVENTS))
            await asyncio.sleep(self._chance.uniform(0, 0.1))
            self._chance.shuffle(pids)
            for pid in pids:
                self.kills += await self._kill(pid)
                await asyncio.sleep(self._chance.uniform(0, 0.1))
            await self._look()

    async def _let_them_work(self, events: int) -> None:
        """How much is done and not how much time goes by decides: a slow machine must not starve them."""
        enough = self._events() + events
        with suppress(WaitedInVain):
            await self._sandbox.until(
                lambda: self._events() >= enough, LONGEST_SECONDS, lambda: "no more came"
            )

    def _events(self) -> int:
        """Messages and changes in all chats so far."""
        newest = [max((one.revision for one in user.messages()), default=0) for user in self._sandbox.users]
        return sum(newest)

    async def leave_alone(self, finished: Awaitable[None]) -> None:
        """One more pair, which lives until all is done."""
        pids = await self._start()
        try:
            async with asyncio.timeout(LAST_SECONDS):
                await finished
        finally:
            for pid in pids:
                await self._kill(pid)
        await self._look()

    async def _start(self) -> list[int]:
        self._clock.advance(LATER)
        self._started = time.monotonic()
        now = self._clock.now()
        return [await asyncio.to_thread(self._born.start, now, polls=polls) for polls in (True, False)]

    async def _kill(self, pid: int) -> bool:
        lived = await asyncio.to_thread(self._born.kill, pid)
        if not lived:
            self.faults.append(f"a process ended by itself: {self._born.log.read_text()[-2000:]}")
        return lived

    async def _look(self) -> None:
        """Nobody is at work: everything has to be whole."""
        self._clock.advance(timedelta(seconds=time.monotonic() - self._started))
        self.looks += 1
        try:
            await assert_goods_are_whole(self._core)
        except AssertionError as error:
            self.faults.append(f"after {self.kills} kills: {error}")


async def work_and_be_killed(database_url: str, kills: int, *, seed: int, dealers: int = 4) -> Summary:
    """Dealers (four at the most) and the house work in the chat while the service is killed ``kills`` times.

    The database is migrated and empty. Raises what one of the people waited for in vain.
    """
    settings = SandboxSettings(users=EVERYBODY, messages_per_chat=50_000, calls_kept=10**6)
    async with running_sandbox(settings) as sandbox:
        clock = FixedClock(START)
        core = build(settings_for(database_url, sandbox.url, sandbox.token), clock=clock)
        await make_crowd(core)
        with nursery(database=database_url, bot_api=sandbox.url, token=sandbox.token) as born:
            killing = Killing(core, clock, sandbox, born, random.Random(seed))
            crowd = Crowd(core, sandbox, dealers, random.Random(seed))
            working = asyncio.get_running_loop().create_task(crowd.work())
            going = asyncio.get_running_loop().create_task(killing.go_on(kills))
            try:
                await asyncio.wait({working, going}, return_when=asyncio.FIRST_COMPLETED)
                crowd.is_over = True
                if working.done():
                    working.result()
                await going
                await killing.leave_alone(_finished(core, working))
            finally:
                for one in (working, going):
                    one.cancel()
                await asyncio.gather(working, going, return_exceptions=True)
        try:
            return Summary(
                killing.kills,
                killing.looks,
                Counter(await column(core, OrderRow.state)),
                Counter(await column(core, ReturnRow.state)),
                await count(core, ApprovalRow),
                await compare_notices(
                    core,
                    await sandbox.calls("sendmessage"),
                    await sandbox.calls("editmessagetext"),
                    sandbox.users,
                ),
                (*killing.faults, *await unfinished(core)),
            )
        finally:
            await core.close()


async def _finished(core: Core, working: Awaitable[None]) -> None:
    """The people have all they wanted, and nothing is on its way any more."""
    await working

    async def nothing_waits() -> bool:
        return await count(core, JobRow, JobRow.state == "pending") == 0

    await until(nothing_waits)
