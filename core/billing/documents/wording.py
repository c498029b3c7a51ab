"""How figures and days are written on documents: as the reader's country does, with the year always there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from core.billing.documents.addresses import address_lines
from core.billing.types import BankAccount, Delivery, DocumentKind, Invoice, Party, Seller
from core.i18n.fonts import printable
from core.i18n.phrases import Say, locale_of
from core.kernel.money import Money, UnitPrice

NOTHING = "–"
_KINDS = {DocumentKind.INVOICE: "document.invoice", DocumentKind.CREDIT_NOTE: "document.credit_note"}


def kind_text(kind: DocumentKind, say: Say) -> str:
    return say(_KINDS[kind])


def invoice_title(invoice: Invoice, say: Say) -> str:
    """ "Invoice INV-2025-1042"."""
    return f"{kind_text(invoice.kind, say)} {invoice.number}"


def receipt_title(number: str, say: Say) -> str:
    return f"{say('document.receipt')} {number}"


def statement_title(dealer_name: str, say: Say) -> str:
    return f"{say('document.statement')} · {dealer_name}"


def invoices_title(say: Say) -> str:
    return say("document.invoices")


def calendar_title(house: str, say: Say) -> str:
    return say("document.calendar", house=house)


def amount_text(amount: Money, say: Say) -> str:
    """The figure alone: the currency stands above the column."""
    pattern = "#,##0.00;−#,##0.00"
    return format_currency(amount.to_decimal(), amount.currency, pattern, locale=locale_of(say.language))


def price_text(price: UnitPrice, say: Say) -> str:
    """A unit price with at least two digits and all that it has."""
    return format_decimal(price.to_decimal(), "#,##0.00####", locale=locale_of(say.language))


def day_text(day: date | None, say: Say) -> str:
    """ "14 Oct 2025", "2025年10月14日"."""
    if day is None:
        return NOTHING
    pattern = "d MMM y" if say.language == "en" else "medium"
    return format_date(day, pattern, locale=locale_of(say.language))


def quantity_text(quantity: Decimal, unit: str, say: Say) -> str:
    """ "10 cases"; the unit's own code where there is no word for it."""
    number = say.number(quantity.normalize())
    key = f"unit.{unit}"
    if not say.book.has("en", key):
        return f"{number} {unit}"
    # Plural rules know whole numbers; half a case is more than one in none of our languages.
    whole = int(quantity) if quantity == int(quantity) else 2
    return f"{number} {say(key, whole).replace('{count}', '').strip()}"


def seller_block(seller: Seller, say: Say) -> dict[str, Any]:
    """The letterhead: name, address, ways to reach the house."""
    ways = " · ".join(printable(one) for one in (seller.phone, seller.email) if one)
    lines = [*address_lines(seller.address, say), *([ways] if ways else [])]
    return {"name": printable(seller.name) or NOTHING, "lines": lines}


def footer_lines(seller: Seller, say: Say) -> list[str]:
    """What the law wants at the foot: name, register, tax number."""
    return [
        printable(seller.name) or NOTHING,
        *([printable(seller.registration)] if seller.registration else []),
        *([say("document.tax_id", id=printable(seller.tax_id))] if seller.tax_id else []),
    ]


def party_block(party: Party, say: Say) -> dict[str, Any]:
    """Whom it is for. A name of nothing but emoji gives way to the dealer's code."""
    tax = [say("document.tax_id", id=printable(party.tax_id))] if party.tax_id else []
    return {
        "label": say("document.bill_to"),
        "name": printable(party.name) or printable(party.code) or NOTHING,
        "lines": [*address_lines(party.address, say), *tax],
    }


def delivery_block(delivery: Delivery | None, say: Say) -> dict[str, Any] | None:
    if delivery is None:
        return None
    lines = address_lines(delivery.address, say)
    return {
        "label": say("document.ship_to"),
        "name": printable(delivery.name) or (lines.pop(0) if lines else NOTHING),
        "lines": lines,
    }


def payment_block(bank: BankAccount | None, notes: Sequence[str], say: Say) -> dict[str, Any] | None:
    """Bank and hints; None where there is nothing to say."""
    pairs: list[tuple[str, str]] = []
    if bank is not None:
        pairs = [
            (say("document.holder"), printable(bank.holder)),
            (say("document.bank"), printable(bank.bank)),
            (say("document.account"), printable(_account_text(bank.iban))),
            *([("BIC", printable(bank.bic))] if bank.bic else []),
        ]
    if not pairs and not notes:
        return None
    return {"heading": say("document.pay_to"), "pairs": pairs, "notes": list(notes)}


def _account_text(number: str) -> str:
    """An IBAN in groups of four, any other account number as it is."""
    bare = number.replace(" ", "")
    if not (bare[:2].isalpha() and bare[2:4].isdigit()):
        return number
    return " ".join(bare[at : at + 4] for at in range(0, len(bare), 4))


def language_tags(say: Say) -> dict[str, str | None]:
    """Language and region as typst takes them: the region decides about the shapes of Chinese signs."""
    language, _, region = say.language.partition("_")
    return {"lang": language, "region": region.lower() or None}
