"""Picking, packing and sending by several processes at once, and by processes that are killed."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from core.deliveries.tables import PickListRow, ShipmentLineRow, ShipmentRow
from core.deliveries.types import Lack
from core.deliveries.use_cases.pick_lines import PickLine
from core.infra.door import Core
from core.orders.tables import OrderRow
from tests.core.deliveries.house import House, make_house
from tests.make import column, confirm, make_buyer, make_dealer, make_draft, rows
from tests.races.crew import Job, Racer, race
from tests.races.goods import assert_goods_are_whole

_USE_CASES = "core.deliveries.use_cases"


async def many_orders(core: Core, house: House, dealers: int) -> None:
    """Two orders of each dealer, that go together."""
    for at in range(dealers):
        dealer_id = await make_dealer(core, f"Dealer {at:02}", tier="plain", limit="900000")
        buyer = await make_buyer(core, dealer_id, f"Buyer {at:02}")
        for quantity in (3, 2):
            await make_draft(core, buyer, [(house.crate, quantity), (house.lamp, 1)])
            await confirm(core, buyer)


def _by(house: House, do: str, key: str | None, **fields: Any) -> Job:
    job = {"do": "any", "command": f"{_USE_CASES}.{do}", "fields": fields, "key": key}
    return {"person": str(house.otto.person_id), "role": "office", **job}


async def _steps(core: Core, house: House, stage: str) -> list[Job]:
    """One job for each shipment: what comes next with it."""
    jobs = []
    for row in await rows(core, ShipmentRow):
        known = {"shipment_id": str(row.id), "version": row.version}
        key = f"{stage} {row.number}"
        if stage == "pack":
            jobs.append(_by(house, "pack_shipment:PackShipment", key, **known))
        elif stage == "send":
            jobs.append(_by(house, "send_shipment:SendShipment", key, **known, way="van"))
        else:
            refused = [{"position": 1, "refused": 1}] if int(row.number[8:]) % 4 == 0 else []
            done = {"shipment_id": str(row.id), "received_by": "Ada", "not_accepted": refused}
            jobs.append(_by(house, "record_delivery:RecordDelivery", key, **done))
    return jobs


async def _until_all_is_done(
    core: Core, url: str, jobs: list[Job], deaths: Iterable[int | None]
) -> dict[int, str]:
    """Start a process for the jobs and kill it after so many answers, again and again; the last one lives."""
    told: dict[int, str] = {}
    for death in (*deaths, None):
        racer = Racer()
        racer.prepare(url, jobs)
        racer.wait_until_ready()
        racer.shoot()
        for heard, (at, result) in enumerate(racer.results(), start=1):
            assert told.setdefault(at, result) == result  # what was said once stays said
            if heard == death:
                break
        if death is None:
            racer.close()
        else:
            racer.kill()
        await assert_goods_are_whole(core)
    return told


async def test_processes_killed_while_they_pick_pack_and_send_leave_everything_whole(
    core: Core, database_url: str
) -> None:
    house = await make_house(core, la=1000, phx=2)
    await many_orders(core, house, 8)
    lists = [_by(house, "make_pick_list:MakePickList", "list", warehouse="LA")]
    await _until_all_is_done(core, database_url, lists, ())
    assert await column(core, PickListRow.number) == ["PL-2025-1"]
    for at, row in enumerate(await rows(core, ShipmentRow)):
        if at % 3 == 0:  # one crate short: two come from Phoenix, the third waits
            (line, *_) = await rows(
                core, ShipmentLineRow, ShipmentLineRow.shipment_id == row.id, ShipmentLineRow.quantity > 1
            )
            found = line.quantity - 1
            await core.execute(
                house.otto, PickLine(row.id, row.version, line.position, found, Lack.NOT_FOUND)
            )
    for stage, deaths in (("pack", (2, 5)), ("send", (3,)), ("deliver", (2,))):
        jobs = await _steps(core, house, stage)
        told = await _until_all_is_done(core, database_url, jobs, deaths)
        assert sorted(told) == list(range(8))
        assert set(told.values()) <= {"packed", "delivered", None}, told
    assert set(await column(core, ShipmentRow.state)) == {"delivered"}
    states = Counter(await column(core, OrderRow.state))
    assert states["returned"] == 2  # a piece of every fourth shipment was refused
    assert sum(states.values()) == 16 + 2 + 1


async def test_one_list_is_made_of_an_order_and_one_packing_of_a_shipment_whoever_taps(
    core: Core, database_url: str, crew: list[Racer]
) -> None:
    house = await make_house(core, la=1000)
    await many_orders(core, house, 6)
    lists = [_by(house, "make_pick_list:MakePickList", None, warehouse="LA") for _ in range(8)]
    outcomes = race(crew, database_url, lists)
    assert sorted(outcomes) == ["PL-2025-1", *["nothing_to_pick"] * 7]
    await assert_goods_are_whole(core)
    jobs = [{**job, "key": None} for job in await _steps(core, house, "pack") for _ in range(3)]
    outcomes = race(crew, database_url, jobs)
    assert Counter(outcomes) == {"packed": 6, "outdated": 12}
    await assert_goods_are_whole(core)
