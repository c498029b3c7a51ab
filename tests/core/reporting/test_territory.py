"""A rep's dealers in a line each, one of them, and who has fallen silent (B4, M3)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from core.alarms.types import AlarmKind, TaskState
from core.alarms.use_cases.keep_tasks import ShowTask
from core.alarms.use_cases.look_after import LookAfterDealer
from core.alarms.use_cases.watch_orders import WatchOrders
from core.channel.use_cases.write_to_dealer import WriteToDealer
from core.dealers.tables import DealerRow, PersonRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM, Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, NotPermitted
from core.kernel.ids import DealerId, OrderId, ProductId
from core.kernel.money import Money
from core.orders.types import OrderState
from core.orders.use_cases.show_orders import ShowDealerOrder
from core.reporting.territory_types import CreditMark
from core.reporting.use_cases.show_own_figures import DrawDealerFigure
from core.reporting.use_cases.show_silent import ListSilentDealers
from core.reporting.use_cases.show_territory import ListTerritory, ShowTerritoryDealer
from core.reporting.use_cases.tell_silent import TellSilentDealers
from tests.chat import phrasebook
from tests.make import make_buyer, make_dealer, make_product, make_staff, raise_invoiced, rows, write
from tests.make.past import make_past_order


@dataclass(frozen=True, slots=True)
class House:
    """Rita looks after Alpha, Beta and Gamma, Omar after Omega. All but Gamma ordered weekly; Beta and Omega
    have stopped."""

    rita: Actor
    omar: Actor
    manager: Actor
    dealers: dict[str, DealerId]
    last: dict[str, OrderId]
    cola: ProductId


@pytest.fixture
async def house(core: Core) -> House:
    rita = await make_staff(core, Role.REP, "Rita", telegram_id=1)
    omar = await make_staff(core, Role.REP, "Omar", telegram_id=2)
    manager = await make_staff(core, Role.MANAGER, "Max", telegram_id=3)
    cola = await make_product(core, "COLA", "Cola")
    dealers, orders = {}, {}
    for name, rep, silent, pieces in (
        ("Alpha", rita, 3, 100),
        ("Beta", rita, 60, 100),
        ("Gamma", rita, None, 0),
        ("Omega", omar, 70, 300),
    ):
        dealers[name] = await make_dealer(core, name, limit="10000", rep=rep)
        if silent is not None:
            for at in reversed(range(20)):
                day = core.clock.now() - timedelta(days=silent + 7 * at)
                orders[name] = await make_past_order(
                    core, dealers[name], day, [(cola, pieces)], number=f"B2B-{name}-{at}"
                )
    return House(rita, omar, manager, dealers, orders, cola)


async def test_a_rep_sees_the_own_dealers_and_the_house_sees_all(core: Core, house: House) -> None:
    mine = await core.ask(house.rita, ListTerritory(8))
    assert ([one.name for one in mine.rows], mine.found) == (["Alpha", "Beta", "Gamma"], 3)
    every = await core.ask(house.manager, ListTerritory(2, 2))
    assert ([one.name for one in every.rows], every.found) == (["Gamma", "Omega"], 4)
    searched = await core.ask(house.rita, ListTerritory(8, text="bet"))
    assert [one.name for one in searched.rows] == ["Beta"]
    assert (await core.ask(house.rita, ListTerritory(8, text="omega"))).rows == ()
    buyer = await make_buyer(core, house.dealers["Alpha"])
    with pytest.raises(NotPermitted):
        await core.ask(buyer, ListTerritory(8))


async def test_a_line_says_credit_orders_under_way_last_order_and_trend(core: Core, house: House) -> None:
    at = core.clock.now() - timedelta(days=1)
    await make_past_order(
        core, house.dealers["Alpha"], at, [(house.cola, 5)], number="B2B-A-1", state=OrderState.APPROVED
    )
    await raise_invoiced(core, house.dealers["Beta"], "9000.00")
    alpha, beta, gamma = (await core.ask(house.rita, ListTerritory(8))).rows
    assert (alpha.mark, alpha.available, alpha.under_way) == (CreditMark.FREE, Money.parse("10000", "USD"), 1)
    assert alpha.leaving is not None
    assert (alpha.leaving.last_on, alpha.leaving.usual_days) == (at.date(), 7)
    assert not alpha.leaving.is_leaving
    assert (beta.mark, beta.available) == (CreditMark.WATCHED, Money.parse("1000", "USD"))
    assert beta.leaving is not None
    assert beta.leaving.is_silent
    assert (gamma.leaving, gamma.under_way) == (None, 0)


async def test_the_card_says_what_is_due_and_what_is_under_way(
    core: Core, clock: FixedClock, house: House
) -> None:
    alpha = house.dealers["Alpha"]
    clock.advance(timedelta(days=4))
    card = await core.ask(house.rita, ShowTerritoryDealer(alpha))
    assert ([one.name for one in card.due], card.count, card.is_mine) == (["Cola"], 0, True)
    assert (card.words, card.words_at) == ((), None)
    assert card.leaving is not None
    assert card.leaving.silent_days == 7
    seen = await core.ask(house.manager, ShowTerritoryDealer(alpha))
    assert (seen.dealer.name, seen.is_mine) == ("Alpha", False)


async def test_the_silent_are_ranked_by_what_may_be_lost(core: Core, house: House) -> None:
    mine = await core.ask(house.rita, ListSilentDealers())
    assert [one.name for one in mine.dealers] == ["Beta"]
    (beta,) = mine.dealers
    assert (beta.usually, beta.last_number, beta.last_order) == (("Cola",), "B2B-Beta-0", house.last["Beta"])
    assert beta.leaving.silent_days == 60
    assert beta.monthly == Money(20 * 10_000 * 30 // 133, "USD")
    assert Money(0, "USD") < beta.at_risk <= beta.monthly
    assert mine.worth == (beta.at_risk,)
    every = await core.ask(house.manager, ListSilentDealers())
    assert [one.name for one in every.dealers] == ["Omega", "Beta"]
    assert (await core.ask(house.manager, ListSilentDealers(1, 1))).dealers[0].name == "Beta"


async def test_another_reps_dealer_is_nobodys_business(core: Core, house: House) -> None:
    omega = house.dealers["Omega"]
    say = phrasebook().say("en")
    for query in (
        ShowTerritoryDealer(omega),
        DrawDealerFigure(say, omega),
        ShowDealerOrder(house.last["Omega"]),
    ):
        with pytest.raises(NotFound):
            await core.ask(house.rita, query)
    with pytest.raises(NotFound):
        await core.execute(house.rita, WriteToDealer(omega, "Hello"))
    assert (await core.ask(house.omar, ShowDealerOrder(house.last["Omega"]))).number == "B2B-Omega-0"
    picture = await core.ask(house.omar, DrawDealerFigure(say, omega))
    assert picture.figure.total == Money(300_00 * 3, "USD")


async def test_each_rep_hears_once_a_week_of_the_own_silent_dealers(core: Core, house: House) -> None:
    assert await core.execute(SYSTEM, TellSilentDealers()) == 2
    told = {
        row.payload["rep_id"]: (row.payload["count"], row.payload["names"])
        for row in await rows(core, JournalRow)
        if row.name == "dealers_silent"
    }
    assert told == {str(house.rita.person_id): (1, ["Beta"]), str(house.omar.person_id): (1, ["Omega"])}


async def test_a_rep_hears_it_on_monday_morning_where_he_is(core: Core, house: House) -> None:
    await write(
        core, update(PersonRow).where(PersonRow.id == house.omar.person_id).values(zone="Asia/Kolkata")
    )
    monday = datetime(2025, 10, 20, tzinfo=UTC)
    told = [
        await core.execute(SYSTEM, TellSilentDealers(monday + timedelta(hours=at))) for at in range(-2, 8)
    ]
    # 00:30 of UTC is six in India; the hour begins in the slot of 01:00.
    assert told == [0, 0, 0, 1, 0, 0, 0, 0, 1, 0]
    assert await core.execute(SYSTEM, TellSilentDealers(monday + timedelta(days=1, hours=6))) == 0


async def test_words_reach_who_can_be_reached_and_only_then_are_kept(core: Core, house: House) -> None:
    alpha = house.dealers["Alpha"]
    assert await core.execute(house.rita, WriteToDealer(alpha, "Hello")) == 0
    await make_buyer(core, alpha, "Ada", telegram_id=77)
    assert await core.execute(house.rita, WriteToDealer(alpha, "   ")) == 0
    assert await core.execute(house.rita, WriteToDealer(alpha, " Cola is back. ")) == 1
    kept = [row.payload for row in await rows(core, JournalRow) if row.name == "dealer_written"]
    assert [(one["text"], one["person_name"]) for one in kept] == [("Cola is back.", house.rita.name)]


async def test_a_closed_dealer_is_not_looked_for(core: Core, house: House) -> None:

    await write(core, update(DealerRow).where(DealerRow.id == house.dealers["Beta"]).values(active=False))
    assert (await core.ask(house.rita, ListSilentDealers())).found == 0


async def test_a_silent_dealer_is_one_task_until_it_orders_again(
    core: Core, clock: FixedClock, house: House
) -> None:
    beta = house.dealers["Beta"]
    task_id = await core.execute(house.rita, LookAfterDealer(beta))
    assert await core.execute(house.manager, LookAfterDealer(beta)) == task_id
    task = await core.ask(house.rita, ShowTask(task_id))
    found = task.finding
    assert (found.kind, found.value, found.usual, found.what) == (AlarmKind.SILENT, 60, 7, "Beta")
    assert (task.owner_name, task.number) == ("Rita", "B2B-Beta-0")
    await core.execute(SYSTEM, WatchOrders())
    assert (await core.ask(house.rita, ShowTask(task_id))).state is TaskState.OPEN
    clock.advance(timedelta(hours=1))
    await make_past_order(core, beta, clock.now(), [(house.cola, 1)], number="B2B-Beta-new")
    await core.execute(SYSTEM, WatchOrders())
    assert (await core.ask(house.rita, ShowTask(task_id))).state is TaskState.CLOSED
    for dealer in (house.dealers["Omega"], house.dealers["Gamma"]):
        with pytest.raises(NotFound):
            await core.execute(house.rita, LookAfterDealer(dealer))
