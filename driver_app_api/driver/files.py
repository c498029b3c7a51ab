"""Photos and signatures in pieces that may be cut anywhere."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.responses import JSONResponse

from core.driving.types import FileState, Upload
from core.driving.use_cases.take_files import (
    MOST_PIECE,
    AddPiece,
    BeginFile,
    FinishFile,
    ShowFile,
    ShowUpload,
)
from core.infra.door import Core
from core.kernel.actor import Actor
from driver_app_api.driver.schemas import FileBody, NewFile
from driver_app_api.driver.sessions import Callers
from driver_app_api.driver.trouble import PROBLEMS, Trouble

OFFSET = "Upload-Offset"


def files_router(core: Core, callers: Callers) -> APIRouter:
    """POST /files, HEAD, PATCH and GET /files/{id}."""
    router = APIRouter(responses=PROBLEMS)

    @router.post("/files", status_code=201, response_model=FileBody, responses={200: {"model": FileBody}})
    async def begin(body: NewFile, actor: Annotated[Actor, Depends(callers.actor)]) -> Response:
        """Announce a file; 200 where it is known already."""
        upload = await core.execute(
            actor, BeginFile(body.id, body.kind, body.size, body.sha256, body.stop_id)
        )
        upload = await _finished(core, actor, upload)
        told = FileBody(received=upload.received, state=upload.state.value)
        return JSONResponse(told.model_dump(), status_code=200 if upload.received else 201)

    @router.head("/files/{file_id}", responses={200: {"description": "Upload-Offset says how far it is."}})
    async def look(file_id: UUID, actor: Annotated[Actor, Depends(callers.actor)]) -> Response:
        upload = await core.ask(actor, ShowUpload(file_id))
        return Response(headers={OFFSET: str(upload.received), "Cache-Control": "no-store"})

    @router.patch("/files/{file_id}", status_code=204)
    async def add(
        request: Request,
        file_id: UUID,
        actor: Annotated[Actor, Depends(callers.actor)],
        upload_offset: Annotated[int, Header(ge=0, le=2**40)],
    ) -> Response:
        """The next piece, at most 1 MiB."""
        piece, size = bytearray(), 0
        async for chunk in request.stream():  # counted as it comes: a length may be missing or a lie
            size += len(chunk)
            if size <= MOST_PIECE:
                piece += chunk
        if size > MOST_PIECE:  # read to its end all the same: who still sends would not hear the answer
            raise Trouble(413, "piece_too_large")
        upload = await core.execute(actor, AddPiece(file_id, upload_offset, bytes(piece)))
        upload = await _finished(core, actor, upload)
        return Response(status_code=204, headers={OFFSET: str(upload.received)})

    @router.get("/files/{file_id}", responses={200: {"content": {"image/jpeg": {}}}})
    async def show(file_id: UUID, actor: Annotated[Actor, Depends(callers.actor)]) -> Response:
        """The picture as others see it, without metadata."""
        picture = await core.ask(actor, ShowFile(file_id))
        headers = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"}
        return Response(picture.content, media_type=picture.media_type, headers=headers)

    return router


async def _finished(core: Core, actor: Actor, upload: Upload) -> Upload:
    """Check what is all here. Raises Trouble for what is spoilt, or is other bytes than were told."""
    if upload.state is FileState.COMING and upload.received == upload.size:
        upload = await core.execute(actor, FinishFile(upload.id))
        if upload.why == "differs":
            raise Trouble(409, "file_differs", headers={OFFSET: "0"})
    if upload.state is FileState.SPOILT:
        raise Trouble(422, f"file_spoilt_{upload.why}")
    return upload
