"""Payments from a bank's file: each row is recorded as if somebody had typed it (E4).

A payment is not master data: what it has done stands in the open invoices, so it moves no company anywhere.
"""

from __future__ import annotations

from contextlib import suppress

from core.billing import errors
from core.billing.bulk import dump_payments as load_payments
from core.billing.use_cases.record_payment import RecordPayment, record_payment
from core.credit import repository as credit
from core.infra.transaction import Transaction
from core.integrations.master_data.cells import CellError, to_scale
from core.integrations.master_data.parsing import Parsed, Row
from core.integrations.master_data.planning import Desk, Entity, Plan, by_key, drop_refused, need_known
from core.integrations.master_data.records import Payment
from core.integrations.master_data.types import RowCode
from core.kernel.errors import Refused
from core.kernel.ids import DealerId
from core.kernel.money import Money, currency_exponent


class _TriedEnough(Exception):
    """Ends the trial; what it wrote is undone."""


async def dump_payments(desk: Desk) -> list[Payment]:
    """All payments that were not taken back; what each settled is not told."""
    codes = await desk.dealer_codes()
    return sorted(
        Payment(
            codes[one.dealer_id], one.reference, one.amount.to_decimal(), one.amount.currency, one.paid_on
        )
        for one in await load_payments(desk.snap)
    )


async def plan_payments(desk: Desk, parsed: Parsed[Payment]) -> Plan:
    """Rows are tried one after the other, each on what those before it have left, and taken back again."""
    tx = desk.snap
    if not isinstance(tx, Transaction):
        raise TypeError("Expected a transaction to plan payments in.")
    ids = await desk.dealers()
    need_known(parsed, "dealer", ids, "dealer")
    _check_digits(parsed)
    known = by_key(Payment, await dump_payments(desk))
    drop_refused(parsed)
    rows = list(parsed.rows)
    new = [row for row in rows if row.record[:2] not in known]
    for row in rows:
        was = known.get(row.record[:2])
        if was is not None and was[2:5] != row.record[2:5]:
            parsed.refuse(row, "amount", RowCode.ALREADY_DIFFERENT)
    # Accounts in one order, as everybody locks them.
    for dealer_id in sorted({ids[row.record.dealer] for row in new}):
        await credit.lock_account(tx, dealer_id)
    with suppress(_TriedEnough):
        async with tx.attempt():
            for row in new:
                await _try(tx, parsed, row, ids[row.record.dealer])
            raise _TriedEnough
    drop_refused(parsed)

    async def write(writing: Transaction) -> None:
        for row in new:
            if row in parsed.rows:
                await record_payment(writing, _command(row.record, ids[row.record.dealer]))

    good = [row for row in new if row in parsed.rows]
    return Plan(len(good), 0, len(parsed.rows) - len(good), write)


def _check_digits(parsed: Parsed[Payment]) -> None:
    for row in parsed.rows:
        try:
            to_scale(row.record.amount, currency_exponent(row.record.currency))
        except CellError as fault:
            parsed.refuse(row, "amount", fault.code, str(row.record.amount), **fault.fields)


def _command(record: Payment, dealer_id: DealerId) -> RecordPayment:
    amount = Money.parse(str(record.amount), record.currency)
    return RecordPayment(dealer_id, amount, record.paid_on, record.reference, record.invoices)


async def _try(tx: Transaction, parsed: Parsed[Payment], row: Row[Payment], dealer_id: DealerId) -> None:
    try:
        async with tx.attempt():
            await record_payment(tx, _command(row.record, dealer_id))
    except Refused as refused:
        _refuse(parsed, row, refused)


def _refuse(parsed: Parsed[Payment], row: Row[Payment], refused: Refused) -> None:
    match refused:
        case errors.UnknownInvoice(fields=fields):
            parsed.refuse(row, "invoices", RowCode.UNKNOWN_REFERENCE, fields["number"], what="invoice")
        case errors.InvoiceSettled(fields=fields):
            parsed.refuse(row, "invoices", RowCode.IN_USE, fields["number"])
        case errors.WrongCurrency(fields=fields):
            parsed.refuse(row, "currency", RowCode.CONTRADICTS, other=f"dealer: {fields['expected']}")
        case errors.DateInFuture():
            parsed.refuse(row, "paid_on", RowCode.TOO_LARGE, most="today")
        case errors.AmountNotPositive():
            parsed.refuse(row, "amount", RowCode.TOO_SMALL, least=0)
        case errors.AlreadyRecorded(fields=fields):
            parsed.refuse(row, "reference", RowCode.TAKEN, by=fields["number"])
        case _:
            raise refused


PAYMENTS = Entity("payments", Payment, dump_payments, plan_payments, is_critical=True)
