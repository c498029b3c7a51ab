"""All tables, in the order in which each finds what it refers to."""

from __future__ import annotations

from typing import Any

from core.integrations.master_data.entities.catalog import ASSORTMENTS, PRODUCTS
from core.integrations.master_data.entities.credit import CREDIT, OPEN_INVOICES
from core.integrations.master_data.entities.dealers import DEALERS, PEOPLE, SHIP_TOS
from core.integrations.master_data.entities.pricing import (
    NEGOTIATED_RATES,
    PRICE_LIST,
    PRICES,
    QUANTITY_BREAKS,
    SHIPPING,
    TIERS,
)
from core.integrations.master_data.entities.promotions import PROMOTIONS
from core.integrations.master_data.entities.stock import STOCK, WAREHOUSES
from core.integrations.master_data.entities.trade import ALIASES, ORDER_HISTORY
from core.integrations.master_data.errors import UnknownEntity
from core.integrations.master_data.planning import Entity

_ORDER: tuple[Entity[Any], ...] = (
    TIERS,
    WAREHOUSES,
    PRODUCTS,
    ASSORTMENTS,
    PRICES,
    PEOPLE,
    DEALERS,
    SHIP_TOS,
    PRICE_LIST,
    NEGOTIATED_RATES,
    QUANTITY_BREAKS,
    PROMOTIONS,
    SHIPPING,
    STOCK,
    CREDIT,
    OPEN_INVOICES,
    ORDER_HISTORY,
    ALIASES,
)
ENTITIES: dict[str, Entity[Any]] = {entity.name: entity for entity in _ORDER}
RECORDS: dict[str, type] = {entity.name: entity.record for entity in _ORDER}


def find_entity(name: str) -> Entity[Any]:
    """The table of that name; "ship-tos" and "Ship_Tos" count as ship_tos. Raises UnknownEntity."""
    entity = ENTITIES.get(name.strip().lower().replace("-", "_"))
    if entity is None:
        raise UnknownEntity(entity=name, known=list(ENTITIES))
    return entity
