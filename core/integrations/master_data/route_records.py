"""The tables that day plans are made from: depots, vans, and when places take goods in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated as Ann
from typing import NamedTuple

from core.dispatch.engine.hours import read_hours, show_hours
from core.dispatch.errors import BadHours
from core.integrations.master_data.cells import (
    CellError,
    ClockTime,
    Coordinate,
    Flag,
    Number,
    Text,
    Whole,
    cell_text,
)
from core.integrations.master_data.columns import Column
from core.integrations.master_data.trade_cells import Currency, Items, Phone
from core.integrations.master_data.types import Cell, RowCode

_RATE = Number(0, 10**7, 3)


@dataclass(frozen=True, slots=True)
class Hours:
    """ "8:00-12:00, 13:00-17:00", kept in one form."""

    def read(self, cell: Cell) -> str:
        try:
            return show_hours(read_hours(cell_text(cell)))
        except BadHours as error:
            raise CellError(RowCode.NOT_A_TIME) from error

    def show(self, value: str) -> Cell:
        return value


class Depot(NamedTuple):
    """Where the vans of a warehouse start."""

    warehouse: Ann[str, Column(Text(40), key=True)]
    latitude: Ann[float, Column(Coordinate(90))]
    longitude: Ann[float, Column(Coordinate(180))]
    address: Ann[str, Column(Text(300), "")] = ""


class Van(NamedTuple):
    """shift: local times of the depot. costs: in the currency's own units. active no: a spare van.
    archived: it has left the fleet.
    """

    code: Ann[str, Column(Text(20), key=True)]
    warehouse: Ann[str, Column(Text(40))]
    max_weight_kg: Ann[int, Column(Whole(1, 100_000))]
    max_volume_l: Ann[int, Column(Whole(1, 200_000))]
    name: Ann[str, Column(Text(80), "")] = ""
    plate: Ann[str, Column(Text(20), "")] = ""
    driver_phone: Ann[str, Column(Phone(), "")] = ""
    currency: Ann[str, Column(Currency(), "USD")] = "USD"
    cost_per_km: Ann[Decimal, Column(_RATE, Decimal(0))] = Decimal(0)
    cost_per_hour: Ann[Decimal, Column(_RATE, Decimal(0))] = Decimal(0)
    cost_per_day: Ann[Decimal, Column(_RATE, Decimal(0))] = Decimal(0)
    co2_g_per_km: Ann[int, Column(Whole(0, 5_000), 0)] = 0
    skills: Ann[tuple[str, ...], Column(Items(20), ())] = ()
    shift_from: Ann[str, Column(ClockTime(), "07:00")] = "07:00"
    shift_until: Ann[str, Column(ClockTime(), "17:00")] = "17:00"
    break_minutes: Ann[int, Column(Whole(0, 120), 0)] = 0
    active: Ann[bool, Column(Flag(), True)] = True
    archived: Ann[bool, Column(Flag(), False)] = False


class Receiving(NamedTuple):
    """When a dealer's place takes goods in; no hours: all day. needs: skills that its van must have."""

    dealer: Ann[str, Column(Text(40), key=True)]
    place: Ann[str, Column(Text(40), key=True)]
    hours: Ann[str, Column(Hours(), "")] = ""
    service_minutes: Ann[int, Column(Whole(0, 480), 10)] = 10
    needs: Ann[tuple[str, ...], Column(Items(20), ())] = ()
