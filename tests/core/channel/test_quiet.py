"""Quiet hours to the minute, where the person lives."""

from datetime import UTC, datetime

import pytest

from core.channel.engine.quiet import quiet_until
from core.channel.errors import QuietHoursUnfit
from core.channel.types import NoticeKind, QuietHours
from core.channel.use_cases.keep_quiet import SetQuietHours, ShowNoticeChoice, WhenToTell
from core.channel.use_cases.switch_notices import SwitchNotices
from core.infra.door import Core
from core.kernel.actor import SYSTEM
from core.kernel.clock import FixedClock
from tests.make import make_buyer, make_dealer, make_tier


def at(hour: int, minute: int = 0, day: int = 14) -> datetime:
    return datetime(2025, 10, day, hour, minute, tzinfo=UTC)


NIGHT, NOON = QuietHours(22, 7), QuietHours(12, 14)


@pytest.mark.parametrize(
    ("now", "hours", "end"),
    [
        (at(21, 59), NIGHT, None),
        (at(22), NIGHT, at(7, day=15)),
        (at(6, 59), NIGHT, at(7)),
        (at(7), NIGHT, None),
        (at(11, 59), NOON, None),
        (at(12), NOON, at(14)),
        (at(14), NOON, None),
    ],
)
def test_quiet_hours_begin_and_end_to_the_minute(
    now: datetime, hours: QuietHours, end: datetime | None
) -> None:
    assert quiet_until(now, hours, "UTC") == end


def test_they_are_those_of_the_place_also_when_its_clock_is_changed() -> None:
    # 22:30 in Kuala Lumpur is 14:30 in UTC.
    assert quiet_until(at(14, 30), NIGHT, "Asia/Kuala_Lumpur") == at(23)
    # In the night to 26 October Berlin's clock goes back from three to two.
    assert quiet_until(at(21, day=25), NIGHT, "Europe/Berlin") == at(6, day=26)


async def test_each_person_chooses_for_himself_and_urgent_things_come_through(
    core: Core, clock: FixedClock
) -> None:
    await make_tier(core, "plain", margin=0, net_days=30)
    dealer_id = await make_dealer(core, "Corner Store", tier="plain")
    ada, bob = await make_buyer(core, dealer_id), await make_buyer(core, dealer_id, "Bob")
    assert ada.person_id is not None
    assert bob.person_id is not None
    people = (ada.person_id, bob.person_id)
    await core.execute(ada, SetQuietHours(QuietHours(8, 12)))
    await core.execute(bob, SwitchNotices(NoticeKind.SUPPLY, False))
    assert (await core.ask(ada, ShowNoticeChoice())).quiet == QuietHours(8, 12)
    ask = core.ask
    assert await ask(SYSTEM, WhenToTell(people, NoticeKind.SUPPLY)) == {ada.person_id: at(12)}
    assert await ask(SYSTEM, WhenToTell(people, None)) == {ada.person_id: at(12), bob.person_id: None}
    urgent = await ask(SYSTEM, WhenToTell(people, None, is_urgent=True))
    assert urgent == dict.fromkeys(people)
    await core.execute(ada, SetQuietHours(None))
    assert (await ask(SYSTEM, WhenToTell(people, None))) == dict.fromkeys(people)


@pytest.mark.parametrize("hours", [QuietHours(7, 7), QuietHours(24, 7), QuietHours(22, -1)])
async def test_hours_that_are_none_are_refused(core: Core, hours: QuietHours) -> None:
    await make_tier(core, "plain", margin=0, net_days=30)
    ada = await make_buyer(core, await make_dealer(core, "Corner Store", tier="plain"))
    with pytest.raises(QuietHoursUnfit):
        await core.execute(ada, SetQuietHours(hours))
    assert (await core.ask(ada, ShowNoticeChoice())).quiet is None
