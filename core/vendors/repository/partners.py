"""Dealers that give up goods: what they offer, what of it is promised, and the house's policy."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, insert, select, update

from core.catalog.repository import load_products
from core.catalog.tables import ProductRow
from core.dealers.tables import DealerRow
from core.infra.columns import table_of
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import DealerId, OrderId, ProductId
from core.kernel.money import Money, UnitPrice
from core.vendors.partner_types import PartnerPolicy, StatedOffer
from core.vendors.repository.purchases import Promised, list_promised
from core.vendors.tables import PartnerOfferRow, PartnerPolicyRow, VendorRow

_offer, _vendor, _policy = table_of(PartnerOfferRow), table_of(VendorRow), table_of(PartnerPolicyRow)
Key = tuple[uuid.UUID, ProductId]


class DealerFacts(NamedTuple):
    """What a file of offers needs of a dealer."""

    id: DealerId
    name: str
    region: str
    currency: str


async def load_policy(snap: Snapshot) -> PartnerPolicy:
    """What the house has set, else what is usual."""
    row = await snap.one_or_none(select(_policy))
    if row is None:
        return PartnerPolicy(Money.zero(snap.settings.default_currency))
    return PartnerPolicy(
        Money(row.fetch_minor, row.currency),
        row.answer_minutes,
        row.lead_days,
        row.across_regions,
        row.sends,
    )


async def save_policy(tx: Transaction, policy: PartnerPolicy) -> None:
    await tx.execute(delete(_policy))
    await tx.execute(
        insert(_policy).values(
            id=1,
            answer_minutes=policy.answer_minutes,
            lead_days=policy.lead_days,
            fetch_minor=policy.fetch.minor,
            currency=policy.fetch.currency,
            across_regions=policy.across_regions,
            sends=policy.sends,
        )
    )


async def find_partner(snap: Snapshot, dealer_id: DealerId) -> uuid.UUID | None:
    """The dealer as somebody we buy from; None where it never offered anything."""
    row = await snap.one_or_none(select(_vendor.c.id).where(_vendor.c.dealer_id == dealer_id))
    return None if row is None else row.id


async def make_partner(tx: Transaction, dealer_id: DealerId, name: str) -> uuid.UUID:
    """The dealer as somebody we buy from; new where it was none yet, its name as it is now."""
    known = await find_partner(tx, dealer_id)
    if known is None:
        known = tx.new_id()
        values = {"id": known, "code": dealer_id.hex, "name": name, "dealer_id": dealer_id}
        await tx.execute(insert(_vendor).values(values))
    else:
        await tx.execute(update(_vendor).where(_vendor.c.id == known).values(name=name))
    return known


async def save_offer(tx: Transaction, stated: StatedOffer) -> None:
    """It replaces what was said before about the product."""
    key = (_offer.c.vendor_id == stated.vendor_id) & (_offer.c.product_id == stated.product_id)
    await tx.execute(select(_offer.c.vendor_id).where(key).with_for_update())
    await tx.execute(delete(_offer).where(key))
    await tx.execute(
        insert(_offer).values(
            vendor_id=stated.vendor_id,
            product_id=stated.product_id,
            quantity=stated.quantity,
            cost_micros=stated.cost.micros,
            currency=stated.cost.currency,
            valid_until=stated.valid_until,
            stated_at=stated.stated_at,
        )
    )


async def drop_offers(
    tx: Transaction, vendor_id: uuid.UUID, products: Collection[ProductId]
) -> list[ProductId]:
    """Take offers back; the products of those that there were."""
    mine = (_offer.c.vendor_id == vendor_id) & _offer.c.product_id.in_(list(products))
    rows = await tx.all(
        select(_offer.c.product_id).where(mine).order_by(_offer.c.product_id).with_for_update()
    )
    await tx.execute(delete(_offer).where(mine))
    return [ProductId(row.product_id) for row in rows]


async def list_offers(
    snap: Snapshot,
    *,
    products: Iterable[ProductId] | None = None,
    vendor_id: uuid.UUID | None = None,
    rep_id: uuid.UUID | None = None,
    besides: OrderId | None = None,
    lock: bool = False,
) -> list[StatedOffer]:
    """What dealers at work give up, by name and product, whether it is valid today or not.

    rep_id: of this rep's dealers. besides: an order whose own promises do not count. With ``lock`` the
    offers are held, by product and partner: nobody else is promised any of it meanwhile.
    """
    chosen: list[ColumnElement[bool]] = [DealerRow.active.is_(True)]
    if products is not None:
        chosen.append(_offer.c.product_id.in_(list(set(products))))
    if vendor_id is not None:
        chosen.append(_offer.c.vendor_id == vendor_id)
    if rep_id is not None:
        chosen.append(DealerRow.rep_id == rep_id)
    if lock:
        held = select(_offer.c.vendor_id).order_by(_offer.c.product_id, _offer.c.vendor_id)
        wanted = [] if products is None else list(set(products))
        await snap.all(held.where(_offer.c.product_id.in_(wanted)).with_for_update())
    rows = await snap.all(
        select(
            _offer,
            _vendor.c.dealer_id,
            DealerRow.name.label("dealer_name"),
            DealerRow.region,
            ProductRow.sku,
        )
        .join(_vendor, _vendor.c.id == _offer.c.vendor_id)
        .join(DealerRow, DealerRow.id == _vendor.c.dealer_id)
        .join(ProductRow, ProductRow.id == _offer.c.product_id)
        .where(*chosen)
        .order_by(DealerRow.name, ProductRow.sku, _offer.c.vendor_id)
    )
    if not rows:
        return []
    known = await load_products(snap, [row.product_id for row in rows])
    promised = await _promised(
        snap, {row.vendor_id for row in rows}, min(row.stated_at for row in rows), besides
    )
    return [
        StatedOffer(
            row.vendor_id,
            DealerId(row.dealer_id),
            row.dealer_name,
            row.region,
            ProductId(row.product_id),
            row.sku,
            known[row.product_id].name,
            known[row.product_id].base_unit,
            row.quantity,
            sum(
                one.quantity
                for one in promised[row.vendor_id, row.product_id]
                if one.shipped_at is None or one.shipped_at >= row.stated_at
            ),
            UnitPrice(row.cost_micros, row.currency),
            row.valid_until,
            row.stated_at,
        )
        for row in rows
    ]


async def _promised(
    snap: Snapshot, vendors: Collection[uuid.UUID], since: datetime, besides: OrderId | None
) -> dict[Key, list[Promised]]:
    found: defaultdict[Key, list[Promised]] = defaultdict(list)
    for one in await list_promised(snap, vendors, since):
        if one.order_id != besides:
            found[one.vendor_id, one.product_id].append(one)
    return found


async def dealers_by_code(snap: Snapshot) -> dict[str, DealerFacts]:
    """Dealers at work by their codes."""
    columns = (DealerRow.code, DealerRow.id, DealerRow.name, DealerRow.region, DealerRow.currency)
    rows = await snap.all(select(*columns).where(DealerRow.active.is_(True)))
    return {row.code: DealerFacts(DealerId(row.id), row.name, row.region, row.currency) for row in rows}


async def restricted_skus(snap: Snapshot) -> frozenset[str]:
    """Codes of the products that nobody gives up."""
    rows = await snap.all(select(ProductRow.sku).where(ProductRow.restricted.is_(True)))
    return frozenset(row.sku for row in rows)
