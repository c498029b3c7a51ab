"""800 dealers over four tiers with their people and places, the named ones of the capability list among
them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

from core.integrations.master_data.types import SheetRows
from dealerline.demo.company import CITIES, REGIONS, TIERS, City, TierShape
from dealerline.demo.names import company_names, person_name, street

_TIER = {tier.code: tier for tier in TIERS}


@dataclass(frozen=True, slots=True)
class Dealer:
    """A dealer of the demo. limit, owes: whole dollars; owes None: drawn with the invoices."""

    code: str
    name: str
    tier: TierShape
    city: City
    language: str
    assortment: str
    limit: int
    owes: int | None = None
    parent: str = ""
    rep_phone: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    phone: str
    name: str
    role: str
    language: str
    zone: str
    dealer: str = ""


def _city(name: str) -> City:
    return next(city for city in CITIES if city.name == name)


# The named dealers with their limits and balances (E1, E2, E5).
NAMED = (
    Dealer("TECHMART", "TechMart Corp", _TIER["platinum"], _city("Los Angeles"), "en", "TECHMART", 150_000,
           38_250),
    Dealer("REGIONAL", "Regional Electronics", _TIER["gold"], _city("Phoenix"), "en", "ELECTRONICS", 75_000,
           45_000),
    Dealer("CITYGADGETS", "City Gadgets", _TIER["silver"], _city("Denver"), "en", "ELECTRONICS", 25_000,
           9_600),
    Dealer("CORNERSTORE", "Corner Store", _TIER["bronze"], _city("Los Angeles"), "en", "CONVENIENCE", 5_000,
           1_800),
    Dealer("WESTCOAST", "West Coast Electronics", _TIER["gold"], _city("San Diego"), "en", "ELECTRONICS",
           90_000,
           21_400),
)  # fmt: skip
# What TechMart has agreed (D2), in percent on top of cost.
TECHMART_RATES = (
    ("TM-GAMING", "Electronics/Gaming", 6),
    ("TM-SMARTPHONES", "Electronics/Smartphones", 4),
    ("TM-ACCESSORIES", "Electronics/Accessories", 12),
)
_HOUSE = (
    ("Grace Holloway", "general_manager"), ("Victor Lang", "director"), ("Priya Raman", "finance"),
    ("Dana Whitfield", "manager"), ("Omar Bell", "manager"), ("Helen Park", "office"), ("Tomas Reyes",
     "office"),
)  # fmt: skip
_REPS_PER_REGION = 3


class Phones:
    """Invented numbers: 555-0100 to 555-0199 of each area code are set aside for fiction."""

    def __init__(self) -> None:
        self._next = {city.area_code: count(100) for city in CITIES}
        self._codes = [city.area_code for city in CITIES]

    def take(self, area_code: str) -> str:
        """The next free number there or, when all hundred are gone, in the next area."""
        place = self._codes.index(area_code)
        for code in self._codes[place:] + self._codes[:place]:
            number = next(self._next[code])
            if number < 200:
                return f"+1{code}5550{number}"
        raise ValueError("Expected fewer people than there are invented numbers.")


def staff(chance: random.Random, phones: Phones) -> list[Person]:
    """The house's own people: three reps for each region, their superiors, finance and the back office."""
    found = [Person(phones.take("213"), name, role, "en", "America/Los_Angeles") for name, role in _HOUSE]
    for region in REGIONS:
        city = next(city for city in CITIES if city.region == region)
        for language in ("en", "zh_CN", "tr" if region in ("west", "mountain") else "ms")[:_REPS_PER_REGION]:
            name = person_name(language, chance)
            found.append(Person(phones.take(city.area_code), name, "rep", language, city.zone))
    return found


def dealers(chance: random.Random, house: Sequence[Person]) -> list[Dealer]:
    """Exactly 800: the named first, then as many of each tier as it has."""
    reps = [person for person in house if person.role == "rep"]
    names = company_names(chance, {dealer.name for dealer in NAMED})
    found = [replace(dealer, rep_phone=_rep(reps, dealer).phone) for dealer in NAMED]
    for tier in TIERS:
        for _ in range(tier.dealers - sum(1 for dealer in NAMED if dealer.tier is tier)):
            language, assortment, name = next(names)
            limit = chance.randint(tier.limit[0] // 500, tier.limit[1] // 500) * 500
            code = f"D{len(found) - len(NAMED) + 1001}"
            dealer = Dealer(code, name, tier, chance.choice(CITIES), language, assortment, limit)
            found.append(replace(dealer, rep_phone=_rep(reps, dealer).phone))
    return _with_parents(found, chance)


def _rep(reps: Sequence[Person], dealer: Dealer) -> Person:
    """A rep of the dealer's region, one who speaks its language if there is one."""
    region = REGIONS.index(dealer.city.region)
    own = reps[region * _REPS_PER_REGION : (region + 1) * _REPS_PER_REGION]
    return next((rep for rep in own if rep.language == dealer.language), own[0])


def _with_parents(found: Sequence[Dealer], chance: random.Random) -> list[Dealer]:
    """K1, three levels: Gold dealers buy through a Platinum of their region, some Bronze through a Silver."""
    result = []
    for dealer in found:
        above = {"gold": ("platinum", 0.25), "bronze": ("silver", 0.3)}.get(dealer.tier.code)
        parents = [
            other for other in found
            if above and other.tier.code == above[0] and other.city.region == dealer.city.region
            and other not in found[: len(NAMED)]
        ] if above and dealer not in found[: len(NAMED)] and chance.random() < above[1] else []  # fmt: skip
        result.append(replace(dealer, parent=chance.choice(parents).code) if parents else dealer)
    return result


def people_of(found: Sequence[Dealer], chance: random.Random, phones: Phones) -> list[Person]:
    """A buyer for everybody, an admin from Silver on, a viewer from Gold on."""
    people = []
    for dealer in found:
        roles = {"bronze": 1, "silver": 2}.get(dealer.tier.code, 3)
        for role in ("dealer_buyer", "dealer_admin", "dealer_viewer")[:roles]:
            phone = phones.take(dealer.city.area_code)
            name = person_name(dealer.language, chance)
            people.append(Person(phone, name, role, dealer.language, dealer.city.zone, dealer.code))
    return people


def people_rows(people: Sequence[Person]) -> SheetRows:
    return SheetRows(
        ("name", "phone", "role", "dealer", "language", "zone", "blocked"),
        [
            (person.name, person.phone, person.role, person.dealer, person.language, person.zone, "no")
            for person in people
        ],
    )


def dealer_rows(found: Sequence[Dealer]) -> SheetRows:
    return SheetRows(
        ("code", "name", "tier", "region", "language", "zone", "currency", "parent", "rep_phone",
         "assortment",
         "active"),
        [
            (dealer.code, dealer.name, dealer.tier.code, dealer.city.region, dealer.language,
             dealer.city.zone, "USD",
             dealer.parent, dealer.rep_phone, dealer.assortment, "yes")
            for dealer in found
        ],
    )  # fmt: skip


def ship_tos(found: Sequence[Dealer], chance: random.Random) -> SheetRows:
    """One place for most, up to four for the large; within some ten miles of the city."""
    rows: list[tuple[str, ...]] = []
    for dealer in found:
        most = {"platinum": 4, "gold": 2}.get(dealer.tier.code, 1)
        for number in range(1, most + 1):
            latitude = dealer.city.latitude + chance.uniform(-0.15, 0.15)
            longitude = dealer.city.longitude + chance.uniform(-0.15, 0.15)
            name = dealer.name if number == 1 else f"{dealer.name} {number}"
            rows.append((dealer.code, f"S{number}", name, street(chance), dealer.city.name,
                         dealer.city.region,
                         f"{latitude:.5f}", f"{longitude:.5f}", "yes" if number == 1 else "no"))  # fmt: skip
    return SheetRows(
        ("dealer", "code", "name", "address", "city", "region", "latitude", "longitude", "default"), rows
    )


def negotiated_rates(found: Sequence[Dealer], chance: random.Random) -> SheetRows:
    """TechMart's three (D2), and one or two for some of the other large dealers."""
    rows = [
        (code, "TECHMART", "category", value, "cost_plus", str(percent), "no")
        for code, value, percent in TECHMART_RATES
    ]
    choices = {
        "ELECTRONICS": (("category", "Electronics/Computers"), ("brand", "Zentari"), ("brand", "Hyperfang")),
        "INDUSTRIAL": (("category", "Industrial/Bearings"), ("brand", "Ironhold")),
        "ELECTRICAL": (("category", "Industrial/Electrical/Lighting"), ("brand", "Voltrix")),
        "MECHANICAL": (("category", "Industrial/Pipework"), ("brand", "Airtonic")),
        "CONVENIENCE": (("category", "Grocery/Beverages"), ("brand", "Goldbowl")),
    }
    for dealer in found[len(NAMED) :]:
        if dealer.tier.code in ("silver", "bronze") or chance.random() < 0.4:
            continue
        scope, value = chance.choice(choices[dealer.assortment])
        margin = dealer.tier.margin_percent - chance.randint(1, 4)
        rows.append((f"{dealer.code}-1", dealer.code, scope, value, "cost_plus", str(margin), "no"))
    return SheetRows(("code", "dealer", "scope", "value", "kind", "percent", "takes_breaks"), rows)


def credit_rows(found: Sequence[Dealer]) -> SheetRows:
    return SheetRows(
        ("dealer", "currency", "limit"), [(dealer.code, "USD", str(dealer.limit)) for dealer in found]
    )
