"""What phones tell, taken in order and each once; what cannot be done is kept with its reason (I2-I5).

An act is kept before it is done, in the same transaction: of two connections that bring the same one the
second waits, finds it known, and answers as the first did.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.driving.act_types import (
    Act,
    ActResult,
    Closing,
    Correcting,
    Failing,
    Handing,
    Here,
    LoadCheck,
    Unreadable,
)
from core.driving.errors import ActUnreadable, IdTaken
from core.driving.events import ActRefused
from core.driving.flow import at_the_door, door_money, on_route
from core.driving.repository import acts as store
from core.driving.types import ActKind, ActState
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import Busy, Refused
from core.kernel.texts import storable

# Acts that lock no dealer's account and no stock: several of them share a transaction.
_LIGHT = frozenset({ActKind.LOAD_CHECKED, ActKind.ARRIVED, ActKind.DEPARTED, ActKind.POSITION})
_WRITES_NOTHING = frozenset({ActKind.LOAD_CHECKED, ActKind.POSITION})  # but that they were told
_AT_THE_DOOR = frozenset({ActKind.DELIVERED, ActKind.NOT_DELIVERED, ActKind.MONEY_CORRECTED})


@dataclass(frozen=True, slots=True)
class TakeActs(Command[tuple[ActResult, ...]]):
    """Acts of one phone, in the order of ``seq``; the results in the same order. device: the phone's own id.

    Never raises for what a single act lacks: that is its result.
    """

    permission = Permission.DRIVE
    keeps_result = False
    device: str
    acts: tuple[Act, ...]


def in_runs(acts: Sequence[Act]) -> Iterator[tuple[Act, ...]]:
    """The acts in order, in as few transactions as is good: each that moves goods or money has its own."""
    run: list[Act] = []
    for act in sorted(acts, key=lambda one: one.seq):
        if act.kind in _LIGHT:
            run.append(act)
            continue
        if run:
            yield tuple(run)
            run = []
        yield (act,)
    if run:
        yield tuple(run)


async def take_acts(tx: Transaction, command: TakeActs) -> tuple[ActResult, ...]:
    ordered = sorted(command.acts, key=lambda one: one.seq)
    known = await store.known_acts(tx, [act.id for act in ordered])
    results: dict[Any, ActResult] = {}
    followed: set[Any] = set()  # routes whose van is followed: of the next position nothing has to be asked
    for act in ordered:
        if act.id in known:
            results[act.id] = _again(tx, act, known[act.id])
        elif act.id not in results:
            is_position = act.kind == ActKind.POSITION and isinstance(act.content, Here)
            if is_position and act.route_id in followed:
                results[act.id] = _keep(tx, command.device, act)
                continue
            if act.kind not in _LIGHT:
                followed.clear()
            result = results[act.id] = await _take(tx, command.device, act)
            if is_position and result.status == "done":
                followed.add(act.route_id)
    return tuple(results[act.id] for act in ordered)


def _again(tx: Transaction, act: Act, row: Any) -> ActResult:
    if row.person_id != tx.person_id or row.sent != act.sent:
        return ActResult(act.id, "refused", IdTaken.code)
    if row.state == ActState.REFUSED:
        return ActResult(act.id, "refused", row.code, row.fields or {})
    return ActResult(act.id, "already")


def _keep(tx: Transaction, device: str, act: Act) -> ActResult:
    """Write the act down, as done; whoever cannot do it says so later."""
    store.insert_act(
        tx,
        {
            "id": act.id,
            "person_id": tx.person_id,
            "session_id": tx.actor.session_id,
            "device": device,
            "seq": act.seq,
            "kind": storable(act.kind)[:20],
            "route_id": act.route_id,
            "stop_id": act.stop_id,
            "told_at": act.at,
            "received_at": tx.now,
            "sent": act.sent,
        },
    )
    return ActResult(act.id, "done")


async def _take(tx: Transaction, device: str, act: Act) -> ActResult:
    done = _keep(tx, device, act)
    try:
        if act.kind in _WRITES_NOTHING:
            await _do(tx, device, act)
        else:
            async with tx.attempt():
                await _do(tx, device, act)
    except Busy:
        raise
    except Refused as refusal:
        fields = _plain(refusal.fields)
        await store.note_refused(tx, act.id, refusal.code, fields)
        if act.kind in _AT_THE_DOOR:
            tx.record(ActRefused(act.id, act.stop_id, tx.actor.name, act.kind, refusal.code, fields))
        return ActResult(act.id, "refused", refusal.code, fields)
    return done


async def _do(tx: Transaction, device: str, act: Act) -> None:
    match act.kind, act.content:
        case ActKind.LOAD_CHECKED, LoadCheck() as content:
            await on_route.check_load(tx, act, content)
        case ActKind.ROUTE_STARTED, Here() as content:
            await on_route.start_route(tx, act, content)
        case ActKind.ARRIVED, Here() as content:
            await on_route.arrive_at(tx, act, content)
        case ActKind.DEPARTED, Here() as content:
            await on_route.depart_from(tx, act, content)
        case ActKind.POSITION, Here() as content:
            await on_route.note_position(tx, act, content)
        case ActKind.DELIVERED, Handing() as content:
            await at_the_door.hand_over(tx, act, device, content)
        case ActKind.NOT_DELIVERED, Failing() as content:
            await at_the_door.give_up(tx, act, content)
        case ActKind.MONEY_CORRECTED, Correcting() as content:
            await door_money.correct_own(tx, act, content)
        case ActKind.SHIFT_CLOSED, Closing() as content:
            await on_route.close_shift(tx, act, content)
        case _, Unreadable() as content:
            raise ActUnreadable(names=", ".join(content.fields)[:200])
        case _:
            raise ActUnreadable(names="kind")


def _plain(fields: Mapping[str, object]) -> dict[str, object]:
    """Fields of a refusal as JSON keeps them."""
    return {name: one if isinstance(one, int) else storable(str(one))[:200] for name, one in fields.items()}
