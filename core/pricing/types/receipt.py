"""The price receipt: why a line costs what it costs, provable later (D9)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Self
from uuid import UUID

from core.kernel.ids import LineId, ProductId
from core.kernel.money import MICROS, Money, UnitPrice, currency_exponent
from core.kernel.reasons import Reason

RECEIPT_VERSION = 1


class RuleKind(StrEnum):
    """The rule behind a step, in the order in which steps can follow one another."""

    LIST_PRICE = "list_price"
    PRICE_LIST = "price_list"
    QUANTITY_BREAK = "quantity_break"
    TIER = "tier"
    REGIONAL_NET = "regional_net"
    RESALE = "resale"  # set by the dealer above
    NEGOTIATED = "negotiated"
    QUOTATION = "quotation"
    FLASH_SALE = "flash_sale"


@dataclass(frozen=True, slots=True)
class PriceStep:
    """One rule that was applied. before None: the first price. inputs: plain values, fit for the dealer."""

    kind: RuleKind
    rule_id: str
    name: str
    before: UnitPrice | None
    after: UnitPrice
    inputs: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LostRule:
    """A rule that could have set the price and did not; price: what it would have made, where it made one."""

    kind: RuleKind
    rule_id: str
    name: str
    price: UnitPrice | None
    why: Reason


@dataclass(frozen=True, slots=True)
class PricePart:
    """Base units of a line at one price; a line has a second part when a flash sale covers only some.

    amount is ``unit_price.for_quantity(quantity)``: the one rounding. promotion_id: the flash sale, or None.
    """

    quantity: int
    unit_price: UnitPrice
    amount: Money
    promotion_id: str | None = None

    @property
    def rounding_micros(self) -> int:
        """What the rounding added (or took, negative), in millionths of the major unit."""
        in_micros: int = self.amount.minor * MICROS // 10 ** currency_exponent(self.amount.currency)
        return in_micros - self.unit_price.micros * self.quantity


@dataclass(frozen=True, slots=True)
class DiscountShare:
    """This line's share of an order discount."""

    promotion_id: str
    name: str
    amount: Money


@dataclass(frozen=True, slots=True)
class InternalNote:
    """An input that would tell the cost or a margin: of the rule of that kind and id."""

    kind: RuleKind
    rule_id: str
    inputs: dict[str, Any]


@dataclass(frozen=True, slots=True)
class InternalPart:
    """What a dealer never sees."""

    cost: UnitPrice | None
    notes: tuple[InternalNote, ...] = ()


@dataclass(frozen=True, slots=True)
class PriceReceipt:
    """The whole story of one line's price.

    quantity: of the line; counted: base units of the product in the order, which the breaks looked at.
    line_total: the parts added up; discounts: shares of order discounts; payable: what remains.
    internal: cost and margins, None once :meth:`for_dealer` dropped them.
    """

    line_id: LineId
    product_id: ProductId
    sku: str
    currency: str
    priced_at: datetime
    quantity: int
    counted: int
    list_price: UnitPrice | None
    steps: tuple[PriceStep, ...]
    losers: tuple[LostRule, ...]
    parts: tuple[PricePart, ...]
    discounts: tuple[DiscountShare, ...]
    line_total: Money
    payable: Money
    internal: InternalPart | None = None

    def for_dealer(self) -> Self:
        """The receipt without cost and margins; its digest is the same."""
        return replace(self, internal=None)

    def reckon(self) -> Money:
        """The line's total worked out again from its parts: unit price times quantity, each rounded once."""
        minor = sum(part.unit_price.for_quantity(part.quantity).minor for part in self.parts)
        return Money(minor, self.currency)

    def digest(self) -> str:
        """SHA-256, hexadecimal, over the canonical form of what the dealer may see.

        Left out: the internal part (a hash of a guessable cost would give it away), the line id and the
        moment, so that draft, order and invoice line agree exactly when rule chain, price and amounts do.
        """
        body = _public(self)
        del body["line_id"], body["priced_at"]
        return sha256(_canonical(body).encode()).hexdigest()

    def to_json(self) -> str:
        """Canonical JSON (sorted keys, no spaces) that :meth:`from_json` reads back to an equal receipt."""
        body = _public(self)
        if self.internal is not None:
            body["internal"] = {
                "cost": _plain(self.internal.cost),
                "notes": [[n.kind, n.rule_id, _plain(n.inputs)] for n in self.internal.notes],
            }
        return _canonical(body)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what :meth:`to_json` wrote; raises ValueError for another version."""
        body = json.loads(text)
        if body["version"] != RECEIPT_VERSION:
            raise ValueError(f"Expected a price receipt of version {RECEIPT_VERSION}.")
        internal = body.get("internal")
        currency = body["currency"]
        return cls(
            line_id=LineId(UUID(body["line_id"])),
            product_id=ProductId(UUID(body["product_id"])),
            sku=body["sku"],
            currency=currency,
            priced_at=datetime.fromisoformat(body["priced_at"]),
            quantity=body["quantity"],
            counted=body["counted"],
            list_price=_price(body["list_price"], currency),
            steps=tuple(_read_step(row, currency) for row in body["steps"]),
            losers=tuple(
                LostRule(RuleKind(kind), rule_id, name, _rich(price), Reason(code, _rich(params)))
                for kind, rule_id, name, price, code, params in body["losers"]
            ),
            parts=tuple(
                PricePart(quantity, UnitPrice(micros, currency), Money(minor, currency), promotion_id)
                for quantity, micros, minor, promotion_id in body["parts"]
            ),
            discounts=tuple(
                DiscountShare(promotion_id, name, Money(minor, currency))
                for promotion_id, name, minor in body["discounts"]
            ),
            line_total=Money(body["line_total"], currency),
            payable=Money(body["payable"], currency),
            internal=None if internal is None else _read_internal(internal),
        )


def _public(receipt: PriceReceipt) -> dict[str, Any]:
    return {
        "version": RECEIPT_VERSION,
        "line_id": str(receipt.line_id),
        "product_id": str(receipt.product_id),
        "sku": receipt.sku,
        "currency": receipt.currency,
        "priced_at": receipt.priced_at.isoformat(),
        "quantity": receipt.quantity,
        "counted": receipt.counted,
        "list_price": None if receipt.list_price is None else receipt.list_price.micros,
        "steps": [
            [
                step.kind,
                step.rule_id,
                step.name,
                None if step.before is None else step.before.micros,
                step.after.micros,
                _plain(step.inputs),
            ]
            for step in receipt.steps
        ],
        "losers": [
            [lost.kind, lost.rule_id, lost.name, _plain(lost.price), lost.why.code, _plain(lost.why.params)]
            for lost in receipt.losers
        ],
        "parts": [
            [part.quantity, part.unit_price.micros, part.amount.minor, part.promotion_id]
            for part in receipt.parts
        ],
        "discounts": [[share.promotion_id, share.name, share.amount.minor] for share in receipt.discounts],
        "line_total": receipt.line_total.minor,
        "payable": receipt.payable.minor,
    }


# One encoder for all: ``json.dumps`` makes a new one for every receipt.
_canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
_AS_IT_IS = frozenset({str, int, bool, type(None)})


def _plain(value: Any) -> Any:
    """JSON's own types for the values that steps, reasons and notes carry."""
    if isinstance(value, (str, int)) or value is None:
        return value
    if isinstance(value, UnitPrice):
        return {"$price": [value.micros, value.currency]}
    if isinstance(value, Money):
        return {"$money": [value.minor, value.currency]}
    if isinstance(value, datetime):
        return {"$at": value.isoformat()}
    if isinstance(value, dict):
        return {key: part if type(part) in _AS_IT_IS else _plain(part) for key, part in value.items()}
    raise TypeError(f"a receipt cannot keep a {type(value).__name__}")


def _rich(value: Any) -> Any:
    """The reverse of :func:`_plain`."""
    if not isinstance(value, dict):
        return value
    if "$price" in value:
        return UnitPrice(*value["$price"])
    if "$money" in value:
        return Money(*value["$money"])
    if "$at" in value:
        return datetime.fromisoformat(value["$at"])
    return {key: _rich(part) for key, part in value.items()}


def _price(micros: int | None, currency: str) -> UnitPrice | None:
    return None if micros is None else UnitPrice(micros, currency)


def _read_step(row: list[Any], currency: str) -> PriceStep:
    kind, rule_id, name, before, after, inputs = row
    return PriceStep(
        RuleKind(kind), rule_id, name, _price(before, currency), UnitPrice(after, currency), _rich(inputs)
    )


def _read_internal(body: dict[str, Any]) -> InternalPart:
    notes = tuple(
        InternalNote(RuleKind(kind), rule_id, _rich(inputs)) for kind, rule_id, inputs in body["notes"]
    )
    return InternalPart(_rich(body["cost"]), notes)
