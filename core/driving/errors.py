"""Facts that stop an act of a driver's phone."""

from __future__ import annotations

from core.kernel.errors import Refused


class NoDriver(Refused):
    """The person drives no van for the house (any more)."""

    code = "no_driver"


class LinkUnfit(Refused):
    """The link was used, is too old, or never was."""

    code = "link_unfit"


class StartDataUsed(Refused):
    """Start data of Telegram that has signed somebody in already, or that is too old."""

    code = "start_data_unfit"


class ActUnreadable(Refused):
    """What the phone sent is no act (``names``: the fields that are wrong)."""

    code = "unreadable"


class IdTaken(Refused):
    """Another phone, or another act, has that id."""

    code = "id_taken"


class RouteOver(Refused):
    """The route is closed."""

    code = "route_over"


class RouteNotOut(Refused):
    """The route is not published yet."""

    code = "route_not_out"


class StopOver(Refused):
    """The stop is done, given up or taken off the route (``state``)."""

    code = "stop_over"


class QuantitiesDontAddUp(Refused):
    """What is told of a line is not what was on the van (``sku``, ``wanted``: base units on the van)."""

    code = "quantities_dont_add_up"


class UnknownReason(Refused):
    """No reason is given, or one that nobody knows."""

    code = "unknown_reason"


class ProofUnsent(Refused):
    """A proof still waits for photos (``left``: how many)."""

    code = "proof_unsent"


class StopsOpen(Refused):
    """Stops are neither delivered nor given up (``left``: how many)."""

    code = "stops_open"


class RuleUnclear(Refused):
    """A rule about evidence speaks of nothing that can be."""

    code = "rule_unclear"


class NothingWaits(Refused):
    """The proof waits for no photo."""

    code = "nothing_waits"


class PieceMisplaced(Refused):
    """A piece does not begin where the last one ended (``received``)."""

    code = "piece_misplaced"


class FileTooLarge(Refused):
    """The file is larger than is kept, or a piece goes beyond its end (``most`` bytes)."""

    code = "file_too_large"


class MoneyChanged(Refused):
    """The amount is another one by now (``amount``) than it was when somebody looked at it."""

    code = "money_changed"


class SameAmount(Refused):
    """The amount is what it is said to be already (``amount``)."""

    code = "same_amount"


class MoneyDecided(Refused):
    """Finance has decided about this money already."""

    code = "money_decided"
