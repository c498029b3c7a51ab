"""Where the dealer stands (A12). Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dealer.invoices.callbacks import WHICH, DuePage, InvoicesPage, StatementTap
from bot.screen import Button, Screen, clip, escape, lines, paragraphs
from core.billing.types import Ageing, BankAccount
from core.billing.use_cases.show_waiting import WaitingOrder
from core.credit.types import CreditOutcome
from core.credit.use_cases.show_credit import CreditView
from core.i18n.phrases import Say

BAR = 10
_WAITING = 5  # orders named one by one
_AGES = (
    ("🟩", "credit.age_not_due"),
    ("🟨", "credit.age_fortnight"),
    ("🟧", "credit.age_month"),
    ("🟥", "credit.age_six_weeks"),
    ("🟫", "credit.age_older"),
)


@dataclass(frozen=True, slots=True)
class Owing:
    """What is owed, what waits for it to be paid, and where to pay."""

    ageing: Ageing
    waiting: tuple[WaitingOrder, ...]
    bank: BankAccount | None


def credit_screen(view: CreditView, say: Say, owing: Owing | None = None) -> Screen:
    """Limit, owed, pending, available, overdue by age, what waits, and what to do when it is used up."""
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
                say("invoices.unapplied", amount=standing.unapplied) if standing.unapplied else None,
                say("credit.held", amount=standing.held),
                say("credit.pending", amount=standing.pending) if standing.pending else None,
            ),
            lines(
                say("credit.overdue", standing.overdue_days, amount=standing.overdue)
                if standing.overdue
                else None,
                ageing_bar(owing.ageing, say) if owing else None,
            ),
            _waiting(owing.waiting, say) if owing else None,
            _advice(view, say),
            _bank(owing.bank, say) if owing and owing.bank and standing.open_balance else None,
        ),
        _buttons(say) if owing else (),
    )


def usage_bar(used: int, limit: int) -> str:
    """How much of the limit is used, as ten marks and a percentage."""
    share = min(max(used / limit, 0), 1) if limit > 0 else 1.0
    filled = round(share * BAR)
    return f"{'▰' * filled}{'▱' * (BAR - filled)} {round(share * 100)} %"


def ageing_bar(ageing: Ageing, say: Say) -> str | None:
    """Ten marks coloured by how late what is owed is, and the amounts; None where nothing is late.

    Whatever is owed shows, be it ever so little.
    """
    parts = (ageing.not_due, ageing.days_1_15, ageing.days_16_30, ageing.days_31_45, ageing.days_over_45)
    if ageing.total == ageing.not_due:
        return None
    marks = [max(part.minor * BAR // ageing.total.minor, 1) if part else 0 for part in parts]
    largest = max(range(len(parts)), key=lambda at: parts[at].minor)
    marks[largest] += BAR - sum(marks)
    bar = "".join(sign * count for (sign, _), count in zip(_AGES, marks, strict=True))
    legend = [
        f"{sign} {say(key, amount=part)}" for (sign, key), part in zip(_AGES, parts, strict=True) if part
    ]
    return lines(bar, *legend)


def _waiting(waiting: tuple[WaitingOrder, ...], say: Say) -> str | None:
    if not waiting:
        return None
    rows = []
    for one in waiting[:_WAITING]:
        if not one.needs_credit:
            rows.append(say("credit.waiting_decision", number=one.number, total=one.total))
        elif one.pay is None:
            rows.append(say("credit.waiting_stopped", number=one.number, total=one.total))
        else:
            rows.append(say("credit.waiting_pay", number=one.number, total=one.total, pay=one.pay))
    more = len(waiting) - _WAITING
    return lines(say("credit.waiting"), *rows, say("statement.more", more) if more > 0 else None)


def _advice(view: CreditView, say: Say) -> str | None:
    unblock = view.verdict.pay_to_unblock
    pay = say("credit.pay_to_unblock", amount=unblock) if unblock else None
    if view.verdict.outcome is CreditOutcome.REFUSE:
        return lines(pay, say("credit.advice_pay"))
    if view.verdict.outcome is CreditOutcome.REVIEW or not view.verdict.fits:
        return say("credit.advice_review")
    return say("credit.fits", amount=view.verdict.fits)


def _bank(bank: BankAccount, say: Say) -> str:
    # A tap on the number copies it.
    account = f"<code>{escape(bank.iban)}</code>" + (f" · BIC {escape(bank.bic)}" if bank.bic else "")
    return lines(say("credit.bank", holder=clip(bank.holder, 80), bank=clip(bank.bank, 80)), account)


def _buttons(say: Say) -> tuple[tuple[Button, ...], ...]:
    return (
        (
            Button(say("button.open_invoices"), InvoicesPage().pack()),
            Button(say("button.statement"), StatementTap(of=WHICH).pack()),
            Button(say("button.due_dates"), DuePage().pack()),
        ),
    )
