"""Buttons of day plans."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

OPEN, ROUTE, MAP, STOP, WHAT_IF, DO, LOST, ASK_PUBLISH, PUBLISH = "o", "r", "m", "s", "w", "d", "u", "p", "P"
GIVE = "g"


class RouteTap(CallbackData, prefix="rt1"):
    """v: version of the plan that was seen. n: place of a route in the plan, or a page. x: more."""

    act: str
    plan: str
    v: int
    n: int = 0
    x: str = ""


class VanPageTap(CallbackData, prefix="vp1"):
    """n: page of the list of vans."""

    n: int
