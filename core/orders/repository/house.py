"""What the house has set that every quote and every order asks, in one trip."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, true

from core.approvals.tables import ApprovalChangeRow
from core.catalog.tables import CatalogChangeRow
from core.infra.columns import table_of
from core.infra.reads import Read
from core.infra.transaction import Snapshot
from core.kernel.ids import DealerId
from core.kernel.money import Money
from core.orders.repository.supply import USUAL_DAY_WORTH
from core.orders.supply_types import DealerSupply, WhenShort
from core.orders.tables import DealerSupplyRow, OrderPolicyRow, SupplyPolicyRow
from core.pricing.tables import PriceChangeRow

_policy, _supply, _days = map(table_of, (OrderPolicyRow, DealerSupplyRow, SupplyPolicyRow))
_prices, _catalogue, _rules = map(table_of, (PriceChangeRow, CatalogChangeRow, ApprovalChangeRow))
_load_house = Read(
    select(
        _prices.c.last.label("prices"),
        _catalogue.c.last.label("catalogue"),
        _rules.c.last.label("rules"),
        func.coalesce(_policy.c.minimum_minor, 0).label("minimum"),
        func.coalesce(_policy.c.urgent_minor, 0).label("urgent"),
        _supply.c.when_short,
        func.coalesce(_supply.c.may_be_urgent, true()).label("may_be_urgent"),
        func.coalesce(_supply.c.share, 0).label("share"),
        func.coalesce(_days.c.day_worth_bp, USUAL_DAY_WORTH).label("day_worth"),
    )
    .select_from(
        _prices.join(_catalogue, _catalogue.c.id == 1)
        .join(_rules, _rules.c.id == 1)
        .outerjoin(_policy, _policy.c.currency == bindparam("in_currency"))
        .outerjoin(_supply, _supply.c.dealer_id == bindparam("of_dealer"))
        .outerjoin(_days, _days.c.id == 1)
    )
    .where(_prices.c.id == 1)
)


class House(NamedTuple):
    """What the house has set: versions of prices, catalogue and approval rules, the smallest order, what an
    urgent one costs on top, what is agreed with the dealer about scarce goods, and what a day earlier is
    worth in hundredths of a percent of the goods."""

    prices: int
    catalogue: int
    rules: int
    minimum: Money
    urgent_fee: Money
    supply: DealerSupply
    day_worth_bp: int


async def load_house(snap: Snapshot, currency: str, dealer_id: DealerId) -> House:
    """All of it in one trip; amounts in that currency, zero where there are none."""
    row = await snap.one_or_none(_load_house, {"in_currency": currency, "of_dealer": dealer_id})
    return House(
        int(row.prices),
        int(row.catalogue),
        int(row.rules),
        Money(row.minimum, currency),
        Money(row.urgent, currency),
        DealerSupply(
            WhenShort(row.when_short) if row.when_short else None, bool(row.may_be_urgent), int(row.share)
        ),
        int(row.day_worth),
    )
