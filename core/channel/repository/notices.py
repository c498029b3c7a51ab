"""Which notices people want, and when not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import delete, insert, select

from core.channel.tables import NoticeSwitchRow, QuietHoursRow
from core.channel.types import NoticeChoice, NoticeKind, QuietHours
from core.dealers.tables import PersonRow
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import PersonId


async def load_choices(snap: Snapshot, people: Collection[PersonId]) -> dict[PersonId, NoticeChoice]:
    """What each of these people has chosen."""
    off: dict[PersonId, set[NoticeKind]] = defaultdict(set)
    switched = await snap.all(
        select(NoticeSwitchRow.person_id, NoticeSwitchRow.kind).where(NoticeSwitchRow.person_id.in_(people))
    )
    for row in switched:
        off[PersonId(row.person_id)].add(NoticeKind(row.kind))
    rows = await snap.all(
        select(PersonRow.id, PersonRow.zone, QuietHoursRow.since, QuietHoursRow.until)
        .outerjoin(QuietHoursRow, QuietHoursRow.person_id == PersonRow.id)
        .where(PersonRow.id.in_(people))
    )
    return {
        row.id: NoticeChoice(
            frozenset(off[row.id]),
            None if row.since is None else QuietHours(row.since, row.until),
            row.zone,
        )
        for row in rows
    }


async def set_quiet(tx: Transaction, person_id: PersonId, hours: QuietHours | None) -> None:
    """None: there are none any more."""
    await tx.execute(delete(QuietHoursRow).where(QuietHoursRow.person_id == person_id))
    if hours is not None:
        await tx.execute(
            insert(QuietHoursRow), {"person_id": person_id, "since": hours.since, "until": hours.until}
        )
