"""Facts that stop an act about what dealers say."""

from __future__ import annotations

from core.kernel.errors import Refused


class RatingOver(Refused):
    """The day on which it was rated is over, or the delivery is too long ago."""

    code = "rating_over"


class RatingUnfit(Refused):
    """No rating from 1 to 5, or no words."""

    code = "rating_unfit"


class SurveyUnfit(Refused):
    """A survey that cannot be asked (``why``: question, answers, label, languages, past, days; with ``most``
    where there is one), or an answer that it does not have (choice, words)."""

    code = "survey_unfit"


class SurveyOver(Refused):
    """It has ended: nothing is answered any more."""

    code = "survey_over"
