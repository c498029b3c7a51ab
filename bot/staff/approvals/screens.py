"""The card an approver decides on. Pure."""

from __future__ import annotations

from bot.dealer.credit.screens import usage_bar
from bot.screen import Button, Screen, clip, escape, grid, lines, paragraphs, short_id
from bot.staff.approvals.callbacks import APPROVE, BACK, DECLINE, PART, REASON, REASONS, ApprovalTap
from core.approvals.types import ApprovalState
from core.i18n.phrases import Say
from core.orders.use_cases.close_overdue import TIME_OVER
from core.orders.use_cases.show_approvals import ApprovalCard

SHOWN_LINES = 5


def approval_screen(
    card: ApprovalCard, say: Say, *, notice: str | None = None, decides: bool | None = None
) -> Screen:
    """Order in five lines, the broken rule in words, exposure now and after; buttons while it is open.

    ``decides``: whether the reader decides; None: as the card says of whoever asked for it.
    """
    decides = card.may_decide if decides is None else decides
    order, standing, verdict = card.order, card.standing, card.verdict
    goods = [
        f"• {escape(clip(line.name, 40))} — {say.money(line.total)}" for line in order.lines[:SHOWN_LINES]
    ]
    more = len(order.lines) - SHOWN_LINES
    is_open = card.approval.state is ApprovalState.OPEN
    after = verdict.exposure_after if is_open else standing.exposure
    return Screen(
        paragraphs(
            notice,
            say(
                "approval.title" if is_open else "approval.title_decided",
                number=order.number,
                dealer=clip(order.dealer_name, 60),
            ),
            lines(*goods, say("approval.more", more) if more > 0 else None),
            say("approval.total", amount=order.total, by=order.person_name or "—"),
            lines(*(say(f"reason.{kind}") for kind in card.approval.triggers)),
            lines(
                say("approval.exposure", now=standing.exposure, after=after, limit=standing.limit)
                if is_open
                else say("approval.exposure_now", now=standing.exposure, limit=standing.limit),
                usage_bar(after.minor, standing.limit.minor),
                say("credit.overdue", standing.overdue_days, amount=standing.overdue)
                if standing.overdue
                else None,
                say("approval.refused_now") if is_open and not card.is_allowed else None,
            ),
            None if is_open else _decided(card, say),
        ),
        _buttons(card, say) if is_open and decides else (),
    )


def _decided(card: ApprovalCard, say: Say) -> str:
    approval = card.approval
    text = say(f"approval.{approval.state}", by=card.decided_by or "—", at=approval.decided_at)
    if approval.state is ApprovalState.RELEASED:
        return text
    return f"{text}\n{reason_text(approval.decision_reason, say)}" if approval.decision_reason else text


def reason_text(reason: str, say: Say) -> str:
    """A reason from the list in words; a typed one as typed."""
    return say(f"decline.{reason}") if reason in (*REASONS, TIME_OVER) else escape(reason)


def _buttons(card: ApprovalCard, say: Say) -> tuple[tuple[Button, ...], ...]:
    key = short_id(card.approval.id)
    return (
        (
            Button(say("button.approve"), ApprovalTap(act=APPROVE, approval=key).pack()),
            Button(say("button.approve_part"), ApprovalTap(act=PART, approval=key).pack()),
            Button(say("button.decline"), ApprovalTap(act=DECLINE, approval=key).pack()),
        ),
    )


def reasons_screen(card: ApprovalCard, say: Say) -> Screen:
    """Why not? One tap."""
    key = short_id(card.approval.id)
    reasons = [
        Button(say(f"decline.{reason}"), ApprovalTap(act=REASON, approval=key, n=at).pack())
        for at, reason in enumerate(REASONS)
    ]
    back = (Button(say("button.back"), ApprovalTap(act=BACK, approval=key).pack()),)
    text = say("approval.why_decline", number=card.order.number, dealer=card.order.dealer_name)
    return Screen(text, (*grid(reasons, 2), back))
