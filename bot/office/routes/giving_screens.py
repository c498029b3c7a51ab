"""What giving the rest of a route to another driver means, and what both drivers read of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.screen import Screen, clip, fit, lines, listed, paragraphs
from core.dispatch.types import Route
from core.dispatch.use_cases.give_route import Giving
from core.i18n.phrases import Say

_NAME, _PLACE = 40, 160


def giving_text(found: Giving, say: Say) -> str:
    """Who drives what from now on, what stays with whom, and that no dealer hears of it."""
    route, driver = found.route, clip(found.route.driver, _NAME)
    named = [clip(one, _NAME) for one in found.rest]
    return paragraphs(
        say(
            "routes.give_title",
            day=found.plan.day,
            was=f"{route.van.code} {driver}".strip(),
            now=f"{found.van.code} {clip(found.driver, _NAME)}".strip(),
        ),
        lines(
            say("routes.give_made", found.made, driver=driver) if found.made else None,
            say("routes.give_rest", len(found.rest), dealers=listed(named)),
            say("routes.give_standing", driver=driver, dealer=clip(found.stands_at, _NAME))
            if found.stands_at
            else None,
            say(
                "routes.give_fetch",
                van=route.van.code,
                at=clip(found.at or route.depot.name, _PLACE),
            )
            if found.is_another_van
            else None,
        ),
        lines(say("routes.give_money", driver=driver), say("routes.give_quiet")),
    )


def given_screen(event: Mapping[str, Any], say: Say) -> Screen:
    """For who drove until now."""
    return Screen(
        say(
            "route.given",
            event["stops"],
            van=event["van"],
            driver=clip(event["to_driver"], _NAME),
        )
    )


def taken_screen(route: Route, event: Mapping[str, Any], mine: Screen, say: Say) -> Screen:
    """For who drives on: from whom, what is done already, where the goods are. mine: the route itself."""
    fetch = None
    if event["van"] != event["onto"]:
        fetch = say("route.fetch", van=event["van"], at=clip(event["at"] or route.depot.name, _PLACE))
    head = lines(
        say("route.taken", driver=clip(event["driver"], _NAME), van=route.van.code),
        say("route.made_before", event["made"]) if event["made"] else None,
        fetch,
        say("route.open_phone"),
    )
    return Screen(fit(paragraphs(head, mine.text)))
