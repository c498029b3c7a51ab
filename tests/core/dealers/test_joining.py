"""From an invite link to a member of the chat, and out again (A19's first step, N3)."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from core.dealers.errors import ContactNotOwn, InviteUnusable, LanguageUnknown, PhoneMismatch
from core.dealers.tables import DealerRow, InviteRow, PersonRow
from core.dealers.types import Identity, Standing
from core.dealers.use_cases.accept_invite import AcceptInvite
from core.dealers.use_cases.block_person import BlockPerson
from core.dealers.use_cases.choose_language import ChooseLanguage
from core.dealers.use_cases.create_invite import CreateInvite, hash_token
from core.dealers.use_cases.identify_chat import IdentifyChat
from core.dealers.use_cases.open_invite import OpenedInvite, OpenInvite
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import STRANGER, Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound, NotPermitted
from core.kernel.ids import DealerId, PersonId
from tests.make import column, count, make_dealer, make_person, make_staff, rows, write

PHONE = "+14155550100"
CHAT = 7001


async def _person(core: Core) -> tuple[DealerId, PersonId]:
    dealer_id = await make_dealer(core)
    person_id = await make_person(
        core, "Ada", dealer_id=dealer_id, role=Role.DEALER_BUYER, phone=PHONE, language=None
    )
    return dealer_id, person_id


async def _invited(core: Core) -> tuple[DealerId, PersonId, str]:
    dealer_id, person_id = await _person(core)
    office = await make_staff(core, Role.OFFICE, "Olga")
    return dealer_id, person_id, (await core.execute(office, CreateInvite("415-555-0100"))).token


async def _who(core: Core, chat: int = CHAT) -> Identity:
    return await core.ask(STRANGER, IdentifyChat(chat))


async def _join(core: Core, token: str, chat: int = CHAT) -> Identity:
    await core.execute(STRANGER, OpenInvite(token, chat))
    return await core.execute(STRANGER, AcceptInvite(chat, chat, PHONE))


async def test_who_follows_the_link_and_shares_the_own_number_is_a_member(core: Core) -> None:
    dealer_id, person_id, token = await _invited(core)
    assert await _who(core) == Identity(Standing.UNKNOWN, STRANGER)
    opened = await core.execute(STRANGER, OpenInvite(token, CHAT))
    assert opened == OpenedInvite("Ada", "TechMart Corp")
    assert (await _who(core)).standing is Standing.UNKNOWN  # the link alone is not enough
    joined = await core.execute(STRANGER, AcceptInvite(CHAT, CHAT, "14155550100"))
    member = Actor(person_id, frozenset({Role.DEALER_BUYER}), dealer_id, "Ada", "en", "UTC")
    assert joined == Identity(Standing.MEMBER, member, language_chosen=False)
    assert await _who(core) == joined
    assert await column(core, JournalRow.name) == ["person_invited", "person_joined"]


async def test_the_token_is_kept_nowhere_only_its_hash_is(core: Core) -> None:
    _, _, token = await _invited(core)
    (invite,) = await rows(core, InviteRow)
    assert invite.token_hash == hash_token(token)
    assert token not in str(invite)
    assert not any(token in str(entry) for entry in await rows(core, JournalRow))


async def test_only_the_back_office_invites_and_only_people_on_file(core: Core) -> None:
    await _person(core)
    for role in (Role.REP, Role.MANAGER):
        with pytest.raises(NotPermitted):
            await core.execute(await make_staff(core, role), CreateInvite(PHONE))
    office = await make_staff(core, Role.OFFICE)
    for phone in ("+14155550199", "no number"):
        with pytest.raises(NotFound):
            await core.execute(office, CreateInvite(phone))
    assert await count(core, InviteRow) == 0


async def test_an_unknown_link_leads_nowhere(core: Core) -> None:
    await _invited(core)
    for token in ("", "nonsense", "x" * 4096):
        with pytest.raises(InviteUnusable) as refused:
            await core.execute(STRANGER, OpenInvite(token, CHAT))
        assert refused.value.fields == {"why": "unknown"}


async def test_a_link_lasts_seven_days_and_not_a_moment_longer(core: Core, clock: FixedClock) -> None:
    _, _, token = await _invited(core)
    clock.advance(timedelta(days=7) - timedelta(microseconds=1))
    await core.execute(STRANGER, OpenInvite(token, CHAT))
    clock.advance(timedelta(microseconds=1))
    with pytest.raises(InviteUnusable) as refused:
        await core.execute(STRANGER, AcceptInvite(CHAT, CHAT, PHONE))
    assert refused.value.fields == {"why": "expired"}
    with pytest.raises(InviteUnusable) as refused:
        await core.execute(STRANGER, OpenInvite(token, CHAT))
    assert refused.value.fields == {"why": "expired"}
    assert (await _who(core)).standing is Standing.UNKNOWN


async def test_a_link_is_used_once(core: Core) -> None:
    _, _, token = await _invited(core)
    await _join(core, token)
    with pytest.raises(InviteUnusable) as refused:
        await core.execute(STRANGER, OpenInvite(token, 7002))
    assert refused.value.fields == {"why": "used"}
    assert (await _who(core, 7002)).standing is Standing.UNKNOWN
    assert (await _who(core)).standing is Standing.MEMBER


@pytest.mark.parametrize(
    ("contact_of", "phone", "error"),
    [
        (9999, PHONE, ContactNotOwn),  # somebody else's contact, with the right number
        (None, PHONE, ContactNotOwn),  # a contact that has no Telegram
        (CHAT, "+14155550101", PhoneMismatch),
        (CHAT, "", PhoneMismatch),
    ],
)
async def test_a_contact_that_is_not_the_own_right_number_opens_nothing(
    core: Core, contact_of: int | None, phone: str, error: type[Exception]
) -> None:
    _, _, token = await _invited(core)
    await core.execute(STRANGER, OpenInvite(token, CHAT))
    with pytest.raises(error) as refused:
        await core.execute(STRANGER, AcceptInvite(CHAT, contact_of, phone))
    assert "0100" not in str(refused.value.__dict__)  # nobody learns which number it should have been
    assert (await _who(core)).standing is Standing.UNKNOWN
    assert await column(core, JournalRow.name) == ["person_invited"]
    assert (await core.execute(STRANGER, AcceptInvite(CHAT, CHAT, PHONE))).standing is Standing.MEMBER


async def test_a_contact_without_a_link_before_is_no_way_in(core: Core) -> None:
    await _invited(core)
    with pytest.raises(InviteUnusable) as refused:
        await core.execute(STRANGER, AcceptInvite(CHAT, CHAT, PHONE))
    assert refused.value.fields == {"why": "unknown"}


async def test_a_contact_without_a_number_joins_nobody_who_has_none_on_file(core: Core) -> None:
    dealer_id = await make_dealer(core)
    await make_person(core, "Nameless", dealer_id=dealer_id, role=Role.DEALER_BUYER, phone="")
    office = await make_staff(core, Role.OFFICE)
    with pytest.raises(NotFound):
        await core.execute(office, CreateInvite(""))


async def test_a_new_phone_takes_the_person_over_from_the_old_chat(core: Core) -> None:
    _, person_id, token = await _invited(core)
    await _join(core, token)
    office = await make_staff(core, Role.OFFICE, "Otto")
    again = (await core.execute(office, CreateInvite(PHONE))).token
    assert (await _join(core, again, 7002)).actor.person_id == person_id
    assert (await _who(core)).standing is Standing.UNKNOWN


async def test_a_blocked_person_is_a_stranger_from_the_next_look_on(core: Core) -> None:
    dealer_id, person_id, token = await _invited(core)
    await _join(core, token)
    office = await make_staff(core, Role.OFFICE, "Otto")
    await core.execute(office, BlockPerson(PHONE))
    seen = await _who(core)
    assert (seen.standing, seen.actor.person_id, seen.actor.dealer_id) == (Standing.BLOCKED, None, None)
    assert seen.actor.roles == STRANGER.roles
    await core.execute(office, BlockPerson(PHONE, blocked=False))
    assert (await _who(core)).actor.person_id == person_id
    assert await column(core, JournalRow.name, JournalRow.name == "person_blocked") == ["person_blocked"] * 2
    assert dealer_id is not None


async def test_who_is_blocked_between_the_link_and_the_contact_does_not_join(core: Core) -> None:
    _, _, token = await _invited(core)
    await core.execute(STRANGER, OpenInvite(token, CHAT))
    await core.execute(await make_staff(core, Role.OFFICE, "Otto"), BlockPerson(PHONE))
    with pytest.raises(InviteUnusable):
        await core.execute(STRANGER, AcceptInvite(CHAT, CHAT, PHONE))
    assert await column(core, PersonRow.telegram_id, PersonRow.telegram_id.is_not(None)) == []
    assert await count(core, JournalRow, JournalRow.name == "person_joined") == 0


async def test_people_of_a_dealer_that_is_no_longer_served_are_strangers(core: Core) -> None:
    dealer_id, _, token = await _invited(core)
    await _join(core, token)
    await write(core, update(DealerRow).where(DealerRow.id == dealer_id).values(active=False))
    seen = await _who(core)
    assert (seen.standing, seen.actor.roles) == (Standing.BLOCKED, STRANGER.roles)


async def test_blocking_is_the_back_offices_and_needs_somebody_on_file(core: Core) -> None:
    await _person(core)
    with pytest.raises(NotPermitted):
        await core.execute(await make_staff(core, Role.REP), BlockPerson(PHONE))
    with pytest.raises(NotFound):
        await core.execute(await make_staff(core, Role.OFFICE), BlockPerson("+14155550199"))


async def test_the_language_is_the_persons_own_then_the_dealers(core: Core) -> None:
    dealer_id = await make_dealer(core, language="tr")
    await make_person(core, dealer_id=dealer_id, role=Role.DEALER_BUYER, telegram_id=CHAT, language=None)
    seen = await _who(core)
    assert (seen.actor.language, seen.language_chosen) == ("tr", False)
    assert await core.execute(seen.actor, ChooseLanguage("zh_CN")) == "zh_CN"
    seen = await _who(core)
    assert (seen.actor.language, seen.language_chosen) == ("zh_CN", True)
    with pytest.raises(LanguageUnknown):
        await core.execute(seen.actor, ChooseLanguage("de"))
    with pytest.raises(NotPermitted):
        await core.execute(STRANGER, ChooseLanguage("en"))
    assert (await _who(core)).actor.language == "zh_CN"
