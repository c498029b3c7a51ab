"""What an argument may be chosen from: tiers, regions, warehouses, roles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.office.kinds import ChoiceKind, Option, Reading
from bot.turn import Turn
from core.dealers.use_cases.find_dealers import ListRegions
from core.i18n.phrases import Say
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


async def _any_roles(turn: Turn) -> tuple[Option, ...]:
    return _roles(turn, (*STAFF_ROLES, *DEALER_ROLES))


def _roles(turn: Turn, roles: tuple[Role, ...]) -> tuple[Option, ...]:
    return tuple(Option(role.value, turn.say(f"role.{role.value}")) for role in roles)


TIER = ChoiceKind(_tiers)
REGION = ChoiceKind(_regions)
NEW_REGION = ChoiceKind(_regions, is_open=True)
WAREHOUSE = ChoiceKind(_warehouses)
DEALER_ROLE = ChoiceKind(_dealer_roles)
STAFF_ROLE = ChoiceKind(_staff_roles)
ANY_ROLE = ChoiceKind(_any_roles, most_offered=len((*STAFF_ROLES, *DEALER_ROLES)))


@dataclass(frozen=True, slots=True)
class WordKind:
    """One of a few words, the same in every language -> str; the button says it in the reader's own."""

    words: tuple[str, ...]
    label: Callable[[Say, str], str]
    most_words: int = 1
    is_shaped: bool = True

    def fits(self, text: str) -> bool:
        return text.strip().casefold() in self.words

    async def read(self, turn: Turn, text: str) -> Reading:
        typed = text.strip().casefold()
        for word in self.words:
            if typed in (word, self.label(turn.say, word).casefold()):
                return Reading(word)
        return Reading(wrong="choice")

    async def offer(self, turn: Turn) -> tuple[Option, ...]:
        return tuple(Option(word, self.label(turn.say, word)) for word in self.words)

    def load(self, value: str) -> str:
        return value
