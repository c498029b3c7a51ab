"""Documents to print: a house in Bremen, dealers of several scripts, and figures that add up."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from core.billing.types import (
    Address,
    Ageing,
    AppliedPart,
    BankAccount,
    Delivery,
    DocumentKind,
    DueDate,
    EarlyPaymentTerms,
    Invoice,
    InvoiceLine,
    InvoiceSummary,
    OpenItem,
    Party,
    Posted,
    Receipt,
    Seller,
    Statement,
    StatementEntry,
    TaxShare,
)
from core.i18n.phrases import Phrasebook, Say
from core.kernel.ids import DealerId, OrderId
from core.kernel.money import Money, UnitPrice, divide_half_up, total

BOOK = Phrasebook()
ISSUED, DUE = date(2025, 10, 14), date(2025, 11, 13)
DEALER_ID = DealerId(uuid.UUID(int=7))
SELLER = Seller(
    name="MegaDistro Solutions GmbH",
    address=Address("Hafenstraße 12", "Bremen", "28195", country="DE"),
    tax_id="DE123456788",
    registration="Amtsgericht Bremen HRB 4711",
    email="billing@megadistro.example",
    phone="+49 421 5550100",
    bank=BankAccount(
        "MegaDistro Solutions GmbH", "Sparkasse Bremen", "DE02120300000000202051", "BYLADEM1001"
    ),
)
PARTY = Party(
    code="D-0042",
    name="TechMart Corp",
    address=Address("Rue de la Loi 16", "Bruxelles", "1000", country="BE"),
    tax_id="BE0477472701",
    email="accounts@techmart.example",
)
CHINESE = Party("D-0043", "广州宏达贸易有限公司", Address("天河路 385 号", "广州", "510620", "广东省", "CN"))
ARABIC = Party("D-0044", "شركة النور للتجارة (Al Noor)", Address("شارع الشيخ زايد 12", "دبي", country="AE"))
HEBREW = Party("D-0045", "חברת אור בע״מ", Address("רחוב הרצל 5", "תל אביב", "61000", country="IL"))
EMOJI = Party(
    "D-0046", "Tom's 🚀 Corner 🧃 Shop 👨‍👩‍👧", Address("1 Main Street 🏠", "Springfield", country="US")
)


def voice(language: str) -> Say:
    return BOOK.say(language)


def euro(text: str) -> Money:
    return Money.parse(text, "EUR")


def line(
    position: int = 1,
    price: str = "1040.00",
    quantity: int = 10,
    *,
    name: str = "Apple iPhone 15 Pro 128GB",
    sku: str = "IP15P",
    unit: str = "each",
    pack: int = 1,
    discount: str = "0",
    rate: int = 1900,
    category: str = "S",
    included: bool = False,
) -> InvoiceLine:
    """quantity: of ``unit``, each holding ``pack`` base units; price: of a base unit."""
    unit_price = UnitPrice.parse(price, "EUR")
    gross = unit_price.for_quantity(quantity * pack)
    payable = gross - euro(discount)
    whole = 10_000 + rate if included else 10_000
    tax = euro("0") if not rate else Money(divide_half_up(payable.minor * rate, whole), "EUR")
    return InvoiceLine(
        position=position,
        sku=sku,
        name=name,
        unit=unit,
        unit_quantity=Decimal(quantity),
        quantity=quantity * pack,
        unit_price=unit_price,
        gross_total=gross,
        discount=euro(discount),
        total=payable,
        net_total=payable - tax if included else payable,
        tax=tax,
        tax_category=category,
        tax_basis_points=rate,
        tax_included=included,
    )


def invoice(
    lines: Sequence[InvoiceLine] | None = None,
    *,
    dealer: Party = PARTY,
    seller: Seller = SELLER,
    shipping: str = "0",
    number: str = "INV-2025-1042",
    kind: DocumentKind = DocumentKind.INVOICE,
    early: bool = True,
) -> Invoice:
    """An invoice that adds up; shipping is taxed like the first line."""
    lines = lines or (line(),)
    fee, zero = euro(shipping), euro("0")
    shares: dict[tuple[str, int, bool], TaxShare] = {}
    for one in lines:
        key = (one.tax_category, one.tax_basis_points, one.tax_included)
        share = shares.get(key, TaxShare(*key, zero, zero, zero))
        shares[key] = replace(share, base=share.base + one.net_total, tax=share.tax + one.tax)
    first = next(iter(shares))
    if fee:
        tax = Money(divide_half_up(fee.minor * first[1], 10_000), "EUR")
        share = shares[first]
        shares[first] = replace(share, base=share.base + fee, tax=share.tax + tax, shipping=fee)
    taxes = tuple(shares.values())
    net, tax = (total([getattr(share, what) for share in taxes], "EUR") for what in ("base", "tax"))
    whole = net + tax
    return Invoice(
        id=uuid.UUID(int=1042),
        number=number,
        kind=kind,
        dealer_id=DEALER_ID,
        order_ids=(OrderId(uuid.UUID(int=7891)),),
        orders=("B2B-2025-7891",),
        seller=seller,
        dealer=dealer,
        ship_to=Delivery("East store", replace(PARTY.address, street="Avenue Louise 54")),
        issued_on=ISSUED,
        due_on=DUE,
        net_days=30,
        early_payment=EarlyPaymentTerms(200, date(2025, 10, 24), Money(whole.minor // 50, "EUR"))
        if early
        else None,
        currency="EUR",
        lines=tuple(lines),
        subtotal=total([one.gross_total for one in lines], "EUR"),
        discount=total([one.discount for one in lines], "EUR"),
        shipping=fee,
        net=net,
        taxes=taxes,
        tax=tax,
        total=whole,
        open=whole,
        paid=zero,
    )


def summary(at: int = 1, *, open_amount: str = "100.00", days_overdue: int = 0) -> InvoiceSummary:
    return InvoiceSummary(
        id=uuid.UUID(int=at),
        entry_id=uuid.UUID(int=at + 10_000),
        number=f"INV-2025-{at}",
        dealer_id=DEALER_ID,
        dealer_name=PARTY.name,
        issued_on=ISSUED,
        due_on=DUE,
        total=euro("100.00"),
        open=euro(open_amount),
        days_overdue=days_overdue,
    )


def ageing(*amounts: str, unapplied: str = "0") -> Ageing:
    """Not due, 1-15, 16-30, 31-45 and more days late."""
    parts = [euro(amount) for amount in amounts]
    return Ageing(*parts, total(parts, "EUR"), euro(unapplied))


def statement(entries: int = 6, *, dealer: Party = PARTY) -> Statement:
    """October: opening 1,000.00, then invoices of 250.00 and payments of 100.00 in turn."""
    balance = euro("1000.00")
    moved = []
    for at in range(entries):
        is_payment = at % 2 == 1
        amount = euro("-100.00") if is_payment else euro("250.00")
        balance = balance + amount
        moved.append(
            StatementEntry(
                on=date(2025, 10, 1 + at % 28),
                kind=Posted.PAYMENT if is_payment else Posted.INVOICE,
                number=f"RC-2025-{at}" if is_payment else f"INV-2025-{at}",
                about=f"INV-2025-{at - 1}" if is_payment else "",
                due_on=None if is_payment else DUE,
                amount=amount,
                balance=balance,
            )
        )
    return Statement(
        seller=SELLER,
        dealer=dealer,
        currency="EUR",
        since=date(2025, 10, 1),
        until=date(2025, 10, 31),
        opening=euro("1000.00"),
        entries=tuple(moved),
        items=(),
        closing=balance,
        ageing=ageing("900.00", "300.00", "150.00", "60.00", "40.00"),
    )


def open_items(*, dealer: Party = PARTY, unapplied: str = "50.00") -> Statement:
    """Two open invoices, one of them twelve days late, and money that has settled nothing yet."""
    items = (
        OpenItem("INV-2025-1001", date(2025, 9, 2), date(2025, 10, 2), euro("800.00"), euro("300.00"), 12),
        OpenItem(
            "INV-2025-1042", ISSUED, DUE, euro("12376.00"), euro("12376.00"), 0,
            EarlyPaymentTerms(200, date(2025, 10, 24), euro("247.52")),
        ),
    )  # fmt: skip
    return Statement(
        seller=SELLER,
        dealer=dealer,
        currency="EUR",
        since=None,
        until=ISSUED,
        opening=euro("0"),
        entries=(),
        items=items,
        closing=euro("12676.00") - euro(unapplied),
        ageing=ageing("12376.00", "300.00", "0", "0", "0", unapplied=unapplied),
    )


def receipt(*, dealer: Party = PARTY) -> Receipt:
    return Receipt(
        id=uuid.UUID(int=31),
        number="RC-2025-31",
        dealer_id=DEALER_ID,
        seller=SELLER,
        dealer=dealer,
        paid_on=ISSUED,
        recorded_at=datetime(2025, 10, 14, 9, 0, tzinfo=UTC),
        reference="SEPA 998877",
        amount=euro("12500.00"),
        parts=(
            AppliedPart("INV-2025-1001", euro("300.00"), euro("0"), euro("0")),
            AppliedPart("INV-2025-1042", euro("12128.48"), euro("247.52"), euro("39.52")),
        ),
        unapplied=euro("71.52"),
    )


def due_dates() -> tuple[DueDate, ...]:
    return (
        DueDate("INV-2025-1001", date(2025, 10, 2), euro("300.00"), euro("300.00"), None, 12),
        DueDate(
            "INV-2025-1042", DUE, euro("12376.00"), euro("12128.48"),
            EarlyPaymentTerms(200, date(2025, 10, 24), euro("247.52")), 0,
        ),
    )  # fmt: skip
