"""Which notices people want, when not, and what waits for their digest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from core.channel.tables import DigestItemRow, DigestTimeRow, NoticeSwitchRow, QuietHoursRow
from core.channel.types import DIGEST_AT, DigestItem, NoticeChoice, NoticeKind, NoticeWay, QuietHours
from core.dealers.tables import DealerPersonRow, PersonRow
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import DealerId, PersonId


async def load_choices(snap: Snapshot, people: Collection[PersonId]) -> dict[PersonId, NoticeChoice]:
    """What each of these people has chosen."""
    ways: dict[PersonId, dict[NoticeKind, NoticeWay]] = defaultdict(dict)
    switched = await snap.all(
        select(NoticeSwitchRow.person_id, NoticeSwitchRow.kind, NoticeSwitchRow.way).where(
            NoticeSwitchRow.person_id.in_(people)
        )
    )
    for row in switched:
        ways[PersonId(row.person_id)][NoticeKind(row.kind)] = NoticeWay(row.way)
    rows = await snap.all(
        select(PersonRow.id, PersonRow.zone, QuietHoursRow.since, QuietHoursRow.until, DigestTimeRow.at)
        .outerjoin(QuietHoursRow, QuietHoursRow.person_id == PersonRow.id)
        .outerjoin(DigestTimeRow, DigestTimeRow.person_id == PersonRow.id)
        .where(PersonRow.id.in_(people))
    )
    return {
        row.id: NoticeChoice(
            ways.get(row.id, {}),
            None if row.since is None else QuietHours(_time(row.since), _time(row.until)),
            row.zone,
            DIGEST_AT if row.at is None else _time(row.at),
        )
        for row in rows
    }


async def set_way(tx: Transaction, person_id: PersonId, kind: NoticeKind, way: NoticeWay) -> None:
    await tx.execute(
        delete(NoticeSwitchRow).where(
            NoticeSwitchRow.person_id == person_id, NoticeSwitchRow.kind == kind.value
        )
    )
    if way is not NoticeWay.NOW:
        await _put(
            tx,
            NoticeSwitchRow,
            {"person_id": person_id, "kind": kind.value, "way": way.value, "off_at": tx.now},
        )


async def set_quiet(tx: Transaction, person_id: PersonId, hours: QuietHours | None) -> None:
    """None: there are none any more."""
    await tx.execute(delete(QuietHoursRow).where(QuietHoursRow.person_id == person_id))
    if hours is not None:
        since, until = _minute(hours.since), _minute(hours.until)
        await tx.execute(insert(QuietHoursRow), {"person_id": person_id, "since": since, "until": until})


async def set_digest_time(tx: Transaction, person_id: PersonId, at: time) -> None:
    await tx.execute(delete(DigestTimeRow).where(DigestTimeRow.person_id == person_id))
    await tx.execute(insert(DigestTimeRow), {"person_id": person_id, "at": _minute(at)})


async def keep_item(
    tx: Transaction, person_id: PersonId, kind: NoticeKind, item: DigestItem, due: datetime
) -> None:
    """Once for each entry; what the same event brings again stays with the digest that it was kept for."""
    values = {
        "person_id": person_id, "entry": item.entry, "kind": kind.value, "name": item.name,
        "event": dict(item.event), "kept_at": tx.now, "due": due,
    }  # fmt: skip
    await _put(tx, DigestItemRow, values)


async def drop_told(tx: Transaction, person_id: PersonId, before: datetime) -> None:
    """Forget what went with digests due before that moment."""
    await tx.execute(
        delete(DigestItemRow).where(DigestItemRow.person_id == person_id, DigestItemRow.due < before)
    )


async def list_items(
    snap: Snapshot, person_id: PersonId, due: datetime, besides: Collection[NoticeKind]
) -> Sequence[DigestItem]:
    """What goes with the digest of that moment, the oldest first, without those kinds."""
    rows = await snap.all(
        select(DigestItemRow.entry, DigestItemRow.name, DigestItemRow.event)
        .where(
            DigestItemRow.person_id == person_id,
            DigestItemRow.due == due,
            DigestItemRow.kind.not_in([kind.value for kind in besides]),
        )
        .order_by(DigestItemRow.kept_at, DigestItemRow.entry)
    )
    return [DigestItem(row.entry, row.name, row.event) for row in rows]


async def dealer_of(snap: Snapshot, person_id: PersonId) -> DealerId | None:
    """None: a person of the house."""
    row = await snap.one_or_none(
        select(DealerPersonRow.dealer_id).where(DealerPersonRow.person_id == person_id)
    )
    return None if row is None else DealerId(row.dealer_id)


async def _put(tx: Transaction, table: Any, values: dict[str, Any]) -> None:
    add = postgresql.insert if tx.on_postgres else sqlite.insert
    await tx.execute(add(table).values(**values).on_conflict_do_nothing())


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)
