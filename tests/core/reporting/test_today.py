"""What is counted out of real orders, on both databases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from core.credit.tables import CreditEntryRow, CreditPostingRow
from core.dealers.tables import DealerRow
from core.infra.door import Core
from core.intake.tables import AliasRow
from core.kernel.actor import Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotPermitted
from core.kernel.ids import ProductId
from core.kernel.money import Money
from core.orders.tables import DraftLineRow, DraftRow, OrderRow
from core.orders.use_cases.choose_product import ChooseProduct
from core.orders.use_cases.fit_to_stock import FitToStock
from core.reporting.errors import ReportValueWrong
from core.reporting.types import Measure, ReportPolicy
from core.reporting.use_cases.set_report_policy import (
    SetBusinessHours,
    SetProcessingBaseline,
    ShowReportPolicy,
)
from core.reporting.use_cases.show_today import ChooseTaste, DrawToday, ShowToday
from core.stock.tables import ShortageRow
from tests.chat import phrasebook
from tests.core.reporting.past import put_order
from tests.make import (
    Counter,
    column,
    confirm,
    make_buyer,
    make_counter,
    make_dealer,
    make_draft,
    make_product,
    make_staff,
    make_stock,
    rows,
    write,
)
from tests.make.rows import add, new_id


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


class Shop:
    """Tea at $10.00 (cost the same), a thousand pieces of it; the plain tier adds nothing to cost."""

    def __init__(self, core: Core, counter: Counter, tea: ProductId, finance: Actor) -> None:
        self.core = core
        self.counter = counter
        self.tea = tea
        self.finance = finance

    async def order(self, pieces: int, actor: Actor | None = None, *, minutes: int = 0) -> str:
        """An order of so much tea, confirmed so many minutes after its first message."""
        buyer = actor or self.counter.buyer
        draft = await make_draft(self.core, buyer, [(self.tea, pieces)])
        created = self.core.clock.now() - timedelta(minutes=minutes)
        await write(self.core, update(DraftRow).where(DraftRow.id == draft).values(created=created))
        return (await confirm(self.core, buyer)).number

    async def measures(self, actor: Actor | None = None) -> Mapping[Measure, int | None]:
        today = await self.core.ask(actor or self.finance, ShowToday())
        return {one.measure: one.value for one in today.measures}


@pytest.fixture
async def shop(core: Core) -> Shop:
    counter = await make_counter(core)
    tea = await make_product(core, "TEA", "Green tea", cost="10", list_price="10", category="grocery/tea")
    await make_stock(core, tea, counter.warehouse_id, 1000)
    return Shop(core, counter, tea, await make_staff(core, Role.FINANCE, "Fay"))


async def test_the_day_is_set_beside_yesterday_and_last_week_up_to_the_same_time(
    shop: Shop, clock: FixedClock
) -> None:
    # The clock stands at nine on Tuesday 14 October.
    clock.advance(timedelta(days=-7, hours=-1))
    await shop.order(110)
    clock.advance(timedelta(days=6))
    await shop.order(120)
    clock.advance(timedelta(hours=2))
    await shop.order(130)  # yesterday at ten: not before nine
    clock.advance(timedelta(hours=23))
    await shop.order(140)
    found = await shop.core.ask(shop.finance, ShowToday())
    assert (found.today.orders, found.today.sales, found.today.dealers) == (1, usd("1400.00"), 1)
    assert (found.yesterday.orders, found.yesterday.sales) == (1, usd("1200.00"))
    assert (found.last_week.orders, found.last_week.sales) == (1, usd("1100.00"))
    by_day = {day: figures.sales for day, figures in found.days if figures.orders}
    assert by_day == {
        date(2025, 10, 7): usd("1100.00"),
        date(2025, 10, 13): usd("2500.00"),
        date(2025, 10, 14): usd("1400.00"),
    }
    assert len(found.days) == 14


async def test_what_came_by_chat_is_told_from_what_was_brought_in(shop: Shop) -> None:
    await shop.order(100)
    await shop.order(101)
    await shop.order(102)
    number = await shop.order(103)
    await write(shop.core, update(OrderRow).where(OrderRow.number == number).values(person_id=None))
    measures = await shop.measures()
    assert measures[Measure.CHAT_SHARE] == 7500
    assert measures[Measure.SELF_SERVICE] == 7500


async def test_dealers_that_ordered_are_counted_once_among_the_active_ones(shop: Shop) -> None:
    other = await make_dealer(shop.core, "TechMart", tier="plain")
    await make_dealer(shop.core, "Quiet", tier="plain")
    gone = await make_dealer(shop.core, "Gone", tier="plain")
    await write(shop.core, update(DealerRow).where(DealerRow.id == gone).values(active=False))
    await shop.order(100)
    await shop.order(101)
    await shop.order(102, await make_buyer(shop.core, other, "Tom"))
    assert (await shop.measures())[Measure.ACTIVE_DEALERS] == 6667


async def test_processing_is_the_median_from_first_message_to_order(shop: Shop) -> None:
    for pieces, minutes in ((100, 1), (101, 3), (102, 50)):
        await shop.order(pieces, minutes=minutes)
    assert (await shop.measures())[Measure.PROCESSING] == 180


async def test_orders_outside_business_hours_are_counted_by_the_policy(shop: Shop, clock: FixedClock) -> None:
    await shop.order(100)  # Tuesday at nine
    clock.advance(timedelta(hours=9))
    await shop.order(101)  # at six in the evening: closed
    assert (await shop.measures())[Measure.AFTER_HOURS] == 5000
    await shop.core.execute(shop.finance, SetBusinessHours(8 * 60, 20 * 60, (1, 2, 3, 4, 5)))
    assert (await shop.measures())[Measure.AFTER_HOURS] == 0
    await shop.core.execute(shop.finance, SetBusinessHours(8 * 60, 20 * 60, (1,)))
    assert (await shop.measures())[Measure.AFTER_HOURS] == 10_000


async def test_an_order_that_waited_counts_for_decisions_and_not_for_self_service(
    shop: Shop, clock: FixedClock
) -> None:
    now, person, dealer = clock.now(), shop.counter.buyer.person_id, shop.counter.dealer_id
    tea = [(shop.tea, "TEA", 100, "10")]
    at = now - timedelta(days=2)
    await put_order(shop.core, dealer, "PAST-1", tea, person_id=person, at=at)
    for number, hours, state in ((2, 1, "approved"), (3, 2, "declined"), (4, 9, "approved")):
        decided = at + timedelta(hours=hours)
        await put_order(
            shop.core,
            dealer,
            f"PAST-{number}",
            tea,
            person_id=person,
            at=at,
            state=state,
            decided=decided,
        )
    measures = await shop.measures()
    assert (measures[Measure.SELF_SERVICE], measures[Measure.DECISION]) == (2500, 7200)


async def test_a_line_is_wrong_that_the_dealer_put_right_or_whose_order_was_cancelled(
    shop: Shop, clock: FixedClock
) -> None:
    person, dealer = shop.counter.buyer.person_id, shop.counter.dealer_id
    for number in range(1, 10):
        tea = [(shop.tea, "TEA", 100 + number, "10")]
        state = "cancelled" if number == 9 else "approved"
        await put_order(shop.core, dealer, f"PAST-{number}", tea, person_id=person, state=state)
    assert (await shop.measures())[Measure.ERROR_RATE] == 1111
    coffee = await make_product(shop.core, "COFFEE", "Coffee", cost="10", list_price="10")
    await make_stock(shop.core, coffee, shop.counter.warehouse_id, 1000)
    draft = await make_draft(shop.core, shop.counter.buyer, [(shop.tea, 150)])
    await write(
        shop.core,
        update(DraftLineRow).values(phrase="the dark one", candidates=[str(shop.tea), str(coffee)]),
    )
    await shop.core.execute(shop.counter.buyer, ChooseProduct(draft, 1, 1, 1))
    assert await column(shop.core, AliasRow.source) == ["correction"]
    await confirm(shop.core, shop.counter.buyer)
    assert (await shop.measures())[Measure.ERROR_RATE] == 2000


async def test_the_first_answer_to_a_question_is_no_correction(shop: Shop) -> None:
    draft = await make_draft(shop.core, shop.counter.buyer, [(shop.tea, 150)])
    await write(shop.core, update(DraftLineRow).values(phrase="some tea", state="ask"))
    await shop.core.execute(shop.counter.buyer, ChooseProduct(draft, 1, 1, 0))
    assert await column(shop.core, AliasRow.source) == ["tap"]
    await confirm(shop.core, shop.counter.buyer)
    assert (await shop.measures())[Measure.ERROR_RATE] == 0


async def test_pieces_given_up_for_want_of_stock_lower_the_fill_rate(shop: Shop) -> None:
    draft = await make_draft(shop.core, shop.counter.buyer, [(shop.tea, 1250)])
    await shop.core.execute(shop.counter.buyer, FitToStock(draft, 1))
    (short,) = await rows(shop.core, ShortageRow)
    assert (short.product_id, short.wanted, short.given) == (shop.tea, 1250, 1000)
    await confirm(shop.core, shop.counter.buyer)
    assert (await shop.measures())[Measure.FILL_RATE] == 8000


async def test_goods_that_are_gone_altogether_are_noted_with_none_given(shop: Shop) -> None:
    empty = await make_product(shop.core, "NONE", "Nothing left", cost="10", list_price="10")
    draft = await make_draft(shop.core, shop.counter.buyer, [(empty, 7), (shop.tea, 150)])
    await shop.core.execute(shop.counter.buyer, FitToStock(draft, 1))
    (short,) = await rows(shop.core, ShortageRow)
    assert (short.product_id, short.wanted, short.given) == (empty, 7, 0)


async def test_the_margin_is_sales_less_discount_and_todays_cost(shop: Shop) -> None:
    dealer = shop.counter.dealer_id
    free = await make_product(shop.core, "NOCOST", "No cost known", cost=None, list_price="10")
    lines = [(shop.tea, "TEA", 100, "13"), (free, "NOCOST", 10, "10")]
    await put_order(shop.core, dealer, "PAST-1", lines, discount="50")
    await put_order(shop.core, dealer, "PAST-2", [(shop.tea, "TEA", 999, "99")], state="declined")
    # 1,300 - 50 = 1,250 for what cost 1,000.
    assert (await shop.measures())[Measure.MARGIN] == 2000


async def test_only_three_roles_are_told_the_margin(shop: Shop) -> None:
    for role in (Role.MANAGER, Role.OFFICE):
        actor = await make_staff(shop.core, role, role.value)
        assert Measure.MARGIN not in await shop.measures(actor)
    for role in (Role.DIRECTOR, Role.GENERAL_MANAGER):
        assert Measure.MARGIN in await shop.measures(await make_staff(shop.core, role, role.value))


async def test_days_sales_outstanding_come_from_what_was_owed_and_what_was_invoiced(
    shop: Shop, clock: FixedClock
) -> None:
    dealer, now = shop.counter.dealer_id, clock.now()
    for days, minor in ((10, 600_000), (80, 300_000), (100, 700_000)):
        issued = now.date() - timedelta(days=days)
        await add(
            shop.core, CreditEntryRow, id=new_id(shop.core), dealer_id=dealer, document=f"INV-{days}",
            original_minor=minor, amount_minor=minor, state="invoiced", issued_on=issued, due_on=issued,
            created=now, changed=now,
        )  # fmt: skip
        await add(
            shop.core, CreditPostingRow, id=new_id(shop.core), dealer_id=dealer, day=issued, kind="invoice",
            number=f"INV-{days}", about="", amount_minor=minor, at=now,
        )  # fmt: skip
    await add(
        shop.core, CreditPostingRow, id=new_id(shop.core), dealer_id=dealer, day=now.date(), kind="payment",
        number="P-1", about="INV-100", amount_minor=-700_000, at=now,
    )  # fmt: skip
    # 9,000 owed, 9,000 invoiced in the last 90 days: 90 days. A month ago 10,000 of 10,000.
    assert (await shop.measures())[Measure.DSO] == 90
    today = await shop.core.ask(shop.finance, ShowToday())
    (dso,) = [one for one in today.measures if one.measure is Measure.DSO]
    assert dso.before == 90


async def test_the_picture_is_drawn_in_every_language_and_as_the_person_likes_it(shop: Shop) -> None:
    await shop.order(100)
    pictures = set()
    for language in ("en", "zh_CN", "tr", "ms"):
        say = phrasebook().say(language, zone="UTC")
        for dark in (False, True):
            assert await shop.core.execute(shop.finance, ChooseTaste(dark)) is dark
            shown = await shop.core.ask(shop.finance, DrawToday(say))
            assert shown.is_dark is dark
            assert shown.png.startswith(b"\x89PNG")
            assert int.from_bytes(shown.png[16:20], "big") == 960
            pictures.add(shown.png)
    assert len(pictures) == 8


async def test_the_policy_is_kept_and_what_cannot_be_is_refused(shop: Shop) -> None:
    finance = shop.finance
    await shop.core.execute(finance, SetBusinessHours(8 * 60, 17 * 60 + 30, (6, 1, 1)))
    await shop.core.execute(finance, SetProcessingBaseline(45))
    kept = ReportPolicy(480, 1050, (1, 6), 2700)
    assert await shop.core.ask(finance, ShowReportPolicy()) == kept
    for wrong in (
        SetBusinessHours(600, 600, (1,)), SetBusinessHours(0, 1441, (1,)), SetBusinessHours(0, 60, ()),
        SetBusinessHours(0, 60, (0, 8)), SetProcessingBaseline(0),
    ):  # fmt: skip
        with pytest.raises(ReportValueWrong):
            await shop.core.execute(finance, wrong)
    assert await shop.core.ask(finance, ShowReportPolicy()) == kept
    with pytest.raises(NotPermitted):
        await shop.core.execute(await make_staff(shop.core, Role.MANAGER, "Max"), SetProcessingBaseline(1))


async def test_dealers_and_reps_see_no_figures_of_the_house(shop: Shop) -> None:
    for actor in (shop.counter.buyer, shop.counter.rep):
        with pytest.raises(NotPermitted):
            await shop.core.ask(actor, ShowToday())
