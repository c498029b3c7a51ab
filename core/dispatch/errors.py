"""Facts that stop an act of dispatch."""

from __future__ import annotations

from core.kernel.errors import Refused


class NothingToBring(Refused):
    """Nothing is due from that depot by that day (``warehouse``, ``day``); ``unpicked``: orders that nobody
    has begun to pick."""

    code = "nothing_to_bring"


class NoVans(Refused):
    """The depot has no van at work (``warehouse``)."""

    code = "no_vans"


class DayUnplannable(Refused):
    """No van of the depot has any time left on that day (``warehouse``, ``day``)."""

    code = "day_unplannable"


class PlanLate(Refused):
    """Vans of the plan should have left (``warehouse``, ``day``); it has to be planned again, from now on."""

    code = "plan_late"


class DepotUnplaced(Refused):
    """Nobody has said where the warehouse lies (``warehouse``)."""

    code = "depot_unplaced"


class PlanPublished(Refused):
    """The drivers have this plan already (``day``, ``warehouse``): it can only be planned anew in the day."""

    code = "plan_published"


class PlanEmpty(Refused):
    """The plan has no route that could be published."""

    code = "plan_empty"


class PlanStale(Refused):
    """Goods of the plan are no longer to be brought (``orders``); it has to be planned again."""

    code = "plan_stale"


class PromiseUnplanned(Refused):
    """Windows were promised for this day since it was planned (``orders``); it has to be planned again."""

    code = "promise_unplanned"


class DriverMissing(Refused):
    """Vans of the plan have no driver (``vans``: their codes)."""

    code = "driver_missing"


class DriverTwice(Refused):
    """One driver has two vans on one day (``driver``, ``vans``)."""

    code = "driver_twice"


class VanUnknown(Refused):
    """No van of that code belongs to the depot (``van``, ``known``)."""

    code = "van_unknown"


class RoutingRuleUnfit(Refused):
    """A value of the routing policy lies out of its bounds (``rule``, ``least``, ``most``, in its unit)."""

    code = "routing_rule_unfit"


class VanPlanned(Refused):
    """The van has a route on that day or later, planned or under way (``van``, ``day``)."""

    code = "van_planned"


class VanArchived(Refused):
    """The van has left the fleet (``van``); it has to be brought back first."""

    code = "van_archived"


class VanUnfit(Refused):
    """A van has a short code, carries something a van can carry, and works one shift."""

    code = "van_unfit"


class PlaceUnknown(Refused):
    """The dealer has no such place (``known``: codes of those it has)."""

    code = "place_unknown"


class BadHours(Refused):
    """Hours that end before they begin, or are none (``hours``)."""

    code = "bad_hours"


class BadPosition(Refused):
    """No place on earth, or 0,0 (``position``)."""

    code = "bad_position"


class RoadUnfit(Refused):
    """A closed or slow road is a circle of ``least`` metres to ``most`` kilometres, or lies between two spots
    so far apart; it is at most five times as slow, and a day has few of them."""

    code = "road_unfit"


class RoadOver(Refused):
    """A closed or slow road ends after it begins and after now, and holds for ``most`` days at most."""

    code = "road_over"


class RoadsChanged(Refused):
    """Other roads are closed or slow than when the day was planned (``warehouse``, ``day``)."""

    code = "roads_changed"


class DepotCutOff(Refused):
    """The closed roads are those around the depot itself (``warehouse``): no van could come home."""

    code = "depot_cut_off"


class PlaceUnplaced(Refused):
    """Nobody has said where the dealer's place lies (``dealer``)."""

    code = "place_unplaced"


class NothingToGive(Refused):
    """The van drives nothing on that day of which a stop is left (``van``)."""

    code = "nothing_to_give"


class DriverUnfit(Refused):
    """The person is no driver of the house (``driver``)."""

    code = "driver_unfit"


class GivenAlready(Refused):
    """The driver has that route with that van already (``driver``, ``van``)."""

    code = "given_already"


class VanTaken(Refused):
    """The van has, or had, a route of its own on that day (``van``)."""

    code = "van_taken"


VAN_LACKS = ("skills", "weight", "volume", "hours")


class VanLacks(Refused):
    """The van cannot go on with a route (``van``): ``why`` is one of ``VAN_LACKS``, ``lacks`` what of it."""

    code = "van_lacks"


class NothingToReplan(Refused):
    """All stops of the day are done."""

    code = "nothing_to_replan"
