"""A prepared order as it stands now, at the dealer's own prices."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.dealers.repository import directory, person_name
from core.infra.transaction import Snapshot
from core.intake import repository as intake
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.orders.flow import assess
from core.orders.prepared import repository
from core.orders.prepared.types import Prepared, PreparedView
from core.orders.use_cases.show_quote import offered_products, quote_of


@dataclass(frozen=True, slots=True)
class ShowPrepared(Query[PreparedView]):
    """One that the actor prepared; goods are named in the actor's language. Raises NotFound."""

    permission = Permission.DEALER_CARE
    prepared_id: uuid.UUID


async def show_prepared(snap: Snapshot, query: ShowPrepared) -> PreparedView:
    prepared = await repository.load_own(snap, query.prepared_id)
    # A rep who looks after that dealer no more has no business with it.
    await directory.load_card(snap, prepared.dealer_id)
    return await view_of(snap, prepared)


async def view_of(snap: Snapshot, prepared: Prepared) -> PreparedView:
    """Priced and judged as a draft of the dealer's is; one question at a time, with its answers."""
    draft = prepared.as_draft
    found = await assess(snap, draft)
    waiting = draft.asked_line
    choices = await offered_products(snap, found, waiting) if waiting else ()
    habits = await intake.load_habits(snap, draft.dealer_id) if waiting and waiting.product_id else {}
    return PreparedView(
        prepared.id,
        prepared.dealer_id,
        found.dealer.name,
        await person_name(snap, prepared.rep_id) or "",
        prepared.state,
        prepared.version,
        quote_of(draft, found, choices, habits),
        prepared.expires_at,
    )
