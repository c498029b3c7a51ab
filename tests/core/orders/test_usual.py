"""The usual by the dealer's own rhythm, and what usually goes along (A7, M3)."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import update

from core.catalog.tables import ProductRow
from core.forecasting.use_cases.switch_suggestions import MaySuggest, SwitchSuggestions
from core.infra.door import Core
from core.kernel.errors import NotFound, Outdated
from core.kernel.ids import ProductId
from core.orders.tables import DraftLineRow
from core.orders.types import OrderState
from core.orders.use_cases.add_usual import AddUsual
from core.orders.use_cases.take_message import MessageTaken, TakeMessage
from tests.make import (
    Counter,
    count,
    make_buyer,
    make_counter,
    make_dealer,
    make_draft,
    make_product,
    make_stock,
    quote,
    write,
)
from tests.make.past import make_past_order

NAMES = {"A": "Rice 5 kg", "B": "Sugar 1 kg", "C": "Tea 200 g", "D": "Soap bar"}


@dataclass(frozen=True, slots=True)
class Shop:
    counter: Counter
    goods: dict[str, ProductId]


async def make_shop(core: Core, *weeks: str, state: OrderState = OrderState.DELIVERED) -> Shop:
    """Corner Store ordered on each of the last weeks, the last one a week ago: "A B" is A and B."""
    counter = await make_counter(core)
    goods = {}
    for letter, name in NAMES.items():
        goods[letter] = await make_product(core, f"SKU{letter}", name, cost="1", list_price=None)
        await make_stock(core, goods[letter], counter.warehouse_id, 5000)
    for at, week in enumerate(weeks):
        day = core.clock.now() - timedelta(days=7 * (len(weeks) - at))
        bought = [(goods[letter], 12) for letter in week.split()]
        await make_past_order(core, counter.dealer_id, day, bought, number=f"OLD-{at}", state=state)
    return Shop(counter, goods)


async def usual(core: Core, shop: Shop, text: str = "the usual") -> MessageTaken:
    return await core.execute(shop.counter.buyer, TakeMessage(text))


async def letters(core: Core, shop: Shop) -> str:
    shown = await quote(core, shop.counter.buyer)
    return "".join(sorted(line.sku.removeprefix("SKU") for line in shown.lines))


async def test_the_usual_is_what_is_due_today_in_the_amount_usually_taken(core: Core) -> None:
    shop = await make_shop(core, *["A B", "A C"] * 6)
    taken = await usual(core, shop)
    assert await letters(core, shop) == "AB"
    assert {(line.unit, line.quantity) for line in (await quote(core, shop.counter.buyer)).lines} == {
        ("each", 12)
    }
    assert [(said.code, said.params) for said in taken.said] == [
        ("draft.usual", {}),
        ("draft.usual_waiting", {"names": "Tea 200 g"}),
    ]


async def test_exceptions_are_left_out_and_additions_come_along(core: Core) -> None:
    shop = await make_shop(core, *["A B"] * 4)
    await usual(core, shop, "the usual but no sugar, plus 3 soap bar")
    shown = await quote(core, shop.counter.buyer)
    assert sorted((line.sku, line.quantity) for line in shown.lines) == [("SKUA", 12), ("SKUD", 3)]


async def test_what_is_in_the_draft_already_is_not_added_again(core: Core) -> None:
    shop = await make_shop(core, *["A B"] * 4)
    await make_draft(core, shop.counter.buyer, [(shop.goods["A"], 1)])
    await usual(core, shop)
    assert await letters(core, shop) == "AB"
    again = await usual(core, shop)
    assert [said.code for said in again.said] == ["draft.usual_there"]
    assert await letters(core, shop) == "AB"


async def test_what_is_no_longer_sold_is_named_and_left_out(core: Core) -> None:
    shop = await make_shop(core, *["A B"] * 4)
    await write(core, update(ProductRow).where(ProductRow.id == shop.goods["B"]).values(active=False))
    taken = await usual(core, shop)
    assert await letters(core, shop) == "A"
    assert taken.said[-1].params == {"names": "Sugar 1 kg"}
    assert taken.said[-1].code == "draft.usual_gone"


@pytest.mark.parametrize("state", [OrderState.DECLINED, OrderState.CANCELLED])
async def test_orders_that_never_came_to_be_make_no_habit(core: Core, state: OrderState) -> None:
    shop = await make_shop(core, "A B", state=state)
    taken = await usual(core, shop)
    assert [said.code for said in taken.said] == ["draft.no_history"]
    assert await count(core, DraftLineRow) == 0


async def test_the_usual_of_one_dealer_is_not_anothers(core: Core) -> None:
    shop = await make_shop(core, *["A B"] * 4)
    other = await make_dealer(core, "Next Door", tier="plain", limit="1000")
    buyer = await make_buyer(core, other, "Nora", telegram_id=77)
    taken = await core.execute(buyer, TakeMessage("the usual"))
    assert [said.code for said in taken.said] == ["draft.no_history"]
    day = core.clock.now() - timedelta(days=3)
    await make_past_order(core, other, day, [(shop.goods["D"], 1)], number="OTHER")
    await usual(core, shop)
    assert await letters(core, shop) == "AB"


async def test_what_usually_goes_along_is_offered_and_one_tap_adds_it(core: Core) -> None:
    shop = await make_shop(core, *["A B"] * 8)
    buyer = shop.counter.buyer
    draft_id = await make_draft(core, buyer, [(shop.goods["A"], 12)])
    shown = await quote(core, buyer)
    assert [(one.name, one.times, one.occasions, one.unit) for one in shown.also] == [
        ("Sugar 1 kg", 8, 8, "each")
    ]
    await core.execute(buyer, AddUsual(draft_id, shown.version, shop.goods["B"]))
    full = await quote(core, buyer)
    assert ([(line.sku, line.quantity) for line in full.lines], full.also) == (
        [("SKUA", 12), ("SKUB", 12)],
        (),
    )


async def test_reminders_are_restrained(core: Core) -> None:
    """Two occasions are no habit; what went along in half of them is below the measured threshold."""
    shop = await make_shop(core, "A B", "A B")
    await make_draft(core, shop.counter.buyer, [(shop.goods["A"], 12)])
    assert (await quote(core, shop.counter.buyer)).also == ()
    for week, bought in enumerate(("A", "A", "A", "A", "A B", "A")):
        day = core.clock.now() - timedelta(days=100 + 7 * week)
        lines = [(shop.goods[letter], 12) for letter in bought.split()]
        await make_past_order(core, shop.counter.dealer_id, day, lines, number=f"MORE-{week}")
    assert (await quote(core, shop.counter.buyer)).also == ()


async def test_who_switched_reminders_off_gets_none_until_they_are_on_again(core: Core) -> None:
    shop = await make_shop(core, *["A B"] * 8)
    buyer = shop.counter.buyer
    await make_draft(core, buyer, [(shop.goods["A"], 12)])
    for on in (False, False, True):
        assert await core.execute(buyer, SwitchSuggestions(on)) is on
        assert await core.ask(buyer, MaySuggest()) is on
        assert bool((await quote(core, buyer)).also) is on


async def test_a_reminder_for_what_was_never_taken_or_is_gone_or_old_is_refused(core: Core) -> None:
    shop = await make_shop(core, *["A B"] * 8)
    buyer = shop.counter.buyer
    draft_id = await make_draft(core, buyer, [(shop.goods["A"], 12)])
    version = (await quote(core, buyer)).version
    with pytest.raises(NotFound):
        await core.execute(buyer, AddUsual(draft_id, version, shop.goods["C"]))
    with pytest.raises(Outdated):
        await core.execute(buyer, AddUsual(draft_id, version + 1, shop.goods["B"]))
    await write(core, update(ProductRow).where(ProductRow.id == shop.goods["B"]).values(active=False))
    assert (await quote(core, buyer)).also == ()
    with pytest.raises(NotFound):
        await core.execute(buyer, AddUsual(draft_id, version, shop.goods["B"]))
    assert await letters(core, shop) == "A"
