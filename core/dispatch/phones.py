"""Where drivers' phones are: told to a domain above this one, and put in from there (``core.bootstrap``)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from core.dispatch.engine.standing import Sighting, sighted
from core.dispatch.plan_types import RoutingPolicy
from core.dispatch.types import Position, Route
from core.infra.transaction import Snapshot

PORT = "phone positions"


class PhonePositions(Protocol):
    async def list_sightings(
        self, snap: Snapshot, route_ids: Sequence[uuid.UUID], since: datetime
    ) -> Mapping[uuid.UUID, Sequence[Sighting]]:
        """What came since then from the phone of each route's driver, as it told it, some of the newest."""
        ...


async def find_vans(snap: Snapshot, routes: Sequence[Route], policy: RoutingPolicy) -> dict[str, Position]:
    """Where the vans of these routes are now, by code; only those whose phone tells it plausibly."""
    port: PhonePositions | None = snap.ports.get(PORT)
    if port is None or not routes:
        return {}
    since = snap.now - timedelta(minutes=policy.phone_min)
    told = await port.list_sightings(snap, [route.id for route in routes], since)
    found = {route.van.code: sighted(route, told.get(route.id, ()), snap.now, policy) for route in routes}
    return {van: place for van, place in found.items() if place is not None}
