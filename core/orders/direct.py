"""What vendors and other dealers do for orders: goods that we have none of go straight from them to the
dealer (G2, J1).

Vendors are a domain above this one, so what they do is put in from there (``core.bootstrap``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import LineId, OrderId, ProductId
from core.kernel.money import Money
from core.orders.engine.partnering import Terms, choose_partners
from core.orders.engine.sending import choose_direct
from core.orders.parting import sold_of, split_line
from core.orders.partner_types import PartnerOffer, PartnerShare, Wanted
from core.orders.repository import parts, supply
from core.orders.supply_types import BackOrder, DirectOffer, Missing, WhenShort

PORT = "direct supply"


class DirectSupply(Protocol):
    async def offers(
        self, snap: Snapshot, products: Collection[ProductId], currency: str
    ) -> Mapping[ProductId, Sequence[DirectOffer]]:
        """What can be sent straight to dealers, in that currency."""
        ...

    async def partners(
        self, snap: Snapshot, wanted: Wanted, *, lock: bool = False
    ) -> Mapping[ProductId, Sequence[PartnerOffer]]:
        """What others give up for that dealer; ``lock``: nobody else is promised any of it meanwhile."""
        ...

    async def buy(
        self,
        tx: Transaction,
        order_id: OrderId,
        lines: Mapping[LineId, UUID],
        shares: Sequence[tuple[LineId, PartnerShare]],
    ) -> None:
        """Buy parts of lines of a waiting order of partners, and whole lines, each of its vendor; its
        dealer's account and row are locked, and what partners give up is."""
        ...


async def load_direct(
    snap: Snapshot, products: Collection[ProductId], currency: str
) -> Mapping[ProductId, Sequence[DirectOffer]]:
    port: DirectSupply | None = snap.ports.get(PORT)
    return {} if port is None or not products else await port.offers(snap, products, currency)


async def load_partners(
    snap: Snapshot, wanted: Wanted, *, lock: bool = False
) -> Mapping[ProductId, Sequence[PartnerOffer]]:
    port: DirectSupply | None = snap.ports.get(PORT)
    return {} if port is None or not wanted.products else await port.partners(snap, wanted, lock=lock)


async def with_direct(tx: Transaction, order: BackOrder, missing: Sequence[Missing]) -> tuple[Missing, ...]:
    """What a waiting order lacks, with the vendor of each line that is better sent straight by one, and with
    what partners better give up. Where all is to go together nothing is.
    """
    row = await parts.load_row(tx, order.order_id)
    if row["when_short"] == WhenShort.WAIT:
        return tuple(missing)
    lines = {line["id"]: line for line in await parts.load_stored_lines(tx, order.order_id)}
    products, currency = {one.product_id for one in missing}, row["currency"]
    offers = await load_direct(tx, products, currency)
    # A vendor is asked for whole lines: of one that we have a part of, the rest waits for ours.
    whole = {one.line_id for one in missing if one.quantity == lines[one.line_id]["quantity"]}
    sold = {line_id: sold_of(lines[line_id], currency) for line_id in whole}
    found = choose_direct(missing, offers, sold)
    partners = await load_partners(tx, Wanted(order.dealer_id, order.region, currency, products), lock=True)
    if not partners:
        return found
    bought = {one.line_id: split_line(lines[one.line_id]) for one in missing}
    terms = Terms(
        sold={
            one.line_id: _part_of(sold_of(lines[one.line_id], currency), one.quantity, lines[one.line_id])
            for one in missing
            if not bought[one.line_id].is_gift
        },
        today=tx.today,
        day_worth_bp=await supply.load_day_worth(tx),
        is_urgent=order.is_urgent,
        steps={line_id: line.step for line_id, line in bought.items()},
    )
    return choose_partners(found, partners, terms)


def _part_of(sold: Money, quantity: int, line: Mapping[str, int]) -> Money:
    return Money(sold.minor * quantity // line["quantity"], sold.currency)


async def buy_direct(tx: Transaction, order_id: OrderId, missing: Sequence[Missing]) -> None:
    """Buy what was chosen to come from vendors and partners; the order waits, with its promise set."""
    port: DirectSupply | None = tx.ports.get(PORT)
    lines = {one.line_id: one.offer.vendor_id for one in missing if one.offer is not None}
    shares = [(one.line_id, share) for one in missing for share in one.shares]
    if port is not None and (lines or shares):
        await port.buy(tx, order_id, lines, shares)
