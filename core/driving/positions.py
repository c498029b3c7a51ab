"""What phones told of where they are, for whoever plans the rest of their day (``core.dispatch.phones``)."""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from core.dispatch.engine.standing import Sighting
from core.dispatch.types import Position
from core.driving.repository import acts
from core.infra.transaction import Snapshot


class ToldPositions:
    """``core.dispatch.phones.PhonePositions``."""

    async def list_sightings(
        self, snap: Snapshot, route_ids: Sequence[uuid.UUID], since: datetime
    ) -> Mapping[uuid.UUID, Sequence[Sighting]]:
        found: dict[uuid.UUID, list[Sighting]] = defaultdict(list)
        for route_id in route_ids:
            for row in await acts.newest_acts(snap, route_id, since):
                sighting = _sighting(row)
                if sighting is not None:
                    found[route_id].append(sighting)
        return found


def _sighting(row: Any) -> Sighting | None:
    """The act's position; None for one that has none."""
    sent = json.loads(row.sent)
    data = sent.get("data") if isinstance(sent, dict) else None
    fix = data.get("gps") if isinstance(data, dict) else None
    if not isinstance(fix, dict):
        return None
    try:
        place = Position(float(fix["lat"]), float(fix["lon"]))
        told = datetime.fromisoformat(fix["at"])
        return Sighting(place, float(fix["accuracy_m"]), told, row.received_at)
    except (KeyError, TypeError, ValueError):
        return None  # an act of an older phone
