"""No button and no command of the chat gives one dealer what is another's, however it is forged (N3).

Every class of buttons and every command word that the bot listens to is found by itself and fed, from the
attacker's chat, with the victim's ids and numbers.
"""

from __future__ import annotations

import ast
import importlib
import itertools
import json
import pkgutil
import random
import time
from collections.abc import AsyncGenerator, Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, InputFile, Message, Update, User
from pydantic import SecretStr
from sqlalchemy import update

import bot
from bot.app import build_bot, build_dispatcher
from bot.middlewares.throttle import Throttle
from bot.screen import short_id
from core.audit.types import About
from core.dealers.tables import SessionRow
from core.infra.door import Core
from core.kernel.actor import DEALER_ROLES
from tests.chat import phrasebook
from tests.make import write
from tests.rules.two_dealers import MAL, TwoDealers, belongings

MOST = 50  # forged buttons of one class on each database: each takes another half of them


class Recorder(BaseSession):
    """A Bot API that takes everything and keeps what was said."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[TelegramMethod[Any]] = []

    async def close(self) -> None:
        """Nothing is open."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109
    ) -> TelegramType:
        self.said.append(method)
        name = type(method).__name__
        if name == "GetMe":
            return cast(TelegramType, User(id=42, is_bot=True, first_name="bot", username="some_bot"))
        if name.startswith(("Send", "EditMessageText")):
            return cast(TelegramType, Message(message_id=9, date=0, chat=Chat(id=MAL, type="private")))
        return cast(TelegramType, True)

    async def stream_content(self, *_args: Any, **_options: Any) -> AsyncGenerator[bytes, None]:
        yield b""

    def take(self) -> list[TelegramMethod[Any]]:
        said, self.said = self.said, []
        return said


class Attack:
    """Mal at the keyboard of a modified Telegram."""

    def __init__(self, core: Core, world: TwoDealers) -> None:
        self.core = core
        self.world = world
        self.session = Recorder()
        settings = core.settings.model_copy(
            update={"bot_token": SecretStr("42:test"), "sends_per_second": 1e6, "chat_burst": 10**6}
        )
        self.bot = build_bot(settings, self.session)
        self.dispatcher: Dispatcher = build_dispatcher(core, phrasebook())
        self._number = 0

    async def feed(self, kind: str, content: dict[str, Any], typed: str) -> list[str]:
        """What of the victim's was said, and to whom else something was said."""
        self._number += 1
        person = {"id": MAL, "is_bot": False, "first_name": "Mal"}
        raw = {"update_id": self._number, kind: {**content, "from": person}}
        await self.dispatcher.feed_update(self.bot, Update.model_validate(raw, context={"bot": self.bot}))
        faults = []
        for method in self.session.take():
            chat = getattr(method, "chat_id", MAL)
            if chat != MAL:
                faults.append(f"spoke to {chat}")
            faults += [f"said {leak}" for leak in self.world.leaks(_text_of(method), typed)]
        return faults

    async def tap(self, data: str) -> list[str]:
        message = {
            "message_id": 7,
            "date": int(time.time()),
            "chat": {"id": MAL, "type": "private"},
            "text": "x",
        }
        content = {"id": str(self._number), "chat_instance": "1", "message": message, "data": data}
        return await self.feed("callback_query", content, data)

    async def write(self, text: str) -> list[str]:
        entity = {"type": "bot_command", "offset": 0, "length": len(text.split()[0])}
        content = {
            "message_id": 1000 + self._number,
            "date": int(time.time()),
            "chat": {"id": MAL, "type": "private"},
            "text": text,
            "entities": [entity],
        }
        return await self.feed("message", content, text)


def _text_of(method: TelegramMethod[Any]) -> str:
    """Texts, captions, labels and what a file is called and holds, as far as it is text."""
    parts = [
        json.dumps(method.model_dump(exclude_none=True, exclude_unset=True), default=str, ensure_ascii=False)
    ]
    for value in (getattr(method, "document", None), getattr(method, "photo", None)):
        if isinstance(value, InputFile):
            parts += [value.filename or "", getattr(value, "data", b"").decode("utf-8", "ignore")]
    return "\n".join(parts)


@pytest.fixture
def attack(swept: Core, world: TwoDealers, monkeypatch: pytest.MonkeyPatch) -> Attack:
    monkeypatch.setattr(Throttle, "allows", lambda *_args: True)
    return Attack(swept, world)


def button_classes() -> list[type[CallbackData]]:
    """Every class of buttons, wherever in the bot it stands."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        importlib.import_module(module.name)
    found = [one for one in CallbackData.__subclasses__() if one.__module__.startswith("bot.")]
    return sorted(found, key=lambda one: one.__prefix__)


@cache
def _words(kind: type[CallbackData]) -> list[str]:
    """Short texts that stand in the modules beside the class: the acts that its buttons may name."""
    folder = Path(str(importlib.import_module(kind.__module__).__file__)).parent
    words = {""}
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) <= 10:
                words.add(node.value)
    return sorted(words | {one.value for one in About} | {one.value for one in DEALER_ROLES})


def forged(kind: type[CallbackData], world: TwoDealers, half: int) -> Iterator[str]:
    """Data of such buttons: one of the victim's ids in one field, words in the others; ``MOST`` of a half."""
    keys = [short_id(some[0]) for some in world.ids.values()]
    texts = [name for name, field in kind.model_fields.items() if field.annotation not in (int, bool)]
    numbers = [name for name in kind.model_fields if name not in texts]
    ways = list(itertools.product(texts or [""], keys, _words(kind), (0, 1)))
    random.Random(7).shuffle(ways)
    made = set()
    for target, key, word, number in ways[half::2] or ways:
        values = {name: key if name == target else word for name in texts} | dict.fromkeys(numbers, number)
        try:
            data = kind(**values).pack()
        except (ValueError, TypeError):
            continue  # too long for a button, or a sign that none may have: nobody can tap it
        if data not in made:
            made.add(data)
            yield data
        if len(made) == MOST:
            return


@pytest.mark.parametrize("kind", button_classes(), ids=lambda kind: kind.__prefix__)
async def test_no_forged_button_tells_or_changes_anything_of_another_dealer(
    attack: Attack, kind: type[CallbackData]
) -> None:
    before = await belongings(attack.core, attack.world)
    tried = 0
    half = int("postgres" in attack.core.settings.database_url)
    for data in forged(kind, attack.world, half):
        assert await attack.tap(data) == [], data
        tried += 1
    assert await belongings(attack.core, attack.world) == before
    assert tried > 0


def command_words(dispatcher: Dispatcher) -> list[str]:
    """Every /word that some router listens to."""
    found = set()
    for router in dispatcher.sub_routers:
        for handler in router.message.handlers:
            for one in handler.filters or ():
                if isinstance(one.callback, Command):
                    found |= {str(word) for word in one.callback.commands}
    # Last what keeps the attacker's own words: his coupon is shown to him ever after.
    return sorted(found, key=lambda word: (word == "coupon", word))


async def test_no_command_tells_or_changes_anything_of_another_dealer(attack: Attack) -> None:
    before = await belongings(attack.core, attack.world)
    words = command_words(attack.dispatcher)
    assert {"orders", "order", "team", "security", "audit"} <= set(words)
    for word in words:
        for behind in ("", *attack.world.words):
            assert await attack.write(f"/{word} {behind}".strip()) == [], (word, behind)
    assert await belongings(attack.core, attack.world) == before


async def test_the_attack_is_real(attack: Attack) -> None:
    """Guards the sweeps: the victim's own chat is told what the attacker's is not."""
    taps = [f"o1:{short_id(order)}:0" for order in attack.world.ids["orders"]]
    assert [await attack.tap(data) for data in taps] == [[]] * len(taps)
    await write(
        attack.core,
        update(SessionRow)
        .where(SessionRow.telegram_id == MAL)
        .values(person_id=attack.world.victim.person_id),
    )
    said = [fault for data in taps for fault in await attack.tap(data)]
    assert f"said {attack.world.words[0]}" in said
