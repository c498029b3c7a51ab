"""Every command and query of billing, and the function that does it."""

from __future__ import annotations

from core.billing.use_cases.check_ledgers import (
    CheckLedgers,
    CheckNumbers,
    check_document_numbers,
    check_ledgers,
)
from core.billing.use_cases.create_credit_note import (
    CreateCreditNote,
    PreviewCreditNote,
    create_credit_note,
    preview_credit_note,
)
from core.billing.use_cases.create_invoices import (
    CreateInvoices,
    PreviewInvoices,
    create_invoices,
    preview_invoices,
)
from core.billing.use_cases.hold_account import (
    HoldAccount,
    PreviewHold,
    ReleaseAccount,
    hold_account,
    preview_hold,
    release_account,
)
from core.billing.use_cases.record_payment import (
    PreviewPayment,
    RecordPayment,
    preview_payment,
    record_payment,
)
from core.billing.use_cases.remind_due import (
    RemindDue,
    SetReminders,
    ShowReminders,
    remind_due,
    set_reminders,
    show_reminders,
)
from core.billing.use_cases.render_document import RenderDocument, render_document
from core.billing.use_cases.reverse_credit_note import (
    PreviewNoteReversal,
    ReverseCreditNote,
    preview_note_reversal,
    reverse_credit_note,
)
from core.billing.use_cases.reverse_payment import ReversePayment, reverse_payment
from core.billing.use_cases.set_credit_limit import (
    PreviewCreditLimit,
    SetCreditLimit,
    preview_credit_limit,
    set_credit_limit,
)
from core.billing.use_cases.set_credit_policy import (
    PreviewCreditPolicy,
    SetCreditPolicy,
    ShowCreditPolicy,
    preview_credit_policy,
    set_credit_policy,
    show_credit_policy,
)
from core.billing.use_cases.set_invoice_moment import (
    SetInvoiceMoment,
    ShowInvoiceMoment,
    set_invoice_moment,
    show_invoice_moment,
)
from core.billing.use_cases.set_parties import (
    SetBillingParty,
    SetSeller,
    ShowBillingParty,
    ShowSeller,
    set_billing_party,
    set_seller,
    show_billing_party,
    show_seller,
)
from core.billing.use_cases.show_account import (
    ListDueDates,
    ShowAgeing,
    ShowStatement,
    list_due_dates,
    show_ageing,
    show_statement,
)
from core.billing.use_cases.show_documents import (
    FindInvoice,
    ListInvoices,
    ListReceipts,
    ShowInvoice,
    ShowReceipt,
    find_invoice,
    list_invoices,
    list_receipts,
    show_invoice,
    show_receipt,
)
from core.billing.use_cases.show_waiting import ListWaiting, list_waiting
from core.billing.use_cases.take_payment_notice import TakePaymentNotice, take_payment_notice
from core.infra.door import Handler

HANDLERS: dict[type, Handler] = {
    PreviewCreditLimit: Handler(preview_credit_limit),
    SetCreditLimit: Handler(set_credit_limit),
    ShowCreditPolicy: Handler(show_credit_policy),
    PreviewCreditPolicy: Handler(preview_credit_policy),
    SetCreditPolicy: Handler(set_credit_policy),
    PreviewHold: Handler(preview_hold),
    HoldAccount: Handler(hold_account),
    ReleaseAccount: Handler(release_account),
    PreviewInvoices: Handler(preview_invoices),
    CreateInvoices: Handler(create_invoices),
    PreviewPayment: Handler(preview_payment),
    RecordPayment: Handler(record_payment),
    TakePaymentNotice: Handler(take_payment_notice),
    ReversePayment: Handler(reverse_payment),
    CreateCreditNote: Handler(create_credit_note),
    PreviewCreditNote: Handler(preview_credit_note),
    PreviewNoteReversal: Handler(preview_note_reversal),
    ReverseCreditNote: Handler(reverse_credit_note),
    ShowInvoice: Handler(show_invoice),
    FindInvoice: Handler(find_invoice),
    RenderDocument: Handler(render_document),
    ListWaiting: Handler(list_waiting),
    ListInvoices: Handler(list_invoices),
    ShowReceipt: Handler(show_receipt),
    ListReceipts: Handler(list_receipts),
    ShowStatement: Handler(show_statement),
    ShowAgeing: Handler(show_ageing),
    ListDueDates: Handler(list_due_dates),
    ShowSeller: Handler(show_seller),
    SetSeller: Handler(set_seller),
    ShowBillingParty: Handler(show_billing_party),
    SetBillingParty: Handler(set_billing_party),
    RemindDue: Handler(remind_due),
    ShowReminders: Handler(show_reminders),
    SetReminders: Handler(set_reminders),
    ShowInvoiceMoment: Handler(show_invoice_moment),
    SetInvoiceMoment: Handler(set_invoice_moment),
    CheckLedgers: Handler(check_ledgers),
    CheckNumbers: Handler(check_document_numbers),
}
