"""What an act about credit or money would do, in words. Pure."""

from __future__ import annotations

from datetime import date

from bot.dealer.ordering.amounts import amount as amount_text
from bot.office.areas.policy_kinds import RULES
from bot.office.screens import change_line, done_screen
from bot.screen import Screen, clip, lines, listed, paragraphs
from core.billing.types import Receipt
from core.billing.use_cases.create_credit_note import CreditPreview
from core.billing.use_cases.create_invoices import Invoiceable
from core.billing.use_cases.hold_account import HoldPreview
from core.billing.use_cases.record_payment import PaymentPreview
from core.billing.use_cases.reverse_credit_note import NoteReversal
from core.billing.use_cases.set_credit_limit import LimitPreview
from core.billing.use_cases.set_credit_policy import PolicyPreview
from core.credit.types import CreditPolicy
from core.i18n.phrases import Raw, Say
from core.kernel.money import Money

_SHOWN = 10


def limit_preview(preview: LimitPreview, say: Say) -> str:
    """Limit before → after, what is owed, and what of the waiting orders would go through."""
    return lines(
        say("preview.limit", dealer=clip(preview.dealer_name, 60)),
        change_line(say, preview.before, preview.after),
        say("preview.exposure", amount=preview.exposure),
        say("preview.below_exposure") if preview.is_below_exposure else None,
        say("preview.available", amount=preview.available_after),
        _waiting(preview.waiting, preview.releases, say),
    )


def _waiting(waiting: int, releases: int, say: Say) -> str | None:
    return say("preview.waiting", waiting, releases=releases) if waiting else None


def hold_preview(preview: HoldPreview, reason: str, say: Say) -> str:
    """Whose account would be stopped, and why."""
    return lines(
        say("preview.hold", dealer=clip(preview.dealer_name, 60)),
        say("preview.reason", reason=reason),
        say("preview.held_already", reason=preview.reason) if preview.reason else None,
        say("preview.exposure", amount=preview.exposure),
    )


def release_preview(preview: HoldPreview, say: Say) -> str:
    """Whose account would be let go, and what of the waiting orders would go through."""
    return lines(
        say("preview.release", dealer=clip(preview.dealer_name, 60)),
        say("preview.held_for", reason=preview.reason) if preview.reason else say("preview.not_held"),
        _waiting(preview.waiting, preview.releases, say),
    )


def released_screen(text: str, released: tuple[str, ...], say: Say) -> Screen:
    """An act was done, and these orders went through by it."""
    orders = say("done.released", len(released), orders=listed(released)) if released else None
    return done_screen(lines(text, orders))


def policy_screen(policy: CreditPolicy, currency: str, say: Say) -> Screen:
    """Every rule of the credit policy, with the word that sets it."""
    rows = [
        f"{say(f'policy.{name}')}: <b>{_rule(policy, name, currency, say)}</b> (<code>{name}</code>)"
        for name in RULES
    ]
    return Screen(paragraphs(say("policy.title"), lines(*rows)))


def _rule(policy: CreditPolicy, name: str, currency: str, say: Say) -> str:
    field, kind = RULES[name]
    value = getattr(policy, field)
    if value is None:
        return "—"
    if kind == "flag":
        return say("policy.yes") if value else say("policy.no")
    if kind == "percent":
        return say.percent(value)
    return say("terms.net", value) if kind == "days" else say.money(Money(value, currency))


def policy_preview(preview: PolicyPreview, currency: str, say: Say) -> str:
    """Each rule that changes, before → after, and for how many that would matter at once."""
    changed = [
        name
        for name, (field, _) in RULES.items()
        if getattr(preview.before, field) != getattr(preview.after, field)
    ]
    rows = []
    for name in changed:
        before = Raw(_rule(preview.before, name, currency, say))
        after = Raw(_rule(preview.after, name, currency, say))
        rows.append(f"{say(f'policy.{name}')}: {change_line(say, before, after)}")
    return lines(
        say("policy.title"),
        *rows,
        None if changed else say("preview.no_change"),
        say("preview.judged", preview.dealers, tighter=preview.tighter, looser=preview.looser),
        _waiting(preview.waiting, preview.releases, say),
    )


def payment_preview(preview: PaymentPreview, amount: Money, day: date, reference: str, say: Say) -> str:
    """Whose money, what it would settle, and what is owed before → after."""
    parts = [
        say("preview.settles", document=part.document, amount=part.paid) for part in preview.parts[:_SHOWN]
    ]
    more = len(preview.parts) - _SHOWN
    return lines(
        say("preview.pay", dealer=clip(preview.dealer_name, 60), amount=amount),
        say("preview.paid_on", day=day, reference=reference),
        *parts,
        f"… +{more}" if more > 0 else None,
        say("preview.unapplied", amount=preview.unapplied) if preview.unapplied else None,
        say("preview.owes"),
        change_line(say, preview.owes_before, preview.owes_after),
    )


def reversal_preview(receipt: Receipt, reason: str, say: Say) -> str:
    """Which payment would be taken back, and what would be open again."""
    reopened = [
        say("preview.reopens", document=part.document, amount=part.paid) for part in receipt.parts[:_SHOWN]
    ]
    return lines(
        say("preview.reverse", number=receipt.number, dealer=receipt.dealer.name, amount=receipt.amount),
        say("preview.paid_on", day=receipt.paid_on, reference=receipt.reference),
        *reopened,
        say("preview.reason", reason=reason),
    )


def note_reversal_preview(preview: NoteReversal, reason: str, say: Say) -> str:
    """Which credit note would be taken back, and what would be owed again."""
    note = preview.note
    return lines(
        say("preview.reverse_note", number=note.number, dealer=note.dealer.name, amount=note.total),
        say("preview.reopens", document=preview.invoice, amount=preview.reopens) if preview.reopens else None,
        say("preview.leaves_account", amount=preview.left) if preview.left else None,
        say("preview.reason", reason=reason),
    )


def invoices_preview(found: tuple[Invoiceable, ...], say: Say) -> str:
    """Which orders would be invoiced, and what stands against any of them."""
    rows = [
        say("preview.invoice_line", number=one.number, dealer=clip(one.dealer_name, 40), amount=one.total)
        + (f" {say('preview.cannot')}" if one.why else "")
        for one in found[:_SHOWN]
    ]
    more = len(found) - _SHOWN
    return lines(say("preview.invoices", len(found)), *rows, f"… +{more}" if more > 0 else None)


def invoiced_screen(numbers: tuple[str, ...], say: Say) -> Screen:
    """The invoices that were made."""
    return done_screen(say("done.invoices", len(numbers), numbers=listed(numbers)))


def credit_note_preview(preview: CreditPreview, reason: str, say: Say) -> str:
    """How much of which invoice would be credited; of a line, what of it."""
    invoice = preview.invoice
    rows = [
        say(
            "preview.credit_line",
            line=line.position,
            quantity=Raw(amount_text(say, line.unit_quantity, line.unit)),
            name=clip(line.name, 60),
            amount=line.total,
        )
        for line in preview.lines
        if line.sku
    ]
    return lines(
        say("preview.credit_note", number=invoice.number, dealer=invoice.dealer.name),
        *rows,
        say("preview.credit", amount=preview.total, total=invoice.total),
        say("preview.open", amount=invoice.open),
        say("preview.reason", reason=reason),
    )
