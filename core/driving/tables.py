from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, JsonList, JsonValue, Minor, Moment, UtcDateTime


class DriverSessionRow(Base):
    """A phone that may act for a driver until it is signed out. Only the token's SHA-256 is kept."""

    __tablename__ = "driver_session"

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    label: Mapped[str] = mapped_column(String(60))  # what the phone's browser calls itself
    started_at: Mapped[Moment]
    seen_at: Mapped[Moment]  # to the hour
    expires_at: Mapped[Moment]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class DriverLinkRow(Base):
    """A link and a code that sign a phone in, either once. wrong: codes that were guessed."""

    __tablename__ = "driver_link"

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    wrong: Mapped[int] = mapped_column(Integer())
    made_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class DriverStartRow(Base):
    """Start data of Telegram that has signed a phone in: none counts twice."""

    __tablename__ = "driver_start"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[Moment]


class DriverActRow(Base):
    """What a phone told, once by the phone's own id, with both clocks and what became of it."""

    __tablename__ = "driver_act"
    __table_args__ = (Index("ix_driver_act_route_id_seq", "route_id", "seq"),)

    id: Mapped[Id]  # made by the phone
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"))
    session_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    device: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int] = mapped_column(BigInteger())
    kind: Mapped[str] = mapped_column(String(20))
    route_id: Mapped[uuid.UUID] = mapped_column(Uuid())
    stop_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), index=True)
    told_at: Mapped[Moment]  # the phone's clock
    received_at: Mapped[Moment]  # ours
    sent: Mapped[str] = mapped_column(Text())  # JSON as it came
    state: Mapped[str] = mapped_column(String(8))  # ActState
    code: Mapped[str | None] = mapped_column(String(40))
    fields: Mapped[dict[str, object] | None] = mapped_column(JsonValue)


class DriverFileRow(Base):
    """A photo or a signature's picture on its way, then where it is kept."""

    __tablename__ = "driver_file"

    id: Mapped[Id]  # made by the phone
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"))
    stop_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("route_stop.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    size: Mapped[int] = mapped_column(Integer())
    sha256: Mapped[str] = mapped_column(
        String(64)
    )  # of the whole, as the phone says; checked when it is here
    received: Mapped[int] = mapped_column(Integer())
    state: Mapped[str] = mapped_column(String(8))  # FileState
    why: Mapped[str | None] = mapped_column(String(40))  # it is spoilt
    media_type: Mapped[str | None] = mapped_column(String(20))
    shown: Mapped[str | None] = mapped_column(String(64))  # SHA-256 of the copy without metadata
    begun_at: Mapped[Moment]
    whole_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class DriverPieceRow(Base):
    """A piece of a file that is not whole yet; pieces lie without gaps, and go when it is."""

    __tablename__ = "driver_piece"

    file_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("driver_file.id"), primary_key=True)
    start: Mapped[int] = mapped_column(Integer(), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary())


class StopCodeRow(Base):
    """What the dealer's chat shows for a stop, to be said at the door."""

    __tablename__ = "stop_code"

    stop_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("route_stop.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(4))


class ProofRow(Base):
    """A delivery as it was proved. number: its place in the chain of its route, from 1."""

    __tablename__ = "proof"
    __table_args__ = (UniqueConstraint("route_id", "number"),)

    id: Mapped[Id]
    act_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("driver_act.id"), unique=True)
    route_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("route.id"))
    stop_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("route_stop.id"), unique=True)
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"), index=True)
    driver_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"))
    number: Mapped[int] = mapped_column(Integer())
    receiver: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(Text())
    taken_at: Mapped[Moment]
    received_at: Mapped[Moment]
    lines: Mapped[JsonList]
    strokes: Mapped[JsonList]
    fix: Mapped[dict[str, object] | None] = mapped_column(JsonValue)
    distance_m: Mapped[int | None] = mapped_column(BigInteger())
    flags: Mapped[JsonList]
    code_given: Mapped[bool] = mapped_column(Boolean())
    # Need: what the stop asked for when it was served
    needs: Mapped[JsonList] = mapped_column(JsonValue, server_default="[]")
    state: Mapped[str] = mapped_column(String(8))  # ProofState
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str | None] = mapped_column(String(64))


class ProofFileRow(Base):
    """A file that a proof names; it may come after the proof. position: 0 is the signature's picture."""

    __tablename__ = "proof_file"

    proof_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("proof.id"), primary_key=True)
    file_id: Mapped[uuid.UUID] = mapped_column(Uuid(), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(Integer())
    let_go: Mapped[bool] = mapped_column(Boolean(), server_default=false())  # lost with its phone


class ProofShipmentRow(Base):
    __tablename__ = "proof_shipment"

    proof_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("proof.id"), primary_key=True)
    shipment_id: Mapped[uuid.UUID] = mapped_column(
        Uuid(), ForeignKey("shipment.id"), primary_key=True, index=True
    )


class DoorMoneyRow(Base):
    """Cash or a cheque in a driver's bag, until finance has counted it."""

    __tablename__ = "door_money"

    id: Mapped[Id]
    proof_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("proof.id"), unique=True)
    route_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("route.id"), index=True)
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    kind: Mapped[str] = mapped_column(String(8))
    amount_minor: Mapped[Minor]
    currency: Mapped[str] = mapped_column(String(3))
    reference: Mapped[str] = mapped_column(String(80))
    taken_at: Mapped[Moment]
    state: Mapped[str] = mapped_column(String(8), index=True)  # DoorMoneyState
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    decided_by: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    receipt: Mapped[str | None] = mapped_column(String(40))


class DoorMoneyChangeRow(Base):
    """What money of the door was before it was put right; nothing of it is ever changed."""

    __tablename__ = "door_money_change"

    id: Mapped[Id]
    money_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("door_money.id"), index=True)
    was_minor: Mapped[Minor]
    now_minor: Mapped[Minor]
    reason: Mapped[str] = mapped_column(String(200))
    at: Mapped[Moment]
    by: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    was_receipt: Mapped[str | None] = mapped_column(String(40))
    receipt: Mapped[str | None] = mapped_column(String(40))


class DoorCauseRow(Base):
    """Why goods were not taken, or a stop not served: counted, so that somebody does something about it."""

    __tablename__ = "door_cause"
    __table_args__ = (Index("ix_door_cause_day", "day"),)

    id: Mapped[Id]
    day: Mapped[date] = mapped_column(Date())
    kind: Mapped[str] = mapped_column(String(14))  # CauseKind
    reason: Mapped[str] = mapped_column(String(20))
    quantity: Mapped[int] = mapped_column(Integer())
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    stop_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("route_stop.id"))
    product_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())


class EvidenceRuleRow(Base):
    """What stops are asked for, beyond what is usual: of a dealer, from an amount on, of goods of a category;
    what is NULL is no condition."""

    __tablename__ = "evidence_rule"

    id: Mapped[Id]
    dealer_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    least_minor: Mapped[int | None] = mapped_column(BigInteger())
    currency: Mapped[str | None] = mapped_column(String(3))
    category: Mapped[str | None] = mapped_column(String(200))
    needs: Mapped[JsonList]


class ProofPolicyRow(Base):
    """What the house wants of proofs; one row, or none for what is usual."""

    __tablename__ = "proof_policy"

    id: Mapped[int] = mapped_column(Integer(), primary_key=True)
    far_m: Mapped[int] = mapped_column(Integer())
    has_codes: Mapped[bool] = mapped_column(Boolean())
