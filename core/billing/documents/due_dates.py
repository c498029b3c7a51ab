"""Due dates as a calendar file (RFC 5545), to be taken into any calendar.

Each invoice is one all-day event with an alarm the day before; an early-payment discount that can still be
had is an event of its own. Events keep their UID for good, so that a newer file moves and never doubles them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from core.billing.documents import wording
from core.billing.types import DueDate
from core.i18n.phrases import Say
from core.kernel.money import Money

_OCTETS = 75
_ALARM = "-PT15H"  # nine in the morning of the day before


def due_calendar(dues: Sequence[DueDate], house: str, dealer_code: str, made_at: datetime, say: Say) -> bytes:
    """The calendar of one dealer's payments; what is overdue stands on its day, too."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Dealerline//Due dates//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(wording.calendar_title(house, say))}",
    ]
    stamp = made_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for due in dues:
        lines += _event(due.number, "due", due.due_on, due.open, stamp, house, dealer_code, say)
        if due.early_payment is not None:
            until = due.early_payment.until
            lines += _event(due.number, "early", until, due.pay, stamp, house, dealer_code, say)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(
    number: str, what: str, day: date | None, pay: Money, stamp: str, house: str, dealer_code: str, say: Say
) -> Iterator[str]:
    if day is None:
        return
    title = say(
        "document.calendar_due" if what == "due" else "document.calendar_early", number=number, pay=pay
    )
    yield "BEGIN:VEVENT"
    yield f"UID:{what}-{_plain(number)}-{_plain(dealer_code)}@dealerline"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(title)}"
    yield f"DESCRIPTION:{_escaped(say('document.calendar_about', house=house, number=number))}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_escaped(title)}"
    yield f"TRIGGER:{_ALARM}"
    yield "END:VALARM"
    yield "END:VEVENT"


def _plain(text: str) -> str:
    """What may stand in a UID without escaping; different texts stay different."""
    return "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "-.") else f"_{ord(sign):x}" for sign in text
    )


def _escaped(text: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11)."""
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text.replace("\r", "")


def _folded(line: str) -> bytes:
    """A content line in pieces of at most 75 octets, never cut inside a sign (RFC 5545, 3.1)."""
    pieces: list[bytes] = []
    piece = b""
    for sign in line:
        octets = sign.encode()
        # Later pieces begin with a blank that counts.
        room = _OCTETS if not pieces else _OCTETS - 1
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece = b""
        piece += octets
    pieces.append(piece)
    return b"\r\n ".join(pieces) + b"\r\n"
