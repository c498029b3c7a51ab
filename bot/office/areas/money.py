"""Limits, holds, the credit policy; invoices, payments, reversals, credit notes."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from bot.office.areas import money_screens as words
from bot.office.areas.credit_kinds import CreditKind, LineBack
from bot.office.areas.dealers import show_card
from bot.office.areas.policy_kinds import RULE, PolicyValueKind, set_rule
from bot.office.command import AdminCommand, Area, Args, Param, Unfit
from bot.office.figures import TypedAmount
from bot.office.kinds import AmountKind, CodeKind, DayKind, DealerKind, TextKind
from bot.office.screens import done_screen
from bot.screen import Screen
from bot.turn import Turn
from core.billing.use_cases.create_credit_note import CreateCreditNote, PreviewCreditNote
from core.billing.use_cases.create_invoices import CreateInvoices, PreviewInvoices
from core.billing.use_cases.hold_account import HoldAccount, PreviewHold, ReleaseAccount
from core.billing.use_cases.record_payment import PreviewPayment, RecordPayment
from core.billing.use_cases.reverse_credit_note import PreviewNoteReversal, ReverseCreditNote
from core.billing.use_cases.reverse_payment import ReversePayment
from core.billing.use_cases.set_credit_limit import PreviewCreditLimit, SetCreditLimit
from core.billing.use_cases.set_credit_policy import (
    PreviewCreditPolicy,
    SetCreditPolicy,
    ShowCreditPolicy,
)
from core.billing.use_cases.show_documents import ShowInvoice, ShowReceipt
from core.credit.types import CreditPolicy
from core.dealers.use_cases.find_dealers import ShowDealer
from core.kernel.actor import Permission
from core.kernel.money import Money


def _money(typed: TypedAmount, currency: str, param: str = "amount") -> Money:
    """What was typed, in its own currency or in the one that belongs to the act."""
    try:
        return Money.parse(str(typed.value), typed.currency or currency)
    except ValueError as error:
        raise Unfit(param, wrong="amount") from error


async def _amount(turn: Turn, args: Args) -> Money:
    typed: TypedAmount = args["amount"]
    return _money(typed, (await turn.ask(ShowDealer(args["dealer"]))).currency)


async def _preview_limit(turn: Turn, args: Args) -> str:
    query = PreviewCreditLimit(args["dealer"], await _amount(turn, args))
    return words.limit_preview(await turn.ask(query), turn.say)


async def _set_limit(turn: Turn, args: Args) -> Screen:
    done = await turn.execute(SetCreditLimit(args["dealer"], await _amount(turn, args)))
    name = (await turn.ask(ShowDealer(args["dealer"]))).name
    text = turn.say("done.limit", dealer=name, limit=done.after)
    return words.released_screen(text, done.released, turn.say)


async def _preview_hold(turn: Turn, args: Args) -> str:
    return words.hold_preview(await turn.ask(PreviewHold(args["dealer"])), args["reason"], turn.say)


async def _hold(turn: Turn, args: Args) -> Screen:
    await turn.execute(HoldAccount(args["dealer"], args["reason"]))
    return await show_card(turn, args)


async def _preview_release(turn: Turn, args: Args) -> str:
    return words.release_preview(await turn.ask(PreviewHold(args["dealer"])), turn.say)


async def _release(turn: Turn, args: Args) -> Screen:
    released = await turn.execute(ReleaseAccount(args["dealer"]))
    name = (await turn.ask(ShowDealer(args["dealer"]))).name
    return words.released_screen(turn.say("done.release", dealer=name), released, turn.say)


async def _show_policy(turn: Turn, args: Args) -> Screen:
    policy = await turn.ask(ShowCreditPolicy())
    return words.policy_screen(policy, turn.core.settings.default_currency, turn.say)


async def _policy(turn: Turn, args: Args) -> CreditPolicy:
    currency = turn.core.settings.default_currency
    return set_rule(await turn.ask(ShowCreditPolicy()), args["rule"], args["policy_value"], currency)


async def _preview_policy(turn: Turn, args: Args) -> str:
    preview = await turn.ask(PreviewCreditPolicy(await _policy(turn, args)))
    return words.policy_preview(preview, turn.core.settings.default_currency, turn.say)


async def _set_policy(turn: Turn, args: Args) -> Screen:
    released = await turn.execute(SetCreditPolicy(await _policy(turn, args)))
    return words.released_screen(turn.say("done.policy"), released, turn.say)


def _paid_on(turn: Turn, args: Args) -> date:
    """The day the money came; today where none was said."""
    said: date | None = args.get("paid_on")
    return said or turn.core.clock.now().astimezone(ZoneInfo(turn.actor.zone)).date()


async def _preview_pay(turn: Turn, args: Args) -> str:
    amount, day = await _amount(turn, args), _paid_on(turn, args)
    query = PreviewPayment(args["dealer"], amount, day, args["reference"], _invoices(args))
    return words.payment_preview(await turn.ask(query), amount, day, args["reference"], turn.say)


def _invoices(args: Args) -> tuple[str, ...]:
    return (args["invoice"],) if "invoice" in args else ()


async def _pay(turn: Turn, args: Args) -> Screen:
    amount, day = await _amount(turn, args), _paid_on(turn, args)
    paid = await turn.execute(RecordPayment(args["dealer"], amount, day, args["reference"], _invoices(args)))
    text = turn.say("done.pay", number=paid.number, amount=paid.amount)
    return words.released_screen(text, paid.released, turn.say)


def _is_note(args: Args) -> bool:
    """Whether a number is of a credit note; any other is of a receipt."""
    return str(args["receipt"]).strip().upper().startswith("CN-")


async def _preview_reverse(turn: Turn, args: Args) -> str:
    if _is_note(args):
        preview = await turn.ask(PreviewNoteReversal(args["receipt"]))
        return words.note_reversal_preview(preview, args["reason"], turn.say)
    return words.reversal_preview(await turn.ask(ShowReceipt(args["receipt"])), args["reason"], turn.say)


async def _reverse(turn: Turn, args: Args) -> Screen:
    if _is_note(args):
        note = await turn.execute(ReverseCreditNote(args["receipt"], args["reason"]))
        return done_screen(turn.say("done.reverse_note", number=note.number, amount=note.total))
    receipt = await turn.execute(ReversePayment(args["receipt"], args["reason"]))
    return done_screen(turn.say("done.reverse", number=receipt.number, amount=receipt.amount))


async def _preview_invoice(turn: Turn, args: Args) -> str | Screen:
    orders = (args["order"],) if "order" in args else ()
    found = await turn.ask(PreviewInvoices(orders, args.get("dealer")))
    return words.invoices_preview(found, turn.say) if found else Screen(turn.say("invoices.none"))


async def _invoice(turn: Turn, args: Args) -> Screen:
    orders = (args["order"],) if "order" in args else ()
    numbers = await turn.execute(CreateInvoices(orders, args.get("dealer")))
    return words.invoiced_screen(numbers, turn.say)


async def _credit(turn: Turn, args: Args) -> tuple[str, Money | None, tuple[tuple[int, int], ...]]:
    """The invoice's number, and the amount or the lines of it that are given back."""
    invoice = await turn.ask(ShowInvoice(args["invoice"]))
    back: LineBack | TypedAmount = args["credit"]
    if isinstance(back, LineBack):
        return invoice.number, None, ((back.position, back.in_base_units(invoice)),)
    return invoice.number, _money(back, invoice.currency, "credit"), ()


async def _preview_note(turn: Turn, args: Args) -> str:
    number, amount, credited = await _credit(turn, args)
    preview = await turn.ask(PreviewCreditNote(number, amount, credited))
    return words.credit_note_preview(preview, args["reason"], turn.say)


async def _note(turn: Turn, args: Args) -> Screen:
    number, amount, credited = await _credit(turn, args)
    preview = await turn.ask(PreviewCreditNote(number, amount, credited))
    note = await turn.execute(CreateCreditNote(number, args["reason"], amount, credited))
    return done_screen(turn.say("done.credit_note", number=note, invoice=number, amount=preview.total))


_AREA = Area.MONEY
_CREDIT, _BILLING = Permission.CREDIT_EDIT, Permission.BILLING_EDIT
_DEALER, _AMOUNT = Param("dealer", DealerKind()), Param("amount", AmountKind(least=None))
_REASON, _INVOICE = Param("reason", TextKind()), Param("invoice", CodeKind())
_DAY, _REFERENCE = Param("paid_on", DayKind(), is_optional=True), Param("reference", TextKind(most=140))

COMMANDS = (
    AdminCommand(
        name="limit", short="l", area=_AREA, permission=_CREDIT, act=_set_limit, preview=_preview_limit,
        params=(_DEALER, _AMOUNT), example="/limit techmart 200000",
    ),
    AdminCommand(
        name="hold", area=_AREA, permission=_CREDIT, act=_hold, preview=_preview_hold,
        params=(_DEALER, _REASON), example="/hold techmart cheque bounced",
    ),
    AdminCommand(
        name="release", area=_AREA, permission=_CREDIT, act=_release, preview=_preview_release,
        params=(_DEALER,), example="/release techmart",
    ),
    AdminCommand(
        name="policy", area=_AREA, permission=Permission.POLICY_EDIT, act=_show_policy, example="/policy",
    ),
    AdminCommand(
        name="policy", verb="set", area=_AREA, permission=Permission.POLICY_EDIT, act=_set_policy,
        preview=_preview_policy, params=(Param("rule", RULE), Param("policy_value", PolicyValueKind())),
        example="/policy set soft 85%",
    ),
    AdminCommand(
        name="invoice", area=_AREA, permission=_BILLING, act=_invoice, preview=_preview_invoice,
        params=(Param("order", CodeKind()),), example="/invoice B2B-2025-7891",
    ),
    AdminCommand(
        name="invoice", verb="all", area=_AREA, permission=_BILLING, act=_invoice,
        preview=_preview_invoice, params=(_DEALER,), example="/invoice all techmart",
    ),
    AdminCommand(
        name="pay", area=_AREA, permission=_BILLING, act=_pay, preview=_preview_pay,
        params=(_DEALER, _AMOUNT, _DAY, _REFERENCE), example="/pay techmart 5000 2025-10-14 WIRE-77",
    ),
    AdminCommand(
        name="pay", verb="for", area=_AREA, permission=_BILLING, act=_pay, preview=_preview_pay,
        params=(_INVOICE, _DEALER, _AMOUNT, _DAY, _REFERENCE),
        example="/pay for INV-2025-12 techmart 5000 today WIRE-77",
    ),
    AdminCommand(
        name="reverse", area=_AREA, permission=_BILLING, act=_reverse, preview=_preview_reverse,
        params=(Param("receipt", CodeKind()), _REASON), example="/reverse RCT-2025-3 cheque bounced",
    ),
    AdminCommand(
        name="creditnote", area=_AREA, permission=_BILLING, act=_note, preview=_preview_note,
        params=(_INVOICE, Param("credit", CreditKind()), _REASON),
        example="/creditnote INV-2025-12 line 2 3 pcs damaged",
    ),
)  # fmt: skip
