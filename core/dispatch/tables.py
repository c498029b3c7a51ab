from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Uuid,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, Json, JsonList, Minor, Moment, UtcDateTime


class DepotRow(Base):
    """Where a warehouse lies: a van starts there and comes back to it."""

    __tablename__ = "depot"

    warehouse_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("warehouse.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(300))
    latitude: Mapped[float] = mapped_column(Float())
    longitude: Mapped[float] = mapped_column(Float())


class ReceivingRow(Base):
    """When and how a dealer's place takes goods in; a place without a row takes them all day."""

    __tablename__ = "receiving"

    ship_to_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("ship_to.id"), primary_key=True)
    windows: Mapped[JsonList]  # [["08:00", "12:00"], …], local times of the depot; empty: all day
    service_minutes: Mapped[int] = mapped_column(Integer())
    needs: Mapped[JsonList]  # skills that its van must have


class VanRow(Base):
    __tablename__ = "van"
    __table_args__ = (CheckConstraint("max_weight_g > 0", name="carries_something"),)

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    plate: Mapped[str] = mapped_column(String(20))
    warehouse_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("warehouse.id"), index=True)
    driver_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("person.id"), index=True)
    max_weight_g: Mapped[int] = mapped_column(BigInteger())
    max_volume_ml: Mapped[int] = mapped_column(BigInteger())
    currency: Mapped[str] = mapped_column(String(3))
    cost_per_km_minor: Mapped[Minor]
    cost_per_hour_minor: Mapped[Minor]
    cost_per_day_minor: Mapped[Minor]
    co2_g_per_km: Mapped[int] = mapped_column(Integer())
    skills: Mapped[JsonList]
    shift_from: Mapped[str] = mapped_column(String(5))  # HH:MM, local to its depot
    shift_until: Mapped[str] = mapped_column(String(5))
    break_minutes: Mapped[int] = mapped_column(Integer())
    active: Mapped[bool] = mapped_column(Boolean())
    # It has left the fleet: no list and no plan has it any more, and its past routes keep it.
    archived: Mapped[bool] = mapped_column(Boolean(), server_default=false())


class RoadTroubleRow(Base):
    """Roads around a depot that are closed or slow, from the beginning of a day until a moment."""

    __tablename__ = "road_trouble"

    id: Mapped[Id]
    warehouse_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("warehouse.id"), index=True)
    since: Mapped[date] = mapped_column(Date())
    until: Mapped[Moment]
    names: Mapped[JsonList]  # what its spots are called
    spots: Mapped[JsonList]  # [[latitude, longitude], …]: the middle of a circle, or the ends of a road
    radius_m: Mapped[int] = mapped_column(Integer())  # 0 for a road between two spots
    percent: Mapped[int | None] = mapped_column(Integer())  # more time that it takes; null: closed


class RoutingRuleRow(Base):
    """A value of the routing policy that the office has set; what has no row is as usual."""

    __tablename__ = "routing_rule"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)  # a field of RoutingPolicy
    value: Mapped[int] = mapped_column(Integer())


class RoutePlanRow(Base):
    """The day of one depot: what is not served and why. One a depot and day, and the lock of its routes."""

    __tablename__ = "route_plan"
    __table_args__ = (Index("uq_route_plan_warehouse_id_day", "warehouse_id", "day", unique=True),)

    id: Mapped[Id]
    warehouse_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("warehouse.id"))
    day: Mapped[date] = mapped_column(Date())
    version: Mapped[int] = mapped_column(Integer())
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    made_by: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    made_at: Mapped[Moment]
    # Metres of the same stops in the order they came in: what the plan saves is against this.
    given_m: Mapped[int] = mapped_column(BigInteger())
    unserved: Mapped[JsonList]  # {"shipments", "dealer_id", "why", "certificate"}
    roads: Mapped[str] = mapped_column(String(12), server_default="reckoned")  # RoadSource
    # What somebody asked of it (earlier start, spare vans, pinned stops), and the roads it was made for.
    wishes: Mapped[Json]


class RouteRow(Base):
    """One way out of a van and back. Its driver is kept as it was planned: vans change hands."""

    __tablename__ = "route"
    __table_args__ = (Index("ix_route_driver_id_day", "driver_id", "day"),)

    id: Mapped[Id]
    plan_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("route_plan.id"), index=True)
    van_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("van.id"))
    driver_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("person.id"))
    warehouse_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("warehouse.id"))
    day: Mapped[date] = mapped_column(Date(), index=True)
    trip: Mapped[int] = mapped_column(Integer())
    state: Mapped[str] = mapped_column(String(10))  # RouteState
    version: Mapped[int] = mapped_column(Integer())  # counts up with every change that a driver should see
    is_locked: Mapped[bool] = mapped_column(Boolean(), server_default=false())
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    distance_m: Mapped[int] = mapped_column(BigInteger())
    drive_seconds: Mapped[int] = mapped_column(Integer())
    currency: Mapped[str] = mapped_column(String(3))
    cost_minor: Mapped[Minor]
    co2_g: Mapped[int] = mapped_column(BigInteger())
    changes: Mapped[JsonList]  # of the last re-plan: {"kind", "stop_id", "dealer", "was", "now"}
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime())  # its goods have left the depot
    # The rest of it went to another driver then; the route of that one says from which it was taken.
    given_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    taken_from: Mapped[uuid.UUID | None] = mapped_column(Uuid(), index=True)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class RouteStopRow(Base):
    """One halt at one place of one dealer. position counts from 1 within the route."""

    __tablename__ = "route_stop"

    id: Mapped[Id]
    route_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("route.id"), index=True)
    position: Mapped[int] = mapped_column(Integer())
    state: Mapped[str] = mapped_column(String(10))  # StopState
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"), index=True)
    ship_to_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("ship_to.id"))
    latitude: Mapped[float | None] = mapped_column(Float())
    longitude: Mapped[float | None] = mapped_column(Float())
    # What the dealer was told; null before publication.
    window_from: Mapped[datetime | None] = mapped_column(UtcDateTime())
    window_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    eta: Mapped[Moment]
    service_minutes: Mapped[int] = mapped_column(Integer())
    weight_g: Mapped[int] = mapped_column(BigInteger())
    volume_ml: Mapped[int] = mapped_column(BigInteger())
    distance_m: Mapped[int] = mapped_column(BigInteger())  # from the stop before
    cost_minor: Mapped[Minor]  # its share of the route's, as is co2_g
    co2_g: Mapped[int] = mapped_column(BigInteger())
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class RouteStopShipmentRow(Base):
    """A shipment that a stop brings; on one open stop at most, which the plan's lock sees to."""

    __tablename__ = "route_stop_shipment"

    stop_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("route_stop.id"), primary_key=True)
    shipment_id: Mapped[uuid.UUID] = mapped_column(
        Uuid(), ForeignKey("shipment.id"), primary_key=True, index=True
    )


class RouteStopFetchRow(Base):
    """What a stop fetches: goods of a purchase order at the partner who gives them up, or of a return."""

    __tablename__ = "route_stop_fetch"

    stop_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("route_stop.id"), primary_key=True)
    document_id: Mapped[uuid.UUID] = mapped_column(Uuid(), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(8))  # FetchKind
    number: Mapped[str] = mapped_column(String(40))


class EveningToldRow(Base):
    """The dealers of a depot have heard in the evening before when they are served on that day."""

    __tablename__ = "evening_told"

    warehouse_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("warehouse.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date(), primary_key=True)
    at: Mapped[Moment]
