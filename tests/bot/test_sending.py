"""Sending limits: bursts pass, then a message a second for each chat; what the server asks for is obeyed."""

from collections.abc import AsyncIterator
from types import SimpleNamespace

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter

from bot.sending import MOST_CHATS, Pace, SendLimiter
from dealerline.sandbox import SandboxClient, SandboxPerson, SandboxSettings, running_sandbox
from dealerline.sandbox.faults import FaultKind

ANN = 6001


class Time:
    """A clock that moves only by being waited for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        self.waits: list[float] = []

        async def sleep(seconds: float) -> None:
            self.waits.append(round(seconds, 6))
            self.now += seconds

        # Only the limiter's: the server in the same loop needs the real one.
        monkeypatch.setattr("bot.sending.asyncio", SimpleNamespace(sleep=sleep))


def test_a_pace_gives_its_burst_and_then_names_the_wait() -> None:
    pace = Pace(2, 1.0, 0.0)
    assert [pace.take(0.0) for _ in range(4)] == [0.0, 0.0, 1.0, 2.0]
    assert pace.take(10.0) == 0.0


def test_each_chat_has_its_own_pace() -> None:
    now = [0.0]
    limiter = SendLimiter(per_second=1000, chat_burst=2, clock=lambda: now[0])
    assert [limiter.wait_for(1) for _ in range(3)] == [0.0, 0.0, 1.0]
    assert limiter.wait_for(2) == 0.0
    now[0] = 5.0
    assert limiter.wait_for(1) == 0.0


def test_all_chats_together_keep_the_pace_of_the_bot() -> None:
    limiter = SendLimiter(per_second=10, chat_burst=5, clock=lambda: 0.0)
    waits = [limiter.wait_for(chat) for chat in range(12)]
    assert waits[:10] == [0.0] * 10
    assert waits[10:] == pytest.approx([0.1, 0.2])


def test_the_chat_that_was_quiet_longest_is_forgotten_first() -> None:
    limiter = SendLimiter(per_second=1e9, chat_burst=1, clock=lambda: 0.0)
    limiter.wait_for(-1)
    for chat in range(MOST_CHATS):
        limiter.wait_for(chat)
    assert limiter.wait_for(-1) == 0.0
    assert limiter.wait_for(MOST_CHATS - 1) == 1.0


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxClient]:
    person = SandboxPerson(name="Ann", id=ANN, role="Dealer", phone="+12135550111", started=True)
    async with running_sandbox(SandboxSettings(users=(person,))) as client:
        yield client


@pytest.fixture
async def bot(sandbox: SandboxClient) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    session.middleware(SendLimiter(per_second=1000, chat_burst=1000))
    bot = Bot(sandbox.token, session=session)
    yield bot
    await bot.session.close()


async def test_a_short_wait_that_the_server_asks_for_is_waited_and_the_message_goes_once(
    sandbox: SandboxClient, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    time = Time(monkeypatch)
    await sandbox.trouble(FaultKind.TOO_MANY_REQUESTS, method="sendMessage", retry_after=7)
    await bot.send_message(ANN, "hello")
    (ann,) = sandbox.users
    assert (await ann.wait_for("", since=0)).text == "hello"
    assert time.waits == [7]
    assert len(ann.from_bot()) == 1


async def test_a_long_wait_is_handed_back_to_the_queue(
    sandbox: SandboxClient, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    time = Time(monkeypatch)
    await sandbox.trouble(FaultKind.TOO_MANY_REQUESTS, method="sendMessage", retry_after=21)
    with pytest.raises(TelegramRetryAfter) as caught:
        await bot.send_message(ANN, "hello")
    assert caught.value.retry_after == 21
    assert time.waits == []


async def test_questions_to_the_server_are_not_held_back(sandbox: SandboxClient) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    limiter = SendLimiter(per_second=1, chat_burst=1, clock=lambda: 0.0)
    session.middleware(limiter)
    bot = Bot(sandbox.token, session=session)
    for _ in range(3):
        assert (await bot.get_me()).is_bot
    assert limiter.wait_for(ANN) == 0.0
    await bot.session.close()
