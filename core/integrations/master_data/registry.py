"""All tables, in the order in which each finds what it refers to."""

from __future__ import annotations

from typing import Any

from core.integrations.master_data.entities.answers import ANSWERS
from core.integrations.master_data.entities.catalog import ASSORTMENTS, PRODUCTS
from core.integrations.master_data.entities.credit import CREDIT, OPEN_INVOICES
from core.integrations.master_data.entities.dealers import DEALERS, PEOPLE, SHIP_TOS
from core.integrations.master_data.entities.deliveries import CARRIERS, LOCATIONS
from core.integrations.master_data.entities.goods import RECEIPTS, WATER_MARKS
from core.integrations.master_data.entities.partners import PARTNER_OFFERS
from core.integrations.master_data.entities.payments import PAYMENTS
from core.integrations.master_data.entities.pricing import (
    NEGOTIATED_RATES,
    PRICE_LIST,
    PRICES,
    QUANTITY_BREAKS,
    SHIPPING,
    TIERS,
)
from core.integrations.master_data.entities.promotions import PROMOTIONS
from core.integrations.master_data.entities.routes import DEPOTS, RECEIVING, VANS
from core.integrations.master_data.entities.stock import STOCK, WAREHOUSES
from core.integrations.master_data.entities.supply import LANES, SCARCITY, TRANSFER_LANES
from core.integrations.master_data.entities.taxes import TAXES
from core.integrations.master_data.entities.trade import ALIASES, ORDER_HISTORY
from core.integrations.master_data.entities.vendors import VENDOR_OFFERS, VENDORS
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
    TAXES,
    STOCK,
    WATER_MARKS,
    LANES,
    TRANSFER_LANES,
    SCARCITY,
    LOCATIONS,
    CARRIERS,
    DEPOTS,
    VANS,
    RECEIVING,
    VENDORS,
    VENDOR_OFFERS,
    PARTNER_OFFERS,
    CREDIT,
    OPEN_INVOICES,
    ORDER_HISTORY,
    ALIASES,
    ANSWERS,
)
ENTITIES: dict[str, Entity[Any]] = {entity.name: entity for entity in _ORDER}
# Files that record what has happened: they can be imported like a table, but are no part of a company's data.
MOVEMENTS: dict[str, Entity[Any]] = {PAYMENTS.name: PAYMENTS, RECEIPTS.name: RECEIPTS}
IMPORTABLE: dict[str, Entity[Any]] = ENTITIES | MOVEMENTS
RECORDS: dict[str, type] = {name: entity.record for name, entity in IMPORTABLE.items()}


def find_entity(name: str) -> Entity[Any]:
    """The table of that name; "ship-tos" and "Ship_Tos" count as ship_tos. Raises UnknownEntity."""
    entity = IMPORTABLE.get(name.strip().lower().replace("-", "_"))
    if entity is None:
        raise UnknownEntity(entity=name, known=list(IMPORTABLE))
    return entity
