"""What can be done about forecasts: their lines of the one list of handlers."""

from __future__ import annotations

from core.forecasting.use_cases.switch_suggestions import (
    MaySuggest,
    SwitchSuggestions,
    may_suggest,
    switch_suggestions,
)
from core.infra.door import Handler

HANDLERS: dict[type, Handler] = {
    SwitchSuggestions: Handler(switch_suggestions),
    MaySuggest: Handler(may_suggest),
}
