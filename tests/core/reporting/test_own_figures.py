"""A dealer's own figures (A21, F1 to F6): engines, the query, and who sees what."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image

from core.infra.door import Core
from core.kernel.actor import Role
from core.kernel.errors import NotFound, NotPermitted
from core.kernel.money import Money, UnitPrice
from core.reporting.documents.own import draw_own
from core.reporting.engine.own import buckets, credit_use, margin, prices, purchases, slow, top
from core.reporting.own_types import BoughtLine, Figure, Span
from core.reporting.use_cases.show_own_figures import DrawOwnFigure, ShowOwnFigure
from tests.chat import phrasebook
from tests.make import make_buyer, make_counter, make_dealer, make_product
from tests.make.past import make_past_order

TODAY = date(2025, 10, 14)


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


def line(days_ago: int, name: str, goods: str, price: str = "1") -> BoughtLine:
    return BoughtLine(TODAY - timedelta(days=days_ago), name, name, usd(goods), UnitPrice.parse(price, "USD"))


@pytest.mark.parametrize(
    ("span", "count", "first", "last"),
    [
        (Span.MONTH, 30, date(2025, 9, 15), TODAY),
        (Span.QUARTER, 13, date(2025, 7, 16), date(2025, 10, 8)),
        (Span.YEAR, 12, date(2024, 11, 1), date(2025, 10, 1)),
    ],
)
def test_each_span_has_its_bars(span: Span, count: int, first: date, last: date) -> None:
    starts = buckets(span, TODAY)
    assert (len(starts), starts[0], starts[-1]) == (count, first, last)


def test_the_margin_is_what_list_prices_leave() -> None:
    def at_list(one: BoughtLine, text: str) -> BoughtLine:
        return replace(one, at_list=usd(text))

    lines = [
        at_list(line(1, "A", "80"), "100"),
        at_list(line(2, "B", "30"), "60"),
        at_list(line(3, "B", "30"), "60"),
        at_list(line(4, "C", "55"), "50"),  # dearer than the list: no bar, and less in all
        line(5, "D", "500"),  # without a list price
        at_list(line(40, "A", "1"), "99"),  # before the span
    ]
    found = margin(lines, Span.MONTH, TODAY, "USD")
    assert [(point.label, point.value) for point in found.points] == [("B", 6000), ("A", 2000)]
    assert (found.total, found.share, found.name, found.count) == (usd("75"), 2777, "B", 2)
    assert margin([line(5, "D", "500")], Span.MONTH, TODAY, "USD").points == ()


def test_purchases_fall_into_their_bars_and_beside_the_time_before() -> None:
    lines = [
        line(0, "A", "10"),
        line(29, "A", "5"),
        line(30, "A", "6"),
        line(59, "A", "1"),
        line(60, "A", "99"),
    ]
    found = purchases(lines, Span.MONTH, TODAY, "USD")
    assert (found.total, found.before) == (usd("15"), usd("7"))
    assert [point.value for point in found.points if point.value] == [500, 1000]
    assert sum(point.value for point in found.points) == found.total.minor
    assert purchases([], Span.MONTH, TODAY, "USD").points == ()
    assert purchases([line(1, "A", "3")], Span.YEAR, TODAY, "USD").before is None


def test_top_products_are_ranked_by_goods_with_the_share_of_the_first() -> None:
    lines = [line(1, "A", "10"), line(2, "B", "25"), line(3, "A", "5"), line(400, "C", "999")]
    found = top(lines, Span.YEAR, TODAY, "USD")
    assert [(point.label, point.value) for point in found.points] == [("B", 2500), ("A", 1500)]
    assert (found.name, found.share, found.count, found.total) == ("B", 6250, 2, usd("40"))
    assert top([], Span.YEAR, TODAY, "USD").points == ()


def test_slow_movers_are_late_by_their_own_rhythm() -> None:
    weekly_until = [line(days, "A", "1") for days in (60, 53, 46)]  # weekly, then nothing for 46 days
    fresh = [line(days, "B", "1") for days in (15, 8, 1)]
    monthly = [line(days, "C", "1") for days in (91, 61, 31)]  # a month late is not yet one and a half
    rare = [line(days, "D", "1") for days in (300, 200)]
    found = slow([*weekly_until, *fresh, *monthly, *rare], Span.QUARTER, TODAY, "USD")
    assert [(point.label, point.value) for point in found.points] == [("A", 46)]
    assert (found.name, found.count, found.other) == ("A", 1, 7)


def test_price_changes_are_last_against_first() -> None:
    lines = [
        line(20, "A", "1", "1.00"), line(10, "A", "1", "9"), line(1, "A", "1", "1.08"),
        line(20, "B", "1", "2"), line(2, "B", "1", "1.5"), line(5, "C", "1", "3"), line(4, "C", "1", "3"),
    ]  # fmt: skip
    found = prices(lines, Span.MONTH, TODAY, "USD")
    assert [(point.label, point.value) for point in found.points] == [("B", -2500), ("A", 800)]
    assert (found.count, found.other, found.name, found.share) == (1, 1, "B", -2500)


def test_credit_use_is_what_was_owed_at_the_end_of_each_bar() -> None:
    moved = {TODAY - timedelta(days=20): 5000, TODAY - timedelta(days=10): -2000}
    found = credit_use(moved, usd("100"), Span.MONTH, TODAY, usd("40"))
    owed = [point.value for point in found.points]
    assert (owed[8], owed[9], owed[18], owed[19], owed[-1]) == (0, 5000, 5000, 3000, 3000)
    assert (found.share, found.total, found.before) == (4000, usd("40"), usd("100"))
    assert credit_use({}, usd("0"), Span.MONTH, TODAY, usd("0")).points == ()


def test_the_limit_is_a_line_across_the_credit_that_is_used_and_is_none_where_there_is_none() -> None:
    say = phrasebook().say("en")
    moved = {TODAY - timedelta(days=20): 5000}

    def drawn(limit: str) -> tuple[int, ...]:
        found = credit_use(moved, usd(limit), Span.MONTH, TODAY, usd("50"))
        picture = Image.open(BytesIO(draw_own(found, say, dark=False))).convert("RGB")
        # A column of points on the right, where the last bar stands: what is red in it is the line.
        return tuple(y for y in range(120, 640) if _is_red(picture.getpixel((910, y))))

    assert drawn("0") == ()
    twice, half = drawn("100"), drawn("25")
    assert twice[0] in range(195, 205)  # the top of the picture: bars reach half of it
    assert half[0] in range(405, 415)  # the bars are twice as high
    assert len(twice) in range(3, 5)


def _is_red(point: object) -> bool:
    red, green, blue = point if isinstance(point, tuple) else (0, 0, 0)
    return bool(red > 150 and green < 100 and blue < 100)


async def test_only_own_orders_count_and_every_picture_is_drawn(core: Core) -> None:
    counter = await make_counter(core)
    tea = await make_product(core, "TEA", "Black Tea", cost="1", list_price=None)
    other = await make_dealer(core, "Next Door", tier="plain", limit="1000")
    for dealer, number, pieces in ((counter.dealer_id, "OWN", 30), (other, "OTHER", 999)):
        for ago in (80, 73, 66):
            day = core.clock.now() - timedelta(days=ago)
            await make_past_order(
                core, dealer, day, [(tea, pieces, f"{ago / 10:.2f}")], number=f"{number}-{ago}"
            )
    viewer = await make_buyer(core, counter.dealer_id, "Vera", telegram_id=78, role=Role.DEALER_VIEWER)
    found = await core.ask(viewer, ShowOwnFigure(Figure.PURCHASES, Span.QUARTER))
    assert found.total == usd("657")
    say = phrasebook().say("zh_CN")
    drawn = {}
    for figure in Figure:
        for span in Span:
            picture = await core.ask(viewer, DrawOwnFigure(say, figure, span))
            drawn[figure, span] = picture.png is not None and picture.png.startswith(b"\x89PNG")
    assert {key for key, made in drawn.items() if made} == {
        (Figure.PURCHASES, Span.QUARTER), (Figure.PURCHASES, Span.YEAR),
        (Figure.TOP, Span.QUARTER), (Figure.TOP, Span.YEAR),
        (Figure.PRICES, Span.QUARTER), (Figure.PRICES, Span.YEAR),
        *((Figure.SLOW, span) for span in Span),
    }  # fmt: skip


async def test_who_belongs_to_no_dealer_has_no_own_figures(core: Core) -> None:
    counter = await make_counter(core)
    with pytest.raises((NotFound, NotPermitted)):
        await core.ask(counter.rep, ShowOwnFigure())
