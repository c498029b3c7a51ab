"""I3: what evidence stops ask for; what a proof lacks is marked, and nothing is lost."""

from __future__ import annotations

import uuid

import pytest

from core.dispatch.tables import RouteRow
from core.driving.engine.needs import StopFacts, lacking, lacks_of, needs_of
from core.driving.errors import NothingWaits, RuleUnclear
from core.driving.events import DriverSignedOut
from core.driving.tables import DriverFileRow, EvidenceRuleRow, ProofRow
from core.driving.types import EvidenceRule, Flag, Need, PhoneLoss, WaitingProof
from core.driving.use_cases.ask_evidence import ListEvidenceRules, SetEvidenceRule
from core.driving.use_cases.lose_phone import LetPhotosGo, ShowMissingPhotos, ShowPhoneLoss, SignOutPhones
from core.driving.use_cases.show_proof import VerifyProof
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId
from core.kernel.money import Money
from tests.core.driving.house import make_trip, photo
from tests.driver_app_api.driver.phone import client_id, handed, phone_of
from tests.make import column, count

CORNER, OTHER = DealerId(uuid.UUID(int=1)), DealerId(uuid.UUID(int=2))
STOP = StopFacts(CORNER, frozenset({"drinks/cola", "food"}), {"USD": 500_000})


@pytest.mark.parametrize(
    ("rule", "speaks"),
    [
        (EvidenceRule((Need.PHOTO,)), True),
        (EvidenceRule((Need.PHOTO,), dealer_id=CORNER), True),
        (EvidenceRule((Need.PHOTO,), dealer_id=OTHER), False),
        (EvidenceRule((Need.PHOTO,), least=Money(500_000, "USD")), True),
        (EvidenceRule((Need.PHOTO,), least=Money(500_001, "USD")), False),
        (EvidenceRule((Need.PHOTO,), least=Money(1, "EUR")), False),
        (EvidenceRule((Need.PHOTO,), category="drinks"), True),
        (EvidenceRule((Need.PHOTO,), category="drinks/cola"), True),
        (EvidenceRule((Need.PHOTO,), category="drink"), False),
        (EvidenceRule((Need.PHOTO,), category="drinks/cola/zero"), False),
        (EvidenceRule((Need.PHOTO,), dealer_id=CORNER, category="tools"), False),
    ],
)
def test_a_rule_speaks_of_the_stops_that_meet_all_its_conditions(rule: EvidenceRule, speaks: bool) -> None:
    assert needs_of([rule], STOP) == ((Need.PHOTO,) if speaks else ())


def test_rules_add_up_and_what_lacks_is_marked() -> None:
    rules = [EvidenceRule((Need.CODE, Need.PHOTO)), EvidenceRule((Need.SIGNATURE, Need.PHOTO), CORNER)]
    needs = needs_of(rules, STOP)
    assert needs == (Need.SIGNATURE, Need.PHOTO, Need.CODE)
    flags = lacking(needs, {Need.PHOTO, Need.NAME})
    assert flags == [Flag.LACKS_SIGNATURE, Flag.LACKS_CODE]
    assert lacks_of([Flag.FAR_AWAY, *flags]) == (Need.SIGNATURE, Need.CODE)


async def test_a_rule_replaces_the_one_of_the_same_stops_and_goes_without_needs(core: Core) -> None:
    for needs in ((Need.PHOTO,), (Need.CODE, Need.SIGNATURE)):
        await core.execute(SYSTEM, SetEvidenceRule(EvidenceRule(needs)))
    await core.execute(SYSTEM, SetEvidenceRule(EvidenceRule((Need.NAME,), category=" drinks/ ")))
    for amount in (100, 200):
        await core.execute(SYSTEM, SetEvidenceRule(EvidenceRule((Need.PHOTO,), least=Money(amount, "USD"))))
    assert await core.ask(SYSTEM, ListEvidenceRules()) == (
        EvidenceRule((Need.SIGNATURE, Need.CODE)),
        EvidenceRule((Need.PHOTO,), least=Money(200, "USD")),
        EvidenceRule((Need.NAME,), category="drinks"),
    )
    for bad in (EvidenceRule((Need.NAME,), category=" / "), EvidenceRule((), least=Money(-1, "USD"))):
        with pytest.raises(RuleUnclear):
            await core.execute(SYSTEM, SetEvidenceRule(bad))
    await core.execute(SYSTEM, SetEvidenceRule(EvidenceRule(())))
    await core.execute(SYSTEM, SetEvidenceRule(EvidenceRule((), least=Money(7, "USD"))))
    assert await count(core, EvidenceRuleRow) == 1


async def test_a_proof_without_what_its_stop_asks_for_is_kept_and_the_driver_is_told(core: Core) -> None:
    trip = await make_trip(core, 12, 13)
    asked = EvidenceRule((Need.SIGNATURE, Need.PHOTO, Need.CODE), trip.house.dealer_id)
    await core.execute(SYSTEM, SetEvidenceRule(asked))
    async with phone_of(core, trip.dan, trip.route) as phone:
        first, second = (await phone.today())["routes"][0]["stops"]
        assert first["needs"] == ["signature", "photo", "code"]
        # Nobody was told a code yet: it cannot be asked for. Neither photo nor signature came.
        told = await phone.tell(phone.event("delivered", trip.stops[0], **handed(first, signature=None)))
        assert told == [("done", None)]
        # The second stop's dealer has been told one meanwhile, and says another; a photo of nothing comes.
        file_id = str(client_id())
        said = handed(second, photos=[file_id], code="no")
        assert await phone.tell(phone.event("delivered", trip.stops[1], **said)) == [("done", None)]
        await phone.send_file(trip.stops[1], b"PK\x03\x04 no picture", file_id=file_id)
        stops = (await phone.today())["routes"][0]["stops"]
        assert [stop["lacks"] for stop in stops] == [["signature", "photo"], ["photo", "code"]]
        assert [stop["state"] for stop in stops] == ["done", "done"]
    assert await count(core, ProofRow, ProofRow.seal.is_not(None)) == 2


async def test_photos_lost_with_their_phone_are_let_go_and_the_day_can_be_closed(core: Core) -> None:
    trip = await make_trip(core, 12, 13)
    number = trip.shipments[0].orders[0]
    await core.execute(SYSTEM, SetEvidenceRule(EvidenceRule((Need.PHOTO,))))
    async with phone_of(core, trip.dan, trip.route) as phone:
        first, _ = (await phone.today())["routes"][0]["stops"]
        here, lost, cut = (str(client_id()) for _ in range(3))
        await phone.tell(phone.event("delivered", trip.stops[0], **handed(first, photos=[here, lost, cut])))
        await phone.send_file(trip.stops[0], photo(), file_id=here)
        await phone.call("POST", "/files", phone.announced(cut, trip.stops[0], photo(colour="red")))
        left = PhoneLoss(1, ("Corner Store",), (WaitingProof("Corner Store", (number,), 2),))
        office = trip.house.otto
        assert await core.ask(office, ShowPhoneLoss(trip.dan.person_id)) == left
        assert await core.execute(office, SignOutPhones(trip.dan.person_id)) == left
        assert (await phone.call("GET", "/today")).status == 401
        assert await count(core, JournalRow, JournalRow.name == DriverSignedOut.name) == 1
        assert await core.ask(office, ShowMissingPhotos(number)) == left.proofs[0]
        assert await core.execute(office, LetPhotosGo(number)) == 2
        with pytest.raises(NothingWaits):
            await core.execute(office, LetPhotosGo(number))
        with pytest.raises(NothingWaits):
            await core.ask(office, ShowMissingPhotos(number))
        with pytest.raises(NotFound):
            await core.execute(office, LetPhotosGo("B2B-2025-0"))
        (flags,) = await column(core, ProofRow.flags)
        assert flags == ["photo_lost"]
        assert (await core.ask(SYSTEM, VerifyProof(number))).holds
    async with phone_of(core, trip.dan, trip.route) as phone:
        # What was lost turns up after all: it is kept, and the sealed proof stays what it was.
        _, answer = await phone.send_file(trip.stops[0], photo(colour="red"), file_id=cut)
        assert answer.status == 204
        assert await count(core, DriverFileRow, DriverFileRow.state == "whole") == 2
        assert (await core.ask(SYSTEM, VerifyProof(number))).holds
        await phone.tell(phone.event("not_delivered", trip.stops[1], reason="closed"))
        assert await phone.tell(phone.event("shift_closed", cash_minor=0, cheques=0)) == [("done", None)]
    assert await column(core, RouteRow.state) == ["closed"]
