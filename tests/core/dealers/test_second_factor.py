"""The rules of the second factor: steps, replays, tries, codes as people type them."""

import base64
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.dealers.second_factor import (
    LOCKED_FOR,
    MOST_WRONG,
    StepMatch,
    Tries,
    clean_code,
    enrolment_link,
    find_step,
    hash_recovery_code,
    is_generated,
    is_recovery,
    new_key,
    new_recovery_codes,
)
from tests.codes import code_at, code_of
from tests.conftest import START

KEY = base64.b32encode(b"12345678901234567890").decode()
NOW_STEP = int(START.timestamp()) // 30

# RFC 4226, appendix D.
KNOWN = ("755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489")


def test_the_second_opinion_of_the_tests_is_that_of_the_standard() -> None:
    assert tuple(code_of(KEY, counter) for counter in range(10)) == KNOWN


@settings(max_examples=60, derandomize=True, deadline=None)
@given(offset=st.integers(-4, 4), shift=st.integers(0, 29), key=st.binary(min_size=20, max_size=20))
def test_a_code_counts_in_its_own_step_and_the_two_beside_it(offset: int, shift: int, key: bytes) -> None:
    text = base64.b32encode(key).decode()
    now = START + timedelta(seconds=shift)
    code = code_at(text, now, offset)
    near = [code_at(text, now, steps) for steps in (-1, 0, 1)]
    found = find_step(text, code, now, 0)
    assert (found is not None) == (code in near)
    if found is not None:
        assert code_of(text, found.step) == code
        assert not found.is_used


@settings(max_examples=60, derandomize=True, deadline=None)
@given(used=st.integers(-1, 1), given_step=st.integers(-1, 1))
def test_no_step_counts_twice_nor_one_before_the_last_that_did(used: int, given_step: int) -> None:
    found = find_step(KEY, code_of(KEY, NOW_STEP + given_step), START, NOW_STEP + used)
    assert found == StepMatch(NOW_STEP + given_step, is_used=given_step <= used)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "000000 ", "0" * 4000])
def test_what_is_no_code_of_this_moment_is_wrong(code: str) -> None:
    assert find_step(KEY, code, START, 0) is None


@pytest.mark.parametrize(
    "typed", ["123456", "123 456", " 123-456\n", "１２３４５６", "١٢٣ ٤٥٦", "१२३४५६", "\u2068123456\u2069"]
)
def test_digits_of_every_script_and_spacing_are_one_code(typed: str) -> None:
    assert clean_code(typed) == "123456"
    assert is_generated(clean_code(typed))


@pytest.mark.parametrize("typed", ["k7q2m-xw3rt", "K7Q2M XW3RT", "K7Q2M–XW3RT"])
def test_a_recovery_code_may_be_typed_in_any_way(typed: str) -> None:
    assert is_recovery(clean_code(typed))
    assert hash_recovery_code(typed) == hash_recovery_code("K7Q2M-XW3RT")


@pytest.mark.parametrize("typed", ["", "k7q2m", "K7Q2M-XW3RI", "K7Q2M-XW3RTT", "²³456789AB"])
def test_what_cannot_be_a_recovery_code_is_none(typed: str) -> None:
    assert not is_recovery(typed)


def test_ten_recovery_codes_are_different_and_typed_without_guessing_signs() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    for code in codes:
        assert is_recovery(clean_code(code))
        assert not set(code) & set("01OI")
    assert not set(codes) & set(new_recovery_codes())


def test_keys_have_160_bits_and_no_two_are_alike() -> None:
    assert len(base64.b32decode(new_key())) == 20
    assert new_key() != new_key()


def test_the_link_names_house_and_person_and_carries_the_key() -> None:
    link = enrolment_link(KEY, "Ada & Söhne", "Mega Distro")
    assert link.startswith("otpauth://totp/Mega%20Distro:Ada%20%26%20S%C3%B6hne?")
    assert f"secret={KEY}" in link
    assert "issuer=Mega%20Distro" in link


def test_five_wrong_codes_within_fifteen_minutes_lock_for_fifteen() -> None:
    tries = Tries(0, None, None)
    for number in range(1, MOST_WRONG):
        tries = tries.after_wrong(START + timedelta(minutes=number))
        assert (tries.left, tries.locked_until) == (MOST_WRONG - number, None)
    last = START + timedelta(minutes=15, seconds=59)
    tries = tries.after_wrong(last)
    assert tries.locked_until == last + LOCKED_FOR
    assert tries.is_locked(last + LOCKED_FOR - timedelta(microseconds=1))
    assert not tries.is_locked(last + LOCKED_FOR)
    assert tries.after_wrong(last + LOCKED_FOR) == Tries(1, last + LOCKED_FOR, None)


def test_wrong_codes_far_apart_are_forgotten() -> None:
    tries = Tries(4, START, None).after_wrong(START + timedelta(minutes=15))
    assert tries == Tries(1, START + timedelta(minutes=15), None)
