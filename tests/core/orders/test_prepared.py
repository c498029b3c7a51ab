"""A rep prepares an order; what one of the dealer takes is a draft of that dealer's own (B4)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, update

from core.catalog.tables import ProductRow
from core.credit.tables import CreditAccountRow
from core.dealers.tables import DealerPersonRow, DealerRow, PersonRow
from core.infra.door import Core
from core.intake.tables import AliasRow
from core.kernel.actor import SYSTEM, Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, NotPermitted, Outdated, Refused
from core.kernel.ids import DealerId, ProductId
from core.kernel.money import Money
from core.orders.errors import DraftUnclear, NothingToOrder
from core.orders.prepared.errors import CannotPrepare, PreparedGone
from core.orders.prepared.tables import PreparedOrderRow
from core.orders.prepared.types import PreparedView
from core.orders.tables import DraftRow, OrderRow
from core.orders.types import LineState, OrderMark
from core.orders.use_cases.discard_draft import DiscardDraft
from core.orders.use_cases.prepare_order import DropPrepared, FindPrepared, PrepareOrder, SettlePrepared
from core.orders.use_cases.send_prepared import ExpirePrepared, SendPrepared
from core.orders.use_cases.show_orders import ShowOrder
from core.orders.use_cases.show_prepared import ShowPrepared
from core.orders.use_cases.take_prepared import DeclinePrepared, ExplainDecline, TakePrepared
from tests.make import (
    column,
    confirm,
    count,
    make_buyer,
    make_counter,
    make_dealer,
    make_draft,
    make_product,
    make_staff,
    make_stock,
    quote,
    set_cost,
    touch_catalog,
    write,
)


class World:
    """Corner Store (Ada buys, Ben is its admin, Vic looks) and its rep Rita; tea costs 1.00, soap 2.00."""

    def __init__(self, core: Core, dealer: DealerId, rep: Actor, ada: Actor, ben: Actor, vic: Actor) -> None:
        self.core, self.dealer, self.rep = core, dealer, rep
        self.ada, self.ben, self.vic = ada, ben, vic
        self.tea: ProductId
        self.soap: ProductId

    async def prepare(self, text: str = "2 cases black tea\n60 olive soap", line: int | None = None) -> None:
        await self.core.execute(self.rep, PrepareOrder(self.dealer, text, line))

    async def view(self) -> PreparedView:
        shown = await self.core.ask(self.rep, FindPrepared(self.dealer))
        assert shown is not None
        return shown

    async def goods(self) -> list[tuple[str, int | None, LineState]]:
        return [(line.sku, line.quantity, line.state) for line in (await self.view()).quote.lines]

    async def send(self) -> Any:
        view = await self.view()
        await self.core.execute(self.rep, SendPrepared(view.id, view.version))
        return view.id

    async def everything(self) -> list[Any]:
        return [
            await column(self.core, PreparedOrderRow.state),
            await column(self.core, PreparedOrderRow.version),
            await column(self.core, DraftRow.state),
            await count(self.core, OrderRow),
        ]


@pytest.fixture
async def world(core: Core) -> World:
    counter = await make_counter(core)
    ben = await make_buyer(core, counter.dealer_id, "Ben", role=Role.DEALER_ADMIN, telegram_id=71)
    vic = await make_buyer(core, counter.dealer_id, "Vic", role=Role.DEALER_VIEWER, telegram_id=72)
    world = World(core, counter.dealer_id, counter.rep, counter.buyer, ben, vic)
    made = []
    for sku, name, cost in (("TEA", "Black Tea 200 g", "1"), ("SOAP", "Olive Soap bar", "2")):
        product = await make_product(core, sku, name, cost=cost, list_price=None, packs={"case": 24})
        await make_stock(core, product, counter.warehouse_id, 500)
        made.append(product)
    world.tea, world.soap = made
    return world


async def refused(world: World, actor: Actor, command: Any, kind: type[Refused], **fields: Any) -> None:
    """It is refused so, and nothing has changed."""
    before = await world.everything()
    with pytest.raises(kind) as refusal:
        await world.core.execute(actor, command)
    assert {name: refusal.value.fields.get(name) for name in fields} == fields
    assert await world.everything() == before


async def test_words_become_lines_at_the_dealers_prices_and_more_words_add_to_them(world: World) -> None:
    await world.prepare()
    assert await world.goods() == [("TEA", 48, LineState.READY), ("SOAP", 60, LineState.READY)]
    assert (await world.view()).quote.total == Money.parse("168", "USD")
    await world.prepare("12 olive soap")
    await world.prepare("make the black tea 3 cases")
    assert await world.goods() == [("TEA", 72, LineState.READY), ("SOAP", 72, LineState.READY)]
    assert await count(world.core, DraftRow) == 0
    read = await world.core.execute(world.rep, PrepareOrder(world.dealer, "thank you"))
    assert not read.is_read
    assert len((await world.view()).quote.lines) == 2


async def test_what_is_unclear_is_asked_and_answered_by_a_tap_a_number_or_other_words(world: World) -> None:
    green = await make_product(world.core, "GREEN", "Green Tea 200 g", cost="1", list_price=None)
    await world.prepare("5 tea 200 g\n3 zzyzx flurbs")
    view = await world.view()
    assert [line.state for line in view.quote.lines] == [LineState.ASK, LineState.NOT_FOUND]
    asked = view.quote.question
    assert asked is not None
    offered = [choice.product_id for choice in asked.choices]
    assert {green, world.tea} <= set(offered)
    await refused(world, world.rep, SendPrepared(view.id, view.version), DraftUnclear, count=2)
    settle = SettlePrepared(view.id, view.version, 1, choice=offered.index(world.tea))
    await world.core.execute(world.rep, settle)
    await refused(world, world.rep, settle, Outdated)
    await world.prepare("4 olive soap", line=2)
    assert await world.goods() == [("TEA", 5, LineState.READY), ("SOAP", 4, LineState.READY)]
    view = await world.view()
    await world.core.execute(world.rep, SettlePrepared(view.id, view.version, 1, to=Decimal(2), unit="each"))
    view = await world.view()
    await world.core.execute(world.rep, SettlePrepared(view.id, view.version, 2, to=Decimal(0)))
    assert await world.goods() == [("TEA", 2, LineState.READY)]
    # Nothing of it is the dealer's own way to speak.
    assert await count(world.core, AliasRow) == 0


async def test_taken_it_stands_in_for_the_own_draft_until_it_is_placed(world: World) -> None:
    core = world.core
    own = await make_draft(core, world.ada, [(world.soap, 7)])
    await world.prepare("2 cases black tea\n480 olive soap")
    key = await world.send()
    opened = await core.execute(world.ada, TakePrepared(key))
    assert (opened.rep_name, opened.total, opened.left_out) == ("Rita", Money.parse("1008", "USD"), ())
    again = await core.execute(world.ada, TakePrepared(key))
    assert again.draft_id == opened.draft_id
    await refused(world, world.ben, TakePrepared(key), PreparedGone, why="taken", who="Ada")
    await refused(world, world.ben, DeclinePrepared(key), PreparedGone, why="taken")
    shown = await quote(core, world.ada)
    assert [(line.sku, line.quantity) for line in shown.lines] == [("TEA", 48), ("SOAP", 480)]
    placed = await confirm(core, world.ada)
    order = await core.ask(world.ada, ShowOrder(order_id=placed.order_id))
    assert [(step.state, step.reason) for step in order.steps if step.state is OrderMark.PREPARED] == [
        (OrderMark.PREPARED, "Rita")
    ]
    assert await column(core, PreparedOrderRow.order_id) == [placed.order_id]
    back = await quote(core, world.ada)
    assert (back.draft_id, [line.quantity for line in back.lines]) == (own, [7])
    await refused(world, world.ada, TakePrepared(key), PreparedGone, why="taken")


async def test_thrown_away_after_it_was_taken_it_is_declined_and_the_own_draft_is_back(world: World) -> None:
    own = await make_draft(world.core, world.ada, [(world.soap, 7)])
    await world.prepare()
    key = await world.send()
    opened = await world.core.execute(world.ada, TakePrepared(key))
    shown = await quote(world.core, world.ada)
    await world.core.execute(world.ada, DiscardDraft(opened.draft_id, shown.version))
    assert (await quote(world.core, world.ada)).draft_id == own
    assert await column(world.core, PreparedOrderRow.state) == ["declined"]


async def test_what_is_sold_no_more_is_left_out_and_todays_price_counts(world: World) -> None:
    core = world.core
    await world.prepare()
    key = await world.send()
    await set_cost(core, world.tea, "1.50")
    await write(core, update(ProductRow).where(ProductRow.id == world.soap).values(active=False))
    await touch_catalog(core, world.soap)
    opened = await core.execute(world.ada, TakePrepared(key))
    assert opened.left_out == ("Olive Soap bar",)
    assert opened.total == Money.parse("168", "USD")
    assert (await quote(core, world.ada)).total == Money.parse("72", "USD")


async def test_nothing_of_it_sold_any_more_changes_nothing(world: World) -> None:
    await world.prepare("10 olive soap")
    key = await world.send()
    await write(world.core, update(ProductRow).where(ProductRow.id == world.soap).values(active=False))
    await touch_catalog(world.core, world.soap)
    await refused(world, world.ada, TakePrepared(key), NothingToOrder)


async def test_a_no_is_final_and_may_be_explained_by_whoever_said_it(world: World) -> None:
    await world.prepare()
    key = await world.send()
    assert await world.core.execute(world.ben, DeclinePrepared(key)) == "Rita"
    await refused(world, world.ada, TakePrepared(key), PreparedGone, why="declined", who="Ben")
    await refused(world, world.ada, ExplainDecline(key, "too much"), NotFound)
    await world.core.execute(world.ben, ExplainDecline(key, "too much tea"))
    assert await count(world.core, DraftRow) == 0


async def test_unanswered_it_expires_after_the_days_of_the_house(world: World) -> None:
    await world.prepare()
    key = await world.send()
    clock = world.core.clock
    assert isinstance(clock, FixedClock)
    clock.advance(timedelta(days=3, seconds=-1))
    assert await world.core.execute(SYSTEM, ExpirePrepared()) == 0
    clock.advance(timedelta(seconds=1))
    await refused(world, world.ada, TakePrepared(key), PreparedGone, why="expired")
    assert await world.core.execute(SYSTEM, ExpirePrepared()) == 1
    assert await world.core.execute(SYSTEM, ExpirePrepared()) == 0
    await refused(world, world.ada, DeclinePrepared(key), PreparedGone, why="expired")


async def test_only_the_own_dealers_and_only_for_who_may_order(world: World) -> None:
    core = world.core
    omar = await make_staff(core, Role.REP, "Omar")
    await refused(world, omar, PrepareOrder(world.dealer, "10 olive soap"), NotFound)
    await world.prepare()
    view = await world.view()
    for command in (
        SendPrepared(view.id, view.version),
        DropPrepared(view.id),
        SettlePrepared(view.id, view.version, 1, to=Decimal(0)),
    ):
        await refused(world, omar, command, NotFound)
    await refused(world, world.ada, TakePrepared(view.id), NotFound)  # not sent yet
    key = await world.send()
    await refused(world, world.rep, SendPrepared(key, view.version + 1), PreparedGone, why="sent")
    await refused(world, world.vic, TakePrepared(key), NotPermitted)
    await refused(world, world.vic, DeclinePrepared(key), NotPermitted)
    other = await make_dealer(core, "Delta", tier="plain", rep=world.rep)
    dan = await make_buyer(core, other, "Dan", telegram_id=73)
    await refused(world, dan, TakePrepared(key), NotFound)
    await refused(world, dan, DeclinePrepared(key), NotFound)
    # Given to another rep meanwhile, it is none of Rita's business.
    await write(core, update(DealerRow).where(DealerRow.id == world.dealer).values(rep_id=omar.person_id))
    with pytest.raises(NotFound):
        await core.ask(world.rep, ShowPrepared(key))


async def test_nothing_is_prepared_for_a_dealer_on_hold_closed_or_out_of_reach(world: World) -> None:
    core = world.core
    await world.prepare()
    view = await world.view()
    send = SendPrepared(view.id, view.version)
    await write(core, update(PersonRow).where(PersonRow.id != world.rep.person_id).values(blocked=True))
    await refused(world, world.rep, send, CannotPrepare, why="nobody", dealer="Corner Store")
    await write(core, update(PersonRow).values(blocked=False))
    await write(core, update(CreditAccountRow).values(hold_reason="unpaid", hold_at=core.clock.now()))
    await refused(world, world.rep, send, CannotPrepare, why="hold")
    await refused(world, world.rep, PrepareOrder(world.dealer, "5 olive soap"), CannotPrepare, why="hold")
    await write(core, update(CreditAccountRow).values(hold_reason=None, hold_at=None))
    await write(core, update(DealerRow).values(active=False))
    await refused(world, world.rep, send, CannotPrepare, why="closed")
    await write(core, update(DealerRow).values(active=True))
    await write(core, delete(DealerPersonRow).where(DealerPersonRow.role != Role.DEALER_VIEWER))
    await refused(world, world.rep, send, CannotPrepare, why="nobody")


async def test_left_before_it_was_sent_nothing_of_it_is_kept(world: World) -> None:
    await world.prepare()
    assert await world.core.execute(world.rep, DropPrepared((await world.view()).id)) == world.dealer
    assert await count(world.core, PreparedOrderRow) == 0
    await world.prepare("3 olive soap")
    assert await world.goods() == [("SOAP", 3, LineState.READY)]
