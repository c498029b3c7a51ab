"""Putting together a part or a counter-offer, by buttons and typed figures, before anything is done."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from aiogram.types import CallbackQuery

from bot.office.figures import read_amount, read_percent
from bot.prices import read_price
from bot.screen import OldButton, Screen, long_id
from bot.staff.approvals import callbacks as tap
from bot.staff.approvals import plans
from bot.staff.approvals.callbacks import PlanTap
from bot.staff.approvals.cards import redraw_card
from bot.staff.approvals.plan_screens import (
    PAGE,
    bulk_done_screen,
    offer_line_screen,
    offer_screen,
    part_screen,
)
from bot.staff.approvals.plans import Plan
from bot.turn import Turn
from core.approvals.errors import AlreadyDecided, DeputyOver, NotAsked
from core.approvals.types import SubjectKind
from core.channel.use_cases.decide_tier_move import DecideTierMoves
from core.kernel.errors import Outdated, Refused
from core.kernel.ids import ApprovalId, PersonId
from core.kernel.money import Money
from core.orders.decisions import Approve, ApprovePart, Counter, Decline
from core.orders.use_cases.decide_order import DecideMany, DecideOrder
from core.orders.use_cases.preview_decision import Choice, ChoiceLine, PreviewOffer, PreviewSplit

_FULL_BP = 10_000
_STEPS = 10  # taps from nothing to all of a line
_OVER = (AlreadyDecided, NotAsked, DeputyOver, Outdated)


async def begin_part(turn: Turn, approval_id: ApprovalId) -> str | None:
    """Propose what fits now; where nothing does, everything, to be lowered. A refusal in words, or None."""
    try:
        choice = await turn.ask(PreviewSplit(approval_id))
        if not choice.now:
            choice = await turn.ask(PreviewSplit(approval_id, amount=choice.order.total))
    except Refused as refusal:
        return "⚠️ " + turn.refusal(refusal)
    chosen = {line.line_id: (line.chosen, line.price.micros) for line in choice.lines}
    plan = await plans.new_plan(
        turn.core, _person(turn), plans.PART, approval_id, version=choice.order.version, lines=chosen
    )
    await turn.redraw(part_screen(plan, choice, turn.say))
    return None


async def begin_offer(turn: Turn, approval_id: ApprovalId) -> str | None:
    try:
        choice = await turn.ask(PreviewOffer(approval_id))
    except Refused as refusal:
        return "⚠️ " + turn.refusal(refusal)
    plan = await plans.new_plan(
        turn.core, _person(turn), plans.COUNTER, approval_id, version=choice.order.version
    )
    await turn.redraw(offer_screen(plan, choice, turn.say))
    return None


def _person(turn: Turn) -> PersonId:
    if turn.actor.person_id is None:
        raise OldButton("nobody")
    return turn.actor.person_id


async def on_tap(_query: CallbackQuery, callback_data: PlanTap, turn: Turn) -> None:
    plan = await plans.find_plan(turn.core, long_id(callback_data.plan), _person(turn))
    if callback_data.act == tap.DO:
        await _do(turn, plan, callback_data.n)
        return
    if plan.kind == plans.BULK:
        raise OldButton(callback_data.act)
    if callback_data.act in _ASKED:
        await turn.expect(
            tap.PLAN_ANSWER, {"plan": str(plan.id), "act": callback_data.act, "n": callback_data.n}
        )
        await turn.tell(_ASKED[callback_data.act])
        return
    choice = await _choice(turn, plan)
    if callback_data.act == tap.SHOW:
        await turn.redraw(_screen(plan, choice, turn, page=callback_data.n))
        return
    at = callback_data.n
    if not 0 <= at < len(choice.lines):
        raise OldButton(f"line {at}")
    if callback_data.act != tap.LINE:
        plan = _stepped(plan, choice.lines[at], callback_data.act)
        await plans.save_plan(turn.core, plan)
        choice = await _choice(turn, plan)
    if plan.kind == plans.COUNTER:
        await turn.redraw(offer_line_screen(plan, choice, at, turn.say))
    else:
        await turn.redraw(_screen(plan, choice, turn, page=at // PAGE))


# What a button asks to be typed.
_ASKED = {
    tap.AMOUNT: "approval.how_much",
    tap.PRICE: "plan.type_price",
    tap.PERCENT: "plan.type_percent",
    tap.NOTE: "plan.type_note",
}


def _stepped(plan: Plan, line: ChoiceLine, act: str) -> Plan:
    """One tenth of the line more or less, in whole packs; the middle button takes all of it, or none."""
    step = max(line.quantity // _STEPS // line.step, 1) * line.step
    match act:
        case tap.LESS:
            chosen = max(line.chosen - step, 0)
        case tap.ADD:
            chosen = min(line.chosen + step, line.quantity)
        case tap.ALL:
            chosen = 0 if line.chosen == line.quantity else line.quantity
        case _:
            raise OldButton(act)
    return plan.with_line(line.line_id, chosen, line.price.micros)


async def _choice(turn: Turn, plan: Plan) -> Choice:
    if plan.kind == plans.PART:
        return await turn.ask(PreviewSplit(plan.approval_id, quantities=plan.quantities))
    currency = (await turn.ask(PreviewOffer(plan.approval_id))).order.total.currency
    return await turn.ask(PreviewOffer(plan.approval_id, plan.offered(currency)))


def _screen(plan: Plan, choice: Choice, turn: Turn, *, page: int = 0, notice: str | None = None) -> Screen:
    draw = part_screen if plan.kind == plans.PART else offer_screen
    return draw(plan, choice, turn.say, page=page, notice=notice)


async def on_answer(turn: Turn, data: dict[str, Any], text: str) -> None:
    """A figure or a note was typed."""
    plan = await plans.find_plan(turn.core, UUID(data["plan"]), _person(turn))
    choice = await _choice(turn, plan)
    try:
        changed = await _changed(turn, plan, choice, data, text)
        if changed is None:
            await turn.expect(tap.PLAN_ANSWER, data)
            await turn.tell(_ASKED[data["act"]])
            return
        shown = await _choice(turn, changed)
    except Refused as refusal:
        await turn.show(_screen(plan, choice, turn, notice="⚠️ " + turn.refusal(refusal)))
        return
    await plans.save_plan(turn.core, changed)
    await turn.show(_screen(changed, shown, turn), subject=f"plan:{plan.id}")


async def _changed(turn: Turn, plan: Plan, choice: Choice, data: dict[str, Any], text: str) -> Plan | None:
    """The plan with what was typed in it; None for what cannot be read."""
    match data["act"]:
        case tap.AMOUNT:
            amount = read_amount(text)
            currency = choice.order.total.currency
            if amount is None or amount.value < 0 or amount.currency not in (None, currency):
                return None
            limit = min(amount.value, choice.order.total.to_decimal())
            wanted = Money.parse(format(limit, "f"), currency)
            split = await turn.ask(PreviewSplit(plan.approval_id, amount=wanted))
            return replace(plan, lines={one.line_id: (one.chosen, one.price.micros) for one in split.lines})
        case tap.PRICE:
            line = choice.lines[data["n"]]
            price = read_price(text, line.unit_price)
            return None if price is None else plan.with_line(line.line_id, line.chosen, price.micros)
        case tap.PERCENT:
            off = read_percent(text)
            if off is None or not 0 < off < _FULL_BP:
                return None
            for line in choice.lines:
                micros = line.unit_price.times_ratio(_FULL_BP - off, _FULL_BP).micros
                plan = plan.with_line(line.line_id, line.chosen, micros)
            return plan
        case _:
            return replace(plan, note=text.strip()[:1000] or None)


async def _do(turn: Turn, plan: Plan, n: int) -> None:
    if plan.kind == plans.BULK:
        await _do_bulk(turn, plan, n)
        return
    notice = None
    try:
        if plan.kind == plans.PART:
            decision: ApprovePart | Counter = ApprovePart(quantities=plan.quantities)
        else:
            currency = (await turn.ask(PreviewOffer(plan.approval_id))).order.total.currency
            decision = Counter(plan.offered(currency), plan.note)
        await turn.execute(DecideOrder(plan.approval_id, decision, plan.version))
    except Refused as refusal:
        notice = "⚠️ " + turn.refusal(refusal)
        if not isinstance(refusal, _OVER):
            await turn.redraw(_screen(plan, await _choice(turn, plan), turn, notice=notice))
            return
    else:
        await plans.use_plan(turn.core, plan)
    await redraw_card(turn, plan.approval_id, notice)


async def _do_bulk(turn: Turn, plan: Plan, n: int) -> None:
    if not 0 <= n < len(plan.reasons):
        raise OldButton(f"reason {n}")
    reason = None if plan.is_yes else plan.reasons[n]
    command = (
        DecideTierMoves(plan.approvals, plan.is_yes, reason)
        if plan.subject is SubjectKind.TIER_MOVE
        else DecideMany(plan.approvals, Decline(reason) if reason else Approve())
    )
    try:
        results = await turn.execute(command)
    except Refused as refusal:
        await turn.redraw(Screen("⚠️ " + turn.refusal(refusal)))
        return
    await plans.use_plan(turn.core, plan)
    await turn.redraw(bulk_done_screen(plan, results, turn.say))
