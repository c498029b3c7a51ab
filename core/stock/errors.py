"""Facts that stop a reservation."""

from __future__ import annotations

from core.kernel.errors import Refused


class StockShort(Refused):
    """Not everything is there any more; ``lines`` are the positions that fall short."""

    code = "stock_short"


class BelowReserved(Refused):
    """``reserved`` base units are promised to orders, so fewer cannot be there (``on_hand``)."""

    code = "below_reserved"


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
    """The lot is known with another date (``known``)."""

    code = "lot_differs"
