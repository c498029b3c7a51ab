"""Photos and signatures come in pieces that may be cut anywhere; what is whole is checked and kept (I4).

Pieces wait in the database, where each is safe the moment its answer is sent; the whole goes to the store of
objects by its SHA-256, first what came, then a copy without metadata that others may see.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from core.driving.engine.evidence import digest
from core.driving.errors import FileTooLarge, IdTaken, PieceMisplaced
from core.driving.flow.sealing import seal_when_whole
from core.driving.repository import files, routes
from core.driving.types import FileKind, FileState, Picture, Upload
from core.infra.objects import objects_at
from core.infra.pictures import MOST_BYTES, PictureUnfit, clean_picture
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound

MOST_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class BeginFile(Command[Upload]):
    """A phone will send a file of one of its stops; told again, the answer is how much is here.

    Raises FileTooLarge (most), IdTaken, NotFound for a stop of somebody else.
    """

    permission = Permission.DRIVE
    keeps_result = False
    file_id: uuid.UUID
    kind: FileKind
    size: int
    sha256: str
    stop_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class AddPiece(Command[Upload]):
    """Bytes from ``start`` on. A piece that is here already changes nothing.

    Raises PieceMisplaced (received) where it leaves a gap, FileTooLarge where it goes beyond the end.
    """

    permission = Permission.DRIVE
    keeps_result = False
    file_id: uuid.UUID
    start: int
    content: bytes


@dataclass(frozen=True, slots=True)
class FinishFile(Command[Upload]):
    """All pieces are here: check the whole, keep it, and seal the proofs that waited for it.

    A spoilt file stays so, with why. Where the SHA-256 is another than was told, it begins anew.
    """

    permission = Permission.DRIVE
    keeps_result = False
    file_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Examined:
    """What FinishFile found, outside its transaction. fault: None, "differs", or why it is spoilt."""

    fault: str | None
    media_type: str | None = None
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class ShowUpload(Query[Upload]):
    """How far a file of the actor's is."""

    permission = Permission.DRIVE
    file_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ShowFile(Query[Picture]):
    """A picture that the actor's phone has sent, as others see it. Raises NotFound while it is not whole."""

    permission = Permission.DRIVE
    file_id: uuid.UUID


async def begin_file(tx: Transaction, command: BeginFile) -> Upload:
    known = await files.find_file(tx, command.file_id)
    if known is not None:
        same = (known.kind, known.size, known.sha256) == (command.kind, command.size, command.sha256)
        if known.person_id != tx.person_id or not same:
            raise IdTaken
        return files.read_upload(known)
    if not 0 < command.size <= MOST_BYTES:
        raise FileTooLarge(most=MOST_BYTES)
    stop = await routes.load_stop(tx, command.stop_id)
    if stop is None or not await _was_on_route(tx, stop):
        raise NotFound(what="stop")
    values = {
        "id": command.file_id,
        "person_id": tx.person_id,
        "stop_id": command.stop_id,
        "kind": command.kind,
        "size": command.size,
        "sha256": command.sha256,
        "received": 0,
        "state": FileState.COMING,
        "why": None,
        "media_type": None,
        "shown": None,
        "begun_at": tx.now,
        "whole_at": None,
    }
    files.insert_file(tx, values)
    return Upload(command.file_id, command.kind, command.size, command.sha256, 0, FileState.COMING)


async def _was_on_route(tx: Transaction, stop: Any) -> bool:
    """Whether the actor drives there, or did until the stop was taken off the route."""
    if stop.driver_id == tx.actor.person_id:
        return True
    return await routes.was_removed(tx, tx.person_id, stop.id)


async def add_piece(tx: Transaction, command: AddPiece) -> Upload:
    row = await files.own_file(tx, command.file_id, lock=True)
    upload = files.read_upload(row)
    end = command.start + len(command.content)
    if upload.state is not FileState.COMING or (command.start <= upload.received and end <= upload.received):
        return upload  # it is here: the answer to it was lost
    if command.start != upload.received:
        raise PieceMisplaced(received=upload.received)
    if end > upload.size:
        raise FileTooLarge(most=upload.size)
    files.insert_piece(tx, upload.id, command.start, command.content)
    return Upload(upload.id, upload.kind, upload.size, upload.sha256, end, upload.state)


async def examine_file(snap: Snapshot, command: FinishFile) -> Examined | None:
    """Look at the whole and put it where it is kept: the slow half, before the transaction.

    None where there is nothing to finish.
    """
    row = await files.own_file(snap, command.file_id)
    if row.state != FileState.COMING or row.received < row.size:
        return None
    content = await files.load_pieces(snap, row.id)
    if digest(content) != row.sha256.lower():
        return Examined("differs")
    try:
        clean = await snap.run_apart(lambda: clean_picture(content))
    except PictureUnfit as unfit:
        return Examined(str(unfit))
    store = objects_at(snap.settings.object_store_url)
    await store.put(content)
    return Examined(None, clean.media_type, await store.put(clean.shown))


async def finish_file(tx: Transaction, command: FinishFile, examined: Examined | None) -> Upload:
    row = await files.own_file(tx, command.file_id, lock=True)
    if examined is None or row.state != FileState.COMING or row.received < row.size:
        return files.read_upload(row)
    if examined.fault == "differs":
        await files.settle_file(tx, row.id, received=0)
        return Upload(row.id, FileKind(row.kind), row.size, row.sha256, 0, FileState.COMING, "differs")
    state = FileState.WHOLE if examined.fault is None else FileState.SPOILT
    await files.settle_file(
        tx,
        row.id,
        state=state,
        why=examined.fault,
        media_type=examined.media_type,
        shown=examined.shown,
        whole_at=tx.now,
    )
    for proof_id in await files.proofs_waiting_for(tx, row.id):
        await seal_when_whole(tx, proof_id)
    return Upload(row.id, FileKind(row.kind), row.size, row.sha256, row.size, state, examined.fault)


async def show_upload(snap: Snapshot, query: ShowUpload) -> Upload:
    return files.read_upload(await files.own_file(snap, query.file_id))


async def show_file(snap: Snapshot, query: ShowFile) -> Picture:
    row = await files.own_file(snap, query.file_id)
    if row.shown is None:
        raise NotFound(what="file")
    return Picture("image/jpeg", await objects_at(snap.settings.object_store_url).get(row.shown))
