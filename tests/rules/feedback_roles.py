"""Who may ask dealers how content they are, and who may answer: a part of ``command_roles``."""

from __future__ import annotations

FEEDBACK: dict[str, str] = {
    "AskAboutDelivery": "............S.",
    "ExplainRating": "AB..........S.",
    "RateDelivery": "AB..........S.",
    "SetFeedbackPolicy": ".....D.GO...S.",
    "ShowFeedbackPolicy": ".....D.GO...S.",
    "PreviewSurvey": ".....D.GO...S.",
    "StartSurvey": ".....D.GO...S.",
    "EndSurvey": ".....D.GO...S.",
    "CloseSurveys": "............S.",
    "ShowSurvey": ".....D.GO...S.",
    "ListSurveys": ".....D.GO...S.",
    "DrawSurvey": ".....D.GO...S.",
    "ExportSurvey": ".....D.GO...S.",
    "ShowAsked": "ABVRMDFGOKTPS.",
    "AnswerSurvey": "ABVRMDFGOKTPS.",
    "ExplainAnswer": "ABVRMDFGOKTPS.",
}
