"""Who may look at days of routes and change what they are planned from: a part of ``command_roles``."""

from __future__ import annotations

ROUTING: dict[str, str] = {
    "NextDue": ".......GO...S.",
    "PutVan": ".......GO...S.",
}
