"""An invoice or credit note as a page: what ``pages.typ`` is given. Pure."""

from __future__ import annotations

from typing import Any

from core.billing.documents import wording
from core.billing.types import DocumentKind, Invoice, InvoiceLine, TaxShare
from core.i18n.fonts import printable
from core.i18n.phrases import Say

_OUTSIDE = "O"


def invoice_page(invoice: Invoice, say: Say, *, as_issued: bool = False) -> dict[str, Any]:
    """as_issued: without what has been paid since."""
    is_credit = invoice.kind is DocumentKind.CREDIT_NOTE
    return {
        **wording.language_tags(say),
        "title": wording.kind_text(invoice.kind, say),
        "number": invoice.number,
        "seller": wording.seller_block(invoice.seller, say),
        "footer": wording.footer_lines(invoice.seller, say),
        "party": wording.party_block(invoice.dealer, say),
        "other": wording.delivery_block(invoice.ship_to, say),
        "facts": _facts(invoice, say),
        "notes": _notes(invoice, say),
        "tables": [_lines(invoice, say)],
        "totals": _totals(invoice, say, as_issued=as_issued),
        "ageing": None,
        "payment": None if is_credit else _payment(invoice, say),
    }


def _notes(invoice: Invoice, say: Say) -> list[str]:
    notes = [say("document.reason", reason=printable(invoice.reason))] if invoice.reason else []
    if invoice.reversed_on is not None:
        day = wording.day_text(invoice.reversed_on, say)
        reason = printable(invoice.reversal_reason or wording.NOTHING)
        notes.append(say("document.note_reversed", day=day, reason=reason))
    return notes


def _facts(invoice: Invoice, say: Say) -> list[tuple[str, str]]:
    is_credit = invoice.kind is DocumentKind.CREDIT_NOTE
    facts = [(say("document.issued"), wording.day_text(invoice.issued_on, say))]
    if not is_credit:
        facts.append((say("document.due"), wording.day_text(invoice.due_on, say)))
        if invoice.net_days:
            facts.append((say("document.terms"), say("document.net_days", invoice.net_days)))
    facts += [(say("document.for_invoice"), number) for number in invoice.references]
    facts += [(say("document.order"), printable(number)) for number in invoice.orders]
    facts.append((say("document.customer"), printable(invoice.dealer.code)))
    facts.append((say("document.currency"), invoice.currency))
    return facts


def _lines(invoice: Invoice, say: Say) -> dict[str, Any]:
    has_discount = any(line.discount for line in invoice.lines)
    has_tax = any(line.tax_basis_points for line in invoice.lines)
    columns = [
        ("document.position", False, False),
        ("document.article", True, False),
        ("document.quantity", False, True),
        ("document.unit_price", False, True),
        *([("document.discount", False, True)] if has_discount else []),
        *([("document.tax", False, True)] if has_tax else []),
        ("document.amount", False, True),
    ]
    return {
        "heading": "",
        "columns": [{"label": say(key), "wide": wide, "number": number} for key, wide, number in columns],
        "rows": [_row(line, say, has_discount=has_discount, has_tax=has_tax) for line in invoice.lines],
        "sums": [],
    }


def _row(line: InvoiceLine, say: Say, *, has_discount: bool, has_tax: bool) -> list[Any]:
    name = {"text": printable(line.name) or printable(line.sku) or wording.NOTHING}
    wanted = line.instead_of and say("document.instead_of", name=printable(line.instead_of))
    below = " · ".join(filter(None, (printable(line.sku), wanted)))
    quantity = {"text": wording.quantity_text(line.unit_quantity, line.unit, say)}
    # Where the order counted in packs, the price beside it is of a piece: say how many those are.
    return [
        str(line.position),
        {**name, "sub": below} if below else name,
        quantity
        if line.quantity == line.unit_quantity
        else {**quantity, "sub": f"= {say.number(line.quantity)}"},
        wording.price_text(line.unit_price, say),
        *([wording.amount_text(-line.discount, say) if line.discount else ""] if has_discount else []),
        *([_rate(line.tax_category, line.tax_basis_points, say)] if has_tax else []),
        wording.amount_text(line.total, say),
    ]


def _rate(category: str, basis_points: int, say: Say) -> str:
    return wording.NOTHING if category == _OUTSIDE else say.percent(basis_points)


def _totals(invoice: Invoice, say: Say, *, as_issued: bool) -> list[tuple[str, str, bool]]:
    def row(label: str, amount: str, *, strong: bool = False) -> tuple[str, str, bool]:
        return label, amount, strong

    rows = []
    if invoice.discount or invoice.shipping:
        rows.append(row(say("document.subtotal"), wording.amount_text(invoice.subtotal, say)))
    if invoice.discount:
        rows.append(row(say("document.discount"), wording.amount_text(-invoice.discount, say)))
    if invoice.shipping:
        rows.append(row(say("document.shipping"), wording.amount_text(invoice.shipping, say)))
    on_top = [share for share in invoice.taxes if not share.included and share.basis_points]
    inside = [share for share in invoice.taxes if share.included and share.basis_points]
    if on_top:
        rows.append(row(say("document.net"), wording.amount_text(invoice.net, say)))
        rows += [_tax_row("document.tax_on_top", share, say) for share in on_top]
    rows.append(row(say("document.total"), say.money(invoice.total), strong=True))
    rows += [_tax_row("document.tax_inside", share, say) for share in inside]
    if invoice.paid and not as_issued and invoice.reversed_on is None:
        is_credit = invoice.kind is DocumentKind.CREDIT_NOTE
        used = say("document.used" if is_credit else "document.paid")
        rows.append(row(used, wording.amount_text(invoice.paid, say)))
        rows.append(
            row(
                say("document.unused" if is_credit else "document.to_pay"),
                say.money(invoice.open),
                strong=True,
            )
        )
    return rows


def _tax_row(key: str, share: TaxShare, say: Say) -> tuple[str, str, bool]:
    base = wording.amount_text(share.base, say)
    return (
        say(key, rate=say.percent(share.basis_points), base=base),
        wording.amount_text(share.tax, say),
        False,
    )


def _payment(invoice: Invoice, say: Say) -> dict[str, Any] | None:
    early = invoice.early_payment
    notes = []
    if early is not None and early.amount:
        notes.append(
            say(
                "document.early",
                until=wording.day_text(early.until, say),
                discount=early.amount,
                percent=say.percent(early.basis_points),
                pay=invoice.total - early.amount,
            )
        )
    if invoice.seller.bank is not None:
        notes.append(say("document.quote_number", number=invoice.number))
    return wording.payment_block(invoice.seller.bank, notes, say)
