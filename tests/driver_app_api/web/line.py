"""A bad line between the phone and the house: connections really break, at every request in turn."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

_API = "/driver/v1/"
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Cut(StrEnum):
    """unreached: the house never has the request. lost: it has it, and its answer goes nowhere. broken: the
    answer stops half way."""

    UNREACHED = "unreached"
    LOST = "lost"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Request:
    """One as it came: ``head`` and ``body`` are its bytes; headers by lower-case name."""

    method: str
    path: str
    headers: dict[str, str]
    head: bytes
    body: bytes

    @property
    def kind(self) -> str:
        """As "PATCH files/…"."""
        return f"{self.method} {_ID.sub('…', self.path.removeprefix(_API))}"

    @property
    def content(self) -> str:
        """What makes it the same request when it comes again."""
        said = [self.headers.get(name, "") for name in ("upload-offset", "if-none-match")]
        return " ".join((self.method, self.path, *said, hashlib.sha256(self.body).hexdigest()))


@dataclass
class BadLine:
    """Each request to the API fails once in every way before it is let through; ways begin in turn.

    ``cuts``: how often a kind of request was cut in a way. ``passed``: how many of a kind went through.
    ``events``: bodies of POST events as the house got them.
    """

    house: str
    cuts: Counter[tuple[str, Cut]] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)
    events: list[bytes] = field(default_factory=list)
    _left: dict[str, list[Cut]] = field(default_factory=dict)
    _begun: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def fate(self, request: Request) -> Cut | None:
        """What happens to a request; None: it goes through."""
        if not request.path.startswith(_API):
            return None
        if request.content not in self._left:
            first = self._begun[request.kind] % len(Cut)
            self._begun[request.kind] += 1
            self._left[request.content] = [*Cut][first:] + [*Cut][:first]
        left = self._left[request.content]
        if not left:
            self.passed[request.kind] += 1
            return None
        cut = left.pop(0)
        self.cuts[request.kind, cut] += 1
        return cut

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection: one request, and what becomes of it."""
        try:
            request = await _read(reader)
            cut = self.fate(request)
            answer = b"" if cut is Cut.UNREACHED else await self._asked(request)
            if cut in (Cut.UNREACHED, Cut.LOST):
                writer.transport.abort()
                return
            head, _, body = answer.partition(b"\r\n\r\n")
            half = len(head) + 4 + len(body) // 2 if body else len(head) // 2
            writer.write(answer[:half] if cut is Cut.BROKEN else answer)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # a connection that the browser opened in advance or gave up
        finally:
            writer.close()

    async def _asked(self, request: Request) -> bytes:
        """The whole answer of the house."""
        if request.kind == "POST events":
            self.events.append(request.body)
        house = urlsplit(self.house)
        reader, writer = await asyncio.open_connection(house.hostname, house.port)
        writer.write(request.head + request.body)
        answer = await reader.read()
        writer.close()
        return answer


async def _read(reader: asyncio.StreamReader) -> Request:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").rstrip().split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    kept = [line for line in rest if not line.lower().startswith("connection:")]
    last = "\r\n".join([first, *kept, "Connection: close", "", ""]).encode("latin-1")
    return Request(method, path, headers, last, body)


@asynccontextmanager
async def bad_line(house: str) -> AsyncIterator[tuple[BadLine, str]]:
    """The line and its address, on a port of its own. house: the address of the house, with its path."""
    line = BadLine(house)
    server = await asyncio.start_server(line.carry, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        yield line, f"http://127.0.0.1:{port}{urlsplit(house).path}"
