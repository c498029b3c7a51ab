"""All phones at once, in a process that is not the server's: run by benchmarks.driving.phones.

python -m benchmarks.driving.crowd PLAN ADDRESS

PLAN is a pickled list of ``Day``. Prints what came of it as JSON.
"""

from __future__ import annotations

import asyncio
import dataclasses
import json
import pickle
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import aiohttp

PATIENCE = 200
MOST_SECONDS = 300
MOST_TRIES = 20


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it goes out; may_conflict: a piece that has arrived meanwhile is answered so."""

    method: str
    path: str
    headers: dict[str, str]
    content: bytes
    may_conflict: bool


@dataclass(frozen=True, slots=True)
class Day:
    """What one phone sends, one after the other; lost: which of the requests has its answer lost."""

    requests: list[Sent]
    lost: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """seconds by the clock, cpu those of the server's processor; requests: answered; busy: of them 503."""

    seconds: float
    cpu: float
    requests: int
    lost: int
    busy: int


class Crowd:
    def __init__(self, base: str, days: list[Day]) -> None:
        self.base, self.days = base, days
        self.requests = self.lost = self.busy = 0

    async def storm(self) -> Told:
        connector = aiohttp.TCPConnector(limit=0)
        patience = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(connector=connector, timeout=patience) as self.http:
            await self._until_open()
            await self._day(self.days[0])  # servers are warm when a day begins
            self.requests = self.lost = self.busy = 0
            before, started = await self._cpu(), time.perf_counter()
            await asyncio.gather(*(self._day(one) for one in self.days[1:]))
            seconds, cpu = time.perf_counter() - started, await self._cpu() - before
        return Told(seconds, cpu, self.requests, self.lost, self.busy)

    async def _until_open(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    await self._cpu()
                except aiohttp.ClientConnectionError:
                    await asyncio.sleep(0.2)
                else:
                    return

    async def _cpu(self) -> float:
        async with self.http.get(f"{self.base}/cpu") as answer:
            return float(await answer.text())

    async def _day(self, day: Day) -> None:
        for at, request in enumerate(day.requests):
            if at == day.lost:
                await self._lose_answer(request)
            await self._send(request)

    async def _lose_answer(self, request: Sent) -> None:
        """Send it whole and hang up: the server may do it or not, the phone never hears."""
        host, port = self.base.removeprefix("http://").split(":")
        _, writer = await asyncio.open_connection(host, int(port))
        fields = {**request.headers, "Host": host, "Content-Length": str(len(request.content))}
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        writer.write(f"{request.method} {request.path} HTTP/1.1\r\n{head}\r\n".encode() + request.content)
        await writer.drain()
        writer.close()
        self.lost += 1

    async def _send(self, request: Sent) -> None:
        url = self.base + request.path
        for _ in range(MOST_TRIES):
            async with self.http.request(
                request.method, url, headers=request.headers, data=request.content
            ) as answer:
                body = await answer.read()
            self.requests += 1
            if answer.status == 503:  # a phone waits, and sends it again
                self.busy += 1
                await asyncio.sleep(float(answer.headers.get("Retry-After", 1)))
                continue
            assert answer.status < 300 or (request.may_conflict and answer.status == 409), (answer, body)
            if answer.status == 200 and b'"results"' in body:
                statuses = {one["status"] for one in json.loads(body)["results"]}
                assert statuses <= {"done", "already"}, body
            return
        raise AssertionError(f"busy all the time: {request.path}")


if __name__ == "__main__":
    signal.alarm(MOST_SECONDS)
    # Written by the run that started this process, a moment ago.
    planned = pickle.loads(Path(sys.argv[1]).read_bytes())
    told = asyncio.run(Crowd(sys.argv[2], planned).storm())
    print(json.dumps(dataclasses.asdict(told)))
