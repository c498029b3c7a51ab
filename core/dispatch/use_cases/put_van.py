"""A van is added, or carries and works otherwise than before: what the office sets without a file."""

from __future__ import annotations

from dataclasses import dataclass

from core.dispatch.engine.hours import read_hours
from core.dispatch.errors import VanArchived, VanUnfit
from core.dispatch.events import VanChanged
from core.dispatch.repository import vans
from core.dispatch.types import Depot, Van
from core.infra.transaction import Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command
from core.kernel.errors import NotFound
from core.kernel.money import Money
from core.kernel.texts import storable

MOST_KG, MOST_LITRES, _MOST_CODE = 100_000, 200_000, 20


@dataclass(frozen=True, slots=True)
class PutVan(Command[bool]):
    """Whether the van is new. shift: "07:00-17:00", local to the depot.

    A new van goes out from the next plan on, without a driver; what it costs, its CO2 and its break are those
    of the depot's van that carries most nearly as much. One that is known keeps everything else it has.
    Raises NotFound, VanUnfit, VanArchived, BadHours.
    """

    permission = Permission.ROUTE_EDIT
    code: str
    warehouse: str
    weight_kg: int
    volume_l: int
    shift: str


async def put_van(tx: Transaction, command: PutVan) -> bool:
    code = storable(command.code).strip()
    shifts = read_hours(storable(command.shift))
    fits = 1 <= command.weight_kg <= MOST_KG and 1 <= command.volume_l <= MOST_LITRES
    if not 1 <= len(code) <= _MOST_CODE or not fits or len(shifts) != 1:
        raise VanUnfit
    wanted = command.warehouse.strip().upper()
    depot = next((one for one in await vans.depots(tx) if one.code.upper() == wanted), None)
    if depot is None:
        raise NotFound(what="warehouse")
    values = {
        "warehouse_id": depot.warehouse_id,
        "max_weight_g": command.weight_kg * 1000,
        "max_volume_ml": command.volume_l * 1000,
        "shift_from": shifts[0][0],
        "shift_until": shifts[0][1],
    }
    known = await vans.find_van(tx, code, lock=True)
    if known is None:
        van_id = tx.new_id()
        await vans.insert_van(tx, values | {"id": van_id, "code": code} | await _usual(tx, depot, command))
    elif known.is_archived:
        raise VanArchived(van=known.code)
    else:
        van_id, code = known.id, known.code
        await vans.change_van(tx, van_id, values)
    shown = f"{depot.code} {command.weight_kg} kg {command.volume_l} l {'-'.join(shifts[0])}"
    tx.record(VanChanged(van_id, code, "van", shown, tx.actor.person_id))
    return known is None


async def _usual(tx: Transaction, depot: Depot, command: PutVan) -> dict[str, object]:
    """What nobody has said of a new van: as of the most alike one of its depot, else nothing."""
    others = await vans.list_vans(tx, warehouse_id=depot.warehouse_id)
    like: Van | None = min(
        others,
        key=lambda one: (abs(one.max_weight_g - command.weight_kg * 1000), one.code),
        default=None,
    )
    free = Money.zero(tx.settings.default_currency)
    costs = (free, free, free) if like is None else (like.cost_per_km, like.cost_per_hour, like.cost_per_day)
    return {
        "name": storable(command.code).strip(),
        "plate": "",
        "driver_id": None,
        "currency": costs[0].currency,
        "cost_per_km_minor": costs[0].minor,
        "cost_per_hour_minor": costs[1].minor,
        "cost_per_day_minor": costs[2].minor,
        "co2_g_per_km": 0 if like is None else like.co2_g_per_km,
        "skills": [],
        "break_minutes": 0 if like is None else like.break_minutes,
        "active": True,
    }
