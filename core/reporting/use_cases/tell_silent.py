"""Once a week each rep hears which of the own dealers have fallen silent (B4, M3)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from core.dealers.repository import directory
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.ids import DealerId, PersonId
from core.orders.leaving import load_leaving
from core.reporting.events import DealersSilent
from core.reporting.repository import territory

MONDAY, HOUR = 0, 6
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class TellSilentDealers(Command[int]):
    """How many reps are told; nobody whose dealers all keep their rhythm.

    at: only those for whom it is the hour of the week then, where they are (``MONDAY``, ``HOUR``).
    """

    permission = Permission.INTERNAL
    at: datetime | None = None


async def tell_silent_dealers(tx: Transaction, command: TellSilentDealers) -> int:
    zones = await territory.rep_zones(tx)
    hearing = {rep_id for rep_id, zone in zones.items() if command.at is None or _is_hour(command.at, zone)}
    if not hearing:
        return 0
    names = {one.id: one.name for one in await directory.list_dealers(tx) if one.active}
    judged = await load_leaving(tx, list(names))
    named = [key for key, one in judged.items() if one.is_leaving]
    kept = await territory.who_keeps(tx, named)
    by_rep: defaultdict[tuple[PersonId, str], list[DealerId]] = defaultdict(list)
    for key in sorted(named, key=lambda one: (-judged[one].at_risk, names[one], one)):
        rep_id, currency = kept[key]
        if rep_id in hearing:
            by_rep[rep_id, currency].append(key)
    reps: defaultdict[PersonId, list[tuple[str, list[DealerId]]]] = defaultdict(list)
    for (rep_id, currency), dealers in sorted(by_rep.items()):
        reps[rep_id].append((currency, dealers))
    for rep_id, groups in sorted(reps.items()):
        tx.record(
            DealersSilent(
                rep_id,
                sum(len(dealers) for _, dealers in groups),
                tuple(
                    (currency, sum(judged[one].at_risk for one in dealers)) for currency, dealers in groups
                ),
                tuple(names[one] for _, dealers in groups for one in dealers)[:_MOST_NAMES],
            )
        )
    return len(reps)


def _is_hour(at: datetime, zone: str) -> bool:
    local = at.astimezone(ZoneInfo(zone))
    return (local.weekday(), local.hour) == (MONDAY, HOUR)
