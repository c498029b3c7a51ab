"""The rival: FastAPI and SQLAlchemy as they come, doing the writes of our server and nothing else.

It is told beforehand what our server wrote for each request of a phone, and writes the very same rows, with
that phone's ids, into the same tables in one transaction. It knows no rules: it asks nobody who calls, reads
nothing, checks no quantity, and looks into no photo; of a file it keeps the bytes twice, as we keep the
original and a copy without metadata.
"""

from __future__ import annotations

import asyncio
import hashlib
import uuid
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from sqlalchemy import and_, delete, event, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from benchmarks.driving.fleet import Changes, Likeness
from core.infra.columns import Base
from core.infra.db import async_url


def bare_app(url: str, objects: Path, samples: list[Changes], shared: set[uuid.UUID], phones: int) -> FastAPI:
    """samples: what each request of a phone writes, in order."""
    engine = create_async_engine(async_url(url), **_pool(url))
    if url.startswith("sqlite"):
        event.listens_for(engine.sync_engine, "connect")(_prepare_sqlite)
    # SQLite has one writer; who must wait does it here and not on the busy time-out.
    turn = asyncio.Lock() if url.startswith("sqlite") else None
    ready = {at: [_like(one, Likeness(at, shared)) for one in samples] for at in range(phones + 1)}
    app = FastAPI()

    @app.api_route("/{phone}/{at}", methods=["POST", "PATCH"])
    async def take(phone: int, at: int, request: Request) -> dict[str, Any]:
        piece = await request.body() if request.method == "PATCH" else b""
        body = {} if piece else await request.json()
        changes = ready[phone][at]
        if changes.gone:  # the last piece: the file is whole
            await asyncio.to_thread(_keep, objects, piece)
        try:
            async with AsyncExitStack() as stack:
                if turn is not None:
                    await stack.enter_async_context(turn)
                await _write(await stack.enter_async_context(engine.begin()), changes, piece)
        except IntegrityError:
            return {"status": "already"}  # all that it knows of a request that comes again
        return {"results": [{"id": one["id"], "status": "done"} for one in body.get("events", ())]}

    return app


def _pool(url: str) -> dict[str, int]:
    return {"pool_size": 1 if url.startswith("sqlite") else 8, "max_overflow": 0}


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _like(changes: Changes, like: Likeness) -> Changes:
    return Changes(
        {table: [like.row(table, row) for row in some] for table, some in changes.added.items()},
        [(table, like.value(key), like.value(values)) for table, key, values in changes.changed],
        [(table, like.value(key)) for table, key in changes.gone],
    )


def _keep(folder: Path, content: bytes) -> None:
    name = hashlib.sha256(content).hexdigest()
    for copy in ("original", "shown"):
        (folder / f"{name}.{copy}").write_bytes(content)


async def _write(connection: AsyncConnection, changes: Changes, piece: bytes) -> None:
    tables = Base.metadata.tables
    for name, some in changes.added.items():
        if name == "driver_piece":
            some = [{**row, "content": piece} for row in some]
        await connection.execute(insert(tables[name]), some)
    for name, key, values in changes.changed:
        table = tables[name]
        where = and_(*(table.c[column] == value for column, value in key.items()))
        await connection.execute(update(table).where(where).values(values))
    for name, key in changes.gone:
        table = tables[name]
        where = and_(*(table.c[column] == value for column, value in key.items()))
        await connection.execute(delete(table).where(where))
