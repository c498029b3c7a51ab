"""Facts that stop an act of the back office on dealers and people."""

from __future__ import annotations

from core.kernel.errors import Refused


class DealerCodeTaken(Refused):
    """Another dealer has that code already (``number``: the code)."""

    code = "dealer_code_taken"


class TierUnknown(Refused):
    """No tier of that code (``known``: those there are)."""

    code = "tier_unknown"


class PhoneUnreadable(Refused):
    """That cannot be a phone number (``phone``)."""

    code = "phone_unreadable"


class PhoneTaken(Refused):
    """Somebody else has that phone number (``phone``)."""

    code = "phone_taken"


class RoleUnfit(Refused):
    """People of a dealer have a dealer's roles, people of the house the house's (``role``)."""

    code = "role_unfit"
