"""SQL about photos and signatures on their way."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from core.dispatch.tables import RouteStopRow
from core.dispatch.types import StopState
from core.driving.tables import DriverFileRow, DriverPieceRow, ProofFileRow, ProofRow
from core.driving.types import FileKind, FileState, Upload
from core.infra.columns import table_of
from core.infra.reads import Read
from core.infra.transaction import Snapshot, Transaction
from core.infra.writes import Write
from core.kernel.errors import NotFound

_file, _piece = table_of(DriverFileRow), table_of(DriverPieceRow)
_insert_file, _insert_piece = Write(insert(_file)), Write(insert(_piece))
_took = Write(update(_file).where(_file.c.id == bindparam("of_file")).values(received=bindparam("now_here")))


_find = select(_file).where(_file.c.id == bindparam("file"))
_find_file, _lock_file = Read(_find), Read(_find.with_for_update())
_pieces = Read(select(_piece.c.content).where(_piece.c.file_id == bindparam("file")).order_by(_piece.c.start))
_waiting = Read(
    select(ProofRow.id)
    .join(ProofFileRow, ProofFileRow.proof_id == ProofRow.id)
    .where(ProofFileRow.file_id == bindparam("file"), ProofRow.seal.is_(None))
    .with_for_update(of=ProofRow)
)


async def find_file(snap: Snapshot, file_id: uuid.UUID, *, lock: bool = False) -> Any:
    """The row of a file, whoever's it is; None for none."""
    return await snap.one_or_none(_lock_file if lock else _find_file, {"file": file_id})


async def own_file(snap: Snapshot, file_id: uuid.UUID, *, lock: bool = False) -> Any:
    """The row of a file that the actor's phone sends. Raises NotFound."""
    row = await find_file(snap, file_id, lock=lock)
    if row is None or row.person_id != snap.actor.person_id:
        raise NotFound(what="file")
    return row


def read_upload(row: Any) -> Upload:
    return Upload(
        row.id, FileKind(row.kind), row.size, row.sha256, row.received, FileState(row.state), row.why
    )


def insert_file(tx: Transaction, values: Mapping[str, Any]) -> None:
    tx.write(_insert_file, values)


def insert_piece(tx: Transaction, file_id: uuid.UUID, start: int, content: bytes) -> None:
    tx.write(_insert_piece, {"file_id": file_id, "start": start, "content": content})
    tx.write(_took, {"of_file": file_id, "now_here": start + len(content)})


async def load_pieces(snap: Snapshot, file_id: uuid.UUID) -> bytes:
    rows = await snap.all(_pieces, {"file": file_id})
    return b"".join(row.content for row in rows)


async def settle_file(tx: Transaction, file_id: uuid.UUID, **values: Any) -> None:
    """Write what became of a file and let its pieces go."""
    await tx.execute(delete(_piece).where(_piece.c.file_id == file_id))
    await tx.execute(update(_file).where(_file.c.id == file_id).values(**values))


async def files_of(snap: Snapshot, file_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Any]:
    rows = await snap.all(select(_file).where(_file.c.id.in_(list(file_ids))))
    return {row.id: row for row in rows}


async def photos_of_failure(snap: Snapshot, stop_id: uuid.UUID) -> list[str]:
    """SHA-256 of what may be shown of a stop that was given up, in the order they came; a dealer's people
    theirs."""
    statement = (
        select(_file.c.shown)
        .join(RouteStopRow, RouteStopRow.id == _file.c.stop_id)
        .where(
            _file.c.stop_id == stop_id,
            _file.c.kind == FileKind.PHOTO,
            _file.c.state == FileState.WHOLE,
            RouteStopRow.state == StopState.FAILED,
        )
        .order_by(_file.c.whole_at, _file.c.id)
    )
    if snap.actor.dealer_id is not None:
        statement = statement.where(RouteStopRow.dealer_id == snap.actor.dealer_id)
    return [row.shown for row in await snap.all(statement)]


async def proofs_waiting_for(tx: Transaction, file_id: uuid.UUID) -> list[uuid.UUID]:
    """Proofs that are not whole and name the file, held."""
    rows = await tx.all(_waiting, {"file": file_id})
    return [row.id for row in rows]
