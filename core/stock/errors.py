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
