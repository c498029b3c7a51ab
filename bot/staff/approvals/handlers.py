"""Deciding about exceptions with one tap."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.screen import OldButton, long_id
from bot.staff.approvals.callbacks import (
    APPROVE,
    BACK,
    DECLINE,
    PART,
    PART_ANSWER,
    REASON,
    REASONS,
    ApprovalTap,
)
from bot.staff.approvals.screens import approval_screen, reasons_screen
from bot.turn import Turn
from core.kernel.errors import Refused
from core.kernel.ids import ApprovalId
from core.kernel.money import Money
from core.orders.decisions import Approve, ApprovePart, Decision, Decline
from core.orders.use_cases.decide_order import DecideOrder
from core.orders.use_cases.show_approvals import ListApprovals, ShowApproval


def subject_of(approval_id: ApprovalId) -> str:
    return f"approval:{approval_id}"


async def on_approvals(_message: Message, turn: Turn) -> None:
    cards = await turn.ask(ListApprovals())
    for card in cards:
        await turn.show(approval_screen(card, turn.say), subject=subject_of(card.approval.id))
    if not cards:
        await turn.tell("approval.none")


async def on_tap(_query: CallbackQuery, callback_data: ApprovalTap, turn: Turn) -> None:
    approval_id = ApprovalId(long_id(callback_data.approval))
    notice = None
    match callback_data.act:
        case act if act == APPROVE:
            notice = await _decide(turn, approval_id, Approve())
        case act if act == REASON:
            notice = await _decide(turn, approval_id, Decline(_reason(callback_data.n)))
        case act if act == PART:
            await turn.expect(PART_ANSWER, {"approval": str(approval_id)})
            await turn.tell("approval.how_much")
            return
        case act if act == DECLINE:
            await turn.redraw(reasons_screen(await turn.ask(ShowApproval(approval_id)), turn.say))
            return
        case act if act == BACK:
            pass
    card = await turn.ask(ShowApproval(approval_id))
    await turn.redraw(approval_screen(card, turn.say, notice=notice), subject=subject_of(approval_id))


async def _decide(turn: Turn, approval_id: ApprovalId, decision: Decision) -> str | None:
    """Decide, or say why not."""
    try:
        await turn.execute(DecideOrder(approval_id, decision))
    except Refused as refusal:
        return "⚠️ " + turn.refusal(refusal)
    return None


async def on_part(turn: Turn, data: dict[str, Any], text: str) -> None:
    """The amount that may go was typed: a plain number in the order's currency."""
    approval_id = ApprovalId(UUID(data["approval"]))
    card = await turn.ask(ShowApproval(approval_id))
    digits = "".join(sign for sign in text if sign.isdigit() or sign == ".")
    try:
        amount = Money.parse(digits, card.order.total.currency)
    except (ArithmeticError, ValueError):
        await turn.expect(PART_ANSWER, data)
        await turn.tell("approval.how_much")
        return
    notice = await _decide(turn, approval_id, ApprovePart(amount=amount))
    card = await turn.ask(ShowApproval(approval_id))
    await turn.show(approval_screen(card, turn.say, notice=notice), subject=subject_of(approval_id))


def _reason(at: int) -> str:
    if not 0 <= at < len(REASONS):
        raise OldButton(f"reason {at}")
    return REASONS[at]


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="approvals")
    router.message.register(on_approvals, Command("approvals"))
    router.callback_query.register(on_tap, ApprovalTap.filter())
    return router
