"""Every command and query that the core knows is guarded, frozen, listed once and typed."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import sys
from collections.abc import Awaitable
from typing import Any, ForwardRef, get_args, get_type_hints

import pytest
from pydantic import TypeAdapter

import core
from core.bootstrap import HANDLERS, SUBSCRIBERS
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import STRANGER, Actor, Permission, Role
from core.kernel.command import Command, Query
from core.kernel.errors import NotPermitted, Refused
from core.kernel.events import Event
from tests.make import count
from tests.rules.command_roles import MAY, ROLES

OPEN_TO_STRANGERS = {
    "IdentifyChat", "OpenInvite", "AcceptInvite", "IdentifyDriver", "SignInByLink", "SignInByCode",
}  # fmt: skip
NAMES: list[Any] = sorted(HANDLERS, key=lambda command: command.__name__)


def _modules() -> list[Any]:
    return [
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages(core.__path__, "core.")
        if ".migrations" not in module.name
    ]


def _subclasses(kind: type) -> set[Any]:
    """All classes of the core that descend from ``kind``, as their modules name them."""
    _modules()
    found: set[Any] = set()
    todo: list[type] = [kind]
    while todo:
        children: list[type] = todo.pop().__subclasses__()
        for child in children:
            todo.append(child)
            # A dataclass with slots is made twice; the module holds the one that counts.
            if child.__module__.startswith("core.") and child is getattr(
                sys.modules[child.__module__], child.__name__, None
            ):
                found.add(child)
    return found


def test_every_command_of_the_core_stands_in_the_list() -> None:
    assert _subclasses(Command) | _subclasses(Query) == set(HANDLERS)


@pytest.mark.parametrize("command", NAMES, ids=lambda command: command.__name__)
def test_a_command_is_frozen_data_with_one_permission(command: type[Any]) -> None:
    assert isinstance(command.permission, Permission)
    assert dataclasses.is_dataclass(command)
    assert vars(command)["__dataclass_params__"].frozen


@pytest.mark.parametrize("command", NAMES, ids=lambda command: command.__name__)
def test_what_a_command_promises_is_what_its_function_returns(command: type[Any]) -> None:
    (base,) = [one for one in command.__orig_bases__ if get_args(one)]
    (promised,) = get_args(base)
    if isinstance(promised, ForwardRef):
        promised = getattr(sys.modules[command.__module__], promised.__forward_arg__)
    hints = get_type_hints(HANDLERS[command].act)
    assert hints["return"] == (type(None) if promised is None else promised)
    if issubclass(command, Command):
        TypeAdapter(hints["return"])  # the result can be stored under a key and read back


def _blank(command: type[Any]) -> Any:
    """A command of this kind with nothing in it: who may not give it never comes to its fields."""
    return object.__new__(command)


async def test_a_command_refuses_every_role_without_its_permission(core: Core) -> None:
    for command in NAMES:
        act = core.execute if issubclass(command, Command) else core.ask
        for role in Role:
            actor = Actor(None, frozenset({role}))
            if not actor.may(command.permission):
                assert await _is_refused(act(actor, _blank(command))), (command, role)
        if command.__name__ not in OPEN_TO_STRANGERS:
            assert not Actor(None, frozenset({Role.STRANGER})).may(command.permission), command
            assert await _is_refused(core.execute(STRANGER, _blank(command), key="k")), command
    assert await count(core, JournalRow) == 0


async def _is_refused(act: Awaitable[Any]) -> bool:
    try:
        await act
    except NotPermitted:
        return True
    return False


def test_only_joining_is_open_to_strangers() -> None:
    assert _may(Role.STRANGER) == OPEN_TO_STRANGERS


def _may(role: Role) -> set[str]:
    actor = Actor(None, frozenset({role}))
    return {command.__name__ for command in NAMES if actor.may(command.permission)}


def test_every_command_has_its_line_in_the_table_of_roles() -> None:
    assert {command.__name__ for command in NAMES} == set(MAY)
    assert set(ROLES.values()) == set(Role)
    for name, letters in MAY.items():
        assert len(letters) == len(ROLES), name
        assert all(sign in (letter, ".") for sign, letter in zip(letters, ROLES, strict=True)), name


@pytest.mark.parametrize("letter", ROLES)
def test_a_role_may_do_exactly_what_the_table_says(letter: str) -> None:
    known = {command.__name__ for command in NAMES} & set(MAY)
    assert _may(ROLES[letter]) & known == {name for name in known if letter in MAY[name]}


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [error.code for error in (Refused, *_subclasses(Refused))]
    assert sorted(codes) == sorted(set(codes))


def test_every_event_has_a_name_of_its_own_and_subscribers_hear_only_known_ones() -> None:
    names = [event.name for event in _subclasses(Event)]
    assert sorted(names) == sorted(set(names))
    assert set(SUBSCRIBERS) <= set(names)
    assert all(len(name) <= 60 for name in names)
