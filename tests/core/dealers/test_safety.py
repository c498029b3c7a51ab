"""Second factor and chats through the door (A18): nothing counts twice, nobody is in who was signed out."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import update

from core.dealers.errors import AlreadyEnrolled, InviteUnusable, NotEnrolled
from core.dealers.tables import PersonRow, RecoveryCodeRow, SecondFactorRow, SessionRow
from core.dealers.types import CodeOutcome, CodeResult, Standing
from core.dealers.use_cases.enrol_second_factor import (
    ConfirmSecondFactor,
    EnrolSecondFactor,
    RenewRecoveryCodes,
)
from core.dealers.use_cases.open_invite import OpenInvite
from core.dealers.use_cases.prove_second_factor import ProveSecondFactor
from core.dealers.use_cases.remove_second_factor import DropSecondFactor, ResetSecondFactor
from core.dealers.use_cases.show_security import ShowSecurity
from core.dealers.use_cases.sign_out import LinkChat, NoteSeen, SignOut, SignOutOthers
from core.infra.door import Core, IdempotencyRow
from core.infra.journal import JournalRow
from core.infra.transaction import Transaction
from core.kernel.actor import STRANGER, Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, SecondFactorNeeded
from tests.codes import code_at, wrong_code
from tests.core.dealers.people import actor, connect, enrol, who
from tests.make import column, count, make_buyer, make_dealer, make_person, make_staff, rows, write

CHAT, TABLET, STRANGE = 7001, 7002, 7003
STEP = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Enrolled:
    key: str
    recovery_codes: tuple[str, ...]


async def _enrolled(core: Core) -> Enrolled:
    """Ada of TechMart, in one chat, with a second factor."""
    await make_buyer(core, await make_dealer(core), telegram_id=CHAT)
    key, confirmed = await enrol(core, CHAT)
    return Enrolled(key, confirmed.recovery_codes)


async def _prove(core: Core, code: str, chat: int = CHAT) -> CodeResult:
    return await core.execute(await actor(core, chat), ProveSecondFactor(code))


async def _is_free(core: Core, actor: Actor) -> bool:
    """Whether a critical act of the actor passes now."""
    async with core.database.write() as connection:
        tx = Transaction(
            db=connection, actor=actor, now=core.clock.now(), settings=core.settings, cache=core.cache,
            executor=core._executor,
        )  # fmt: skip
        try:
            tx.require_second_factor()
        except SecondFactorNeeded:
            return False
        return True


async def test_a_factor_counts_from_its_first_right_code_on(core: Core) -> None:
    await make_buyer(core, await make_dealer(core), telegram_id=CHAT)
    enrolment = await core.execute(await actor(core, CHAT), EnrolSecondFactor())
    assert enrolment.key in enrolment.link
    assert not (await actor(core, CHAT)).has_second_factor
    wrong = await core.execute(
        await actor(core, CHAT), ConfirmSecondFactor(wrong_code(enrolment.key, core.clock.now()))
    )
    assert (wrong.result, wrong.recovery_codes) == (CodeResult(CodeOutcome.WRONG, left=4), ())
    assert not (await actor(core, CHAT)).has_second_factor
    code = code_at(enrolment.key, core.clock.now())
    confirmed = await core.execute(await actor(core, CHAT), ConfirmSecondFactor(code))
    assert confirmed.result.outcome is CodeOutcome.RIGHT
    assert len(confirmed.recovery_codes) == 10
    me = await actor(core, CHAT)
    assert me.has_second_factor
    assert me.proven_until == core.clock.now() + timedelta(minutes=5)
    for again in (EnrolSecondFactor(), ConfirmSecondFactor(code)):
        with pytest.raises(AlreadyEnrolled):
            await core.execute(me, again)
    seen = await core.ask(me, ShowSecurity())
    assert (seen.has_second_factor, seen.recovery_left) == (True, 10)


async def test_setting_up_twice_leaves_the_second_key_alone_in_force(core: Core) -> None:
    await make_buyer(core, await make_dealer(core), telegram_id=CHAT)
    first = await core.execute(await actor(core, CHAT), EnrolSecondFactor())
    second = await core.execute(await actor(core, CHAT), EnrolSecondFactor())
    old = ConfirmSecondFactor(code_at(first.key, core.clock.now()))
    assert (await core.execute(await actor(core, CHAT), old)).result.outcome is CodeOutcome.WRONG
    new = ConfirmSecondFactor(code_at(second.key, core.clock.now()))
    assert (await core.execute(await actor(core, CHAT), new)).result.outcome is CodeOutcome.RIGHT


async def test_a_code_is_worth_nothing_the_second_time(core: Core, clock: FixedClock) -> None:
    ada = await _enrolled(core)
    # The code that confirmed the factor is used up, too.
    assert await _prove(core, code_at(ada.key, clock.now())) == CodeResult(CodeOutcome.USED)
    clock.advance(STEP)
    code = code_at(ada.key, clock.now())
    assert (await _prove(core, code)).outcome is CodeOutcome.RIGHT
    assert (await _prove(core, code)).outcome is CodeOutcome.USED
    assert (await _prove(core, code_at(ada.key, clock.now(), -1))).outcome is CodeOutcome.USED
    # The next step's code counts already (clocks differ), but then this step's no more.
    assert (await _prove(core, code_at(ada.key, clock.now(), 1))).outcome is CodeOutcome.RIGHT
    assert (await _prove(core, code)).outcome is CodeOutcome.USED


async def test_critical_acts_pass_for_five_minutes_in_that_chat_alone(core: Core, clock: FixedClock) -> None:
    ada = await _enrolled(core)
    await connect(core, CHAT, TABLET)
    clock.advance(timedelta(minutes=10))
    assert not await _is_free(core, await actor(core, CHAT))
    result = await _prove(core, code_at(ada.key, clock.now()))
    assert result == CodeResult(CodeOutcome.RIGHT, until=clock.now() + timedelta(minutes=5))
    assert await _is_free(core, await actor(core, CHAT))
    assert not await _is_free(core, await actor(core, TABLET))
    clock.advance(timedelta(minutes=5) - timedelta(microseconds=1))
    assert await _is_free(core, await actor(core, CHAT))
    clock.advance(timedelta(microseconds=1))
    assert not await _is_free(core, await actor(core, CHAT))


async def test_five_wrong_codes_lock_also_for_the_right_one_and_then_it_opens(
    core: Core, clock: FixedClock
) -> None:
    ada = await _enrolled(core)
    clock.advance(STEP)
    lefts = [(await _prove(core, wrong_code(ada.key, clock.now()))).left for _ in range(4)]
    assert lefts == [4, 3, 2, 1]
    locked = CodeResult(CodeOutcome.LOCKED, until=clock.now() + timedelta(minutes=15))
    assert await _prove(core, wrong_code(ada.key, clock.now())) == locked
    assert await _prove(core, code_at(ada.key, clock.now())) == locked
    assert await _prove(core, ada.recovery_codes[0]) == locked
    clock.advance(timedelta(minutes=15))
    assert (await _prove(core, code_at(ada.key, clock.now()))).outcome is CodeOutcome.RIGHT
    assert await column(core, SecondFactorRow.wrong) == [0]
    names = await column(core, JournalRow.name, JournalRow.name.like("second_factor%"))
    assert names == ["second_factor_enrolled", "second_factor_locked", "second_factor_proven"]


async def test_a_recovery_code_opens_once_and_another_still_does(core: Core, clock: FixedClock) -> None:
    ada = await _enrolled(core)
    code = ada.recovery_codes[3]
    result = await _prove(core, code.lower().replace("-", " "))
    assert (result.outcome, result.recovery_left) == (CodeOutcome.RIGHT, 9)
    assert (await _prove(core, code)).outcome is CodeOutcome.WRONG
    assert (await _prove(core, ada.recovery_codes[4])).recovery_left == 8
    new = await core.execute(await actor(core, CHAT), RenewRecoveryCodes())
    assert await count(core, RecoveryCodeRow) == 10
    assert (await _prove(core, ada.recovery_codes[5])).outcome is CodeOutcome.WRONG
    assert (await _prove(core, new[0])).outcome is CodeOutcome.RIGHT
    assert clock.now() == core.clock.now()


async def test_key_and_recovery_codes_are_written_down_nowhere_in_the_clear(core: Core) -> None:
    await make_buyer(core, await make_dealer(core), telegram_id=CHAT)
    me = await actor(core, CHAT)
    enrolment = await core.execute(me, EnrolSecondFactor(), key="k1")
    code = ConfirmSecondFactor(code_at(enrolment.key, core.clock.now()))
    confirmed = await core.execute(me, code, key="k2")
    link = await core.execute(await actor(core, CHAT), LinkChat(), key="k3")
    said = str([await rows(core, table) for table in (JournalRow, IdempotencyRow, RecoveryCodeRow)])
    for secret in (enrolment.key, link.token, *confirmed.recovery_codes):
        assert secret not in said
    assert await count(core, IdempotencyRow) == 0


async def test_switching_it_off_needs_a_code_and_leaves_nothing(core: Core, clock: FixedClock) -> None:
    ada = await _enrolled(core)
    clock.advance(timedelta(minutes=6))
    with pytest.raises(SecondFactorNeeded) as refused:
        await core.execute(await actor(core, CHAT), DropSecondFactor())
    assert refused.value.fields == {"enrolled": True}
    assert (await actor(core, CHAT)).has_second_factor
    await _prove(core, code_at(ada.key, clock.now()))
    await core.execute(await actor(core, CHAT), DropSecondFactor())
    me = await actor(core, CHAT)
    assert (me.has_second_factor, me.proven_until) == (False, None)
    assert await count(core, SecondFactorRow) == await count(core, RecoveryCodeRow) == 0
    for act in (DropSecondFactor(), RenewRecoveryCodes(), ProveSecondFactor("123456")):
        with pytest.raises(NotEnrolled):
            await core.execute(me, act)


async def test_the_office_helps_whoever_lost_it_but_nobody_helps_himself(core: Core) -> None:
    dealer_id = await make_dealer(core)
    phone = "+12135550101"
    await make_person(core, "Ada", dealer_id=dealer_id, role=Role.DEALER_BUYER, telegram_id=CHAT, phone=phone)
    await enrol(core, CHAT)
    office = await make_staff(core, Role.OFFICE, "Otto", telegram_id=STRANGE)
    own = "+12135550103"
    await write(core, update(PersonRow).where(PersonRow.name == "Otto").values(phone=own))
    for somebody in (own, "+12135559999", "no number", ""):
        with pytest.raises(NotFound):
            await core.execute(office, ResetSecondFactor(somebody))
    assert await core.execute(office, ResetSecondFactor("213 555 0101")) == "Ada"
    assert not (await actor(core, CHAT)).has_second_factor
    with pytest.raises(NotEnrolled):
        await core.execute(office, ResetSecondFactor(phone))
    (entry,) = await rows(core, JournalRow, JournalRow.name == "second_factor_removed")
    assert (entry.actor_id, entry.payload["by_house"]) == (office.person_id, True)


async def test_a_chat_that_was_signed_out_is_a_stranger_at_its_next_update(
    core: Core, clock: FixedClock
) -> None:
    await make_buyer(core, await make_dealer(core), telegram_id=CHAT)
    clock.advance(timedelta(minutes=1))
    await connect(core, CHAT, TABLET, "Shop tablet")
    me = await actor(core, CHAT)
    seen = await core.ask(me, ShowSecurity())
    assert [(one.label, one.is_this) for one in seen.sessions] == [("", True), ("Shop tablet", False)]
    assert await core.execute(me, SignOutOthers()) == 1
    assert (await who(core, TABLET)).standing is Standing.UNKNOWN
    assert (await who(core, CHAT)).standing is Standing.MEMBER
    assert await core.execute(me, SignOutOthers()) == 0
    (this,) = (await core.ask(me, ShowSecurity())).sessions
    await core.execute(me, SignOut(this.id))
    assert (await who(core, CHAT)).standing is Standing.UNKNOWN
    assert await column(core, PersonRow.telegram_id) == [None]
    with pytest.raises(NotFound):
        await core.execute(me, SignOut(this.id))


async def test_notices_go_to_the_oldest_chat_that_is_left(core: Core, clock: FixedClock) -> None:
    await make_buyer(core, await make_dealer(core), telegram_id=CHAT)
    clock.advance(timedelta(minutes=1))
    tablet = await connect(core, CHAT, TABLET)
    assert await column(core, PersonRow.telegram_id) == [CHAT]
    await core.execute(tablet, SignOutOthers())
    assert await column(core, PersonRow.telegram_id) == [TABLET]


async def test_nobody_signs_out_the_chat_of_somebody_else(core: Core) -> None:
    dealer_id = await make_dealer(core)
    await make_buyer(core, dealer_id, telegram_id=CHAT)
    await make_buyer(core, dealer_id, "Bob", telegram_id=TABLET)
    bob = await actor(core, TABLET)
    (ada,) = await rows(core, SessionRow, SessionRow.telegram_id == CHAT)
    with pytest.raises(NotFound):
        await core.execute(bob, SignOut(ada.id))
    assert await core.execute(bob, SignOutOthers()) == 0
    assert await column(core, SessionRow.ended_at) == [None, None]


async def test_a_link_for_one_more_chat_works_once_and_for_ten_minutes(core: Core, clock: FixedClock) -> None:
    await make_buyer(core, await make_dealer(core), telegram_id=CHAT)
    link = await core.execute(await actor(core, CHAT), LinkChat())
    opened = await core.execute(STRANGER, OpenInvite(link.token, TABLET, "Tablet"))
    assert (opened.person_name, opened.has_joined) == ("Ada", True)
    assert (await actor(core, TABLET)).name == "Ada"
    with pytest.raises(InviteUnusable) as refused:
        await core.execute(STRANGER, OpenInvite(link.token, STRANGE))
    assert refused.value.fields == {"why": "used"}
    late = await core.execute(await actor(core, CHAT), LinkChat())
    clock.advance(timedelta(minutes=10))
    with pytest.raises(InviteUnusable) as refused:
        await core.execute(STRANGER, OpenInvite(late.token, STRANGE))
    assert refused.value.fields == {"why": "expired"}
    assert (await who(core, STRANGE)).standing is Standing.UNKNOWN


async def test_whoever_has_a_second_factor_needs_it_to_connect_one_more_chat(
    core: Core, clock: FixedClock
) -> None:
    await _enrolled(core)
    clock.advance(timedelta(minutes=6))
    with pytest.raises(SecondFactorNeeded):
        await core.execute(await actor(core, CHAT), LinkChat())


async def test_a_chat_is_noted_as_seen_and_the_journal_says_from_where(core: Core, clock: FixedClock) -> None:
    await make_buyer(core, await make_dealer(core), telegram_id=CHAT)
    clock.advance(timedelta(hours=2))
    me = await actor(core, CHAT)
    await core.execute(me, NoteSeen())
    assert (await who(core, CHAT)).seen_at == clock.now()
    await connect(core, CHAT, TABLET)
    await core.execute(me, SignOutOthers())
    origins = {row.name: row.origin for row in await rows(core, JournalRow)}
    assert me.session_id is not None
    assert origins == {"chat_connected": None, "chats_signed_out": f"chat:{me.session_id.hex[-8:]}"}
