"""The operator's own map for phones: any part of the file, to whoever is signed in."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, HTTPException, Response
from fastapi.responses import FileResponse

from core.kernel.actor import Actor
from driver_app_api.driver.map_file import MapFile
from driver_app_api.driver.sessions import Callers
from driver_app_api.driver.trouble import PROBLEMS

_MEDIA_TYPE = "application/vnd.pmtiles"


def streets_router(own: MapFile, callers: Callers) -> APIRouter:
    """GET and HEAD /map/{version}."""
    router = APIRouter(responses=PROBLEMS)

    async def send(
        version: str,
        _actor: Annotated[Actor, Depends(callers.actor)],
        if_none_match: Annotated[str | None, Header(max_length=200)] = None,
    ) -> Response:
        """A part of the map, as Range asks for it; of the version that GET /today names, and of no other:
        parts of two files must never meet on a phone."""
        now = own.now()
        if now is None or now.version != version:
            raise HTTPException(404, "There is no such map.")
        tag = f'"{version}"'
        headers = {
            "ETag": tag,
            "Cache-Control": "private, max-age=86400",
            "X-Content-Type-Options": "nosniff",
        }
        if if_none_match is not None and tag in if_none_match:
            return Response(status_code=304, headers=headers)
        return FileResponse(own.path, media_type=_MEDIA_TYPE, headers=headers)

    told: dict[int | str, dict[str, Any]] = {
        206: {"description": "The part."},
        304: {"description": "As before."},
        416: {"description": "Beyond its end."},
    }
    router.get("/map/{version}", response_class=FileResponse, responses=told)(send)
    router.head("/map/{version}", include_in_schema=False)(send)
    return router
