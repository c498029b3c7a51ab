"""Alarms become tasks once, go to whoever has the least to do, are told further, and end by themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, update

from core.alarms.errors import AlarmRuleUnfit, TaskOver
from core.alarms.tables import TaskRow
from core.alarms.types import DEFAULTS, AlarmKind, Task
from core.alarms.use_cases.keep_tasks import (
    EndTask,
    GiveTask,
    ListTasks,
    ShowTask,
    ShowTaskOrder,
    SnoozeTask,
)
from core.alarms.use_cases.set_rule import ListAlarmRules, SetAlarmRule
from core.alarms.use_cases.watch_orders import WatchOrders
from core.dispatch.use_cases.keep_holidays import SetHoliday
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM, Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, Outdated
from core.kernel.ids import DealerId, OrderId, PersonId, ProductId
from core.kernel.money import Money
from core.orders.tables import OrderPolicyRow, OrderRow
from core.orders.use_cases.cancel_order import CancelOrder
from tests.make import (
    column,
    confirm,
    make_buyer,
    make_dealer,
    make_draft,
    make_product,
    make_staff,
    make_stock,
    make_tier,
    make_warehouse,
    write,
)


@dataclass(frozen=True, slots=True)
class House:
    dealer_id: DealerId
    buyer: Actor
    rita: Actor
    stan: Actor
    sue: Actor
    max: Actor
    otto: Actor
    pump: ProductId


async def make_house(core: Core) -> House:
    """Two storekeepers; a pump costs 10.00 and there are plenty."""
    await make_tier(core, "plain", margin=0, net_days=30)
    rita = await make_staff(core, Role.REP, "Rita", telegram_id=1)
    dealer_id = await make_dealer(core, "Corner Store", tier="plain", limit="1000000", rep=rita)
    buyer = await make_buyer(core, dealer_id)
    stan = await make_staff(core, Role.STOREKEEPER, "Stan", telegram_id=2)
    sue = await make_staff(core, Role.STOREKEEPER, "Sue", telegram_id=3)
    manager = await make_staff(core, Role.MANAGER, "Max", telegram_id=4)
    otto = await make_staff(core, Role.OFFICE, "Otto", telegram_id=5)
    await write(core, delete(OrderPolicyRow))
    pump = await make_product(core, "PUMP", "Pump", cost="10", list_price=None)
    await make_stock(core, pump, await make_warehouse(core), 100_000)
    return House(dealer_id, buyer, rita, stan, sue, manager, otto, pump)


async def order(core: Core, house: House, quantity: int = 2) -> OrderId:
    await make_draft(core, house.buyer, [(house.pump, quantity)])
    return (await confirm(core, house.buyer)).order_id


def known(actor: Actor) -> PersonId:
    assert actor.person_id is not None
    return actor.person_id


async def watch(core: Core) -> int:
    return await core.execute(SYSTEM, WatchOrders())


async def tasks(core: Core, actor: Actor, *, everyone: bool = False) -> list[Task]:
    return list((await core.ask(actor, ListTasks(everyone, limit=50))).tasks)


async def events(core: Core) -> list[str]:
    return sorted(name for name in await column(core, JournalRow.name) if name.startswith("task_"))


async def test_unpicked_orders_are_found_once_and_shared_out_evenly(core: Core, clock: FixedClock) -> None:
    house = await make_house(core)
    for _ in range(4):
        await order(core, house)
        clock.advance(timedelta(hours=2))
    assert await watch(core) == 0
    clock.advance(timedelta(hours=25))
    assert await watch(core) == 4
    assert await watch(core) == 0
    assert [len(await tasks(core, one)) for one in (house.stan, house.sue, house.rita)] == [2, 2, 0]
    assert await tasks(core, house.stan, everyone=True) == await tasks(core, house.stan)
    assert len(await tasks(core, house.otto, everyone=True)) == 4
    first, *others = await tasks(core, house.otto, everyone=True)
    assert [one.finding.value for one in others] == [31, 29, 27]
    assert (first.finding.kind, first.finding.value, first.dealer_name) == (
        AlarmKind.UNPICKED, 33, "Corner Store",
    )  # fmt: skip


async def test_over_a_weekend_and_a_holiday_nobody_is_asked_why_he_has_not_picked(
    core: Core, clock: FixedClock
) -> None:
    house = await make_house(core)
    await core.execute(house.otto, SetHoliday(date(2025, 10, 20), "Diwali"))
    await core.execute(SYSTEM, SetAlarmRule(replace(DEFAULTS[AlarmKind.LATE], is_on=False)))
    clock.advance(timedelta(days=3, hours=9))
    await order(core, house)  # on Friday at 18:00
    clock.advance(timedelta(days=4))
    assert await watch(core) == 0
    clock.advance(timedelta(seconds=1))
    assert await watch(core) == 1
    (task,) = await tasks(core, house.otto, everyone=True)
    assert (task.finding.kind, task.finding.value) == (AlarmKind.UNPICKED, 96)
    assert await watch(core) == 0


async def test_a_task_closes_by_itself_when_the_order_moves_on(core: Core, clock: FixedClock) -> None:
    house = await make_house(core)
    order_id = await order(core, house)
    clock.advance(timedelta(hours=25))
    await watch(core)
    await core.execute(house.otto, CancelOrder(order_id, "not needed"))
    assert await watch(core) == 1
    assert await watch(core) == 0
    assert await column(core, TaskRow.state) == ["closed"]
    assert await events(core) == ["task_ended", "task_opened"]


async def test_what_somebody_said_is_done_is_not_asked_again(core: Core, clock: FixedClock) -> None:
    house = await make_house(core)
    await order(core, house)
    clock.advance(timedelta(hours=25))
    await watch(core)
    (task,) = await tasks(core, house.otto, everyone=True)
    done = await core.execute(house.otto, EndTask(task.id, task.version))
    assert (done.ended_by, await tasks(core, house.otto, everyone=True)) == ("Otto", [])
    with pytest.raises(TaskOver):
        await core.execute(house.otto, EndTask(task.id, task.version))
    clock.advance(timedelta(hours=1))
    assert await watch(core) == 0


async def test_untouched_it_is_told_to_the_manager_once(core: Core, clock: FixedClock) -> None:
    house = await make_house(core)
    await order(core, house)
    clock.advance(timedelta(hours=25))
    await watch(core)
    clock.advance(timedelta(hours=4))
    assert (await watch(core), await watch(core)) == (1, 0)
    (event,) = [one for one in await column(core, JournalRow.payload) if "told" in one]
    assert event["told"] == [str(house.max.person_id)]


async def test_put_off_it_rests_and_comes_back(core: Core, clock: FixedClock) -> None:
    house = await make_house(core)
    await core.execute(SYSTEM, SetAlarmRule(replace(DEFAULTS[AlarmKind.LATE], is_on=False)))
    await order(core, house)
    clock.advance(timedelta(hours=25))
    await watch(core)
    (task,) = await tasks(core, house.otto, everyone=True)
    later = await core.execute(house.otto, SnoozeTask(task.id, task.version, 24))
    assert later.snoozed_until == clock.now() + timedelta(hours=24)
    with pytest.raises(Outdated):
        await core.execute(house.otto, SnoozeTask(task.id, task.version, 4))
    clock.advance(timedelta(hours=23))
    assert await watch(core) == 0
    clock.advance(timedelta(hours=1))
    assert (await watch(core), await watch(core)) == (1, 0)
    assert await events(core) == ["task_back", "task_opened", "task_snoozed"]


async def test_given_away_it_is_seen_by_its_new_owner_and_no_longer_by_the_old(
    core: Core, clock: FixedClock
) -> None:
    house = await make_house(core)
    await order(core, house)
    clock.advance(timedelta(hours=25))
    await watch(core)
    (task,) = await tasks(core, house.otto, everyone=True)
    owner, other = (house.stan, house.sue) if task.owner_name == "Stan" else (house.sue, house.stan)
    with pytest.raises(NotFound):
        await core.ask(other, ShowTask(task.id))
    with pytest.raises(NotFound):
        await core.execute(owner, GiveTask(task.id, task.version, known(house.buyer)))
    await core.execute(owner, GiveTask(task.id, task.version, known(house.rita)))
    assert (await core.ask(house.rita, ShowTask(task.id))).owner_name == "Rita"
    with pytest.raises(NotFound):
        await core.ask(owner, ShowTask(task.id))


async def test_a_storekeeper_sees_the_goods_of_an_order_and_not_its_money(
    core: Core, clock: FixedClock
) -> None:
    house = await make_house(core)
    await order(core, house)
    clock.advance(timedelta(hours=25))
    await watch(core)
    (task,) = await tasks(core, house.otto, everyone=True)
    owner = house.stan if task.owner_name == "Stan" else house.sue
    seen = await core.ask(owner, ShowTaskOrder(task.id))
    assert (seen.total, [(one.name, one.quantity) for one in seen.taken]) == (None, [("Pump", 2)])
    by_office = await core.ask(house.otto, ShowTaskOrder(task.id))
    assert by_office.total == Money(2_000, "USD")


async def test_an_order_far_beyond_the_usual_is_the_reps_to_ask_about(core: Core, clock: FixedClock) -> None:
    house = await make_house(core)
    for _ in range(3):
        await order(core, house)
        clock.advance(timedelta(hours=3))
    await order(core, house, 20)
    assert await watch(core) == 2
    assert await watch(core) == 0
    found = {task.finding.kind: task.finding for task in await tasks(core, house.rita)}
    assert (found[AlarmKind.AMOUNT].value, found[AlarmKind.AMOUNT].usual) == (20_000, 2_000)
    quantity = found[AlarmKind.QUANTITY]
    assert (quantity.value, quantity.usual, quantity.what) == (20, 2, "Pump")


async def test_a_late_order_alarms_again_only_for_another_promise(core: Core, clock: FixedClock) -> None:
    house = await make_house(core)
    await core.execute(SYSTEM, SetAlarmRule(replace(DEFAULTS[AlarmKind.UNPICKED], is_on=False)))
    await order(core, house)
    (promised,) = await column(core, OrderRow.promised_on)
    assert promised is not None
    clock.advance(timedelta(days=(promised - clock.now().date()).days + 1))
    assert await watch(core) == 1
    await write(core, update(OrderRow).values(promised_on=clock.now().date()))
    assert await watch(core) == 1
    assert await column(core, TaskRow.state) == ["closed"]
    clock.advance(timedelta(days=1))
    assert await watch(core) == 1
    assert sorted(await column(core, TaskRow.state)) == ["closed", "open"]


async def test_a_rule_is_kept_and_one_that_makes_no_sense_is_refused(core: Core) -> None:
    finance = await make_staff(core, Role.FINANCE, "Fay")
    rule = replace(DEFAULTS[AlarmKind.AMOUNT], limit=3, owner=Role.OFFICE, escalate_hours=1)
    await core.execute(finance, SetAlarmRule(rule))
    rules = await core.ask(finance, ListAlarmRules())
    assert [one.kind for one in rules] == list(AlarmKind)
    assert {one.kind: one for one in rules} == {**DEFAULTS, AlarmKind.AMOUNT: rule}
    for wrong, why in (
        (replace(rule, limit=1), "limit"),
        (replace(rule, owner=Role.FINANCE), "owner"),
        (replace(rule, escalate_hours=0), "hours"),
    ):
        with pytest.raises(AlarmRuleUnfit) as refused:
            await core.execute(finance, SetAlarmRule(wrong))
        assert refused.value.fields == {"why": why}
    assert await core.ask(finance, ListAlarmRules()) == rules
