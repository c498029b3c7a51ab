from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    Uuid,
    false,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.infra.columns import Base, Id, Json, JsonList, JsonValue, Minor, Moment, UtcDateTime


class DraftRow(Base):
    __tablename__ = "draft"
    __table_args__ = (
        # One open draft for each person: a second message continues it, from whatever process.
        Index(
            "uq_draft_open_person",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[Id]
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(10))  # open, parked, ordered, discarded
    # The order that these lines are to replace, and the draft that it put aside is parked meanwhile.
    amends: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    prepared_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())  # what somebody of the house prepared
    # Between when it is to be brought, as chosen of what was offered.
    window_from: Mapped[datetime | None] = mapped_column(UtcDateTime())
    window_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    when_short: Mapped[str | None] = mapped_column(String(10))
    is_urgent: Mapped[bool] = mapped_column(Boolean(), server_default=false())
    version: Mapped[int] = mapped_column(Integer())
    ship_to_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    delivery_date: Mapped[date | None] = mapped_column(Date())
    note: Mapped[str | None] = mapped_column(Text())
    coupon: Mapped[str | None] = mapped_column(String(40))
    repeat_of: Mapped[str | None] = mapped_column(String(40))  # order number this looks a repeat of
    focus: Mapped[list[Any] | None] = mapped_column(
        JsonValue
    )  # ids of the lines that were touched last: what "it" means
    created: Mapped[Moment]
    changed: Mapped[Moment]


class DraftLineRow(Base):
    __tablename__ = "draft_line"

    id: Mapped[Id]
    draft_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("draft.id"), index=True)
    position: Mapped[int] = mapped_column(Integer())
    state: Mapped[str] = mapped_column(String(10))  # ready, ask, not_found
    raw: Mapped[str] = mapped_column(Text())
    phrase: Mapped[str] = mapped_column(Text())  # the item words, what an alias is learned from
    product_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    unit: Mapped[str | None] = mapped_column(String(20))
    unit_quantity: Mapped[str | None] = mapped_column(String(24))  # exact decimal as typed
    quantity: Mapped[int | None] = mapped_column(Integer())  # base units
    remark: Mapped[str | None] = mapped_column(Text())
    reading: Mapped[Json]  # the line as it was read, to judge the quantity again once the product is known
    candidates: Mapped[JsonList]  # product ids as text, best first
    questions: Mapped[JsonList]  # what is still unclear, AskWhy codes
    terms: Mapped[Json | None]  # under which it is wanted, which of them does not hold, instead of what it is


class OrderRow(Base):
    __tablename__ = "orders"

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(40), unique=True)
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    state: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(Integer())
    invoiced_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    is_urgent: Mapped[bool] = mapped_column(Boolean(), server_default=false())
    # What the dealer wants done about goods that are not there (WhenShort); None: all were.
    when_short: Mapped[str | None] = mapped_column(String(10))
    currency: Mapped[str] = mapped_column(String(3))
    subtotal_minor: Mapped[Minor]
    discount_minor: Mapped[Minor]
    shipping_minor: Mapped[Minor]
    # Tax that comes on top of the prices; total = subtotal - discount + shipping + this.
    tax_minor: Mapped[int] = mapped_column(BigInteger(), server_default="0")
    total_minor: Mapped[Minor]
    ship_to_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    promised_on: Mapped[date | None] = mapped_column(Date())
    wished_on: Mapped[date | None] = mapped_column(Date())
    # Promised between these; None: at any time of the day.
    window_from: Mapped[datetime | None] = mapped_column(UtcDateTime())
    window_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    note: Mapped[str | None] = mapped_column(Text())
    pricing: Mapped[dict[str, Any]] = mapped_column(JsonValue)  # discounts, terms: what the quote showed
    # The ways to serve it that were compared (OptionSummary); None: there was nothing to weigh.
    allocation: Mapped[list[Any] | None] = mapped_column(JsonValue)
    content_digest: Mapped[str] = mapped_column(String(64))  # products and quantities, to notice a repeat
    placed_at: Mapped[Moment]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime())

    __table_args__ = (
        Index("ix_orders_dealer_id_placed_at", "dealer_id", "placed_at"),
        Index("ix_orders_placed_at", "placed_at"),
        # What is under way is few of many: the clock looks at it, and at what has just changed.
        Index("ix_orders_state_changed_at", "state", "changed_at"),
        # Few of many: looked at every minute.
        Index(
            "ix_orders_back_ordered",
            "id",
            sqlite_where=text("state = 'back_ordered'"),
            postgresql_where=text("state = 'back_ordered'"),
        ),
    )


class OrderLineRow(Base):
    __tablename__ = "order_line"
    __table_args__ = (
        Index(
            "ix_order_line_quotation_line_id",
            "quotation_line_id",
            sqlite_where=text("quotation_line_id IS NOT NULL"),
            postgresql_where=text("quotation_line_id IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    order_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("orders.id"), index=True)
    position: Mapped[int] = mapped_column(Integer())
    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), index=True)
    sku: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(20))
    unit_quantity: Mapped[str] = mapped_column(String(24))
    quantity: Mapped[int] = mapped_column(Integer())
    unit_price_micros: Mapped[int] = mapped_column(BigInteger())
    list_price_micros: Mapped[int | None] = mapped_column(BigInteger())
    total_minor: Mapped[Minor]
    discount_minor: Mapped[Minor]
    # Frozen with the price; None: no tax rule was there. Included: total contains tax_minor.
    tax_category: Mapped[str | None] = mapped_column(String(4))
    tax_basis_points: Mapped[int | None] = mapped_column(Integer())
    tax_included: Mapped[bool | None] = mapped_column(Boolean())
    tax_minor: Mapped[int | None] = mapped_column(BigInteger())
    receipt: Mapped[str | None] = mapped_column(Text())  # the price receipt; None: a gift
    # The quotation that the price came from: what it was used for is the sum of such lines.
    quotation_line_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    remark: Mapped[str | None] = mapped_column(Text())
    instead_of: Mapped[str | None] = mapped_column(String(200))  # the name of what was wanted
    wanted_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())


class OrderStepRow(Base):
    """The history of an order: each move from state to state, and marks that change none."""

    __tablename__ = "order_step"

    id: Mapped[Id]
    order_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("orders.id"), index=True)
    state: Mapped[str] = mapped_column(String(20))
    at: Mapped[Moment]
    person_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    reason: Mapped[str | None] = mapped_column(Text())
    # The order's version that the step made: the sequence of steps of one moment.
    version: Mapped[int] = mapped_column(Integer(), server_default="0")


class OrderVersionRow(Base):
    """An order as it stood before it was amended, row and lines, for good."""

    __tablename__ = "order_version"

    order_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("orders.id"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer(), primary_key=True)
    content: Mapped[Json]
    ended_at: Mapped[Moment]
    person_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())


class OrderCounterRow(Base):
    __tablename__ = "order_counter"

    year: Mapped[int] = mapped_column(Integer(), primary_key=True)
    last: Mapped[int] = mapped_column(Integer())


class OrderPolicyRow(Base):
    """The smallest order the house takes, and what an urgent one costs on top; no row: nothing."""

    __tablename__ = "order_policy"

    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    minimum_minor: Mapped[Minor]
    urgent_minor: Mapped[int] = mapped_column(BigInteger(), server_default="0")


class DealerSupplyRow(Base):
    """What is agreed with a dealer about scarce goods; no row: it is asked each time, and may be urgent."""

    __tablename__ = "dealer_supply"

    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"), primary_key=True)
    when_short: Mapped[str | None] = mapped_column(String(10))  # None: asked each time
    may_be_urgent: Mapped[bool] = mapped_column(Boolean(), server_default=true())
    # Who is served first when goods come and all have waited alike: the larger share of the contract.
    share: Mapped[int] = mapped_column(Integer(), server_default="0")


class SupplyPolicyRow(Base):
    """What it is worth to have goods a day earlier, of what they are sold for: a single row."""

    __tablename__ = "supply_policy"

    id: Mapped[int] = mapped_column(Integer(), primary_key=True)
    day_worth_bp: Mapped[int] = mapped_column(Integer())


class LaneRow(Base):
    """A way of goods from a warehouse to the dealers of a region ("": of every region), by shipment."""

    __tablename__ = "lane"

    warehouse_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("warehouse.id"), primary_key=True)
    region: Mapped[str] = mapped_column(String(40), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), primary_key=True)  # such as ground; "": the only one
    currency: Mapped[str] = mapped_column(String(3))
    cost_minor: Mapped[int | None] = mapped_column(BigInteger())  # None: nobody has said, and it is not used
    kilogram_mills: Mapped[int] = mapped_column(Integer(), server_default="0")  # thousandths of a minor unit
    days: Mapped[int] = mapped_column(Integer())  # working days


class TransferLaneRow(Base):
    """A way of goods between two warehouses; they may leave for a dealer after days + buffer_days."""

    __tablename__ = "transfer_lane"

    from_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("warehouse.id"), primary_key=True)
    to_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("warehouse.id"), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3))
    cost_minor: Mapped[int | None] = mapped_column(BigInteger())
    kilogram_mills: Mapped[int] = mapped_column(Integer(), server_default="0")
    days: Mapped[int] = mapped_column(Integer())
    buffer_days: Mapped[int] = mapped_column(Integer(), server_default="0")
    weekdays: Mapped[str] = mapped_column(String(7), server_default="")  # "14": Tuesdays and Fridays


class CounterOfferRow(Base):
    """What an approver would agree to instead: other quantities or prices, for the dealer to take or not."""

    __tablename__ = "counter_offer"
    __table_args__ = (
        Index("ix_counter_offer_state_expires_at", "state", "expires_at"),
        # One offer at a time waits for the dealer.
        Index(
            "uq_counter_offer_open_order",
            "order_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[Id]
    order_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("orders.id"), index=True)
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    approval_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("approval.id"))
    state: Mapped[str] = mapped_column(String(10))  # open, taken, declined, expired, withdrawn
    lines: Mapped[JsonList]  # {"line", "quantity" in base units, "micros" a base unit}; a line not named goes
    total_minor: Mapped[Minor]
    currency: Mapped[str] = mapped_column(String(3))
    note: Mapped[str | None] = mapped_column(Text())
    made_by: Mapped[uuid.UUID] = mapped_column(Uuid())
    made_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    answered_by: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class PriceRequestRow(Base):
    """A dealer asks to pay less for a product; prices are millionths, of one base unit."""

    __tablename__ = "price_request"
    __table_args__ = (
        # One question about a product at a time.
        Index(
            "uq_price_request_open_dealer_product",
            "dealer_id",
            "product_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(40), unique=True)
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"))
    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"))
    unit: Mapped[str] = mapped_column(String(20))
    unit_quantity: Mapped[str] = mapped_column(String(24))
    quantity: Mapped[int] = mapped_column(Integer())  # base units
    currency: Mapped[str] = mapped_column(String(3))
    current_micros: Mapped[int] = mapped_column(BigInteger())
    wanted_micros: Mapped[int] = mapped_column(BigInteger())
    agreed_micros: Mapped[int | None] = mapped_column(BigInteger())
    state: Mapped[str] = mapped_column(String(10))  # open, granted, countered, declined, withdrawn
    reason: Mapped[str | None] = mapped_column(Text())
    approval_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("approval.id"))
    quotation_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("quotation.id"))
    asked_at: Mapped[Moment]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class QuotationRow(Base):
    __tablename__ = "quotation"
    __table_args__ = (Index("ix_quotation_dealer_id_expires_at", "dealer_id", "expires_at"),)

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(40), unique=True)
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(Uuid())
    currency: Mapped[str] = mapped_column(String(3))
    is_special: Mapped[bool] = mapped_column(Boolean())  # agreed on request; else saved by the dealer
    made_at: Mapped[Moment]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime(), index=True)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class QuotationLineRow(Base):
    __tablename__ = "quotation_line"

    id: Mapped[Id]
    quotation_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("quotation.id"), index=True)
    position: Mapped[int] = mapped_column(Integer())
    product_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("product.id"))
    unit: Mapped[str] = mapped_column(String(20))
    unit_quantity: Mapped[str] = mapped_column(String(24))
    quantity: Mapped[int] = mapped_column(Integer())  # base units
    unit_price_micros: Mapped[int] = mapped_column(BigInteger())
    most: Mapped[int | None] = mapped_column(Integer())  # base units that may be ordered; None: any number


class QuotationCounterRow(Base):
    """Running numbers of a year, of quotations (kind Q) and price requests (kind P)."""

    __tablename__ = "quotation_counter"

    kind: Mapped[str] = mapped_column(String(1), primary_key=True)
    year: Mapped[int] = mapped_column(Integer(), primary_key=True)
    last: Mapped[int] = mapped_column(Integer())


class QuotationPolicyRow(Base):
    """How many days a quotation holds: a single row."""

    __tablename__ = "quotation_policy"

    id: Mapped[int] = mapped_column(Integer(), primary_key=True)
    days: Mapped[int] = mapped_column(Integer())


class OriginalRow(Base):
    """A photo or voice note that an order was read from."""

    __tablename__ = "original"
    __table_args__ = (Index("ix_original_dealer_id_sha256", "dealer_id", "sha256"),)

    id: Mapped[Id]
    dealer_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("dealer.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(Uuid(), ForeignKey("person.id"))
    draft_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("draft.id"), index=True)
    order_id: Mapped[uuid.UUID | None] = mapped_column(Uuid(), ForeignKey("orders.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    sha256: Mapped[str] = mapped_column(String(64))  # of the bytes as they are kept
    media_type: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text())
    rows: Mapped[JsonList]  # [text, HowRead, barcode] of each
    at: Mapped[Moment]
