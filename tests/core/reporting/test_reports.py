"""Reports composed, kept, made into files and sent by the clock, on both databases."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import update

from core.approvals.tables import ApprovalRow
from core.credit.tables import CreditEntryRow
from core.dealers.tables import PersonRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.infra.queue import JobRow
from core.jobs.clock import tick
from core.kernel.actor import Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, NotPermitted, SecondFactorNeeded
from core.kernel.ids import ProductId
from core.orders.tables import OrderRow
from core.reporting.errors import (
    ReportEmpty,
    ReportFieldUnknown,
    ReportTooBig,
    ReportUnread,
    ReportValueWrong,
    TooManyReports,
)
from core.reporting.repository import rows as report_rows
from core.reporting.tables import ReportRow, ReportScheduleRow
from core.reporting.types import Every, Form, ReportSpec, SavedReport, Subject
from core.reporting.use_cases import render_report
from core.reporting.use_cases.compose_report import (
    ChangeReport,
    ComposeReport,
    DeleteReport,
    ListReports,
    NameReport,
    ShowReport,
    StartReport,
)
from core.reporting.use_cases.render_report import RenderReport, ReportFile, TakeReport
from core.reporting.use_cases.schedule_report import ScheduleReport
from tests.chat import phrasebook
from tests.core.reporting.past import put_order
from tests.make import count, make_dealer, make_product, make_staff, make_stock, make_warehouse, rows, write
from tests.make.rows import add, new_id

SAY = phrasebook().say("en", zone="UTC")


class House:
    """Two dealers, west and east; five orders in September and October; Fay of finance asks."""

    def __init__(self, core: Core, fay: Actor, tea: ProductId) -> None:
        self.core = core
        self.fay = fay
        self.tea = tea

    async def compose(self, words: str, actor: Actor | None = None) -> SavedReport:
        return (await self.core.execute(actor or self.fay, ComposeReport(words))).view.report

    async def file(self, words: str, form: Form, actor: Actor | None = None) -> ReportFile:
        report = await self.compose(words, actor)
        return await self.core.ask(actor or self.fay, RenderReport(report.id, form, SAY))

    async def table(self, words: str, actor: Actor | None = None) -> list[list[str]]:
        """The report as CSV, cells of each row."""
        content = (await self.file(words, Form.CSV, actor)).content
        assert content.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(content[3:].decode("utf-8"), newline="")))


@pytest.fixture
async def house(core: Core) -> House:
    rita = await make_staff(core, Role.REP, "Rita")
    west = await make_dealer(core, "Corner Store", region="west", tier="gold", rep=rita)
    east = await make_dealer(core, "TechMart Corp", region="east")
    tea = await make_product(
        core, "TEA", "Green tea", cost="8", list_price="10", brand="Leaf", category="tea"
    )
    cup = await make_product(core, "=CUP", "Cup", cost="1", list_price="2", brand="Clay", category="china")
    warehouse = await make_warehouse(core)
    await make_stock(core, tea, warehouse, 90, reserved=40)
    for number, dealer, pieces, day in (
        ("O-1", west, 10, datetime(2025, 9, 2, 12, tzinfo=UTC)),
        ("O-2", east, 20, datetime(2025, 9, 30, 23, 30, tzinfo=UTC)),
        ("O-3", west, 30, datetime(2025, 10, 1, 8, tzinfo=UTC)),
        ("O-4", east, 5, datetime(2025, 10, 13, 12, tzinfo=UTC)),
    ):
        lines = [(tea, "TEA", pieces, "10"), (cup, "=CUP", 1, "2.50")]
        await put_order(core, dealer, number, lines, at=day)
    day = datetime(2025, 10, 2, 12, tzinfo=UTC)
    await put_order(core, east, "O-5", [(tea, "TEA", 100, "10")], at=day, state="declined")
    return House(core, await make_staff(core, Role.FINANCE, "Fay"), tea)


async def test_orders_by_region_are_summed_for_the_month_of_the_persons_zone(house: House) -> None:
    assert await house.table("orders by region last month") == [
        ["Region", "Orders", "Lines", "Amount (USD)"],
        ["east", "1", "2", "202.50"],
        ["west", "1", "2", "102.50"],
    ]
    # In Istanbul it was October already when the second order came.
    there = Actor(house.fay.person_id, house.fay.roles, name="Fay", zone="Europe/Istanbul")
    assert await house.table("orders by region last month", there) == [
        ["Region", "Orders", "Lines", "Amount (USD)"],
        ["west", "1", "2", "102.50"],
    ]


async def test_a_list_has_a_row_for_each_order_and_says_the_currency(house: House) -> None:
    assert await house.table("orders last month with number, day, dealer, total") == [
        ["No.", "Day", "Dealer", "Amount", "Currency"],
        ["O-1", "2025-09-02", "Corner Store", "102.50", "USD"],
        ["O-2", "2025-09-30", "TechMart Corp", "202.50", "USD"],
    ]


async def test_filters_leave_the_rest_out(house: House) -> None:
    found = await house.table("orders with number, state dealer=techmart this year total > 100")
    assert found == [["No.", "State"], ["O-2", "Approved"], ["O-5", "Declined"]]


async def test_lines_know_cost_and_margin_for_those_who_may(house: House) -> None:
    assert await house.table("lines by brand this year with quantity, total, cost, margin, margin share") == [
        ["Brand", "Pieces", "Amount (USD)", "Cost (USD)", "Margin (USD)", "Margin %"],
        ["Leaf", "165", "1650.00", "1320.00", "330.00", "20.00"],
        ["Clay", "4", "10.00", "4.00", "6.00", "60.00"],
    ]
    office = await make_staff(house.core, Role.OFFICE, "Otto")
    found = await house.core.execute(office, ComposeReport("lines by brand with margin"))
    assert (found.view.report.spec.fields, found.unread) == ((), ("margin",))


async def test_a_report_that_was_saved_shows_no_margin_once_the_role_is_lost(house: House) -> None:
    report = await house.compose("lines by brand with margin this year")
    demoted = Actor(house.fay.person_id, frozenset({Role.MANAGER}), name="Fay")
    with pytest.raises(ReportFieldUnknown):
        await house.core.ask(demoted, RenderReport(report.id, Form.CSV, SAY))


async def test_dealers_are_listed_with_what_they_bought_and_owe(house: House) -> None:
    assert await house.table("dealers this year with dealer, rep, orders, total, last order, limit") == [
        ["Dealer", "Rep", "Orders", "Amount", "Last order", "Credit limit", "Currency"],
        ["Corner Store", "Rita", "2", "405.00", "2025-10-01", "150000.00", "USD"],
        ["TechMart Corp", "", "2", "255.00", "2025-10-13", "150000.00", "USD"],
    ]


async def test_products_are_listed_with_what_was_sold_and_what_is_free(house: House) -> None:
    assert await house.table("products this year with sku, orders, quantity, total, on hand, free") == [
        ["Product code", "Orders", "Pieces", "Amount", "On hand", "Free", "Currency"],
        ["'=CUP", "4", "4", "10.00", "0", "0", "USD"],
        ["TEA", "4", "65", "650.00", "90", "50", "USD"],
    ]


async def test_invoices_are_what_was_issued_in_the_period(house: House) -> None:
    core = house.core
    (order,) = await rows(core, OrderRow, OrderRow.number == "O-1")
    for number, state, opened, due in (("INV-1", "invoiced", 4000, 10), ("INV-2", "released", 0, 2)):
        await add(
            core, CreditEntryRow, id=new_id(core), dealer_id=order.dealer_id, document=number,
            original_minor=10_000, amount_minor=opened, state=state, issued_on=date(2025, 9, 5),
            due_on=date(2025, 10, due), created=core.clock.now(), changed=core.clock.now(),
        )  # fmt: skip
    assert await house.table("invoices last month") == [
        ["No.", "Day", "Due", "Dealer", "Amount", "Open", "Overdue", "Currency"],
        ["INV-1", "2025-09-05", "2025-10-10", "Corner Store", "100.00", "40.00", "40.00", "USD"],
        ["INV-2", "2025-09-05", "2025-10-02", "Corner Store", "100.00", "0.00", "0.00", "USD"],
    ]


async def test_approvals_are_listed_with_how_long_they_took(house: House) -> None:
    core, now = house.core, house.core.clock.now()
    (order,) = await rows(core, OrderRow, OrderRow.number == "O-1")
    await add(
        core, ApprovalRow, id=new_id(core), kind="order", subject_id=order.id, label="O-1",
        dealer_id=order.dealer_id, region="west", tier="gold", triggers=[], amount_minor=500, currency="USD",
        state="approved", version=1, asked_at=now - timedelta(minutes=90), decided_at=now,
        decided_by=house.fay.person_id,
    )  # fmt: skip
    assert await house.table("approvals today") == [
        ["Day", "Dealer", "State", "Decided by", "Amount", "Time taken", "Currency"],
        ["2025-10-14", "Corner Store", "Approved", "Fay", "5.00", "1.50", "USD"],
    ]


async def test_the_workbook_has_numbers_days_and_sums_and_no_formulas(house: House) -> None:
    found = await house.file("lines this year with day, sku, quantity, total", Form.EXCEL)
    assert found.name == "lines-2025-01-01-2025-10-14.xlsx"
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(found.content)).get_sheet_by_index(0).to_python()
    assert sheet[0] == ["Day", "Product code", "Pieces", "Amount", "Currency"]
    assert sheet[1] == [date(2025, 9, 2), "TEA", 10, 100.0, "USD"]
    assert sheet[2] == [date(2025, 9, 2), "=CUP", 1, 2.5, "USD"]
    assert sheet[-1] == ["", "", 169, 1660.0, "USD"]
    assert found.rows == 9


@pytest.mark.parametrize(
    "words", ["orders by day this year", "orders by region, month this year", "orders this year"]
)
async def test_every_form_can_be_made_of_every_report(house: House, words: str) -> None:
    for form, beginning in ((Form.PDF, b"%PDF-1."), (Form.PICTURE, b"\x89PNG"), (Form.EXCEL, b"PK\x03\x04")):
        found = await house.file(words, form)
        assert found.content.startswith(beginning), form
        assert found.name.endswith(form.value)


async def test_two_currencies_are_never_added_up(house: House) -> None:
    paris = await make_dealer(house.core, "Paris", region="west", currency="EUR")
    await put_order(
        house.core,
        paris,
        "O-9",
        [(house.tea, "TEA", 7, "10")],
        currency="EUR",
        at=datetime(2025, 9, 9, tzinfo=UTC),
    )
    assert await house.table("orders by region last month with total") == [
        ["Region", "Currency", "Amount"],
        ["east", "USD", "202.50"],
        ["west", "USD", "102.50"],
        ["west", "EUR", "70.00"],
    ]


async def test_pages_of_rows_join_without_a_gap_or_a_double(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {
        words: await house.table(words)
        for words in ("lines this year", "products", "dealers", "orders all time")
    }
    monkeypatch.setattr(report_rows, "PAGE", 2)
    for words, expected in whole.items():
        assert await house.table(words) == expected, words
    assert len(whole["lines this year"]) == 10


async def test_what_is_empty_or_too_big_is_said_and_makes_no_file(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in ("orders 2019", "orders by region 2019", "orders this year total > 1000000"):
        with pytest.raises(ReportEmpty):
            await house.file(words, Form.EXCEL)
    monkeypatch.setattr(render_report, "MOST_ROWS", {Form.EXCEL: 4, Form.CSV: 4, Form.PDF: 4})
    for form in (Form.EXCEL, Form.CSV, Form.PDF):
        with pytest.raises(ReportTooBig) as refused:
            await house.file("orders this year", form)
        assert refused.value.fields == {"rows": 5, "most": 4}
        assert (await house.file("orders by region this year", form)).rows == 2


async def test_words_that_are_no_report_are_refused_and_nothing_is_kept(house: House) -> None:
    for words, error in (
        ("hello", ReportUnread),
        ("orders 2025-13", ReportValueWrong),
        ("orders total > abc", ReportValueWrong),
    ):  # fmt: skip
        with pytest.raises(error):
            await house.compose(words)
    assert await count(house.core, ReportRow) == 0


async def test_a_report_is_changed_by_buttons_and_the_same_button_again_changes_nothing(house: House) -> None:
    view = await house.core.execute(house.fay, StartReport(Subject.ORDERS))
    assert view.report.spec == ReportSpec(Subject.ORDERS)
    assert view.groups == ("day", "month", "region", "dealer", "tier", "rep", "state")
    report_id = view.report.id
    for group in ("region", "month", "region"):
        view = await house.core.execute(house.fay, ChangeReport(report_id, group=group))
    assert view.report.spec.by == ("month", "region")
    view = await house.core.execute(house.fay, ChangeReport(report_id, group="month", grouped=False))
    view = await house.core.execute(house.fay, ChangeReport(report_id, period="last_month"))
    assert view.report.spec == ReportSpec(Subject.ORDERS, by=("region",), period="last_month")
    assert (view.days.first, view.days.last) == (date(2025, 9, 1), date(2025, 9, 30))
    for wrong in (ChangeReport(report_id, group="nonsense"), ChangeReport(report_id, group="total")):
        with pytest.raises(ReportFieldUnknown):
            await house.core.execute(house.fay, wrong)
    with pytest.raises(ReportValueWrong):
        await house.core.execute(house.fay, ChangeReport(report_id, period="never"))
    assert (await house.core.ask(house.fay, ShowReport(report_id))).report.spec == view.report.spec


async def test_reports_belong_to_one_person_and_are_nobody_elses(house: House) -> None:
    report = await house.compose("orders by region")
    await house.core.execute(house.fay, NameReport(report.id, "  My   regions\n"))
    (kept,) = await house.core.ask(house.fay, ListReports())
    assert kept.name == "My regions"
    max_ = await make_staff(house.core, Role.MANAGER, "Max")
    assert await house.core.ask(max_, ListReports()) == ()
    for query in (ShowReport(report.id), RenderReport(report.id, Form.CSV, SAY)):
        with pytest.raises(NotFound):
            await house.core.ask(max_, query)
    for command in (
        NameReport(report.id, "mine"), DeleteReport(report.id), ChangeReport(report.id, drop_filters=True),
        ScheduleReport(report.id, Every.DAY), TakeReport(report.id, Form.CSV),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            await house.core.execute(max_, command)
    assert await house.core.ask(house.fay, ListReports()) == (kept,)
    with pytest.raises(NotPermitted):
        await house.core.ask(await make_staff(house.core, Role.REP, "Rob"), ShowReport(report.id))


async def test_nobody_keeps_reports_without_end(house: House) -> None:
    for number in range(30):
        report = await house.compose("orders")
        await house.core.execute(house.fay, NameReport(report.id, f"report {number:02}"))
    one_more = await house.compose("orders")
    with pytest.raises(TooManyReports):
        await house.core.execute(house.fay, NameReport(one_more.id, "one more"))
    await house.core.execute(house.fay, NameReport(report.id, "a new name is no new report"))
    assert len(await house.core.ask(house.fay, ListReports())) == 30


async def test_a_list_that_leaves_the_house_wants_the_second_factor_and_is_noted(house: House) -> None:
    core = house.core
    strict = core.settings.model_copy(update={"require_second_factor": True})
    core.settings = strict
    listed, grouped = await house.compose("orders"), await house.compose("orders by region")
    with pytest.raises(SecondFactorNeeded):
        await core.execute(house.fay, TakeReport(listed.id, Form.EXCEL))
    with pytest.raises(SecondFactorNeeded):
        await core.execute(house.fay, ScheduleReport(listed.id, Every.DAY))
    assert await count(core, JournalRow) == 0
    await core.execute(house.fay, TakeReport(grouped.id, Form.EXCEL))
    (entry,) = await rows(core, JournalRow)
    assert (entry.name, entry.actor_id) == ("report_taken", house.fay.person_id)
    assert entry.payload == {"report_id": str(grouped.id), "subject": "orders", "form": "xlsx"}


async def test_a_scheduled_report_is_left_for_sending_once_whatever_is_restarted(
    house: House, clock: FixedClock
) -> None:
    core = house.core
    await write(core, update(PersonRow).where(PersonRow.id == house.fay.person_id).values(telegram_id=77))
    report = await house.compose("orders by region yesterday")
    view = await core.execute(house.fay, ScheduleReport(report.id, Every.DAY, hour=8, form=Form.PDF))
    assert view.report.next_due == datetime(2025, 10, 15, 8, tzinfo=UTC)
    await tick(core)
    assert await count(core, JobRow, JobRow.kind == "chat.report") == 0
    clock.advance(timedelta(hours=23, minutes=1))
    for _ in range(3):
        await tick(core)
        clock.advance(timedelta(minutes=5))
    (job,) = await rows(core, JobRow, JobRow.kind == "chat.report")
    assert job.payload == {"report": str(report.id), "chat": 77, "due": "2025-10-15T08:00:00+00:00"}
    # A week asleep: made up for once.
    clock.advance(timedelta(days=7))
    await tick(core)
    assert await count(core, JobRow, JobRow.kind == "chat.report") == 2
    (row,) = await rows(core, ReportScheduleRow)
    assert row.next_due == datetime(2025, 10, 23, 8, tzinfo=UTC)
    await core.execute(house.fay, ScheduleReport(report.id, None))
    clock.advance(timedelta(days=2))
    await tick(core)
    assert await count(core, JobRow, JobRow.kind == "chat.report") == 2


async def test_a_report_that_comes_late_is_still_about_the_time_it_was_due(
    house: House, clock: FixedClock
) -> None:
    report = await house.compose("orders yesterday with number")
    due = datetime(2025, 10, 14, 8, tzinfo=UTC)
    clock.advance(timedelta(days=3))
    found = await house.core.ask(house.fay, RenderReport(report.id, Form.CSV, SAY, due))
    assert found.period.first == date(2025, 10, 13)
    assert b"O-4" in found.content


async def test_what_nobody_named_is_forgotten_after_a_week(house: House, clock: FixedClock) -> None:
    kept, sent, loose = [await house.compose("orders by region") for _ in range(3)]
    await house.core.execute(house.fay, NameReport(kept.id, "kept"))
    await house.core.execute(house.fay, ScheduleReport(sent.id, Every.MONTH, day=31))
    clock.advance(timedelta(days=8))
    await tick(house.core)
    assert {row.id for row in await rows(house.core, ReportRow)} == {kept.id, sent.id}
    await house.core.execute(house.fay, DeleteReport(sent.id))
    assert await count(house.core, ReportScheduleRow) == 0
    with pytest.raises(NotFound):
        await house.core.ask(house.fay, ShowReport(loose.id))
