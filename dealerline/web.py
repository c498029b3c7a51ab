"""The web server inside a loop that others run in, too: webhooks, the driver API and the driver's app."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

# Longer than a proxy keeps its connections to us (nginx: 60 s): whoever closes first must not be the server,
# or a request that is just on its way is lost and the phone sees a 502.
KEEP_ALIVE_SECONDS = 75


class QuietServer(uvicorn.Server):
    """A web server that leaves the signals to its host."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def web_server(app: FastAPI, host: str, port: int) -> QuietServer:
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )
    return QuietServer(config)
