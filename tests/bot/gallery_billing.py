"""Notices about money, plain and as long as they can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from bot.notices.billing import (
    MOST_DUE,
    credit_note_screen,
    due_screen,
    invoice_screen,
    note_reversal_screen,
    payment_screen,
    reversal_screen,
)
from bot.screen import Screen
from core.i18n.phrases import Say
from tests.bot.samples import NASTY, uid

_Draw = Callable[[Say], Screen]


def _event(**more: Any) -> dict[str, Any]:
    return {
        "number": "RC-2025-1",
        "invoice_id": str(uid(1)),
        "payment_id": str(uid(2)),
        "reference": NASTY[0] * 9,
        "reason": "",
        "currency": "USD",
        "amount_minor": 123_456_789,
        "total_minor": 123_456_789,
        "discount_minor": 0,
        "unapplied_minor": 0,
        "open_minor": 1,
        "due_on": "2025-11-13",
        "order_number": "B2B-2025-7891",
        "invoice_number": "INV-2025-1",
        "settled": [],
        "part_paid": [],
        "reopened": [],
        "released": [],
        **more,
    }


def billing_samples() -> Iterator[tuple[str, _Draw]]:
    many = [f"INV-2025-{at}" for at in range(300)]
    worst = _event(
        reason=NASTY[1] * 90,
        discount_minor=5,
        unapplied_minor=7,
        open_minor=0,
        settled=many,
        part_paid=[NASTY[2] * 60],
        reopened=many,
        released=many,
    )
    days = ((-3, "2025-10-17"), (0, "2025-10-14"), (1, "2025-10-13"), (40, "2025-09-04"))
    for name, owed in (("plain", days[:1]), ("all", days), ("many", days * MOST_DUE)):
        documents = [
            [f"INV-2025-{n}{NASTY[2][:9]}", 123_456_789, on, late] for n, (late, on) in enumerate(owed)
        ]
        yield f"due {name}", partial(due_screen, _event(documents=documents))
    for name, event in (("plain", _event()), ("worst", worst)):
        for dealer in (None, NASTY[3] * 20):
            yield f"payment {name} {dealer}", partial(payment_screen, event, dealer)
            yield f"reversal {name} {dealer}", partial(reversal_screen, event, dealer)
            yield f"note reversal {name} {dealer}", partial(note_reversal_screen, event, dealer)
        yield f"invoice notice {name}", partial(invoice_screen, event)
        yield f"credit note notice {name}", partial(credit_note_screen, event)
