"""The sandbox as one web application: Bot API, people's side and the page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles

from core.kernel.clock import Clock
from dealerline.sandbox.bot_api import BotApi
from dealerline.sandbox.errors import ApiError, PersonError
from dealerline.sandbox.people_api import PeopleApi
from dealerline.sandbox.settings import SandboxSettings
from dealerline.sandbox.stage import Stage

WEB = Path(__file__).parent / "web"

_PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
        "media-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def create_app(settings: SandboxSettings | None = None, *, clock: Clock | None = None) -> FastAPI:
    """A sandbox of its own, with its own world (``app.state.stage.world``)."""
    stage = Stage(settings or SandboxSettings(), clock)
    bot_api = BotApi(stage)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as group:
            delivery = group.create_task(stage.deliver(bot_api.carry_out))
            yield
            stage.world.close()
            delivery.cancel()

    app = FastAPI(
        title="Dealerline sandbox", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan
    )
    app.state.stage = stage
    app.include_router(bot_api.router())
    app.include_router(PeopleApi(stage).router())
    app.add_exception_handler(PersonError, _cannot_be)
    app.add_exception_handler(ApiError, _bad_form)
    app.mount("/", StaticFiles(directory=WEB, html=True), name="page")

    @app.middleware("http")
    async def page_headers(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await answer(request)
        for name, value in _PAGE_HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.url.path.startswith(("/sandbox", "/bot", "/file")):
            response.headers["Cache-Control"] = "no-cache"
        return response

    return app


async def _cannot_be(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, PersonError)
    return JSONResponse({"detail": error.what}, status_code=error.status)


async def _bad_form(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ApiError)
    return JSONResponse({"detail": error.description}, status_code=error.error_code)
