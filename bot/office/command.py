"""What an admin command is: a line of a table (``bot.office.table``)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.office.kinds import Kind
from bot.screen import Screen
from bot.turn import Turn
from core.kernel.actor import Actor, Permission

Args = Mapping[str, Any]
"""Arguments by the name of their parameter; an optional one that was left out is not there."""

SEEN = "seen"
"""Among the arguments of ``act``: what the preview that was confirmed is known by."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A preview that shows a part of what would change; ``seen`` is known by all of it."""

    text: str
    seen: str


Preview = Callable[[Turn, Args], Awaitable[str | Shown | Screen]]
Act = Callable[[Turn, Args], Awaitable[Screen]]


class Area(StrEnum):
    """Where a command stands in the help."""

    DEALERS = "dealers"
    MONEY = "money"
    PRICES = "prices"
    STOCK = "stock"
    ROUTES = "routes"
    APPROVALS = "approvals"
    DATA = "data"
    HOUSE = "house"


class Unfit(Exception):
    """An argument turned out not to fit the others: it is asked for again. ``wrong``: phrase ``wrong.*``."""

    def __init__(self, param: str, wrong: str) -> None:
        super().__init__(param)
        self.param = param
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class Param:
    """An argument; its question is the phrase ``param.<name>``. leans: on the one before."""

    name: str
    kind: Kind
    is_optional: bool = False
    leans: bool = False


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A command that answers in its own way, and stands in the help and in the menus like any other."""

    name: str
    area: Area
    permission: Permission
    verb: str = ""
    short: str = ""

    @property
    def key(self) -> str:
        return self.name

    @property
    def typed(self) -> str:
        return f"/{self.name}"

    def is_for(self, actor: Actor) -> bool:
        return actor.is_staff and actor.may(self.permission)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminCommand:
    """``/name verb arguments``. Its line in the help is the phrase ``admin.<key>``.

    preview: what would change, in words, and then the act waits for Confirm; a Screen where nothing can.
    act: does it and says so. short: a second name. example: shown where no
    arguments are given; the same in every language.
    """

    name: str
    area: Area
    permission: Permission
    act: Act
    preview: Preview | None = None
    params: tuple[Param, ...] = ()
    verb: str = ""
    short: str = ""
    example: str = ""

    @property
    def key(self) -> str:
        return f"{self.name}_{self.verb}" if self.verb else self.name

    @property
    def typed(self) -> str:
        """As it is written in a chat: "/promo end"."""
        return f"/{self.name} {self.verb}".rstrip()

    def is_for(self, actor: Actor) -> bool:
        return actor.is_staff and actor.may(self.permission)
