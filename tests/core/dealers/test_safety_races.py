"""Two at once: one code opens once, guesses are counted each, one admin always stays."""

import asyncio
from datetime import timedelta
from typing import Any

from core.dealers.errors import LastAdmin
from core.dealers.tables import DealerPersonRow, SecondFactorRow
from core.dealers.types import CodeOutcome
from core.dealers.use_cases.change_team import ChangeRole
from core.dealers.use_cases.prove_second_factor import ProveSecondFactor
from core.infra.door import Core
from core.kernel.actor import Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotPermitted
from tests.codes import code_at, wrong_code
from tests.core.dealers.people import actor, connect, enrol
from tests.make import column, make_buyer, make_dealer

CHAT, TABLET = 7001, 7002


async def test_one_code_given_in_two_chats_at_once_opens_one_of_them(core: Core, clock: FixedClock) -> None:
    await make_buyer(core, await make_dealer(core), telegram_id=CHAT)
    key, _ = await enrol(core, CHAT)
    await connect(core, CHAT, TABLET)
    clock.advance(timedelta(minutes=1))
    act = ProveSecondFactor(code_at(key, clock.now()))
    people = [await actor(core, chat) for chat in (CHAT, TABLET)]
    results = await asyncio.gather(*(core.execute(one, act) for one in people))
    assert sorted(one.outcome for one in results) == [CodeOutcome.RIGHT, CodeOutcome.USED]
    until = clock.now() + timedelta(minutes=5)
    proven = [(await actor(core, chat)).proven_until == until for chat in (CHAT, TABLET)]
    assert sorted(proven) == [False, True]


async def test_guesses_made_at_once_are_all_counted(core: Core, clock: FixedClock) -> None:
    await make_buyer(core, await make_dealer(core), telegram_id=CHAT)
    key, _ = await enrol(core, CHAT)
    ada, guess = await actor(core, CHAT), ProveSecondFactor(wrong_code(key, clock.now()))
    results = await asyncio.gather(*(core.execute(ada, guess) for _ in range(8)))
    outcomes = sorted(one.outcome for one in results)
    assert outcomes == [CodeOutcome.LOCKED] * 4 + [CodeOutcome.WRONG] * 4
    assert await column(core, SecondFactorRow.wrong) == [5]


async def _change(core: Core, by: Actor, whom: Actor) -> Any:
    assert whom.person_id is not None
    return await core.execute(by, ChangeRole(whom.person_id, Role.DEALER_BUYER))


async def test_two_admins_who_demote_each_other_leave_one(core: Core) -> None:
    dealer_id = await make_dealer(core)
    anna, bob = [await make_buyer(core, dealer_id, name, role=Role.DEALER_ADMIN) for name in ("Anna", "Bob")]
    outcomes = await asyncio.gather(
        _change(core, anna, bob), _change(core, bob, anna), return_exceptions=True
    )
    assert sum(one is None for one in outcomes) == 1
    assert any(isinstance(one, NotPermitted | LastAdmin) for one in outcomes)
    assert await column(core, DealerPersonRow.role) == ["dealer_admin", "dealer_buyer"]
