"""Values of what dealers say about us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

RATINGS = range(1, 6)  # 5 is best
LOW = 2  # so or lower: we ask why
MOST_WORDS = 500
# So long after a delivery it can still be rated.
RATE_WITHIN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class FeedbackPolicy:
    """ask_days: after a question a person is asked no other one for so many days; 0: after each delivery."""

    ask_days: int = 7


class Rated(StrEnum):
    """What came of a rating."""

    SAME = "same"  # it stands already
    KEPT = "kept"
    LOW = "low"  # kept, and we want to know why
