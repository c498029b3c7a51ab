"""One phone's world and day, and its likes: rows and requests of phone 0 with ids of another's own.

Making an order, packing it and planning a route takes a hundred milliseconds; five hundred of them are copied
from the rows that the first one left.
"""

from __future__ import annotations

import hashlib
import io
import json
import random
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageFilter
from sqlalchemy import insert, inspect, select, update

from core.deliveries.tables import ShipmentRow
from core.deliveries.types import Shipment
from core.deliveries.use_cases.make_pick_list import MakePickList
from core.dispatch.tables import RoutePlanRow
from core.driving.tables import DriverSessionRow
from core.driving.use_cases.sign_in import MakeSignInLink, SignInByLink
from core.infra.columns import Base
from core.infra.door import Core
from core.kernel.actor import STRANGER
from tests.conftest import START
from tests.core.deliveries.house import House, make_house, pack
from tests.core.driving.house import NEAR, make_driver, make_route, make_van
from tests.driver_app_api.driver.phone import client_id
from tests.make import confirm, make_buyer, make_dealer, make_draft, make_product, make_stock, rows

Row = dict[str, Any]
# Every row there is, by table and primary key.
Books = dict[str, dict[tuple[Any, ...], Row]]
PIECE = 1 << 17  # what a phone sends first
POSITIONS = 6
LINES = 3
_PHOTO_SIDES = (1600, 1200)  # as the app shrinks them
# Names that only one may have: of a copy they end with its number.
_NAMED = {
    ("dealer", "code"), ("product", "sku"), ("orders", "number"), ("shipment", "number"), ("van", "code"),
    ("pick_list", "number"), ("person", "phone"), ("job", "dedupe_key"),
}  # fmt: skip
_NOT_COPIED = {"journal", "journal_head", "job", "idempotency", "catalog_change", "driver_link"}


@dataclass(frozen=True, slots=True)
class Changes:
    """What one request did to the books."""

    added: dict[str, list[Row]] = field(default_factory=dict)
    changed: list[tuple[str, Row, Row]] = field(default_factory=list)  # table, key, new values
    gone: list[tuple[str, Row]] = field(default_factory=list)  # table, key

    @property
    def rows(self) -> int:
        return sum(map(len, self.added.values())) + len(self.changed) + len(self.gone)


@dataclass(frozen=True, slots=True)
class Call:
    """A request of a phone; content: the bytes of a piece, else ``body`` goes as JSON."""

    method: str
    path: str
    body: Any = None
    start: int = 0
    end: int = 0


class Likeness:
    """Values of phone 0 as phone ``at`` has them; shared: ids of what belongs to all of them."""

    def __init__(self, at: int, shared: set[uuid.UUID]) -> None:
        self._at, self._shared = at, shared

    def id(self, value: uuid.UUID) -> uuid.UUID:
        return value if value in self._shared else uuid.UUID(int=value.int ^ (self._at << 40))

    def value(self, value: Any) -> Any:
        """Ids anywhere in JSON, and ids as text, too."""
        match value:
            case uuid.UUID():
                return self.id(value)
            case str() if len(value) == 36 and value.count("-") == 4:
                return str(self.id(uuid.UUID(value)))
            case list():
                return [self.value(one) for one in value]
            case dict():
                return {name: self.value(one) for name, one in value.items()}
        return value

    def row(self, table: str, row: Row) -> Row:
        like = {name: self.value(value) for name, value in row.items()}
        for name in like:
            if (table, name) in _NAMED and like[name] is not None:
                like[name] = f"{like[name]}-{self._at}"
        if table == "journal":
            like["number"] += 1000 * self._at  # the office's chain is one for all
        if table == "job":
            del like["id"]
        if table == "driver_session":
            like["token_hash"] = hashlib.sha256(token_of(self._at).encode()).hexdigest()
        return like


def token_of(at: int) -> str:
    return f"benchmark-token-of-phone-{at}"


async def read_books(core: Core) -> Books:
    books: Books = {}
    async with core.database.read() as connection:
        known = await connection.run_sync(lambda opened: inspect(opened).get_table_names())
        for table in Base.metadata.sorted_tables:
            if table.name not in known:
                continue
            keys = [column.name for column in table.primary_key]
            found = (await connection.execute(select(table))).mappings()
            books[table.name] = {tuple(row[key] for key in keys): dict(row) for row in found}
    return books


def ids_of(books: Books) -> set[uuid.UUID]:
    """Every id that stands as a key in the books."""
    return {cell for some in books.values() for key in some for cell in key if isinstance(cell, uuid.UUID)}


def changes_between(before: Books, after: Books) -> Changes:
    found = Changes()
    for table in Base.metadata.sorted_tables:
        name, keys = table.name, [column.name for column in table.primary_key]
        was, now = before.get(name, {}), after.get(name, {})
        if added := [row for key, row in now.items() if key not in was]:
            found.added[name] = added
        for key, row in now.items():
            if key in was and was[key] != row:
                values = {column: value for column, value in row.items() if was[key][column] != value}
                found.changed.append((name, dict(zip(keys, key, strict=True)), values))
        found.gone.extend((name, dict(zip(keys, key, strict=True))) for key in was if key not in now)
    return found


@dataclass(frozen=True, slots=True)
class Fleet:
    """shared: ids of what all phones have in common; day: the requests of phone 0."""

    shared: set[uuid.UUID]
    day: list[Call]


async def make_first(core: Core, photo: bytes) -> tuple[Fleet, Changes]:
    """The house and phone 0; what it added to the books is what each of the others has, too."""
    house = await make_house(core)
    van = await make_van(core, house.la, house.otto, "V")
    await make_route(core, house.la, van, house.otto, [])
    (plan_id,) = [row.id for row in await rows(core, RoutePlanRow)]
    before = await read_books(core)
    route, stop, shipment = await _make_world(core, house, plan_id)
    after = await read_books(core)
    fleet = Fleet(ids_of(before), day_of(route, stop, shipment, photo))
    return fleet, changes_between(before, after)


async def _make_world(core: Core, house: House, plan: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID, Shipment]:
    dealer = await make_dealer(core, "Phone", tier="plain", limit="1000000")
    buyer = await make_buyer(core, dealer, "Bo")
    goods = []
    for at in range(LINES):
        product = await make_product(core, f"GOODS{at}", f"Goods {at}", cost="20", list_price=None)
        await make_stock(core, product, house.la, 10_000)
        goods.append((product, 12 + at))
    await make_draft(core, buyer, goods)
    await confirm(core, buyer)
    await core.execute(house.otto, MakePickList("LA"))
    (picking,) = await rows(core, ShipmentRow, ShipmentRow.state == "picking")
    packed = await pack(core, house, picking.id)
    dan = await make_driver(core, "Dan")
    van = await make_van(core, house.la, dan, "VAN")
    route, (stop,) = await make_route(core, house.la, van, dan, [packed], plan=plan)
    link = await core.execute(dan, MakeSignInLink())
    await core.execute(STRANGER, SignInByLink(link.token, "phone"))
    return route, stop, packed


def day_of(route: uuid.UUID, stop: uuid.UUID, shipment: Shipment, photo: bytes) -> list[Call]:
    """The requests of a phone that was offline for a while: acts, the proof, its photo in pieces, the end."""
    seq = iter(range(1, 100))

    def event(kind: str, at_stop: bool = True, **data: Any) -> Row:
        return {
            "id": str(client_id()), "seq": next(seq), "at": START.isoformat(), "kind": kind,
            "route_id": str(route), "stop_id": str(stop) if at_stop else None, "data": data,
        }  # fmt: skip

    device, file_id = str(client_id()), str(client_id())
    strokes = [[[x, (x * 7) % 90, x * 8] for x in range(60)] for _ in range(3)]
    lines = [{"line_id": str(line.id), "delivered": line.packed} for line in shipment.lines]
    gps = {"gps": NEAR}
    runs = [
        [event("load_checked", False, missing=[]), event("route_started", False, **gps),
         event("arrived", **gps)],
        [event("position", False, **gps) for _ in range(POSITIONS)],
        [event("delivered", receiver="Bo", lines=lines, signature={"strokes": strokes}, photos=[file_id],
               payment={"kind": "cash", "amount_minor": 5000}, **gps)],
        [event("departed", **gps)],
        [event("shift_closed", False, cash_minor=5000, cheques=0)],
    ]  # fmt: skip
    told = [Call("POST", "/events", {"device": device, "events": run}) for run in runs]
    new = {"id": file_id, "kind": "photo", "size": len(photo), "sha256": "", "stop_id": str(stop)}
    pieces = [
        Call("PATCH", f"/files/{file_id}", None, start, min(start + PIECE, len(photo)))
        for start in range(0, len(photo), PIECE)
    ]
    return [*told[:3], Call("POST", "/files", new), *pieces, *told[3:]]


def calls_of(fleet: Fleet, at: int, photo: bytes) -> list[Call]:
    """The day of phone ``at``, with its own ids and its own photo."""
    like = Likeness(at, fleet.shared)
    calls = []
    for call in fleet.day:
        body = like.value(call.body)
        if call.path == "/files":
            body["sha256"] = hashlib.sha256(photo).hexdigest()
        *above, last = call.path.split("/")
        path = "/".join([*above, like.value(last)])
        calls.append(Call(call.method, path, body, call.start, call.end))
    return calls


async def copy_world(core: Core, fleet: Fleet, world: Changes, phones: int) -> None:
    """Phones 1 to ``phones``, each with its dealer, goods, order, van, route and session."""
    async with core.database.write() as connection:
        for table, some in world.added.items():
            if table in _NOT_COPIED:
                continue
            keys = [column.name for column in Base.metadata.tables[table].primary_key]
            likes = [
                like
                for at in range(1, phones + 1)
                for row in some
                # Counters and the like are one for all.
                if any((like := Likeness(at, fleet.shared).row(table, row))[key] != row[key] for key in keys)
            ]
            if likes:
                await connection.execute(insert(Base.metadata.tables[table]), likes)
        # The first phone's own token is nobody's.
        first = Likeness(0, fleet.shared).row("driver_session", world.added["driver_session"][0])
        await connection.execute(
            update(DriverSessionRow)
            .where(DriverSessionRow.id == first["id"])
            .values(token_hash=first["token_hash"])
        )


def make_photos(count: int) -> list[bytes]:
    """As the app sends them: about a quarter of a megabyte each, no two alike."""
    chance = random.Random(7)
    made: list[bytes] = []
    width, height = _PHOTO_SIDES
    ground = Image.effect_noise((width // 4, height // 4), 40).resize(_PHOTO_SIDES)
    ground = ground.filter(ImageFilter.GaussianBlur(1)).convert("RGB")
    for _ in range(min(count, 50)):
        picture = ground.copy()
        box = (chance.randrange(width // 2), chance.randrange(height // 2))
        picture.paste(tuple(chance.randrange(256) for _ in range(3)), (*box, box[0] + 400, box[1] + 300))
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=82)
        made.append(out.getvalue())
    # What stands behind the end of a JPEG changes its SHA-256 and nothing else. One length for all of them.
    most = max(map(len, made)) + 8
    return [made[at % len(made)].ljust(most - 8, b"\0") + b"%08d" % at for at in range(count)]


def as_json(body: Any) -> bytes:
    return json.dumps(body).encode()


def row_count(changes: Sequence[Changes]) -> Mapping[str, int]:
    """Rows written by table, for the report."""
    counts: dict[str, int] = {}
    for one in changes:
        for table, some in one.added.items():
            counts[table] = counts.get(table, 0) + len(some)
    return counts
