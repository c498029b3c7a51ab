"""Deciding about a tier that somebody of the house asked for (D7)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from aiogram.types import CallbackQuery

from bot.screen import OldButton, long_id
from bot.staff.approvals import callbacks as tap
from bot.staff.approvals.callbacks import TIER_REASONS, TierTap
from bot.staff.approvals.cards import redraw_card, show_card
from bot.staff.approvals.tier_screens import tier_reasons_screen
from bot.turn import Turn
from core.approvals.types import SubjectKind
from core.channel.use_cases.decide_tier_move import DecideTierMove, ShowTierApproval
from core.kernel.ids import ApprovalId


async def on_tap(_query: CallbackQuery, callback_data: TierTap, turn: Turn) -> None:
    approval_id = ApprovalId(long_id(callback_data.approval))
    notice = None
    match callback_data.act:
        case tap.APPROVE:
            notice = await turn.try_to(DecideTierMove(approval_id, is_yes=True))
        case tap.REASON if 0 <= callback_data.n < len(TIER_REASONS):
            reason = TIER_REASONS[callback_data.n]
            notice = await turn.try_to(DecideTierMove(approval_id, is_yes=False, reason=reason))
        case tap.DECLINE:
            card = await turn.ask(ShowTierApproval(approval_id))
            await turn.redraw(tier_reasons_screen(card, turn.say))
            return
        case tap.OWN_REASON:
            await turn.expect(tap.TIER_REASON_ANSWER, {"approval": str(approval_id)})
            await turn.tell("card.type_reason")
            return
        case tap.MORE:
            await show_card(turn, approval_id, kind=SubjectKind.TIER_MOVE)
            return
        case tap.BACK:
            pass
        case _:
            raise OldButton(callback_data.act)
    await redraw_card(turn, approval_id, notice, SubjectKind.TIER_MOVE)


async def on_own_reason(turn: Turn, data: dict[str, Any], text: str) -> None:
    """Why not, in own words; whoever asked reads them."""
    approval_id = ApprovalId(UUID(data["approval"]))
    decision = DecideTierMove(approval_id, is_yes=False, reason=text)
    await show_card(turn, approval_id, await turn.try_to(decision), SubjectKind.TIER_MOVE)
