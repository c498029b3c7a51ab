"""Quiet hours and the digest to the minute, where the person lives."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis.strategies import integers, sampled_from

from core.channel.engine.quiet import next_digest, quiet_until
from core.channel.errors import QuietHoursUnfit
from core.channel.typed_hours import read_quiet_hours, read_time
from core.channel.types import Digest, DigestItem, NoticeKind, NoticeWay, QuietHours, Telling
from core.channel.use_cases.keep_digest import KeepForDigest, SetDigestTime, ShowDigest
from core.channel.use_cases.keep_quiet import SetQuietHours, ShowNoticeChoice, WhenToTell
from core.channel.use_cases.switch_notices import SwitchNotices
from core.infra.door import Core
from core.infra.queue import JobRow
from core.kernel.actor import SYSTEM
from core.kernel.clock import FixedClock
from tests.make import make_buyer, make_dealer, make_tier, rows


def at(hour: int, minute: int = 0, day: int = 14) -> datetime:
    return datetime(2025, 10, day, hour, minute, tzinfo=UTC)


NIGHT, NOON = QuietHours(time(22), time(7)), QuietHours(time(12), time(14))


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
    await core.execute(ada, SetQuietHours(QuietHours(time(8), time(12))))
    await core.execute(bob, SwitchNotices(NoticeKind.SUPPLY, NoticeWay.OFF))
    assert (await core.ask(ada, ShowNoticeChoice())).quiet == QuietHours(time(8), time(12))
    ask = core.ask
    assert await ask(SYSTEM, WhenToTell(people, NoticeKind.SUPPLY)) == {ada.person_id: Telling(at(12))}
    assert await ask(SYSTEM, WhenToTell(people, None)) == {
        ada.person_id: Telling(at(12)),
        bob.person_id: Telling(),
    }
    urgent = await ask(SYSTEM, WhenToTell(people, None, is_urgent=True))
    assert urgent == dict.fromkeys(people, Telling())
    await core.execute(ada, SetQuietHours(None))
    assert (await ask(SYSTEM, WhenToTell(people, None))) == dict.fromkeys(people, Telling())


@pytest.mark.parametrize("hours", [QuietHours(time(7), time(7)), QuietHours(time(22, 0, 1), time(7))])
async def test_hours_that_are_none_are_refused(core: Core, hours: QuietHours) -> None:
    await make_tier(core, "plain", margin=0, net_days=30)
    ada = await make_buyer(core, await make_dealer(core, "Corner Store", tier="plain"))
    with pytest.raises(QuietHoursUnfit):
        await core.execute(ada, SetQuietHours(hours))
    assert (await core.ask(ada, ShowNoticeChoice())).quiet is None


MINUTES = integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))


FORMS = ["{a:%H:%M}-{b:%H:%M}", "{a:%H.%M} – {b:%H.%M}", "{a:%I:%M %p} to {b:%I:%M%p}"]


@given(MINUTES, MINUTES, sampled_from(FORMS))
@settings(max_examples=200, derandomize=True)
def test_hours_are_read_back_however_they_are_written(since: time, until: time, form: str) -> None:
    assert read_quiet_hours(form.format(a=since, b=until)) == QuietHours(since, until)
    assert read_time(f"{since:%H:%M}") == since


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("22:30-7", time(22, 30), time(7)),
        ("22-7", time(22), time(7)),
        ("10pm-6:45 am", time(22), time(6, 45)),
        ("12 am to 12 pm", time(0), time(12)),
        ("22点30分到7点", time(22, 30), time(7)),
        ("２２：３０至７", time(22, 30), time(7)),
        ("22.30 ile 7.15", time(22, 30), time(7, 15)),
        ("22:00 hingga 24:00", time(22), time(0)),
    ],
)
def test_hours_are_read_as_people_type_them(text: str, since: time, until: time) -> None:
    assert read_quiet_hours(text) == QuietHours(since, until)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "22",
        "22-25",
        "22:60-7",
        "13pm-7",
        "22-7-9",
        "from 22-7 please",
        "22+7",
        "24:30-7",
        "2 iphones to 7",
    ],
)
def test_what_is_no_hours_is_not_guessed(text: str) -> None:
    assert read_quiet_hours(text) is None


@pytest.mark.parametrize("text", ["8:61", "24:01", "8 o'clock", "", "0pm", "8:30 9:30"])
def test_what_is_no_time_is_not_guessed(text: str) -> None:
    assert read_time(text) is None


def test_the_digest_comes_next_at_the_own_minute_of_the_place() -> None:
    assert next_digest(at(17, 59), time(18), "UTC") == at(18)
    assert next_digest(at(18), time(18), "UTC") == at(18, day=15)
    # 18:00 in Kuala Lumpur is 10:00 in UTC.
    assert next_digest(at(9), time(18), "Asia/Kuala_Lumpur") == at(10)
    # In the night to 26 October Berlin's clock goes back: noon is an hour later in UTC.
    assert next_digest(at(10, day=25), time(12), "Europe/Berlin") == at(11, day=26)


async def test_what_is_wanted_daily_is_kept_once_and_told_at_the_chosen_time(
    core: Core, clock: FixedClock
) -> None:
    await make_tier(core, "plain", margin=0, net_days=30)
    ada = await make_buyer(core, await make_dealer(core, "Corner Store", tier="plain"))
    person = ada.person_id
    assert person is not None
    await core.execute(ada, SwitchNotices(NoticeKind.SUPPLY, NoticeWay.DAILY))
    await core.execute(ada, SwitchNotices(NoticeKind.STEPS, NoticeWay.DAILY))
    await core.execute(ada, SetQuietHours(QuietHours(time(8), time(12))))
    # It is forenoon; quiet hours hold back nothing of what is kept anyway, and nothing urgent.
    assert await core.ask(SYSTEM, WhenToTell((person,), NoticeKind.SUPPLY)) == {
        person: Telling(is_daily=True)
    }
    assert await core.ask(SYSTEM, WhenToTell((person,), NoticeKind.SUPPLY, True)) == {person: Telling()}
    goods = DigestItem("1", "back_order_released", {"number": "A-1"})
    step = DigestItem("2", "shipment_moved", {"number": "A-2"})
    for _ in range(2):
        await core.execute(SYSTEM, KeepForDigest((person,), NoticeKind.SUPPLY, goods))
    await core.execute(ada, SetDigestTime(time(20, 15)))
    await core.execute(SYSTEM, KeepForDigest((person,), NoticeKind.STEPS, step))
    jobs = [(one.due, one.dedupe_key) for one in await rows(core, JobRow) if one.kind == "digest.send"]
    assert sorted(due for due, _ in jobs) == [at(18), at(20, 15)]
    assert await core.ask(SYSTEM, ShowDigest(person, at(18))) == Digest(ada.dealer_id, (goods,))
    assert await core.ask(SYSTEM, ShowDigest(person, at(20, 15))) == Digest(ada.dealer_id, (step,))
    # Whoever does not want it any more is not told what was kept.
    await core.execute(ada, SwitchNotices(NoticeKind.STEPS, NoticeWay.OFF))
    assert await core.ask(SYSTEM, ShowDigest(person, at(20, 15))) == Digest(ada.dealer_id, ())


async def test_a_time_of_half_minutes_is_refused(core: Core) -> None:
    await make_tier(core, "plain", margin=0, net_days=30)
    ada = await make_buyer(core, await make_dealer(core, "Corner Store", tier="plain"))
    with pytest.raises(QuietHoursUnfit):
        await core.execute(ada, SetDigestTime(time(8, 0, 30)))
    assert (await core.ask(ada, ShowNoticeChoice())).digest_at == time(18)
