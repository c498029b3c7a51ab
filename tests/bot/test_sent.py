"""What is in doubt is looked for in the chat: texts, pictures, files, and what no change can find."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import CopyMessage, SendDocument, SendMessage, SendPhoto, TelegramMethod
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot import sent
from bot.sent import Sending, SendOnce, sending
from dealerline.sandbox import SandboxClient, SandboxPerson, SandboxSettings, running_sandbox

ANN, BEN = 6001, 6002
PNG = BufferedInputFile(
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
    b"\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82",
    "picture.png",
)
TABLE = BufferedInputFile(b"a;b", "table.csv")
KEYS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Yes", callback_data="y")]])


class Noted:
    """A log in which these messages are noted."""

    def __init__(self, *messages: int) -> None:
        self._messages = set(messages)

    async def noted(self, chat_id: int, after: int) -> set[int]:
        return self._messages

    def see_number(self, message_id: object) -> None:
        assert isinstance(message_id, int)


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxClient]:
    people = tuple(
        SandboxPerson(name=name, id=one, started=True) for name, one in (("Ann", ANN), ("Ben", BEN))
    )
    async with running_sandbox(SandboxSettings(users=people)) as client:
        yield client


@pytest.fixture
async def bot(sandbox: SandboxClient) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    bot = Bot(sandbox.token, session=session, default=DefaultBotProperties(parse_mode="HTML"))
    yield bot
    await bot.session.close()


def _look(bot: Bot, *noted: int) -> None:
    log: Any = Noted(*noted)
    bot.session.middleware(SendOnce(log))


async def _before(bot: Bot) -> int:
    """A number that all that follows lies above."""
    return (await bot.send_message(BEN, "before")).message_id


async def _again(bot: Bot, after: int, *methods: TelegramMethod[Any]) -> Sending:
    with sending(ANN, after=after, in_doubt=True) as of_job:
        for method in methods:
            await bot(method)
    return of_job


def _texts(sandbox: SandboxClient) -> list[str]:
    ann = next(user for user in sandbox.users if user.id == ANN)
    return [message.text for message in ann.from_bot()]


@pytest.mark.parametrize(
    "method",
    [
        SendMessage(chat_id=ANN, text="<b>25</b> &lt; 30"),
        SendMessage(chat_id=ANN, text="Yes?", reply_markup=KEYS),
        SendPhoto(chat_id=ANN, photo=PNG, caption="<i>signed</i>", reply_markup=KEYS),
        SendDocument(chat_id=ANN, document=TABLE, caption="table"),
    ],
    ids=["text", "buttons", "photo", "document"],
)
async def test_what_has_arrived_is_found_whatever_it_is(
    sandbox: SandboxClient, bot: Bot, method: TelegramMethod[Any]
) -> None:
    after = await _before(bot)
    (ann, ben) = sandbox.users
    await ben.say("somebody else speaks")
    first = await bot(method)
    await ann.wait_until(lambda one: len(one.from_bot()) == 1)
    before = ann.last
    _look(bot)
    found = await _again(bot, after, method)
    assert found.sent == [(ANN, first.message_id)]
    assert not found.is_unknown
    await ann.wait_until(lambda one: len(one.from_bot()) == 1)
    assert (before.text, before.rows) == (ann.last.text, ann.last.rows)


async def test_a_copy_of_what_somebody_sent_is_found_by_its_caption(sandbox: SandboxClient, bot: Bot) -> None:
    after = await _before(bot)
    (_, ben) = sandbox.users
    theirs = await ben.send_photo(PNG.data)
    copy = CopyMessage(chat_id=ANN, from_chat_id=BEN, message_id=theirs.id, caption="Ben sends this")
    first = await bot(copy)
    _look(bot)
    assert (await _again(bot, after, copy)).sent == [(ANN, first.message_id)]


async def test_several_messages_of_one_job_are_found_in_their_order(sandbox: SandboxClient, bot: Bot) -> None:
    after = await _before(bot)
    methods = [SendMessage(chat_id=ANN, text=text) for text in ("one", "two", "two", "three")]
    for method in methods[:3]:
        await bot(method)
    _look(bot)
    of_job = await _again(bot, after, *methods)
    (ann, _) = sandbox.users
    await ann.wait_for("three", since=0)
    assert _texts(sandbox) == ["one", "two", "two", "three"]
    assert len(of_job.sent) == 4
    assert not of_job.is_unknown


async def test_a_message_that_is_noted_is_never_changed(sandbox: SandboxClient, bot: Bot) -> None:
    after = await _before(bot)
    noted = await bot.send_message(ANN, "known to have arrived")
    _look(bot, noted.message_id)
    of_job = await _again(bot, after, SendMessage(chat_id=ANN, text="in doubt"))
    (ann, _) = sandbox.users
    await ann.wait_for("in doubt", since=0)
    assert _texts(sandbox) == ["known to have arrived", "in doubt"]
    assert not of_job.is_unknown


async def test_what_lies_beyond_the_numbers_tried_is_not_known(
    sandbox: SandboxClient, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent, "MOST_TRIED", 2)
    after = await _before(bot)
    _look(bot)
    assert not (await _again(bot, after, SendMessage(chat_id=ANN, text="right after"))).is_unknown
    for text in ("one", "two", "three"):
        await bot.send_message(BEN, text)
    assert (await _again(bot, after + 1, SendMessage(chat_id=ANN, text="far away"))).is_unknown


async def test_what_brings_a_keyboard_cannot_be_looked_for(sandbox: SandboxClient, bot: Bot) -> None:
    after = await _before(bot)
    method = SendMessage(chat_id=ANN, text="gone", reply_markup=ReplyKeyboardRemove(remove_keyboard=True))
    _look(bot)
    assert (await _again(bot, after, method)).is_unknown


async def test_two_jobs_in_doubt_take_a_message_each_whoever_comes_first(
    sandbox: SandboxClient, bot: Bot
) -> None:
    after = await _before(bot)
    one, two = (SendMessage(chat_id=ANN, text=text) for text in ("one", "two"))
    await bot(one)
    await bot(two)
    log: Any = Noted()
    bot.session.middleware(SendOnce(log))
    first = await _again(bot, after, two)
    log._messages = {message for _, message in first.sent}
    await _again(bot, after, one)
    (ann, _) = sandbox.users
    await ann.wait_until(lambda user: sorted(_texts(sandbox)) == ["one", "two"])
