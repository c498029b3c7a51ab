"""The rest of a day as a problem of the routing engine, and what it changes for whom (H2). Pure.

RULE done: stops that were served, given up, or where the van stands right now stay as they are; the van goes
on from the last of them.
RULE where: a van is where its phone plausibly says (`standing`), else where it made its last stop.
RULE loaded: goods that are on a van stay on it, unless it is broken: then another van fetches them where it
stands, or in the depot where it had not left. Several may break down at once: each is fetched from by the
nearest van that has no other to fetch from, and the vans that are left fetch from the nearest.
RULE fetched: goods that a van has fetched ride along all day. Those that are still to be fetched any van may,
but one that has to take over a broken van's goods first, with an empty van.
RULE kept: a window that was told costs MISSED_WINDOW to miss, one that was promised BROKEN_PROMISE, and a
stop that changes its van, or its place in the loaded order, has a price, so that a driver reads few lines.
RULE cancelled: a stop without goods any more is called off; its dealer, who took it back, hears nothing.
RULE lines: of a route's stops those that are new, gone, out of their old order, or told another window.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.dispatch.engine.blocking import DEPOT
from core.dispatch.engine.problem import (
    DAY,
    MISSED_WINDOW,
    brought_of,
    costs_of,
    fetched_of,
    left_out,
    shift_of,
    windows_of,
)
from core.dispatch.engine.reading import RouteDraft, Solved, StopDraft
from core.dispatch.engine.standing import last_made
from core.dispatch.engine.windows import Window, stop_window
from core.dispatch.plan_types import DayFacts, Drop, Incident, IncidentKind, Wishes
from core.dispatch.types import ChangeKind, Position, Route, RouteState, Stop, StopState, Van, key_of
from core.routing import types as routing
from core.routing.engine.road_book import roads_between

_HAND_OVER = 900
# What only a van has that loads nowhere on its way (RULE fetched).
_STRAIGHT_HOME = "straight home"


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of a day. facts.drops: of all open stops, and what has become due since. phones: where
    vans are by their drivers' phones.
    """

    facts: DayFacts
    routes: tuple[Route, ...]
    now: datetime
    incident: Incident | None
    phones: Mapping[str, Position] = field(default_factory=dict)

    def is_broken(self, van: str) -> bool:
        incident = self.incident
        return incident is not None and incident.kind is IncidentKind.BROKEN and van in incident.vans

    def place_of(self, route: Route) -> Position | None:
        """RULE where; None: in the depot."""
        return self.phones.get(route.van.code) or whereabouts(route)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what changes on a route; was, now: places in the order, or windows' starts (ISO)."""

    kind: ChangeKind
    key: str
    dealer: str
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class VanRest:
    """The open stops of a van from now on, in their order, and what changed for its driver.

    take_over: the van whose goods it fetches before the new stops, "" for none.
    """

    van: str
    stops: tuple[StopDraft, ...]
    lines: tuple[Line, ...]
    take_over: str = ""


@dataclass(frozen=True, slots=True)
class Replanned:
    """The rest of the day as it could be. told: drops whose window is another one now, with it. put_off: open
    stops that nobody can serve on this day any more. called_off: those of cancelled orders."""

    vans: tuple[VanRest, ...]
    drafts: Mapping[str, tuple[RouteDraft, ...]]
    windows: Mapping[str, Window]
    told: tuple[str, ...]
    put_off: tuple[str, ...]
    called_off: tuple[str, ...]
    solved: Solved


def is_out(route: Route) -> bool:
    """Whether the van has left the depot with its goods, with this driver or the one before."""
    return (
        route.state is RouteState.STARTED
        or route.started_at is not None
        or any(stop.state in (StopState.ARRIVED, StopState.DONE, StopState.FAILED) for stop in route.stops)
    )


def open_stops(route: Route) -> tuple[Stop, ...]:
    """Those that can still be planned otherwise (RULE done)."""
    return tuple(stop for stop in route.stops if stop.state is StopState.PLANNED)


def whereabouts(route: Route) -> Position | None:
    """Where the van is as far as its stops tell; None: in the depot."""
    last = last_made(route)
    return None if last is None else last.place


def build_rest(rest: Rest) -> routing.Problem:
    """Times are seconds since the depot's midnight."""
    centre = rest.facts.depot.position
    if centre is None:
        raise ValueError("a depot without a position has no routes")
    drops = [drop for drop in rest.facts.drops if drop.place is not None]
    places = [routing.Place(DEPOT, centre.latitude, centre.longitude)]
    places += [routing.Place(one.key, one.place.latitude, one.place.longitude) for one in drops if one.place]
    for route in rest.routes:
        if is_out(route):
            here = rest.place_of(route) or centre
            places.append(routing.Place(_at(route.van.code), here.latitude, here.longitude))
    own = {route.van.code: route for route in rest.routes}
    lying = {code: _spot(own, code) for code in own if rest.is_broken(code)}
    going = [
        van for van in rest.facts.vans if not rest.is_broken(van.code) and (van.code in own or van.is_active)
    ]
    roads, _ = roads_between(rest.facts.roads, places)
    fetching = _fetching(going, own, tuple(dict.fromkeys(lying.values())), places, roads)
    again = [spot for spot in dict.fromkeys(lying.values()) if spot != DEPOT]
    return routing.Problem(
        places=places,
        roads=roads,
        vans=[_van(van, own.get(van.code), rest, fetching.get(van.code)) for van in going],
        stops=[_stop(drop, rest, own, lying) for drop in drops],
        depots=(routing.Depot(DEPOT), *(routing.Depot(spot, reload_seconds=_HAND_OVER) for spot in again)),
        change=routing.Change(
            tuple(
                routing.OldRoute(route.van.code, tuple(key_of(stop) for stop in open_stops(route)))
                for route in rest.routes
            ),
            moved=rest.facts.policy.moved,
            turned=rest.facts.policy.turned,
        ),
        currency=rest.facts.vans[0].cost_per_day.currency,
    )


def _at(van: str) -> str:
    return f"at:{van}"


def _spot(own: Mapping[str, Route], van: str) -> str:
    """Where a van is, as a place of the problem."""
    return _at(van) if van in own and is_out(own[van]) else DEPOT


def _fetching(
    going: Sequence[Van],
    own: Mapping[str, Route],
    spots: Sequence[str],
    places: Sequence[routing.Place],
    roads: routing.Roads,
) -> dict[str, str]:
    """From where each van that may fetches a broken one's goods (RULE loaded)."""
    at = {place.key: index for index, place in enumerate(places)}
    able = [van.code for van in going if van.code not in own or is_out(own[van.code])]
    ways = sorted(
        (int(roads.metres[at[_spot(own, van)], at[spot]]), van, spot) for van in able for spot in spots
    )
    found: dict[str, str] = {}
    for _, van, spot in ways:
        if van not in found and spot not in found.values():
            found[van] = spot
    for _, van, spot in ways:
        found.setdefault(van, spot)
    return found


def _van(van: Van, route: Route | None, rest: Rest, fetched: str | None) -> routing.Van:
    begins, ends = shift_of(van, rest.facts, Wishes())
    now = _seconds(rest, rest.now)
    out = route is not None and is_out(route)
    if route is not None:
        standing = [stop for stop in route.stops if stop.state is StopState.ARRIVED]
        for stop in standing:
            until = (stop.arrived_at or rest.now) + timedelta(minutes=stop.service_minutes)
            now = max(now, _seconds(rest, until))
    costs = costs_of(van)
    if route is not None:  # it goes out today anyway
        costs = routing.Costs(kilometre=costs.kilometre, hour=costs.hour, co2=costs.co2)
    # Whoever is to fetch a broken van's goods is on its way already, or leaves empty for it.
    fetches = fetched is not None and (out or fetched != DEPOT)
    return routing.Van(
        key=van.code,
        start=_at(van.code) if out else DEPOT,
        end=DEPOT,
        capacity=routing.Load(van.max_weight_g, van.max_volume_ml),
        shift=(max(begins, now), max(ends, max(begins, now))),
        costs=costs,
        skills=frozenset(van.skills) | (frozenset() if fetches else {_STRAIGHT_HOME}),
        pace=100 + _slower(rest, van.code),
        is_out=out or fetches,
        on_board=_fetched(route),
        trips=2 if fetches else 1,
        reloads_at=(fetched,) if fetches and fetched is not None else (),
    )


def _fetched(route: Route | None) -> routing.Load:
    """RULE fetched."""
    done = [
        stop
        for stop in (() if route is None else route.stops)
        if stop.fetches and stop.state in (StopState.ARRIVED, StopState.DONE)
    ]
    return routing.Load(sum(stop.weight_g for stop in done), sum(stop.volume_ml for stop in done))


def _slower(rest: Rest, van: str) -> int:
    incident = rest.incident
    if incident is None or incident.kind is not IncidentKind.SLOW or van not in (incident.vans or (van,)):
        return 0
    return incident.percent


def _seconds(rest: Rest, moment: datetime) -> int:
    return int(moment.timestamp() - rest.facts.midnight.timestamp())


def _stop(drop: Drop, rest: Rest, own: Mapping[str, Route], lying: Mapping[str, str]) -> routing.Stop:
    route, stop = next(
        ((route, stop) for route in own.values() for stop in open_stops(route) if key_of(stop) == drop.key),
        (None, None),
    )
    told = None if stop is None else stop.window
    lies = DEPOT if route is None else lying.get(route.van.code, DEPOT)
    stays = route is not None and is_out(route) and not rest.is_broken(route.van.code) and not drop.fetches
    return routing.Stop(
        key=drop.key,
        place=drop.key,
        load=brought_of(drop),
        windows=_windows(drop, rest, told),
        service=drop.receiving.service_minutes * 60,
        penalty=left_out(drop),
        skills=frozenset(drop.receiving.needs)
        | ({_STRAIGHT_HOME} if drop.fetches and lying else frozenset()),
        collect=fetched_of(drop),
        depot=None if stays or drop.fetches else lies,
        van=route.van.code if stays and route is not None else None,
        is_loaded=stays,
    )


def _windows(drop: Drop, rest: Rest, told: Window | None) -> tuple[routing.Window, ...]:
    hours = windows_of(drop, rest.facts)
    if told is None:
        return hours
    since, until = _seconds(rest, told[0]), _seconds(rest, told[1])
    dearer = tuple(routing.Window(one.opens, one.closes, max(one.price, MISSED_WINDOW)) for one in hours)
    if until <= _seconds(rest, rest.now):
        return dearer
    return routing.Window(max(since, 0), min(max(until, since), DAY)), *dearer


def read_rest(rest: Rest, solved: Solved) -> Replanned:
    """What the solved rest of the day means for each van and each dealer (RULE lines)."""
    drops = {drop.key: drop for drop in rest.facts.drops}
    before = {route.van.code: open_stops(route) for route in rest.routes}
    stops = {key_of(stop): stop for own in before.values() for stop in own}
    drafts: dict[str, tuple[RouteDraft, ...]] = {}
    for draft in solved.routes:
        drafts[draft.van] = (*drafts.get(draft.van, ()), draft)
    windows, told = {}, []
    for draft in solved.routes:
        for one in draft.stops:
            eta = _moment(rest, one.arrives)
            known = stops.get(one.key)
            old = None if known is None else known.window
            zone = rest.facts.depot.zone
            windows[one.key] = stop_window(
                old,
                eta,
                drops[one.key],
                rest.facts.day,
                zone,
                least=rest.facts.policy.least_move,
                now=rest.now,
            )
            if windows[one.key] != old:
                told.append(one.key)
    served = {stop.key for draft in solved.routes for stop in draft.stops}
    vans = tuple(
        _van_rest(van, drafts.get(van, ()), before.get(van, ()), drops, windows)
        for van in sorted({*before, *drafts})
    )
    lost = tuple(key for key in stops if key in drops and key not in served)
    bare = tuple(key for key in stops if key not in drops)
    return Replanned(vans, drafts, windows, tuple(told), lost, bare, solved)


def _van_rest(
    van: str,
    drafts: Sequence[RouteDraft],
    before: Sequence[Stop],
    drops: Mapping[str, Drop],
    windows: Mapping[str, Window],
) -> VanRest:
    after = tuple(stop for draft in drafts for stop in draft.stops)
    was, now = [key_of(stop) for stop in before], [stop.key for stop in after]
    old = {key_of(stop): stop for stop in before}
    lines = [Line(ChangeKind.REMOVED, key, old[key].dealer) for key in was if key not in now]
    steady = _in_old_order([key for key in now if key in old], was)
    for place, key in enumerate(now, start=1):
        if key not in old:
            lines.append(Line(ChangeKind.ADDED, key, drops[key].dealer, now=str(place)))
        elif key not in steady:
            lines.append(Line(ChangeKind.MOVED, key, drops[key].dealer, str(was.index(key) + 1), str(place)))
        stop = old.get(key)
        if stop is not None and stop.window is not None and windows[key] != stop.window:
            lines.append(
                Line(
                    ChangeKind.WINDOW,
                    key,
                    drops[key].dealer,
                    stop.window[0].isoformat(),
                    windows[key][0].isoformat(),
                )
            )
    loads = [draft.loads_at.removeprefix("at:") for draft in drafts if draft.loads_at != DEPOT]
    take_over = next((other for other in loads if other != van), "")
    return VanRest(van, after, tuple(lines), take_over)


def _in_old_order(now: Sequence[str], was: Sequence[str]) -> set[str]:
    """The most stops that kept their order among each other."""
    at = {key: place for place, key in enumerate(was)}
    best: list[list[str]] = []
    for key in now:
        before = [one for one in best if at[one[-1]] < at[key]]
        best.append([*max(before, key=_length), key] if before else [key])
    longest: list[str] = max(best, key=_length) if best else []
    return set(longest)


def _length(keys: Sequence[str]) -> int:
    return len(keys)


def _moment(rest: Rest, seconds: int) -> datetime:
    return datetime.fromtimestamp(rest.facts.midnight.timestamp() + seconds, tz=rest.facts.midnight.tzinfo)
