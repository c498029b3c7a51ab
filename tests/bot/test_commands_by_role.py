"""The help of a role names every command that its people may type, and no other."""

import re
from collections.abc import Iterator
from typing import Any, cast

import pytest
from aiogram.filters import Command

from bot.app import build_dispatcher
from bot.help import help_screen
from bot.menu import usual_menu
from bot.office.table import COMMANDS
from bot.roles import May
from core.i18n.phrases import LANGUAGES
from core.infra.door import Core
from core.kernel.actor import DEALER_ROLES, STAFF_ROLES, Actor, Role
from tests.chat import phrasebook

NOBODYS_CORE = cast(Core, None)


def _callbacks(filters: Any, kind: type[Any]) -> list[Any]:
    return [one.callback for one in filters or () if isinstance(one.callback, kind)]


def _listened_to() -> Iterator[tuple[str, list[May]]]:
    """The name of each command that a handler takes (not what else it is called), and what guards it."""
    for router in build_dispatcher(NOBODYS_CORE, phrasebook()).sub_routers:
        house = _callbacks(router.message._handler.filters, May)
        for handler in router.message.handlers:
            for command in _callbacks(handler.filters, Command):
                yield str(command.commands[0]), [*house, *_callbacks(handler.filters, May)]


LISTENED_TO = tuple(_listened_to())


def _usable(actor: Actor) -> set[str]:
    chat = {name for name, guards in LISTENED_TO if all(guard.lets(actor) for guard in guards)}
    office = {command.typed.removeprefix("/") for command in COMMANDS if command.is_for(actor)}
    return (chat | office) - {"start"}


def _shown(text: str) -> set[str]:
    """Commands that open a line, one with what it does or several beside each other."""
    rows = [re.split(" [–—] ", row)[0] for row in text.split("\n") if row.startswith("/")]
    return {re.sub(r" \(/\w+\)", "", typed).removeprefix("/") for row in rows for typed in row.split(" · ")}


ROLES = [*DEALER_ROLES, *STAFF_ROLES]


@pytest.mark.parametrize("role", ROLES)
def test_the_help_names_every_command_of_a_role_and_no_other(role: Role) -> None:
    actor = Actor(None, frozenset({role}))
    for language in LANGUAGES:
        assert _shown(help_screen(actor, phrasebook().say(language)).text) == _usable(actor), language


def test_a_dealers_own_network_is_offered_to_those_who_have_one() -> None:
    say = phrasebook().say("en")
    shown = {role: _shown(help_screen(Actor(None, frozenset({role})), say).text) for role in ROLES}
    assert {role for role in ROLES if "network" in shown[role]} == set(DEALER_ROLES)
    assert {role for role in ROLES if "resale" in shown[role]} == {Role.DEALER_ADMIN}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chat_that_nobody_greeted_offers_what_most_may_do(language: str) -> None:
    menu = usual_menu(phrasebook().say(language))
    offered = {one.command for one in menu}
    assert offered <= _usable(Actor(None, frozenset({Role.DEALER_BUYER})))
    assert {"draft", "orders", "credit", "network", "language", "help"} <= offered
    assert not offered & {"coupon", "invoice", "order", "resale", "team"}
    assert all(1 <= len(one.description) <= 60 for one in menu)
