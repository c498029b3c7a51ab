"""However long an order is, each of its lines can be tapped; and a day in a list is the reader's own."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.dealer.orders.screens import order_screen, orders_screen
from bot.dealer.reorder.screens import reorder_list_screen
from bot.dealer.returns.screens import draft_screen, page_of
from bot.office.deliveries import callbacks as tap
from bot.office.deliveries.callbacks import ShipmentTap
from bot.office.deliveries.screens import kilograms, lines_screen
from bot.screen import Screen, escape
from core.i18n.phrases import Phrasebook, Say
from core.orders.types import OrderMark, OrderStep
from core.returns.types import ReturnState
from tests.bot import samples as s
from tests.bot.gallery_deliveries import BIG
from tests.bot.gallery_returns import back

BOOK = Phrasebook()


def voice(language: str = "en", zone: str = "UTC") -> Say:
    return BOOK.say(language, zone=zone, escape=escape)


def data(screen: Screen) -> list[str]:
    return [button.data for row in screen.rows for button in row]


def test_every_line_of_a_long_shipment_can_be_named_as_missing_and_as_not_accepted() -> None:
    for act, turn in ((tap.SHORT_LINE, tap.SHORT), (tap.NOT_LINE, tap.NOT_ALL)):
        named, page, seen = set[int](), 0, set[int]()
        while page not in seen:
            seen.add(page)
            taps = [ShipmentTap.unpack(one) for one in data(lines_screen(BIG, act, "", page, voice()))]
            named |= {one.n for one in taps if one.act == act}
            page = next(one.n for one in reversed(taps) if one.act == turn)
        assert (named, seen) == (set(range(1, 60)), {0, 1, 2})


def test_every_line_of_a_long_order_can_come_back_and_a_tap_leads_back_to_its_page() -> None:
    draft = back(ReturnState.DRAFT, 45, number=None)
    pages = [draft_screen(draft, voice(), page=page) for page in range(3)]
    assert [len(one.rows) for one in pages] == [23, 23, 8]  # twenty lines, turning, the reason, the end
    assert [page_of(draft, position) for position in (1, 20, 21, 45)] == [0, 0, 1, 2]


def test_the_day_of_an_order_is_the_day_that_its_reader_placed_it_on() -> None:
    late = replace(s.summaries(1)[0], placed_at=datetime(2025, 10, 14, 20, 0, tzinfo=UTC))
    for draw in (orders_screen, reorder_list_screen):
        at_home = draw((late,), 0, voice(zone="Asia/Kuala_Lumpur"))
        assert at_home.rows[0][0].text.endswith("Wed 15 Oct")
        assert draw((late,), 0, voice()).rows[0][0].text.endswith("Tue 14 Oct")


def test_every_order_under_way_can_be_tapped_though_there_are_more_than_a_page_of_them() -> None:
    assert len(orders_screen(s.summaries(30), 0, voice(), most=50).rows) == 31  # with an empty row to turn


def test_a_weight_is_written_as_in_the_readers_language() -> None:
    assert [kilograms(1_234_500, voice(one)) for one in ("en", "tr")] == ["1,234.5 kg", "1.234,5 kg"]
    assert kilograms(12_000, voice()) == "12 kg"


def test_what_an_amendment_did_to_the_total_is_written_as_in_the_readers_language() -> None:
    step = OrderStep(OrderMark.AMENDED, s.AT, "26,129.60 → 26,155.52 USD")
    shown = order_screen(replace(s.order(), steps=(step,)), voice("tr"))
    assert "$26.129,60 → $26.155,52" in shown.text
