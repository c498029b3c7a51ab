"""What came of many dealers since a moment: orders, what went wrong, words that were not understood."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from core.infra.journal import JournalRow
from core.infra.transaction import Snapshot
from core.kernel.ids import DealerId, OrderId
from core.kernel.money import Money
from core.orders.tables import DraftLineRow, DraftRow, OrderRow
from core.orders.types import VOID, WAITING, DraftState, LineState, OrderState
from core.reporting.territory_types import NightOrder, Trouble, TroubleKind, Unread

_KINDS = [kind.value for kind in TroubleKind]


async def list_orders(snap: Snapshot, names: Mapping[DealerId, str], since: datetime) -> list[NightOrder]:
    """Orders of these dealers that were placed since, newest first."""
    rows = await snap.all(
        select(
            OrderRow.id,
            OrderRow.number,
            OrderRow.dealer_id,
            OrderRow.total_minor,
            OrderRow.currency,
            OrderRow.state,
        )
        .where(OrderRow.placed_at >= since, OrderRow.dealer_id.in_(list(names)), OrderRow.state.not_in(VOID))
        .order_by(OrderRow.placed_at.desc(), OrderRow.id.desc())
    )
    return [
        NightOrder(
            OrderId(row.id),
            row.number,
            names[row.dealer_id],
            Money(row.total_minor, row.currency),
            OrderState(row.state),
        )
        for row in rows
    ]


async def count_waiting(snap: Snapshot, names: Mapping[DealerId, str]) -> int:
    """Orders of these dealers that wait for somebody's decision."""
    row = await snap.one_or_none(
        select(func.count()).where(OrderRow.dealer_id.in_(list(names)), OrderRow.state.in_(WAITING))
    )
    return int(row[0])


async def list_troubles(snap: Snapshot, names: Mapping[DealerId, str], since: datetime) -> list[Trouble]:
    """What went wrong for these dealers since, newest first, as the journal has it."""
    streams = {str(key): key for key in names}
    rows = await snap.all(
        select(JournalRow.stream, JournalRow.at, JournalRow.name, JournalRow.payload)
        .where(JournalRow.at >= since, JournalRow.name.in_(_KINDS), JournalRow.stream.in_(list(streams)))
        .order_by(JournalRow.at.desc(), JournalRow.id.desc())
    )
    found = []
    for row in rows:
        dealer_id, event = streams[row.stream], row.payload
        orders = event.get("orders") or [""]
        number = event.get("order_number") or event.get("number") or event.get("title") or orders[0]
        order_id = event.get("order_id")
        found.append(
            Trouble(
                TroubleKind(row.name),
                row.at,
                dealer_id,
                names[dealer_id],
                number,
                None if order_id is None else OrderId(UUID(order_id)),
            )
        )
    return found


async def list_unread(
    snap: Snapshot, names: Mapping[DealerId, str], since: datetime, most: int
) -> tuple[Unread, ...]:
    """Lines of open drafts, touched since, that no product was found for; the latest draft first."""
    rows = await snap.all(
        select(DraftRow.dealer_id, DraftLineRow.raw)
        .join(DraftLineRow, DraftLineRow.draft_id == DraftRow.id)
        .where(
            DraftRow.dealer_id.in_(list(names)),
            DraftRow.state == DraftState.OPEN,
            DraftRow.changed >= since,
            DraftLineRow.state == LineState.NOT_FOUND,
        )
        .order_by(DraftRow.changed.desc(), DraftLineRow.position)
        .limit(most)
    )
    return tuple(Unread(DealerId(row.dealer_id), names[row.dealer_id], row.raw) for row in rows)
