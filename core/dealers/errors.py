"""Facts that stop an act of joining."""

from __future__ import annotations

from core.kernel.errors import Refused


class InviteUnusable(Refused):
    """The link is unknown, used up or expired (``why``: unknown, used, expired)."""

    code = "invite_unusable"


class PhoneMismatch(Refused):
    """The shared contact is not the number the invite was made for; nobody is told which one it is."""

    code = "phone_mismatch"


class ContactNotOwn(Refused):
    """Somebody else's contact was shared instead of one's own."""

    code = "contact_not_own"


class LanguageUnknown(Refused):
    """A language that the house does not speak."""

    code = "language_unknown"
