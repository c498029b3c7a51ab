"""Values of vendors. Quantities are base units, costs are of one base unit."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.kernel.ids import DealerId, LineId, OrderId, ProductId
from core.kernel.money import Money, UnitPrice, divide_half_up


class PurchaseState(StrEnum):
    """Where a purchase order is. acknowledged: the vendor delivers by the day that stands on it."""

    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    DECLINED = "declined"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


MOVES: Mapping[PurchaseState, frozenset[PurchaseState]] = {
    # Who sends the goods at once has acknowledged by that.
    PurchaseState.SENT: frozenset(
        {
            PurchaseState.ACKNOWLEDGED,
            PurchaseState.DECLINED,
            PurchaseState.SHIPPED,
            PurchaseState.CANCELLED,
        }
    ),
    PurchaseState.ACKNOWLEDGED: frozenset(
        {PurchaseState.DECLINED, PurchaseState.SHIPPED, PurchaseState.CANCELLED}
    ),
    # The house has found another way for the goods.
    PurchaseState.DECLINED: frozenset({PurchaseState.CANCELLED}),
    PurchaseState.SHIPPED: frozenset({PurchaseState.DELIVERED}),
    PurchaseState.DELIVERED: frozenset(),
    PurchaseState.CANCELLED: frozenset(),
}
# The vendor may still do something about it.
OPEN = frozenset({PurchaseState.SENT, PurchaseState.ACKNOWLEDGED})


class Frozen(StrEnum):
    """Why a purchase order does not count any more."""

    ORDER_CANCELLED = "order_cancelled"
    ORDER_CHANGED = "order_changed"
    REDIRECTED = "redirected"  # the house has the goods from elsewhere


class Ships(StrEnum):
    """Whether a vendor sends a product to dealers: never, when the house asks, by itself when we are short of
    it, or always (we keep none of it)."""

    NO = "no"
    YES = "yes"
    SHORT = "short"
    ALWAYS = "always"


class Redirect(StrEnum):
    """What the house does with goods that a vendor does not deliver."""

    VENDOR = "vendor"
    STOCK = "stock"
    CANCEL = "cancel"


class Chase(StrEnum):
    """What is due about a purchase order that nobody answers."""

    REMIND = "remind"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True)
class Vendor:
    """``people``: names of those who answer for it in the chat. cut_off: HH:MM in ``zone`` (None: the
    house's), until when what it was asked for may be changed."""

    id: uuid.UUID
    code: str
    name: str
    people: tuple[str, ...] = ()
    offers: int = 0
    cut_off: str = "16:00"
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What a vendor asks for one base unit of a product. lead_days: working days until it is with the dealer.

    minimum: the least that it sells at once.
    """

    vendor_id: uuid.UUID
    vendor_code: str
    vendor: str
    product_id: ProductId
    cost: UnitPrice
    lead_days: int
    minimum: int
    ships: Ships


@dataclass(frozen=True, slots=True)
class DirectLine:
    """A line of an order. sold: minor units that the dealer pays for it, less discounts, without tax."""

    line_id: LineId
    product_id: ProductId
    sku: str
    name: str
    unit: str
    quantity: int
    sold: int


@dataclass(frozen=True, slots=True)
class BoughtLine:
    """A line and what it costs at the vendor."""

    line: DirectLine
    cost: UnitPrice
    total: Money


@dataclass(frozen=True, slots=True)
class DirectPart:
    """What of an order one vendor delivers. arrives_on: the day that it can be with the dealer.

    is_partner: the vendor is another dealer, who gives it up.
    """

    vendor_id: uuid.UUID
    vendor: str
    lines: tuple[BoughtLine, ...]
    sold: Money
    bought: Money
    arrives_on: date
    is_partner: bool = False

    @property
    def margin(self) -> Money:
        return self.sold - self.bought

    @property
    def margin_basis_points(self) -> int | None:
        return margin_basis_points(self.sold, self.bought)


def margin_basis_points(sold: Money, bought: Money) -> int | None:
    """The margin over what the goods cost (J1: 220 over 2,200 is 10 %); None for goods that cost nothing."""
    if bought.minor <= 0:
        return None
    return divide_half_up((sold.minor - bought.minor) * 10_000, bought.minor)


@dataclass(frozen=True, slots=True)
class DirectPlan:
    """An order's lines that can go straight from vendors, by vendor; rest: names of lines that cannot."""

    order_id: OrderId
    number: str
    dealer_name: str
    parts: tuple[DirectPart, ...]
    rest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    sku: str
    name: str
    unit: str
    quantity: int
    cost: UnitPrice
    total: Money


@dataclass(frozen=True, slots=True)
class Place:
    """Where the vendor sends the goods; of the dealer nothing else is told."""

    name: str
    address: str
    city: str

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.address, self.city) if part)


@dataclass(frozen=True, slots=True)
class Purchase:
    """A purchase order as its vendor may see it: no dealer, no order, no price of ours.

    expected_on: the day that the goods are to be (or are promised to be) at the place. frozen: why it does
    not count any more. reason: why it was declined. carriers: codes that a tracking number can be of.
    partner_id: the dealer that gives the goods up, None for a vendor proper.
    """

    id: uuid.UUID
    number: str
    vendor_id: uuid.UUID
    vendor: str
    state: PurchaseState
    version: int
    lines: tuple[PurchaseLine, ...]
    total: Money
    place: Place | None
    sent_at: datetime
    expected_on: date
    frozen: Frozen | None = None
    reason: str | None = None
    answered_by: str | None = None
    shipped_at: datetime | None = None
    carrier: str | None = None
    tracking_number: str | None = None
    carriers: tuple[str, ...] = ()
    partner_id: DealerId | None = None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class DirectSale:
    """A purchase order as the house sees it, with the order it is for and the other ways for its goods.

    others: vendors that could deliver all of it instead, the cheapest first. has_stock: own warehouses have
    all of it free.
    """

    purchase: Purchase
    order_id: OrderId
    order_number: str
    dealer_name: str
    sold: Money
    others: tuple[DirectPart, ...] = ()
    has_stock: bool = False

    @property
    def margin(self) -> Money:
        return self.sold - self.purchase.total

    @property
    def margin_basis_points(self) -> int | None:
        return margin_basis_points(self.sold, self.purchase.total)

    @property
    def can_redirect(self) -> bool:
        purchase = self.purchase
        return purchase.is_open or (purchase.state is PurchaseState.DECLINED and purchase.frozen is None)
