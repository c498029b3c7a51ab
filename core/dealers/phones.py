"""Phone numbers in one form (E.164), however they were typed."""

from __future__ import annotations

import phonenumbers


def normalise_phone(text: str, region: str) -> str | None:
    """E.164 of a number typed in ``region``, with or without "+"; None when it cannot be a number.

    Telegram gives the number of a contact without "+" in some clients, hence the second attempt.
    """
    for attempt in (text, f"+{text.lstrip('+')}"):
        try:
            number = phonenumbers.parse(attempt, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


def same_phone(known: str | None, shared: str) -> bool:
    """Whether a contact's number is the one on file: digits alone decide, they are international in both."""
    digits = "".join(sign for sign in shared if sign.isdigit())
    # No digits at all are nobody's number, not even that of somebody without one on file.
    return bool(digits) and known is not None and known.lstrip("+") == digits.removeprefix("00")
