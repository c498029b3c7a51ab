"""The tables that can be imported and exported: one NamedTuple each, its fields being the columns.

Products, dealers, people and the like are named by their own codes throughout; ids never leave the database.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated as Ann
from typing import NamedTuple

from core.integrations.master_data.cells import (
    Choice,
    Coordinate,
    Day,
    Flag,
    Instant,
    Number,
    Scaled,
    Text,
    Whole,
)
from core.integrations.master_data.columns import Column
from core.integrations.master_data.trade_cells import (
    Attributes,
    Barcodes,
    Currency,
    Items,
    JsonObject,
    Language,
    Packs,
    PackSizes,
    Pairs,
    Phone,
    Unit,
    Zone,
)
from core.kernel.actor import DEALER_ROLES, STAFF_ROLES

_SKU = Text(60)
_DEALER = Text(40)
_CODE = Text(60)
_NAME = Text(160)
_UNIT_PRICE = Scaled(6, 1, 10**15)
_PERCENT = Scaled(2, 0, 10_000)
_AMOUNT = Number(0, 10**13, 3)


class Tier(NamedTuple):
    """Customer tiers: margin on cost, days to pay, benefits, a year's turnover that earns it (D1, D7, D8)."""

    code: Ann[str, Column(Text(20), key=True)]
    name: Ann[str, Column(Text(60))]
    margin_percent: Ann[int, Column(_PERCENT)]
    net_days: Ann[int, Column(Whole(0, 3650))]
    free_shipping_above: Ann[Decimal | None, Column(_AMOUNT, None)] = None
    early_payment_percent: Ann[int, Column(_PERCENT, 0)] = 0
    early_payment_days: Ann[int, Column(Whole(0, 3650), 0)] = 0
    currency: Ann[str, Column(Currency(), "USD")] = "USD"
    yearly_from: Ann[Decimal | None, Column(_AMOUNT, None)] = None


class Product(NamedTuple):
    sku: Ann[str, Column(_SKU, key=True)]
    name: Ann[str, Column(Text(200))]
    brand: Ann[str, Column(Text(80), "")] = ""
    category: Ann[str, Column(Text(200), "")] = ""
    vendor: Ann[str, Column(Text(80), "")] = ""
    attributes: Ann[Pairs, Column(Attributes(), ())] = ()
    packs: Ann[Packs, Column(PackSizes(), (("each", 1),))] = (("each", 1),)
    sales_unit: Ann[str, Column(Unit(), "")] = ""
    order_multiple: Ann[int, Column(Whole(1), 1)] = 1
    weight_g: Ann[int, Column(Whole(), 0)] = 0
    volume_ml: Ann[int, Column(Whole(), 0)] = 0
    barcodes: Ann[Pairs, Column(Barcodes(), ())] = ()
    name_zh_cn: Ann[str, Column(Text(200), "", name="name_zh_CN")] = ""
    name_tr: Ann[str, Column(Text(200), "")] = ""
    name_ms: Ann[str, Column(Text(200), "")] = ""
    substitutes: Ann[tuple[str, ...], Column(Items(60), ())] = ()
    restricted: Ann[bool, Column(Flag(), False)] = False
    active: Ann[bool, Column(Flag(), True)] = True


class Price(NamedTuple):
    """What a base unit costs the house, and its list price."""

    sku: Ann[str, Column(_SKU, key=True)]
    currency: Ann[str, Column(Currency(), key=True)]
    cost: Ann[int | None, Column(_UNIT_PRICE, None)] = None
    list: Ann[int | None, Column(_UNIT_PRICE, None)] = None


class PriceListEntry(NamedTuple):
    """A dated price (D4); entries that have ended stay and are the price history."""

    code: Ann[str, Column(_CODE, key=True)]
    sku: Ann[str, Column(_SKU)]
    region: Ann[str, Column(Text(40), "")]
    kind: Ann[str, Column(Choice(("list", "net")), "list")]
    currency: Ann[str, Column(Currency())]
    price: Ann[int, Column(_UNIT_PRICE)]
    valid_from: Ann[datetime, Column(Instant())]
    valid_until: Ann[datetime | None, Column(Instant(), None)] = None
    priority: Ann[int, Column(Whole(-1000, 1000), 0)] = 0


class NegotiatedRate(NamedTuple):
    """What one dealer agreed (D2). For scope product the value is the sku."""

    code: Ann[str, Column(_CODE, key=True)]
    dealer: Ann[str, Column(_DEALER)]
    scope: Ann[str, Column(Choice(("product", "category", "brand")))]
    value: Ann[str, Column(Text(200))]
    kind: Ann[str, Column(Choice(("cost_plus", "net", "percent_off")))]
    percent: Ann[int | None, Column(_PERCENT, None)] = None
    price: Ann[int | None, Column(_UNIT_PRICE, None)] = None
    currency: Ann[str, Column(Currency(), "")] = ""
    takes_breaks: Ann[bool, Column(Flag(), False)] = False
    valid_from: Ann[datetime | None, Column(Instant(), None)] = None
    valid_until: Ann[datetime | None, Column(Instant(), None)] = None


class QuantityBreak(NamedTuple):
    """One step of a schedule (D3); the rows of one code make the schedule."""

    code: Ann[str, Column(_CODE, key=True)]
    min_quantity: Ann[int, Column(Whole(1), key=True)]
    scope: Ann[str, Column(Choice(("all", "category", "brand", "product")), "all")]
    value: Ann[str, Column(Text(200), "")]
    basis: Ann[str, Column(Choice(("list", "standard")), "list")]
    off_percent: Ann[int, Column(Scaled(2, 0, 9_999))]


class Promotion(NamedTuple):
    """terms: JSON as ``core.pricing.terms`` describes it. cap: pieces of a flash sale, uses of a coupon."""

    code: Ann[str, Column(_CODE, key=True)]
    name: Ann[str, Column(Text(120))]
    kind: Ann[str, Column(Choice(("spend_save", "buy_get", "flash")))]
    terms: Ann[str, Column(JsonObject())]
    coupon: Ann[str, Column(Text(40), "")] = ""
    valid_from: Ann[datetime | None, Column(Instant(), None)] = None
    valid_until: Ann[datetime | None, Column(Instant(), None)] = None
    priority: Ann[int, Column(Whole(-1000, 1000), 0)] = 0
    stackable: Ann[bool, Column(Flag(), True)] = True
    exclusive_group: Ann[str, Column(Text(40), "")] = ""
    cap: Ann[int | None, Column(Whole(1), None)] = None
    active: Ann[bool, Column(Flag(), True)] = True


class ShippingFee(NamedTuple):
    """A flat fee by the region of the delivery; an empty region stands for all others."""

    region: Ann[str, Column(Text(40), "", key=True)]
    currency: Ann[str, Column(Currency(), key=True)]
    fee: Ann[Decimal, Column(_AMOUNT)]


class TaxRule(NamedTuple):
    """A tax rate by region of the delivery and category of goods; empty stands for all.

    tax_category: the code of UNCL 5305 that documents print. included: prices contain the tax. A rate that
    changes is a new rule from its day on.
    """

    code: Ann[str, Column(_CODE, key=True)]
    percent: Ann[int, Column(_PERCENT)]
    region: Ann[str, Column(Text(40), "")] = ""
    category: Ann[str, Column(Text(200), "")] = ""
    tax_category: Ann[str, Column(Choice(("S", "Z", "E", "AE", "K", "G", "O")), "S")] = "S"
    included: Ann[bool, Column(Flag(), False)] = False
    valid_from: Ann[datetime | None, Column(Instant(), None)] = None
    valid_until: Ann[datetime | None, Column(Instant(), None)] = None


class AssortmentRule(NamedTuple):
    """One rule of an approved list: a product, a brand or a category that belongs to it."""

    code: Ann[str, Column(Text(40), key=True)]
    scope: Ann[str, Column(Choice(("product", "brand", "category")), key=True)]
    value: Ann[str, Column(Text(200), key=True)]


class Person(NamedTuple):
    """A person of a dealer or, with an empty dealer, of the house."""

    phone: Ann[str, Column(Phone(), key=True)]
    name: Ann[str, Column(Text(120))]
    role: Ann[str, Column(Choice([role.value for role in (*DEALER_ROLES, *STAFF_ROLES)]))]
    dealer: Ann[str, Column(_DEALER, "")] = ""
    language: Ann[str, Column(Language(), "")] = ""
    zone: Ann[str, Column(Zone(), "UTC")] = "UTC"
    blocked: Ann[bool, Column(Flag(), False)] = False


class Dealer(NamedTuple):
    code: Ann[str, Column(_DEALER, key=True)]
    name: Ann[str, Column(_NAME)]
    tier: Ann[str, Column(Text(20))]
    region: Ann[str, Column(Text(40), "")] = ""
    language: Ann[str, Column(Language(), "en")] = "en"
    zone: Ann[str, Column(Zone(), "UTC")] = "UTC"
    currency: Ann[str, Column(Currency(), "USD")] = "USD"
    parent: Ann[str, Column(_DEALER, "")] = ""
    rep_phone: Ann[str, Column(Phone(), "")] = ""
    assortment: Ann[str, Column(Text(40), "")] = ""
    active: Ann[bool, Column(Flag(), True)] = True


class ShipTo(NamedTuple):
    dealer: Ann[str, Column(_DEALER, key=True)]
    code: Ann[str, Column(Text(40), key=True)]
    name: Ann[str, Column(_NAME)]
    address: Ann[str, Column(Text(300), "")] = ""
    city: Ann[str, Column(Text(80), "")] = ""
    region: Ann[str, Column(Text(40), "")] = ""
    latitude: Ann[float | None, Column(Coordinate(90), None)] = None
    longitude: Ann[float | None, Column(Coordinate(180), None)] = None
    default: Ann[bool, Column(Flag(), False)] = False


class CreditLimit(NamedTuple):
    dealer: Ann[str, Column(_DEALER, key=True)]
    currency: Ann[str, Column(Currency())]
    limit: Ann[Decimal, Column(_AMOUNT)]


class OpenInvoice(NamedTuple):
    """What is still owed on a document; an amount of 0 settles it, without a date it is never overdue."""

    dealer: Ann[str, Column(_DEALER, key=True)]
    document: Ann[str, Column(Text(60), key=True)]
    amount: Ann[Decimal, Column(_AMOUNT)]
    due_on: Ann[date | None, Column(Day(), None)] = None


class Payment(NamedTuple):
    """Money that came, by the bank's reference; invoices: what it is meant for, else the oldest due."""

    dealer: Ann[str, Column(_DEALER, key=True)]
    reference: Ann[str, Column(Text(140), key=True)]
    amount: Ann[Decimal, Column(_AMOUNT)]
    currency: Ann[str, Column(Currency())]
    paid_on: Ann[date, Column(Day())]
    invoices: Ann[tuple[str, ...], Column(Items(60), ())] = ()


class PastLine(NamedTuple):
    """A line of an order that was closed elsewhere; the rows of one order make it. quantity: base units."""

    order: Ann[str, Column(Text(40))]
    dealer: Ann[str, Column(_DEALER)]
    sku: Ann[str, Column(_SKU)]
    quantity: Ann[int, Column(Whole(1))]
    unit_price: Ann[int, Column(Scaled(6, 0, 10**15))]
    date: Ann[date, Column(Day())]


class Alias(NamedTuple):
    """A dealer's own words for a product."""

    dealer: Ann[str, Column(_DEALER, key=True)]
    phrase: Ann[str, Column(Text(200), key=True)]
    sku: Ann[str, Column(_SKU)]


class OfficeAnswer(NamedTuple):
    """A question as dealers put it, and what the office says to it; no answer takes the question out."""

    question: Ann[str, Column(Text(200), key=True)]
    language: Ann[str, Column(Language(), key=True)]
    answer: Ann[str, Column(Text(1500), "")] = ""
