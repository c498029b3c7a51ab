"""Named synthetic orders, the same at every run: `four-coasts`, a distributor with four warehouses.

Los Angeles, Phoenix, Denver and Seattle hold overlapping parts of 2,000 products; one product in four is
short somewhere, one in ten comes in again on one of five days; lorries go between all warehouses; one
vendor ships direct at a surcharge. Freight is a fixed sum a shipment and a rate by the kilogram, both
growing with the distance.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from core.allocation.shortage_types import MorningOrder
from core.allocation.types import (
    AllocationLine,
    AllocationPolicy,
    AllocationProblem,
    Bin,
    Goods,
    Lane,
    Place,
    PlaceId,
    PlaceKind,
    Supply,
    TransferLane,
)
from core.kernel.ids import DealerId, LineId, OrderId, ProductId
from core.kernel.money import split_by_largest_remainder

TODAY = date(2025, 10, 14)
CURRENCY = "USD"
# Places on a map of 100 by 100; a dealer lies anywhere on it.
SITES = (("LA", 10, 35), ("PHX", 30, 25), ("DEN", 55, 50), ("SEA", 15, 90))


@dataclass(frozen=True, slots=True)
class World:
    """What a world's orders draw from."""

    name: str
    supply: Supply
    products: tuple[ProductId, ...]
    places: tuple[PlaceId, ...]


def _id(kind: str, number: int) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{kind} {number}")


def _distance(first: tuple[int, int], second: tuple[int, int]) -> int:
    return abs(first[0] - second[0]) + abs(first[1] - second[1])


def four_coasts(seed: int = 4, *, products: int = 2_000, with_vendor: bool = True) -> World:
    """The world itself."""
    dice = random.Random(seed)
    places = [PlaceId(_id("place", at)) for at in range(len(SITES))]
    vendor = PlaceId(_id("vendor", 0))
    keys = tuple(ProductId(_id("product", at)) for at in range(products))
    stock, goods = {}, {}
    for key in keys:
        bins = [
            Bin(place, dice.choice((3, 8, 20, 60)) if dice.random() < 0.25 else dice.randint(80, 400))
            for place in places
            if dice.random() < 0.7
        ]
        if dice.random() < 0.1:
            bins.append(Bin(dice.choice(places), 200, TODAY + timedelta(days=dice.choice((2, 3, 6, 7, 9)))))
        if with_vendor and dice.random() < 0.3:
            bins.append(Bin(vendor, 500, TODAY + timedelta(days=3), mills=dice.randint(5_000, 60_000)))
        stock[key] = tuple(bins)
        goods[key] = Goods(grams=dice.randint(50, 4_000), day_mills=dice.randint(100, 2_000))
    homes = [Place(place, site[0], TODAY) for place, site in zip(places, SITES, strict=True)]
    if with_vendor:
        homes.append(Place(vendor, "VENDOR", TODAY, PlaceKind.VENDOR))
    return World(
        "four-coasts", Supply(TODAY, CURRENCY, homes, stock, goods, _lorries(places)), keys, (*places, vendor)
    )


def _lorries(places: Sequence[PlaceId]) -> list[TransferLane]:
    found = []
    for start, one in zip(places, SITES, strict=True):
        for end, other in zip(places, SITES, strict=True):
            if start != end:
                miles = _distance(one[1:], other[1:])
                found.append(TransferLane(start, end, 2_500 + 60 * miles, 1 + miles // 50, 0, 30 + miles))
    return found


def lanes_to(world: World, home: tuple[int, int]) -> list[Lane]:
    """The freight from every place to a dealer at ``home``."""
    sites = [site[1:] for site in SITES] + [(90, 90)]
    lanes = []
    for place, site in zip(world.places, sites, strict=False):
        miles = _distance(site, home)
        lanes.append(Lane(place, 4_000 + 90 * miles, 1 + miles // 40, 100 + 3 * miles, "ground"))
    return lanes


def an_order(
    world: World, number: int, *, lines: int = 150, policy: AllocationPolicy | None = None
) -> AllocationProblem:
    """An order of so many lines, each of a few to a few dozen pieces; the number is its seed."""
    dice = random.Random(number)
    wanted = [
        AllocationLine(LineId(_id(f"line {number}", at)), product, dice.choice((1, 2, 6, 12, 24, 48)))
        for at, product in enumerate(dice.sample(world.products, lines))
    ]
    home = dice.randint(0, 100), dice.randint(0, 100)
    return AllocationProblem(wanted, lanes_to(world, home), world.supply, policy or AllocationPolicy())


def with_sellers(order: AllocationProblem, number: int, *, partners: int = 5) -> AllocationProblem:
    """The order where dealers near by give up goods, too, each of one product in four, fetched for a fixed
    sum in two days; the vendor sells its least or nothing, and goods to come follow those on hand."""
    dice = random.Random(number)
    places = [PlaceId(_id("partner", at)) for at in range(partners)]
    vendors = {place.id for place in order.supply.places if place.kind is PlaceKind.VENDOR}
    stock = {}
    for product in {line.product_id: None for line in order.lines}:
        bins = [
            replace(one, least=dice.choice((1, 12, 24)))
            if one.place_id in vendors
            else replace(one, follows=one.available_on is not None)
            for one in order.supply.stock[product]
        ]
        bins += [
            Bin(place, dice.choice((2, 6, 20)), mills=dice.randint(0, 30_000))
            for place in places
            if dice.random() < 0.25
        ]
        stock[product] = tuple(bins)
    homes = [Place(place, f"P{at}", TODAY, PlaceKind.DEALER) for at, place in enumerate(places)]
    fetched = [Lane(place, dice.randint(2_000, 6_000), 2) for place in places]
    supply = replace(order.supply, stock=stock, places=[*order.supply.places, *homes])
    return replace(order, lanes=[*order.lanes, *fetched], supply=supply)


def a_morning(
    *, orders: int = 1_000, products: int = 300, short: float = 0.1, seed: int = 9
) -> tuple[list[MorningOrder], Supply]:
    """`monday`: orders of 2 to 22 lines over some products, of which a share has a fifth less than is
    asked.

    One order in twenty is urgent; contracts weigh 1 to 5; each product lies in about three of four
    warehouses.
    """
    dice = random.Random(seed)
    base = four_coasts(seed, products=products, with_vendor=False)
    asked: dict[ProductId, int] = dict.fromkeys(base.products, 0)
    found = []
    for number in range(orders):
        lines = []
        for at, product in enumerate(dice.sample(base.products, dice.randint(2, 22))):
            quantity = dice.choice((1, 2, 6, 12, 24))
            asked[product] += quantity
            lines.append(AllocationLine(LineId(_id(f"morning {number}", at)), product, quantity))
        home = dice.randint(0, 100), dice.randint(0, 100)
        dealer = dice.randrange(400)
        found.append(
            MorningOrder(
                OrderId(_id("order", number)),
                DealerId(_id("dealer", dealer)),
                datetime(2025, 10, 13, 18, tzinfo=UTC) + timedelta(seconds=number),
                lines,
                lanes_to(base, home),
                1 + dealer % 5,
                dice.random() < 0.05,
            )
        )
    stock = {}
    for product in base.products:
        whole = asked[product] * 4 // 5 if dice.random() < short else asked[product] * 3 // 2
        there = [place for place in base.places[: len(SITES)] if dice.random() < 0.8]
        there = there or [dice.choice(base.places[: len(SITES)])]
        cuts = split_by_largest_remainder(whole, [dice.randint(1, 11) for _ in there])
        stock[product] = tuple(Bin(place, cut) for place, cut in zip(there, cuts, strict=True))
    return found, replace(base.supply, stock=stock, transfers=())
