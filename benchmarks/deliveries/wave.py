"""A morning in a warehouse: 80 orders of 40 dealers become one pick list, its PDF, and packed shipments.

python -m benchmarks.deliveries.wave [--dealers 40]

On SQLite, in this one process; each figure is what the storekeeper waits for after a tap.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable
from pathlib import Path
from typing import TypeVar

from core.bootstrap import build
from core.deliveries.types import Way
from core.deliveries.use_cases.make_pick_list import MakePickList, PreviewPickList
from core.deliveries.use_cases.pack_shipment import PackShipment
from core.deliveries.use_cases.send_shipment import SendShipment
from core.deliveries.use_cases.show_shipments import PrintPickList, ShowPickList
from core.i18n.phrases import Phrasebook
from core.infra.settings import Settings
from core.kernel.clock import FixedClock
from core.migrations import upgrade
from tests.conftest import START
from tests.core.deliveries.house import make_house
from tests.races.test_deliveries import many_orders

T = TypeVar("T")


async def timed(act: Awaitable[T]) -> tuple[T, float]:
    """What came of it, and the milliseconds it took."""
    started = time.perf_counter()
    result = await act
    return result, (time.perf_counter() - started) * 1000


async def measure(database_url: str, dealers: int) -> None:
    upgrade(database_url)
    settings = Settings(database_url=database_url, require_second_factor=False, _env_file=None)
    core = build(settings, clock=FixedClock(START))
    house = await make_house(core, la=10_000)
    await many_orders(core, house, dealers)
    seen, preview = await timed(core.ask(house.otto, PreviewPickList("LA")))
    made, making = await timed(core.execute(house.otto, MakePickList("LA")))
    say = Phrasebook().say("en")
    _, first = await timed(core.ask(house.otto, PrintPickList(made.id, say)))
    file, again = await timed(core.ask(house.otto, PrintPickList(made.id, say)))
    packing, sending = [], []
    for one in (await core.ask(house.otto, ShowPickList(made.id))).shipments:
        packing.append((await timed(core.execute(house.otto, PackShipment(one.id, one.version))))[1])
        sent = SendShipment(one.id, one.version + 1, Way.VAN)
        sending.append((await timed(core.execute(house.otto, sent)))[1])
    await core.close()
    print(f"{made.shipments} shipments of {len(seen.orders)} orders, {seen.lines} lines")
    print(f"preview of the list   {preview:8.1f} ms")
    print(f"making the list       {making:8.1f} ms")
    print(f"its PDF, first        {first:8.1f} ms (fonts are read)")
    print(f"its PDF, again        {again:8.1f} ms, {len(file.content):,} bytes")
    print(
        f"packing a shipment    {statistics.median(packing):8.1f} ms (median), {max(packing):.1f} ms at most"
    )
    print(
        f"sending a shipment    {statistics.median(sending):8.1f} ms (median), {max(sending):.1f} ms at most"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--dealers", type=int, default=40)
    dealers = parser.parse_args().dealers
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(f"sqlite:///{Path(folder) / 'wave.db'}", dealers))


if __name__ == "__main__":
    main()
