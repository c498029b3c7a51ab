"""Facts that stop an act of joining, or of the back office on dealers and people."""

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


class NotInvitable(Refused):
    """The number belongs to somebody who cannot be invited here; nobody is told to whom, or why."""

    code = "not_invitable"


class AlreadyInTeam(Refused):
    """The number belongs to a colleague (``name``) already."""

    code = "already_in_team"


class TeamFull(Refused):
    """A dealer has at most so many people (``most``)."""

    code = "team_full"


class LastAdmin(Refused):
    """A dealer keeps at least one admin who is not blocked."""

    code = "last_admin"


class AlreadyEnrolled(Refused):
    """There is a second factor; it has to be switched off before another one is set up."""

    code = "already_enrolled"


class NotEnrolled(Refused):
    """There is no second factor to ask for."""

    code = "not_enrolled"


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


class NotOneself(Refused):
    """Nobody blocks themselves or changes the own role."""

    code = "not_oneself"


class ZoneUnknown(Refused):
    """No time zone of that name (``value``)."""

    code = "zone_unknown"


class CurrencyUnknown(Refused):
    """No currency of that code (``value``)."""

    code = "currency_unknown"


class FactUnfit(Refused):
    """A name is empty or too long (``most`` characters)."""

    code = "fact_unfit"


class ParentCircular(Refused):
    """A dealer cannot stand below itself, however far (``dealer``, and ``name`` of the one above)."""

    code = "parent_circular"
