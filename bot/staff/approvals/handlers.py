"""Deciding about an order that waits, with one tap."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery

from bot.screen import OldButton, long_id
from bot.staff.approvals import callbacks as tap
from bot.staff.approvals import lists, planning, prices, tiers
from bot.staff.approvals.callbacks import (
    REASONS,
    ApprovalTap,
    BulkTap,
    ListTap,
    PlanTap,
    PriceTap,
    TierTap,
)
from bot.staff.approvals.cards import redraw_card, show_card
from bot.staff.approvals.screens import reasons_screen
from bot.turn import Turn
from core.kernel.ids import ApprovalId
from core.orders.decisions import Approve, Ask, Decision, Decline
from core.orders.use_cases.decide_order import DecideOrder
from core.orders.use_cases.show_approvals import ShowApproval


async def on_tap(_query: CallbackQuery, callback_data: ApprovalTap, turn: Turn) -> None:
    approval_id = ApprovalId(long_id(callback_data.approval))
    notice = None
    match callback_data.act:
        case tap.APPROVE:
            notice = await decide(turn, approval_id, Approve(), callback_data.n or None)
        case tap.REASON:
            notice = await decide(turn, approval_id, Decline(reason_at(callback_data.n)))
        case tap.DECLINE:
            await turn.redraw(reasons_screen(await turn.ask(ShowApproval(approval_id)), turn.say))
            return
        case tap.OWN_REASON:
            await turn.expect(tap.DECLINE_ANSWER, {"approval": str(approval_id)})
            await turn.tell("card.type_reason")
            return
        case tap.ASK:
            await turn.expect(tap.ASK_ANSWER, {"approval": str(approval_id)})
            await turn.tell("card.type_question")
            return
        case tap.PART:
            notice = await planning.begin_part(turn, approval_id)
            if notice is None:
                return
        case tap.COUNTER:
            notice = await planning.begin_offer(turn, approval_id)
            if notice is None:
                return
        case tap.MORE:
            await show_card(turn, approval_id)
            return
        case tap.BACK:
            pass
        case _:
            raise OldButton(callback_data.act)
    await redraw_card(turn, approval_id, notice)


async def decide(
    turn: Turn, approval_id: ApprovalId, decision: Decision, version: int | None = None
) -> str | None:
    return await turn.try_to(DecideOrder(approval_id, decision, version))


async def on_own_reason(turn: Turn, data: dict[str, Any], text: str) -> None:
    """Why it is declined, in own words; the dealer reads them."""
    approval_id = ApprovalId(UUID(data["approval"]))
    await show_card(turn, approval_id, await decide(turn, approval_id, Decline(text)))


async def on_question(turn: Turn, data: dict[str, Any], text: str) -> None:
    """A question to the dealer; the answer comes back on the card."""
    approval_id = ApprovalId(UUID(data["approval"]))
    notice = await decide(turn, approval_id, Ask(text))
    await show_card(turn, approval_id, notice or turn.say("card.question_sent"))


def reason_at(at: int) -> str:
    if not 0 <= at < len(REASONS):
        raise OldButton(f"reason {at}")
    return REASONS[at]


def build_router() -> Router:
    """A new router with the handlers of this folder."""
    router = Router(name="approvals")
    router.message.register(lists.on_approvals, Command("approvals"))
    router.callback_query.register(on_tap, ApprovalTap.filter())
    router.callback_query.register(prices.on_tap, PriceTap.filter())
    router.callback_query.register(tiers.on_tap, TierTap.filter())
    router.callback_query.register(planning.on_tap, PlanTap.filter())
    router.callback_query.register(lists.on_list, ListTap.filter())
    router.callback_query.register(lists.on_bulk, BulkTap.filter())
    return router
