"""Every command and query of understanding a message, and the function that does it."""

from __future__ import annotations

from core.infra.door import Handler
from core.intake.use_cases.find_products import FindProducts, find_products

HANDLERS: dict[type, Handler] = {
    FindProducts: Handler(find_products),
}
