"""What an auditor sees."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.kernel.money import Money


class About(StrEnum):
    """What a look into the journal is narrowed to."""

    ALL = "all"
    PERSON = "person"
    DEALER = "dealer"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Subject:
    """``id``: of the person, dealer or order; None for all. ``label``: how it is called."""

    about: About = About.ALL
    id: uuid.UUID | None = None
    label: str = ""


Fact = str | int | Money
"""A value of an entry as people read it: a number, a name, an amount, a word of its own."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry. ``who`` None: the house itself; ``origin``: "chat:76babe95", "import", "clock", "system",
    None when it was not noted yet; ``name``: the event's; ``dealer``: whose chain it stands in."""

    at: datetime
    who: str | None
    origin: str | None
    name: str
    dealer: str | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Entries up to ``until``, newest first; ``until`` stays when pages are turned, so nothing moves."""

    subject: Subject
    until: datetime
    entries: tuple[AuditEntry, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class BooksReport:
    """``faults``: one plain sentence each; none: everything is as it was written. ``checked``: what was
    looked at, with how many of it."""

    faults: tuple[str, ...]
    checked: dict[str, int]
    heads: dict[str, tuple[int, str]]  # stream -> number and hash of its last entry
