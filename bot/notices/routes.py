"""What drivers hear of their routes, and dealers of when their goods come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from bot.notices.sends import Desk, send_job
from bot.office.routes.figure_lines import kilometres
from bot.office.routes.giving_screens import given_screen, taken_screen
from bot.office.routes.replan_screens import change_lines
from bot.screen import Screen, clip, fit, lines, listed, paragraphs
from core.dealers.types import Recipient
from core.dealers.use_cases.find_recipients import FindRecipients
from core.dispatch.types import Route, StopState
from core.dispatch.use_cases.plan_routes import ShowRoute
from core.i18n.phrases import Raw, Say
from core.infra.queue import NewJob
from core.kernel.actor import SYSTEM
from core.kernel.ids import DealerId, PersonId

Event = dict[str, Any]


async def route_published(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """The driver gets the whole route."""
    route = await desk.core.ask(SYSTEM, ShowRoute(UUID(event["route_id"])))
    return [
        send_job(entry, one, route_screen(route, desk.say(one)), subject=f"route:{route.id}")
        for one in await _driver(desk, event)
    ]


async def route_changed(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """The driver gets the difference, in lines."""
    route = await desk.core.ask(SYSTEM, ShowRoute(UUID(event["route_id"])))
    return [
        send_job(entry, one, changed_screen(route, event, desk.say(one)))
        for one in await _driver(desk, event)
    ]


async def route_given(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    """Who drove hears who drives on; who drives on gets the route. Somebody who only changes vans is both."""
    jobs = []
    if event["driver_id"] and event["driver_id"] != event["to_driver_id"]:
        before = await _driver(desk, event)
        jobs = [send_job(f"{entry}:given", one, given_screen(event, desk.say(one))) for one in before]
    route = await desk.core.ask(SYSTEM, ShowRoute(UUID(event["taken_id"])))
    for one in await _driver(desk, {"driver_id": event["to_driver_id"]}):
        say = desk.say(one)
        screen = taken_screen(route, event, route_screen(route, say), say)
        jobs.append(send_job(entry, one, screen, subject=f"route:{route.id}"))
    return jobs


async def window_told(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    return [send_job(entry, one, window_screen(event, desk.say(one))) for one in await _dealer(desk, event)]


async def delivery_put_off(desk: Desk, entry: str, event: Event) -> list[NewJob]:
    return [send_job(entry, one, put_off_screen(event, desk.say(one))) for one in await _dealer(desk, event)]


async def _driver(desk: Desk, event: Event) -> tuple[Recipient, ...]:
    return await desk.core.ask(SYSTEM, FindRecipients(person_id=PersonId(UUID(event["driver_id"]))))


async def _dealer(desk: Desk, event: Event) -> tuple[Recipient, ...]:
    return await desk.core.ask(SYSTEM, FindRecipients(dealer_id=DealerId(UUID(event["dealer_id"]))))


def route_screen(route: Route, say: Say) -> Screen:
    """A route as its driver reads it in the chat: times are the depot's."""
    say = replace(say, zone=route.depot.zone)
    head = say(
        "route.yours",
        len(route.stops),
        day=route.day,
        van=f"{route.van.code} {route.van.plate}".strip(),
        warehouse=route.depot.code,
        at=Raw(say.clock(route.starts_at)),
        km=kilometres(route.distance_m),
    )
    rows = []
    for stop in route.stops:
        since, until = stop.window or (stop.eta, stop.eta)
        rows.append(
            say(
                "route.stop",
                place=stop.position,
                since=Raw(say.clock(since)),
                until=Raw(say.clock(until)),
                dealer=clip(stop.dealer, 40),
            )
            + (" 📥" if stop.fetches else "")
        )
    return Screen(fit(paragraphs(head, lines(*rows))))


def changed_screen(route: Route, event: Event, say: Say) -> Screen:
    say = replace(say, zone=route.depot.zone)
    is_over = not any(stop.state is StopState.PLANNED for stop in route.stops)
    fetch = None
    if event["take_over"]:
        fetch = say("route.fetch", van=event["take_over"], at=clip(event["at"] or route.depot.name, 160))
    return Screen(
        fit(
            paragraphs(
                say("route.changed", van=route.van.code),
                fetch,
                say("route.over") if is_over else lines(*change_lines(route.changes, say)),
            )
        )
    )


def window_screen(event: Event, say: Say) -> Screen:
    since, until = (datetime.fromisoformat(event[name]) for name in ("since", "until"))
    key = "window.moved" if event["is_new"] else "window.told"
    if event.get("is_fetch"):
        key = "window.fetch_moved" if event["is_new"] else "window.fetch_told"
    if event["stop_id"] is None:
        key = "window.as_promised"
    broken = None
    if event.get("promised_since"):
        first, last = (datetime.fromisoformat(event[name]) for name in ("promised_since", "promised_until"))
        key = "window.instead"
        broken = say("window.broken", since=Raw(say.clock(first)), until=Raw(say.clock(last)))
    return Screen(
        lines(
            broken,
            say(key, since=since, until=Raw(say.clock(until))),
            _numbers(event, say),
        )
    )


def _numbers(event: Event, say: Say) -> str:
    key = "routes.fetched" if event.get("is_fetch") else "routes.orders"
    return say(key, orders=listed(event["orders"]))


def put_off_screen(event: Event, say: Say) -> Screen:
    key = "window.fetch_put_off" if event.get("is_fetch") else "window.put_off"
    return Screen(
        lines(
            say(key, day=date.fromisoformat(event["day"])),
            _numbers(event, say),
        )
    )
