"""What a button asks of a plan. Pure.

The wish travels in the button: "van" one more van, "early" half an hour earlier, "same" as it is, "lock.2"
the third route stays as it is (or no longer), "move.0.4.3" the fifth stop of the first route goes with the
fourth van of the depot.
"""

from __future__ import annotations

from dataclasses import replace

from bot.screen import OldButton
from core.dispatch.plan_types import HIRED, PlanView, Wishes, with_pin
from core.dispatch.types import Stop, key_of

MORE, EARLIER, SAME, LOCK, MOVE = "van", "early", "same", "lock", "move"
HALF_HOUR, MOST_EARLIER = 30, 240


def lock_word(route: int) -> str:
    return f"{LOCK}.{route}"


def move_word(route: int, stop: int, van: int) -> str:
    return f"{MOVE}.{route}.{stop}.{van}"


def wished(plan: PlanView, word: str) -> Wishes:
    """The plan's wishes with one more. Raises OldButton for what no button of this plan says."""
    wishes = plan.wishes
    match word.split("."):
        case ["same"]:
            return wishes
        case ["van"]:
            code = plan.spare[0].code if plan.spare else HIRED
            return replace(wishes, extra=(*wishes.extra, code))
        case ["early"]:
            return replace(wishes, earlier_minutes=min(wishes.earlier_minutes + HALF_HOUR, MOST_EARLIER))
        case ["lock", route]:
            return _locked(plan, _at(route, len(plan.routes)))
        case ["move", route, stop, van]:
            moved = stop_of(plan, _at(route, len(plan.routes)), stop)
            to = plan.fleet[_at(van, len(plan.fleet))].code
            return with_pin(wishes, key_of(moved), to)
    raise OldButton(word)


def stop_of(plan: PlanView, route: int, stop: str) -> Stop:
    stops = plan.routes[route].stops
    return stops[_at(stop, len(stops))]


def is_hired(plan: PlanView, word: str) -> bool:
    """Whether the wish is for a van that the house does not have: it can only be looked at."""
    return word == MORE and not plan.spare


def _locked(plan: PlanView, route: int) -> Wishes:
    code = plan.routes[route].van.code
    locked = plan.wishes.locked
    if code in locked:
        return replace(plan.wishes, locked=tuple(one for one in locked if one != code))
    return replace(plan.wishes, locked=(*locked, code))


def _at(text: str, count: int) -> int:
    if not (text.isdecimal() and text.isascii() and int(text) < count):
        raise OldButton(text)
    return int(text)
