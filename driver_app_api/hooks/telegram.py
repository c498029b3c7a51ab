"""Telegram's webhook: secret checked, update stored, 200; the work happens after."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

StoreUpdates = Callable[[Sequence[dict[str, Any]]], Awaitable[None]]

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
# Telegram's updates are a few kilobytes; nothing larger is read into memory.
MOST_BYTES = 1 << 20


def telegram_router(store: StoreUpdates, secret: str) -> APIRouter:
    """The route; ``store`` returns when the update cannot be lost any more."""
    if not secret:
        raise ValueError("A webhook needs DEALERLINE_WEBHOOK_SECRET: without it anybody could write updates.")
    router = APIRouter()

    @router.post("/hooks/telegram")
    async def receive(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return Response(status_code=403)
        body = b""
        async for chunk in request.stream():  # counted as it comes: a length may be missing or a lie
            body += chunk
            if len(body) > MOST_BYTES:
                return Response(status_code=413)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return Response(status_code=400)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return Response(status_code=400)
        await store([update])
        return Response(status_code=200)

    return router
