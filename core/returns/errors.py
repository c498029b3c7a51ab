"""Facts that stop a return."""

from __future__ import annotations

from core.kernel.errors import Refused


class NothingToReturn(Refused):
    """Nothing of the order can come back (``number``, ``why``: not_delivered; not_invoiced; too_late, with
    ``days``; all_returned)."""

    code = "nothing_to_return"


class TooManyReturned(Refused):
    """More would come back, or did, than can (``name`` of the product, ``most`` in base units)."""

    code = "too_many_returned"


class ReturnUnfit(Refused):
    """A request that cannot be sent yet (``why``: nothing, reason), or a policy that cannot be
    (days or amount, with ``most``)."""

    code = "return_unfit"


class ReturnElsewhere(Refused):
    """It is not, or not any more, where it could be done (``number``, ``state``)."""

    code = "return_elsewhere"


class PhotoUnfit(Refused):
    """A picture that is not kept (``why``: type; size, with ``most`` in megabytes; count, with ``most``)."""

    code = "photo_unfit"
