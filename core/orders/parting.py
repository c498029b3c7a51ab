"""Splitting a placed order in two, and giving its lines other terms: what stands in the tables changes.

The dealer's account and the order are locked by this transaction. Prices stay as frozen; the receipt of a
line that is parted stays the one of the whole line, by its own quantity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.credit import repository as credit
from core.infra.transaction import Transaction
from core.kernel.ids import LineId, OrderId, WarehouseId
from core.kernel.money import Money, UnitPrice, divide_half_up, split_by_largest_remainder
from core.orders.engine import content_digest, whole_step
from core.orders.errors import BadSplit
from core.orders.offer_types import OfferedLine
from core.orders.repository import parts, placed, supply
from core.orders.repository.parts import StoredOrder
from core.orders.split_types import Fee, Part, PartLine, Split, SplitLine
from core.orders.types import OrderState
from core.pricing.types import PricePart, PriceReceipt, PriceStep, RuleKind
from core.stock import repository as stock

_FULL_BP = 10_000
Row = dict[str, Any]


def unit_size(row: Row) -> Decimal:
    """Base units in one unit of the line, as it was ordered."""
    return Decimal(row["quantity"]) / Decimal(row["unit_quantity"])


def split_line(row: Row) -> SplitLine:
    """A stored line as splitting sees it; it is parted at whole units and order multiples."""
    quantity, size = int(row["quantity"]), unit_size(row)
    pack = int(size) if size == size.to_integral_value() else quantity
    return SplitLine(
        line_id=row["id"],
        quantity=quantity,
        step=whole_step(quantity, pack, row["order_multiple"]),
        total=row["total_minor"],
        discount=row["discount_minor"],
        tax=row["tax_minor"] or 0,
        tax_included=bool(row["tax_included"]),
        is_gift=row["receipt"] is None,
    )


def sold_of(row: Row, currency: str) -> Money:
    """What the dealer pays for a stored line, less discounts, without tax."""
    tax = (row["tax_minor"] or 0) if row["tax_included"] else 0
    return Money(row["total_minor"] - row["discount_minor"] - tax, currency)


def split_lines(rows: Sequence[Row]) -> list[SplitLine]:
    return [split_line(row) for row in rows]


def shipping_fees(row: Row) -> list[Fee]:
    """The order's shipping by tax rate, what bears no tax last."""
    taxed = [
        Fee(one["base"] + (one["tax"] if one["included"] else 0), one["tax"], one["included"])
        for one in row["pricing"].get("shipping_taxes", ())
    ]
    return [*taxed, Fee(row["shipping_minor"] - sum(fee.amount for fee in taxed))]


def check_choice(lines: Sequence[SplitLine], quantities: dict[LineId, int]) -> None:
    """Refuse quantities that no pack gives, and lines that are not there to be chosen."""
    known = {line.line_id: line for line in lines if not line.is_gift}
    for line_id, quantity in quantities.items():
        line = known.get(line_id)
        if line is None or not 0 <= quantity <= line.quantity:
            raise BadSplit(why="line")
        if quantity % line.step:
            raise BadSplit(why="pack", step=line.step)


async def split_order(
    tx: Transaction,
    stored: StoredOrder,
    split: Split,
    state: OrderState = OrderState.HELD,
    *,
    first: Mapping[LineId, WarehouseId] | None = None,
) -> tuple[OrderId, str]:
    """The order keeps ``split.now``; the rest becomes an order of its own, in ``state``. Its id and number.

    Credit: the rest gets a pending entry of its own; stock: what is reserved beyond what stays goes along,
    of a line in ``first`` that of its warehouse before all else.
    """
    row = stored.row
    rest_id, number = OrderId(tx.new_id()), await parts.next_part_number(tx, row["number"])
    by_id = {line["id"]: line for line in stored.lines}
    pricing_now, pricing_rest = _split_pricing(stored, split)
    rest_sums = _sums(split.rest, by_id)
    now = {one.line_id: one for one in split.now.lines}
    await parts.insert_order(
        tx,
        {
            **row,
            **rest_sums,
            "id": rest_id,
            "number": number,
            "state": state,
            "version": 1,
            "allocation": None,
            "window_from": None,
            "window_until": None,
            "pricing": pricing_rest,
            "changed_at": tx.now,
        },
    )
    reserved = await supply.reserved_by_line(tx, row["id"])
    moves: list[tuple[LineId, LineId, int]] = []
    for position, one in enumerate(split.rest.lines, start=1):
        values = _line_values(by_id[one.line_id], one, position)
        if one.line_id in now:
            new_id = LineId(tx.new_id())
            source = {key: by_id[one.line_id][key] for key in parts.LINE_COLUMNS}
            await parts.insert_line(tx, {**source, **values, "id": new_id, "order_id": rest_id})
        else:
            new_id = one.line_id
            await parts.change_line(tx, one.line_id, {**values, "order_id": rest_id})
        stays = now[one.line_id].quantity if one.line_id in now else 0
        moves.append((one.line_id, new_id, max(reserved.get(one.line_id, 0) - stays, 0)))
    for position, one in enumerate(split.now.lines, start=1):
        await parts.change_line(tx, one.line_id, _line_values(by_id[one.line_id], one, position))
    await parts.change_order(tx, row["id"], {**_sums(split.now, by_id), "pricing": pricing_now})
    await placed.add_step(tx, rest_id, state, None, version=1)
    await stock.move_reservations(tx, row["id"], rest_id, moves, first)
    total = Money(split.rest.total, row["currency"])
    await credit.split_entry(tx, row["id"], rest_id, number, total)
    return rest_id, number


def _sums(part: Part, by_id: dict[Any, Row]) -> Row:
    return {
        "subtotal_minor": part.subtotal,
        "discount_minor": part.discount,
        "shipping_minor": part.shipping,
        "tax_minor": part.tax_on_top,
        "total_minor": part.total,
        "content_digest": content_digest(
            (by_id[one.line_id]["product_id"], one.quantity)
            for one in part.lines
            if by_id[one.line_id]["receipt"] is not None
        ),
    }


def _line_values(row: Row, one: PartLine, position: int) -> Row:
    return {
        "position": position,
        "quantity": one.quantity,
        **_in_units(row, one.quantity),
        "total_minor": one.total,
        "discount_minor": one.discount,
        "tax_minor": None if row["tax_minor"] is None else one.tax,
    }


def _in_units(row: Row, quantity: int) -> Row:
    """So many base units in the unit of the line; in base units where that is no whole number of it."""
    if quantity == row["quantity"]:
        return {"unit": row["unit"], "unit_quantity": row["unit_quantity"]}
    units = Decimal(quantity) / unit_size(row)
    if units != units.to_integral_value():
        return {"unit": row["base_unit"], "unit_quantity": str(quantity)}
    return {"unit": row["unit"], "unit_quantity": _plain(units)}


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _split_pricing(stored: StoredOrder, split: Split) -> tuple[Row, Row]:
    """What was noted of discounts and capped promotions, in two; a coupon's use stays with the first."""
    pricing = stored.row["pricing"]
    discounts = pricing.get("discounts", [])
    weights = [one["minor"] for one in discounts]
    now = split_by_largest_remainder(split.now.discount, weights) if any(weights) else weights
    uses = dict(pricing.get("uses", {}))
    rest_uses = _uses_of_rest(stored, split) if uses else {}
    first = {
        **pricing,
        "shipping_taxes": _fee_taxes(pricing, split.now),
        "discounts": [{**one, "minor": minor} for one, minor in zip(discounts, now, strict=True)],
        "uses": {code: count - rest_uses.get(code, 0) for code, count in uses.items()},
    }
    second = {
        **pricing,
        "shipping_taxes": _fee_taxes(pricing, split.rest),
        "discounts": [
            {**one, "minor": one["minor"] - minor} for one, minor in zip(discounts, now, strict=True)
        ],
        "uses": rest_uses,
        "merged": None,  # nobody pays a freight for the rest
    }
    return first, second


def _fee_taxes(pricing: Row, part: Part) -> list[Row]:
    """The shipping taxes of a part, as an order keeps them: without those of no fee."""
    return [
        {**one, "base": fee.amount - (fee.tax if fee.tax_included else 0), "tax": fee.tax}
        for one, fee in zip(pricing.get("shipping_taxes", ()), part.fees, strict=False)
        if fee.amount
    ]


def _uses_of_rest(stored: StoredOrder, split: Split) -> dict[str, int]:
    """Pieces at a flash price that belong to the rest, by promotion; a coupon's use stays with the first."""
    rest = {one.line_id: one.quantity for one in split.rest.lines}
    found: dict[str, int] = {}
    for row in stored.lines:
        if row["receipt"] is None or row["id"] not in rest:
            continue
        for part in PriceReceipt.from_json(row["receipt"]).parts:
            if part.promotion_id is not None:
                pieces = part.quantity * rest[row["id"]] // row["quantity"]
                found[part.promotion_id] = found.get(part.promotion_id, 0) + pieces
    return {code: pieces for code, pieces in found.items() if pieces}


def reprice(row: Row, quantity: int, price: UnitPrice) -> Row:
    """The line's values at another quantity or price; its discount share shrinks with the quantity."""
    total = price.for_quantity(quantity).minor
    weights = (quantity, row["quantity"] - quantity)
    discount = min(split_by_largest_remainder(row["discount_minor"], weights)[0], total)
    values = {
        "quantity": quantity,
        **_in_units(row, quantity),
        "unit_price_micros": price.micros,
        "total_minor": total,
        "discount_minor": discount,
    }
    if row["tax_basis_points"] is not None:
        rate, base = row["tax_basis_points"], total - discount
        whole = _FULL_BP + rate if row["tax_included"] else _FULL_BP
        values["tax_minor"] = divide_half_up(base * rate, whole)
    return values


def offered_rows(stored: Sequence[Row], offered: Sequence[OfferedLine]) -> list[Row]:
    """The lines as they would stand; what is not named stays as it is, quantity 0 takes a line out.

    Raises BadSplit for a line that is not there, more than was ordered, or a quantity that no pack gives.
    """
    wanted = {one.line_id: one for one in offered}
    lines = split_lines(stored)
    check_choice(lines, {one.line_id: one.quantity for one in offered})
    rows: list[Row] = []
    for row in stored:
        one = wanted.get(row["id"])
        if one is None:
            rows.append(row)
        elif one.quantity:
            rows.append({**row, **reprice(row, one.quantity, one.unit_price)})
    if not any(row["receipt"] is not None for row in rows):
        raise BadSplit(why="nothing")
    return rows


def sums_of(rows: Sequence[Row], order: Row) -> Row:
    """The order's sums over these lines; shipping and its tax stay as they are."""
    fees = sum(fee.payable for fee in shipping_fees(order))
    subtotal = sum(row["total_minor"] for row in rows)
    discount = sum(row["discount_minor"] for row in rows)
    tax = sum(row["tax_minor"] or 0 for row in rows if not row["tax_included"])
    return {
        "subtotal_minor": subtotal,
        "discount_minor": discount,
        "tax_minor": tax + fees - order["shipping_minor"],
        "total_minor": subtotal - discount + tax + fees,
        "content_digest": content_digest(
            (row["product_id"], row["quantity"]) for row in rows if row["receipt"] is not None
        ),
    }


async def apply_offer(
    tx: Transaction, stored: StoredOrder, offered: Sequence[OfferedLine], rule_id: str
) -> Money:
    """Write the offered terms to the order: lines, sums, credit entry, reservations. The new total.

    The receipt of a line with another price has one step more, named by ``rule_id``.
    """
    rows = offered_rows(stored.lines, offered)
    before = {row["id"]: row for row in stored.lines}
    kept = {row["id"] for row in rows}
    await parts.delete_lines(tx, [line_id for line_id in before if line_id not in kept])
    for position, row in enumerate(rows, start=1):
        was = before[row["id"]]
        values = {key: row[key] for key in parts.LINE_COLUMNS if row[key] != was[key]}
        if "unit_price_micros" in values or "quantity" in values:
            values["receipt"] = _receipt(row, stored.row["currency"], rule_id)
        if row["position"] != position:
            values["position"] = position
        if values:
            await parts.change_line(tx, row["id"], values)
    sums = sums_of(rows, stored.row)
    await parts.change_order(tx, stored.row["id"], sums)
    total = Money(sums["total_minor"], stored.row["currency"])
    await credit.resize_entry(tx, stored.row["id"], total)
    await stock.shrink_reservations(
        tx, stored.row["id"], {line_id: _quantity_in(rows, line_id) for line_id in before}
    )
    return total


def _quantity_in(rows: Sequence[Row], line_id: LineId) -> int:
    return next((int(row["quantity"]) for row in rows if row["id"] == line_id), 0)


def _receipt(row: Row, currency: str, rule_id: str) -> str:
    receipt = PriceReceipt.from_json(row["receipt"])
    price = UnitPrice(row["unit_price_micros"], currency)
    total = Money(row["total_minor"], currency)
    weights = [share.amount.minor for share in receipt.discounts]
    shares = split_by_largest_remainder(row["discount_minor"], weights) if weights else ()
    before = receipt.steps[-1].after if receipt.steps else None
    step = PriceStep(RuleKind.NEGOTIATED, rule_id, rule_id, before, price, {"quantity": row["quantity"]})
    return replace(
        receipt,
        quantity=row["quantity"],
        steps=(*receipt.steps, step),
        parts=(PricePart(row["quantity"], price, total),),
        discounts=tuple(
            replace(share, amount=Money(minor, currency))
            for share, minor in zip(receipt.discounts, shares, strict=True)
        ),
        line_total=total,
        payable=total - Money(row["discount_minor"], currency),
    ).to_json()
