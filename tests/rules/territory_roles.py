"""Who may look over dealers, write to them and prepare orders for them: a part of ``command_roles``."""

from __future__ import annotations

TERRITORY: dict[str, str] = {
    "DrawDealerFigure": "...RMDFGO...S.",
    "LookAfterDealer": "...RMDFGO...S.",
    "ListSilentDealers": "...RMDFGO...S.",
    "ListTerritory": "...RMDFGO...S.",
    "ShowDealerOrder": "...RMDFGO...S.",
    "DrawRepMonth": "...RMDFGO...S.",
    "ShowRepMonth": "...RMDFGO...S.",
    "ShowOvernight": "...RMDFGO...S.",
    "ShowTerritoryDealer": "...RMDFGO...S.",
    "TellSilentDealers": "............S.",
    "FindPrepared": "...RMDFGO...S.",
    "PrepareOrder": "...RMDFGO...S.",
    "SettlePrepared": "...RMDFGO...S.",
    "DropPrepared": "...RMDFGO...S.",
    "ShowPrepared": "...RMDFGO...S.",
    "SendPrepared": "...RMDFGO...S.",
    "ExpirePrepared": "............S.",
    "TakePrepared": "AB..........S.",
    "DeclinePrepared": "AB..........S.",
    "ExplainDecline": "AB..........S.",
    "WriteToDealer": "...RMDFGO...S.",
}
