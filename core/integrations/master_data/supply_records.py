"""The tables of goods that can be imported and exported: where they lie, who sells and who carries them.

One NamedTuple each, its fields being the columns; see ``records`` for all others.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated as Ann
from typing import NamedTuple

from core.integrations.master_data.cells import (
    Choice,
    ClockTime,
    Day,
    Flag,
    Number,
    Scaled,
    Text,
    Whole,
)
from core.integrations.master_data.columns import Column
from core.integrations.master_data.trade_cells import (
    Currency,
    Items,
    Zone,
)
from core.vendors.types import Ships

_SKU = Text(60)
_DEALER = Text(40)
_NAME = Text(160)
_AMOUNT = Number(0, 10**13, 3)


class Warehouse(NamedTuple):
    code: Ann[str, Column(Text(40), key=True)]
    name: Ann[str, Column(_NAME)]
    region: Ann[str, Column(Text(40), "")] = ""
    zone: Ann[str, Column(Zone(), "UTC")] = "UTC"
    cut_off: Ann[str, Column(ClockTime(), "16:00")] = "16:00"
    lead_days: Ann[int, Column(Whole(0, 365), 1)] = 1
    lead_days_elsewhere: Ann[int, Column(Whole(0, 365), 3)] = 3


class Stock(NamedTuple):
    """What lies in a warehouse, in base units; what is reserved there is never imported."""

    sku: Ann[str, Column(_SKU, key=True)]
    warehouse: Ann[str, Column(Text(40), key=True)]
    on_hand: Ann[int, Column(Whole())]
    incoming: Ann[int, Column(Whole(), 0)] = 0
    incoming_on: Ann[date | None, Column(Day(), None)] = None


class Location(NamedTuple):
    """Where a product lies in a warehouse: pick lists go by zone and bin."""

    sku: Ann[str, Column(_SKU, key=True)]
    warehouse: Ann[str, Column(Text(40), key=True)]
    zone: Ann[str, Column(Text(20), "")] = ""
    bin: Ann[str, Column(Text(20), "")] = ""


class Vendor(NamedTuple):
    """Somebody we buy from."""

    code: Ann[str, Column(Text(40), key=True)]
    name: Ann[str, Column(_NAME)]


class VendorOffer(NamedTuple):
    """What a vendor asks for one base unit; lead_days: working days until it is with the dealer.

    ships: whether it sends the product to dealers.
    """

    vendor: Ann[str, Column(Text(40), key=True)]
    sku: Ann[str, Column(_SKU, key=True)]
    cost: Ann[int, Column(Scaled(6, 0, 10**15))]
    currency: Ann[str, Column(Currency())]
    lead_days: Ann[int, Column(Whole(0, 365), 2)] = 2
    minimum: Ann[int, Column(Whole(1), 1)] = 1
    ships: Ann[str, Column(Choice([ships.value for ships in Ships]), "yes")] = "yes"


class PartnerOffer(NamedTuple):
    """What a dealer gives up for others, at ``cost`` a base unit; valid_until: its last day, if any."""

    dealer: Ann[str, Column(_DEALER, key=True)]
    sku: Ann[str, Column(_SKU, key=True)]
    quantity: Ann[int, Column(Whole(1, 1_000_000))]
    cost: Ann[int, Column(Scaled(6, 0, 10**15))]
    currency: Ann[str, Column(Currency())]
    valid_until: Ann[date | None, Column(Day(), None)] = None


class Carrier(NamedTuple):
    """link: to the page of a shipment; {number} stands for its tracking number."""

    code: Ann[str, Column(Text(20), key=True)]
    name: Ann[str, Column(Text(80))]
    link: Ann[str, Column(Text(300), "")] = ""


class Lane(NamedTuple):
    """A way from a warehouse to the dealers of a region (empty: all); without a cost it is never used.

    kilogram_mills: on top, thousandths of a minor unit for each kilogram. days: working days.
    """

    warehouse: Ann[str, Column(Text(40), key=True)]
    region: Ann[str, Column(Text(40), "", key=True)]
    code: Ann[str, Column(Text(20), "", key=True)]
    currency: Ann[str, Column(Currency())]
    cost: Ann[Decimal | None, Column(_AMOUNT, None)]
    kilogram_mills: Ann[int, Column(Whole(), 0)]
    days: Ann[int, Column(Whole(0, 90))]


class TransferLane(NamedTuple):
    """A way between two warehouses. weekdays: 0 (Monday) to 6 on which the lorry leaves, empty: every one."""

    from_warehouse: Ann[str, Column(Text(40), key=True)]
    to_warehouse: Ann[str, Column(Text(40), key=True)]
    currency: Ann[str, Column(Currency())]
    cost: Ann[Decimal | None, Column(_AMOUNT, None)]
    kilogram_mills: Ann[int, Column(Whole(), 0)]
    days: Ann[int, Column(Whole(0, 90))]
    buffer_days: Ann[int, Column(Whole(0, 90), 0)] = 0
    weekdays: Ann[tuple[str, ...], Column(Items(1), ())] = ()


class Scarcity(NamedTuple):
    """What is agreed with a dealer about goods that are short; share: of the contract, the larger first."""

    dealer: Ann[str, Column(_DEALER, key=True)]
    when_short: Ann[str, Column(Choice(("ask", "rest", "wait")), "ask")] = "ask"
    urgent: Ann[bool, Column(Flag(), True)] = True
    share: Ann[int, Column(Whole(0, 1_000_000), 0)] = 0


class WaterMark(NamedTuple):
    """How much of a product a warehouse should have, in base units."""

    sku: Ann[str, Column(_SKU, key=True)]
    warehouse: Ann[str, Column(Text(40), key=True)]
    safety: Ann[int, Column(Whole())]
    warning: Ann[int, Column(Whole())]
    maximum: Ann[int, Column(Whole(1))]


class GoodsReceived(NamedTuple):
    """Goods that came, in base units, by the delivery note's reference. expires_on: the last day of the lot.

    owner: empty for the house, "vendor:<name>" consigned, "dealer:<code>" kept for a dealer.
    """

    reference: Ann[str, Column(Text(60), key=True)]
    sku: Ann[str, Column(_SKU, key=True)]
    warehouse: Ann[str, Column(Text(40), key=True)]
    lot: Ann[str, Column(Text(40), "", key=True)]
    quantity: Ann[int, Column(Whole(1))]
    expires_on: Ann[date | None, Column(Day(), None)] = None
    owner: Ann[str, Column(Text(60), "")] = ""
