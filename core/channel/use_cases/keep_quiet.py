"""Each person says when nothing that can wait shall come; who tells people things asks here first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from core.channel.engine.quiet import quiet_until
from core.channel.errors import QuietHoursUnfit
from core.channel.events import QuietHoursSet
from core.channel.repository import notices
from core.channel.types import NoticeChoice, NoticeKind, NoticeWay, QuietHours, Telling
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import PersonId


@dataclass(frozen=True, slots=True)
class ShowNoticeChoice(Query[NoticeChoice]):
    """How the person wants which notices, and the own quiet hours."""

    permission = Permission.OWN_PROFILE


@dataclass(frozen=True, slots=True)
class SetQuietHours(Command[None]):
    """None: none any more. Raises QuietHoursUnfit."""

    permission = Permission.OWN_PROFILE
    hours: QuietHours | None


@dataclass(frozen=True, slots=True)
class WhenToTell(Query[Mapping[PersonId, Telling]]):
    """Who of these people wants a notice of that kind (None: one that always comes), and how.

    Who has switched it off is not in the answer.
    """

    permission = Permission.INTERNAL
    people: tuple[PersonId, ...]
    kind: NoticeKind | None
    is_urgent: bool = False


async def show_notice_choice(snap: Snapshot, _query: ShowNoticeChoice) -> NoticeChoice:
    return (await notices.load_choices(snap, [snap.person_id]))[snap.person_id]


async def set_quiet_hours(tx: Transaction, command: SetQuietHours) -> None:
    hours = command.hours
    if hours is not None and (hours.since == hours.until or not _is_full(hours.since, hours.until)):
        raise QuietHoursUnfit
    if (await notices.load_choices(tx, [tx.person_id]))[tx.person_id].quiet == hours:
        return
    await notices.set_quiet(tx, tx.person_id, hours)
    since, until = (None, None) if hours is None else (f"{hours.since:%H:%M}", f"{hours.until:%H:%M}")
    tx.record(QuietHoursSet(tx.person_id, tx.actor.dealer_id, since, until))


def _is_full(*moments: time) -> bool:
    return all(not one.second and not one.microsecond and one.tzinfo is None for one in moments)


async def when_to_tell(snap: Snapshot, query: WhenToTell) -> Mapping[PersonId, Telling]:
    choices = await notices.load_choices(snap, query.people)
    return {
        person_id: _telling(snap.now, choice, query)
        for person_id, choice in choices.items()
        if choice.way(query.kind) is not NoticeWay.OFF
    }


def _telling(now: datetime, choice: NoticeChoice, query: WhenToTell) -> Telling:
    if query.is_urgent:
        return Telling()
    if choice.way(query.kind) is NoticeWay.DAILY:
        return Telling(is_daily=True)
    return Telling(None if choice.quiet is None else quiet_until(now, choice.quiet, choice.zone))
