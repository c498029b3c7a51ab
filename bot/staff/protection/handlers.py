"""Granting a claim of price protection, a part of it, or declining it."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.dealer.protection import callbacks as tap
from bot.dealer.protection.callbacks import GrantTap
from bot.screen import OldButton, long_id
from bot.staff.approvals.cards import redraw_card, show_card
from bot.turn import Turn
from core.approvals.types import SubjectKind
from core.kernel.ids import ApprovalId
from core.protection.use_cases.decide_claim import DecideClaim, ShowClaimApproval

_PART = re.compile(r"(\d{1,9})[\s:,.;·-]+(\S.*)", re.DOTALL)


async def on_decide(_query: CallbackQuery, callback_data: GrantTap, turn: Turn) -> None:
    approval_id = ApprovalId(long_id(callback_data.approval))
    match callback_data.act:
        case tap.GRANT if callback_data.n > 0:
            notice = await turn.try_to(DecideClaim(approval_id))
            await redraw_card(turn, approval_id, notice, SubjectKind.PROTECTION)
        case tap.PART:
            await _ask_how_much(turn, approval_id)
        case tap.DECLINE:
            await turn.expect(tap.WHY_NOT, {"approval": str(approval_id)})
            await turn.tell("card.type_reason")
        case tap.SHOW:
            await show_card(turn, approval_id, kind=SubjectKind.PROTECTION)
        case _:
            raise OldButton(callback_data.act)


async def _ask_how_much(turn: Turn, approval_id: ApprovalId) -> None:
    claim = (await turn.ask(ShowClaimApproval(approval_id))).claim
    await turn.expect(tap.HOW_MUCH, {"approval": str(approval_id)})
    await turn.tell("protection.how_much", most=claim.left)


async def on_part(turn: Turn, data: dict[str, Any], text: str) -> None:
    """ "4 the rest was sold": so many pieces, and why no more."""
    approval_id = ApprovalId(UUID(data["approval"]))
    typed = _PART.fullmatch(text.strip())
    if typed is None or not int(typed[1]):
        await _ask_how_much(turn, approval_id)
        return
    notice = await turn.try_to(DecideClaim(approval_id, int(typed[1]), typed[2]))
    await show_card(turn, approval_id, notice, SubjectKind.PROTECTION)


async def on_why_not(turn: Turn, data: dict[str, Any], text: str) -> None:
    """Why not, in own words; the dealer reads them."""
    approval_id = ApprovalId(UUID(data["approval"]))
    notice = await turn.try_to(DecideClaim(approval_id, 0, text))
    await show_card(turn, approval_id, notice, SubjectKind.PROTECTION)


def build_router() -> Router:
    """A new router with the handler of decisions."""
    router = Router(name="protection_decided")
    router.callback_query.register(on_decide, GrantTap.filter())
    return router
