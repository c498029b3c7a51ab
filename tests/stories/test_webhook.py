"""Updates by webhook: secret checked, update stored before the 200, duplicates handled once."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
import uvicorn
from pydantic import SecretStr

from core.infra.queue import JobRow
from core.orders.tables import DraftLineRow
from dealerline.sandbox.serve import open_socket
from dealerline.web import QuietServer
from driver_app_api.app import create_app
from driver_app_api.hooks.telegram import SECRET_HEADER
from tests.chat import Chat, ask, caught_up, tap
from tests.make import column, count

SECRET = "a-long-secret"


@asynccontextmanager
async def _webhook(chat: Chat) -> AsyncIterator[str]:
    """The bot takes updates over HTTP instead of polling; the address of the hook."""
    await chat.kill()
    listening = open_socket()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/hooks/telegram"
    settings = chat.core.settings.model_copy(update={"webhook_url": url, "webhook_secret": SecretStr(SECRET)})
    chat.core.settings = settings
    chat.restart(polling=False)
    # Of whichever service works now: a story may start it again.
    app = create_app(chat.core, store_updates=lambda updates: chat.service.store(updates))
    server = QuietServer(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
    serving = asyncio.get_running_loop().create_task(server.serve(sockets=[listening]))
    try:
        yield url
    finally:
        server.should_exit = True
        await serving
        listening.close()


async def _post(url: str, body: bytes | dict[str, Any], secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {SECRET_HEADER: secret}
    data = io.BytesIO(json.dumps(body).encode() if isinstance(body, dict) else body)
    async with aiohttp.ClientSession() as session, session.post(url, data=data, headers=headers) as answer:
        return answer.status


def _update(chat: Chat, text: str, update_id: int = 70_001) -> dict[str, Any]:
    person = {"id": chat.ada.id, "is_bot": False, "first_name": "Ada"}
    return {
        "update_id": update_id,
        "message": {
            "message_id": 99_000_000 + update_id,
            "date": 1_760_432_400,
            "chat": {"id": chat.ada.id, "type": "private", "first_name": "Ada"},
            "from": person,
            "text": text,
        },
    }


async def test_only_telegram_with_the_secret_and_an_update_is_listened_to(chat: Chat) -> None:
    async with _webhook(chat) as url:
        update = _update(chat, "25 iphone 15 pro")
        assert await _post(url, update, "wrong") == 403
        assert await _post(url, update, None) == 403
        assert await _post(url, update, "") == 403
        assert await _post(url, b"{not json") == 400
        assert await _post(url, b"\xff\xfe") == 400
        assert await _post(url, b"[]") == 400
        assert await _post(url, {"update_id": "1"}) == 400
        assert await _post(url, {"message": {}}) == 400
        assert await _post(url, b" " * (1 << 20) + b"{}") == 413
        assert await count(chat.core, JobRow) == 0


async def test_an_update_is_stored_before_the_200_and_a_duplicate_is_handled_once(chat: Chat) -> None:
    async with _webhook(chat) as url:
        await chat.stop_working()
        assert await _post(url, _update(chat, "25 iphone 15 pro")) == 200
        assert await column(chat.core, JobRow.dedupe_key) == [f"update:{chat.service.bot.id}:70001"]
        assert await _post(url, _update(chat, "25 iphone 15 pro")) == 200
        assert await count(chat.core, JobRow) == 1
        assert await count(chat.core, DraftLineRow) == 0
        chat.restart(polling=False)
        assert "25 pieces" in (await chat.ada.wait_for("Your order")).text
        await _caught_up(chat, url)
        assert await column(chat.core, DraftLineRow.quantity) == [25]


async def test_a_text_that_no_database_can_hold_does_not_come_back_for_a_day(chat: Chat) -> None:
    async with _webhook(chat) as url:
        body = json.dumps(_update(chat, "25 iphone 15 pro\x00 \ud800")).encode()
        assert await _post(url, body) == 200
        assert "25 pieces" in (await chat.ada.wait_for("Your order")).text


async def test_the_whole_order_by_webhook_from_the_server_itself(chat: Chat) -> None:
    async with _webhook(chat):
        await chat.service.start()
        card = await ask(chat.ada, "25 iphone 15 pro")
        done = await tap(chat.ada, "Confirm", card, "B2B-2025-1")
        assert done.text.startswith("✅ Thank you! Order B2B-2025-1 is placed.")
        await chat.sandbox.redeliver(new_id=True)
        await chat.sandbox.redeliver()
        await caught_up(chat.ada)
        assert await chat.sandbox.calls("getUpdates") == []
        (hook,) = await chat.sandbox.calls("setWebhook")
        assert hook["ok"]


async def test_a_webhook_without_a_secret_is_refused_at_the_start(chat: Chat) -> None:
    with pytest.raises(ValueError, match="DEALERLINE_WEBHOOK_SECRET"):
        create_app(chat.core, store_updates=chat.service.store)


async def _caught_up(chat: Chat, url: str) -> None:
    assert await _post(url, _update(chat, "thanks", 70_002)) == 200
    await chat.ada.wait_for("You are welcome")
