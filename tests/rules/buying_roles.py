"""Who may order again, keep templates, see the usual and own figures: a part of ``command_roles``."""

from __future__ import annotations

BUYING: dict[str, str] = {
    "AddUsual": "AB..........S.",
    "CompareOrder": "ABV.........S.",
    "DrawOwnFigure": "ABV.........S.",
    "MaySuggest": "AB..........S.",
    "PreviewCancel": "AB.RMDFGO...S.",
    "Reorder": "AB..........S.",
    "ShowOwnFigure": "ABV.........S.",
    "SwitchSuggestions": "AB..........S.",
    "TakeAnyway": "AB..........S.",
    "TakeSubstitute": "AB..........S.",
    # templates
    "ChangePeriod": "AB..........S.",
    "ConfirmPeriod": "AB..........S.",
    "DeleteTemplate": "AB..........S.",
    "EndStanding": "AB..........S.",
    "FillUp": "AB..........S.",
    "ListHolidays": ".......GOK..S.",
    "ListTemplates": "AB..........S.",
    "NoteHours": "AB..........S.",
    "OrderTemplate": "AB..........S.",
    "PauseStanding": "AB..........S.",
    "RenameTemplate": "AB..........S.",
    "RunStandingOrders": "............S.",
    "SaveTemplate": "AB..........S.",
    "SetStanding": "AB..........S.",
    "ShareTemplate": "AB..........S.",
    "ShowPeriod": "AB..........S.",
    "ShowTemplate": "AB..........S.",
    "SkipPeriod": "AB..........S.",
    "SubstituteLine": "AB..........S.",
    "TellWhenBack": "AB..........S.",
}
