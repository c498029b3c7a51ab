"""Standing orders in the chat: set by taps, answered the evening before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.dealer.templates import callbacks as tap
from bot.dealer.templates.callbacks import StandingTap
from bot.dealer.templates.plans import Plan, plan_of, unpack
from bot.dealer.templates.screens import template_screen
from bot.dealer.templates.standing_screens import (
    period_screen,
    plan_screen,
    standing_buttons,
    standing_line,
)
from bot.screen import OldButton, Screen, clip, long_id
from bot.turn import Turn
from core.templates.use_cases.answer_period import ChangePeriod, ConfirmPeriod, ShowPeriod, SkipPeriod
from core.templates.use_cases.keep_template import ShowTemplate
from core.templates.use_cases.set_standing import EndStanding, PauseStanding, SetStanding


async def draw_template(turn: Turn, key: str, notice: str | None = None) -> Screen:
    """A template with its schedule."""
    card = await turn.ask(ShowTemplate(long_id(key)))
    said = "\n".join(one for one in (notice, standing_line(card, turn.say)) if one) or None
    return template_screen(card, turn.say, notice=said, more=standing_buttons(card, turn.say))


async def _plan(turn: Turn, data: StandingTap) -> None:
    card = await turn.ask(ShowTemplate(long_id(data.key)))
    known = plan_of(card.standing.schedule) if card.standing else Plan()
    await turn.redraw(plan_screen(card, unpack(data.x) if data.x else known, turn.say))


async def _start(turn: Turn, data: StandingTap) -> None:
    plan = unpack(data.x)
    template_id = long_id(data.key)
    if not plan.weekdays:
        card = await turn.ask(ShowTemplate(template_id))
        await turn.redraw(plan_screen(card, plan, turn.say, notice=turn.say("standing.no_day")))
        return
    await turn.execute(
        SetStanding(
            template_id,
            plan.every,
            plan.weekdays,
            plan.weeks,
            plan.day,
            plan.at,
            plan.on_holiday,
            plan.months,
        )
    )
    await turn.redraw(await draw_template(turn, data.key, turn.say("standing.set")))


async def _pause(turn: Turn, data: StandingTap) -> None:
    await turn.execute(PauseStanding(long_id(data.key), is_paused=bool(data.n)))
    await turn.redraw(await draw_template(turn, data.key))


async def _end(turn: Turn, data: StandingTap) -> None:
    await turn.execute(EndStanding(long_id(data.key)))
    await turn.redraw(await draw_template(turn, data.key, turn.say("standing.ended")))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise OldButton(text) from error


async def _confirm(turn: Turn, data: StandingTap) -> None:
    on = _day(data.x)
    name = await turn.execute(ConfirmPeriod(long_id(data.key), on))
    view = await turn.ask(ShowPeriod(long_id(data.key), on))
    await turn.redraw(Screen(turn.say("standing.confirmed", name=clip(name, 60), at=view.place_at)))


async def _skip(turn: Turn, data: StandingTap) -> None:
    on = _day(data.x)
    name = await turn.execute(SkipPeriod(long_id(data.key), on))
    await turn.redraw(Screen(turn.say("standing.skipped", name=clip(name, 60), day=on)))


async def _change(turn: Turn, data: StandingTap) -> None:
    view = await turn.ask(ShowPeriod(long_id(data.key), _day(data.x)))
    await turn.redraw(period_screen(view, turn.say, changing=True))


async def _step(turn: Turn, data: StandingTap) -> None:
    by = 1 if data.act == tap.MORE else -1
    await turn.execute(ChangePeriod(long_id(data.key), _day(data.x), data.n, by))
    await _change(turn, data)


TAPS: dict[str, Callable[[Turn, StandingTap], Awaitable[None]]] = {
    tap.PLAN: _plan,
    tap.START: _start,
    tap.PAUSE: _pause,
    tap.END: _end,
    tap.CONFIRM: _confirm,
    tap.SKIP: _skip,
    tap.CHANGE: _change,
    tap.MORE: _step,
    tap.LESS: _step,
}


async def on_standing_tap(_query: CallbackQuery, callback_data: StandingTap, turn: Turn) -> None:
    act = TAPS.get(callback_data.act)
    if act is None:
        raise OldButton(callback_data.act)
    await act(turn, callback_data)


def add_to(router: Router) -> None:
    """Register the handlers above."""
    router.callback_query.register(on_standing_tap, StandingTap.filter())
