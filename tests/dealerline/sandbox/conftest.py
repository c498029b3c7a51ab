from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot

from dealerline.sandbox import SandboxClient, SandboxSettings, SandboxUser, running_sandbox

from .bots import bot_for


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
