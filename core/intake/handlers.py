"""Every command and query of understanding a message, and the function that does it."""

from __future__ import annotations

from core.infra.door import Handler
from core.intake.use_cases.browse_catalogue import (
    BrowseCatalogue,
    ListShelf,
    SearchCatalogue,
    browse_catalogue,
    list_shelf,
    search_catalogue,
)
from core.intake.use_cases.find_products import FindProducts, find_products
from core.intake.use_cases.read_goods import ReadGoods, read_goods
from core.intake.use_cases.watch_stock import WatchStock, watch_stock

HANDLERS: dict[type, Handler] = {
    BrowseCatalogue: Handler(browse_catalogue),
    FindProducts: Handler(find_products),
    ListShelf: Handler(list_shelf),
    ReadGoods: Handler(read_goods),
    SearchCatalogue: Handler(search_catalogue),
    WatchStock: Handler(watch_stock),
}
