"""Facts that stop a claim."""

from __future__ import annotations

from core.kernel.errors import Refused


class NothingProtected(Refused):
    """Nothing can be claimed, or granted (``name`` of the product)."""

    code = "nothing_protected"


class TooManyClaimed(Refused):
    """More is claimed, or granted, than can be (``name`` of the product, ``most`` in base units)."""

    code = "too_many_claimed"


class ClaimUnfit(Refused):
    """A decision without its reason (``why``: reason), or a policy that cannot be (days, with ``most``;
    brand, vendor: there is none)."""

    code = "claim_unfit"
