"""A broadcast that is killed at any line goes on with the next person, and nobody gets it twice."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.methods import SendMessage

from bot.office.broadcasts.delivery import BroadcastDelivery
from core.channel.tables import BroadcastPersonRow
from core.channel.types import Audience, Delivery, NoticeKind
from core.channel.use_cases.broadcast import RUN_BROADCAST, ScheduleBroadcast
from core.infra.door import Core
from core.infra.queue import Job
from core.infra.worker import Later
from core.kernel.actor import Role
from core.kernel.clock import FixedClock
from tests.chat import phrasebook
from tests.make import make_dealer, make_staff, make_tier, rows
from tests.make.people import make_person

PEOPLE = 6


class Telegram:
    """Takes messages as Telegram does, and can fail or die for a chat, before or after it has taken one."""

    def __init__(self) -> None:
        self.got: list[int] = []
        self.before: dict[int, BaseException] = {}
        self.after: dict[int, BaseException] = {}

    async def __call__(self, message: SendMessage) -> None:
        chat = int(message.chat_id)
        if (error := self.before.pop(chat, None)) is not None:
            raise error
        self.got.append(chat)
        if (error := self.after.pop(chat, None)) is not None:
            raise error


async def _broadcast(core: Core) -> Job:
    await make_tier(core)
    dealer = await make_dealer(core)
    for at in range(PEOPLE):
        assert isinstance(core.clock, FixedClock)
        core.clock.advance(timedelta(seconds=1))  # ids sort as they are made
        await make_person(core, f"P{at}", dealer_id=dealer, role=Role.DEALER_BUYER, telegram_id=100 + at)
    office = await make_staff(core, Role.OFFICE, "Otto")
    made = await core.execute(office, ScheduleBroadcast(NoticeKind.NEWS, {"": "Hello"}, Audience()))
    return Job(1, RUN_BROADCAST, f"broadcast:{made.id}", {"broadcast": str(made.id)}, 1, 8, "bot")


def _delivery(core: Core, telegram: Telegram) -> BroadcastDelivery:
    bot: Any = telegram
    return BroadcastDelivery(core, bot, phrasebook())


async def _states(core: Core) -> list[str]:
    return [row.state for row in await rows(core, BroadcastPersonRow)]


@pytest.mark.parametrize("victim", range(PEOPLE))
async def test_killed_after_a_message_was_taken_that_person_is_in_doubt_and_not_written_to_again(
    core: Core, victim: int
) -> None:
    job, telegram = await _broadcast(core), Telegram()
    telegram.after[100 + victim] = asyncio.CancelledError()
    with pytest.raises(asyncio.CancelledError):
        await _delivery(core, telegram).run(job)
    assert await _delivery(core, telegram).run(job) == []
    assert telegram.got == [100 + at for at in range(PEOPLE)], "each exactly once"
    states = await _states(core)
    assert [at for at, state in enumerate(states) if state == Delivery.SENDING] == [victim]
    assert states.count(Delivery.SENT) == PEOPLE - 1


async def test_asked_to_wait_it_comes_back_to_the_same_person(core: Core) -> None:
    job, telegram = await _broadcast(core), Telegram()
    message: Any = SendMessage(chat_id=102, text="")
    telegram.before[102] = TelegramRetryAfter(method=message, message="", retry_after=40)
    with pytest.raises(Later) as later:
        await _delivery(core, telegram).run(job)
    assert later.value.seconds == 40
    assert (await _states(core)).count(Delivery.WAITING) == PEOPLE - 2
    await _delivery(core, telegram).run(job)
    assert telegram.got == [100 + at for at in range(PEOPLE)]
    assert await _states(core) == [Delivery.SENT] * PEOPLE


async def test_who_has_blocked_the_bot_and_who_cannot_be_reached_are_told_apart(core: Core) -> None:
    job, telegram = await _broadcast(core), Telegram()
    message: Any = SendMessage(chat_id=1, text="")
    telegram.before[101] = TelegramForbiddenError(method=message, message="bot was blocked by the user")
    telegram.before[103] = TelegramBadRequest(method=message, message="chat not found")
    telegram.before[104] = TelegramBadRequest(method=message, message="wrong something")
    await _delivery(core, telegram).run(job)
    assert await _states(core) == ["sent", "blocked", "sent", "blocked", "failed", "sent"]


async def test_a_long_broadcast_goes_in_stretches_so_that_others_have_their_turn(core: Core) -> None:
    job, telegram = await _broadcast(core), Telegram()
    ticks = iter(range(0, 10_000, 2))
    bot: Any = telegram
    delivery = BroadcastDelivery(core, bot, phrasebook(), clock=lambda: float(next(ticks)))
    stretches, following = 1, await delivery.run(job)
    assert [(one.kind, one.lane) for one in following] == [(RUN_BROADCAST, job.lane)]
    assert 0 < len(telegram.got) < PEOPLE
    while following:
        following = await delivery.run(job)
        stretches += 1
    assert telegram.got == [100 + at for at in range(PEOPLE)]
    assert stretches > 1
