"""Values of billing: what stands on a document, and how an account has moved.

All amounts of one document are Money of its currency. Basis points: 1,900 = 19 %.
Everything on an issued document is frozen: names, prices, rates and terms are those of the day of issue.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from core.credit.types import Posted as Posted
from core.kernel.ids import DealerId, OrderId
from core.kernel.money import Money, UnitPrice
from core.orders.types import BILLABLE, ON_THE_WAY, OrderMark, OrderState
from core.pricing.types import TaxAmount


class DocumentKind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Where to pay. ``iban`` may be any account number where the country has no IBAN."""

    holder: str
    bank: str
    iban: str
    bic: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; country is the two letters of ISO 3166-1, "" where it is not known."""

    street: str = ""
    city: str = ""
    postcode: str = ""
    region: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Seller:
    """The house, as it signs its documents."""

    name: str
    address: Address = Address()
    tax_id: str = ""  # VAT identifier with its country's prefix
    registration: str = ""  # legal register and number
    email: str = ""
    phone: str = ""
    bank: BankAccount | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """The dealer a document is addressed to; ``code`` is our own code of it."""

    code: str
    name: str
    address: Address = Address()
    tax_id: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where the goods went."""

    name: str
    address: Address


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One line. ``unit_price`` is of one base unit, ``quantity`` counts them.

    ``unit_quantity`` of ``unit`` is the same quantity in the words of the order.
    gross_total: price times quantity; discount: the line's share of the order's discounts;
    total = gross_total - discount, as the order has it. net_total is total without a tax that is included in
    the price (else it is ``total``). tax_category: UNCL 5305 (S, Z, E ...). instead_of: what was wanted.
    """

    position: int
    sku: str
    name: str
    unit: str
    unit_quantity: Decimal
    quantity: int
    unit_price: UnitPrice
    gross_total: Money
    discount: Money
    total: Money
    net_total: Money
    tax: Money
    tax_category: str
    tax_basis_points: int
    tax_included: bool
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class TaxShare:
    """Tax of one category and rate.

    base: goods and shipping together, without tax; shipping: the part of the base that is shipping.
    """

    category: str
    basis_points: int
    included: bool
    base: Money
    tax: Money
    shipping: Money


@dataclass(frozen=True, slots=True)
class EarlyPaymentTerms:
    """``amount`` off the invoice (tax share included) when all of the rest is paid by the day ``until``."""

    basis_points: int
    until: date
    amount: Money


@dataclass(frozen=True, slots=True)
class AppliedPart:
    """What one payment or credit note settled of one document.

    paid: money of it that went there; discount: the early-payment discount that came with it, its tax share
    being ``discount_tax``.
    """

    document: str
    paid: Money
    discount: Money
    discount_tax: Money


@dataclass(frozen=True, slots=True)
class Settlement:
    """A line of an invoice's history: what has settled it so far."""

    kind: Posted
    number: str  # of the receipt or credit note
    on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice or credit note in full. Amounts of a credit note are positive too; ``kind`` tells the sign.

    subtotal: gross totals of the lines; subtotal - discount + shipping = what the order's goods come to;
    net: without any tax; net + tax = total. open: what is still to be paid, paid = total - open.
    references: numbers of the documents this one is about (a credit note's invoice). reversed_on: the day a
    credit note was taken back, else None; nothing of it is open then. is_allowance: a credit note that lowers
    the price of goods the dealer keeps.
    """

    id: uuid.UUID
    number: str
    kind: DocumentKind
    dealer_id: DealerId
    order_ids: tuple[OrderId, ...]
    orders: tuple[str, ...]
    seller: Seller
    dealer: Party
    ship_to: Delivery | None
    issued_on: date
    due_on: date
    net_days: int | None
    early_payment: EarlyPaymentTerms | None
    currency: str
    lines: tuple[InvoiceLine, ...]
    subtotal: Money
    discount: Money
    shipping: Money
    net: Money
    taxes: tuple[TaxShare, ...]
    tax: Money
    total: Money
    open: Money
    paid: Money
    references: tuple[str, ...] = ()
    reason: str | None = None
    settled_by: tuple[Settlement, ...] = ()
    reversed_on: date | None = None
    reversal_reason: str | None = None
    is_allowance: bool = False


@dataclass(frozen=True, slots=True)
class Allowance:
    """What has been taken off the price of ``quantity`` base units of a line; tax: on it or contained."""

    quantity: int
    total: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class InvoiceSummary:
    """A line of the list of invoices; of one brought in from elsewhere, all that is known.

    id None: brought in; ``issued_on`` is then the day it came to us and ``total`` what was open of it.
    entry_id: of the ledger. days_overdue: 0 when it is not due yet or settled.
    """

    id: uuid.UUID | None
    entry_id: uuid.UUID
    number: str
    dealer_id: DealerId
    dealer_name: str
    issued_on: date
    due_on: date | None
    total: Money
    open: Money
    days_overdue: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """A payment and what became of it. amount = sum of the parts' ``paid`` + unapplied.

    unapplied: what is left of it on the account. reversed_on: the day it was taken back, else None.
    """

    id: uuid.UUID
    number: str
    dealer_id: DealerId
    seller: Seller
    dealer: Party
    paid_on: date
    recorded_at: datetime
    reference: str
    amount: Money
    parts: tuple[AppliedPart, ...]
    unapplied: Money
    reversed_on: date | None = None
    reversal_reason: str | None = None


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """One movement. amount: above zero the dealer owes more; balance: what is owed after it."""

    on: date
    kind: Posted
    number: str  # of the document or receipt
    about: str  # the document it settles or corrects, "" for none
    due_on: date | None
    amount: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A document that is not settled yet."""

    number: str
    issued_on: date
    due_on: date | None
    total: Money
    open: Money
    days_overdue: int
    early_payment: EarlyPaymentTerms | None = None


@dataclass(frozen=True, slots=True)
class Ageing:
    """Open invoices by how late they are, in days past due; the five add up to ``total``.

    unapplied: money of the dealer that is not applied to anything, to be taken off.
    """

    not_due: Money
    days_1_15: Money
    days_16_30: Money
    days_31_45: Money
    days_over_45: Money
    total: Money
    unapplied: Money


@dataclass(frozen=True, slots=True)
class Statement:
    """An account over a period (``entries``) or by open items (``items``).

    Of a period: opening + all entries' amounts = closing; since and until are both included. By open items:
    opening is zero, closing = the items' open amounts less unapplied money. Below zero: it is the dealer's.
    """

    seller: Seller
    dealer: Party
    currency: str
    since: date | None
    until: date
    opening: Money
    entries: tuple[StatementEntry, ...]
    items: tuple[OpenItem, ...]
    closing: Money
    ageing: Ageing


@dataclass(frozen=True, slots=True)
class DueDate:
    """An entry of the calendar of payments. pay: what settles it today (less a discount still to be had)."""

    number: str
    due_on: date
    open: Money
    pay: Money
    early_payment: EarlyPaymentTerms | None
    days_overdue: int


@dataclass(frozen=True, slots=True)
class BillableLine:
    """A line with its tax. total: price times quantity, before the discount share.

    receipt_total: what the stored price receipt comes to, None where it is about another quantity (the order
    was split) or there is none (a gift). tax None: no tax rule was there.
    """

    position: int
    sku: str
    name: str
    unit: str
    unit_quantity: Decimal
    quantity: int
    unit_price: UnitPrice
    total: Money
    discount: Money
    tax: TaxAmount | None
    receipt_total: Money | None
    instead_of: str | None = None


class InvoiceMoment(StrEnum):
    """From when on an order is invoiced: agreed, all of it shipped, or delivered."""

    APPROVED = "approved"
    SHIPPED = "shipped"
    DELIVERED = "delivered"


_ARRIVED = frozenset({OrderState.DELIVERED})
_LEFT = ON_THE_WAY | _ARRIVED | {OrderState.PART_DELIVERED}
BILLABLE_FROM: Mapping[InvoiceMoment, frozenset[OrderState]] = {
    InvoiceMoment.APPROVED: BILLABLE,
    InvoiceMoment.SHIPPED: _LEFT,
    InvoiceMoment.DELIVERED: _ARRIVED,
}


@dataclass(frozen=True, slots=True)
class BillableOrder:
    """tax: what comes on top of the prices. early_payment: (basis points, days), None for none.

    is_due: the house's moment to invoice has come for all of it.
    """

    id: OrderId
    number: str
    dealer_id: DealerId
    state: OrderState
    is_invoiced: bool
    is_due: bool
    currency: str
    ship_to_id: uuid.UUID | None
    subtotal: Money
    discount: Money
    shipping: Money
    tax: Money
    total: Money
    net_days: int | None
    early_payment: tuple[int, int] | None
    lines: tuple[BillableLine, ...]
    shipping_taxes: tuple[TaxAmount, ...]

    @property
    def not_billable(self) -> str | None:
        """The state or mark that stands against an invoice; None: it can be invoiced."""
        if self.is_invoiced:
            return OrderMark.INVOICED.value
        return None if self.is_due and self.state in BILLABLE else self.state.value
