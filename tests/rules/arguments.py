"""Commands with the victim's ids in them: values for every type of field, for commands yet to come, too."""

from __future__ import annotations

import dataclasses
import itertools
import types
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

from core.i18n.phrases import Say
from core.kernel.actor import Role
from core.kernel.money import Money, UnitPrice
from tests.chat import phrasebook
from tests.conftest import START
from tests.rules.two_dealers import MAL, TwoDealers

MOST = 60  # combinations tried of one command
# Ids of one kind of thing, by the table they are keys of.
TABLE_OF = {
    "DealerId": "dealer",
    "PersonId": "person",
    "OrderId": "orders",
    "DraftId": "draft",
    "LineId": "draft_line",
    "ApprovalId": "approval",
}


def built(command: type[Any], world: TwoDealers) -> Iterator[Any]:
    """The command in up to ``MOST`` ways, each with something of the victim's wherever it takes something."""
    hints = get_type_hints(command)
    fields = dataclasses.fields(command)
    values = [candidates(hints[field.name], field.name, world) for field in fields]
    for chosen in itertools.islice(itertools.product(*values), MOST):
        yield command(**{field.name: value for field, value in zip(fields, chosen, strict=True)})


def candidates(hint: Any, name: str, world: TwoDealers) -> Sequence[Any]:
    """Values for a field. A type that is new to this function has to be taught to it."""
    if name in ("telegram_id", "contact_user_id"):
        return (MAL,)  # the front takes them from the update, never from what was typed
    if isinstance(hint, NewType):
        return _ids(hint.__name__, world)
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        some = [candidates(one, name, world) for one in inner if one is not type(None)]
        return (*itertools.chain(*some), *((None,) if type(None) in inner else ()))
    if origin is Literal:
        return inner[:2]
    if origin in (tuple, list, frozenset, set) or (isinstance(origin, type) and issubclass(origin, Sequence)):
        kind = (
            tuple
            if origin is None or not callable(origin) or origin.__module__ == "collections.abc"
            else origin
        )
        if origin is tuple and len(inner) > 1 and inner[1] is not Ellipsis:
            return (tuple(candidates(one, name, world)[0] for one in inner),)
        return tuple(kind((one,)) for one in candidates(inner[0], name, world)[:4])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return ({},)
    return _plain(hint, name, world)


def _ids(kind: str, world: TwoDealers) -> tuple[uuid.UUID, ...]:
    if kind in ("ProductId", "WarehouseId"):
        return (world.product,)
    if kind in TABLE_OF:
        return world.ids[TABLE_OF[kind]][:4]
    return tuple(some[0] for some in world.ids.values())


_PLAIN: dict[Any, tuple[Any, ...]] = {
    int: (1, 0),
    bool: (True, False),
    Decimal: (Decimal(1),),
    float: (0.5,),
    bytes: (b"x",),
    datetime: (START,),
    date: (START.date(),),
    time: (time(9, 0),),
    timedelta: (timedelta(hours=1),),
    Money: (Money(100, "USD"),),
    UnitPrice: (UnitPrice(1_000_000, "USD"),),
    uuid.UUID: (),
    Say: (phrasebook().say("en"),),
    object: (None,),
    Any: (None,),
}


def _plain(hint: Any, name: str, world: TwoDealers) -> Sequence[Any]:
    if hint is uuid.UUID:
        return tuple(some[0] for some in world.ids.values())
    if hint is str:
        return world.words
    if hint is Role:
        return (Role.DEALER_VIEWER, Role.DEALER_ADMIN)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return tuple(hint)[:3]
    if hint in _PLAIN:
        return _PLAIN[hint]
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return tuple(itertools.islice(built(hint, world), 3))
    raise TypeError(
        f"The sweep does not know how to make a {hint} for {name}: teach it in tests/rules/arguments.py."
    )
