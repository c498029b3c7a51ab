"""A stretch of the day in the reader's zone, and by the one clock that moments are told by."""

from datetime import UTC, datetime

import pytest

from core.i18n.phrases import LANGUAGES
from tests.chat import phrasebook

SINCE, UNTIL = datetime(2025, 10, 15, 20, 5, tzinfo=UTC), datetime(2025, 10, 15, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_never_mixes_two_clocks(language: str) -> None:
    say = phrasebook().say(language, zone="America/Los_Angeles")
    assert say.show(SINCE).endswith(" 13:05")
    assert (say.clock(SINCE), say.hours(SINCE, UNTIL)) == ("13:05", "13:05–15:00")
    assert say.clock(datetime(2025, 10, 15, 7, 0, tzinfo=UTC)) == "00:00"
