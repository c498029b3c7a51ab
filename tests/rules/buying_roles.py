"""Who may order again, see the usual and own figures: a part of ``command_roles``."""

from __future__ import annotations

BUYING: dict[str, str] = {
    "AddUsual": "AB..........S.",
    "CompareOrder": "ABV.........S.",
    "DrawOwnFigure": "ABV.........S.",
    "MaySuggest": "AB..........S.",
    "Reorder": "AB..........S.",
    "ShowOwnFigure": "ABV.........S.",
    "SwitchSuggestions": "AB..........S.",
    "TakeSubstitute": "AB..........S.",
}
