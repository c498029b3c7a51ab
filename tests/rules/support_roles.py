"""Who may talk to whom and keep what the office answers: a part of ``command_roles``."""

from __future__ import annotations

SUPPORT: dict[str, str] = {
    "AnswerDealer": "...RMDFGO...S.",
    "AskForHuman": "ABV.........S.",
    "EndConversation": "ABV.........S.",
    "FindAnswer": "ABV.........S.",
    "FindLine": "ABV.........S.",
    "FindTalking": "...RMDFGO...S.",
    "HandBack": "...RMDFGO...S.",
    "LetMachineRead": "...RMDFGO...S.",
    "ListConversations": "...RMDFGO...S.",
    "ListUnanswered": ".......GO...S.",
    "NoteMiss": "ABV.........S.",
    "PassOnConversations": "............S.",
    "SayToHouse": "ABV.........S.",
    "SetSupportPolicy": ".......GO...S.",
    "SetTalking": "...RMDFGO...S.",
    "ShowSupportPolicy": ".......GO...S.",
    "ShowThread": "...RMDFGO...S.",
    "ShowWord": "...RMDFGO...S.",
    "TakeConversation": "...RMDFGO...S.",
}
