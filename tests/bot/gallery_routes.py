"""Screens of vans, day plans and what drivers and dealers hear of them, drawn from sample values."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.dealer.tracking.screens import ahead_text
from bot.notices.routes import changed_screen, put_off_screen, route_screen, window_screen
from bot.office.routes import screens
from bot.office.routes.giving_screens import given_screen, giving_text, taken_screen
from bot.office.routes.policy import routing_screen
from bot.office.routes.replan_screens import foreseen_text
from bot.office.routes.road_lines import day_text, draft_text
from bot.screen import Screen
from core.dispatch.plan_types import (
    AS_USUAL,
    POLICY_BOUNDS,
    LeftOut,
    PlanView,
    Remedy,
    RoadSource,
    RoadTrouble,
    RoutingPolicy,
    Wishes,
    end_of,
)
from core.dispatch.types import (
    ChangeKind,
    Depot,
    Fetch,
    FetchKind,
    Position,
    Route,
    RouteChange,
    RouteState,
    Stop,
    StopState,
    Van,
)
from core.dispatch.use_cases.count_ahead import Ahead
from core.dispatch.use_cases.give_route import Giving
from core.dispatch.use_cases.keep_roads import DayForeseen
from core.dispatch.use_cases.plan_routes import Comparison, Moved
from core.dispatch.use_cases.replan_routes import Foreseen, WindowMove
from core.i18n.phrases import Say
from core.kernel.ids import DealerId, PersonId, WarehouseId
from core.kernel.money import Money

Draw = Callable[[Say], Screen]
NOW = datetime(2025, 10, 15, 9, 0, tzinfo=UTC)
ID = uuid.UUID(int=7)
WORST = "<b>& 超长 ‮name‬ " + "x" * 200
DEPOT = Depot(
    WarehouseId(ID), "LA", "Los Angeles", "America/Los_Angeles", "1 Dock Road", Position(34.0, -118.2)
)


def _money(minor: int) -> Money:
    return Money(minor, "USD")


def van(code: str, name: str = "Dana", *, is_active: bool = True) -> Van:
    return Van(
        uuid.uuid5(ID, code), code, f"Van {code}", "8ABC123", WarehouseId(ID), "LA", PersonId(ID), name,
        1_000_000, 9_000_000, _money(50), _money(2_000), _money(5_000), 250, ("lift",), "07:00", "17:00", 30,
        is_active,
    )  # fmt: skip


def stop(position: int, dealer: str = "Corner Shop", **more: Any) -> Stop:
    made = Stop(
        uuid.UUID(int=position), ID, position, StopState.PLANNED, DealerId(ID), dealer, ID,
        f"{dealer}, 1 Main St", Position(34.0 + position / 100, -118.2), (ID,),
        (f"B2B-2025-{position}",), None,
        NOW + timedelta(minutes=15 * position), 10, 100_000, 50_000, 4_200, _money(420), 1_050,
    )  # fmt: skip
    if position % 3 == 0:
        made = replace(made, fetches=(Fetch(FetchKind.PURCHASE, ID, f"PO-2025-{position}"),))
    return replace(made, **more)


def route(code: str, *stops: Stop, driver: str = "Dana", **more: Any) -> Route:
    made = Route(
        uuid.uuid5(ID, f"route {code}"), ID, date(2025, 10, 15), RouteState.PLANNED, 1, 1, van(code, driver),
        PersonId(ID), DEPOT, NOW, NOW + timedelta(hours=6), 42_000, 5_400, _money(12_345), 10_500,
        False, stops,
    )  # fmt: skip
    return replace(made, **more)


LOST = (
    LeftOut("a", DealerId(ID), "North Shop", ("B2B-2025-9",), ("no_position",)),
    LeftOut(
        "b", DealerId(ID), WORST, ("B2B-2025-10",), ("window",),
        (
            Remedy("window", -1_200), Remedy("window", 1_800), Remedy("weight", 12_500),
            Remedy("volume", 80_000, "V1"), Remedy("skill", 0, "V1", ("fridge",)), Remedy("van", 1, "V1"),
        ),
    ),
)  # fmt: skip
PLAN = PlanView(
    ID, DEPOT, date(2025, 10, 15), 3, None,
    (route("V1", stop(1), stop(2, is_urgent=True)), route("V2", stop(1, WORST), is_locked=True, trip=2)),
    LOST, Wishes(earlier_minutes=30), 99_000, "USD", (van("V1"), van("V2"), van("V3", is_active=False)),
)  # fmt: skip
WINDOW = (NOW, NOW + timedelta(hours=2))
BIG = replace(
    PLAN,
    published_at=NOW,
    routes=tuple(
        route(
            f"{'V' * 15}{at}",
            *(stop(n, WORST, window=WINDOW, state=list(StopState)[n % 5]) for n in range(1, 61)),
            driver=WORST,
        )
        for at in range(30)
    ),
    left_out=LOST * 30,
)
DRAFT_OF_MANY = replace(
    BIG, published_at=None, version=12_345, fleet=tuple(van(f"V{at}") for at in range(40))
)
CHANGES = (
    RouteChange(ChangeKind.ADDED, ID, "Corner Shop", now="3"),
    RouteChange(ChangeKind.REMOVED, ID, WORST),
    RouteChange(ChangeKind.MOVED, ID, "Corner Shop", "1", "4"),
    RouteChange(ChangeKind.WINDOW, ID, "Corner Shop", NOW.isoformat(), WINDOW[1].isoformat()),
)
HERE = Position(34.05, -118.2)
GREATEST = RoutingPolicy(**{name: most for name, (_, most) in POLICY_BOUNDS.items()})
DAY_LONG = (PLAN.day, end_of(PLAN.day, DEPOT.zone))
LATER = (PLAN.day, end_of(PLAN.day, DEPOT.zone, date(2025, 10, 31)))
ROADS = (
    RoadTrouble(("Corner Shop",), (HERE,), 2_000, None, PLAN.day, end_of(PLAN.day, DEPOT.zone, "14:00")),
    RoadTrouble((WORST, "34.10000, -118.20000"), (HERE, Position(34.1, -118.2)), 0, 80, *DAY_LONG),
    *(RoadTrouble((f"{WORST}{at}",), (HERE,), 500, 400, *LATER) for at in range(10)),
)
EVENT = {
    "stop_id": "x",
    "orders": ["B2B-2025-7891"],
    "since": NOW.isoformat(),
    "until": WINDOW[1].isoformat(),
}


@dataclass(frozen=True)
class VanRest:
    """What a van does from now on, as far as a screen looks at it."""

    van: str
    lines: tuple[RouteChange, ...]
    take_over: str = ""


def _foreseen(**more: Any) -> Foreseen:
    vans: Any = more.pop("vans", (VanRest("V1", CHANGES, "V2"), VanRest("V2", ())))
    told = more.pop("told", (WindowMove("Corner Shop", WINDOW, WINDOW), WindowMove(WORST, None, WINDOW)))
    return Foreseen(PLAN, vans, told, more.pop("put_off", ("North Shop",)))


def _of(screen: Callable[..., Screen], *values: Any, **more: Any) -> Draw:
    return lambda say: screen(*values, say, **more)


def route_samples() -> Iterator[tuple[str, Draw]]:
    """Name and drawing of each screen."""
    live = replace(PLAN.routes[0], state=RouteState.STARTED, named=WORST)
    out = replace(live, state=RouteState.GIVEN)
    yield "a day planned", _of(screens.plan_screen, PLAN, unpicked=3)
    yield (
        "a day published",
        _of(screens.plan_screen, replace(PLAN, published_at=NOW, left_out=()), notice="✅"),
    )
    yield "a day on reckoned roads", _of(screens.plan_screen, replace(PLAN, roads=RoadSource.UNANSWERED))
    for roads in (RoadSource.PARTLY, RoadSource.UNREADABLE):
        yield f"a day on {roads.value} roads", _of(screens.plan_screen, replace(PLAN, roads=roads))
    yield "a great day planned", _of(screens.plan_screen, DRAFT_OF_MANY, unpicked=12)
    yield "a great day published", _of(screens.plan_screen, BIG)
    for at in (0, 1):
        yield f"route {at}", _of(screens.route_screen, PLAN, at, 0)
    for page in (0, 1, 2):
        yield f"a great route, page {page}", _of(screens.route_screen, DRAFT_OF_MANY, 29, page)
    yield "a stop to move", _of(screens.stop_screen, PLAN, 0, 1)
    yield "a stop to move among many vans", _of(screens.stop_screen, DRAFT_OF_MANY, 29, 59)
    for word in ("van", "early", "lock.0", "move.0.1.1"):
        for plan in (PLAN, replace(PLAN, fleet=())):
            then = Comparison(plan, plan.figures, (Moved("Corner Shop", "V1", ""),), LOST)
            yield f"what if {word}, {len(plan.fleet)} vans", _of(screens.comparison_screen, then, word)
    many = Comparison(PLAN, PLAN.figures, tuple(Moved(WORST, "V1", "V2") for _ in range(40)), ())
    yield "what if many move", _of(screens.comparison_screen, many, "early")
    yield "what if none moves", _of(screens.comparison_screen, replace(many, moved=()), "early")
    for page in (0, 5):
        yield f"not served, page {page}", _of(screens.lost_screen, BIG, page)
    yield "to publish", _of(screens.publish_screen, PLAN)
    yield "much to publish", _of(screens.publish_screen, DRAFT_OF_MANY)
    for name, policy in (("usual", AS_USUAL), ("greatest", GREATEST)):
        yield f"the {name} routing policy", _of(routing_screen, policy, "USD")
    yield "no vans", _of(screens.vans_screen, ())
    yield "vans", _of(screens.vans_screen, (van("V1"), van("V2", WORST, is_active=False)))
    yield "many vans", _of(screens.vans_screen, tuple(van(f"V{at}", WORST) for at in range(90)))
    for page in (2, 9):
        fleet = tuple(van(f"V{at}", WORST) for at in range(90))
        yield f"many vans, page {page}", _of(screens.vans_screen, fleet, page=page)
    promised = replace(PLAN, kept=7, broken=("Corner Shop", WORST))
    yield "a day planned with promises", _of(screens.plan_screen, promised)
    yield "promises to publish", _of(screens.publish_screen, promised)
    for published in (None, NOW):
        plan = replace(PLAN, troubles=ROADS, is_outdated=True, published_at=published)
        yield f"a day with closed roads, published {published}", _of(screens.plan_screen, plan)
    worse = Comparison(PLAN, PLAN.figures, (), LOST)
    yield "a draft round closed roads", lambda say: Screen(draft_text(worse, ROADS, say))
    yield "a draft on free roads", lambda say: Screen(draft_text(worse, (), say))
    unplanned = DayForeseen(DEPOT, PLAN.day, ROADS)
    yield "a day to come with closed roads", lambda say: Screen(day_text(unplanned, say))
    due = replace(unplanned, now=PLAN.figures, then=PLAN.figures, put_off=("Corner Shop", WORST))
    yield "a day to come that is due", lambda say: Screen(day_text(due, say))
    troubled = replace(_foreseen(), roads=ROADS[:3])
    yield "the rest of a day round closed roads", lambda say: Screen(foreseen_text(troubled, say))
    freed = replace(_foreseen(), plan=replace(PLAN, troubles=ROADS))
    yield "the rest of a day on free roads", lambda say: Screen(foreseen_text(freed, say))
    yield "the rest of a day", lambda say: Screen(foreseen_text(_foreseen(), say))
    quiet = _foreseen(vans=(VanRest("V1", ()),), told=(), put_off=())
    yield "the rest of a day as it was", lambda say: Screen(foreseen_text(quiet, say))
    yield (
        "a driver's route",
        _of(route_screen, replace(PLAN.routes[0], stops=(stop(1, window=WINDOW), stop(2)))),
    )
    yield "a driver's great route", _of(route_screen, BIG.routes[0])
    changed = replace(PLAN.routes[0], changes=CHANGES)
    yield "a route changed", _of(changed_screen, changed, {"take_over": "V2", "at": "1 Main St"})
    yield "a route changed, from the depot", _of(changed_screen, changed, {"take_over": "V2", "at": ""})
    yield "a route over", _of(changed_screen, replace(changed, stops=()), {"take_over": "", "at": ""})
    for name, dealers in (("", ("Corner Shop",)), ("great ", (WORST,) * 40)):
        for onto in ("V1", "V3"):
            giving = Giving(PLAN, out, van(onto), WORST, 7, dealers, WORST, "1 Main St" * len(name))
            yield f"a {name}route given, {onto}", lambda say, one=giving: Screen(giving_text(one, say))
    given = {"van": "V1", "onto": "V3", "driver": WORST, "to_driver": WORST, "made": 1, "stops": 3, "at": ""}
    yield "your route given", _of(given_screen, given)
    for great in (False, True):
        route_of = BIG.routes[0] if great else out
        yield (
            f"a route taken over, great {great}",
            lambda say, one=route_of: taken_screen(one, given, route_screen(one, say), say),
        )
    yield "a day with a given route", _of(screens.plan_screen, replace(PLAN, published_at=NOW, routes=(out,)))
    yield "a route to give", _of(screens.route_screen, replace(PLAN, published_at=NOW, routes=(live,)), 0, 0)
    yield "a window", _of(window_screen, EVENT | {"is_new": False})
    yield "another window", _of(window_screen, EVENT | {"is_new": True})
    for is_new in (False, True):
        fetch = EVENT | {"is_new": is_new, "is_fetch": True}
        yield f"a window to fetch, {is_new}", _of(window_screen, fetch)
    yield "a window as promised", _of(window_screen, EVENT | {"is_new": False, "stop_id": None})
    broken = {"promised_since": EVENT["since"], "promised_until": EVENT["until"]}
    yield "a promise that is broken", _of(window_screen, EVENT | {"is_new": False} | broken)
    coming = Ahead(("B2B-2025-7891",), 0, NOW, "UTC", is_out=False, is_here=False)
    said = ((0, False, False), (1, False, False), (0, True, False), (7, True, False), (0, True, True))
    rows = tuple(
        replace(coming, stops=stops, is_out=is_out, is_here=is_here) for stops, is_out, is_here in said
    )
    yield "stops before", lambda say: Screen(ahead_text(rows, say))
    yield "one stop before", lambda say: Screen(ahead_text(rows[3:4], say))
    yield "put off", _of(put_off_screen, EVENT | {"day": "2025-10-15"})
    yield "put off, to fetch", _of(put_off_screen, EVENT | {"day": "2025-10-15", "is_fetch": True})
