"""Facts that stop an act of billing."""

from __future__ import annotations

from core.kernel.errors import Refused


class OrderNotBillable(Refused):
    """Only an approved order can be invoiced (``number``, ``state``)."""

    code = "order_not_billable"


class InvoiceDiffers(Refused):
    """An invoice would not equal its order to the cent, so it was not made.

    Fields: ``number`` of the order, ``order`` and ``invoice`` (Money), ``differs`` (Reasons, each that does).
    """

    code = "invoice_differs"


class UnknownInvoice(Refused):
    """A payment names an invoice that this dealer does not have (``number``)."""

    code = "unknown_invoice"


class InvoiceSettled(Refused):
    """A payment names an invoice that has nothing open any more (``number``)."""

    code = "invoice_settled"


class AmountNotPositive(Refused):
    """Money must be more than nothing (``amount``: Money)."""

    code = "amount_not_positive"


class WrongCurrency(Refused):
    """The account is kept in another currency (``given``, ``expected``)."""

    code = "wrong_currency"


class DateInFuture(Refused):
    """Money cannot have come on a day that is still to come (``day``)."""

    code = "date_in_future"


class ReferenceMissing(Refused):
    """A payment needs the reference it came with: by it the same payment is known again."""

    code = "reference_missing"


class AlreadyRecorded(Refused):
    """This dealer's payment with that reference is there already (``number``, ``amount``, ``day``)."""

    code = "already_recorded"


class AlreadyReversed(Refused):
    """The payment or credit note was taken back before (``number``, ``day``)."""

    code = "already_reversed"


class CreditSpent(Refused):
    """A credit note has settled another document since; it stands (``number``, ``document``)."""

    code = "credit_spent"


class CreditTooLarge(Refused):
    """More than is left of the invoice would be credited (``number``, ``left``: Money)."""

    code = "credit_too_large"


class NotOnInvoice(Refused):
    """The invoice has no such line, or less of it (``number``, ``line``, ``left``: base units)."""

    code = "not_on_invoice"


class NoCreditAccount(Refused):
    """The dealer has no credit account (``dealer``)."""

    code = "no_credit_account"


class AccountOwes(Refused):
    """An account keeps its currency while anything stands on it (``currency``)."""

    code = "account_owes"


class EInvoiceIncomplete(Refused):
    """An e-invoice needs something that is not known yet.

    ``why``: seller_address, seller_tax_id, dealer_address, dealer_tax_id; ``number`` of the invoice.
    """

    code = "e_invoice_incomplete"


class DocumentTooBig(Refused):
    """More rows than a file of that form takes (``rows``, ``most``)."""

    code = "document_too_big"
