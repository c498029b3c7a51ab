"""A tier that somebody asked for, as the one who decides sees it. Pure."""

from __future__ import annotations

from bot.screen import Button, Screen, clip, escape, grid, lines, paragraphs, short_id
from bot.staff.approvals import callbacks as tap
from bot.staff.approvals.callbacks import TIER_REASONS, TierTap
from bot.staff.approvals.wording import reason_text, step_words
from core.approvals.types import ApprovalState
from core.channel.use_cases.decide_tier_move import TierMoveCard
from core.i18n.phrases import Say


def tier_screen(card: TierMoveCard, say: Say, *, notice: str | None = None) -> Screen:
    """From and to, why, what was bought and what it costs the house; buttons while it is open."""
    move = card.move
    is_open = card.approval.state is ApprovalState.OPEN
    return Screen(
        paragraphs(
            notice,
            say("tiers.asked", dealer=clip(move.dealer_name, 80)),
            lines(
                f"{_name(card, move.from_tier)} → <b>{_name(card, move.to_tier)}</b>",
                say("tiers.why", reason=clip(move.reason, 200)),
                say("tiers.by", by=clip(card.asked_by, 60)) if card.asked_by else None,
            ),
            lines(
                say("tiers.bought", amount=move.turnover) if move.turnover is not None else None,
                say("tiers.effect", amount=card.effect) if card.effect is not None else None,
            ),
            lines(*step_words(card.approval, card.names, say)) if is_open else _decided(card, say),
        ),
        _buttons(card, say) if is_open and card.may_decide else (),
    )


def _name(card: TierMoveCard, code: str) -> str:
    return escape(clip(card.tiers.get(code, code), 30))


def _decided(card: TierMoveCard, say: Say) -> str:
    approval = card.approval
    by = card.names.get(approval.decided_by, "—") if approval.decided_by else "—"
    reason = approval.decision_reason
    return lines(
        say(f"approval.{approval.state}", by=by, at=approval.decided_at),
        reason_text(reason, say) if reason else None,
    )


def _buttons(card: TierMoveCard, say: Say) -> tuple[tuple[Button, ...], ...]:
    key = short_id(card.approval.id)
    return (
        (
            Button(say("button.approve"), TierTap(act=tap.APPROVE, approval=key).pack()),
            Button(say("button.decline"), TierTap(act=tap.DECLINE, approval=key).pack()),
        ),
    )


def tier_reasons_screen(card: TierMoveCard, say: Say) -> Screen:
    """Why not? One tap, or own words."""
    key = short_id(card.approval.id)
    reasons = [
        Button(say(f"decline.{reason}"), TierTap(act=tap.REASON, approval=key, n=at).pack())
        for at, reason in enumerate(TIER_REASONS)
    ]
    reasons.append(Button(say("button.own_words"), TierTap(act=tap.OWN_REASON, approval=key).pack()))
    back = (Button(say("button.back"), TierTap(act=tap.BACK, approval=key).pack()),)
    return Screen(say("tiers.why_decline", dealer=clip(card.move.dealer_name, 60)), (*grid(reasons, 2), back))
