"""Payments, invoices and confirmations of one dealer at the same moment (E4, E6)."""

from typing import Any

from core.billing.tables import InvoiceRow, PaymentRow
from core.billing.use_cases.check_ledgers import CheckLedgers
from core.billing.use_cases.create_invoices import CreateInvoices
from core.credit.tables import CreditAccountRow
from core.dealers.tables import DealerRow
from core.infra.door import Core
from core.kernel.actor import SYSTEM, Actor, Role
from core.orders.tables import OrderRow
from tests.make import column, confirm, make_buyer, make_counter, make_draft, make_staff, rows
from tests.races.crew import Job, Racer, race
from tests.races.test_races import make_crates, placing


def _by_house(actor: Actor, **job: Any) -> Job:
    return {"person": str(actor.person_id), "role": next(iter(actor.roles)), "key": None, **job}


async def test_payments_invoices_and_confirmations_together_lose_nothing_and_never_pass_the_limit(
    core: Core, database_url: str, crew: list[Racer]
) -> None:
    counter = await make_counter(core, limit="100000")
    crate = await make_crates(core, counter.warehouse_id, "9000", 1000)
    for at in range(8):  # 72,000 of the 80,000 that pass by themselves
        buyer = await make_buyer(core, counter.dealer_id, f"Early {at}")
        await make_draft(core, buyer, [(crate, 1)])
        await confirm(core, buyer)
    await core.execute(SYSTEM, CreateInvoices())
    boss = await make_staff(core, Role.GENERAL_MANAGER, "Gina")
    (code,) = await column(core, DealerRow.code)
    pays = [
        {"do": "pay", "person": str(boss.person_id), "role": Role.SYSTEM, "key": None}
        | {"code": code, "minor": 900_000, "reference": f"wire {at}"}
        for at in range(8)
    ]
    orders = [
        await placing(core, await make_buyer(core, counter.dealer_id, f"Late {at}"), [(crate, 1)])
        for at in range(12)
    ]
    invoices = [_by_house(boss, do="invoice") for _ in range(4)]
    jobs = [job for four in zip(pays, pays, orders[:8], strict=True) for job in four] + orders[8:] + invoices
    outcomes = race(crew, database_url, jobs)
    # Each payment came twice: one of the two is known again. Nobody else was refused anything.
    assert sorted(outcome for job, outcome in zip(jobs, outcomes, strict=True) if job["do"] == "pay") == [
        *(f"RC-2025-{at}" for at in range(1, 9)),
        *["already_recorded"] * 8,
    ]
    placed = [outcome for job, outcome in zip(jobs, outcomes, strict=True) if job["do"] == "place"]
    assert sorted(placed, key=lambda number: int(number[9:])) == [f"B2B-2025-{at}" for at in range(9, 21)]
    await core.execute(SYSTEM, CreateInvoices())
    # All that was owed is paid; eight more fit below the 80 %, and the last four still wait.
    (account,) = await rows(core, CreditAccountRow)
    assert (account.invoiced_minor - account.unapplied_minor, account.held_minor, account.pending_minor) == (
        7_200_000,
        0,
        3_600_000,
    )
    assert sorted(await column(core, OrderRow.state)) == ["approved"] * 16 + ["in_review"] * 4
    assert sorted(await column(core, InvoiceRow.number), key=lambda number: int(number[9:])) == [
        f"INV-2025-{at}" for at in range(1, 17)
    ]
    assert len(await column(core, PaymentRow.id)) == 8
    assert await core.ask(SYSTEM, CheckLedgers()) == ()
