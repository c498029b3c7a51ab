"""What people hear of goods on their way: the dealer one card that changes, the house what it has to do."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from bot.dealer.tracking.screens import tracking_card
from bot.notices.sends import Desk, send_job
from bot.office.deliveries.screens import shipment_screen
from bot.screen import Screen, clip, escape, lines
from core.dealers.types import Recipient
from core.dealers.use_cases.find_recipients import FindRecipients
from core.deliveries.use_cases.show_shipments import ShowShipment, TrackOrder
from core.i18n.phrases import Say
from core.infra.queue import NewJob
from core.kernel.actor import SYSTEM, Role
from core.kernel.ids import DealerId, OrderId, PersonId

Event = dict[str, Any]


async def shipment_moved(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """Each order of the shipment has one card in the chat of each of the dealer's people."""
    people = await _dealer(desk, event)
    jobs: list[NewJob] = []
    for order_id in event["order_ids"]:
        tracked = await desk.core.ask(SYSTEM, TrackOrder(OrderId(UUID(order_id))))
        for one in people:
            screen = tracking_card(tracked, desk.say(one))
            jobs.append(
                send_job(f"{entry}:{order_id}", one, screen, subject=f"track:{order_id}", in_place=True)
            )
    return jobs


async def picked_short(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """The dealer and the rep hear why and what comes when; the warehouse is to count, finance to credit."""
    jobs = [send_job(entry, one, short_screen(event, desk.say(one))) for one in await _dealer(desk, event)]
    if any(one["lack"] == "not_found" for one in event["missing"]):
        jobs += [send_job(entry, one, count_screen(event, desk.say(one))) for one in await _warehouse(desk)]
    jobs += [
        send_job(f"{entry}:rep", one, short_screen(event, desk.say(one), for_house=True))
        for one in await _rep(desk, event.get("rep_id"))
    ]
    if event["credited"] and event.get("credit_note") is None:
        jobs += [
            send_job(f"{entry}:credit", one, to_credit_screen(event, event["credited"], desk.say(one)))
            for one in await _house(desk, Role.FINANCE)
        ]
    return jobs


async def fetched_short(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """The rep hears all of it; the buyer what follows apart, else another day is told where there is one."""
    jobs = []
    if event["rest_number"] != event["order_number"]:
        people = await _dealer(desk, event)
        jobs = [send_job(entry, one, fetched_short_screen(event, desk.say(one))) for one in people]
    return jobs + [
        send_job(f"{entry}:rep", one, fetched_short_screen(event, desk.say(one), for_house=True))
        for one in await _rep(desk, event["rep_id"])
    ]


async def carrier_told(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """Whoever asked gets the shipment's card with its carrier; without one all of the warehouse do."""
    people = await _rep(desk, event["person_id"])
    if "tracking_number" not in event:
        people = tuple({one.person_id: one for one in (*people, *await _warehouse(desk))}.values())
    shipment = await desk.core.ask(SYSTEM, ShowShipment(UUID(event["shipment_id"])))
    return [
        send_job(entry, one, shipment_screen(shipment, 0, desk.say(one), notice=_told(event, desk.say(one))))
        for one in people
    ]


async def booking_not_cancelled(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """Somebody of the warehouse has to call the carrier."""
    return [
        send_job(entry, one, not_cancelled_screen(event, desk.say(one))) for one in await _warehouse(desk)
    ]


async def _warehouse(desk: Desk) -> list[Recipient]:
    return await _house(desk, Role.STOREKEEPER, Role.OFFICE)


def _told(event: Event, say: Say) -> str | None:
    """What has just happened, above the card; what went wrong stands on the card itself."""
    if "tracking_number" not in event:
        return None
    words = {name: event[name] for name in ("number", "carrier")}
    return say("notice.carrier_booked", tracking=event["tracking_number"], **words)


def not_cancelled_screen(event: Event, say: Say) -> Screen:
    """A carrier still has a booking that nobody wants."""
    key = "notice.booking_kept" if event["said"] else "notice.booking_kept_silent"
    return Screen(say(key, carrier=event["carrier"], number=event["number"], said=clip(event["said"], 120)))


async def goods_refused(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """The rep hears it; finance only where an invoice stands for more than was accepted."""
    told = await _rep(desk, event["rep_id"])
    jobs = [send_job(entry, one, refused_screen(event, desk.say(one))) for one in told]
    if not event["settled"]:
        back = event["refused"] + event["damaged"]
        jobs += [
            send_job(f"{entry}:credit", one, to_credit_screen(event, back, desk.say(one)))
            for one in await _house(desk, Role.FINANCE)
        ]
    return jobs


async def _rep(desk: Desk, rep_id: str | None) -> tuple[Recipient, ...]:
    if rep_id is None:
        return ()
    return await desk.core.ask(SYSTEM, FindRecipients(person_id=PersonId(UUID(rep_id))))


async def _dealer(desk: Desk, event: Event) -> tuple[Recipient, ...]:
    return await desk.core.ask(SYSTEM, FindRecipients(dealer_id=DealerId(UUID(event["dealer_id"]))))


async def _house(desk: Desk, *roles: Role) -> list[Recipient]:
    """Those who have one of these roles, each once."""
    found: dict[PersonId, Recipient] = {}
    for role in roles:
        people = await desk.core.ask(SYSTEM, FindRecipients(role=role))
        found |= {one.person_id: one for one in people}
    return list(found.values())


def short_screen(event: Event, say: Say, *, for_house: bool = False) -> Screen:
    """What of an order was not there, and what becomes of it; the house reads whose order it is."""
    rows = [
        say(
            "notice.short_damaged" if one["lack"] == "damaged" else "notice.short_not_found",
            quantity=one["quantity"],
            name=clip(one["name"], 60),
        )
        for one in event["missing"][:10]
    ]
    moved, rest_on = _day(event["moved_on"]), _day(event["rest_on"])
    waits = say("notice.short_waits_on", day=rest_on) if rest_on else say("notice.short_waits")
    return Screen(
        lines(
            escape(clip(event["dealer_name"], 60)) if for_house else None,
            say("notice.short", number=event["order_number"]),
            *rows,
            say("notice.short_moved", day=moved) if moved else None,
            _rest(event, say, waits),
            say("notice.short_credited", event["credited"]) if event["credited"] else None,
            say("notice.missing_credited", note=event["credit_note"]) if event.get("credit_note") else None,
        )
    )


def fetched_short_screen(event: Event, say: Say, *, for_house: bool = False) -> Screen:
    """What of an order our van did not get, and what becomes of it; who has the goods is not said."""
    rows = [
        say(
            "notice.short_damaged" if one["lack"] == "damaged" else "notice.fetched_missing",
            quantity=one["quantity"],
            name=clip(one["name"], 60),
        )
        for one in event["missing"][:10]
    ]
    day = _day(event["rest_on"])
    anew = say("notice.planned_anew_on", day=day) if day else say("notice.planned_anew")
    return Screen(
        lines(
            escape(clip(event["dealer_name"], 60)) if for_house else None,
            say("notice.fetched_short", number=event["order_number"]),
            *rows,
            _rest(event, say, anew),
        )
    )


def _rest(event: Event, say: Say, of_itself: str) -> str | None:
    """Where what was not there is now: on the order still (``of_itself``), on one of its own, or nowhere."""
    day, rest = _day(event["rest_on"]), event["rest_number"]
    if rest == event["order_number"]:
        return of_itself
    if not rest:
        return None
    return say("notice.short_rest_on", number=rest, day=day) if day else say("notice.short_rest", number=rest)


def count_screen(event: Event, say: Say) -> Screen:
    """What is to be counted: it was not found, and is not sold until then."""
    rows = [
        say("notice.count_line", sku=one["sku"], name=clip(one["name"], 60), quantity=one["quantity"])
        for one in event["missing"]
        if one["lack"] == "not_found"
    ]
    return Screen(lines(say("notice.count", warehouse=event["warehouse"]), *rows[:10]))


def to_credit_screen(event: Event, count: int, say: Say) -> Screen:
    """An invoice stands for more than the dealer got."""
    dealer = clip(event["dealer_name"], 60)
    return Screen(say("notice.to_credit", count, number=event["order_number"], dealer=dealer))


def refused_screen(event: Event, say: Say) -> Screen:
    """What was not accepted at the door, for the rep."""
    return Screen(
        lines(
            say(
                "notice.refused",
                dealer=clip(event["dealer_name"], 60),
                number=event["order_number"],
                shipment=event["number"],
            ),
            say("lack.refused", event["refused"]) if event["refused"] else None,
            say("lack.broken", event["damaged"]) if event["damaged"] else None,
            say("notice.missing_credited", note=event["credit_note"]) if event.get("credit_note") else None,
        )
    )


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
