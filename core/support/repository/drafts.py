"""What somebody is putting together, for whoever talks to him."""

from __future__ import annotations

from sqlalchemy import select

from core.catalog.tables import ProductRow
from core.infra.columns import table_of
from core.infra.transaction import Snapshot
from core.kernel.ids import DealerId, PersonId
from core.orders.tables import DraftLineRow, DraftRow
from core.orders.types import DraftState
from core.support.types import DraftGlance

MOST = 15
_draft, _line, _product = table_of(DraftRow), table_of(DraftLineRow), table_of(ProductRow)


async def glance_at_draft(snap: Snapshot, dealer_id: DealerId, person_id: PersonId) -> DraftGlance | None:
    """The lines of the open draft: base units and name, or as typed where the product is not known yet."""
    rows = await snap.all(
        select(_line.c.raw, _line.c.quantity, _product.c.name)
        .join(_draft, _draft.c.id == _line.c.draft_id)
        .outerjoin(_product, _product.c.id == _line.c.product_id)
        .where(
            _draft.c.person_id == person_id,
            _draft.c.dealer_id == dealer_id,
            _draft.c.state == DraftState.OPEN.value,
        )
        .order_by(_line.c.position)
    )
    if not rows:
        return None
    shown = tuple(f"{row.quantity} × {row.name}" if row.name and row.quantity else row.raw for row in rows)
    return DraftGlance(shown[:MOST], len(shown))
