from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from dealerline.sandbox import SandboxClient, SandboxSettings, SandboxUser, running_sandbox


def bot_for(sandbox: SandboxClient, token: str = "") -> Bot:
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    return Bot(token or sandbox.token, session=session)


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
