"""What vendors and other dealers do for orders: goods of theirs go straight from them to the dealer (G2, J1).

Vendors are a domain above this one, so what they do is put in from there (``core.bootstrap``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import LineId, OrderId, ProductId
from core.orders.partner_types import SellerOffer, Share, Wanted
from core.orders.supply_types import Missing

PORT = "direct supply"


@dataclass(frozen=True, slots=True)
class Closing:
    """When an order that a vendor sends is closed for its dealer. is_taken: the vendor has accepted it, so it
    is closed already."""

    until: datetime
    is_taken: bool


class DirectSupply(Protocol):
    async def offers(
        self, snap: Snapshot, wanted: Wanted, *, lock: bool = False
    ) -> Mapping[ProductId, Sequence[SellerOffer]]:
        """What vendors send to that dealer, and what others give up for it; ``lock``: nobody else is promised
        any of that meanwhile."""
        ...

    async def buy(self, tx: Transaction, order_id: OrderId, shares: Sequence[tuple[LineId, Share]]) -> None:
        """Buy parts of lines of a waiting order; its dealer's account and row are locked, and what partners
        give up is."""
        ...

    async def closing(self, snap: Snapshot, order_id: OrderId) -> Closing | None:
        """Of what a vendor was asked for; None where none was."""
        ...

    async def withdraw(self, tx: Transaction, order_id: OrderId) -> bool:
        """The order was changed or cancelled: sellers are told that it is not wanted as it was. True: all
        that it is now was bought again of the same vendor."""
        ...


async def load_offers(
    snap: Snapshot, wanted: Wanted, *, lock: bool = False
) -> Mapping[ProductId, Sequence[SellerOffer]]:
    port: DirectSupply | None = snap.ports.get(PORT)
    return {} if port is None or not wanted.products else await port.offers(snap, wanted, lock=lock)


async def buy_shares(tx: Transaction, order_id: OrderId, missing: Sequence[Missing]) -> None:
    """Buy what was chosen to come from vendors and partners; the order waits, with its promise set."""
    port: DirectSupply | None = tx.ports.get(PORT)
    shares = [(one.line_id, share) for one in missing for share in one.shares]
    if port is not None and shares:
        await port.buy(tx, order_id, shares)


async def load_closing(snap: Snapshot, order_id: OrderId) -> Closing | None:
    port: DirectSupply | None = snap.ports.get(PORT)
    return None if port is None else await port.closing(snap, order_id)


async def withdraw_unwanted(tx: Transaction, order_id: OrderId) -> bool:
    """See ``DirectSupply.withdraw``; the order and its dealer's account are locked."""
    port: DirectSupply | None = tx.ports.get(PORT)
    return False if port is None else await port.withdraw(tx, order_id)
