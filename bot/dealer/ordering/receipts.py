"""Why a line costs what it costs, in words (D9)."""

from __future__ import annotations

from bot.screen import Screen, clip, lines, paragraphs
from core.i18n.phrases import Say
from core.kernel.money import UnitPrice
from core.orders.use_cases.show_orders import LineReceipt
from core.pricing.types import LostRule, PriceStep, RuleKind

MOST_LOSERS = 6


def receipt_screen(explained: LineReceipt, say: Say) -> Screen:
    """The rules that made the price, in order, then those that lost and why."""
    receipt = explained.receipt
    steps = [_step(number, step, say) for number, step in enumerate(receipt.steps, start=1)]
    parts = [
        say("receipt.part", quantity=part.quantity, price=part.unit_price, amount=part.amount)
        for part in receipt.parts
    ]
    shares = [say("receipt.discount", name=share.name, amount=share.amount) for share in receipt.discounts]
    losers = [_loser(loser, say) for loser in receipt.losers[:MOST_LOSERS]]
    return Screen(
        paragraphs(
            say("receipt.title", name=clip(explained.name, 80), sku=receipt.sku),
            say("receipt.list", price=receipt.list_price) if receipt.list_price else None,
            lines(*steps),
            lines(*parts, *shares, say("receipt.payable", amount=receipt.payable)),
            lines(say("receipt.not_used"), *losers) if losers else None,
        )
    )


def _kind(kind: RuleKind, say: Say) -> str:
    return say(f"rule.{kind.value}")


def _step(number: int, step: PriceStep, say: Say) -> str:
    return say("receipt.step", number=number, rule=_kind(step.kind, say), price=step.after)


def _loser(loser: LostRule, say: Say) -> str:
    key = f"why.{loser.why.code.removeprefix('pricing.')}"
    reason = say(key if say.book.has("en", key) else "why.other")
    if isinstance(loser.price, UnitPrice):
        return say("receipt.loser_price", rule=_kind(loser.kind, say), price=loser.price, why=reason)
    return say("receipt.loser", rule=_kind(loser.kind, say), why=reason)
