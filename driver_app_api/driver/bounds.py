"""How much of a body is read, and what becomes of one that is too large."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# So much is thrown away so that whoever still sends hears the answer; beyond that the line is cut.
_MOST_DRAINED = 64 << 20


class Bounded:
    """No body beyond ``most`` bytes is kept in memory, whatever its length claims to be."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._most:
                if message.get("more_body"):
                    await drain(receive)
                raise HTTPException(413, "The body is too large.")
            return message

        await self._app(scope, counted if scope["type"] == "http" else receive, send)


async def drain(receive: Receive) -> None:
    """Throw the rest of a body away."""
    left = _MOST_DRAINED
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return
