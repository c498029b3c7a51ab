"""Ids sort by the time they were made, and are what RFC 9562 calls version 7."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from core.kernel.ids import new_uuid7

AT = datetime(2025, 10, 14, 9, 0, tzinfo=UTC)


def test_the_example_of_the_standard_comes_out() -> None:
    # RFC 9562, appendix A.6: 22 February 2022, 2:22:22 PM GMT-05:00
    made = new_uuid7(datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC), bytes.fromhex("0cc318c4dc0c0c07398f"))
    assert str(made) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


def test_full_and_empty_randomness_do_not_spill_into_version_or_variant() -> None:
    for randomness in (b"\xff" * 10, bytes(10)):
        made = new_uuid7(AT, randomness)
        assert (made.version, made.variant) == (7, "specified in RFC 4122")
        assert made.int >> 80 == int(AT.timestamp() * 1000)


@settings(derandomize=True, max_examples=100)
@given(st.timedeltas(min_value=timedelta(milliseconds=1), max_value=timedelta(days=3650)))
def test_a_later_id_sorts_after_an_earlier_one(later: timedelta) -> None:
    assert new_uuid7(AT, b"\xff" * 10) < new_uuid7(AT + later, bytes(10))


def test_ids_of_one_moment_differ() -> None:
    assert len({new_uuid7(AT) for _ in range(1000)}) == 1000
