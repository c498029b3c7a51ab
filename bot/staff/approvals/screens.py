"""The card an approver decides on. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dealer.credit.screens import usage_bar
from bot.screen import Button, Screen, clip, escape, grid, lines, listed, paragraphs, short_id
from bot.staff.approvals import callbacks as tap
from bot.staff.approvals.callbacks import REASONS, ApprovalTap
from bot.staff.approvals.wording import ageing_bar, reason_text, step_words
from core.approvals.types import ApprovalState
from core.billing.types import Ageing, Receipt
from core.i18n.phrases import Say
from core.kernel.money import Money
from core.orders.use_cases.show_approvals import ApprovalCard

SHOWN_LINES = 5
SHOWN_PAYMENTS = 3
WORDS = 300


@dataclass(frozen=True, slots=True)
class Account:
    """What the dealer's account has to say beside its standing."""

    ageing: Ageing
    payments: tuple[Receipt, ...]


def approval_screen(
    card: ApprovalCard,
    say: Say,
    *,
    account: Account | None = None,
    notice: str | None = None,
    decides: bool | None = None,
) -> Screen:
    """Order in five lines, the broken rule in words, the account now and after; buttons while it is open.

    ``decides``: whether the reader decides; None: as the card says of whoever asked for it.
    """
    decides = card.may_decide if decides is None else decides
    order = card.order
    is_open = card.approval.state is ApprovalState.OPEN
    goods = [
        f"• {escape(clip(line.name, 40))} — {say.money(line.total)}" for line in order.lines[:SHOWN_LINES]
    ]
    more = len(order.lines) - SHOWN_LINES
    return Screen(
        paragraphs(
            notice,
            say(
                "approval.title" if is_open else "approval.title_decided",
                number=order.number,
                dealer=clip(order.dealer_name, 60),
            ),
            lines(*goods, say("approval.more", more) if more > 0 else None),
            lines(
                say("approval.total", amount=order.total, by=order.person_name or "—"),
                say("card.margin", amount=card.margin.amount, share=say.percent(card.margin.basis_points))
                if card.margin
                else None,
            ),
            lines(
                *(say(f"reason.{kind}") for kind in card.approval.triggers),
                say("card.restricted", names=clip(listed(card.restricted, 3), 120))
                if card.restricted
                else None,
            ),
            _exposure(card, say),
            _account(account, say) if account else None,
            lines(*_ways_out(card, say)) if is_open else None,
            lines(*_talk(card, say)),
            lines(*_others(card, say)) if is_open else _decided(card, say),
        ),
        _buttons(card, say) if is_open and decides else (),
    )


def _exposure(card: ApprovalCard, say: Say) -> str:
    standing, verdict = card.standing, card.verdict
    is_open = card.approval.state is ApprovalState.OPEN
    after = verdict.exposure_after if is_open else standing.exposure
    return lines(
        say("approval.exposure", now=standing.exposure, after=after, limit=standing.limit)
        if is_open
        else say("approval.exposure_now", now=standing.exposure, limit=standing.limit),
        usage_bar(after.minor, standing.limit.minor),
        say("credit.overdue", standing.overdue_days, amount=standing.overdue) if standing.overdue else None,
        say("approval.refused_now") if is_open and not card.is_allowed else None,
    )


def _account(account: Account, say: Say) -> str:
    paid = [
        f"{say.money(one.amount)} ({say.day(one.paid_on)})"
        for one in account.payments[:SHOWN_PAYMENTS]
        if one.reversed_on is None
    ]
    return lines(
        ageing_bar(account.ageing, say),
        say("card.payments", list=listed(paid)) if paid else say("card.no_payments"),
    )


def _ways_out(card: ApprovalCard, say: Say) -> list[str]:
    """The cheapest way to let something go without an exception."""
    ways: list[str] = []
    if card.fits is not None:
        ways.append(
            say(
                "card.fits",
                len(card.fits.now.lines),
                amount=Money(card.fits.now.total, card.order.total.currency),
            )
        )
    pay = card.verdict.pay_to_free
    if pay is not None and pay.minor > 0:
        ways.append(say("card.pay", amount=pay))
    return ways


def _talk(card: ApprovalCard, say: Say) -> list[str]:
    """The last question with its answer, and an offer that the dealer may still take."""
    said = [
        say("card.asked" if note.is_question else "card.answered", text=clip(note.text, WORDS))
        for note in card.approval.notes[-2:]
    ]
    if card.offer is not None:
        said.append(say("card.offered", amount=card.offer.total, until=card.offer.expires_at))
    return said


def _others(card: ApprovalCard, say: Say) -> list[str]:
    return step_words(card.approval, card.names, say)


def _decided(card: ApprovalCard, say: Say) -> str:
    approval = card.approval
    text = say(f"approval.{approval.state}", by=card.decided_by or "—", at=approval.decided_at)
    if approval.state is ApprovalState.RELEASED:
        return text
    return f"{text}\n{reason_text(approval.decision_reason, say)}" if approval.decision_reason else text


def _buttons(card: ApprovalCard, say: Say) -> tuple[tuple[Button, ...], ...]:
    def button(text: str, act: str, n: int = 0) -> Button:
        return Button(text, ApprovalTap(act=act, approval=short_id(card.approval.id), n=n).pack())

    return (
        (
            # The version of what was seen: an order that has changed since then is shown again first.
            button(say("button.approve"), tap.APPROVE, card.order.version),
            button(say("button.approve_part"), tap.PART),
        ),
        (
            button(say("button.decline"), tap.DECLINE),
            button(say("button.counter"), tap.COUNTER),
            button(say("button.ask"), tap.ASK),
        ),
    )


def reasons_screen(card: ApprovalCard, say: Say) -> Screen:
    """Why not? One tap, or own words."""
    key = short_id(card.approval.id)
    reasons = [
        Button(say(f"decline.{reason}"), ApprovalTap(act=tap.REASON, approval=key, n=at).pack())
        for at, reason in enumerate(REASONS)
    ]
    reasons.append(Button(say("button.own_words"), ApprovalTap(act=tap.OWN_REASON, approval=key).pack()))
    back = (Button(say("button.back"), ApprovalTap(act=tap.BACK, approval=key).pack()),)
    text = say("approval.why_decline", number=card.order.number, dealer=card.order.dealer_name)
    return Screen(text, (*grid(reasons, 2), back))
