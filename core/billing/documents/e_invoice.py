"""Invoices for machines: EN 16931 as CII in a Factur-X PDF, and as UBL 2.1 for Peppol, from the same data.

Business terms (BT) and groups (BG) are those of EN 16931-1; units are UN/ECE Recommendations 20 and 21, tax
categories UNCL 5305. A document is as it was issued: what was paid since is no part of it. Line prices are
of the unit that was ordered; where tax is included in them, they are without it here, as the norm wants it.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from core.billing.documents import wording
from core.billing.documents.e_invoice_codes import ONE, UNITS, VAT_SCHEMES
from core.billing.documents.types import FileForm
from core.billing.errors import EInvoiceIncomplete
from core.billing.types import Address, DocumentKind, Invoice, InvoiceLine, Party, Seller, TaxShare
from core.i18n.phrases import Say
from core.kernel.money import Money, currency_exponent, divide_half_up

_PEPPOL = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
_PEPPOL_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
_INVOICE, _CREDIT_NOTE = "380", "381"
_CREDIT_TRANSFER, _NOT_DEFINED = "30", "1"
_FREIGHT, _DISCOUNT = "FC", "95"  # UNCL 7161, UNCL 5189
_OUTSIDE = "O"
_WHOLE = 10_000
_PRICE_DIGITS = Decimal("0.00000001")
_EMAIL_SCHEME = "EM"
# factur-x changes its own tables while it works.
_LOCK = threading.Lock()


def cii_invoice(invoice: Invoice, say: Say) -> bytes:
    """The invoice as Cross Industry Invoice, profile EN 16931. Raises EInvoiceIncomplete."""
    from facturx import generate_cii_xml

    _check(invoice, FileForm.FACTUR_X)
    terms = business_terms(invoice, say)
    with _LOCK:
        return bytes(generate_cii_xml(terms, level="en16931", check_xsd=False, check_schematron=False))


def factur_x(pdf: bytes, invoice: Invoice, say: Say) -> bytes:
    """The PDF/A-3 with the invoice for machines in it. Raises EInvoiceIncomplete."""
    from facturx import generate_from_binary

    title = wording.invoice_title(invoice, say)
    made = generate_from_binary(
        pdf,
        cii_invoice(invoice, say),
        flavor="factur-x",
        level="en16931",
        check_xsd=False,
        check_schematron=False,
        lang=say.language.replace("_", "-"),
        afrelationship="alternative",
        pdf_metadata={
            "author": invoice.seller.name,
            "title": title,
            "subject": title,
            "keywords": "Factur-X",
        },
    )
    return bytes(made)


def ubl_invoice(invoice: Invoice, say: Say) -> bytes:
    """The invoice as UBL 2.1 for Peppol BIS Billing 3. Raises EInvoiceIncomplete."""
    from facturx import generate_ubl_xml
    from lxml import etree

    _check(invoice, FileForm.UBL)
    terms = {**business_terms(invoice, say), "BT-23": _PEPPOL_PROCESS}
    with _LOCK:
        made = generate_ubl_xml(terms, level="en16931", check_xsd=False, check_schematron=False)
    tree = etree.fromstring(bytes(made))
    name = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}CustomizationID"
    tree.find(name).text = _PEPPOL
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8"))


def business_terms(invoice: Invoice, say: Say) -> dict[str, Any]:
    """The invoice in the terms of EN 16931; the caller has checked that nothing is lacking."""
    is_credit = invoice.kind is DocumentKind.CREDIT_NOTE
    bank = invoice.seller.bank
    terms: dict[str, Any] = {
        "BT-1": invoice.number,
        "BT-2": invoice.issued_on,
        "BT-3": _CREDIT_NOTE if is_credit else _INVOICE,
        "BT-5": invoice.currency,
        "BT-10": invoice.dealer.code,
        "BT-9": None if is_credit else invoice.due_on,
        "BT-20": None if is_credit else _payment_terms(invoice, say),
        "BT-81": _CREDIT_TRANSFER if bank else _NOT_DEFINED,
        "BT-83": invoice.number,
        "BG-1": [{"BT-22": invoice.reason}] if invoice.reason else None,
        "BG-3": [{"BT-25": number} for number in invoice.references] or None,
        "BG-4": _seller(invoice.seller, has_tax=_has_tax(invoice)),
        "BG-7": _buyer(invoice.dealer, has_tax=_has_tax(invoice)),
        "BG-13": _delivery(invoice),
        "BG-21": [_freight(share, say) for share in invoice.taxes if share.shipping] or None,
        "BG-23": [_tax_share(share) for share in _merged(invoice.taxes)],
        "BG-25": [_line(line, invoice, say) for line in invoice.lines],
        "BT-106": _plain(_total([line.net_total for line in invoice.lines], invoice.currency)),
        "BT-108": _plain(_total([share.shipping for share in invoice.taxes], invoice.currency))
        if invoice.shipping
        else None,
        "BT-109": _plain(invoice.net),
        "BT-110": _plain(invoice.tax),
        "BT-112": _plain(invoice.total),
        "BT-115": _plain(invoice.total),
    }
    if invoice.orders:
        terms["BT-14"] = invoice.orders[0]
    if bank:
        terms |= {"BT-84": bank.iban.replace(" ", ""), "BT-85": bank.holder, "BT-86": bank.bic or None}
    return {name: value for name, value in terms.items() if value is not None}


def lacking(invoice: Invoice, form: FileForm) -> EInvoiceIncomplete | None:
    """What stands in the way of the e-invoice of that form (FACTUR_X or UBL); None: nothing."""
    try:
        _check(invoice, form)
    except EInvoiceIncomplete as incomplete:
        return incomplete
    return None


def _check(invoice: Invoice, form: FileForm) -> None:
    """What the norm wants and master data may lack; one thing at a time, the house's own first.

    A seller outside the scope of tax names its register in a country of the norm instead of a VAT identifier;
    Peppol sends to addresses of its own list, which both sides have by their identifiers.
    """
    seller, dealer = invoice.seller, invoice.dealer
    is_peppol = form is FileForm.UBL
    is_registered = bool(seller.registration) and seller.address.country in VAT_SCHEMES
    if not (seller.address.country and seller.address.city):
        raise EInvoiceIncomplete(why="seller_address", number=invoice.number)
    if not _is_vat(seller.tax_id) and (is_peppol or _has_tax(invoice) or not is_registered):
        raise EInvoiceIncomplete(why="seller_tax_id", number=invoice.number)
    if not dealer.address.country:
        raise EInvoiceIncomplete(why="dealer_address", number=invoice.number)
    if is_peppol and not _is_vat(dealer.tax_id):
        raise EInvoiceIncomplete(why="dealer_tax_id", number=invoice.number)


def _is_vat(tax_id: str) -> bool:
    """Whether a tax ID is a European VAT identifier: its country's prefix and the number."""
    bare = tax_id.replace(" ", "").upper()
    return bare[:2] in VAT_SCHEMES and bare[2:].isalnum() and any(sign.isdigit() for sign in bare[2:])


def _has_tax(invoice: Invoice) -> bool:
    """Whether any of it is in the scope of tax: outside of it, documents name no VAT identifiers."""
    return any(share.category != _OUTSIDE for share in invoice.taxes)


def _plain(amount: Money) -> str:
    return f"{amount.to_decimal():.{currency_exponent(amount.currency)}f}"


def _total(amounts: Sequence[Money], currency: str) -> Money:
    return Money(sum(amount.minor for amount in amounts), currency)


def _percent(basis_points: int) -> str:
    return f"{Decimal(basis_points) / 100:.2f}"


def _electronic_address(tax_id: str, email: str) -> tuple[str, str] | None:
    """Scheme and address: by the VAT identifier where its country has a scheme, else by e-mail."""
    bare = tax_id.replace(" ", "").upper()
    scheme = VAT_SCHEMES.get(bare[:2])
    if scheme is not None:
        return scheme, bare
    return (_EMAIL_SCHEME, email) if email else None


def _address(address: Address) -> dict[str, str]:
    parts = {
        "addr_l1": address.street,
        "city": address.city,
        "postcode": address.postcode,
        "country_subdivision": address.region,
        "country_code": address.country,
    }
    return {name: value for name, value in parts.items() if value}


def _party(name: str, tax_id: str, email: str, address: Address, *, has_tax: bool) -> dict[str, Any]:
    party: dict[str, Any] = {"name": name, **_address(address)}
    electronic = _electronic_address(tax_id, email)
    if electronic is not None:
        party |= {"einvoicing_addr_schemeid": electronic[0], "einvoicing_addr": electronic[1]}
    if tax_id and has_tax:
        party["vat_identifier"] = tax_id.replace(" ", "")
    return party


def _seller(seller: Seller, *, has_tax: bool) -> dict[str, Any]:
    party = _party(seller.name, seller.tax_id, seller.email, seller.address, has_tax=has_tax)
    if seller.registration:
        party["legal_identifier"] = seller.registration
    elif not has_tax:
        party["legal_identifier"] = seller.tax_id
    contact = {"name": seller.name, "phone": seller.phone, "email": seller.email}
    if seller.phone or seller.email:
        party["contacts"] = [{name: value for name, value in contact.items() if value}]
    return party


def _buyer(dealer: Party, *, has_tax: bool) -> dict[str, Any]:
    name = dealer.name or dealer.code
    return _party(name, dealer.tax_id, dealer.email, dealer.address, has_tax=has_tax)


def _delivery(invoice: Invoice) -> dict[str, Any] | None:
    place = invoice.ship_to
    if place is None or not place.address.country:
        return None  # an address without its country is none for the norm
    return {"name": place.name or invoice.dealer.name, **_address(place.address)}


def _payment_terms(invoice: Invoice, say: Say) -> str:
    text = f"{say('document.due')}: {wording.day_text(invoice.due_on, say)}."
    early = invoice.early_payment
    if early is None or not early.amount:
        return text
    saved = say(
        "document.early",
        until=wording.day_text(early.until, say),
        discount=early.amount,
        percent=say.percent(early.basis_points),
        pay=invoice.total - early.amount,
    )
    return f"{text} {saved}"


def _freight(share: TaxShare, say: Say) -> dict[str, str]:
    charge = {
        "amount": _plain(share.shipping),
        "reason": say("document.shipping"),
        "reason_code": _FREIGHT,
        "vat_category_code": share.category,
    }
    return charge if share.category == _OUTSIDE else {**charge, "vat_rate": _percent(share.basis_points)}


def _merged(shares: Sequence[TaxShare]) -> list[TaxShare]:
    """One share for each category and rate: the norm does not know whether prices had contained the tax."""
    found: dict[tuple[str, int], TaxShare] = {}
    for share in shares:
        key = (share.category, share.basis_points)
        known = found.get(key)
        if known is not None:
            base, tax, shipping = (
                known.base + share.base,
                known.tax + share.tax,
                known.shipping + share.shipping,
            )
            share = TaxShare(*key, False, base, tax, shipping)
        found[key] = share
    return list(found.values())


def _tax_share(share: TaxShare) -> dict[str, str]:
    terms = {"BT-116": _plain(share.base), "BT-117": _plain(share.tax), "BT-118": share.category}
    if share.category == _OUTSIDE:
        return {**terms, "BT-120": "Not subject to VAT", "BT-121": "VATEX-EU-O"}
    if share.category == "E":
        terms["BT-120"] = "Exempt from VAT"
    return {**terms, "BT-119": _percent(share.basis_points)}


def _line(line: InvoiceLine, invoice: Invoice, say: Say) -> dict[str, Any]:
    gross, discount = _without_tax(line)
    terms: dict[str, Any] = {
        "BT-126": str(line.position),
        "BT-129": f"{line.unit_quantity.normalize():f}",
        "BT-130": UNITS.get(line.unit, ONE),
        "BT-131": _plain(line.net_total),
        "BT-146": _price(line, gross),
        "BT-151": line.tax_category,
        "BT-153": line.name or line.sku,
    }
    if line.sku:
        terms["BT-155"] = line.sku
    if line.instead_of:
        terms["BT-127-00"] = [{"BT-127": say("document.instead_of", name=line.instead_of)}]
    if line.tax_category != _OUTSIDE:
        terms["BT-152"] = _percent(line.tax_basis_points)
    if discount:
        allowance = {"amount": _plain(discount), "reason": say("document.discount"), "reason_code": _DISCOUNT}
        terms["BG-27"] = [allowance]
    return terms


def _without_tax(line: InvoiceLine) -> tuple[Money, Money]:
    """Gross total and discount without tax; their difference is the net total to the cent."""
    gross = line.gross_total
    if line.tax_included and line.tax_basis_points:
        minor = divide_half_up(gross.minor * _WHOLE, _WHOLE + line.tax_basis_points)
        gross = Money(minor, gross.currency) if line.discount else line.net_total
    return gross, gross - line.net_total


def _price(line: InvoiceLine, gross: Money) -> str:
    """Price of the ordered unit without tax: exact where it gives the gross total, else the total's share."""
    quantity = line.unit_quantity
    if not quantity:
        return "0.00"
    price = line.unit_price.to_decimal() * line.quantity / quantity
    if line.tax_included or abs(price * quantity - gross.to_decimal()) > Decimal("0.01"):
        price = gross.to_decimal() / quantity
    shown = f"{price.quantize(_PRICE_DIGITS):f}".rstrip("0")
    whole, _, digits = shown.partition(".")
    return f"{whole}.{digits:0<2}"
