"""What vendors do for orders: goods that we have none of go straight from them to the dealer (G2, J1).

Vendors are a domain above this one, so what they do is put in from there (``core.bootstrap``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import LineId, OrderId, ProductId
from core.orders.engine.sending import choose_direct
from core.orders.parting import sold_of
from core.orders.repository import parts
from core.orders.supply_types import DirectOffer, Missing, WhenShort

PORT = "direct supply"


class DirectSupply(Protocol):
    async def offers(
        self, snap: Snapshot, products: Collection[ProductId], currency: str
    ) -> Mapping[ProductId, Sequence[DirectOffer]]:
        """What can be sent straight to dealers, in that currency."""
        ...

    async def buy(self, tx: Transaction, order_id: OrderId, lines: Mapping[LineId, UUID]) -> None:
        """Buy whole lines of a waiting order, each of its vendor; its dealer's account and row are locked."""
        ...


async def load_direct(
    snap: Snapshot, products: Collection[ProductId], currency: str
) -> Mapping[ProductId, Sequence[DirectOffer]]:
    port: DirectSupply | None = snap.ports.get(PORT)
    return {} if port is None or not products else await port.offers(snap, products, currency)


async def with_direct(tx: Transaction, order_id: OrderId, missing: Sequence[Missing]) -> tuple[Missing, ...]:
    """What a waiting order lacks, with the vendor of each line that is better sent straight by one.

    Where all is to go together nothing is.
    """
    row = await parts.load_row(tx, order_id)
    if row["when_short"] == WhenShort.WAIT:
        return tuple(missing)
    lines = {line["id"]: line for line in await parts.load_stored_lines(tx, order_id)}
    offers = await load_direct(tx, {one.product_id for one in missing}, row["currency"])
    # A vendor is asked for whole lines: of one that we have a part of, the rest waits for ours.
    whole = {one.line_id for one in missing if one.quantity == lines[one.line_id]["quantity"]}
    sold = {line_id: sold_of(lines[line_id], row["currency"]) for line_id in whole}
    return choose_direct(missing, offers, sold)


async def buy_direct(tx: Transaction, order_id: OrderId, missing: Sequence[Missing]) -> None:
    """Buy what was chosen to come straight from vendors; the order waits, with its promise set."""
    port: DirectSupply | None = tx.ports.get(PORT)
    lines = {one.line_id: one.offer.vendor_id for one in missing if one.offer is not None}
    if port is not None and lines:
        await port.buy(tx, order_id, lines)
