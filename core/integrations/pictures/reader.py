"""Photos are read beside the event loop, one after the other, in a process of its own.

Reading takes 2 to 5 seconds of CPU and up to 1.1 GB, which end with the process: it starts with the first
photo and ends when none has come for five minutes. A picture that kills it, or holds it for too long, takes
nobody with it.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from importlib.util import find_spec

from core.infra.solvers import new_pool
from core.integrations.pictures.errors import PhotoBroken, PhotosBusy, PhotosOff
from core.integrations.pictures.looking import Seen, look

_NEEDED = ("rapidocr", "onnxruntime", "zxingcpp", "biip")
_MOST_WAITING = 16
_SECONDS = 90.0  # with the wait for others, and well within the lease of an update
_IDLE_SECONDS = 300.0


class PictureReader:
    """Reads pictures for a running house; ``close`` ends its process."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._waiting = 0
        self._idle: asyncio.TimerHandle | None = None

    async def read(self, picture: bytes) -> Seen:
        """What a cleaned JPEG shows. Raises PhotosOff, PhotosBusy, PhotoBroken."""
        refuse_without_reader()
        if self._waiting >= _MOST_WAITING:
            raise PhotosBusy
        self._waiting += 1
        try:
            return await self._read(picture)
        finally:
            self._waiting -= 1
            self._end_when_idle()

    async def _read(self, picture: bytes) -> Seen:
        loop = asyncio.get_running_loop()
        for _ in range(2):
            pool = self._start()
            try:
                return await asyncio.wait_for(loop.run_in_executor(pool, look, picture), _SECONDS)
            except BrokenProcessPool:
                if self._pool is pool:  # else another photo has replaced it already
                    self.close()
            except TimeoutError as error:
                if self._pool is pool:
                    self._kill(pool)
                raise PhotoBroken from error
        raise PhotoBroken  # it ended a fresh process, too

    def _start(self) -> ProcessPoolExecutor:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        if self._pool is None:
            self._pool = new_pool(1)
        return self._pool

    def _end_when_idle(self) -> None:
        if self._waiting == 0 and self._pool is not None:
            self._idle = asyncio.get_running_loop().call_later(_IDLE_SECONDS, self.close)

    def _kill(self, pool: ProcessPoolExecutor) -> None:
        for process in list((pool._processes or {}).values()):
            process.kill()
        self.close()

    def close(self) -> None:
        """Ends the process; the next photo starts another."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def refuse_without_reader() -> None:
    """Raises PhotosOff where the packages that read pictures are not installed."""
    if not all(map(find_spec, _NEEDED)):
        raise PhotosOff
