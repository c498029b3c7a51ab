"""What came since the last evening (B4): from when, of whom, and what each of it leads to."""

from datetime import UTC, datetime, timedelta

import pytest

from core.billing.events import PaymentReversed
from core.deliveries.events import PickedShort
from core.infra.door import Core
from core.infra.journal import append
from core.infra.transaction import Transaction
from core.kernel.actor import SYSTEM, Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotPermitted
from core.kernel.events import Event
from core.kernel.money import Money
from core.orders.tables import DraftLineRow
from core.orders.types import OrderState
from core.orders.use_cases.take_message import TakeMessage
from core.reporting.engine.evening import last_evening
from core.reporting.territory_types import TroubleKind
from core.reporting.use_cases.show_overnight import ShowOvernight
from tests.make import make_buyer, make_dealer, make_product, make_staff, make_tier, make_warehouse, rows
from tests.make.past import make_past_order
from tests.make.rows import new_id


@pytest.mark.parametrize(
    ("now", "zone", "since"),
    [
        (datetime(2025, 10, 14, 9, tzinfo=UTC), "UTC", datetime(2025, 10, 13, 18, tzinfo=UTC)),
        (datetime(2025, 10, 14, 17, 59, tzinfo=UTC), "UTC", datetime(2025, 10, 13, 18, tzinfo=UTC)),
        (datetime(2025, 10, 14, 18, tzinfo=UTC), "UTC", datetime(2025, 10, 14, 18, tzinfo=UTC)),
        # Monday and Sunday: since Friday.
        (datetime(2025, 10, 13, 9, tzinfo=UTC), "UTC", datetime(2025, 10, 10, 18, tzinfo=UTC)),
        (datetime(2025, 10, 12, 20, tzinfo=UTC), "UTC", datetime(2025, 10, 10, 18, tzinfo=UTC)),
        # It is Tuesday evening in Kuala Lumpur already.
        (datetime(2025, 10, 14, 11, tzinfo=UTC), "Asia/Kuala_Lumpur", datetime(2025, 10, 14, 10, tzinfo=UTC)),
    ],
)
def test_the_last_evening_is_that_of_the_last_working_day_where_one_lives(
    now: datetime, zone: str, since: datetime
) -> None:
    assert last_evening(now, zone) == since


async def _tell(core: Core, *events: Event) -> None:
    """As if these had been recorded just now."""
    async with core.database.write() as connection:
        tx = Transaction(
            db=connection, actor=SYSTEM, now=core.clock.now(), settings=core.settings, cache=core.cache,
            executor=core._executor,
        )  # fmt: skip
        for event in events:
            tx.record(event)
        await append(tx, {})
        await tx.flush()


async def test_a_rep_sees_what_came_of_the_own_dealers_since_the_evening(
    core: Core, clock: FixedClock
) -> None:
    await make_tier(core, "platinum", margin=8, net_days=45)
    await make_warehouse(core)
    rita = await make_staff(core, Role.REP, "Rita")
    omar = await make_staff(core, Role.REP, "Omar")
    mine = await make_dealer(core, "Alpha", rep=rita)
    others = await make_dealer(core, "Omega", rep=omar)
    cola = await make_product(core, "COLA", "Cola")
    now = clock.now()
    for number, dealer, hours, state in (
        ("B2B-1", mine, 2, OrderState.APPROVED),
        ("B2B-2", mine, 14, OrderState.IN_REVIEW),
        ("B2B-3", mine, 16, OrderState.HELD),  # 17:00 of yesterday
        ("B2B-4", mine, 1, OrderState.CANCELLED),
        ("B2B-5", others, 1, OrderState.APPROVED),
    ):
        at = now - timedelta(hours=hours)
        await make_past_order(core, dealer, at, [(cola, 100)], number=number, state=state)
    short_of = new_id(core)
    await _tell(
        core,
        PaymentReversed(mine, "PAY-1", 100, "USD", "bounced", (), "Alpha", None, new_id(core)),
        PaymentReversed(others, "PAY-2", 100, "USD", "bounced", (), "Omega", None, new_id(core)),
        PickedShort(new_id(core), short_of, mine, "Alpha", "B2B-9", "LA", (), None, None, None, 0),
    )
    buyer = await make_buyer(core, mine)
    await core.execute(buyer, TakeMessage("5 zzyzx flurbs"))
    assert await rows(core, DraftLineRow)
    found = await core.ask(rita, ShowOvernight())
    assert found.since == datetime(2025, 10, 13, 18, tzinfo=UTC)
    assert [one.number for one in found.orders] == ["B2B-1", "B2B-2"]
    assert (found.order_count, found.sums, found.waiting) == (2, (Money.parse("200", "USD"),), 2)
    assert {(one.kind, one.number, one.order_id) for one in found.troubles} == {
        (TroubleKind.PAYMENT, "PAY-1", None),
        (TroubleKind.SHORT, "B2B-9", short_of),
    }
    assert [(one.dealer_name, one.words) for one in found.unread] == [("Alpha", "5 zzyzx flurbs")]
    theirs = await core.ask(omar, ShowOvernight())
    assert [one.number for one in theirs.orders] == ["B2B-5"]
    assert [one.number for one in theirs.troubles] == ["PAY-2"]
    assert theirs.unread == ()
    with pytest.raises(NotPermitted):
        await core.ask(buyer, ShowOvernight())
    clock.advance(timedelta(days=1))
    later = await core.ask(rita, ShowOvernight())
    assert (later.order_count, later.trouble_count, later.unread, later.waiting) == (0, 0, (), 2)
