"""Standing orders as a dealer sees them: the schedule, the evening before, what became of it. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from bot.dealer.ordering.amounts import amount
from bot.dealer.orders.callbacks import OrderTap
from bot.dealer.templates import callbacks as tap
from bot.dealer.templates.callbacks import StandingTap, TemplateTap
from bot.dealer.templates.plans import Plan
from bot.screen import Button, Screen, clip, lines, listed, paragraphs, short_id
from core.i18n.phrases import Raw, Say
from core.kernel.money import Money
from core.templates.types import Every, TemplateCard
from core.templates.use_cases.answer_period import PeriodView

_LINES = 20
_CHANGEABLE = 12
_NAME = 40
_WEEK = 7  # days that a tap on the day goes on
_LEAP = 8  # half hours that a tap on the time goes on
# Sentences of their own for why a standing order was not placed; all others say it in general.
REASONS = frozenset(
    {"blocked", "all_gone", "missed", "overdue", "credit_refused", "below_minimum", "stock_short", "no_price"}
)


def standing_buttons(card: TemplateCard, say: Say) -> tuple[Button, ...]:
    """Below a template: to set its schedule, or to stop it for a while or for ever."""
    key = short_id(card.template.id)
    if not card.may_edit:
        return ()
    plan = Button(say("button.standing"), StandingTap(act=tap.PLAN, key=key).pack())
    if card.standing is None:
        return (plan,)
    paused = card.standing.is_paused
    label = "button.resume" if paused else "button.pause"
    return (
        plan,
        Button(say(label), StandingTap(act=tap.PAUSE, key=key, n=0 if paused else 1).pack()),
        Button(say("button.end_standing"), StandingTap(act=tap.END, key=key).pack()),
    )


def standing_line(card: TemplateCard, say: Say) -> str | None:
    """How a template is ordered by itself; None where it is not."""
    if card.standing is None:
        return None
    if card.standing.is_paused:
        return say("standing.paused")
    return say("standing.next", at=card.next_at) if card.next_at else say("standing.over")


def rhythm(plan: Plan, say: Say) -> str:
    """ "Every 2 weeks: Mon, Thu at 08:00"."""
    if plan.every is Every.MONTH:
        return say("standing.monthly", day=plan.day, at=plan.at)
    names = ", ".join(say(f"weekday.{day}") for day in plan.weekdays) or "—"
    if plan.weeks == 1:
        return say("standing.each_week", days=Raw(names), at=plan.at)
    return say("standing.weekly", plan.weeks, days=Raw(names), at=plan.at)


def plan_screen(card: TemplateCard, plan: Plan, say: Say, *, notice: str | None = None) -> Screen:
    """A schedule put together by taps; nothing is set before Start."""
    key = short_id(card.template.id)

    def button(text: str, changed: Plan, act: str = tap.PLAN) -> Button:
        return Button(text, StandingTap(act=act, key=key, x=changed.pack()).pack())

    if plan.every is Every.WEEK:
        week = [
            button(("✅ " if plan.mask >> day & 1 else "") + say(f"weekday.{day}"), plan.toggled(day))
            for day in range(7)
        ]
        days = (tuple(week[:4]), tuple(week[4:]))
        beat = say("standing.weeks", plan.weeks)
    else:
        shown = button(say("standing.day", day=plan.day), plan.other_day(_WEEK))
        days = ((button("➖", plan.other_day(-1)), shown, button("➕", plan.other_day(1))), ())
        beat = say("standing.months")
    ends = say("standing.ends", plan.months) if plan.months else say("standing.no_end")
    rows = (
        *days,
        (button(f"🔁 {beat}", plan.next_rhythm()),),
        (
            button("➖", plan.later(-1)),
            button(f"🕗 {plan.at}", plan.later(_LEAP)),
            button("➕", plan.later(1)),
        ),
        (button(say("standing.moves" if plan.moves else "standing.skips"), _other_holiday(plan)),),
        (button(f"🏁 {ends}", plan.next_end()),),
        (button(say("button.start_standing"), plan, tap.START),),
        (Button(say("button.back"), TemplateTap(act=tap.OPEN, key=key).pack()),),
    )
    return Screen(
        paragraphs(
            notice,
            say("standing.title", name=clip(card.template.name, 60)),
            rhythm(plan, say),
            say("standing.how"),
        ),
        tuple(row for row in rows if row),
    )


def _other_holiday(plan: Plan) -> Plan:
    return Plan(plan.every, plan.mask, plan.weeks, plan.day, plan.minutes, not plan.moves, plan.months)


def period_screen(view: PeriodView, say: Say, *, changing: bool = False) -> Screen:
    """The evening before: what will be ordered, for one tap; changing: with a step up and down a line."""
    key, on = short_id(view.template_id), view.period_on.strftime("%Y%m%d")

    def button(text: str, act: str, n: int = 0) -> Button:
        return Button(text, StandingTap(act=act, key=key, n=n, x=on).pack())

    shown = [
        say(
            "templates.line_gone" if line.is_gone else "templates.line",
            name=clip(line.name, _NAME),
            amount=Raw(amount(say, line.unit_quantity, line.unit)),
        )
        for line in view.lines[:_LINES]
    ]
    hidden = len(view.lines) - len(shown)
    rows: list[tuple[Button, ...]] = []
    if changing:
        for line in view.lines[:_CHANGEABLE]:
            label = f"{clip(line.name, 18)} {say.number(line.unit_quantity)}"
            rows.append(
                (
                    button("➖", tap.LESS, line.position),
                    button(label, tap.CHANGE, line.position),
                    button("➕", tap.MORE, line.position),
                )
            )
        rows.append((button(say("button.confirm_period"), tap.CONFIRM),))
    else:
        rows.append((button(say("button.confirm_period"), tap.CONFIRM),))
        rows.append((button(say("button.change_period"), tap.CHANGE), button(say("button.skip"), tap.SKIP)))
    return Screen(
        paragraphs(
            say("standing.coming", name=clip(view.name, 60), at=view.place_at),
            lines(*shown, say("templates.more", hidden) if hidden else None),
            say("standing.unanswered"),
        ),
        tuple(rows),
    )


def placed_notice(event: dict[str, Any], say: Say, dealer: str | None = None) -> Screen:
    """The clock has ordered it; ``dealer``: named to the house's own people."""
    order = OrderTap(order=short_id(UUID(event["order_id"]))).pack()
    text = say(
        "standing.placed",
        name=clip(event["title"], 60),
        number=event["number"],
        total=Money(event["total_minor"], event["currency"]),
        state=Raw(say(f"state.{event['state']}")),
    )
    gone = [clip(name, 30) for name in event["gone"]]
    return Screen(
        lines(_of(dealer, say), text, say("standing.without", names=listed(gone, 5)) if gone else None),
        ((Button(say("button.show_order"), order),),) if dealer is None else (),
    )


def failed_notice(event: dict[str, Any], say: Say, dealer: str | None = None) -> Screen:
    """Nothing was ordered, and why."""
    why = event["why"] if event["why"] in REASONS else "other"
    day = date.fromisoformat(event["period_on"])
    name = clip(event["title"], 60)
    text = lines(_of(dealer, say), say("standing.failed", name=name, day=day), say(f"standingwhy.{why}"))
    if dealer is not None:
        return Screen(text)
    key = TemplateTap(act=tap.ORDER, key=short_id(UUID(event["template_id"]))).pack()
    return Screen(text, ((Button(say("button.order_template"), key),),))


def _of(dealer: str | None, say: Say) -> str | None:
    return None if dealer is None else f"<b>{say.show(clip(dealer, _NAME))}</b>"
