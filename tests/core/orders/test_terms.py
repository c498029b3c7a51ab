"""Lines wanted under conditions: obeyed at every change, said on the card, never ordered against them."""

from sqlalchemy import insert, update

from core.catalog.tables import SubstituteRow
from core.infra.door import Core
from core.kernel.ids import ProductId
from core.kernel.money import Money
from core.orders.errors import TermsUnmet
from core.orders.tables import OrderLineRow
from core.orders.types import Held, HeldWhy, LineState, Quote
from core.orders.use_cases.change_line import ChangeLine
from core.orders.use_cases.choose_product import ChooseProduct
from core.orders.use_cases.take_anyway import TakeAnyway
from core.stock.tables import StockRow
from tests.core.orders.confirming import refused, usd
from tests.core.orders.test_take_message import make_drinks, say
from tests.make import Trade, column, confirm, make_product, make_stock, quote, write
from tests.make.prices import set_cost

IN_STOCK = Held(HeldWhy.NOT_IN_STOCK)


async def set_stock(core: Core, product: ProductId, pieces: int) -> None:
    await write(core, update(StockRow).where(StockRow.product_id == product).values(on_hand=pieces))


def held(shown: Quote) -> list[tuple[str, str, Held | None]]:
    return [(line.sku, line.state.value, line.held) for line in shown.lines]


async def drinks(core: Core) -> tuple[Trade, ProductId, ProductId]:
    """A case of 24 costs 2,592.00: 100.00 a piece and 8 % on top."""
    return await make_drinks(core)


async def test_what_is_not_there_is_left_out_and_the_rest_is_ordered(core: Core) -> None:
    trade, small, _ = await drinks(core)
    await set_stock(core, small, 24)
    await say(core, trade.buyer, "25 iphone 15 pro, 2 cases cola330 if in stock")
    shown = await quote(core, trade.buyer)
    assert held(shown) == [("IP15P", "ready", None), ("COLA330", "held", IN_STOCK)]
    assert (shown.total, shown.blockers) == (usd("26000"), ())
    await confirm(core, trade.buyer)
    assert await column(core, OrderLineRow.sku) == ["IP15P"]


async def test_what_is_there_again_comes_back_at_the_next_change(core: Core) -> None:
    trade, small, _ = await drinks(core)
    await set_stock(core, small, 24)
    await say(core, trade.buyer, "25 iphone 15 pro, 2 cases cola330 if in stock")
    await set_stock(core, small, 48)
    await say(core, trade.buyer, "make the iphone 24")
    assert held(await quote(core, trade.buyer)) == [("IP15P", "ready", None), ("COLA330", "ready", None)]


async def test_what_was_named_otherwise_takes_its_place_in_the_same_amount(core: Core) -> None:
    trade, small, _ = await drinks(core)
    await set_stock(core, small, 24)
    await say(core, trade.buyer, "2 cases cola330, otherwise cola500")
    (line,) = (await quote(core, trade.buyer)).lines
    assert (line.sku, line.unit, line.quantity, line.instead_of) == (
        "COLA500", "case", 48, "Rio Cola 330 ml",
    )  # fmt: skip


async def test_what_is_named_otherwise_has_the_size_of_what_was_wanted(core: Core) -> None:
    trade, small, _ = await drinks(core)
    for size in (330, 500):
        lime = await make_product(
            core, f"LIME{size}", f"Lime Fizz {size} ml", cost="90", list_price=None, packs={"case": 24}
        )
        await make_stock(core, lime, trade.warehouse_id, 5000)
    await set_stock(core, small, 0)
    await say(core, trade.buyer, "2 cases rio cola 330ml, otherwise lime fizz")
    (line,) = (await quote(core, trade.buyer)).lines
    assert (line.sku, line.quantity) == ("LIME330", 48)


async def test_where_neither_is_there_the_first_wish_is_left_out(core: Core) -> None:
    trade, small, big = await drinks(core)
    await set_stock(core, small, 0)
    await set_stock(core, big, 0)
    await say(core, trade.buyer, "2 cases cola330, otherwise cola500")
    shown = await quote(core, trade.buyer)
    assert held(shown) == [("COLA330", "held", IN_STOCK)]
    assert [reason.code for reason in shown.blockers] == ["order.nothing_to_order"]


async def test_an_alternative_that_is_not_found_is_said(core: Core) -> None:
    trade, small, _ = await drinks(core)
    await set_stock(core, small, 0)
    taken = await say(core, trade.buyer, "2 cases cola330, otherwise wxyzq")
    assert [(one.code, one.params) for one in taken.said] == [("draft.otherwise_unclear", {"text": "wxyzq"})]
    assert held(await quote(core, trade.buyer)) == [("COLA330", "held", IN_STOCK)]


async def test_a_price_above_the_limit_is_left_out_with_both_figures(core: Core) -> None:
    trade, _, _ = await drinks(core)
    await say(core, trade.buyer, "2 cases cola330 not above 2500 each, 1 case cola500 max price 2592")
    assert held(await quote(core, trade.buyer)) == [
        ("COLA330", "held", Held(HeldWhy.ABOVE_LIMIT, usd("2592"), usd("2500"))),
        ("COLA500", "ready", None),
    ]


async def test_a_limit_in_total_is_for_the_line(core: Core) -> None:
    trade, _, _ = await drinks(core)
    await say(core, trade.buyer, "2 cases cola330 not above 5000 in total")
    assert held(await quote(core, trade.buyer)) == [
        ("COLA330", "held", Held(HeldWhy.ABOVE_LIMIT, usd("5184"), usd("5000")))
    ]


async def test_the_last_price_holds_until_it_rises(core: Core) -> None:
    trade, small, _ = await drinks(core)
    await say(core, trade.buyer, "2 cases cola330 at the last price")
    assert held(await quote(core, trade.buyer)) == [("COLA330", "ready", None)]  # never bought: no last price
    await confirm(core, trade.buyer)
    await say(core, trade.buyer, "3 cases cola330 at the last price")
    assert held(await quote(core, trade.buyer)) == [("COLA330", "ready", None)]
    await set_cost(core, small, "110")
    await say(core, trade.buyer, "2 cases cola500")
    assert held(await quote(core, trade.buyer)) == [
        ("COLA330", "held", Held(HeldWhy.ABOVE_LAST_PRICE, usd("2851.20"), usd("2592"))),
        ("COLA500", "ready", None),
    ]


async def test_a_limit_that_is_passed_after_the_card_was_shown_is_refused(core: Core) -> None:
    trade, small, _ = await drinks(core)
    await say(core, trade.buyer, "25 iphone 15 pro, 2 cases cola330 not above 2600")
    await set_cost(core, small, "110")
    assert await refused(core, trade.buyer, TermsUnmet) == {"lines": [2]}
    shown = await quote(core, trade.buyer)
    assert shown.lines[1].held == Held(HeldWhy.ABOVE_LIMIT, usd("2851.20"), usd("2600"))
    version = await core.execute(trade.buyer, TakeAnyway(shown.draft_id, shown.version, 2))
    assert version == shown.version + 1
    assert (await quote(core, trade.buyer)).blockers == ()


async def test_a_line_left_out_is_taken_anyway(core: Core) -> None:
    trade, _, _ = await drinks(core)
    await say(core, trade.buyer, "2 cases cola330 not above 2500")
    shown = await quote(core, trade.buyer)
    await core.execute(trade.buyer, TakeAnyway(shown.draft_id, shown.version, 1))
    shown = await quote(core, trade.buyer)
    assert (held(shown), shown.total) == ([("COLA330", "ready", None)], Money.parse("5184", "USD"))


async def test_a_smaller_amount_may_meet_its_terms(core: Core) -> None:
    trade, small, _ = await drinks(core)
    await set_stock(core, small, 24)
    await say(core, trade.buyer, "2 cases cola330 if in stock")
    shown = await quote(core, trade.buyer)
    await core.execute(trade.buyer, ChangeLine(shown.draft_id, shown.version, 1, by=-1))
    assert held(await quote(core, trade.buyer)) == [("COLA330", "ready", None)]


async def test_terms_wait_for_the_answer_which_product_is_meant(core: Core) -> None:
    trade, small, big = await drinks(core)
    await set_stock(core, small, 0)
    await set_stock(core, big, 0)
    await say(core, trade.buyer, "2 cases rio cola if in stock")
    shown = await quote(core, trade.buyer)
    assert shown.lines[0].state is LineState.ASK
    await core.execute(trade.buyer, ChooseProduct(shown.draft_id, shown.version, 1, 0))
    assert [(line.state, line.held) for line in (await quote(core, trade.buyer)).lines] == [
        (LineState.HELD, IN_STOCK)
    ]


async def test_a_condition_said_after_the_goods_is_about_those_said_last(core: Core) -> None:
    trade, small, _ = await drinks(core)
    await set_stock(core, small, 0)
    await say(core, trade.buyer, "25 iphone 15 pro")
    await say(core, trade.buyer, "2 cases cola330")
    await say(core, trade.buyer, "only if in stock")
    assert held(await quote(core, trade.buyer)) == [("IP15P", "ready", None), ("COLA330", "held", IN_STOCK)]


async def test_the_other_brand_is_what_the_catalogue_lets_stand_in_and_is_there(core: Core) -> None:
    trade, small, big = await drinks(core)
    third = await make_product(core, "SODA", "Lime soda", cost="90", list_price=None, packs={"case": 24})
    await make_stock(core, third, trade.warehouse_id, 500)
    for rank, other in enumerate((big, third)):
        await write(core, insert(SubstituteRow).values(product_id=small, substitute_id=other, rank=rank))
    await set_stock(core, small, 0)
    await set_stock(core, big, 24)
    await say(core, trade.buyer, "2 cases cola330, otherwise the other brand")
    (line,) = (await quote(core, trade.buyer)).lines
    assert (line.sku, line.quantity, line.instead_of) == ("SODA", 48, "Rio Cola 330 ml")
