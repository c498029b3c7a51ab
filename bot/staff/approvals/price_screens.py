"""A special price that somebody asks for, as the one who decides sees it. Pure."""

from __future__ import annotations

from bot.dealer.ordering.amounts import amount
from bot.screen import Button, Screen, clip, grid, lines, paragraphs, short_id
from bot.staff.approvals import callbacks as tap
from bot.staff.approvals.callbacks import REASONS, PriceTap
from bot.staff.approvals.wording import reason_text, step_words
from core.approvals.types import ApprovalState
from core.i18n.phrases import Raw, Say
from core.kernel.money import UnitPrice
from core.orders.use_cases.decide_price_request import PriceRequestCard

_FULL_BP = 10_000


def price_screen(card: PriceRequestCard, say: Say, *, notice: str | None = None) -> Screen:
    """Product, price now and wanted, margin for those who may see it; buttons while it is open."""
    request = card.request
    is_open = card.approval.state is ApprovalState.OPEN
    return Screen(
        paragraphs(
            notice,
            say("price.title", number=request.number, dealer=clip(request.dealer_name, 60)),
            lines(
                say(
                    "price.product",
                    name=clip(request.name, 80),
                    amount=Raw(amount(say, request.unit_quantity, request.unit)),
                ),
                say(
                    "price.wanted",
                    now=request.current,
                    wanted=request.wanted,
                    off=say.percent(request.off_basis_points),
                ),
                say("price.worth", amount=request.amount, by=request.person_name or "—"),
            ),
            _margin(card, say),
            lines(*(say(f"reason.{kind}") for kind in card.approval.triggers)),
            lines(*step_words(card.approval, card.names, say)) if is_open else _decided(card, say),
        ),
        _buttons(card, say) if is_open and card.may_decide else (),
    )


def _margin(card: PriceRequestCard, say: Say) -> str | None:
    """What the house would keep of each piece: now, and at the price asked for."""
    cost = card.cost
    if cost is None or cost.currency != card.request.current.currency:
        return None
    return say(
        "price.margin",
        cost=cost,
        now=say.percent(_share(card.request.current, cost)),
        then=say.percent(_share(card.request.wanted, cost)),
    )


def _share(price: UnitPrice, cost: UnitPrice) -> int:
    return (price.micros - cost.micros) * _FULL_BP // price.micros


def _decided(card: PriceRequestCard, say: Say) -> str:
    approval, request = card.approval, card.request
    by = card.names.get(approval.decided_by, "—") if approval.decided_by else "—"
    text = say(f"approval.{approval.state}", by=by, at=approval.decided_at)
    return lines(
        text,
        say("price.agreed", price=request.agreed) if request.agreed else None,
        reason_text(approval.decision_reason, say) if approval.decision_reason else None,
    )


def _buttons(card: PriceRequestCard, say: Say) -> tuple[tuple[Button, ...], ...]:
    def button(text: str, act: str, n: int = 0) -> Button:
        return Button(text, PriceTap(act=act, approval=short_id(card.approval.id), n=n).pack())

    return (
        (button(say("button.approve"), tap.APPROVE), button(say("button.approve_any"), tap.APPROVE, 1)),
        (button(say("button.other_price"), tap.COUNTER), button(say("button.decline"), tap.DECLINE)),
    )


def price_reasons_screen(card: PriceRequestCard, say: Say) -> Screen:
    """Why not? One tap, or own words."""
    key = short_id(card.approval.id)
    reasons = [
        Button(say(f"decline.{reason}"), PriceTap(act=tap.REASON, approval=key, n=at).pack())
        for at, reason in enumerate(REASONS)
    ]
    reasons.append(Button(say("button.own_words"), PriceTap(act=tap.OWN_REASON, approval=key).pack()))
    back = (Button(say("button.back"), PriceTap(act=tap.BACK, approval=key).pack()),)
    text = say("price.why_decline", number=card.request.number, dealer=clip(card.request.dealer_name, 60))
    return Screen(text, (*grid(reasons, 2), back))
