"""How updates reach the bot: long polling and webhook, in order, again and again until they are taken."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError
from aiogram.types import Update
from aiohttp import web

from dealerline.sandbox import SandboxClient, SandboxUser

from .bots import bot_for
from .test_strictness import one_button

Answer = Callable[[Update], Awaitable[web.Response]]


class Receiver:
    """A web server that takes updates the way it is told to."""

    def __init__(self) -> None:
        self.got: list[Update] = []
        self.times: list[float] = []
        self.secrets: list[str | None] = []
        self.answer: Answer | None = None
        self._changed = asyncio.Condition()
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        update = Update.model_validate(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.times.append(time.monotonic())
        async with self._changed:
            self.got.append(update)
            self._changed.notify_all()
        return await self.answer(update) if self.answer else web.json_response({})

    async def wait(self, count: int) -> list[Update]:
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(lambda: len(self.got) >= count)
        return self.got

    @property
    def texts(self) -> list[str | None]:
        return [update.message.text if update.message else None for update in self.got]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    application = web.Application()
    application.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


class TestPolling:
    async def test_updates_stay_until_they_are_confirmed(self, bot: Bot, ann: SandboxUser) -> None:
        await ann.say("one")
        await ann.say("two")
        first = await bot.get_updates(timeout=0)
        assert [u.message.text for u in first if u.message] == ["/start", "one", "two"]
        ids = [u.update_id for u in first]
        assert ids == list(range(ids[0], ids[0] + 3))
        again = await bot.get_updates(offset=ids[1], timeout=0)
        assert [u.update_id for u in again] == ids[1:]
        assert [u.update_id for u in await bot.get_updates(offset=-1, timeout=0)] == ids[2:]
        assert await bot.get_updates(offset=ids[2] + 1, timeout=0) == []

    async def test_same_offset_at_once_gives_one_update(self, bot: Bot, ann: SandboxUser) -> None:
        await ann.say("one")
        assert len(await bot.get_updates(timeout=0)) == 2
        assert len(await bot.get_updates(timeout=0)) == 1

    async def test_it_waits_for_something_to_come(self, bot: Bot, ann: SandboxUser) -> None:
        done = await bot.get_updates(timeout=0)
        waiting = asyncio.ensure_future(bot.get_updates(offset=done[-1].update_id + 1, timeout=20))
        await ann.say("here I am")
        (update,) = await asyncio.wait_for(waiting, 5)
        assert update.message is not None
        assert update.message.text == "here I am"

    async def test_an_empty_wait_ends_in_time(self, bot: Bot) -> None:
        began = time.monotonic()
        assert await bot.get_updates(timeout=1) == []
        assert 0.9 < time.monotonic() - began < 3

    async def test_a_second_poller_ends_the_first(self, bot: Bot, sandbox: SandboxClient) -> None:
        other = bot_for(sandbox)
        first = asyncio.ensure_future(bot.get_updates(timeout=20))
        await bot.get_me()  # the first is on its way by now
        while not first.done():
            await other.get_updates(timeout=0)
        with pytest.raises(TelegramConflictError, match="terminated by other getUpdates"):
            await first
        await other.session.close()

    async def test_not_beside_a_webhook(self, bot: Bot, receiver: Receiver) -> None:
        await bot.set_webhook(receiver.url)
        with pytest.raises(TelegramConflictError, match="while webhook is active"):
            await bot.get_updates()
        await bot.delete_webhook()
        assert await bot.get_updates(timeout=0) == []

    async def test_kinds_not_asked_for_are_not_queued(self, bot: Bot, ann: SandboxUser) -> None:
        await bot.get_updates(timeout=0, allowed_updates=["callback_query"])
        await ann.say("unheard")
        assert [u.event_type for u in await bot.get_updates(offset=2, timeout=0)] == ["message"]  # /start

    async def test_the_same_update_twice_and_under_a_new_id(
        self, bot: Bot, ann: SandboxUser, sandbox: SandboxClient
    ) -> None:
        (start,) = await bot.get_updates(timeout=0)
        assert await sandbox.redeliver() == start.update_id
        again = await bot.get_updates(offset=start.update_id + 1, timeout=0)
        assert [u.update_id for u in again] == [start.update_id]
        assert await sandbox.redeliver(new_id=True) == start.update_id + 1
        (renewed,) = await bot.get_updates(offset=start.update_id + 1, timeout=0)
        assert renewed.message == start.message
        await sandbox.duplicate_next()
        await ann.say("x")
        doubled = await bot.get_updates(offset=renewed.update_id + 1, timeout=0)
        assert len(doubled) == 2
        assert len({u.update_id for u in doubled}) == 1

    async def test_edit_forward_sticker_location_voice(self, bot: Bot, ann: SandboxUser) -> None:
        own = await ann.say("two coke")
        await ann.edit(own, "three coke")
        await ann.forward("from elsewhere", "Carl")
        await ann.send_sticker("🙂")
        await ann.share_location(3.1, 101.7)
        await ann.send_voice(b"OggS")
        _, _, edited, forwarded, sticker, place, voice = await bot.get_updates(timeout=0)
        assert edited.edited_message is not None
        assert edited.edited_message.text == "three coke"
        assert forwarded.message is not None
        assert forwarded.message.forward_origin is not None
        assert sticker.message is not None
        assert sticker.message.sticker is not None
        assert place.message is not None
        assert place.message.location is not None
        assert voice.message is not None
        assert voice.message.voice is not None


class TestWebhook:
    async def test_brings_updates_with_the_secret(
        self, bot: Bot, ann: SandboxUser, receiver: Receiver
    ) -> None:
        await bot.set_webhook(receiver.url, secret_token="s3cret")
        await ann.say("hello")
        await receiver.wait(2)
        assert receiver.texts == ["/start", "hello"]
        assert receiver.secrets == ["s3cret", "s3cret"]
        info = await bot.get_webhook_info()
        assert (info.url, info.pending_update_count) == (receiver.url, 0)

    async def test_refuses_bad_settings(self, bot: Bot) -> None:
        with pytest.raises(TelegramBadRequest, match="invalid webhook URL"):
            await bot.set_webhook("ftp://example.com")
        with pytest.raises(TelegramBadRequest, match="unallowed characters"):
            await bot.set_webhook("https://example.com", secret_token="no spaces")

    async def test_order_in_a_chat_survives_failures(
        self, bot: Bot, ann: SandboxUser, receiver: Receiver
    ) -> None:
        fails = {"one": 3}

        async def stumble(update: Update) -> web.Response:
            text = update.message.text if update.message else None
            if text in fails and fails[text] > 0:
                fails[text] -= 1
                return web.Response(status=500)
            return web.json_response({})

        receiver.answer = stumble
        await bot.set_webhook(receiver.url)
        for text in ("one", "two"):
            await ann.say(text)
        await receiver.wait(6)
        assert receiver.texts == ["/start", "one", "one", "one", "one", "two"]
        gaps = [b - a for a, b in zip(receiver.times[1:5], receiver.times[2:5], strict=False)]
        assert gaps[1] >= 0.02  # 2 units of 10 ms, after a first repeat at once
        assert gaps[2] >= 0.04

    async def test_one_slow_update_blocks_its_own_queue_only(
        self, bot: Bot, ann: SandboxUser, sandbox: SandboxClient, receiver: Receiver
    ) -> None:
        bob = await sandbox.user("Bob")
        await bot.send_message(ann.id, "tap here", reply_markup=one_button(data="go"))
        await ann.wait_for("tap here")
        released = asyncio.Event()

        async def hold_ann(update: Update) -> web.Response:
            if update.message and update.message.text == "slow":
                await released.wait()
            return web.json_response({})

        receiver.answer = hold_ann
        await bot.set_webhook(receiver.url)
        await receiver.wait(1)  # /start
        await ann.say("slow")
        await ann.say("behind it")
        await receiver.wait(2)
        await ann.tap("ok")
        await bob.say("not held up")
        await receiver.wait(4)
        assert receiver.texts[:2] == ["/start", "slow"]
        assert set(receiver.texts[2:]) == {None, "not held up"}
        released.set()
        await receiver.wait(5)
        assert receiver.texts[-1] == "behind it"

    async def test_a_call_in_the_answer_is_carried_out(
        self, bot: Bot, ann: SandboxUser, receiver: Receiver
    ) -> None:
        async def reply(update: Update) -> web.Response:
            return web.json_response({"method": "sendMessage", "chat_id": ann.id, "text": "by return"})

        receiver.answer = reply
        await bot.set_webhook(receiver.url)
        await ann.wait_for("by return")

    async def test_an_unreachable_bot_is_tried_again(
        self, bot: Bot, ann: SandboxUser, receiver: Receiver
    ) -> None:
        await bot.set_webhook("http://127.0.0.1:9/closed")
        await ann.say("anybody?")
        while (info := await bot.get_webhook_info()).last_error_message is None:
            await bot.get_me()
        assert info.pending_update_count == 2
        await bot.set_webhook(receiver.url)
        await receiver.wait(2)
        assert receiver.texts == ["/start", "anybody?"]
