"""Every command and query about the running system itself, and the function that does it."""

from __future__ import annotations

from core.infra.door import Handler
from core.infra.health import ShowHealth, ShowSettings, show_health, show_settings

HANDLERS: dict[type, Handler] = {
    ShowHealth: Handler(show_health),
    ShowSettings: Handler(show_settings),
}
