"""All SQL of forecasting: who wants no suggestions."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from core.forecasting.tables import SuggestionsOffRow
from core.infra.transaction import Snapshot, Transaction


async def may_suggest(snap: Snapshot) -> bool:
    """Whether the actor may be told what is usually taken along."""
    if snap.actor.person_id is None:
        return False
    found = select(SuggestionsOffRow.since).where(SuggestionsOffRow.person_id == snap.actor.person_id)
    return await snap.one_or_none(found) is None


async def switch_suggestions(tx: Transaction, *, on: bool) -> None:
    """Note what the actor wants; the same twice is the same."""
    await tx.execute(delete(SuggestionsOffRow).where(SuggestionsOffRow.person_id == tx.person_id))
    if not on:
        await tx.execute(insert(SuggestionsOffRow).values(person_id=tx.person_id, since=tx.now))
