"""A22: the office asks, each is asked once and at a fit hour, answers until the end, and no longer."""

from __future__ import annotations

import csv
import io
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import update

from core.channel.errors import BroadcastUnfit
from core.channel.tables import BroadcastPersonRow
from core.channel.types import Audience, NoticeKind, NoticeWay, QuietHours
from core.channel.use_cases.broadcast import TakeNextPerson
from core.channel.use_cases.keep_quiet import SetQuietHours
from core.channel.use_cases.switch_notices import SwitchNotices
from core.dealers.tables import PersonRow
from core.feedback.errors import SurveyOver, SurveyUnfit
from core.feedback.survey_types import SurveyForm
from core.feedback.tables import SurveyAnswerRow, SurveyRow
from core.feedback.use_cases.answer_survey import AnswerSurvey, ExplainAnswer, ShowAsked
from core.feedback.use_cases.report_survey import DrawSurvey, ExportSurvey
from core.feedback.use_cases.run_survey import (
    CloseSurveys,
    EndSurvey,
    ListSurveys,
    PreviewSurvey,
    ShowSurvey,
    StartSurvey,
)
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.infra.queue import JobRow
from core.kernel.actor import SYSTEM, Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound
from tests.chat import phrasebook
from tests.make import count, make_buyer, make_dealer, make_staff, make_tier, rows, write
from tests.make.past import make_past_order

BOXES = {"": "New boxes?\n- Better\n- Same\n- Worse"}
TODAY = date(2025, 10, 14)


@dataclass(frozen=True, slots=True)
class House:
    """Bea and Bob order at one dealer, Eve at another in the east; Otto asks."""

    otto: Actor
    bea: Actor
    bob: Actor
    eve: Actor


@pytest_asyncio.fixture
async def house(core: Core, clock: FixedClock) -> House:
    await make_tier(core)
    west, east = await make_dealer(core, "West Shop"), await make_dealer(core, "East Shop", region="east")
    otto = await make_staff(core, Role.OFFICE, "Otto", telegram_id=70)
    people = []
    for at, (dealer, name) in enumerate(((west, "Bea"), (west, "Bob"), (east, "Eve")), start=71):
        clock.advance(timedelta(milliseconds=5))  # ids sort as they are made
        people.append(await make_buyer(core, dealer, name, telegram_id=at))
    return House(otto, *people)


async def started(
    core: Core, house: House, audience: Audience | None = None, until: date = TODAY
) -> uuid.UUID:
    survey = await core.execute(house.otto, StartSurvey(BOXES, audience or Audience(), until))
    return survey.id


async def sent_to(core: Core, survey_id: uuid.UUID) -> list[int]:
    """The chats that are asked now."""
    found, person = [], await core.execute(SYSTEM, TakeNextPerson(survey_id))
    while person is not None:
        found.append(person.telegram_id)
        person = await core.execute(SYSTEM, TakeNextPerson(survey_id, person.person_id))
    return found


async def told(core: Core, name: str) -> int:
    return await count(core, JournalRow, JournalRow.name == name)


async def test_all_are_asked_once_but_who_switched_off_left_or_is_blocked(core: Core, house: House) -> None:
    await core.execute(house.bea, SwitchNotices(NoticeKind.SURVEYS, NoticeWay.OFF))
    found = await core.ask(house.otto, PreviewSurvey(BOXES, Audience(), TODAY))
    assert (found.people, found.off, found.sample) == (2, 1, ("Bob · West Shop", "Eve · East Shop"))
    assert found.ends_at == datetime(2025, 10, 15, tzinfo=UTC)
    survey_id = await started(core, house)
    await write(core, update(PersonRow).where(PersonRow.id == house.eve.person_id).values(blocked=True))
    assert await sent_to(core, survey_id) == [72]
    assert await sent_to(core, survey_id) == []
    assert (await core.ask(house.otto, ShowSurvey(survey_id))).asked == 1
    with pytest.raises(NotFound):
        await core.execute(house.bea, AnswerSurvey(survey_id, 1))
    with pytest.raises(NotFound):
        await core.ask(house.eve, ShowAsked(survey_id))
    assert await count(core, SurveyAnswerRow) == 0


async def test_only_a_region_or_who_ordered_in_the_days_is_asked(
    core: Core, clock: FixedClock, house: House
) -> None:
    assert house.eve.dealer_id is not None
    east = await started(core, house, Audience(regions=("east",)))
    assert await sent_to(core, east) == [73]
    ago = clock.now() - timedelta(days=10)
    await make_past_order(core, house.eve.dealer_id, ago, [], number="B2B-1")
    assert await sent_to(core, await started(core, house, Audience(has_ordered=True, days=11))) == [73]
    with pytest.raises(BroadcastUnfit):
        await started(core, house, Audience(has_ordered=True, days=9))
    assert await count(core, SurveyRow) == 2


async def test_quiet_hours_hold_and_then_the_rest_is_asked(
    core: Core, clock: FixedClock, house: House
) -> None:
    await core.execute(house.bob, SetQuietHours(QuietHours(time(8), time(11, 30))))
    survey_id = await started(core, house)
    assert await sent_to(core, survey_id) == [71, 73]
    waiting = [row.due for row in await rows(core, JobRow) if row.lane == f"broadcast:{survey_id}"]
    assert max(waiting) == datetime(2025, 10, 14, 11, 30, tzinfo=UTC)
    clock.advance(timedelta(hours=2, minutes=29))
    assert await sent_to(core, survey_id) == []
    clock.advance(timedelta(minutes=1))
    assert await sent_to(core, survey_id) == [72]
    assert {row.state for row in await rows(core, BroadcastPersonRow)} == {"sent"}


async def test_the_last_answer_counts_until_the_day_is_over_and_the_job_ends_it(
    core: Core, clock: FixedClock, house: House
) -> None:
    survey_id = await started(core, house)
    await sent_to(core, survey_id)
    with pytest.raises(SurveyUnfit):
        await core.execute(house.bea, ExplainAnswer(survey_id, "too early"))
    for actor, choice in ((house.bea, 1), (house.bea, 1), (house.bea, 3), (house.bob, 3), (house.eve, 2)):
        assert (await core.execute(actor, AnswerSurvey(survey_id, choice))).choice == choice
    assert await told(core, "survey_answered") == 4
    for choice in (0, 4):
        with pytest.raises(SurveyUnfit):
            await core.execute(house.bea, AnswerSurvey(survey_id, choice))
    await core.execute(house.bea, ExplainAnswer(survey_id, " too\n small "))
    await core.execute(house.bea, AnswerSurvey(survey_id, 2))
    shown = await core.ask(house.bea, ShowAsked(survey_id))
    assert (shown.choice, shown.words, shown.is_over) == (2, "too small", False)
    assert await core.execute(SYSTEM, CloseSurveys()) == 0
    clock.advance(timedelta(hours=15))
    with pytest.raises(SurveyOver):
        await core.execute(house.bob, AnswerSurvey(survey_id, 1))
    assert [await core.execute(SYSTEM, CloseSurveys()) for _ in range(2)] == [1, 0]
    assert await told(core, "survey_ended") == 1
    with pytest.raises(SurveyOver):
        await core.execute(house.bea, ExplainAnswer(survey_id, "late"))
    (survey,) = await core.ask(house.otto, ListSurveys())
    assert (survey.asked, survey.answers, survey.remarks) == (3, (0, 2, 1), 1)
    assert survey.closed_at == clock.now()


async def test_ended_by_hand_nobody_more_is_asked(core: Core, house: House) -> None:
    survey_id = await started(core, house)
    await core.execute(house.otto, EndSurvey(survey_id))
    assert await sent_to(core, survey_id) == []
    with pytest.raises(SurveyOver):
        await core.execute(house.otto, EndSurvey(survey_id))
    with pytest.raises(NotFound):
        await core.execute(house.otto, EndSurvey(uuid.UUID(int=5)))


async def test_shares_are_a_picture_and_remarks_a_file(core: Core, house: House) -> None:
    survey_id, say = await started(core, house), phrasebook().say("en")
    await sent_to(core, survey_id)
    assert (await core.ask(house.otto, DrawSurvey(say, survey_id))).png is None
    await core.execute(house.bea, AnswerSurvey(survey_id, 3))
    await core.execute(house.bea, ExplainAnswer(survey_id, "=1+1"))
    drawn = await core.ask(house.otto, DrawSurvey(say, survey_id))
    assert drawn.png is not None
    assert drawn.png.startswith(b"\x89PNG")
    found = await core.ask(house.otto, ExportSurvey(say, survey_id, SurveyForm.CSV))
    assert found.name == "survey-2025-10-14.csv"
    assert list(csv.reader(io.StringIO(found.content.decode("utf-8-sig")))) == [
        ["Day", "Dealer", "Region", "Tier", "Person", "Answer", "Remark"],
        ["2025-10-14", "West Shop", "west", "platinum", "Bea", "Worse", "'=1+1"],
    ]
    book = await core.ask(house.otto, ExportSurvey(say, survey_id))
    assert (book.name, book.content[:2]) == ("survey-2025-10-14.xlsx", b"PK")


@pytest.mark.parametrize(
    ("texts", "until", "why"),
    [
        ({"": "- Yes\n- No"}, TODAY, "question"),
        ({"": "x" * 501}, TODAY, "question"),
        ({"": "One?\n- Yes"}, TODAY, "answers"),
        ({"": "Six?" + "\n- a" * 6}, TODAY, "answers"),
        ({"": "Long?\n- a\n- " + "b" * 41}, TODAY, "label"),
        ({"": "A?\n- a\n- b", "tr": "B?\n- a\n- b\n- c"}, TODAY, "languages"),
        (BOXES, TODAY - timedelta(days=1), "past"),
        (BOXES, TODAY + timedelta(days=181), "days"),
    ],
)
async def test_what_is_no_survey_is_refused_and_nothing_is_kept(
    core: Core, house: House, texts: dict[str, str], until: date, why: str
) -> None:
    with pytest.raises(SurveyUnfit) as refused:
        await core.execute(house.otto, StartSurvey(texts, Audience(), until))
    assert refused.value.fields["why"] == why
    assert await count(core, SurveyRow) == 0
