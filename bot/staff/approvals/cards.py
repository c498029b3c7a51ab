"""What a card shows, asked for in the name of whoever reads it: nobody sees more than the own roles allow."""

from __future__ import annotations

from bot.dealer.protection.screens import decide_screen as grant_screen
from bot.dealer.returns.screens import decide_screen
from bot.screen import Screen
from bot.staff.approvals.price_screens import price_screen
from bot.staff.approvals.screens import SHOWN_PAYMENTS, Account, approval_screen
from bot.staff.approvals.tier_screens import tier_screen
from bot.turn import Turn
from core.approvals.types import SubjectKind
from core.billing.use_cases.show_account import ShowAgeing
from core.billing.use_cases.show_documents import ListReceipts
from core.channel.use_cases.decide_tier_move import ShowTierApproval
from core.i18n.phrases import Say
from core.infra.door import Core
from core.kernel.actor import Actor, Permission
from core.kernel.errors import Refused
from core.kernel.ids import ApprovalId, DealerId
from core.orders.use_cases.decide_price_request import ShowPriceApproval
from core.orders.use_cases.show_approvals import ShowApproval
from core.protection.use_cases.decide_claim import ShowClaimApproval
from core.returns.use_cases.decide_return import ShowReturnApproval


def subject_of(approval_id: ApprovalId) -> str:
    return f"approval:{approval_id}"


async def draw_card(
    core: Core,
    actor: Actor,
    say: Say,
    approval_id: ApprovalId,
    kind: SubjectKind = SubjectKind.ORDER,
    *,
    notice: str | None = None,
    decides: bool | None = None,
) -> Screen:
    """The card of a request as this reader may see it; NotFound where he may not."""
    if kind is SubjectKind.PRICE_REQUEST:
        return price_screen(await core.ask(actor, ShowPriceApproval(approval_id)), say, notice=notice)
    if kind is SubjectKind.TIER_MOVE:
        return tier_screen(await core.ask(actor, ShowTierApproval(approval_id)), say, notice=notice)
    if kind is SubjectKind.RETURN:
        return decide_screen(await core.ask(actor, ShowReturnApproval(approval_id)), say, notice=notice)
    if kind is SubjectKind.PROTECTION:
        return grant_screen(await core.ask(actor, ShowClaimApproval(approval_id)), say, notice=notice)
    card = await core.ask(actor, ShowApproval(approval_id))
    account = await _account(core, actor, card.approval.dealer_id)
    return approval_screen(card, say, account=account, notice=notice, decides=decides)


async def show_card(
    turn: Turn, approval_id: ApprovalId, notice: str | None = None, kind: SubjectKind = SubjectKind.ORDER
) -> None:
    """The card as a new message; once decided it is redrawn with all others of this request."""
    screen = await draw_card(turn.core, turn.actor, turn.say, approval_id, kind, notice=notice)
    await turn.show(screen, subject=subject_of(approval_id))


async def redraw_card(
    turn: Turn, approval_id: ApprovalId, notice: str | None = None, kind: SubjectKind = SubjectKind.ORDER
) -> None:
    """The card in the place of the message that was tapped."""
    screen = await draw_card(turn.core, turn.actor, turn.say, approval_id, kind, notice=notice)
    await turn.redraw(screen, subject=subject_of(approval_id))


async def _account(core: Core, actor: Actor, dealer_id: DealerId) -> Account | None:
    """Ageing and last payments; None for those who may not see this dealer's documents."""
    if not actor.may(Permission.DOCUMENT_READ):
        return None
    try:
        ageing = await core.ask(actor, ShowAgeing(dealer_id))
        payments = await core.ask(actor, ListReceipts(dealer_id, limit=SHOWN_PAYMENTS))
    except Refused:
        return None  # somebody who stands in for a rep decides without the dealer's books
    return Account(ageing, payments)
