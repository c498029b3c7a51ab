"""The web server inside a loop that others run in, too: webhooks, the driver API and the driver's app."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI


class WebServer(uvicorn.Server):
    """Serves an app, and leaves the signals to its host."""

    def __init__(self, app: FastAPI, host: str, port: int) -> None:
        super().__init__(uvicorn.Config(app, host=host, port=port, log_config=None, access_log=False))

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
