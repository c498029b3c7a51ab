"""Runs a sandbox on a socket of its own: for a whole program or inside the loop that is running."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from fastapi import FastAPI

from core.kernel.clock import Clock
from dealerline.sandbox.app import create_app
from dealerline.sandbox.client import SandboxClient
from dealerline.sandbox.settings import SandboxSettings

GRACE_SECONDS = 3
BACKLOG = 512

# Longer than clients keep a connection (aiohttp: 15 s): one that the server closes just as the next request
# goes out loses that request.
KEEP_ALIVE_SECONDS = 75


class SandboxServer(uvicorn.Server):
    """Lets long polls and event streams go before it waits for them; leaves signals to its host."""

    def __init__(self, app: FastAPI) -> None:
        config = uvicorn.Config(
            app,
            log_config=None,
            log_level="critical",  # a broken connection on purpose is no error to report
            access_log=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            lifespan="on",
            ws="none",
        )
        super().__init__(config)
        self._stage = app.state.stage
        self.ready = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stage.world.close()
        await super().shutdown(sockets)


def open_socket(host: str = "127.0.0.1", port: int = 0) -> socket.socket:
    """A socket that listens already; port 0 takes a free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns off Nagle's delay (40 ms for each answer) only where the protocol is named.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    listening.setblocking(False)
    return listening


@asynccontextmanager
async def running_sandbox(
    settings: SandboxSettings | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    clock: Clock | None = None,
) -> AsyncIterator[SandboxClient]:
    """A sandbox inside the running loop, until the block ends.

    Gives a client of it, whose ``url`` is both the Bot API base address and the page::

        async with running_sandbox() as sandbox:
            session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
            bot = Bot(sandbox.token, session=session)
            ann = await sandbox.user("Ann", language="en")
    """
    settings = settings or SandboxSettings()
    listening = open_socket(host, port)
    server = SandboxServer(create_app(settings, clock=clock))
    loop = asyncio.get_running_loop()
    serving = loop.create_task(server.serve(sockets=[listening]), name="sandbox")
    try:
        await _until_ready(server, serving)
        bound_host, bound_port = listening.getsockname()[:2]
        async with SandboxClient(
            f"http://{_reachable(bound_host)}:{bound_port}", token=settings.token
        ) as client:
            yield client
    finally:
        server.should_exit = True
        await serving
        listening.close()


async def _until_ready(server: SandboxServer, serving: asyncio.Task[None]) -> None:
    """Comes back when the server answers; raises what kept it from starting."""
    ready = asyncio.get_running_loop().create_task(server.ready.wait())
    await asyncio.wait({ready, serving}, return_when=asyncio.FIRST_COMPLETED)
    ready.cancel()
    if serving.done():
        await serving
        raise RuntimeError("the sandbox did not start")


def _reachable(host: str) -> str:
    if host in ("0.0.0.0", "::"):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
