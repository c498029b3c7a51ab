"""Facts that stop a reservation."""

from __future__ import annotations

from core.kernel.errors import Refused


class StockShort(Refused):
    """Not everything is there any more; ``lines`` are the positions that fall short."""

    code = "stock_short"


class BelowReserved(Refused):
    """``reserved`` base units are promised to orders, so fewer cannot be there (``on_hand``)."""

    code = "below_reserved"


class BelowNothing(Refused):
    """More would be taken away than the ``there`` base units of ``sku`` that are there."""

    code = "below_nothing"


class DayOver(Refused):
    """Goods cannot be expected on a day that is over."""

    code = "day_over"


class StockUnfit(Refused):
    """No warehouse holds so many (``most``)."""

    code = "stock_unfit"


class NotThere(Refused):
    """Of ``sku`` only ``there`` pieces are in the place (``place``) that ``wanted`` were to come from."""

    code = "not_there"


class NotReserved(Refused):
    """A line has fewer pieces (``there``) in that state than ``wanted``: somebody was faster."""

    code = "not_reserved"


class LotDiffers(Refused):
    """The lot is known with another last day (``known``, as 2026-03-31)."""

    code = "lot_differs"


class LotNeeded(Refused):
    """The goods there lie in lots (``lots``), and it was not said which one is meant."""

    code = "lot_needed"


class LotUndated(Refused):
    """A new lot (``lot``) came without its last day."""

    code = "lot_undated"


class LotExpired(Refused):
    """The lot (``lot``) may not be sold any more (``known``: its last day, as 2026-03-31)."""

    code = "lot_expired"


class WarehouseShut(Refused):
    """The warehouse (``name``) is closed: nothing new comes in."""

    code = "warehouse_shut"


class MarksUnfit(Refused):
    """Water marks rise: safety, warning, maximum."""

    code = "marks_unfit"


class ProposalOver(Refused):
    """It was decided already, or what it was made of is so no longer."""

    code = "proposal_over"


class LastWarehouse(Refused):
    """Orders are served from no other warehouse (``name``)."""

    code = "last_warehouse"
