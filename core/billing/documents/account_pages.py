"""Statements and receipts as pages: what ``pages.typ`` is given. Pure."""

from __future__ import annotations

from typing import Any

from core.billing.documents import wording
from core.billing.types import Ageing, OpenItem, Receipt, Statement, StatementEntry
from core.i18n.fonts import printable
from core.i18n.phrases import Say
from core.kernel.money import Money

_PERMILLE = 1000


def statement_page(statement: Statement, say: Say) -> dict[str, Any]:
    """An account over a period, or its open items; the sum at the end is what is owed."""
    is_period = statement.since is not None
    return {
        **wording.language_tags(say),
        "title": say("document.statement"),
        "number": statement.dealer.code,
        "seller": wording.seller_block(statement.seller, say),
        "footer": wording.footer_lines(statement.seller, say),
        "party": wording.party_block(statement.dealer, say),
        "other": None,
        "facts": _statement_facts(statement, say),
        "notes": [],
        "tables": [_movements(statement, say) if is_period else _open_items(statement, say)],
        "totals": _closing(statement, say),
        "ageing": _ageing(statement.ageing, say),
        "payment": wording.payment_block(statement.seller.bank, (), say)
        if statement.closing.minor > 0
        else None,
    }


def _statement_facts(statement: Statement, say: Say) -> list[tuple[str, str]]:
    until = wording.day_text(statement.until, say)
    if statement.since is None:
        when = [(say("document.as_of"), until)]
    else:
        when = [
            (say("document.since"), wording.day_text(statement.since, say)),
            (say("document.until"), until),
        ]
    return [
        *when,
        (say("document.customer"), printable(statement.dealer.code)),
        (say("document.currency"), statement.currency),
    ]


def _columns(say: Say, *columns: tuple[str, bool, bool]) -> list[dict[str, Any]]:
    return [{"label": say(key), "wide": wide, "number": number} for key, wide, number in columns]


def _movements(statement: Statement, say: Say) -> dict[str, Any]:
    columns = _columns(
        say,
        ("document.day", False, False),
        ("document.entry", True, False),
        ("document.due", False, False),
        ("document.amount", False, True),
        ("document.balance", False, True),
    )
    opening = ["", say("document.opening"), "", "", wording.amount_text(statement.opening, say)]
    return {
        "heading": "",
        "columns": columns,
        "rows": [opening, *(_movement(entry, say) for entry in statement.entries)],
        "sums": [],
    }


def _movement(entry: StatementEntry, say: Say) -> list[Any]:
    what = f"{say(f'posted.{entry.kind.value}')} {printable(entry.number)}"
    return [
        wording.day_text(entry.on, say),
        {"text": what, "aside": say("document.about", number=printable(entry.about))}
        if entry.about
        else what,
        wording.day_text(entry.due_on, say) if entry.due_on else "",
        wording.amount_text(entry.amount, say),
        wording.amount_text(entry.balance, say),
    ]


def _open_items(statement: Statement, say: Say) -> dict[str, Any]:
    columns = _columns(
        say,
        ("document.document", True, False),
        ("document.issued", False, False),
        ("document.due", False, False),
        ("document.days_overdue", False, True),
        ("document.total", False, True),
        ("document.open", False, True),
    )
    return {
        "heading": "",
        "columns": columns,
        "rows": [_open_item(item, say) for item in statement.items],
        "sums": [],
    }


def _open_item(item: OpenItem, say: Say) -> list[Any]:
    early = item.early_payment
    number: Any = printable(item.number)
    if early is not None:
        hint = say("document.early_short", discount=early.amount, until=wording.day_text(early.until, say))
        number = {"text": number, "sub": hint}
    late = say.number(item.days_overdue) if item.days_overdue else ""
    return [
        number,
        wording.day_text(item.issued_on, say),
        wording.day_text(item.due_on, say),
        {"text": late, "alarm": True},
        wording.amount_text(item.total, say),
        {"text": wording.amount_text(item.open, say), "alarm": bool(item.days_overdue)},
    ]


def _closing(statement: Statement, say: Say) -> list[tuple[str, str, bool]]:
    rows = []
    if statement.since is None and statement.ageing.unapplied:
        rows.append((say("document.unapplied"), wording.amount_text(-statement.ageing.unapplied, say), False))
    if statement.closing.minor < 0:
        rows.append((say("document.in_favour"), say.money(-statement.closing), True))
    else:
        rows.append((say("document.closing"), say.money(statement.closing), True))
    return rows


def _ageing(ageing: Ageing, say: Say) -> dict[str, Any] | None:
    if not ageing.total:
        return None
    parts: list[tuple[str, Money]] = [
        (say("document.not_due"), ageing.not_due),
        (say("document.days_late", days="1–15"), ageing.days_1_15),
        (say("document.days_late", days="16–30"), ageing.days_16_30),
        (say("document.days_late", days="31–45"), ageing.days_31_45),
        (say("document.days_late", days="> 45"), ageing.days_over_45),
    ]
    return {
        "heading": say("document.ageing"),
        "parts": [
            {
                "label": label,
                "amount": wording.amount_text(amount, say),
                "share": amount.minor * _PERMILLE // ageing.total.minor,
            }
            for label, amount in parts
        ],
    }


def receipt_page(receipt: Receipt, say: Say) -> dict[str, Any]:
    """What was paid and what it settled."""
    return {
        **wording.language_tags(say),
        "title": say("document.receipt"),
        "number": receipt.number,
        "seller": wording.seller_block(receipt.seller, say),
        "footer": wording.footer_lines(receipt.seller, say),
        "party": {**wording.party_block(receipt.dealer, say), "label": say("document.received_from")},
        "other": None,
        "facts": [
            (say("document.paid_on"), wording.day_text(receipt.paid_on, say)),
            *([(say("document.reference"), printable(receipt.reference))] if receipt.reference else []),
            (say("document.customer"), printable(receipt.dealer.code)),
            (say("document.currency"), receipt.amount.currency),
        ],
        "notes": _receipt_notes(receipt, say),
        "tables": [_settled(receipt, say)] if receipt.parts else [],
        "totals": [
            *(
                [(say("document.unapplied"), wording.amount_text(receipt.unapplied, say), False)]
                if receipt.unapplied
                else []
            ),
            (say("document.received"), say.money(receipt.amount), True),
        ],
        "ageing": None,
        "payment": None,
    }


def _receipt_notes(receipt: Receipt, say: Say) -> list[str]:
    if receipt.reversed_on is None:
        return []
    day = wording.day_text(receipt.reversed_on, say)
    return [say("document.reversed", day=day, reason=printable(receipt.reversal_reason or wording.NOTHING))]


def _settled(receipt: Receipt, say: Say) -> dict[str, Any]:
    has_discount = any(part.discount for part in receipt.parts)
    columns = _columns(
        say,
        ("document.document", True, False),
        ("document.paid", False, True),
        *([("document.early_discount", False, True)] if has_discount else []),
    )
    return {
        "heading": say("document.settled"),
        "columns": columns,
        "rows": [
            [
                printable(part.document),
                wording.amount_text(part.paid, say),
                *([wording.amount_text(part.discount, say) if part.discount else ""] if has_discount else []),
            ]
            for part in receipt.parts
        ],
        "sums": [],
    }
