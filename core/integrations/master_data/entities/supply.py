"""The ways of goods with their cost and days, and what is agreed with dealers about scarce goods."""

from __future__ import annotations

from decimal import Decimal

from core.infra.transaction import Transaction
from core.integrations.master_data.cells import CellError, to_scale
from core.integrations.master_data.parsing import Parsed, R, Row
from core.integrations.master_data.planning import (
    Desk,
    Entity,
    Plan,
    by_key,
    compare,
    drop_refused,
    keep_absent,
    need_known,
)
from core.integrations.master_data.supply_records import Lane, Scarcity, TransferLane
from core.integrations.master_data.types import RowCode
from core.kernel.money import Money, currency_exponent
from core.orders.repository import lanes, supply
from core.orders.supply_types import DealerSupply, WhenShort
from core.stock import bulk


async def dump_lanes(desk: Desk) -> list[Lane]:
    codes = {key: code for code, key in (await bulk.warehouse_ids(desk.snap)).items()}
    return sorted(
        (
            Lane(
                codes[one.warehouse_id],
                one.region,
                one.code,
                one.currency,
                _amount(one.cost_minor, one.currency),
                one.kilogram_mills,
                one.days,
            )
            for one in await lanes.list_lanes(desk.snap)
        ),
        key=lambda one: one[:3],
    )


async def plan_lanes(desk: Desk, parsed: Parsed[Lane]) -> Plan:
    houses = await bulk.warehouse_ids(desk.snap)
    known = by_key(Lane, await dump_lanes(desk))
    keep_absent(parsed, known)
    need_known(parsed, "warehouse", houses, "warehouse")
    for row in parsed.rows:
        _check_cost(parsed, row, row.record.cost, row.record.currency)
    drop_refused(parsed)
    found = compare(parsed, known)

    async def write(tx: Transaction) -> None:
        await lanes.replace_lanes(
            tx,
            [
                lanes.LaneValue(
                    houses[one.warehouse],
                    one.region,
                    one.code,
                    one.currency,
                    _minor(one.cost, one.currency),
                    one.kilogram_mills,
                    one.days,
                )
                for one in (*found.new, *found.now_changed)
            ],
        )

    return Plan.of(found, write)


async def dump_transfers(desk: Desk) -> list[TransferLane]:
    codes = {key: code for code, key in (await bulk.warehouse_ids(desk.snap)).items()}
    return sorted(
        (
            TransferLane(
                codes[one.from_id],
                codes[one.to_id],
                one.currency,
                _amount(one.cost_minor, one.currency),
                one.kilogram_mills,
                one.days,
                one.buffer_days,
                tuple(one.weekdays),
            )
            for one in await lanes.list_transfers(desk.snap)
        ),
        key=lambda one: one[:2],
    )


async def plan_transfers(desk: Desk, parsed: Parsed[TransferLane]) -> Plan:
    houses = await bulk.warehouse_ids(desk.snap)
    known = by_key(TransferLane, await dump_transfers(desk))
    keep_absent(parsed, known)
    need_known(parsed, "from_warehouse", houses, "warehouse")
    need_known(parsed, "to_warehouse", houses, "warehouse")
    for row in parsed.rows:
        _check_cost(parsed, row, row.record.cost, row.record.currency)
        if row.record.from_warehouse == row.record.to_warehouse:
            parsed.refuse(row, "to_warehouse", RowCode.CONTRADICTS, other="from_warehouse")
    drop_refused(parsed)
    found = compare(parsed, known)

    async def write(tx: Transaction) -> None:
        await lanes.replace_transfers(
            tx,
            [
                lanes.TransferValue(
                    houses[one.from_warehouse],
                    houses[one.to_warehouse],
                    one.currency,
                    _minor(one.cost, one.currency),
                    one.kilogram_mills,
                    one.days,
                    one.buffer_days,
                    "".join(sorted(set(one.weekdays))),
                )
                for one in (*found.new, *found.now_changed)
            ],
        )

    return Plan.of(found, write)


async def dump_scarcity(desk: Desk) -> list[Scarcity]:
    codes = await desk.dealer_codes()
    return sorted(
        Scarcity(codes[dealer_id], one.when_short or "ask", one.may_be_urgent, one.share)
        for dealer_id, one in (await supply.list_supplies(desk.snap)).items()
    )


async def plan_scarcity(desk: Desk, parsed: Parsed[Scarcity]) -> Plan:
    ids = await desk.dealers()
    known = by_key(Scarcity, await dump_scarcity(desk))
    keep_absent(parsed, known)
    need_known(parsed, "dealer", ids, "dealer")
    drop_refused(parsed)
    found = compare(parsed, known)

    async def write(tx: Transaction) -> None:
        for one in (*found.new, *found.now_changed):
            chosen = None if one.when_short == "ask" else WhenShort(one.when_short)
            await supply.save_supply(tx, ids[one.dealer], DealerSupply(chosen, one.urgent, one.share))

    return Plan.of(found, write)


def _amount(minor: int | None, currency: str) -> Decimal | None:
    return None if minor is None else Money(minor, currency).to_decimal()


def _minor(amount: Decimal | None, currency: str) -> int | None:
    return None if amount is None else to_scale(amount, currency_exponent(currency))


def _check_cost(parsed: Parsed[R], row: Row[R], cost: Decimal | None, currency: str) -> None:
    try:
        _minor(cost, currency)
    except CellError as error:
        parsed.refuse(row, "cost", error.code, **error.fields)


LANES = Entity("lanes", Lane, dump_lanes, plan_lanes)
TRANSFER_LANES = Entity("transfer_lanes", TransferLane, dump_transfers, plan_transfers)
SCARCITY = Entity("scarcity", Scarcity, dump_scarcity, plan_scarcity)
