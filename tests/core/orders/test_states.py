"""The table of an order's moves: every state leads somewhere, and back only where a reason is named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.infra.door import Core
from core.infra.transaction import Transaction
from core.kernel.errors import Refused
from core.kernel.ids import OrderId
from core.orders.errors import CannotMove
from core.orders.progress import advance_order
from core.orders.states import (
    AGREED,
    BILLABLE,
    IN_HOUSE,
    MOVES,
    UNTOUCHED,
    VOID,
    WAITING,
    WAYS_BACK,
    OrderMark,
    OrderState,
)
from core.orders.tables import OrderRow, OrderStepRow
from core.orders.use_cases.show_orders import ShowOrder
from tests.make import confirm, make_counter, make_draft, make_product, make_stock, rows
from tests.make.orders import transact

S = OrderState
ENDS = {S.DECLINED, S.CANCELLED, S.CLOSED}
# All that had left was refused, and more is in the house.
ALL_CAME_BACK = {(S.SHIPPED, S.PICKING), (S.SHIPPED, S.PACKED)}
FORWARD = {(start, to) for start, ahead in MOVES.items() for to in ahead} - set(WAYS_BACK)


def _reachable(start: OrderState, steps: set[tuple[OrderState, OrderState]]) -> set[OrderState]:
    found, waiting = set(), [start]
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting += [to for begin, to in steps if begin is at]
    return found


def test_the_table_speaks_of_every_state_and_only_ends_lead_nowhere() -> None:
    assert set(MOVES) == set(OrderState)
    assert {state for state, ahead in MOVES.items() if not ahead} == ENDS


@pytest.mark.parametrize("state", list(OrderState))
def test_from_every_state_an_end_can_be_reached_going_forward_only(state: OrderState) -> None:
    assert _reachable(state, FORWARD) & ENDS


def test_going_forward_never_comes_back() -> None:
    for start, to in FORWARD:
        assert start not in _reachable(to, FORWARD)


def test_every_way_back_is_in_the_table_has_a_reason_and_leads_back() -> None:
    for (start, to), reason in WAYS_BACK.items():
        assert to in MOVES[start]
        assert reason
        assert start in _reachable(to, FORWARD | set(WAYS_BACK))


@given(st.lists(st.integers(min_value=0, max_value=20), max_size=40), st.sampled_from(sorted(WAITING)))
@settings(max_examples=200, derandomize=True)
def test_no_walk_is_cancelled_while_goods_are_out_or_comes_back_from_an_end(
    choices: list[int], start: OrderState
) -> None:
    at, left_house, ended = start, False, False
    for choice in choices:
        ahead = sorted(MOVES[at])
        if not ahead:
            ended = True
            break
        before, at = at, ahead[choice % len(ahead)]
        left_house |= at not in IN_HOUSE | VOID
        if (before, at) in ALL_CAME_BACK:
            left_house = False
        assert not (left_house and (at in IN_HOUSE or at in VOID))
    assert ended is (not MOVES[at] and ended)


def test_the_groups_of_states_fit_together() -> None:
    assert WAITING < UNTOUCHED < IN_HOUSE
    assert AGREED.isdisjoint(WAITING | VOID)
    assert BILLABLE < AGREED
    assert {state for state in OrderState if S.CANCELLED in MOVES[state]} == IN_HOUSE
    assert not {mark.value for mark in OrderMark} & {state.value for state in OrderState}


async def test_an_order_goes_on_step_by_step_and_each_step_is_in_its_history(core: Core) -> None:
    counter = await make_counter(core)
    crate = await make_product(core, "CRATE", "Crate", cost="2000", list_price=None)
    await make_stock(core, crate, counter.warehouse_id, 5)
    await make_draft(core, counter.buyer, [(crate, 1)])
    order_id = (await confirm(core, counter.buyer)).order_id

    async def on(to: OrderState, reason: str | None = None) -> OrderState:
        return await transact(core, lambda tx: advance_order(tx, order_id, to, reason=reason))

    assert await on(S.PICKING) is S.APPROVED
    assert await on(S.APPROVED, "wave_stopped") is S.PICKING
    for to in (S.PICKING, S.PACKED, S.SHIPPED, S.OUT_FOR_DELIVERY, S.DELIVERED, S.CLOSED):
        await on(to)
    shown = await core.ask(counter.buyer, ShowOrder(order_id))
    assert [(step.state, step.reason) for step in shown.steps] == [
        (S.APPROVED, None),
        (S.PICKING, None),
        (S.APPROVED, "wave_stopped"),
        (S.PICKING, None),
        (S.PACKED, None),
        (S.SHIPPED, None),
        (S.OUT_FOR_DELIVERY, None),
        (S.DELIVERED, None),
        (S.CLOSED, None),
    ]


async def test_a_move_that_is_not_in_the_table_changes_nothing_and_says_where_the_order_is(
    core: Core,
) -> None:
    counter = await make_counter(core)
    crate = await make_product(core, "CRATE", "Crate", cost="2000", list_price=None)
    await make_stock(core, crate, counter.warehouse_id, 5)
    await make_draft(core, counter.buyer, [(crate, 1)])
    placed = await confirm(core, counter.buyer)

    async def deliver(tx: Transaction) -> OrderState:
        return await advance_order(tx, placed.order_id, S.DELIVERED)

    before = (await rows(core, OrderRow), await rows(core, OrderStepRow))
    with pytest.raises(CannotMove) as refused:
        await transact(core, deliver)
    assert refused.value.fields == {"number": "B2B-2025-1", "state": "approved", "to": "delivered"}
    assert (await rows(core, OrderRow), await rows(core, OrderStepRow)) == before
    with pytest.raises(Refused) as unknown:
        await transact(core, lambda tx: advance_order(tx, OrderId(counter.dealer_id), OrderState.PICKING))
    assert unknown.value.code == "not_found"
