"""A real aiogram bot, polling, against the sandbox over HTTP."""

from __future__ import annotations

import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError
from aiogram.types import BotCommand

from dealerline.sandbox import SandboxClient
from dealerline.sandbox.faults import FaultKind
from dealerline.sandbox.settings import SandboxPerson, SandboxSettings


@pytest.mark.usefixtures("polling")
class TestConversation:
    async def test_start_with_a_deep_link(self, sandbox: SandboxClient) -> None:
        ann = await sandbox.user("Ann")
        await ann.start("inv_7")
        hello = await ann.wait_for("Hello")
        assert hello.text == "Hello inv_7"
        assert hello.entities == [{"type": "bold", "offset": 6, "length": 5}]
        assert hello.buttons == []
        await ann.wait_until(lambda user: user.keyboard is not None)

    async def test_tap_edits_the_message_and_is_answered(self, sandbox: SandboxClient) -> None:
        ann = await sandbox.user("Ann")
        await ann.say("/count")
        card = await ann.wait_for("Count: 0")
        tapped = await ann.tap("+1", message=card)
        assert (await tapped.answer()).text == "counted"
        edited = await ann.wait_for("Count: 1")
        assert (edited.id, edited.is_edited) == (card.id, True)

    async def test_own_contact_and_somebody_elses(self, sandbox: SandboxClient) -> None:
        ann, bob = await sandbox.user("Ann"), await sandbox.user("Bob")
        await ann.start()
        await ann.wait_for("Hello")
        await ann.press("Share my number")
        await ann.wait_for("it is you")
        await ann.wait_until(lambda user: user.keyboard is None)
        await ann.pass_on_contact(bob.phone, "Bob", bob.id)
        await ann.wait_for("it is not you")

    async def test_documents_go_both_ways(self, sandbox: SandboxClient) -> None:
        ann = await sandbox.user("Ann")
        await ann.send_document("Größe".encode(), "öl.txt", content_type="text/plain")
        turned = await ann.wait_for("turned")
        assert turned.file_name == "turned.txt"
        assert await ann.download(turned) == "Größe".encode()[::-1]

    async def test_two_people_do_not_see_each_other(self, sandbox: SandboxClient) -> None:
        ann, bob = await sandbox.user("Ann"), await sandbox.user("Bob")
        await ann.say("/count")
        await ann.wait_for("Count: 0")
        assert bob.messages() == []


async def test_what_is_on_its_way_when_another_world_begins_is_not_heard_there(
    bot: Bot, sandbox: SandboxClient
) -> None:
    ann = await sandbox.user("Ann")
    await ann.start()
    await sandbox.trouble(FaultKind.SLOW, method="sendMessage", seconds=0.2)

    async def say_it_late() -> None:
        with pytest.raises(TelegramNetworkError):
            await bot.send_message(ann.id, "late")

    async with asyncio.TaskGroup() as both:
        both.create_task(say_it_late())
        await asyncio.sleep(0.05)
        people = SandboxSettings(users=(SandboxPerson(name="Ann", id=ann.id, started=True),))
        await sandbox.post("/sandbox/start_over", people.model_dump(mode="json"))
    async with SandboxClient(sandbox.url) as anew:
        assert [one.messages() for one in anew.users] == [[]]


async def test_get_me_and_commands(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.is_bot, me.username) == (True, "dealerline_sandbox_bot")
    await bot.set_my_commands([BotCommand(command="order", description="New order")])
    assert [c.command for c in await bot.get_my_commands()] == ["order"]
