"""Single fields of how the house and its dealers stand on documents: read, checked, set. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.office.command import Unfit
from core.billing.types import BankAccount, Party, Seller
from core.kernel.texts import storable

NONE = "-"
"""What is typed to empty a field."""

_ADDRESS = ("street", "city", "postcode", "region", "country")
_BANK = ("holder", "bank", "iban", "bic")
# The word of a field and its name in Seller or Party; a word without one is named alike.
_NAMES = {"tax": "tax_id"}
SELLER_FIELDS = ("name", *_ADDRESS, "tax", "registration", "email", "phone", *_BANK)
BANK_FIELDS = len(_BANK)
"""How many of the house's fields, the last ones, are about its account."""
PARTY_FIELDS = ("name", *_ADDRESS, "tax", "email")

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_COUNTRY = re.compile(r"[A-Z]{2}")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


def is_bank(field: str) -> bool:
    """Whether the field says where money is to go."""
    return field in _BANK


def seller_field(seller: Seller, field: str) -> str:
    if is_bank(field):
        return str(getattr(seller.bank, field)) if seller.bank else ""
    return _field(seller, field)


def party_field(party: Party, field: str) -> str:
    return _field(party, field)


def _field(one: Seller | Party, field: str) -> str:
    return str(getattr(one.address if field in _ADDRESS else one, _NAMES.get(field, field)))


def set_seller_field(seller: Seller, field: str, typed: str) -> Seller:
    """The house with one field as typed, "-" empties it. Raises Unfit for what the field cannot be.

    An account without a number is none; one without a holder is the house's own.
    """
    value = _checked(field, typed)
    if not is_bank(field):
        return replace(seller, **_changes(seller, field, value))
    if field == "iban" and not value:
        return replace(seller, bank=None)
    bank = seller.bank or BankAccount(seller.name, "", "")
    if field != "iban" and not bank.iban:
        raise Unfit("paper_field", wrong="iban_first")
    bank = replace(bank, **{field: value})
    return replace(seller, bank=replace(bank, holder=bank.holder or seller.name))


def set_party_field(party: Party, field: str, typed: str) -> Party:
    """The dealer's side with one field as typed, "-" empties it. Raises Unfit for what it cannot be."""
    return replace(party, **_changes(party, field, _checked(field, typed)))


def _changes(one: Seller | Party, field: str, value: str) -> dict[str, Any]:
    if field in _ADDRESS:
        return {"address": replace(one.address, **{field: value})}
    return {_NAMES.get(field, field): value}


def _checked(field: str, typed: str) -> str:
    value = "" if typed.strip() == NONE else storable(typed).strip()
    if not value:
        if field == "name":
            raise Unfit("paper_value", wrong="text")
        return ""
    if field == "email":
        return _match(_EMAIL, value, wrong="email")
    if field == "country":
        return _match(_COUNTRY, value.upper(), wrong="country")
    if field == "bic":
        return _match(_BIC, _packed(value), wrong="bic")
    if field == "iban" and _IBAN.fullmatch(_packed(value)):
        if not _adds_up(_packed(value)):
            raise Unfit("paper_value", wrong="iban")
        return _packed(value)
    return value


def _match(shape: re.Pattern[str], value: str, *, wrong: str) -> str:
    if shape.fullmatch(value) is None:
        raise Unfit("paper_value", wrong=wrong)
    return value


def _packed(value: str) -> str:
    return re.sub(r"[\s-]", "", value).upper()


def _adds_up(iban: str) -> bool:
    """ISO 13616: with its first four signs behind and letters as numbers it leaves 1 when divided by 97."""
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1
