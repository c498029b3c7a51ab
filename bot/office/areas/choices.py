"""What an argument may be chosen from: tiers, regions, warehouses, roles."""

from __future__ import annotations

from bot.office.kinds import ChoiceKind, Option
from bot.turn import Turn
from core.dealers.use_cases.find_dealers import ListRegions
from core.kernel.actor import DEALER_ROLES, STAFF_ROLES, Role
from core.pricing.use_cases.set_terms import ListTiers
from core.stock.use_cases.correct_stock import ListWarehouses


async def _tiers(turn: Turn) -> tuple[Option, ...]:
    return tuple(Option(one.tier, one.name) for one in await turn.ask(ListTiers()))


async def _regions(turn: Turn) -> tuple[Option, ...]:
    return tuple(Option(region, region) for region in await turn.ask(ListRegions()))


async def _warehouses(turn: Turn) -> tuple[Option, ...]:
    return tuple(Option(code, f"{name} · {code}") for code, name in await turn.ask(ListWarehouses()))


async def _dealer_roles(turn: Turn) -> tuple[Option, ...]:
    return _roles(turn, DEALER_ROLES)


async def _staff_roles(turn: Turn) -> tuple[Option, ...]:
    return _roles(turn, STAFF_ROLES)


def _roles(turn: Turn, roles: tuple[Role, ...]) -> tuple[Option, ...]:
    return tuple(Option(role.value, turn.say(f"role.{role.value}")) for role in roles)


TIER = ChoiceKind(_tiers)
REGION = ChoiceKind(_regions)
NEW_REGION = ChoiceKind(_regions, is_open=True)
WAREHOUSE = ChoiceKind(_warehouses)
DEALER_ROLE = ChoiceKind(_dealer_roles)
STAFF_ROLE = ChoiceKind(_staff_roles)
