"""Once a week each rep hears which of the own dealers have fallen silent (B4, M3)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from core.dealers.repository import directory
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.ids import DealerId, PersonId
from core.orders.leaving import load_leaving
from core.reporting.events import DealersSilent
from core.reporting.repository import territory

_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class TellSilentDealers(Command[int]):
    """How many reps are told; nobody whose dealers all keep their rhythm."""

    permission = Permission.INTERNAL


async def tell_silent_dealers(tx: Transaction, _command: TellSilentDealers) -> int:
    names = {one.id: one.name for one in await directory.list_dealers(tx) if one.active}
    judged = await load_leaving(tx, list(names))
    named = [key for key, one in judged.items() if one.is_leaving]
    kept = await territory.who_keeps(tx, named)
    by_rep: defaultdict[tuple[PersonId, str], list[DealerId]] = defaultdict(list)
    for key in sorted(named, key=lambda one: (-judged[one].at_risk, names[one], one)):
        rep_id, currency = kept[key]
        if rep_id is not None:
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
