"""Deciding about exceptions with one tap."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.screen import OldButton, long_id
from bot.staff.approvals.callbacks import APPROVE, BACK, DECLINE, REASON, REASONS, ApprovalTap
from bot.staff.approvals.screens import approval_screen, reasons_screen
from bot.turn import Turn
from core.kernel.errors import Refused
from core.kernel.ids import ApprovalId
from core.orders.use_cases.decide_order import DecideOrder, ListApprovals, ShowApproval


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
    try:
        match callback_data.act:
            case act if act == APPROVE:
                await turn.execute(DecideOrder(approval_id, approve=True))
            case act if act == REASON:
                await turn.execute(DecideOrder(approval_id, False, _reason(callback_data.n)))
            case act if act == DECLINE:
                await turn.redraw(reasons_screen(await turn.ask(ShowApproval(approval_id)), turn.say))
                return
            case act if act == BACK:
                pass
    except Refused as refusal:
        notice = "⚠️ " + turn.refusal(refusal)
    card = await turn.ask(ShowApproval(approval_id))
    await turn.redraw(approval_screen(card, turn.say, notice=notice), subject=subject_of(approval_id))


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
