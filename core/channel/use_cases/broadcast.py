"""Broadcasts: made with a preview, sent one person after the other, stopped at any moment.

Each person has a row that says how it went. It is marked before the message is sent, so whatever is killed
and started again nobody gets a message twice; who was being written to at that very moment is reported as
such, for Telegram cannot be asked whether a message has arrived. Quiet hours hold: who has them is written to
when they end.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.channel.engine.quiet import quiet_until
from core.channel.errors import BroadcastOver, BroadcastUnfit
from core.channel.events import BroadcastCancelled, BroadcastScheduled
from core.channel.repository import broadcasts, notices
from core.channel.types import (
    Audience,
    Broadcast,
    BroadcastPreview,
    BroadcastState,
    Delivery,
    DigestItem,
    NextPerson,
    NoticeKind,
    NoticeWay,
)
from core.channel.use_cases.keep_digest import keep
from core.channel.wording import MOST_CHARACTERS
from core.infra.queue import NewJob
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import PersonId

RUN_BROADCAST = "broadcast.run"
# Between Confirm and the first message: time to see the card and think better of it.
GRACE = timedelta(seconds=5)
MOST_SHOWN = 10
MOST_DAYS = 3_650
_OVER = (BroadcastState.DONE, BroadcastState.CANCELLED)


@dataclass(frozen=True, slots=True)
class PreviewBroadcast(Query[BroadcastPreview]):
    """Whom it would reach now; refuses what ``ScheduleBroadcast`` would refuse."""

    permission = Permission.BROADCAST
    kind: NoticeKind
    texts: Mapping[str, str]
    audience: Audience
    due_at: datetime | None = None


async def preview_broadcast(snap: Snapshot, query: PreviewBroadcast) -> BroadcastPreview:
    return await _check(snap, query)


@dataclass(frozen=True, slots=True)
class ScheduleBroadcast(Command[Broadcast]):
    """texts: by language, "" for all others. due_at None: now. Whom it is for is looked up when it begins."""

    permission = Permission.BROADCAST
    kind: NoticeKind
    texts: Mapping[str, str]
    audience: Audience
    due_at: datetime | None = None


async def schedule_broadcast(tx: Transaction, command: ScheduleBroadcast) -> Broadcast:
    await _check(tx, command)
    broadcast_id, due_at = tx.new_id(), command.due_at or tx.now + GRACE
    audience = broadcasts.audience_to_json(command.audience)
    await broadcasts.insert_broadcast(
        tx,
        {
            "id": broadcast_id,
            "kind": command.kind.value,
            "texts": dict(command.texts),
            "audience": audience,
            "state": BroadcastState.SCHEDULED.value,
            "made_by": tx.person_id,
            "made_at": tx.now,
            "due_at": due_at,
        },
    )
    tx.enqueue(_run(broadcast_id, due_at))
    tx.record(BroadcastScheduled(broadcast_id, command.kind.value, audience, due_at))
    return await broadcasts.load_broadcast(tx, broadcast_id)


def _run(broadcast_id: uuid.UUID, due: datetime) -> NewJob:
    return NewJob(
        kind=RUN_BROADCAST,
        payload={"broadcast": str(broadcast_id)},
        lane=f"broadcast:{broadcast_id}",
        dedupe_key=f"broadcast:{broadcast_id}:{due.isoformat()}",
        due=due,
    )


async def _check(snap: Snapshot, wanted: PreviewBroadcast | ScheduleBroadcast) -> BroadcastPreview:
    if not wanted.texts.get(""):
        raise BroadcastUnfit(why="empty")
    if any(len(text) > MOST_CHARACTERS for text in wanted.texts.values()):
        raise BroadcastUnfit(why="too_long", most=MOST_CHARACTERS)
    if wanted.due_at is not None and wanted.due_at < snap.now:
        raise BroadcastUnfit(why="past")
    tiers, regions = await broadcasts.known_codes(snap)
    if not tiers.issuperset(wanted.audience.tiers):
        raise BroadcastUnfit(why="tier", known=sorted(tiers))
    if not regions.issuperset(wanted.audience.regions):
        raise BroadcastUnfit(why="region", known=sorted(regions))
    if not 1 <= wanted.audience.days <= MOST_DAYS:
        raise BroadcastUnfit(why="days", most=MOST_DAYS)
    found = await broadcasts.preview(snap, wanted.audience, wanted.kind)
    if not found.people:
        raise BroadcastUnfit(why="nobody")
    return found


@dataclass(frozen=True, slots=True)
class CancelBroadcast(Command[Broadcast]):
    """Stop it: nobody gets it from now on but whoever is being written to at this moment."""

    permission = Permission.BROADCAST
    broadcast_id: uuid.UUID


async def cancel_broadcast(tx: Transaction, command: CancelBroadcast) -> Broadcast:
    if await broadcasts.lock_state(tx, command.broadcast_id) in _OVER:
        raise BroadcastOver
    await broadcasts.skip_waiting(tx, command.broadcast_id)
    await broadcasts.change_broadcast(
        tx, command.broadcast_id, state=BroadcastState.CANCELLED.value, ended_at=tx.now
    )
    tx.record(BroadcastCancelled(command.broadcast_id))
    return await broadcasts.load_broadcast(tx, command.broadcast_id)


@dataclass(frozen=True, slots=True)
class ShowBroadcast(Query[Broadcast]):
    permission = Permission.BROADCAST
    broadcast_id: uuid.UUID


async def show_broadcast(snap: Snapshot, query: ShowBroadcast) -> Broadcast:
    return await broadcasts.load_broadcast(snap, query.broadcast_id)


@dataclass(frozen=True, slots=True)
class ListBroadcasts(Query[tuple[Broadcast, ...]]):
    permission = Permission.BROADCAST


async def list_broadcasts(snap: Snapshot, _query: ListBroadcasts) -> tuple[Broadcast, ...]:
    return tuple(await broadcasts.list_broadcasts(snap, MOST_SHOWN))


@dataclass(frozen=True, slots=True)
class TakeNextPerson(Command[NextPerson | None]):
    """What became of the last message (``last``, ``outcome``), and who is next; None: nobody is now.

    The first one begins the broadcast and writes down whom it is for. Without ``goes_on`` the last one is
    noted, and nobody is taken.
    """

    permission = Permission.INTERNAL
    broadcast_id: uuid.UUID
    last: PersonId | None = None
    outcome: Delivery = Delivery.SENT
    goes_on: bool = True


async def take_next_person(tx: Transaction, command: TakeNextPerson) -> NextPerson | None:
    state = await broadcasts.lock_state(tx, command.broadcast_id)
    if command.last is not None:
        await broadcasts.note_delivery(tx, command.broadcast_id, command.last, command.outcome)
    if state in _OVER or not command.goes_on:
        return None
    broadcast = await broadcasts.load_broadcast(tx, command.broadcast_id, is_counted=False)
    if state is BroadcastState.SCHEDULED:
        await broadcasts.fill(tx, broadcast)
        await broadcasts.change_broadcast(
            tx, broadcast.id, state=BroadcastState.RUNNING.value, started_at=tx.now
        )
    following = await broadcasts.take_next(tx, broadcast)
    while following is not None and await _comes_later(tx, broadcast, following):
        following = await broadcasts.take_next(tx, broadcast)
    if following is None:
        await _pause(tx, broadcast.id)
    return following


async def _pause(tx: Transaction, broadcast_id: uuid.UUID) -> None:
    """It goes on when the first quiet hours end; where nobody waits it is over."""
    due = await broadcasts.next_turn(tx, broadcast_id)
    if due is None:
        await broadcasts.change_broadcast(tx, broadcast_id, state=BroadcastState.DONE.value, ended_at=tx.now)
    else:
        tx.enqueue(_run(broadcast_id, due))


async def _comes_later(tx: Transaction, broadcast: Broadcast, person: NextPerson) -> bool:
    """Whoever wants that kind once a day is done with as soon as it is kept; in quiet hours nobody is
    written to before they end."""
    choices = await notices.load_choices(tx, [person.person_id])
    choice = choices[person.person_id]
    if choice.way(broadcast.kind) is not NoticeWay.DAILY:
        until = None if choice.quiet is None else quiet_until(tx.now, choice.quiet, choice.zone)
        if until is None:
            return False
        await broadcasts.put_off(tx, broadcast.id, person.person_id, until)
        return True
    item = DigestItem(f"broadcast:{broadcast.id}", "broadcast", {"broadcast_id": str(broadcast.id)})
    await keep(tx, choices, broadcast.kind, item)
    await broadcasts.note_delivery(tx, broadcast.id, person.person_id, Delivery.SENT)
    return True
