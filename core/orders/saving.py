"""Writing what a message or a tap has done to a draft's lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.infra.transaction import Transaction
from core.orders.engine import content_digest
from core.orders.repository import drafts, past
from core.orders.terms import obey_terms
from core.orders.types import Draft, DraftLine, LineState


async def save_lines(tx: Transaction, draft: Draft, lines: Sequence[DraftLine], **changes: Any) -> int:
    """Write a draft's lines; whether they repeat an order just placed is judged anew.

    Lines wanted under terms are left out where these do not hold. Returns the new version.
    """
    if any(line.terms for line in lines):
        lines = await obey_terms(tx, draft, lines)
    repeat_of = await _repeat_of(tx, draft, lines)
    return await drafts.save_draft(tx, draft, lines, repeat_of=repeat_of, **changes)


async def _repeat_of(tx: Transaction, draft: Draft, lines: Sequence[DraftLine]) -> str | None:
    if draft.amends is not None:
        return None  # it looks like the order that it is
    ready = [
        (line.product_id, line.quantity)
        for line in lines
        if line.product_id and line.quantity and line.state is not LineState.HELD
    ]
    if not ready or len(ready) != len(lines):
        return None
    return await past.find_repeat(tx, draft.dealer_id, content_digest(ready))
