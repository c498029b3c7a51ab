"""A scarce product is shared out among all orders of a morning: by contract, urgent first, and told (G3)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from bot.notices.choices import KINDS
from core.dealers.tables import ShipToRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM, Actor
from core.kernel.errors import NotFound, NotPermitted
from core.kernel.ids import ProductId
from core.kernel.money import Money
from core.orders.errors import SharesChanged
from core.orders.progress import advance_order
from core.orders.sharing_types import SharedOut
from core.orders.supply_types import DealerSupply, WhenShort
from core.orders.tables import LaneRow, OrderRow
from core.orders.types import OrderState
from core.orders.use_cases.cancel_order import CancelOrder
from core.orders.use_cases.choose_supply import SetUrgent
from core.orders.use_cases.keep_supply import SetSupply
from core.orders.use_cases.share_goods import PreviewShares, ShareGoods, share_goods
from core.stock.tables import StockRow
from core.stock.use_cases.correct_stock import CorrectStock
from tests.make import (
    Counter,
    confirm,
    count,
    make_buyer,
    make_counter,
    make_dealer,
    make_draft,
    make_product,
    make_stock,
    make_warehouse,
    rows,
    write,
)
from tests.make.orders import transact
from tests.make.rows import add
from tests.races.ledgers import assert_books_are_whole


async def make_morning(
    core: Core, *shares: int, there: int = 60, wait: bool = False
) -> tuple[Counter, ProductId, list[Actor]]:
    """So many crates are there; and a dealer for each share of the contract."""
    counter = await make_counter(core)
    crate = await make_product(core, "CRATE", "Crate", cost="50", list_price=None)
    await make_stock(core, crate, counter.warehouse_id, there)
    buyers = []
    for at, share in enumerate(shares):
        dealer_id = await make_dealer(core, f"Dealer {at}", tier="plain", limit="900000")
        short = WhenShort.WAIT if wait else WhenShort.REST
        await core.execute(SYSTEM, SetSupply(dealer_id, DealerSupply(short, share=share)))
        buyers.append(await make_buyer(core, dealer_id))
    return counter, crate, buyers


async def orders(core: Core) -> dict[str, tuple[str, int]]:
    """State and crates at 50.00 of each order by the end of its number."""
    return {
        row.number.rpartition("-")[2]: (row.state, row.total_minor // 5_000)
        for row in await rows(core, OrderRow)
    }


async def told(core: Core, name: str) -> set[str]:
    found = await rows(core, JournalRow, JournalRow.name == name)
    return {row.payload["number"].rpartition("-")[2] for row in found}


async def heard(core: Core) -> list[tuple[str, str, list[list[object]], bool, str | None]]:
    """What the chat tells of the last act: order, (SKU, had, has, asked), whether it waits, its rest."""
    found = []
    (last,) = (await rows(core, JournalRow, JournalRow.name == "goods_shared"))[-1:]
    for row in await rows(core, JournalRow, JournalRow.at == last.at):
        event = row.payload
        if row.name in KINDS and row.name.startswith(("order_", "back_order", "promise")):
            if event.get("is_quiet") or event.get("by_dealer"):
                continue
            goods = [one[1:] for one in event.get("goods", ())]
            end = event["number"].rpartition("-")[2]
            found.append((row.name, end, goods, event.get("waits", False), event.get("rest_number")))
    return sorted(found, key=lambda one: one[:2])


async def order_forty(core: Core, buyers: list[Actor], crate: ProductId, *urgent: int) -> None:
    for at, buyer in enumerate(buyers):
        draft_id = await make_draft(core, buyer, [(crate, 40)])
        if at in urgent:
            await core.execute(buyer, SetUrgent(draft_id, 1))
        await confirm(core, buyer)


def shares(found: Any) -> list[tuple[str, int, int, int]]:
    """(end of the number, has, gets, asked) of what changes."""
    return [
        (one.claimant.order.number.rpartition("-")[2], one.claimant.has, one.gets, one.claimant.asked)
        for one in found.changed
    ]


async def test_whoever_came_first_gives_up_what_is_above_its_share_and_the_others_go_with_theirs(
    core: Core,
) -> None:
    _, crate, buyers = await make_morning(core, 3, 2, 1)
    await order_forty(core, buyers, crate)
    assert await orders(core) == {
        "1": ("approved", 40), "2": ("approved", 20), "2/2": ("back_ordered", 20), "3": ("back_ordered", 40),
    }  # fmt: skip
    before = await count(core, JournalRow)
    seen = await core.ask(SYSTEM, PreviewShares((crate,)))
    # Shares of 3, 2 and 1 of the sixty that are there: 30, 20 and 10.
    (product,) = seen.products
    assert (product.available, product.asked) == (60, 120)
    assert shares(seen) == [("1", 40, 30, 40), ("3", 0, 10, 40)]
    assert await count(core, JournalRow) == before
    assert await core.execute(SYSTEM, ShareGoods((crate,), seen.seen)) == SharedOut(("CRATE",), 2)
    assert await orders(core) == {
        "1": ("approved", 30), "1/2": ("back_ordered", 10), "2": ("approved", 20),
        "2/2": ("back_ordered", 20), "3": ("approved", 10), "3/2": ("back_ordered", 30),
    }  # fmt: skip
    assert [(row.on_hand, row.reserved) for row in await rows(core, StockRow)] == [(60, 60)]
    assert await told(core, "order_split") == {"1", "2", "3"}
    # Each of them is told once, all of it: who was cut too, though its day stays.
    assert await heard(core) == [
        ("order_shared", "1", [["CRATE", 40, 30, 40]], False, "B2B-2025-1/2"),
        ("order_shared", "3", [["CRATE", 0, 10, 40]], False, "B2B-2025-3/2"),
    ]
    assert await told(core, "back_order_released") == {"3"}
    (event,) = await rows(core, JournalRow, JournalRow.name == "goods_shared")
    assert (event.payload["available"], len(event.payload["numbers"])) == (60, 2)
    await assert_books_are_whole(core)
    # Fair is fair: asked again nothing changes, and nobody is told anything.
    again = await count(core, JournalRow)
    assert await core.execute(SYSTEM, ShareGoods((crate,))) == SharedOut((), 0)
    assert await count(core, JournalRow) == again
    # What comes goes to those who wait as ever.
    await core.execute(SYSTEM, CorrectStock(crate, "LA", 60, is_count=False, reason="came"))
    assert {state for state, _ in (await orders(core)).values()} == {"approved"}
    await assert_books_are_whole(core)


async def test_whoever_is_cut_keeps_what_leaves_with_its_other_goods(core: Core) -> None:
    counter, crate, buyers = await make_morning(core, 1, 1, there=20)
    far = await make_warehouse(core, "PHX", region="north")
    lamp = await make_product(core, "LAMP", "Lamp", cost="9", list_price=None)
    await make_stock(core, crate, far, 20)
    await make_stock(core, lamp, far, 50)
    for region, near, away in (("west", 5_000, 6_000), ("east", 5_000, 5_500)):
        for house, cost in ((counter.warehouse_id, near), (far, away)):
            lane = {"region": region, "code": "", "currency": "USD", "cost_minor": cost, "days": 1}
            await add(core, LaneRow, warehouse_id=house, **lane)
    await write(
        core, update(ShipToRow).where(ShipToRow.dealer_id == buyers[1].dealer_id).values(region="east")
    )
    await make_draft(core, buyers[0], [(crate, 40), (lamp, 5)])
    await confirm(core, buyers[0])
    await make_draft(core, buyers[1], [(crate, 40)])
    await confirm(core, buyers[1])
    # By themselves its crates would leave the other warehouse for less; its lamps go from this one anyway.
    seen = await core.ask(SYSTEM, PreviewShares((crate,)))
    assert [one.places for one in seen.changed] == [{far: 20}, {counter.warehouse_id: 20}]
    assert seen.freight == Money(5_000, "USD")


async def test_an_urgent_order_is_served_first_whatever_its_contract(core: Core) -> None:
    _, crate, buyers = await make_morning(core, 5, 5, 1)
    await order_forty(core, buyers, crate, 2)
    await core.execute(SYSTEM, ShareGoods((crate,)))
    assert await orders(core) == {
        "1": ("approved", 10), "1/2": ("back_ordered", 30), "2": ("approved", 10),
        "2/2": ("back_ordered", 20), "2/3": ("back_ordered", 10), "3": ("approved", 40),
    }  # fmt: skip
    await assert_books_are_whole(core)


async def test_what_is_being_picked_and_who_wants_all_at_once_are_left_as_they_are(core: Core) -> None:
    _, crate, buyers = await make_morning(core, 1, 1, 1, wait=True)
    await order_forty(core, buyers, crate)
    first = next(row.id for row in await rows(core, OrderRow) if row.number.endswith("-1"))
    await transact(core, lambda tx: advance_order(tx, first, OrderState.PICKING))
    seen = await core.ask(SYSTEM, PreviewShares((crate,)))
    # Twenty are left for two who want forty each: ten each, kept until all of it is there.
    assert (seen.products[0].available, shares(seen)) == (20, [("2", 20, 10, 40), ("3", 0, 10, 40)])
    await core.execute(SYSTEM, ShareGoods((crate,), seen.seen))
    # The day of neither is another one: it is the share that they are told.
    assert await heard(core) == [
        ("order_shared", "2", [["CRATE", 20, 10, 40]], True, None),
        ("order_shared", "3", [["CRATE", 0, 10, 40]], True, None),
    ]
    assert await orders(core) == {
        "1": ("picking", 40), "2": ("back_ordered", 40), "3": ("back_ordered", 40),
    }  # fmt: skip
    assert [(row.on_hand, row.reserved) for row in await rows(core, StockRow)] == [(60, 60)]


async def test_enough_for_all_and_goods_that_nobody_has_change_nothing(core: Core) -> None:
    counter, crate, buyers = await make_morning(core, 1, 9, there=80)
    await order_forty(core, buyers, crate)
    before = await count(core, JournalRow)
    assert await core.execute(SYSTEM, ShareGoods((crate,))) == SharedOut((), 0)
    with pytest.raises(NotPermitted):
        await core.execute(counter.buyer, ShareGoods((crate,)))
    with pytest.raises(NotFound):
        await core.execute(SYSTEM, ShareGoods((ProductId(counter.dealer_id),)))
    assert await count(core, JournalRow) == before


async def test_a_whole_morning_is_shared_out_at_once_the_shortest_first_and_told_once_an_order(
    core: Core,
) -> None:
    counter, crate, buyers = await make_morning(core, 3, 2, 1)
    lamp = await make_product(core, "LAMP", "Lamp", cost="50", list_price=None)
    rope = await make_product(core, "ROPE", "Rope", cost="50", list_price=None)
    await make_stock(core, lamp, counter.warehouse_id, 24)
    await make_stock(core, rope, counter.warehouse_id, 500)
    for buyer in buyers:
        await make_draft(core, buyer, [(crate, 40), (lamp, 24), (rope, 5)])
        await confirm(core, buyer)
    seen = await core.ask(SYSTEM, PreviewShares())
    # Of the lamps a third is there, of the crates a half; nobody waits for ropes.
    assert [(one.sku, one.available, one.asked) for one in seen.products] == [
        ("LAMP", 24, 72),
        ("CRATE", 60, 120),
    ]
    assert shares(seen) == [
        ("1", 24, 12, 24), ("2/2", 0, 8, 24), ("3/2", 0, 4, 24),
        ("1", 40, 30, 40), ("3/2", 0, 10, 40),
    ]  # fmt: skip
    assert [mine[0].claimant.order.number[9:] for mine in seen.orders] == ["1", "3/2", "2/2"]
    done = await core.execute(SYSTEM, ShareGoods((), seen.seen))
    assert done == SharedOut(("LAMP", "CRATE"), 3)
    assert {end: goods for _, end, goods, _, _ in await heard(core)} == {
        "1": [["LAMP", 24, 12, 24], ["CRATE", 40, 30, 40]],
        "2/2": [["LAMP", 0, 8, 24]],
        "3/2": [["LAMP", 0, 4, 24], ["CRATE", 0, 10, 40]],
    }
    assert [name for name, *_ in await heard(core)] == ["order_shared"] * 3
    await assert_books_are_whole(core)
    assert (await core.ask(SYSTEM, PreviewShares())).changed == ()


@pytest.mark.parametrize("late", ["order", "count", "picked", "cancelled"])
async def test_what_changed_since_it_was_seen_is_not_shared_out(core: Core, late: str) -> None:
    _, crate, buyers = await make_morning(core, 3, 2, 1)
    await order_forty(core, buyers, crate)
    seen = await core.ask(SYSTEM, PreviewShares((crate,)))
    first = next(row.id for row in await rows(core, OrderRow) if row.number.endswith("-1"))
    if late == "order":
        await make_draft(core, buyers[2], [(crate, 20)])
        await confirm(core, buyers[2])
    elif late == "count":
        await core.execute(SYSTEM, CorrectStock(crate, "LA", 1, is_count=False, reason="found"))
    elif late == "picked":
        await transact(core, lambda tx: advance_order(tx, first, OrderState.PICKING))
    else:
        await core.execute(buyers[0], CancelOrder(first))
    before = await count(core, JournalRow)
    with pytest.raises(SharesChanged):
        await core.execute(SYSTEM, ShareGoods((crate,), seen.seen))
    # Nor where it changed while the plan was made, before anything was locked.
    with pytest.raises(SharesChanged):
        await transact(core, lambda tx: share_goods(tx, ShareGoods((crate,)), seen))
    assert await count(core, JournalRow) == before


async def test_what_is_agreed_meanwhile_is_seen_in_the_next_preview_though_no_goods_moved(core: Core) -> None:
    _, crate, buyers = await make_morning(core, 3, 2, 1)
    await order_forty(core, buyers, crate)
    before = await core.ask(SYSTEM, PreviewShares((crate,)))
    assert await core.ask(SYSTEM, PreviewShares((crate,))) == before
    assert buyers[2].dealer_id is not None
    await core.execute(SYSTEM, SetSupply(buyers[2].dealer_id, DealerSupply(WhenShort.REST, share=5)))
    after = await core.ask(SYSTEM, PreviewShares((crate,)))
    # Shares of 3, 2 and 5: 18, 12 and 30.
    assert shares(after) == [("1", 40, 18, 40), ("2", 20, 12, 20), ("3", 0, 30, 40)]
    assert (after.facts, after.seen != before.seen) == (before.facts, True)
    with pytest.raises(SharesChanged):
        await core.execute(SYSTEM, ShareGoods((crate,), before.seen))
