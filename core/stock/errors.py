"""Facts that stop a reservation."""

from __future__ import annotations

from core.kernel.errors import Refused


class StockShort(Refused):
    """Not everything is there any more; ``lines`` are the positions that fall short."""

    code = "stock_short"
