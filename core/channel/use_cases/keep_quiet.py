"""Each person says when nothing that can wait shall come; who tells people things asks here first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.channel.engine.quiet import quiet_until
from core.channel.errors import QuietHoursUnfit
from core.channel.events import QuietHoursSet
from core.channel.repository import notices
from core.channel.types import NoticeChoice, NoticeKind, QuietHours
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import PersonId


@dataclass(frozen=True, slots=True)
class ShowNoticeChoice(Query[NoticeChoice]):
    """What the person has switched off, and the own quiet hours."""

    permission = Permission.OWN_PROFILE


@dataclass(frozen=True, slots=True)
class SetQuietHours(Command[None]):
    """None: none any more. Raises QuietHoursUnfit."""

    permission = Permission.OWN_PROFILE
    hours: QuietHours | None


@dataclass(frozen=True, slots=True)
class WhenToTell(Query[Mapping[PersonId, datetime | None]]):
    """Who of these people wants a notice of that kind (None: one that always comes), and not before when.

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
    if hours is not None and (
        not 0 <= hours.since < 24 or not 0 <= hours.until < 24 or hours.since == hours.until
    ):
        raise QuietHoursUnfit
    if (await notices.load_choices(tx, [tx.person_id]))[tx.person_id].quiet == hours:
        return
    await notices.set_quiet(tx, tx.person_id, hours)
    since, until = (None, None) if hours is None else (hours.since, hours.until)
    tx.record(QuietHoursSet(tx.person_id, tx.actor.dealer_id, since, until))


async def when_to_tell(snap: Snapshot, query: WhenToTell) -> Mapping[PersonId, datetime | None]:
    choices = await notices.load_choices(snap, query.people)
    return {
        person_id: _not_before(snap.now, choice, query.is_urgent)
        for person_id, choice in choices.items()
        if query.kind is None or query.kind not in choice.off
    }


def _not_before(now: datetime, choice: NoticeChoice, is_urgent: bool) -> datetime | None:
    if is_urgent or choice.quiet is None:
        return None
    return quiet_until(now, choice.quiet, choice.zone)
