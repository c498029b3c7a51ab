"""One form for a phone number, however it was typed."""

import pytest

from core.dealers.phones import normalise_phone, same_phone


@pytest.mark.parametrize(
    ("typed", "region", "known"),
    [
        ("+1 (415) 555-0100", "US", "+14155550100"),
        ("415-555-0100", "US", "+14155550100"),
        ("14155550100", "US", "+14155550100"),
        ("0532 123 45 67", "TR", "+905321234567"),
        ("905321234567", "US", "+905321234567"),  # a contact from Telegram, without "+"
        ("+90 532 123 45 67", "US", "+905321234567"),
        ("012-345 6789", "MY", "+60123456789"),
        ("139 1234 5678", "CN", "+8613912345678"),
        ("hello", "US", None),
        ("", "US", None),
        ("12", "US", None),
        ("+999999999999999999", "US", None),
    ],
)
def test_a_number_is_brought_to_one_form(typed: str, region: str, known: str | None) -> None:
    assert normalise_phone(typed, region) == known


@pytest.mark.parametrize("shared", ["+14155550100", "14155550100", "+1 415 555 0100", "0014155550100"])
def test_a_contact_is_the_same_number_with_and_without_its_signs(shared: str) -> None:
    assert same_phone("+14155550100", shared)


@pytest.mark.parametrize("shared", ["", "+", "4155550100", "+14155550101", "+114155550100"])
def test_another_number_is_another_number(shared: str) -> None:
    assert not same_phone("+14155550100", shared)


def test_without_a_number_on_file_nobody_is_recognised() -> None:
    assert not same_phone(None, "+14155550100")
    assert not same_phone(None, "")
    assert not same_phone("", "")
