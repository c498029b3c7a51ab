"""The office's hours, who waits how long, and messages that were not understood."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, insert, select, update

from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.stock.office import load_hours
from core.stock.tables import OfficeRow
from core.support.tables import MissRow
from core.support.types import SupportPolicy

_policy, _miss = table_of(OfficeRow), table_of(MissRow)


async def load_policy(snap: Snapshot) -> SupportPolicy:
    row = await snap.one_or_none(select(_policy.c.answer_minutes))
    if row is None:
        return SupportPolicy()
    return SupportPolicy(await load_hours(snap), row.answer_minutes)


async def save_policy(tx: Transaction, policy: SupportPolicy) -> None:
    await tx.execute(delete(_policy))
    await tx.execute(
        insert(_policy),
        {
            "id": 1,
            "opens": f"{policy.hours.opens:%H:%M}",
            "closes": f"{policy.hours.closes:%H:%M}",
            "days": list(policy.hours.days),
            "answer_minutes": policy.answer_minutes,
        },
    )


async def count_miss(tx: Transaction, within: timedelta) -> int:
    """One more message that was not understood; how many that makes, each ``within`` of the one before."""
    row = await tx.one_or_none(
        select(_miss.c.times, _miss.c.at).where(_miss.c.person_id == tx.person_id).with_for_update()
    )
    if row is None:
        await tx.execute(insert(_miss), {"person_id": tx.person_id, "times": 1, "at": tx.now})
        return 1
    times = row.times + 1 if tx.now - row.at <= within else 1
    await tx.execute(update(_miss).where(_miss.c.person_id == tx.person_id).values(times=times, at=tx.now))
    return int(times)
