"""A plan as a picture of its ways."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.dispatch.documents.map import draw_map
from core.dispatch.repository import routes
from core.i18n.phrases import Say
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query


@dataclass(frozen=True, slots=True)
class DrawRoutes(Query[bytes | None]):
    """A PNG of all routes of a plan, or of one; None where there is no route. Words are those of ``say``."""

    permission = Permission.ROUTE_EDIT
    plan_id: uuid.UUID
    say: Say
    route_id: uuid.UUID | None = None


async def draw_routes(snap: Snapshot, query: DrawRoutes) -> bytes | None:
    plan = await routes.load_plan(snap, query.plan_id)
    shown = [one for one in plan.routes if query.route_id in (None, one.id)]
    if not shown:
        return None
    return await snap.run_apart(lambda: draw_map(shown, query.say))
