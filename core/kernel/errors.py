"""Facts that stop a command. A code and plain fields; the front finds the words."""

from __future__ import annotations

from typing import Any, ClassVar


class Refused(Exception):
    """A command was refused; nothing was written. Subclasses set ``code`` and pass their fields."""

    code: ClassVar[str] = "refused"

    def __init__(self, **fields: Any) -> None:
        super().__init__(self.code)
        self.fields = fields


class NotPermitted(Refused):
    """The actor's roles do not include the permission of the command."""

    code = "not_permitted"


class NotFound(Refused):
    """No such thing, or not one that this actor may see: the two are never told apart."""

    code = "not_found"


class Outdated(Refused):
    """The thing has changed since the button was drawn (``version`` is the present one)."""

    code = "outdated"


class Busy(Refused):
    """The database stayed busy after all retries, or what was to compute died; the same command may simply be
    sent again."""

    code = "busy"


class SecondFactorNeeded(Refused):
    """A critical act wants a fresh second factor (``enrolled``: whether there is one to ask for)."""

    code = "second_factor_needed"
