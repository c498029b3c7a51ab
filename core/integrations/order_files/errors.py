"""Why a file is not ordered by."""

from __future__ import annotations

from core.kernel.errors import Refused


class FileUsed(Refused):
    """It was ordered by already, or let be (``name``)."""

    code = "file_used"


class FileUnclear(Refused):
    """Which column names the articles, or the quantities, is not known (``name``)."""

    code = "file_unclear"
