"""A14, A22: who is asked how a delivery was, what counts, and who looks after a low rating."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
import pytest_asyncio

from core.alarms.errors import AlarmRuleUnfit
from core.alarms.tables import AlarmRuleRow, TaskRow
from core.alarms.types import AlarmKind, TaskState
from core.alarms.use_cases.keep_tasks import EndTask, ListTasks
from core.alarms.use_cases.set_rule import ListAlarmRules, SetAlarmRule
from core.alarms.use_cases.watch_orders import WatchOrders
from core.channel.types import NoticeKind, NoticeWay
from core.channel.use_cases.switch_notices import SwitchNotices
from core.driving.tables import ProofRow
from core.feedback.errors import RatingOver, RatingUnfit
from core.feedback.tables import DeliveryRatingRow
from core.feedback.types import FeedbackPolicy, Rated
from core.feedback.use_cases.rate_delivery import AskAboutDelivery, ExplainRating, RateDelivery
from core.feedback.use_cases.set_policy import SetFeedbackPolicy, ShowFeedbackPolicy
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM, Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound
from core.kernel.ids import PersonId
from tests.core.driving.house import Trip, make_trip
from tests.driver_app_api.driver.phone import handed, phone_of
from tests.make import column, make_buyer, make_dealer, make_staff, rows
from tests.make.rows import add


@dataclass(frozen=True, slots=True)
class Door:
    """Two deliveries of Corner Store's are proved; Bea and Bob order there, Vi only looks on."""

    trip: Trip
    proofs: list[uuid.UUID]
    bea: Actor
    bob: Actor
    vi: Actor

    @property
    def people(self) -> tuple[PersonId, ...]:
        return tuple(PersonId(one.person_id) for one in (self.bea, self.bob, self.vi) if one.person_id)


@pytest_asyncio.fixture
async def door(core: Core) -> Door:
    trip = await make_trip(core, 12, 8)
    corner = trip.shipments[0].dealer_id
    people = [
        await make_buyer(core, corner, name, role=role, telegram_id=at)
        for at, (name, role) in enumerate(
            (("Bea", Role.DEALER_BUYER), ("Bob", Role.DEALER_ADMIN), ("Vi", Role.DEALER_VIEWER)), start=71
        )
    ]
    async with phone_of(core, trip.dan, trip.route) as phone:
        for stop, shown in zip(trip.stops, (await phone.today())["routes"][0]["stops"], strict=True):
            assert await phone.tell(phone.event("delivered", stop, **handed(shown))) == [("done", None)]
    found = sorted(await rows(core, ProofRow), key=lambda row: row.number)
    return Door(trip, [row.id for row in found], *people)


async def tasks_of(core: Core, actor: Actor) -> list[tuple[int, str]]:
    page = await core.ask(actor, ListTasks())
    return [
        (one.finding.value, one.finding.what)
        for one in page.tasks
        if one.finding.kind is AlarmKind.UNHAPPY and one.state is TaskState.OPEN
    ]


async def told(core: Core, name: str) -> int:
    return sum(row.name == name for row in await rows(core, JournalRow))


async def test_a_person_is_asked_once_in_the_days_and_never_when_switched_off(
    core: Core, clock: FixedClock, door: Door
) -> None:
    bea, bob, _ = door.people
    first, second = door.proofs
    await core.execute(door.bob, SwitchNotices(NoticeKind.SURVEYS, NoticeWay.OFF))
    assert await core.execute(SYSTEM, AskAboutDelivery(first, door.people)) == (bea,)
    assert await core.execute(SYSTEM, AskAboutDelivery(first, door.people)) == (bea,)
    await core.execute(door.bob, SwitchNotices(NoticeKind.SURVEYS, NoticeWay.NOW))
    clock.advance(timedelta(days=6, hours=23))
    assert await core.execute(SYSTEM, AskAboutDelivery(second, (bea,))) == ()
    assert await core.execute(SYSTEM, AskAboutDelivery(second, (bob,))) == (bob,)
    clock.advance(timedelta(hours=1))
    assert await core.execute(SYSTEM, AskAboutDelivery(second, (bea,))) == (bea,)
    with pytest.raises(NotFound):
        await core.execute(SYSTEM, AskAboutDelivery(uuid.UUID(int=7), (bea,)))


async def test_the_last_rating_of_the_day_counts_and_a_double_tap_changes_nothing(
    core: Core, clock: FixedClock, door: Door
) -> None:
    proof = door.proofs[0]
    assert await core.execute(door.bea, RateDelivery(proof, 4)) is Rated.KEPT
    assert await core.execute(door.bea, RateDelivery(proof, 4)) is Rated.SAME
    assert await core.execute(door.bob, RateDelivery(proof, 5)) is Rated.KEPT
    assert await core.execute(door.bea, RateDelivery(proof, 3)) is Rated.KEPT
    assert sorted(await column(core, DeliveryRatingRow.rating)) == [3, 5]
    assert await told(core, "delivery_rated") == 3
    clock.advance(timedelta(days=1))
    with pytest.raises(RatingOver):
        await core.execute(door.bea, RateDelivery(proof, 1))
    assert sorted(await column(core, DeliveryRatingRow.rating)) == [3, 5]
    assert await rows(core, TaskRow) == []
    clock.advance(timedelta(days=14))
    with pytest.raises(RatingOver):
        await core.execute(door.bea, RateDelivery(door.proofs[1], 5))


async def test_what_is_no_rating_or_of_others_is_refused_and_nothing_is_kept(core: Core, door: Door) -> None:
    other = await make_buyer(core, await make_dealer(core, "Other Shop"), "Eve", telegram_id=79)
    for rating in (0, 6, -1):
        with pytest.raises(RatingUnfit):
            await core.execute(door.bea, RateDelivery(door.proofs[0], rating))
    with pytest.raises(NotFound):
        await core.execute(other, RateDelivery(door.proofs[0], 1))
    with pytest.raises(NotFound):
        await core.execute(door.bea, ExplainRating(door.proofs[0], "late"))
    assert await rows(core, DeliveryRatingRow) == []
    assert await told(core, "delivery_rated") == 0


async def test_a_low_rating_is_one_task_with_the_words_until_nobody_is_dissatisfied(
    core: Core, door: Door
) -> None:
    boss = await make_staff(core, Role.MANAGER, "Max", telegram_id=78)
    proof = door.proofs[0]
    assert await core.execute(door.bea, RateDelivery(proof, 1)) is Rated.LOW
    assert await core.execute(door.bob, RateDelivery(proof, 2)) is Rated.LOW
    assert await tasks_of(core, boss) == [(2, "")]
    assert (await rows(core, TaskRow))[0].owner_id is not None
    with pytest.raises(RatingUnfit):
        await core.execute(door.bob, ExplainRating(proof, "  "))
    await core.execute(door.bob, ExplainRating(proof, " two boxes\n wet "))
    await core.execute(door.bob, ExplainRating(proof, "two boxes wet"))
    assert await tasks_of(core, boss) == [(2, "two boxes wet")]
    assert await told(core, "rating_explained") == 1
    await core.execute(SYSTEM, WatchOrders())
    assert len(await tasks_of(core, boss)) == 1
    await core.execute(door.bea, RateDelivery(proof, 5))
    assert len(await tasks_of(core, boss)) == 1
    await core.execute(door.bob, RateDelivery(proof, 3))
    assert await tasks_of(core, boss) == []
    assert sorted(await column(core, DeliveryRatingRow.words)) == ["", ""]


async def test_a_low_rating_is_somebodys_task_whatever_is_switched_off(core: Core, door: Door) -> None:
    boss = await make_staff(core, Role.MANAGER, "Max", telegram_id=77)
    fay = await make_staff(core, Role.FINANCE, "Fay", telegram_id=78)
    (rule,) = [one for one in await core.ask(fay, ListAlarmRules()) if one.kind is AlarmKind.UNHAPPY]
    with pytest.raises(AlarmRuleUnfit):
        await core.execute(fay, SetAlarmRule(replace(rule, is_on=False)))
    assert await told(core, "alarm_rule_set") == 0
    # A house that switched it off while that could be done.
    await add(core, AlarmRuleRow, kind="unhappy", most=0, owner="rep", escalate_hours=8, is_on=False)
    await core.execute(door.bea, RateDelivery(door.proofs[0], 1))
    assert await tasks_of(core, boss) == [(1, "")]


async def test_words_that_come_after_the_task_was_done_are_a_task_again(core: Core, door: Door) -> None:
    boss = await make_staff(core, Role.MANAGER, "Max", telegram_id=78)
    proof = door.proofs[0]
    await core.execute(door.bea, RateDelivery(proof, 2))
    (task,) = await rows(core, TaskRow)
    await core.execute(boss, EndTask(task.id, task.version))
    await core.execute(door.bea, ExplainRating(proof, "x" * 900))
    assert await tasks_of(core, boss) == [(2, "x" * 200)]
    assert [len(one) for one in await column(core, DeliveryRatingRow.words)] == [500]


async def test_how_often_is_the_houses_to_say(core: Core, door: Door) -> None:
    otto = await make_staff(core, Role.OFFICE, "Otto", telegram_id=78)
    assert await core.ask(otto, ShowFeedbackPolicy()) == FeedbackPolicy(7)
    await core.execute(otto, SetFeedbackPolicy(FeedbackPolicy(0)))
    bea = door.people[:1]
    for proof in door.proofs:
        assert await core.execute(SYSTEM, AskAboutDelivery(proof, bea)) == bea
    await core.execute(otto, SetFeedbackPolicy(FeedbackPolicy(9_999)))
    assert await core.ask(otto, ShowFeedbackPolicy()) == FeedbackPolicy(365)
    assert await told(core, "feedback_policy_set") == 2
