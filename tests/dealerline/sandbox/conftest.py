from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot

from dealerline.sandbox import SandboxClient, SandboxSettings, SandboxUser, running_sandbox

from .bots import bot_for, small_bot


@pytest.fixture
async def sandbox() -> AsyncIterator[SandboxClient]:
    async with running_sandbox(SandboxSettings(webhook_delay_unit=0.01)) as client:
        yield client


@pytest.fixture
async def bot(sandbox: SandboxClient) -> AsyncIterator[Bot]:
    bot = bot_for(sandbox)
    yield bot
    await bot.session.close()


@pytest.fixture
async def ann(sandbox: SandboxClient) -> SandboxUser:
    """Somebody who has started the bot."""
    user = await sandbox.user("Ann", language="en")
    await user.start()
    return user


@pytest.fixture
async def polling(bot: Bot) -> AsyncIterator[None]:
    dispatcher = small_bot()
    async with asyncio.TaskGroup() as group:
        group.create_task(
            dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False, polling_timeout=5)
        )
        yield
        await dispatcher.stop_polling()
