"""Who may talk to whom and keep what the office answers: a part of ``command_roles``."""

from __future__ import annotations

SUPPORT: dict[str, str] = {
    "AnswerDealer": "...RMDFGO...S.",
    "AskForHuman": "ABV.........S.",
    "ChooseAnswer": "ABV.........S.",
    "DecidePhrasing": ".......GO...S.",
    "EndConversation": "ABV.........S.",
    "FindAnswer": "ABV.........S.",
    "FindLine": "ABV.........S.",
    "FindTalking": "...RMDFGO...S.",
    "HandBack": "...RMDFGO...S.",
    "LetMachineRead": "...RMDFGO...S.",
    "ListConversations": "...RMDFGO...S.",
    "ListMeant": ".......GO...S.",
    "ListUnanswered": ".......GO...S.",
    "NoteMiss": "ABV.........S.",
    "OfferAnswers": "ABV.........S.",
    "PassOnConversations": "............S.",
    "RefuseAnswers": "ABV.........S.",
    "SayToHouse": "ABV.........S.",
    "SetSupportPolicy": ".......GO...S.",
    "SetTalking": "...RMDFGO...S.",
    "ShowSupportPolicy": ".......GO...S.",
    "ShowThread": "...RMDFGO...S.",
    "ShowWord": "...RMDFGO...S.",
    "TakeConversation": "...RMDFGO...S.",
}
