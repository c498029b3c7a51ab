"""Values of driving. Quantities are base units, distances metres, money whole minor units."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.kernel.ids import DealerId, PersonId
from core.kernel.money import Money


class FileKind(StrEnum):
    PHOTO = "photo"
    SIGNATURE = "signature"


class FileState(StrEnum):
    """spoilt: it came whole and is no picture that can be kept; a proof goes without it."""

    COMING = "coming"
    WHOLE = "whole"
    SPOILT = "spoilt"


class ActKind(StrEnum):
    """What a phone tells."""

    LOAD_CHECKED = "load_checked"
    ROUTE_STARTED = "route_started"
    ARRIVED = "arrived"
    DEPARTED = "departed"
    DELIVERED = "delivered"
    NOT_DELIVERED = "not_delivered"
    POSITION = "position"
    MONEY_CORRECTED = "money_corrected"
    SHIFT_CLOSED = "shift_closed"


class ActState(StrEnum):
    DONE = "done"
    REFUSED = "refused"


class Flag(StrEnum):
    """What somebody should look at in a proof; none of them stops a delivery."""

    NO_POSITION = "no_position"
    NULL_ISLAND = "null_island"  # 0,0: the phone had no position and said so badly
    POOR_POSITION = "poor_position"
    FAR_AWAY = "far_away"
    CLOCK_OFF = "clock_off"
    WRONG_CODE = "wrong_code"
    NO_SIGNATURE = "no_signature"
    ROUTE_CHANGED = "route_changed"  # the stop was taken off the route while the phone was offline
    FILE_SPOILT = "file_spoilt"
    PHOTO_LOST = "photo_lost"  # it was on a phone that is gone; the office has let it go
    # What the stop asked for and the proof has not: it is incomplete.
    LACKS_SIGNATURE = "lacks_signature"
    LACKS_PHOTO = "lacks_photo"
    LACKS_CODE = "lacks_code"
    LACKS_NAME = "lacks_name"


class Need(StrEnum):
    """Evidence that a stop can ask for; name: of who takes the goods."""

    SIGNATURE = "signature"
    PHOTO = "photo"
    CODE = "code"
    NAME = "name"


class ProofState(StrEnum):
    """waiting: for photos or the signature's picture. whole: sealed, and the dealer has it."""

    WAITING = "waiting"
    WHOLE = "whole"


class DoorMoneyKind(StrEnum):
    CASH = "cash"
    CHEQUE = "cheque"


class DoorMoneyState(StrEnum):
    """taken: in the driver's bag. void: there never was any, it was typed by mistake. booked: finance counted
    it, a payment. missing: it was not there."""

    TAKEN = "taken"
    VOID = "void"
    BOOKED = "booked"
    MISSING = "missing"


class CauseKind(StrEnum):
    REFUSED = "refused"
    DAMAGED = "damaged"
    SHORT = "short"
    NOT_DELIVERED = "not_delivered"
    NOT_FETCHED = "not_fetched"


# Why, as the phone offers it; the words are phrases "doorcause.<code>".
REASONS: Mapping[CauseKind, tuple[str, ...]] = {
    CauseKind.REFUSED: ("not_ordered", "wrong_item", "expired", "too_late", "price", "other"),
    CauseKind.DAMAGED: ("in_transit", "packaging", "wet", "other"),
    CauseKind.SHORT: ("not_loaded", "miscounted", "other"),
    CauseKind.NOT_DELIVERED: ("closed", "nobody_there", "refused_all", "no_access", "no_money",
                              "wrong_address", "too_late", "vehicle", "other"),
    # Of a line the first five, of a whole stop the first and those behind.
    CauseKind.NOT_FETCHED: ("not_there", "miscounted", "wrong_item", "expired", "packaging", "closed",
                            "nobody_there", "no_access", "too_late", "vehicle", "other"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fix:
    """Where the phone thinks it is. at: by its own clock."""

    latitude: float
    longitude: float
    accuracy_m: float
    at: datetime


# A signature: strokes of points (x, y in pixels, t in milliseconds since the first).
Strokes = tuple[tuple[tuple[float, float, int], ...], ...]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way. received: bytes that are safe here."""

    id: uuid.UUID
    kind: FileKind
    size: int
    sha256: str
    received: int
    state: FileState
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to be looked at, without what its maker's phone wrote into it."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class LoadLine:
    """What of one product is on the van."""

    sku: str
    name: str
    quantity: int
    unit: str


@dataclass(frozen=True, slots=True)
class StopLine:
    id: uuid.UUID
    sku: str
    name: str
    quantity: int
    unit: str
    instead_of: str | None = None  # what was wanted


@dataclass(frozen=True, slots=True)
class StopOrder:
    id: uuid.UUID
    number: str
    lines: tuple[StopLine, ...]


@dataclass(frozen=True, slots=True)
class StopMoney:
    """What the driver took at a stop, in minor units; is_counted: finance has decided about it."""

    kind: DoorMoneyKind
    amount_minor: int
    is_counted: bool


@dataclass(frozen=True, slots=True)
class DriverStop:
    """A stop as its driver sees it. cash_due: what is overdue on the dealer's account, nothing is 0; by: who
    made it before this driver took over, "" for an own one.

    is_fetch: goods of ``orders`` (purchase orders, returns) are fetched there, nothing is brought.
    """

    id: uuid.UUID
    position: int
    state: str
    dealer_id: DealerId
    dealer: str
    address: str
    latitude: float | None
    longitude: float | None
    phone: str
    note: str
    window: tuple[datetime, datetime] | None
    eta: datetime
    service_minutes: int
    has_code: bool
    needs: tuple[Need, ...]
    lacks: tuple[Need, ...]  # of a proof that came without
    weight_g: int
    cash_due: Money
    orders: tuple[StopOrder, ...]
    by: str = ""
    paid: StopMoney | None = None
    is_fetch: bool = False


@dataclass(frozen=True, slots=True)
class Bag:
    """What was taken at the doors of a route in one currency; minor units."""

    currency: str
    cash_minor: int = 0
    cheques: int = 0
    cheques_minor: int = 0


@dataclass(frozen=True, slots=True)
class DriverRoute:
    """given_to: who has taken the rest of it over; taken_from: whose rest it is; "" for nobody. load: without
    what others brought before."""

    id: uuid.UUID
    day: date
    version: int
    state: str
    van: str
    plate: str
    depot: str
    depot_address: str
    depot_latitude: float | None
    depot_longitude: float | None
    starts_at: datetime
    ends_at: datetime
    distance_m: int
    stops: tuple[DriverStop, ...]
    load: tuple[LoadLine, ...]
    changes: tuple[Mapping[str, str], ...]
    bags: tuple[Bag, ...] = ()
    given_to: str = ""
    taken_from: str = ""


@dataclass(frozen=True, slots=True)
class Today:
    """Everything a phone needs for the day, so that it needs no network after."""

    day: date
    routes: tuple[DriverRoute, ...]


@dataclass(frozen=True, slots=True)
class ProofLine:
    sku: str
    name: str
    unit: str
    order_number: str
    delivered: int
    refused: int
    damaged: int
    short: int
    reason: str | None
    instead_of: str | None = None  # what was wanted


@dataclass(frozen=True, slots=True)
class Proof:
    """What was handed over, to whom, where and when by both clocks, and what is odd about it."""

    id: uuid.UUID
    dealer_id: DealerId
    dealer: str
    address: str
    driver_id: PersonId
    driver: str
    orders: tuple[str, ...]
    shipments: tuple[str, ...]
    receiver: str
    note: str
    taken_at: datetime
    received_at: datetime
    lines: tuple[ProofLine, ...]
    strokes: Strokes
    photos: tuple[str, ...]  # SHA-256 of what may be shown
    signature: str | None
    fix: Fix | None
    distance_m: int | None
    flags: tuple[Flag, ...]
    code_given: bool
    money: Money | None
    money_kind: DoorMoneyKind | None
    state: ProofState
    hash: str
    seal: str | None
    money_was: Money | None = None  # what was told first, where it was corrected
    is_fetch: bool = False  # they were handed over to us


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a proof is what it was; faults: what does not fit (entry, chain, seal, file)."""

    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.faults


@dataclass(frozen=True, slots=True)
class CauseCount:
    kind: CauseKind
    reason: str
    times: int
    quantity: int


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """What stops are asked for: all of them, or those that meet each condition that is set.

    category: goods at or below it. dealer: the name of ``dealer_id``, to be shown.
    """

    needs: tuple[Need, ...]
    dealer_id: DealerId | None = None
    least: Money | None = None
    category: str | None = None
    dealer: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether it speaks of some stops only."""
        return not (self.dealer_id is None and self.least is None and self.category is None)


@dataclass(frozen=True, slots=True)
class WaitingProof:
    """A proof that waits for ``left`` files that are not here."""

    dealer: str
    orders: tuple[str, ...]
    left: int


@dataclass(frozen=True, slots=True)
class PhoneLoss:
    """phones: signed in, or signed out just now. stops: dealers still to be served, in their order."""

    phones: int
    stops: tuple[str, ...]
    proofs: tuple[WaitingProof, ...]


@dataclass(frozen=True, slots=True)
class ProofPolicy:
    """far_m: how far from the stop, beyond the phone's own doubt, a proof is looked at. has_codes: dealers
    get a code to say at the door."""

    far_m: int = 250
    has_codes: bool = True
