"""The whole demo company in a database, through the public import: the figures it must then give."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import Select, func, select

from core.billing.documents.types import FileForm, Paper
from core.billing.errors import EInvoiceIncomplete
from core.billing.use_cases.render_document import RenderDocument
from core.billing.use_cases.show_account import ShowStatement
from core.billing.use_cases.show_documents import ListInvoices, ShowInvoice
from core.bootstrap import build
from core.catalog.tables import ProductRow
from core.credit.tables import CreditAccountRow, CreditEntryRow
from core.dealers.tables import DealerPersonRow, DealerRow, PersonRow
from core.dealers.use_cases.find_dealers import FindDealers
from core.i18n.phrases import Phrasebook
from core.infra.door import Core
from core.infra.settings import Settings
from core.kernel.actor import SYSTEM, Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.ids import ProductId
from core.kernel.money import Money
from core.orders.tables import OrderCounterRow, OrderRow
from dealerline.demo.dealers import NAMED
from dealerline.demo.load import load_demo
from dealerline.demo.papers import make_papers
from dealerline.demo.people import demo_people
from tests.make import make_draft, quote

TODAY = date(2026, 11, 22)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo_core(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Core]:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copy(sqlite_template, path)
    clock = FixedClock(datetime(2026, 11, 22, 17, 0, tzinfo=UTC))
    core = build(Settings(database_url=f"sqlite:///{path}", _env_file=None), clock=clock)
    await load_demo(core, TODAY)
    yield core
    await core.close()


async def one(core: Core, statement: Select[Any]) -> Any:
    async with core.database.read() as connection:
        return await connection.scalar(statement)


async def buyer_of_techmart(core: Core) -> Actor:
    phone = demo_people()[0].phone
    statement = (
        select(PersonRow.id, DealerPersonRow.dealer_id)
        .join(DealerPersonRow, DealerPersonRow.person_id == PersonRow.id)
        .where(PersonRow.phone == phone)
    )
    async with core.database.read() as connection:
        row = (await connection.execute(statement)).one()
    return Actor(row.id, frozenset({Role.DEALER_BUYER}), row.dealer_id)


@pytest.mark.asyncio(loop_scope="module")
async def test_the_whole_company_is_there_and_loading_it_again_changes_nothing(demo_core: Core) -> None:
    reports = await load_demo(demo_core, TODAY)
    assert {(report.new, report.changed) for report in reports} == {(0, 0)}
    assert await one(demo_core, select(func.count()).select_from(ProductRow)) == 15_000
    assert await one(demo_core, select(func.count()).select_from(DealerRow)) == 800
    last = await one(demo_core, select(OrderCounterRow.last).where(OrderCounterRow.year == 2026))
    number = await one(demo_core, select(OrderRow.number).where(OrderRow.number == f"B2B-2026-{last}"))
    assert number == f"B2B-2026-{last}"


@pytest.mark.asyncio(loop_scope="module")
async def test_every_open_balance_is_the_sum_of_its_invoices(demo_core: Core) -> None:
    owed = select(CreditEntryRow.dealer_id, func.sum(CreditEntryRow.amount_minor)).group_by(
        CreditEntryRow.dealer_id
    )
    async with demo_core.database.read() as connection:
        sums = dict((await connection.execute(owed)).all())
        accounts = await connection.execute(
            select(CreditAccountRow.dealer_id, CreditAccountRow.invoiced_minor)
        )
        assert {dealer: amount for dealer, amount in accounts if amount} == sums


@pytest.mark.asyncio(loop_scope="module")
async def test_techmart_pays_1040_for_each_of_25_iphones(demo_core: Core) -> None:
    """D2: cost 1,000 and 4 % negotiated; by its tier it would be 1,080."""
    buyer = await buyer_of_techmart(demo_core)
    product_id = await one(demo_core, select(ProductRow.id).where(ProductRow.sku == "IP15PRO-128GB"))
    await make_draft(demo_core, buyer, [(ProductId(product_id), 25)])
    shown = await quote(demo_core, buyer)
    assert shown.lines[0].unit_price is not None
    assert shown.lines[0].unit_price.micros == 1_040_000_000
    assert shown.total.minor == 2_600_000


@pytest.mark.asyncio(loop_scope="module")
async def test_named_dealers_have_paid_documents_and_owe_what_was_promised(demo_core: Core) -> None:
    """E1, E5, A13: four real invoices settled to the cent; a second start adds none."""
    for _ in range(2):
        await make_papers(demo_core)
    owed = {dealer.code: dealer.owes for dealer in NAMED}
    found = {}
    for code in owed:
        (hit,) = await demo_core.ask(SYSTEM, FindDealers(code, 1))
        statement = await demo_core.ask(SYSTEM, ShowStatement(hit.dealer.id))
        assert (statement.closing, statement.ageing.unapplied.minor) == (
            Money(100 * (owed[code] or 0), "USD"), 0,
        ), code  # fmt: skip
        assert statement.dealer.tax_id.startswith("00-")
        listed = await demo_core.ask(SYSTEM, ListInvoices(dealer_id=hit.dealer.id, only_open=False))
        found[code] = [one.number for one in listed if one.id is not None]
        for number in found[code]:
            invoice = await demo_core.ask(SYSTEM, ShowInvoice(number))
            assert (invoice.open.minor, invoice.seller.tax_id) == (0, "00-4711001")
            assert invoice.lines
    assert [len(numbers) for numbers in found.values()] == [1, 1, 1, 1, 0]
    number = found["CORNERSTORE"][0]
    say = Phrasebook(("en",)).say("en")
    file = await demo_core.ask(SYSTEM, RenderDocument(Paper.INVOICE, FileForm.PDF, say, number=number))
    assert file.content.startswith(b"%PDF")
    # The house is in California: it has no European number for an e-invoice.
    with pytest.raises(EInvoiceIncomplete) as refused:
        await demo_core.ask(SYSTEM, RenderDocument(Paper.INVOICE, FileForm.FACTUR_X, say, number=number))
    assert refused.value.fields["why"] == "seller_tax_id"
