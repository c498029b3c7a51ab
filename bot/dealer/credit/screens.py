"""Where the dealer stands (A12). Pure."""

from __future__ import annotations

from bot.screen import Screen, lines, paragraphs
from core.credit.types import CreditOutcome
from core.credit.use_cases.show_credit import CreditView
from core.i18n.phrases import Say

BAR = 10


def credit_screen(view: CreditView, say: Say) -> Screen:
    """Limit, owed, pending, available, overdue, and what to do when it is used up."""
    standing = view.standing
    return Screen(
        paragraphs(
            lines(
                say("credit.title"),
                say("credit.available", amount=standing.available),
                usage_bar(standing.exposure.minor, standing.limit.minor),
            ),
            lines(
                say("credit.limit", amount=standing.limit),
                say("credit.open_balance", amount=standing.open_balance),
                say("credit.held", amount=standing.held),
                say("credit.pending", amount=standing.pending) if standing.pending else None,
            ),
            say("credit.overdue", standing.overdue_days, amount=standing.overdue)
            if standing.overdue
            else None,
            _advice(view, say),
        )
    )


def usage_bar(used: int, limit: int) -> str:
    """How much of the limit is used, as ten marks and a percentage."""
    share = min(max(used / limit, 0), 1) if limit > 0 else 1.0
    filled = round(share * BAR)
    return f"{'▰' * filled}{'▱' * (BAR - filled)} {round(share * 100)} %"


def _advice(view: CreditView, say: Say) -> str | None:
    if view.verdict.outcome is CreditOutcome.REFUSE:
        return say("credit.advice_pay")
    if view.verdict.outcome is CreditOutcome.REVIEW or not view.verdict.fits:
        return say("credit.advice_review")
    return say("credit.fits", amount=view.verdict.fits)
