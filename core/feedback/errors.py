"""Facts that stop an act about what dealers say."""

from __future__ import annotations

from core.kernel.errors import Refused


class RatingOver(Refused):
    """The day on which it was rated is over, or the delivery is too long ago."""

    code = "rating_over"


class RatingUnfit(Refused):
    """No rating from 1 to 5, or no words."""

    code = "rating_unfit"
