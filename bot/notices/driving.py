"""What people hear of vans on the road: the dealer who is next and what came, the house what to look at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from bot.dealer.proofs.screens import failed_screen, next_stop_screen, proof_screen
from bot.notices.sends import Desk, send_job
from bot.office.doors.screens import (
    bag_differs_screen,
    corrected_screen,
    door_money_screen,
    failed_here_screen,
    load_lacking_screen,
    look_screen,
    lost_act_screen,
)
from bot.wording import refusal_words
from core.dealers.types import Recipient
from core.dealers.use_cases.find_recipients import FindRecipients
from core.driving.types import Flag
from core.driving.use_cases.keep_house import ShowDoorMoney
from core.driving.use_cases.show_proof import ShowDeliveryCode, ShowProof
from core.feedback.use_cases.rate_delivery import AskAboutDelivery
from core.infra.queue import NewJob
from core.kernel.actor import SYSTEM, Role
from core.kernel.ids import DealerId, PersonId

Event = dict[str, Any]
# What somebody of the house looks at; a phone without a position, or a receiver who did not sign, is usual.
_ODD = frozenset({Flag.FAR_AWAY, Flag.CLOCK_OFF, Flag.WRONG_CODE, Flag.ROUTE_CHANGED, Flag.FILE_SPOILT})


async def stop_is_next(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    code = None
    if not event.get("is_fetch"):
        code = await desk.core.ask(SYSTEM, ShowDeliveryCode(UUID(event["stop_id"])))
    people = await _dealer(desk, event)
    return [send_job(entry, one, next_stop_screen(event, code, desk.say(one))) for one in people]


async def delivery_proved(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """The dealer gets the picture with what came; the office hears what is odd."""
    proof = await desk.core.ask(SYSTEM, ShowProof(UUID(event["proof_id"])))
    jobs = []
    people = await _dealer(desk, event)
    asked: tuple[PersonId, ...] = ()
    if not event.get("is_fetch"):
        question = AskAboutDelivery(UUID(event["proof_id"]), tuple(one.person_id for one in people))
        asked = await desk.core.execute(SYSTEM, question)
    for one in people:
        screen = proof_screen(proof, desk.say(one), asks=one.person_id in asked)
        job = send_job(entry, one, screen)
        jobs.append(replace(job, payload={**job.payload, "proof": event["proof_id"]}))
    odd = [flag for flag in event["flags"] if flag in _ODD]
    if odd:
        shown = {**event, "flags": odd}
        jobs += [
            send_job(f"{entry}:look", one, look_screen(shown, desk.say(one)))
            for one in await _house(desk, Role.OFFICE)
        ]
    return jobs


async def delivery_failed(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    jobs = [send_job(entry, one, failed_screen(event, desk.say(one))) for one in await _dealer(desk, event)]
    told = await _rep(desk, event) or await _house(desk, Role.OFFICE)
    shown = {**event, "flags": [flag for flag in event.get("flags", ()) if flag in _ODD]}
    return jobs + [send_job(f"{entry}:rep", one, failed_here_screen(shown, desk.say(one))) for one in told]


async def act_refused(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    jobs = []
    for one in await _house(desk, Role.OFFICE):
        say = desk.say(one)
        why = refusal_words(event["code"], event["fields"], say)
        jobs.append(send_job(entry, one, lost_act_screen(event, why, say)))
    return jobs


async def load_lacking(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    people = await _house(desk, Role.STOREKEEPER, Role.OFFICE)
    return [send_job(entry, one, load_lacking_screen(event, desk.say(one))) for one in people]


async def door_money_taken(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    money = await desk.core.ask(SYSTEM, ShowDoorMoney(UUID(event["money_id"])))
    subject = f"money:{event['money_id']}"
    return [
        send_job(entry, one, door_money_screen(money, desk.say(one)), subject=subject)
        for one in await _house(desk, Role.FINANCE)
    ]


async def door_money_corrected(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """The dealer hears once what was paid, finance sees it on the card; of booked money the rep hears too."""
    people = await _dealer(desk, event) if event["is_told"] or event["receipt"] else ()
    jobs = [send_job(entry, one, corrected_screen(event, None, desk.say(one))) for one in people]
    house = await _house(desk, Role.FINANCE)
    money = await desk.core.ask(SYSTEM, ShowDoorMoney(UUID(event["money_id"])))
    subject = f"money:{event['money_id']}"
    for one in house:
        card = door_money_screen(money, desk.say(one))
        jobs.append(send_job(f"{entry}:card", one, card, subject=subject, in_place=True))
    if event["receipt"]:
        told = {one.person_id: one for one in [*house, *await _rep(desk, event)]}
        for one in told.values():
            screen = corrected_screen(event, event["dealer_name"], desk.say(one))
            jobs.append(send_job(f"{entry}:house", one, screen))
    return jobs


async def shift_closed(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    if not (event["differs"] or event["cheques_differ"]):
        return []
    people = await _house(desk, Role.FINANCE)
    return [send_job(entry, one, bag_differs_screen(event, desk.say(one))) for one in people]


async def _dealer(desk: Desk, event: Event) -> tuple[Recipient, ...]:
    return await desk.core.ask(SYSTEM, FindRecipients(dealer_id=DealerId(UUID(event["dealer_id"]))))


async def _rep(desk: Desk, event: Event) -> list[Recipient]:
    if not event["rep_id"]:
        return []
    found = await desk.core.ask(SYSTEM, FindRecipients(person_id=PersonId(UUID(event["rep_id"]))))
    return list(found)


async def _house(desk: Desk, *roles: Role) -> list[Recipient]:
    """Those who have one of these roles, each once."""
    found: dict[PersonId, Recipient] = {}
    for role in roles:
        people = await desk.core.ask(SYSTEM, FindRecipients(role=role))
        found |= {one.person_id: one for one in people}
    return list(found.values())
