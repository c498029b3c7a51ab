"""Day plans on a phone: the whole day, one van, what a change would do, who is left out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.office.routes import callbacks as tap
from bot.office.routes.callbacks import RouteTap, VanPageTap
from bot.office.routes.figure_lines import figure_changes, hours, kilograms, kilometres
from bot.office.routes.road_lines import trouble_lines
from bot.office.routes.wishing import EARLIER, MORE, SAME, is_hired, lock_word, move_word
from bot.screen import Button, Screen, clip, escape, grid, lines, listed, paragraphs, short_id
from core.dispatch.plan_types import Figures, LeftOut, PlanView, Remedy, RoadSource
from core.dispatch.types import LIVE_ROUTES, OPEN_STOPS, Route, RouteState, Stop, StopState, Van
from core.dispatch.use_cases.plan_routes import Comparison
from core.i18n.phrases import Raw, Say

PAGE, MOST_VANS, MOST_LOST, MOST_MOVED = 20, 16, 8, 10
MOST_LISTED = 40
DOUBTFUL = (RoadSource.UNANSWERED, RoadSource.PARTLY, RoadSource.UNREADABLE)
_MARKS = {
    StopState.PLANNED: "▫️",
    StopState.ARRIVED: "📍",
    StopState.DONE: "✅",
    StopState.FAILED: "↩️",
    StopState.CANCELLED: "🚫",
}


def _local(plan: PlanView, say: Say) -> Say:
    """Times of a plan are the depot's, wherever its reader is."""
    return replace(say, zone=plan.depot.zone)


def plan_screen(plan: PlanView, say: Say, *, unpicked: int = 0, notice: str | None = None) -> Screen:
    """The day at a glance, a line a van, and what can be done."""
    say = _local(plan, say)
    state = "routes.published" if plan.published_at else "routes.draft"
    text = paragraphs(
        notice,
        lines(
            say("routes.title", day=plan.day, warehouse=plan.depot.code),
            f"<i>{say(state)}</i>",
        ),
        figures_text(plan.figures, say),
        lines(*(_van_line(route, say) for route in plan.routes[:MOST_VANS])),
        lines(
            say("routes.earlier", plan.wishes.earlier_minutes) if plan.wishes.earlier_minutes else None,
            say("routes.lost", len(plan.left_out)) if plan.left_out else None,
            *(f"• {_lost_short(one, say)}" for one in plan.left_out[:3]),
            *_promises(plan, say),
            say("routes.unpicked", unpicked) if unpicked else None,
            *trouble_lines(plan.troubles, plan.day, say),
            say("roads.outdated" if plan.published_at is None else "roads.outdated_published")
            if plan.is_outdated
            else None,
            say(f"roadsource.{plan.roads.value}") if plan.roads in DOUBTFUL else None,
        ),
    )
    return Screen(text, _plan_buttons(plan, say))


def _promises(plan: PlanView, say: Say) -> tuple[str | None, ...]:
    """What becomes of the windows that dealers took."""
    return (
        say("routes.promises_kept", plan.kept) if plan.kept else None,
        say("routes.promises_broken", dealers=listed(plan.broken)) if plan.broken else None,
    )


def figures_text(figures: Figures, say: Say) -> str:
    return lines(
        say("routes.size", figures.stops, vans=say("routes.vans", figures.vans)),
        say(
            "routes.work",
            km=kilometres(figures.distance_m),
            hours=hours(figures.drive_seconds),
            cost=figures.cost,
            co2=kilograms(figures.co2_g),
        ),
        say(
            "routes.saving",
            percent=Raw(say.percent(figures.saved_basis_points)),
            given=kilometres(figures.given_m),
        )
        if figures.saved_basis_points > 0
        else None,
    )


def _van_line(route: Route, say: Say) -> str:
    weight = sum(stop.weight_g for stop in route.stops if not stop.fetches)
    return say(
        "routes.van",
        len(route.stops),
        van=_van_name(route, say),
        since=Raw(say.clock(route.starts_at)),
        until=Raw(say.clock(route.ends_at)),
        km=kilometres(route.distance_m),
        cost=route.cost,
        full=Raw(say.percent(min(weight * 10_000 // max(route.van.max_weight_g, 1), 10_000) // 100 * 100)),
    )


def _van_name(route: Route, say: Say) -> Raw:
    driver = f" {escape(clip(route.driver, 24))}" if route.driver else ""
    trip = f" ({say('routes.trip', number=route.trip)})" if route.trip > 1 else ""
    lock = " 🔒" if route.is_locked else ""
    given = f" ({say('routes.given')})" if route.state is RouteState.GIVEN else ""
    return Raw(f"<b>{escape(route.van.code)}</b>{driver}{trip}{given}{lock}")


def _plan_buttons(plan: PlanView, say: Say) -> tuple[tuple[Button, ...], ...]:
    vans = grid(
        (
            _button(plan, f"🚚 {route.van.code} · {len(route.stops)}", tap.ROUTE, n=at)
            for at, route in enumerate(plan.routes[:MOST_VANS])
        ),
        2,
    )
    looks = [_button(plan, say("button.map"), tap.MAP, n=-1)]
    if plan.left_out:
        looks.append(_button(plan, say("button.lost"), tap.LOST))
    if plan.published_at is not None:
        return (*vans, tuple(looks))
    return (
        *vans,
        (
            _button(plan, say("button.more_vans"), tap.WHAT_IF, x=MORE),
            _button(plan, say("button.start_earlier"), tap.WHAT_IF, x=EARLIER),
        ),
        tuple(looks),
        (
            _button(plan, say("button.plan_again"), tap.DO, x=SAME),
            _button(plan, say("button.publish"), tap.ASK_PUBLISH),
        ),
    )


def _button(plan: PlanView, text: str, act: str, *, n: int = 0, x: str = "") -> Button:
    return Button(text, RouteTap(act=act, plan=short_id(plan.id), v=plan.version, n=n, x=x).pack())


def route_screen(plan: PlanView, at: int, page: int, say: Say) -> Screen:
    """One van: its stops with their times, and what can be moved."""
    say, route = _local(plan, say), plan.routes[at]
    shown = route.stops[page * PAGE : (page + 1) * PAGE]
    text = paragraphs(
        lines(say("routes.title", day=plan.day, warehouse=plan.depot.code), _van_line(route, say)),
        lines(*(_stop_line(stop, say) for stop in shown)),
    )
    moves: tuple[tuple[Button, ...], ...] = ()
    if plan.published_at is None:
        moves = grid(
            (
                _button(plan, f"↔️ {stop.position}", tap.STOP, n=at, x=str(page * PAGE + place))
                for place, stop in enumerate(shown)
            ),
            5,
        )
    pages = [
        _button(plan, "◀️" if to < page else "▶️", tap.ROUTE, n=at, x=str(to))
        for to in (page - 1, page + 1)
        if 0 <= to * PAGE < len(route.stops)
    ]
    lock = say("button.unlock_van" if route.is_locked else "button.lock_van")
    return Screen(
        text,
        (
            *moves,
            tuple(pages),
            (
                _button(plan, say("button.map"), tap.MAP, n=at),
                *([_button(plan, lock, tap.WHAT_IF, x=lock_word(at))] if plan.published_at is None else []),
                *([_button(plan, say("button.give_route"), tap.GIVE, n=at)] if can_be_given(route) else []),
            ),
            (_button(plan, say("button.back"), tap.OPEN),),
        ),
    )


def can_be_given(route: Route) -> bool:
    """Whether another driver could go on with it."""
    return route.state in LIVE_ROUTES and any(stop.state in OPEN_STOPS for stop in route.stops)


def _stop_line(stop: Stop, say: Say) -> str:
    window = ""
    if stop.window is not None:
        window = f" · {say.clock(stop.window[0])}–{say.clock(stop.window[1])}"
    words = say(
        "routes.stop",
        place=stop.position,
        at=Raw(say.clock(stop.eta)),
        dealer=clip(stop.dealer, 40),
        weight=kilograms(stop.weight_g),
        cost=stop.cost,
    )
    urgent = " ❗️" if stop.is_urgent else ""
    fetched = " 📥" if stop.fetches else ""
    return f"{_MARKS[stop.state]} {words}{urgent}{fetched}{window}"


def stop_screen(plan: PlanView, at: int, stop_at: int, say: Say) -> Screen:
    """Which van a stop is to go with."""
    route = plan.routes[at]
    stop = route.stops[stop_at]
    text = paragraphs(
        say("routes.move_which", dealer=clip(stop.dealer, 60), van=route.van.code),
        lines(
            escape(clip(stop.address, 200)) or None,
            say("routes.fetched" if stop.fetches else "routes.orders", orders=listed(stop.orders)),
            say(
                "routes.share",
                km=kilometres(stop.distance_m),
                cost=stop.cost,
                co2=kilograms(stop.co2_g),
            ),
        ),
    )
    others = [(number, van) for number, van in enumerate(plan.fleet) if van.id != route.van.id]
    buttons = [
        _button(plan, _van_button(van), tap.WHAT_IF, x=move_word(at, stop_at, number))
        for number, van in others[:MOST_VANS]
    ]
    return Screen(text, (*grid(buttons, 2), (_button(plan, say("button.back"), tap.ROUTE, n=at),)))


def _van_button(van: Van) -> str:
    return f"🚚 {van.code}" + ("" if van.is_active else " 💤")


def comparison_screen(found: Comparison, word: str, say: Say) -> Screen:
    """What a change would do, beside what is planned; nothing is done yet."""
    plan = found.plan
    text = paragraphs(
        say(f"routesif.{word.partition('.')[0]}"),
        figure_changes(found.plan.figures, found.then, say),
        lines(
            say("routes.moves", len(found.moved)) if found.moved else say("routes.no_moves"),
            *(
                f"• {escape(clip(one.dealer, 40))}: {escape(one.was or '—')} → {escape(one.now or '—')}"
                for one in found.moved[:MOST_MOVED]
            ),
            "…" if len(found.moved) > MOST_MOVED else None,
        ),
        say("routes.hired") if is_hired(plan, word) else None,
    )
    back = _button(plan, say("button.back"), tap.OPEN)
    if is_hired(plan, word):
        return Screen(text, ((back,),))
    return Screen(text, ((_button(plan, say("button.do_it"), tap.DO, x=word), back),))


def lost_screen(plan: PlanView, page: int, say: Say) -> Screen:
    """Who is not served, why, and the smallest change that would help."""
    shown = plan.left_out[page * MOST_LOST : (page + 1) * MOST_LOST]
    blocks = [
        lines(
            f"• {_lost_short(one, say)}",
            say("routes.orders", orders=listed(one.orders)),
            *(f"   💡 {remedy_text(help_, say)}" for help_ in one.remedies[:3]),
        )
        for one in shown
    ]
    pages = [
        _button(plan, "◀️" if to < page else "▶️", tap.LOST, n=to)
        for to in (page - 1, page + 1)
        if 0 <= to * MOST_LOST < len(plan.left_out)
    ]
    return Screen(
        paragraphs(say("routes.lost", len(plan.left_out)), *blocks),
        (tuple(pages), (_button(plan, say("button.back"), tap.OPEN),)),
    )


def _lost_short(one: LeftOut, say: Say) -> str:
    why = say(f"unserved.{one.why[0]}") if one.why else say("unserved.full")
    return f"{escape(clip(one.dealer, 40))}: {why}"


def remedy_text(remedy: Remedy, say: Say) -> str:
    """The smallest change of its kind that would help, in words."""
    amount: object = remedy.amount
    if remedy.kind == "window":
        key = "remedy.window_earlier" if remedy.amount < 0 else "remedy.window_later"
        return say(key, minutes=-(-abs(remedy.amount) // 60))
    if remedy.kind == "weight":
        amount = kilograms(remedy.amount)
    elif remedy.kind == "volume":
        amount = Decimal(remedy.amount).scaleb(-3).quantize(Decimal("0.1"))
    return say(f"remedy.{remedy.kind}", amount=amount, van=remedy.van, skills=listed(remedy.skills))


def publish_screen(plan: PlanView, say: Say) -> Screen:
    """What publishing tells whom, before it does."""
    drivers = list(dict.fromkeys(f"{route.van.code} {route.van.driver}".strip() for route in plan.routes))
    text = paragraphs(
        say("routes.publish_ask", day=plan.day, warehouse=plan.depot.code),
        lines(
            say("routes.publish_drivers", drivers=listed(drivers)),
            say("routes.publish_dealers", plan.figures.stops),
            say("routes.lost", len(plan.left_out)) if plan.left_out else None,
            *_promises(plan, say),
        ),
    )
    return Screen(
        text,
        (
            (
                _button(plan, say("button.publish"), tap.PUBLISH),
                _button(plan, say("button.back"), tap.OPEN),
            ),
        ),
    )


def vans_screen(vans: Sequence[Van], say: Say, page: int = 0) -> Screen:
    """Every van with its driver and what it carries, a page of them."""
    if not vans:
        return Screen(say("vans.none"))
    last = (len(vans) - 1) // MOST_LISTED
    page = min(max(page, 0), last)
    rows = [
        say(
            "vans.line",
            van=Raw(f"<b>{escape(van.code)}</b>"),
            warehouse=van.warehouse,
            plate=clip(van.plate, 20) or "–",
            driver=clip(van.driver, 40) or "–",
            weight=Decimal(van.max_weight_g).scaleb(-3).quantize(Decimal(1)),
            since=Raw(van.shift_from),
            until=Raw(van.shift_until),
        )
        + ("" if van.is_active else f" · {say('vans.spare')}")
        for van in vans[page * MOST_LISTED : (page + 1) * MOST_LISTED]
    ]
    turns = tuple(
        Button("◀️" if to < page else "▶️", VanPageTap(n=to).pack())
        for to in (page - 1, page + 1)
        if 0 <= to <= last
    )
    title = say("vans.title", len(vans)) + (f" · {page + 1}/{last + 1}" if last else "")
    return Screen(lines(title, *rows), (turns,) if turns else ())
