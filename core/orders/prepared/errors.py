"""Facts that stop a prepared order."""

from __future__ import annotations

from core.kernel.errors import Refused


class CannotPrepare(Refused):
    """Nothing can be prepared for the ``dealer``: ``why`` is closed, hold, or nobody (could be told)."""

    code = "cannot_prepare"


class PreparedGone(Refused):
    """It cannot be answered any more: ``why`` is sent, taken, declined or expired (``who``: a name)."""

    code = "prepared_gone"
