"""Every command and query of understanding a message, and the function that does it."""

from __future__ import annotations

from core.infra.door import Handler
from core.intake.use_cases.find_products import FindProducts, find_products
from core.intake.use_cases.read_goods import ReadGoods, read_goods

HANDLERS: dict[type, Handler] = {
    FindProducts: Handler(find_products),
    ReadGoods: Handler(read_goods),
}
