"""No dealer sees or moves what is another's, whatever id is guessed (N3): every command, query and button.

Nothing is listed here: what the core and the bot will be able to do is swept as soon as it exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from core.bootstrap import HANDLERS
from core.infra.door import Core, Handler
from core.infra.transaction import Snapshot
from core.kernel.actor import Actor, Permission
from core.kernel.command import Command, Query
from core.kernel.errors import Refused
from core.kernel.ids import OrderId
from core.orders.tables import OrderRow
from tests.rules.arguments import built
from tests.rules.two_dealers import TwoDealers, belongings


async def _said(core: Core, actor: Actor, act: Any) -> str:
    """Everything that comes back, also from a refusal."""
    try:
        if isinstance(act, Command):
            return repr(await core.execute(actor, act))
        return repr(await core.ask(actor, act))
    except Refused as refusal:
        return f"{refusal.code}: {refusal.fields!r}"


async def _sweep(core: Core, world: TwoDealers, actor: Actor) -> dict[str, list[str]]:
    """Command -> what of the victim's came back, or changed, when ``actor`` gave it with the victim's ids."""
    faults: dict[str, list[str]] = {}
    before = await belongings(core, world)
    # Queries first: what a command keeps of the attacker's own words (a coupon) is no leak afterwards.
    for command in sorted(core.handlers, key=lambda one: (issubclass(one, Command), one.__name__)):
        if not actor.may(command.permission):
            continue
        for act in built(command, world):
            for leak in world.leaks(await _said(core, actor, act), typed=repr(act)):
                faults.setdefault(command.__name__, []).append(f"told {leak}")
        if issubclass(command, Query):
            continue  # its snapshot can be read only, on both databases
        after = await belongings(core, world)
        if after != before:
            changed = sorted(text[:200] for text in after ^ before)
            faults.setdefault(command.__name__, []).append(f"changed {changed[:2]}")
            before = after
    return faults


async def test_no_command_or_query_tells_or_changes_anything_of_another_dealer(
    swept: Core, world: TwoDealers
) -> None:
    assert {"orders", "draft", "draft_line", "invoice", "person", "person_session", "approval"} <= set(
        world.ids
    )
    assert await _sweep(swept, world, world.attacker) == {}


async def test_the_same_questions_are_answered_to_the_dealer_itself(swept: Core, world: TwoDealers) -> None:
    """Guards the sweep: were its questions nonsense, everybody would be refused."""
    told = set()
    for command in HANDLERS:
        if issubclass(command, Query) and world.victim.may(command.permission):
            for act in built(command, world):
                if world.leaks(await _said(swept, world.victim, act)):
                    told.add(command.__name__)
    assert told >= {
        "ShowOrder", "ListOrders", "ShowQuote", "ExplainPrice", "ListTeam", "ShowInvoice", "ListInvoices",
        "ShowStatement", "ShowSecurity", "TrackOrder",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leak(Query[str]):
    permission = Permission.ORDER_READ
    order_id: OrderId


async def _leak(snap: Snapshot, query: Leak) -> str:
    row = await snap.one_or_none(select(OrderRow.number).where(OrderRow.id == query.order_id))
    return str(row.number)


@dataclass(frozen=True, slots=True)
class Meddle(Command[None]):
    permission = Permission.ORDER_PLACE
    order_id: OrderId


async def _meddle(tx: Any, command: Meddle) -> None:
    await tx.execute(OrderRow.__table__.update().where(OrderRow.id == command.order_id).values(note="mine"))


async def test_a_query_that_forgets_whose_order_it_is_is_caught(swept: Core, world: TwoDealers) -> None:
    swept.handlers = {Leak: Handler(_leak), Meddle: Handler(_meddle)}
    faults = await _sweep(swept, world, world.attacker)
    assert f"told {world.words[0]}" in faults["Leak"]
    assert faults["Meddle"][0].startswith("changed")


def test_a_type_of_field_that_the_sweep_cannot_make_is_told_and_not_left_out() -> None:
    @dataclass(frozen=True, slots=True)
    class Odd(Query[str]):
        permission = Permission.ORDER_READ
        shape: complex

    Odd.__annotations__["shape"] = complex
    with pytest.raises(TypeError, match="teach it"):
        list(built(Odd, None))  # type: ignore[arg-type]
