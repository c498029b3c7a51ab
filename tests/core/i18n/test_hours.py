"""A stretch of the day as short as it can be said, in the reader's zone."""

from datetime import UTC, datetime

import pytest

from tests.chat import phrasebook


@pytest.mark.parametrize(
    ("language", "whole", "half"),
    [
        ("en", "10 AM – 12 PM", "1:30 – 3:00 PM"),
        ("zh_CN", "10:00–12:00", "13:30–15:00"),
        ("tr", "10:00–12:00", "13:30–15:00"),
        ("ms", "10 PG – 12 PTG", "1:30–3:00 PTG"),
    ],
)
def test_hours_are_said_as_short_as_they_can_be(language: str, whole: str, half: str) -> None:
    say = phrasebook().say(language, zone="America/Los_Angeles")

    def said(*clock: int) -> str:
        since, until = (datetime(2025, 10, 15, *divmod(one, 60), tzinfo=UTC) for one in clock)
        return " ".join(say.hours(since, until).replace("\u2009", " ").replace("\u202f", " ").split())

    assert (said(17 * 60, 19 * 60), said(20 * 60 + 30, 22 * 60)) == (whole, half)
