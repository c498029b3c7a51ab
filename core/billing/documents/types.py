"""What documents can be had, and as what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Paper(StrEnum):
    """A document of an account. The value is the beginning of its file's name."""

    INVOICE = "invoice"  # a credit note too
    RECEIPT = "receipt"
    STATEMENT = "statement"
    INVOICES = "invoices"  # the list of invoices
    DUE_DATES = "due-dates"


class FileForm(StrEnum):
    """What a document is made as; the value is the ending of its name, but for the e-invoices."""

    PDF = "pdf"
    EXCEL = "xlsx"
    CALENDAR = "ics"
    FACTUR_X = "factur-x"  # PDF/A-3 for people with the EN 16931 invoice (CII) in it for machines
    UBL = "ubl"  # Peppol BIS Billing 3


FORMS: dict[Paper, tuple[FileForm, ...]] = {
    Paper.INVOICE: (FileForm.PDF, FileForm.EXCEL, FileForm.FACTUR_X, FileForm.UBL),
    Paper.RECEIPT: (FileForm.PDF,),
    Paper.STATEMENT: (FileForm.PDF, FileForm.EXCEL),
    Paper.INVOICES: (FileForm.EXCEL,),
    Paper.DUE_DATES: (FileForm.CALENDAR,),
}


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A finished file; ``title``: what it is, in the reader's words."""

    name: str
    title: str
    mime: str
    content: bytes
