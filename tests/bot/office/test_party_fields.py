"""Fields of the house and of dealers on documents: what is taken, what is asked for again."""

import pytest

from bot.office.areas.party_fields import (
    PARTY_FIELDS,
    SELLER_FIELDS,
    party_field,
    seller_field,
    set_party_field,
    set_seller_field,
)
from bot.office.command import Unfit
from core.billing.types import BankAccount, Party, Seller

HOUSE = Seller("MegaDistro")
IBAN = "DE89370400440532013000"
VALUES = {"email": "a@b.example", "country": "de", "bic": "deutdeff", "iban": "DE89 3704 0044 0532 0130 00"}
READ = {"country": "DE", "bic": "DEUTDEFF", "iban": IBAN}


def test_every_field_can_be_set_read_back_and_emptied_again() -> None:
    for field in SELLER_FIELDS:
        start = HOUSE if field in ("iban", "name") else set_seller_field(HOUSE, "iban", IBAN)
        typed = VALUES.get(field, "Some text")
        one = set_seller_field(start, field, typed)
        assert seller_field(one, field) == READ.get(field, typed)
        if field not in ("name", "holder"):
            assert seller_field(set_seller_field(one, field, "-"), field) == ""
    for field in PARTY_FIELDS:
        typed = VALUES.get(field, "Some text")
        assert party_field(set_party_field(Party("C1", "A"), field, typed), field) == READ.get(field, typed)


def test_an_account_begins_with_its_number_and_is_the_houses_own_unless_said_otherwise() -> None:
    one = set_seller_field(HOUSE, "iban", IBAN)
    assert one.bank == BankAccount("MegaDistro", "", IBAN)
    assert set_seller_field(one, "holder", "-").bank == one.bank
    assert set_seller_field(one, "iban", "-").bank is None
    with pytest.raises(Unfit) as unfit:
        set_seller_field(HOUSE, "bic", "DEUTDEFF")
    assert unfit.value.wrong == "iban_first"


@pytest.mark.parametrize(
    ("field", "typed", "wrong"),
    [
        ("name", "-", "text"),
        ("email", "nobody", "email"),
        ("country", "Germany", "country"),
        ("iban", "DE89370400440532013001", "iban"),
        ("iban", "DE98370400440532013000", "iban"),
    ],
)
def test_what_a_field_cannot_be_is_asked_for_again(field: str, typed: str, wrong: str) -> None:
    with pytest.raises(Unfit) as unfit:
        set_seller_field(HOUSE, field, typed)
    assert (unfit.value.param, unfit.value.wrong) == ("paper_value", wrong)


def test_an_account_number_of_a_country_without_iban_is_taken_as_it_is() -> None:
    assert seller_field(set_seller_field(HOUSE, "iban", "0210-0002 1"), "iban") == "0210-0002 1"
