"""Held orders: partial approval, release by credit, cancelling, and what is refused (E4, E5)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from core.approvals.errors import AlreadyDecided, NotAsked
from core.approvals.tables import ApprovalRow
from core.credit.repository import lock_account
from core.credit.tables import CreditEntryRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.infra.queue import JobRow
from core.kernel.actor import Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.command import Command
from core.kernel.errors import NotFound, NotPermitted, Outdated, Refused
from core.kernel.ids import ApprovalId, DealerId, OrderId, ProductId
from core.kernel.money import Money
from core.orders.decisions import Approve, ApprovePart, Decline, OrderDecision
from core.orders.errors import BadSplit, CannotCancel, CreditRefused, Overdue
from core.orders.release import ReleasedOrder, release_held_orders
from core.orders.tables import OrderLineRow, OrderRow, OrderStepRow
from core.orders.types import OrderState
from core.orders.use_cases.cancel_order import CancelOrder
from core.orders.use_cases.decide_order import DecideMany, DecideOrder
from core.orders.use_cases.show_approvals import ListApprovals, ShowApproval
from core.orders.use_cases.show_orders import ShowOrder
from core.stock.tables import ReservationRow, StockRow
from tests.make import (
    account,
    column,
    confirm,
    make_buyer,
    make_counter,
    make_dealer,
    make_draft,
    make_invoice,
    make_product,
    make_staff,
    make_stock,
    rows,
    set_limit,
)
from tests.make.orders import transact

LEDGERS = (ApprovalRow, OrderRow, OrderLineRow, OrderStepRow, CreditEntryRow, ReservationRow, StockRow)


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


@dataclass(frozen=True)
class Held:
    """Regional Electronics: limit 75,000, owes 45,000, and has ordered 85 crates at 1,000."""

    dealer_id: DealerId
    buyer: Actor
    rep: Actor
    finance: Actor
    crate: ProductId
    order_id: OrderId
    approval_id: ApprovalId


async def make_held(
    core: Core,
    *,
    limit: str = "75000",
    owed: str = "45000",
    crates: int = 85,
    state: OrderState = OrderState.HELD,
) -> Held:
    counter = await make_counter(core, limit=limit)
    finance = await make_staff(core, Role.FINANCE, "Fiona")
    crate = await make_product(core, "CRATE", "Crate", cost="1000", list_price=None)
    await make_stock(core, crate, counter.warehouse_id, 500)
    if owed != "0":
        await make_invoice(core, counter.dealer_id, owed, due_on=core.clock.now().date() + timedelta(days=9))
    await make_draft(core, counter.buyer, [(crate, crates)])
    placed = await confirm(core, counter.buyer)
    assert placed.state is state
    (approval_id,) = await column(core, ApprovalRow.id)
    return Held(counter.dealer_id, counter.buyer, counter.rep, finance, crate, placed.order_id, approval_id)


async def refused(core: Core, actor: Actor, command: Command[Any], error: type[Refused]) -> dict[str, Any]:
    """The act is refused, nothing is written, and nobody hears anything."""
    watched = (*LEDGERS, JournalRow, JobRow)
    before = [await rows(core, table) for table in watched]
    with pytest.raises(error) as caught:
        await core.execute(actor, command)
    assert type(caught.value) is error
    assert [await rows(core, table) for table in watched] == before
    return caught.value.fields


async def release(core: Core, dealer_id: DealerId) -> tuple[ReleasedOrder, ...]:
    """What a payment or a new limit does after it is written, in one transaction."""

    async def act(tx: Any) -> tuple[ReleasedOrder, ...]:
        await lock_account(tx, dealer_id)
        return await release_held_orders(tx, dealer_id, reason="payment")

    return await transact(core, act)


async def test_a_part_is_approved_and_the_rest_stays_held_to_the_cent(core: Core) -> None:
    held = await make_held(core)
    decided = await core.execute(
        held.finance, DecideOrder(held.approval_id, ApprovePart(amount=usd("30000")))
    )
    assert decided == OrderDecision(OrderState.APPROVED, "B2B-2025-1", rest_number="B2B-2025-1/2")
    assert await account(core, held.dealer_id) == {
        "limit": 7_500_000,
        "invoiced": 4_500_000,
        "held": 3_000_000,
        "pending": 5_500_000,
    }
    first, rest = sorted(await rows(core, OrderRow), key=lambda row: row.number)
    assert (first.state, first.total_minor, rest.state, rest.total_minor) == (
        "approved",
        3_000_000,
        "held",
        5_500_000,
    )
    lines = {row.order_id: row for row in await rows(core, OrderLineRow)}
    assert [
        (lines[one.id].position, lines[one.id].quantity, lines[one.id].unit_quantity) for one in (first, rest)
    ] == [
        (1, 30, "30"),
        (1, 55, "55"),
    ]
    reserved = {(row.order_id, row.line_id): row.quantity for row in await rows(core, ReservationRow)}
    assert reserved == {(one.id, lines[one.id].id): lines[one.id].quantity for one in (first, rest)}
    assert await column(core, StockRow.reserved) == [85]
    states = {row.label: (row.state, row.amount_minor) for row in await rows(core, ApprovalRow)}
    assert states == {"B2B-2025-1": ("partly", 8_500_000), "B2B-2025-1/2": ("open", 5_500_000)}
    told = await column(core, JournalRow.name)
    assert told == ["approval_requested", "order_decided", "order_placed", "order_split"]


async def test_the_rest_can_be_parted_again_and_approved_at_last(core: Core) -> None:
    held = await make_held(core)
    await core.execute(held.finance, DecideOrder(held.approval_id, ApprovePart(amount=usd("30000"))))
    (card,) = await core.ask(held.finance, ListApprovals(mine=True))
    await core.execute(held.finance, DecideOrder(card.approval.id, ApprovePart(amount=usd("10999.99"))))
    (card,) = await core.ask(held.finance, ListApprovals(mine=True))
    assert (card.order.number, card.order.total) == ("B2B-2025-1/3", usd("45000"))
    last = await core.execute(held.finance, DecideOrder(card.approval.id, Approve()))
    assert last.state is OrderState.APPROVED
    assert (await account(core, held.dealer_id))["held"] == 8_500_000
    assert await column(core, OrderRow.total_minor) == [1_000_000, 3_000_000, 4_500_000]


async def test_the_approver_may_choose_the_quantities_instead(core: Core) -> None:
    held = await make_held(core)
    (line_id,) = await column(core, OrderLineRow.id)
    part = ApprovePart(quantities={line_id: 12})
    assert (await core.execute(held.finance, DecideOrder(held.approval_id, part))).rest_number is not None
    assert (await account(core, held.dealer_id))["held"] == 1_200_000


@pytest.mark.parametrize(
    ("part", "why"),
    [
        (ApprovePart(amount=Money.parse("999.99", "USD")), "nothing"),
        (ApprovePart(amount=Money.parse("85000", "USD")), "everything"),
        (ApprovePart(amount=Money.parse("30000", "EUR")), "currency"),
        (ApprovePart(), "nothing"),
    ],
)
async def test_a_part_must_be_a_part(core: Core, part: ApprovePart, why: str) -> None:
    held = await make_held(core)
    assert await refused(core, held.finance, DecideOrder(held.approval_id, part), BadSplit) == {"why": why}


async def test_the_rep_is_told_and_sees_but_finance_decides(core: Core) -> None:
    held = await make_held(core)
    card = await core.ask(held.rep, ShowApproval(held.approval_id))
    assert (card.may_decide, card.margin) == (False, None)
    why = await refused(core, held.rep, DecideOrder(held.approval_id, Approve()), NotAsked)
    assert why == {"who": ("Fiona",)}
    card = await core.ask(held.finance, ShowApproval(held.approval_id))
    assert card.may_decide
    assert card.margin is not None
    assert card.margin.basis_points == 0
    assert card.fits is not None
    assert (card.fits.now.total, card.fits.rest.total) == (1_500_000, 7_000_000)


async def test_money_sets_free_what_fits_oldest_first(core: Core, clock: FixedClock) -> None:
    held = await make_held(core, limit="100000", owed="60000", crates=50)
    clock.advance(timedelta(seconds=1))
    second = await make_buyer(core, held.dealer_id, "Bea")
    await make_draft(core, second, [(held.crate, 36)])
    assert (await confirm(core, second)).state is OrderState.HELD
    assert await release(core, held.dealer_id) == ()
    await set_limit(core, held.dealer_id, "140000")  # 80 % are 112,000: 60,000 + 50,000 fit, then nothing
    (freed,) = await release(core, held.dealer_id)
    assert (freed.number, freed.total) == ("B2B-2025-1", usd("50000"))
    assert await account(core, held.dealer_id) == {
        "limit": 14_000_000,
        "invoiced": 6_000_000,
        "held": 5_000_000,
        "pending": 3_600_000,
    }
    assert {row.label: row.state for row in await rows(core, ApprovalRow)} == {
        "B2B-2025-1": "released",
        "B2B-2025-2": "open",
    }
    why = await refused(core, held.finance, DecideOrder(held.approval_id, Approve()), AlreadyDecided)
    assert why == {"state": "released", "by": "", "why": "released"}


async def test_a_younger_order_goes_where_an_older_one_is_too_large(core: Core) -> None:
    held = await make_held(core, limit="100000", owed="60000", crates=50)
    second = await make_buyer(core, held.dealer_id, "Bea")
    await make_draft(core, second, [(held.crate, 36)])
    await confirm(core, second)
    await set_limit(core, held.dealer_id, "120000")
    assert [one.number for one in await release(core, held.dealer_id)] == ["B2B-2025-2"]


async def test_who_is_overdue_for_too_long_gets_no_yes_from_anybody(core: Core, clock: FixedClock) -> None:
    held = await make_held(core)
    clock.advance(timedelta(days=9 + 45))
    why = await refused(core, held.finance, DecideOrder(held.approval_id, Approve()), Overdue)
    assert why == {"overdue": usd("45000")}
    assert (await core.execute(held.finance, DecideOrder(held.approval_id, Decline("overdue")))).state is (
        OrderState.DECLINED
    )


async def test_cancelled_by_the_dealer_everything_is_free_and_nobody_decides_any_more(core: Core) -> None:
    held = await make_held(core)
    assert await core.execute(held.buyer, CancelOrder(held.order_id, "too late")) == "B2B-2025-1"
    assert await account(core, held.dealer_id) == {
        "limit": 7_500_000,
        "invoiced": 4_500_000,
        "held": 0,
        "pending": 0,
    }
    assert await column(core, StockRow.reserved) == [0]
    order = await core.ask(held.buyer, ShowOrder(order_id=held.order_id))
    assert {step.state: step.reason for step in order.steps} == {
        OrderState.HELD: None,
        OrderState.CANCELLED: "too late",
    }
    why = await refused(core, held.finance, DecideOrder(held.approval_id, Approve()), AlreadyDecided)
    assert why == {"state": "withdrawn", "by": "Ada", "why": "withdrawn"}
    again = await refused(core, held.buyer, CancelOrder(held.order_id), CannotCancel)
    assert again == {"number": "B2B-2025-1", "state": "cancelled"}


async def test_an_approved_order_can_be_cancelled_and_makes_room_for_a_held_one(core: Core) -> None:
    held = await make_held(core, limit="100000", owed="30000", crates=70)
    second = await make_buyer(core, held.dealer_id, "Bea")
    await make_draft(core, second, [(held.crate, 40)])
    small = await confirm(core, second)
    assert small.state is OrderState.APPROVED
    await core.execute(held.finance, DecideOrder(held.approval_id, ApprovePart(amount=usd("20000"))))
    await core.execute(held.buyer, CancelOrder(small.order_id))
    # 30,000 + 20,000 are left; the rest of 50,000 stays held: 100,000 is above the 80 %.
    assert await account(core, held.dealer_id) == {
        "limit": 10_000_000,
        "invoiced": 3_000_000,
        "held": 2_000_000,
        "pending": 5_000_000,
    }


async def test_nobody_cancels_another_dealers_order(core: Core) -> None:
    held = await make_held(core)
    stranger = await make_buyer(core, await make_dealer(core, "Elsewhere", tier="plain"), "Eve")
    await refused(core, stranger, CancelOrder(held.order_id), NotFound)
    await refused(core, await make_staff(core, Role.REP, "Other"), CancelOrder(held.order_id), NotFound)
    viewer = await make_buyer(core, held.dealer_id, "Vic", role=Role.DEALER_VIEWER)
    with pytest.raises(NotPermitted):
        await core.execute(viewer, CancelOrder(held.order_id))
    assert await core.execute(held.rep, CancelOrder(held.order_id)) == "B2B-2025-1"


async def test_a_decision_about_an_order_that_has_changed_is_refused(core: Core) -> None:
    held = await make_held(core)
    old = DecideOrder(held.approval_id, Approve(), version=2)
    assert await refused(core, held.finance, old, Outdated) == {"version": 1}


async def test_many_are_decided_each_by_itself_and_one_refused_stops_no_other(
    core: Core, clock: FixedClock
) -> None:
    # 60,000 of 100,000 are owed: an order of 22,000 needs the rep, two together would pass the 95 %.
    held = await make_held(core, limit="100000", owed="60000", crates=22, state=OrderState.IN_REVIEW)
    clock.advance(timedelta(seconds=1))
    second = await make_buyer(core, held.dealer_id, "Bea")
    await make_draft(core, second, [(held.crate, 22)])
    await confirm(core, second)
    ids = tuple(row.id for row in await rows(core, ApprovalRow))
    found = await core.execute(held.rep, DecideMany((*ids, *ids), Approve()))
    assert [(one.label, one.decision is not None, one.refused) for one in found] == [
        ("B2B-2025-1", True, None),
        ("B2B-2025-2", False, CreditRefused.code),
    ]
    assert await account(core, held.dealer_id) == {
        "limit": 10_000_000,
        "invoiced": 6_000_000,
        "held": 2_200_000,
        "pending": 2_200_000,
    }
    assert await column(core, OrderRow.state) == ["approved", "in_review"]
