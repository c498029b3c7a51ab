"""aiogram bots whose Bot API is the sandbox."""

from __future__ import annotations

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from dealerline.sandbox import SandboxClient


def bot_for(sandbox: SandboxClient, token: str = "") -> Bot:
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    return Bot(token or sandbox.token, session=session)
