"""Confirming what must be refused: nothing at all may be written."""

from typing import Any

import pytest

from core.approvals.tables import ApprovalRow
from core.credit.tables import CreditEntryRow
from core.infra.door import Core, IdempotencyRow
from core.infra.journal import JournalRow
from core.infra.queue import JobRow
from core.intake.tables import HabitRow
from core.kernel.errors import Refused
from core.kernel.money import Money
from core.orders.tables import DraftLineRow, DraftRow, OrderLineRow, OrderRow, OrderStepRow
from core.orders.use_cases.place_order import PlaceOrder
from core.stock.tables import ReservationRow, StockRow
from tests.make import (
    quote,
    rows,
)

WRITTEN = (
    OrderRow,
    OrderLineRow,
    OrderStepRow,
    ReservationRow,
    CreditEntryRow,
    ApprovalRow,
    JournalRow,
    JobRow,
    IdempotencyRow,
    HabitRow,
)


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


async def refused(core: Core, actor: Any, error: type[Refused]) -> dict[str, Any]:
    """Confirm what the card shows: it must be refused, and nothing at all written."""
    before = [await rows(core, table) for table in (*WRITTEN, StockRow, DraftRow, DraftLineRow)]
    shown = await quote(core, actor)
    with pytest.raises(error) as caught:
        await core.execute(actor, PlaceOrder(shown.draft_id, shown.version, shown.seen), key="tap")
    assert type(caught.value) is error
    assert [await rows(core, table) for table in (*WRITTEN, StockRow, DraftRow, DraftLineRow)] == before
    return caught.value.fields
