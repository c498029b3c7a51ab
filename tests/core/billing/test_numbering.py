"""Gaps and doubles in the numbers of documents are found, whatever has made them."""

from typing import Any

import pytest
from sqlalchemy import delete, update

from core.audit.use_cases.check_books import CheckBooks
from core.billing.engine.numbering import NumberFault, Wrong, check_numbers
from core.billing.tables import DocumentCounterRow, InvoiceRow, PaymentRow
from core.billing.use_cases.create_credit_note import CreateCreditNote
from core.infra.door import Core
from core.kernel.actor import SYSTEM
from tests.core.billing.house import make_house
from tests.make import write


def test_numbers_that_run_through_are_in_order() -> None:
    used = [("INV", "INV-2025-2"), ("INV", "INV-2025-1"), ("CN", "CN-2025-1"), ("INV", "INV-2026-1")]
    assert check_numbers({("INV", 2025): 2, ("CN", 2025): 1, ("INV", 2026): 1}, used) == ()


def test_every_fault_is_named_once() -> None:
    used = [
        ("INV", "INV-2025-1"),
        ("INV", "INV-2025-001"),
        ("INV", "INV-2025-4"),
        ("INV", "CN-2025-9"),
        ("CN", "CN-2024-0"),
    ]
    assert check_numbers({("INV", 2025): 3}, used) == (
        NumberFault("CN-2025-9", Wrong.NEVER_GIVEN),
        NumberFault("CN-2024-0", Wrong.NEVER_GIVEN),
        NumberFault("INV-2025-1", Wrong.DOUBLED),
        NumberFault("INV-2025-2", Wrong.MISSING),
        NumberFault("INV-2025-3", Wrong.MISSING),
        NumberFault("INV-2025-4", Wrong.NEVER_GIVEN),
    )


@pytest.mark.parametrize(
    ("tampering", "fault"),
    [
        (
            update(InvoiceRow).where(InvoiceRow.number == "INV-2025-2").values(number="INV-2025-9"),
            ["Document INV-2025-2 is missing.", "Document INV-2025-9 was never given."],
        ),
        (
            update(InvoiceRow).where(InvoiceRow.number == "INV-2025-2").values(number="INV-2025-01"),
            ["Document INV-2025-1 is there twice.", "Document INV-2025-2 is missing."],
        ),
        (
            update(DocumentCounterRow).where(DocumentCounterRow.kind == "CN").values(last=2),
            ["Document CN-2025-2 is missing."],
        ),
        (
            delete(DocumentCounterRow).where(DocumentCounterRow.kind == "CN"),
            ["Document CN-2025-1 was never given."],
        ),
        (
            update(PaymentRow).where(PaymentRow.kind == "payment").values(number="RC-2025-5"),
            ["Document RC-2025-1 is missing.", "Document RC-2025-5 was never given."],
        ),
    ],
)
async def test_the_check_of_the_books_tells_of_documents_that_are_gone_or_double(
    core: Core, tampering: Any, fault: list[str]
) -> None:
    house = await make_house(core)
    invoice = await house.invoice(core, 2)
    await house.invoice(core)
    await core.execute(house.fiona, CreateCreditNote(invoice.number, "back", lines=((1, 1),)))
    await house.pay(core, "50")
    whole = await core.ask(SYSTEM, CheckBooks())
    assert (whole.faults, whole.checked["documents"]) == ((), 4)
    await write(core, tampering)
    assert [one for one in (await core.ask(SYSTEM, CheckBooks())).faults if "Document" in one] == fault
