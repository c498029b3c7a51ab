"""Credit limits, and what dealers owe when they come to us."""

from __future__ import annotations

from decimal import Decimal

from core.credit import bulk
from core.dealers import bulk as dealers
from core.infra.transaction import Transaction
from core.integrations.master_data.cells import CellError, to_scale
from core.integrations.master_data.parsing import Parsed, R, Row
from core.integrations.master_data.planning import (
    Desk,
    Entity,
    Plan,
    by_key,
    compare,
    drop_refused,
    keep_absent,
    need_known,
)
from core.integrations.master_data.records import CreditLimit, OpenInvoice
from core.integrations.master_data.types import RowCode
from core.kernel.actor import Permission
from core.kernel.money import Money, currency_exponent
from core.orders.release import release_held_orders


def _amount(minor: int, currency: str) -> Decimal:
    return Money(minor, currency).to_decimal()


def _minor(amount: Decimal, currency: str) -> int:
    return to_scale(amount, currency_exponent(currency))


async def dump_limits(desk: Desk) -> list[CreditLimit]:
    codes = await desk.dealer_codes()
    states = (await bulk.dump_accounts(desk.snap)).values()
    records = [
        CreditLimit(
            codes[state.value.dealer_id],
            state.value.currency,
            _amount(state.value.limit_minor, state.value.currency),
        )
        for state in states
    ]
    return sorted(records)


async def plan_limits(desk: Desk, parsed: Parsed[CreditLimit]) -> Plan:
    """An account is in the dealer's own currency, and keeps it while anything is owed on it."""
    ids = await desk.dealers()
    accounts = await bulk.dump_accounts(desk.snap, lock=desk.will_write)
    currencies = await dealers.dealer_currencies(desk.snap)
    known = by_key(CreditLimit, await dump_limits(desk))
    keep_absent(parsed, known)
    need_known(parsed, "dealer", ids, "dealer")
    for row in parsed.rows:
        dealer_id = ids.get(row.record.dealer)
        if dealer_id is None:
            continue
        if row.record.currency != currencies[dealer_id]:
            parsed.refuse(row, "currency", RowCode.CONTRADICTS, other=f"dealer: {currencies[dealer_id]}")
        account = accounts.get(dealer_id)
        if account and account.owed_minor and account.value.currency != row.record.currency:
            parsed.refuse(row, "currency", RowCode.IN_USE)
        _check_digits(parsed, row, "limit", row.record.limit, row.record.currency)
    drop_refused(parsed)
    found = compare(parsed, known)

    def value(one: CreditLimit) -> bulk.LimitValue:
        return bulk.LimitValue(ids[one.dealer], one.currency, _minor(one.limit, one.currency))

    async def write(tx: Transaction) -> None:
        changed = sorted(value(one) for one in found.now_changed)
        await bulk.load_limits(tx, [value(one) for one in found.new], changed)
        for one in changed:
            await release_held_orders(tx, one.dealer_id, "limit")

    return Plan.of(found, write)


def _check_digits(parsed: Parsed[R], row: Row[R], column: str, amount: Decimal, currency: str) -> None:
    try:
        _minor(amount, currency)
    except CellError as fault:
        parsed.refuse(row, column, fault.code, str(amount), **fault.fields)


async def dump_invoices(desk: Desk) -> list[OpenInvoice]:
    codes = await desk.dealer_codes()
    accounts = await bulk.dump_accounts(desk.snap)
    found = []
    for one in (await bulk.dump_invoices(desk.snap)).values():
        amount = _amount(one.amount_minor, accounts[one.dealer_id].value.currency)
        found.append(OpenInvoice(codes[one.dealer_id], one.document, amount, one.due_on))
    return sorted(found, key=lambda one: one[:2])


async def plan_invoices(desk: Desk, parsed: Parsed[OpenInvoice]) -> Plan:
    """A dealer needs an account first. An amount of 0 settles a document; one that is not open stays so.

    Invoices of our own are settled by payments: a row that would change one is refused.
    """
    ids = await desk.dealers()
    own = await bulk.own_invoices(desk.snap)
    accounts = await bulk.dump_accounts(desk.snap, lock=desk.will_write)
    known = by_key(OpenInvoice, await dump_invoices(desk))
    need_known(parsed, "dealer", ids, "dealer")
    for row in parsed.rows:
        dealer_id = ids.get(row.record.dealer)
        if dealer_id is None:
            continue
        account = accounts.get(dealer_id)
        if account is None:
            parsed.refuse(row, "dealer", RowCode.UNKNOWN_REFERENCE, what="credit account")
        else:
            _check_digits(parsed, row, "amount", row.record.amount, account.value.currency)
        if (dealer_id, row.record.document) in own and known.get(row.record[:2]) != row.record:
            parsed.refuse(row, "document", RowCode.IN_USE)
    drop_refused(parsed)
    everything = len(parsed.rows)
    parsed.rows = [row for row in parsed.rows if row.record.amount or row.record[:2] in known]
    found = compare(parsed, known)
    found.unchanged += everything - len(parsed.rows)

    def value(one: OpenInvoice) -> bulk.InvoiceValue:
        dealer_id = ids[one.dealer]
        minor = _minor(one.amount, accounts[dealer_id].value.currency)
        return bulk.InvoiceValue(dealer_id, one.document, minor, one.due_on)

    async def write(tx: Transaction) -> None:
        changed = [(value(was), value(now)) for was, now in found.changed]
        await bulk.load_invoices(tx, [value(one) for one in found.new], changed)
        # What was settled elsewhere is a payment to us.
        for dealer_id in sorted(
            {now.dealer_id for was, now in changed if now.amount_minor < was.amount_minor}
        ):
            await release_held_orders(tx, dealer_id, "payment")

    return Plan.of(found, write)


CREDIT = Entity(
    "credit", CreditLimit, dump_limits, plan_limits, needs=Permission.CREDIT_EDIT, is_critical=True
)
OPEN_INVOICES = Entity("open_invoices", OpenInvoice, dump_invoices, plan_invoices, is_critical=True)
