"""The driver API, version 1: an application of its own below /driver/v1, so that its errors are its own."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from core.i18n.phrases import Phrasebook
from core.infra.door import Core
from core.kernel.errors import Refused
from driver_app_api.driver.bounds import Bounded
from driver_app_api.driver.day import day_router
from driver_app_api.driver.files import files_router
from driver_app_api.driver.map_file import MapFile
from driver_app_api.driver.sessions import Callers, sessions_router
from driver_app_api.driver.streets import streets_router
from driver_app_api.driver.trouble import (
    Trouble,
    answer_refused,
    answer_trouble,
    answer_unreadable,
)
from driver_app_api.problems import problem

MOUNTED_AT = "/driver/v1"
# The largest body but for files: a hundred proofs with their strokes.
MOST_BYTES = 8 << 20


def driver_api(core: Core, book: Phrasebook) -> FastAPI:
    """The application to be mounted at ``MOUNTED_AT``; its description is at /openapi.json."""
    app = FastAPI(title="Dealerline driver API", version="1", docs_url=None, redoc_url=None)
    app.add_middleware(Bounded, most=MOST_BYTES)
    callers = Callers(core)
    app.include_router(sessions_router(core, callers), tags=["sessions"])
    own_map = MapFile(core.settings.map_file) if core.settings.map_file else None
    app.include_router(day_router(core, book, callers, own_map), tags=["day"])
    if own_map is not None:
        own_map.now()  # what is wrong with it is in the log at the start, not at the first phone's call
        app.include_router(streets_router(own_map, callers), tags=["map"])
    app.include_router(files_router(core, callers), tags=["files"])

    @app.exception_handler(Trouble)
    async def trouble(request: Request, error: Trouble) -> Response:
        return answer_trouble(book, request, error)

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> Response:
        return answer_refused(book, request, error)

    @app.exception_handler(RequestValidationError)
    async def unreadable(request: Request, error: RequestValidationError) -> Response:
        return answer_unreadable(book, request, error)

    @app.exception_handler(HTTPException)
    async def other(_request: Request, error: HTTPException) -> Response:
        answer = problem(error.status_code, f"http_{error.status_code}", str(error.detail))
        answer.headers.update(error.headers or {})
        return answer

    return app
