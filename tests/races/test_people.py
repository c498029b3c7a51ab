"""People of the house and of a dealer who tap at the same instant, by four processes (A20, A22)."""

from __future__ import annotations

import uuid

from core.alarms.tables import TaskRow
from core.driving.tables import ProofRow
from core.feedback.tables import DeliveryRatingRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import Actor, Role
from core.support.tables import ConversationRow
from core.support.use_cases.ask_for_human import AskForHuman
from tests.core.driving.house import make_trip
from tests.driver_app_api.driver.phone import handed, phone_of
from tests.make import column, count, make_buyer, make_staff, rows
from tests.races.crew import Job, Racer, race

RATE = "core.feedback.use_cases.rate_delivery:RateDelivery"
TAKE = "core.support.use_cases.talk:TakeConversation"


def job(actor: Actor, command: str, **fields: object) -> Job:
    return {
        "do": "any", "person": str(actor.person_id), "dealer": actor.dealer_id and str(actor.dealer_id),
        "role": next(iter(actor.roles)), "command": command, "fields": fields,
    }  # fmt: skip


async def delivered(core: Core) -> tuple[uuid.UUID, Actor]:
    """A proved delivery: the proof, and a buyer of its dealer."""
    trip = await make_trip(core, 12)
    async with phone_of(core, trip.dan, trip.route) as phone:
        (shown,) = (await phone.today())["routes"][0]["stops"]
        assert await phone.tell(phone.event("delivered", trip.stops[0], **handed(shown))) == [("done", None)]
    (proof,) = await rows(core, ProofRow)
    return proof.id, trip.house.buyer


async def test_low_ratings_at_once_are_one_task_and_a_dealer_gets_one_human(
    core: Core, database_url: str, crew: list[Racer]
) -> None:
    proof_id, buyer = await delivered(core)
    assert buyer.dealer_id is not None
    asked = await core.execute(buyer, AskForHuman())
    people = [await make_buyer(core, buyer.dealer_id, f"Buyer {at}", telegram_id=900 + at) for at in range(8)]
    staff = [await make_staff(core, Role.OFFICE, f"Staff {at}") for at in range(8)]
    ratings = [job(one, RATE, proof_id=str(proof_id), rating=1 + at % 2) for at, one in enumerate(people)]
    takes = [job(one, TAKE, conversation_id=str(asked.conversation_id)) for one in staff]
    outcomes = race(crew, database_url, [*ratings, *takes])
    assert outcomes[:8] == ["low"] * 8
    assert sorted(await column(core, DeliveryRatingRow.rating)) == [1, 1, 1, 1, 2, 2, 2, 2]
    (task,) = await rows(core, TaskRow, TaskRow.kind == "unhappy")
    assert task.state == "open"
    assert await count(core, JournalRow, JournalRow.name == "task_opened") == 1
    taken = [at for at, told in enumerate(outcomes[8:]) if told != "conversation_taken"]
    assert [row.holder_id for row in await rows(core, ConversationRow)] == [staff[taken[0]].person_id]
    assert (len(taken), outcomes[8:].count("conversation_taken")) == (1, 7)
