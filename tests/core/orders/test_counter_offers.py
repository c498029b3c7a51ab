"""Another price or quantity goes back to the dealer for one tap; a question waits for an answer (B1)."""

import json
from datetime import timedelta
from typing import Any

import pytest

from core.approvals.errors import AlreadyDecided
from core.approvals.tables import ApprovalRow, ApprovalStepRow
from core.credit.tables import CreditEntryRow
from core.infra.door import Core
from core.infra.journal import JournalRow
from core.kernel.actor import SYSTEM, Actor, Role
from core.kernel.clock import FixedClock
from core.kernel.errors import NotFound
from core.kernel.ids import LineId
from core.kernel.money import Money, UnitPrice
from core.orders.decisions import Approve, Ask, Counter
from core.orders.errors import BadSplit, NothingAsked, NothingSaid, OfferGone, PriceNeedsHigher
from core.orders.offer_types import OfferedLine
from core.orders.tables import CounterOfferRow, OrderLineRow, OrderRow
from core.orders.types import OrderState
from core.orders.use_cases.answer_offer import AcceptCounter, AnswerQuestion, DeclineCounter
from core.orders.use_cases.close_overdue import CloseOverdueApprovals
from core.orders.use_cases.decide_order import DecideOrder
from core.orders.use_cases.show_orders import ShowOrder
from core.stock.tables import StockRow
from tests.core.orders.test_held_orders import Held, make_held, refused
from tests.make import account, column, make_buyer, make_dealer, make_staff, rows


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


async def offered(core: Core, held: Held, quantity: int, price: str, by: Actor | None = None) -> Any:
    """The open offer after finance has made it."""
    (line_id,) = await column(core, OrderLineRow.id)
    line = OfferedLine(LineId(line_id), quantity, UnitPrice.parse(price, "USD"))
    await core.execute(by or held.finance, DecideOrder(held.approval_id, Counter((line,), "like this")))
    return next(row for row in await rows(core, CounterOfferRow) if row.state == "open")


async def test_the_dealer_takes_an_offer_with_one_tap_and_the_order_goes_so(core: Core) -> None:
    held = await make_held(core)
    offer = await offered(core, held, 40, "990")
    shown = await core.ask(held.buyer, ShowOrder(order_id=held.order_id))
    assert (shown.state, shown.offer and shown.offer.total) == (OrderState.HELD, usd("39600"))
    assert await core.execute(held.buyer, AcceptCounter(offer.id)) is OrderState.APPROVED
    assert await account(core, held.dealer_id) == {
        "limit": 7_500_000,
        "invoiced": 4_500_000,
        "held": 3_960_000,
        "pending": 0,
    }
    (line,) = await rows(core, OrderLineRow)
    assert (line.quantity, line.unit_quantity, line.total_minor) == (40, "40", 3_960_000)
    receipt = json.loads(line.receipt)
    assert (receipt["steps"][-1][4], receipt["line_total"]) == (990_000_000, 3_960_000)
    assert await column(core, StockRow.reserved) == [40]
    (request,) = await rows(core, ApprovalRow)
    assert (request.state, request.decided_by) == ("approved", held.finance.person_id)
    await refused(core, held.buyer, AcceptCounter(offer.id), OfferGone)


async def test_an_offer_turned_down_leaves_the_order_waiting_with_new_time(
    core: Core, clock: FixedClock
) -> None:
    held = await make_held(core)
    offer = await offered(core, held, 40, "1000")
    assert await column(core, ApprovalStepRow.due_at) == [None]  # the dealer has the word
    clock.advance(timedelta(hours=1))
    await core.execute(held.buyer, DeclineCounter(offer.id))
    assert await column(core, ApprovalStepRow.due_at) == [clock.now() + timedelta(hours=4)]
    assert await column(core, OrderRow.state) == ["held"]
    (told,) = await rows(core, JournalRow, JournalRow.name == "counter_answered")
    assert (told.payload["outcome"], told.payload["made_by"]) == ("declined", str(held.finance.person_id))


async def test_an_offer_ends_by_the_clock_and_cannot_be_taken_after(core: Core, clock: FixedClock) -> None:
    held = await make_held(core)
    offer = await offered(core, held, 40, "1000")
    clock.advance(timedelta(hours=48))
    assert await refused(core, held.buyer, AcceptCounter(offer.id), OfferGone) == {"state": "expired"}
    assert await core.execute(SYSTEM, CloseOverdueApprovals()) == 1
    assert await column(core, CounterOfferRow.state) == ["expired"]


async def test_another_decision_withdraws_the_offer(core: Core) -> None:
    held = await make_held(core)
    offer = await offered(core, held, 40, "1000")
    await core.execute(held.finance, DecideOrder(held.approval_id, Approve()))
    assert await refused(core, held.buyer, AcceptCounter(offer.id), OfferGone) == {"state": "withdrawn"}
    assert (await account(core, held.dealer_id))["held"] == 8_500_000


async def test_nobody_else_takes_the_offer(core: Core) -> None:
    held = await make_held(core)
    offer = await offered(core, held, 40, "1000")
    eve = await make_buyer(core, await make_dealer(core, "Elsewhere", tier="plain"), "Eve")
    await refused(core, eve, AcceptCounter(offer.id), NotFound)
    await refused(core, eve, DeclineCounter(offer.id), NotFound)


async def test_a_price_beyond_ones_power_needs_somebody_above(core: Core) -> None:
    held = await make_held(core, limit="130000", owed="45000", crates=65, state=OrderState.IN_REVIEW)
    (line_id,) = await column(core, OrderLineRow.id)

    def at(price: str) -> DecideOrder:
        return DecideOrder(
            held.approval_id, Counter((OfferedLine(LineId(line_id), 65, UnitPrice.parse(price, "USD")),))
        )

    assert await refused(core, held.rep, at("999.99"), PriceNeedsHigher) == {
        "level": "director"
    }  # below cost
    manager = await make_staff(core, Role.MANAGER, "Max")
    assert await refused(core, manager, at("900"), PriceNeedsHigher) == {"level": "director"}
    director = await make_staff(core, Role.DIRECTOR, "Dora")
    assert not (await core.execute(director, at("900"))).is_done


@pytest.mark.parametrize(
    ("quantity", "why"), [(86, "line"), (-1, "line"), (85, "everything"), (0, "nothing")]
)
async def test_an_offer_must_be_within_the_order_and_another_one(core: Core, quantity: int, why: str) -> None:
    held = await make_held(core)
    (line_id,) = await column(core, OrderLineRow.id)
    line = OfferedLine(LineId(line_id), quantity, UnitPrice.parse("1000", "USD"))
    fields = await refused(core, held.finance, DecideOrder(held.approval_id, Counter((line,))), BadSplit)
    assert fields == {"why": why}
    assert await column(core, CreditEntryRow.state) == ["invoiced", "pending"]


async def test_a_question_is_asked_and_answered_and_the_request_stays_open(
    core: Core, clock: FixedClock
) -> None:
    held = await make_held(core)
    await refused(core, held.finance, DecideOrder(held.approval_id, Ask("  ")), NothingSaid)
    await refused(core, held.buyer, AnswerQuestion(held.order_id, "why?"), NothingAsked)
    await core.execute(held.finance, DecideOrder(held.approval_id, Ask("When do you pay?")))
    assert (await core.ask(held.buyer, ShowOrder(order_id=held.order_id))).question == "When do you pay?"
    clock.advance(timedelta(minutes=1))
    await core.execute(held.buyer, AnswerQuestion(held.order_id, "Tomorrow"))
    assert (await core.ask(held.buyer, ShowOrder(order_id=held.order_id))).question is None
    (told,) = await rows(core, JournalRow, JournalRow.name == "question_answered")
    assert (told.payload["asked_by"], told.payload["text"]) == (str(held.finance.person_id), "Tomorrow")
    await core.execute(held.finance, DecideOrder(held.approval_id, Approve()))
    await refused(core, held.finance, DecideOrder(held.approval_id, Ask("And?")), AlreadyDecided)
