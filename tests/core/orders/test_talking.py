"""A conversation goes on: what "it" means, what was asked about, and answers in words (A2, A5)."""

from datetime import timedelta

from core.infra.door import Core
from core.intake.tables import AliasRow, TopicRow
from core.intake.types import Intent
from core.kernel.clock import FixedClock
from core.orders.tables import DraftLineRow, DraftRow, OrderRow
from core.orders.understanding import Said
from tests.core.orders.test_take_message import content, make_drinks, say
from tests.make import column, confirm, count, make_ship_to, quote, rows


async def test_it_is_the_line_that_was_touched_last(core: Core) -> None:
    trade, _, _ = await make_drinks(core)
    await say(core, trade.buyer, "5 cases rio cola 330 ml")
    await say(core, trade.buyer, "25 iphone 15 pro")
    await say(core, trade.buyer, "make it 20")
    assert content(await quote(core, trade.buyer)) == [("COLA330", "case", 120), ("IP15P", "each", 20)]
    await say(core, trade.buyer, "rio cola 330 ml 6 cases more")
    await say(core, trade.buyer, "double it")
    assert content(await quote(core, trade.buyer)) == [("COLA330", "case", 528), ("IP15P", "each", 20)]
    await say(core, trade.buyer, "scratch that")
    assert content(await quote(core, trade.buyer)) == [("IP15P", "each", 20)]


async def test_a_carton_stays_a_carton_when_its_amount_changes(core: Core) -> None:
    trade, _, _ = await make_drinks(core)
    await say(core, trade.buyer, "5 cartons rio cola 330 ml")
    await say(core, trade.buyer, "3 more")
    (line,) = await rows(core, DraftLineRow)
    assert (line.unit, line.unit_quantity, line.quantity) == ("carton", "8", 192)


async def test_which_of_two_lines_is_asked_and_nothing_changes(core: Core) -> None:
    trade, _, _ = await make_drinks(core)
    await say(core, trade.buyer, "5 cases rio cola 330 ml, 25 iphone 15 pro")
    before = await rows(core, DraftRow)
    taken = await say(core, trade.buyer, "make it 20")
    assert taken.said == (Said("draft.which_line", {}),)
    assert await rows(core, DraftRow) == before


async def test_an_answer_in_words_settles_the_line_and_is_learned_as_a_tap_is(core: Core) -> None:
    trade, small, _ = await make_drinks(core)
    await say(core, trade.buyer, "5 cases rio cola")
    assert await column(core, DraftLineRow.state) == ["ask"]
    await say(core, trade.buyer, "the 330 ml one")
    assert content(await quote(core, trade.buyer)) == [("COLA330", "case", 120)]
    (alias,) = await rows(core, AliasRow)
    assert (alias.phrase, alias.product_id, alias.source) == ("rio cola", small, "tap")


async def test_another_size_takes_the_place_and_teaches_nothing(core: Core) -> None:
    trade, _, _ = await make_drinks(core)
    await say(core, trade.buyer, "5 cases rio cola 330 ml")
    await say(core, trade.buyer, "no, the big ones")
    assert content(await quote(core, trade.buyer)) == [("COLA500", "case", 120)]
    assert await count(core, AliasRow) == 0


async def test_an_amount_alone_orders_what_was_asked_about_for_half_an_hour(
    core: Core, clock: FixedClock
) -> None:
    trade, small, _ = await make_drinks(core)
    asked = await say(core, trade.buyer, "do you have rio cola 330 ml?")
    assert (asked.intent, asked.asked) == (Intent.ASK_STOCK, (small,))
    clock.advance(timedelta(minutes=29))
    await say(core, trade.buyer, "ok 2 cases")
    assert content(await quote(core, trade.buyer)) == [("COLA330", "case", 48)]
    assert await count(core, TopicRow) == 0


async def test_what_was_asked_about_long_ago_is_not_ordered(core: Core, clock: FixedClock) -> None:
    trade, _, _ = await make_drinks(core)
    await say(core, trade.buyer, "do you have rio cola 330 ml?")
    clock.advance(timedelta(minutes=31))
    await say(core, trade.buyer, "ok 2 cases")
    assert [row.state for row in await rows(core, DraftLineRow)] in ([], ["not_found"])


async def test_the_place_that_is_named_is_where_it_goes(core: Core) -> None:
    trade, _, _ = await make_drinks(core)
    east = await make_ship_to(core, trade.dealer_id, code="EAST", region="east", is_default=False)
    await say(core, trade.buyer, "5 cases rio cola 330 ml for the second shop")
    assert await column(core, DraftRow.ship_to_id) == [east]
    await say(core, trade.buyer, "no, to shop 1")
    assert await column(core, DraftRow.ship_to_id) != [east]
    assert await column(core, DraftLineRow.quantity) == [120]


async def test_talk_without_amounts_makes_no_draft(core: Core) -> None:
    trade, _, _ = await make_drinks(core)
    taken = await say(core, trade.buyer, "great weather for barbecues")
    assert taken.intent is Intent.SMALL_TALK
    assert taken.said == (Said("draft.found_nothing", {"text": "great weather for barbecues"}),)
    assert await count(core, DraftRow) == 0


async def test_to_cancel_a_placed_order_by_its_number_discards_no_draft(core: Core) -> None:
    trade, _, _ = await make_drinks(core)
    await say(core, trade.buyer, "25 iphone 15 pro")
    placed = await confirm(core, trade.buyer)
    await say(core, trade.buyer, "5 cases rio cola 330 ml")
    taken = await say(core, trade.buyer, f"cancel order {placed.number}")
    assert (taken.intent, taken.draft_id, taken.order_number) == (Intent.CANCEL, None, placed.number)
    assert content(await quote(core, trade.buyer)) == [("COLA330", "case", 120)]
    # Without a number, or with that of no order, it is the draft that is meant.
    assert (await say(core, trade.buyer, "cancel order 99887")).draft_id is not None
    assert sorted(await column(core, DraftRow.state)) == ["discarded", "ordered"]
    assert await column(core, OrderRow.state) == ["approved"]


async def test_it_is_of_the_placed_order_that_is_named(core: Core) -> None:
    trade, _, _ = await make_drinks(core)
    await say(core, trade.buyer, "25 iphone 15 pro")
    placed = await confirm(core, trade.buyer)
    await say(core, trade.buyer, "5 cases rio cola 330 ml, 7 iphone 15 pro")
    taken = await say(core, trade.buyer, f"make it 13 on order {placed.number}")
    assert (taken.intent, taken.said) == (Intent.EDIT, ())
    assert content(await quote(core, trade.buyer)) == [("IP15P", "each", 13)]
    await say(core, trade.buyer, "5 cases rio cola 330 ml")
    taken = await say(core, trade.buyer, f"make the cola 2 cases on order {placed.number}")
    assert content(await quote(core, trade.buyer)) == [("IP15P", "each", 13), ("COLA330", "case", 48)]


async def test_of_an_order_of_several_lines_which_one_is_asked(core: Core) -> None:
    trade, _, _ = await make_drinks(core)
    await say(core, trade.buyer, "5 cases rio cola 330 ml, 7 iphone 15 pro")
    placed = await confirm(core, trade.buyer)
    taken = await say(core, trade.buyer, f"make it 13 on order {placed.number}")
    assert [one.code for one in taken.said] == ["draft.which_line"]
    assert content(await quote(core, trade.buyer)) == [("COLA330", "case", 120), ("IP15P", "each", 7)]
