"""Facts that stop a decision."""

from __future__ import annotations

from core.kernel.errors import Refused


class AlreadyDecided(Refused):
    """Somebody decided this request before (``state``, ``by``; ``why``: where it was nobody of the house)."""

    code = "already_decided"


class NotAsked(Refused):
    """The request is asked of somebody else (``who``: names), and the actor stands neither in nor above."""

    code = "not_asked"


class DeputyOver(Refused):
    """The actor's time as a deputy is over (``until``)."""

    code = "deputy_over"


class BadDeputy(Refused):
    """Nobody can stand in so: ``why`` is self, period, or role."""

    code = "bad_deputy"


class BadRule(Refused):
    """The rule makes no sense: ``why`` is bounds, hours, position, or person."""

    code = "bad_rule"
