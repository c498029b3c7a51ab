"""Short ways to write a planning problem down."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

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
from core.kernel.ids import LineId, ProductId
from core.kernel.money import Money

TUESDAY = date(2025, 10, 14)


def place_id(code: str) -> PlaceId:
    return PlaceId(uuid.uuid5(uuid.NAMESPACE_OID, f"place {code}"))


def product_id(name: str) -> ProductId:
    return ProductId(uuid.uuid5(uuid.NAMESPACE_OID, f"product {name}"))


def line_id(name: str) -> LineId:
    return LineId(uuid.uuid5(uuid.NAMESPACE_OID, f"line {name}"))


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


def house(code: str, *, leaves_on: date = TUESDAY, kind: PlaceKind = PlaceKind.WAREHOUSE) -> Place:
    return Place(place_id(code), code, leaves_on, kind)


def lane(code: str, dollars: int | None, days: int, *, name: str = "", kilogram_mills: int = 0) -> Lane:
    return Lane(place_id(code), None if dollars is None else dollars * 100, days, kilogram_mills, name)


def lorry(start: str, end: str, dollars: int, days: int, weekdays: Sequence[int] = ()) -> TransferLane:
    return TransferLane(place_id(start), place_id(end), dollars * 100, days, weekdays=frozenset(weekdays))


def bins(**quantities: int) -> list[Bin]:
    return [Bin(place_id(code), quantity) for code, quantity in quantities.items()]


def problem(
    lines: Mapping[str, int] | Sequence[tuple[str, int]],
    stock: Mapping[str, Sequence[Bin]],
    lanes: Sequence[Lane],
    *,
    places: Sequence[Place] | None = None,
    transfers: Sequence[TransferLane] = (),
    goods: Mapping[str, Goods] | None = None,
    policy: AllocationPolicy | None = None,
) -> AllocationProblem:
    """Lines by product name (one of a name twice: as pairs); places default to those of the lanes, all
    open.
    """
    wanted = list(lines.items()) if isinstance(lines, Mapping) else list(lines)
    if places is None:
        known = {place_id(code): code for code in ("LA", "PHX", "DEN", "SEA")}
        used = {one.place_id for one in lanes} | {
            end for one in transfers for end in (one.from_id, one.to_id)
        }
        places = [Place(key, code, TUESDAY) for key, code in known.items() if key in used]
    return AllocationProblem(
        [
            AllocationLine(line_id(f"{name} {at}"), product_id(name), quantity)
            for at, (name, quantity) in enumerate(wanted)
        ],
        lanes,
        Supply(
            TUESDAY,
            "USD",
            places,
            {product_id(name): found for name, found in stock.items()},
            {product_id(name): one for name, one in (goods or {}).items()},
            transfers,
        ),
        policy or AllocationPolicy(),
    )
