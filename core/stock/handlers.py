"""Every command and query of stock, and the function that does it."""

from __future__ import annotations

from core.infra.door import Handler
from core.stock.use_cases.correct_stock import (
    CorrectStock,
    ListWarehouses,
    PreviewStockCorrection,
    ShowStock,
    correct_stock,
    list_warehouses,
    preview_stock_correction,
    show_stock,
)

HANDLERS: dict[type, Handler] = {
    ListWarehouses: Handler(list_warehouses),
    ShowStock: Handler(show_stock),
    PreviewStockCorrection: Handler(preview_stock_correction),
    CorrectStock: Handler(correct_stock),
}
