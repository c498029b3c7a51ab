"""SQL about what evidence the house asks for."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from core.catalog.tables import ProductRow
from core.dealers.tables import DealerRow
from core.deliveries.tables import ShipmentLineRow
from core.dispatch.tables import RouteStopRow, RouteStopShipmentRow
from core.driving.engine.needs import StopFacts, lacks_of, needs_of
from core.driving.tables import EvidenceRuleRow, ProofRow
from core.driving.types import EvidenceRule, Need
from core.infra.columns import table_of
from core.infra.reads import Read
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import DealerId
from core.kernel.money import Money
from core.orders.tables import OrderRow

_rule = table_of(EvidenceRuleRow)
# Asked at every proof; there are a few of them, or none.
_rules = Read(
    select(*_rule.c, DealerRow.name.label("dealer"))
    .outerjoin(DealerRow, DealerRow.id == _rule.c.dealer_id)
    .order_by(_rule.c.dealer_id, _rule.c.category, _rule.c.currency, _rule.c.least_minor)
)


async def list_rules(snap: Snapshot) -> list[EvidenceRule]:
    return [_read(row) for row in await snap.all(_rules, {})]


def _read(row: Any) -> EvidenceRule:
    return EvidenceRule(
        needs=tuple(Need(one) for one in row.needs),
        dealer_id=None if row.dealer_id is None else DealerId(row.dealer_id),
        least=None if row.least_minor is None else Money(row.least_minor, row.currency),
        category=row.category,
        dealer=row.dealer or "",
    )


async def save_rule(tx: Transaction, rule: EvidenceRule) -> None:
    """The rule for what it speaks of; one without needs goes."""
    least = rule.least
    scope = {
        "dealer_id": rule.dealer_id,
        "least_minor": None if least is None else least.minor,
        "currency": None if least is None else least.currency,
        "category": rule.category,
    }
    # Of all amounts that speak of the same there is one: two would only add up.
    keys = [name for name in scope if name != "least_minor"]
    is_amount = _rule.c.least_minor.is_not(None) if least is not None else _rule.c.least_minor.is_(None)
    await tx.execute(
        delete(_rule).where(is_amount, *(_rule.c[name].is_not_distinct_from(scope[name]) for name in keys))
    )
    if rule.needs:
        await tx.execute(
            insert(_rule).values(id=tx.new_id(), needs=[one.value for one in rule.needs], **scope)
        )


async def needs_of_stops(snap: Snapshot, stop_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[Need, ...]]:
    """What evidence each stop asks for."""
    rules = await list_rules(snap)
    if not rules or not stop_ids:
        return dict.fromkeys(stop_ids, ())
    rows = await snap.all(
        select(
            RouteStopRow.id,
            RouteStopRow.dealer_id,
            OrderRow.id.label("order_id"),
            OrderRow.currency,
            OrderRow.total_minor,
            ProductRow.category,
        )
        .join(RouteStopShipmentRow, RouteStopShipmentRow.stop_id == RouteStopRow.id)
        .join(ShipmentLineRow, ShipmentLineRow.shipment_id == RouteStopShipmentRow.shipment_id)
        .join(OrderRow, OrderRow.id == ShipmentLineRow.order_id)
        .join(ProductRow, ProductRow.id == ShipmentLineRow.product_id)
        .where(RouteStopRow.id.in_(stop_ids))
    )
    of_stop: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in rows:
        of_stop[row.id].append(row)
    return {
        stop_id: needs_of(rules, _facts(of_stop[stop_id])) if stop_id in of_stop else ()
        for stop_id in stop_ids
    }


async def lacks_of_stops(snap: Snapshot, stop_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[Need, ...]]:
    """What the proofs of stops lack, of those that have one."""
    rows = await snap.all(select(ProofRow.stop_id, ProofRow.flags).where(ProofRow.stop_id.in_(stop_ids)))
    return {row.stop_id: lacks_of(row.flags) for row in rows}


def _facts(rows: Sequence[Any]) -> StopFacts:
    totals: dict[str, int] = defaultdict(int)
    for row in {row.order_id: row for row in rows}.values():
        totals[row.currency] += row.total_minor
    return StopFacts(rows[0].dealer_id, frozenset(row.category for row in rows), totals)
