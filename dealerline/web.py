"""The web server inside a loop that others run in, too: webhooks, the driver API and the driver's app."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI


class QuietServer(uvicorn.Server):
    """A web server that leaves the signals to its host."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def web_server(app: FastAPI, host: str, port: int) -> QuietServer:
    return QuietServer(uvicorn.Config(app, host=host, port=port, log_config=None, access_log=False))
