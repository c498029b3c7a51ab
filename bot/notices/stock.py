"""What the warehouse hears of its goods: lots that expired, and what should be moved or ordered."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from bot.dealer.catalogue.card import back_in_stock_screen
from bot.notices.people import Told
from bot.office.areas.clearance import offered_screen
from bot.office.areas.supply_screens import expired_screen, moves_asked_screen, proposed_screen
from bot.screen import short_id
from core.catalog.use_cases.name_product import NameProduct
from core.dealers.types import Recipient
from core.dealers.use_cases.find_recipients import FindRecipients
from core.infra.door import Core
from core.kernel.actor import SYSTEM, Role
from core.kernel.ids import DealerId, PersonId, ProductId


async def lots_expired(core: Core, event: dict[str, Any]) -> Told:
    lots = [(sku, lot, int(quantity)) for sku, lot, quantity in event["lots"]]
    stuck = [(sku, lot, int(quantity)) for sku, lot, quantity in event["stuck"]]
    draw = partial(expired_screen, event["warehouse"], lots, stuck)
    return [(one, draw) for one in await _keepers(core)]


async def stock_proposed(core: Core, event: dict[str, Any]) -> Told:
    draw = partial(proposed_screen, event["moves"], event["orders"])
    return [(one, draw) for one in await _keepers(core)]


async def moves_asked(core: Core, event: dict[str, Any]) -> Told:
    draw = partial(moves_asked_screen, event["number"], event["moves"])
    return [(one, draw) for one in await _keepers(core)]


async def expiring_offered(core: Core, event: dict[str, Any]) -> Told:
    """The dealers who buy it hear of it."""
    told: Told = []
    for dealer_id in event["dealers"]:
        people = await core.ask(SYSTEM, FindRecipients(dealer_id=DealerId(UUID(dealer_id))))
        told += [(one, partial(offered_screen, event)) for one in people]
    return told


async def back_in_stock(core: Core, event: dict[str, Any]) -> Told:
    """Whoever asked for it, in the own language and by the product's name in it."""
    told: Told = []
    dealer_id, product_id = DealerId(UUID(event["dealer_id"])), ProductId(UUID(event["product_id"]))
    for person_id in event["people"]:
        whom = FindRecipients(dealer_id=dealer_id, person_id=PersonId(UUID(person_id)))
        for one in await core.ask(SYSTEM, whom):
            name = await core.ask(SYSTEM, NameProduct(product_id, one.language))
            told.append((one, partial(back_in_stock_screen, name, event["sku"], short_id(product_id))))
    return told


async def _keepers(core: Core) -> tuple[Recipient, ...]:
    """Storekeepers; where there are none, the back office."""
    found = await core.ask(SYSTEM, FindRecipients(role=Role.STOREKEEPER))
    return found or await core.ask(SYSTEM, FindRecipients(role=Role.OFFICE))
