"""What is counted, for who bears the token: how much is ordered is no business of strangers."""

from __future__ import annotations

import hmac

from fastapi import APIRouter, Request, Response

from core.infra.door import Core


def metrics_router(core: Core, token: str) -> APIRouter:
    """Prometheus' text form at ``/metrics``; its ``authorization: credentials`` is the token."""
    router = APIRouter()

    @router.get("/metrics")
    async def metrics(request: Request) -> Response:
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            return Response(status_code=401, headers={"WWW-Authenticate": "Bearer"})
        return Response(core.telemetry.render(), media_type="text/plain; version=0.0.4")

    return router
