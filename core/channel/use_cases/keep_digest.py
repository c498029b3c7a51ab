"""The digest: what a person wants once a day is kept, and told together at the person's own minute.

What is kept names its digest (``due``), and so does the job that tells it: done twice, it is one message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from core.channel.engine.quiet import next_digest
from core.channel.errors import QuietHoursUnfit
from core.channel.events import DigestTimeSet
from core.channel.repository import notices
from core.channel.types import Digest, DigestItem, NoticeChoice, NoticeKind, NoticeWay
from core.infra.queue import NewJob
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import PersonId

SEND_DIGEST = "digest.send"
# A digest whose job was held up is still whole that long after its moment.
_KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class SetDigestTime(Command[None]):
    """When the day's notices come, to the full minute. Raises QuietHoursUnfit."""

    permission = Permission.OWN_PROFILE
    at: time


@dataclass(frozen=True, slots=True)
class KeepForDigest(Command[None]):
    """These people are told it with the next digest."""

    permission = Permission.INTERNAL
    people: tuple[PersonId, ...]
    kind: NoticeKind
    item: DigestItem


@dataclass(frozen=True, slots=True)
class ShowDigest(Query[Digest]):
    """What goes with the digest of that moment, less what the person has switched off since."""

    permission = Permission.INTERNAL
    person_id: PersonId
    due: datetime


async def set_digest_time(tx: Transaction, command: SetDigestTime) -> None:
    at = command.at
    if at.second or at.microsecond or at.tzinfo is not None:
        raise QuietHoursUnfit
    if (await notices.load_choices(tx, [tx.person_id]))[tx.person_id].digest_at == at:
        return
    await notices.set_digest_time(tx, tx.person_id, at)
    tx.record(DigestTimeSet(tx.person_id, tx.actor.dealer_id, f"{at:%H:%M}"))


async def keep_for_digest(tx: Transaction, command: KeepForDigest) -> None:
    choices = await notices.load_choices(tx, command.people)
    await keep(tx, choices, command.kind, command.item)


async def keep(
    tx: Transaction, choices: Mapping[PersonId, NoticeChoice], kind: NoticeKind, item: DigestItem
) -> None:
    """Keep it for each of them, with the job that tells it at the person's minute."""
    for person_id, choice in choices.items():
        due = next_digest(tx.now, choice.digest_at, choice.zone)
        await notices.drop_told(tx, person_id, due - _KEPT)
        await notices.keep_item(tx, person_id, kind, item, due)
        tx.enqueue(
            NewJob(
                kind=SEND_DIGEST,
                payload={"person": str(person_id), "due": due.isoformat()},
                lane=f"digest:{person_id}",
                dedupe_key=f"digest:{person_id}:{due.isoformat()}",
                due=due,
            )
        )


async def show_digest(snap: Snapshot, query: ShowDigest) -> Digest:
    choice = (await notices.load_choices(snap, [query.person_id]))[query.person_id]
    off = [kind for kind, way in choice.ways.items() if way is NoticeWay.OFF]
    items = await notices.list_items(snap, query.person_id, query.due, off)
    return Digest(await notices.dealer_of(snap, query.person_id), tuple(items))
