"""The Bot API over HTTP: ``/bot<token>/<method>`` and ``/file/bot<token>/<path>``."""

from __future__ import annotations

import asyncio
import inspect
import logging
import secrets
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send

from dealerline.sandbox.errors import ApiError, TooManyRequests
from dealerline.sandbox.faults import Fault, FaultKind
from dealerline.sandbox.forms import Form, read_form
from dealerline.sandbox.methods import METHODS, Call
from dealerline.sandbox.stage import Stage
from dealerline.sandbox.world import CallRecord, World

log = logging.getLogger(__name__)

BODY_BYTES = 64 << 20


class BrokenConnection(Response):
    """Announces a body and never sends it: the server then closes the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-length", b"1000000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


class BotApi:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    @property
    def _world(self) -> World:
        return self._stage.world

    def router(self) -> APIRouter:
        router = APIRouter()
        for path in ("/bot{token}/{method}", "/bot{token}/test/{method}"):
            router.add_api_route(path, self._answer, methods=["GET", "POST"])
        router.add_api_route("/file/bot{token}/{path:path}", self._file, methods=["GET"])
        return router

    async def call(self, name: str, form: Form) -> Any:
        """Runs one method and notes it; raises ApiError."""
        function = METHODS.get(name)
        try:
            if function is None:
                raise ApiError(404, "Not Found: method not found")
            result = function(Call(self._world, self._stage.webhook, form))
            if inspect.isawaitable(result):
                result = await result
        except ApiError as refused:
            self._note(name, form, refused.description)
            raise
        self._note(name, form)
        return result

    async def carry_out(self, name: str, form: Form) -> None:
        """A call out of a webhook's answer: nobody hears whether it worked."""
        try:
            await self.call(name, form)
        except ApiError:
            return  # noted by call()
        except Exception:
            log.exception("the sandbox failed at %s", name)

    def _note(self, name: str, form: Form, description: str = "") -> None:
        if name != "getupdates":
            self._world.calls.append(CallRecord(name, not description, description, dict(form.fields)))

    async def _answer(self, request: Request, token: str, method: str) -> Response:
        name = method.lower()
        try:
            self._check_token(token)
            form = await _form_of(request)
            fault = self._world.faults.take(name, form.fields)
            if fault is not None and (answer := await self._suffer(fault, name, form)) is not None:
                return answer
            return JSONResponse({"ok": True, "result": await self.call(name, form)})
        except ApiError as refused:
            return _refusal(refused)
        except Exception:
            # A fault of the sandbox itself: the bot gets what a broken Telegram would send, we get the log.
            log.exception("the sandbox failed at %s", name)
            return _refusal(ApiError(500, "Internal Server Error"))

    async def _suffer(self, fault: Fault, name: str, form: Form) -> Response | None:
        """The trouble instead of an answer; None when the call goes on after it."""
        if fault.kind is FaultKind.TOO_MANY_REQUESTS:
            raise TooManyRequests(fault.retry_after)
        if fault.kind is FaultKind.SERVER_ERROR:
            raise ApiError(fault.status, "Bad Gateway" if fault.status == 502 else "Internal Server Error")
        if fault.kind is FaultKind.HTML_ERROR:
            return HTMLResponse("<html><body><h1>502 Bad Gateway</h1></body></html>", status_code=502)
        if fault.kind is FaultKind.LOST_ANSWER:
            await self.carry_out(name, form)
            return BrokenConnection()
        if fault.kind is FaultKind.LOST_CALL:
            return BrokenConnection()
        world = self._world
        await asyncio.sleep(fault.seconds)
        # What was said to one world is not heard in the next.
        return None if world is self._world else BrokenConnection()

    async def _file(self, token: str, path: str) -> Response:
        try:
            self._check_token(token)
        except ApiError as refused:
            return _refusal(refused)
        stored = self._world.files.at_path(path)
        if stored is None:
            return _refusal(ApiError(404, "Not Found"))
        return Response(stored.data, media_type="application/octet-stream")

    def _check_token(self, token: str) -> None:
        if ":" not in token:
            raise ApiError(404, "Not Found")
        if not secrets.compare_digest(token.encode(), self._world.settings.token.encode()):
            raise ApiError(401, "Unauthorized")


async def _form_of(request: Request) -> Form:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES:
            raise ApiError(413, "Request Entity Too Large")
    return read_form(request.headers.get("content-type", ""), bytes(body), request.url.query)


def _refusal(refused: ApiError) -> JSONResponse:
    answer: dict[str, Any] = {
        "ok": False,
        "error_code": refused.error_code,
        "description": refused.description,
    }
    headers = {}
    if refused.retry_after is not None:
        answer["parameters"] = {"retry_after": refused.retry_after}
        headers["Retry-After"] = str(refused.retry_after)
    return JSONResponse(answer, status_code=refused.error_code, headers=headers)
