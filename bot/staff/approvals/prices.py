"""Deciding about a special price that a dealer asks for (A15)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from aiogram.types import CallbackQuery

from bot.prices import read_price
from bot.screen import OldButton, long_id
from bot.staff.approvals import callbacks as tap
from bot.staff.approvals.callbacks import REASONS, PriceTap
from bot.staff.approvals.cards import redraw_card, show_card
from bot.staff.approvals.price_screens import price_reasons_screen
from bot.turn import Turn
from core.approvals.types import SubjectKind
from core.kernel.ids import ApprovalId
from core.orders.use_cases.decide_price_request import (
    DecidePriceRequest,
    GrantPrice,
    NamePrice,
    PriceDecision,
    RefusePrice,
    ShowPriceApproval,
)


async def on_tap(_query: CallbackQuery, callback_data: PriceTap, turn: Turn) -> None:
    approval_id = ApprovalId(long_id(callback_data.approval))
    notice = None
    match callback_data.act:
        case tap.APPROVE:
            notice = await _decide(turn, approval_id, GrantPrice(any_quantity=callback_data.n == 1))
        case tap.REASON if 0 <= callback_data.n < len(REASONS):
            notice = await _decide(turn, approval_id, RefusePrice(REASONS[callback_data.n]))
        case tap.DECLINE:
            card = await turn.ask(ShowPriceApproval(approval_id))
            await turn.redraw(price_reasons_screen(card, turn.say))
            return
        case tap.OWN_REASON:
            await turn.expect(tap.PRICE_REASON_ANSWER, {"approval": str(approval_id)})
            await turn.tell("card.type_reason")
            return
        case tap.COUNTER:
            await turn.expect(tap.PRICE_ANSWER, {"approval": str(approval_id)})
            await turn.tell("plan.type_price")
            return
        case tap.MORE:
            await show_card(turn, approval_id, kind=SubjectKind.PRICE_REQUEST)
            return
        case tap.BACK:
            pass
        case _:
            raise OldButton(callback_data.act)
    await redraw_card(turn, approval_id, notice, SubjectKind.PRICE_REQUEST)


async def _decide(turn: Turn, approval_id: ApprovalId, decision: PriceDecision) -> str | None:
    return await turn.try_to(DecidePriceRequest(approval_id, decision))


async def _decide_and_show(turn: Turn, approval_id: ApprovalId, decision: PriceDecision) -> None:
    await show_card(turn, approval_id, await _decide(turn, approval_id, decision), SubjectKind.PRICE_REQUEST)


async def on_price(turn: Turn, data: dict[str, Any], text: str) -> None:
    """The price that the house can do was typed."""
    approval_id = ApprovalId(UUID(data["approval"]))
    card = await turn.ask(ShowPriceApproval(approval_id))
    price = read_price(text, card.request.wanted)
    if price is None:
        await turn.expect(tap.PRICE_ANSWER, data)
        await turn.tell("plan.type_price")
        return
    await _decide_and_show(turn, approval_id, NamePrice(price.micros))


async def on_own_reason(turn: Turn, data: dict[str, Any], text: str) -> None:
    approval_id = ApprovalId(UUID(data["approval"]))
    await _decide_and_show(turn, approval_id, RefusePrice(text))
