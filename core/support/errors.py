"""Facts that stop an act about a conversation."""

from __future__ import annotations

from core.kernel.errors import Refused


class ConversationOver(Refused):
    """It was handed back or ended (``name``: with whom it was)."""

    code = "conversation_over"


class ConversationTaken(Refused):
    """Somebody else has it (``name``)."""

    code = "conversation_taken"


class NotTaken(Refused):
    """Nobody has taken it yet: who wants to answer takes it first (``name``: of the dealer's person)."""

    code = "not_taken"


class SupportPolicyUnfit(Refused):
    """The office's hours cannot be so (``why``: hours, days, minutes)."""

    code = "support_policy_unfit"
