"""The table of admin commands holds together: names, examples, texts."""

import re

import pytest

from bot.office.arguments import Shape, split_arguments
from bot.office.command import AdminCommand
from bot.office.kinds import TextKind
from bot.office.table import COMMANDS, ELSEWHERE, read_command
from core.i18n.phrases import LANGUAGES
from core.kernel.actor import DEALER_ROLES, PERMISSIONS, STAFF_ROLES, Actor
from tests.chat import phrasebook

TYPED = ("x", "1", "5%", "today", "+1 213 555 0101", "800 -120", "=1")


def test_names_and_short_forms_are_told_apart_and_telegram_takes_them() -> None:
    keys = [command.key for command in COMMANDS]
    assert sorted(keys) == sorted(set(keys))
    names = {command.name for command in (*COMMANDS, *ELSEWHERE)}
    shorts = [command.short for command in COMMANDS if command.short]
    assert len(shorts) == len(set(shorts))
    assert not names & set(shorts)
    assert all(re.fullmatch(r"[a-z_]{1,32}", name) for name in (*names, *shorts))
    assert all(len(command.key) <= 40 for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.key)
def test_an_example_is_read_as_its_own_command_with_all_that_it_needs(command: AdminCommand) -> None:
    # A file and a long text cannot stand in the row: they are sent, or asked for.
    needed = {one.name for one in command.params if not one.is_optional and any(map(one.kind.fits, TYPED))}
    if not command.example:
        assert not needed
        return
    if not command.params:
        assert read_command(command.example) is not None
        return
    typed = read_command(command.example)
    assert typed is not None
    assert typed.command is command
    *others, last = command.params
    shapes = [Shape(one.kind.fits, one.kind.most_words, one.kind.is_shaped) for one in others]
    rest = isinstance(last.kind, TextKind)
    shapes.append(Shape(last.kind.fits, last.kind.most_words, last.kind.is_shaped, takes_rest=rest))
    (way, *_) = split_arguments(typed.rest, shapes)
    given = {command.params[place].name for place in way}
    assert needed <= given


def test_no_admin_command_is_for_a_dealer() -> None:
    for command in (*COMMANDS, *ELSEWHERE):
        assert not any(command.is_for(Actor(None, frozenset({role}))) for role in DEALER_ROLES), command.name
        assert any(command.permission in PERMISSIONS[role] for role in STAFF_ROLES), command.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_telegrams_menu_shows_is_short_and_plain(language: str) -> None:
    for command in (*COMMANDS, *ELSEWHERE):
        text = phrasebook().text(language, f"admin.{command.key}")
        assert 1 <= len(text) <= 60, command.key
        assert not set(text) & set("<>&{}"), command.key
