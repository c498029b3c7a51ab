"""One decision about one order that waits, in one transaction (B1, E5).

Everything is judged again at the tap: credit, the order's version, and whether the request still stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from core.approvals.engine import met_rules
from core.approvals.flow import Deciding, begin_deciding, pass_steps, see_request
from core.approvals.repository import changes, rules
from core.approvals.types import (
    Approval,
    ApprovalState,
    Duty,
    Level,
    SubjectKind,
    Trigger,
    TriggerKind,
)
from core.credit import repository as credit
from core.credit.engine import judge_credit
from core.credit.types import CreditPolicy, CreditStanding
from core.infra.transaction import Transaction
from core.kernel.errors import Outdated
from core.kernel.ids import ApprovalId, LineId, OrderId
from core.kernel.money import Money
from core.kernel.texts import storable
from core.orders.deciding import (
    approve_order,
    close_with,
    refuse_uncovered,
    void_order,
)
from core.orders.engine import propose_split, split_by_quantities
from core.orders.errors import BadSplit, NothingSaid, OthersDecide, PriceNeedsHigher
from core.orders.events import (
    CounterOffered,
    OrderDecided,
    OrderSplit,
    QuestionAsked,
)
from core.orders.offer_types import OfferedLine
from core.orders.parting import (
    check_choice,
    offered_rows,
    shipping_fees,
    split_lines,
    split_order,
    sums_of,
)
from core.orders.repository import offers, parts, placed
from core.orders.repository.parts import Row, StoredOrder
from core.orders.split_types import Split
from core.orders.types import Order, OrderState
from core.pricing.types import PriceReceipt

OFFER_HOURS = 48
MOST_WORDS = 1_000


@dataclass(frozen=True, slots=True)
class Approve:
    """The whole order goes."""

    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ApprovePart:
    """A part goes, the rest waits: what ``amount`` pays for, or exactly ``quantities`` (base units)."""

    amount: Money | None = None
    quantities: Mapping[LineId, int] = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Decline:
    """Nothing goes; ``reason`` is a code of the list or typed words."""

    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Counter:
    """Not so, but with these lines changed; the dealer takes it with one tap, or not."""

    lines: tuple[OfferedLine, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """The dealer is asked something first; the request stays open."""

    text: str


Decision = Approve | ApprovePart | Decline | Counter | Ask


@dataclass(frozen=True, slots=True)
class OrderDecision:
    """What became of the order. rest_number: of the part that waits; is_done False: others decide, too."""

    state: OrderState
    number: str
    is_done: bool = True
    rest_number: str | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """The order and its account, locked, with the one who decides."""

    deciding: Deciding
    order: Order
    standing: CreditStanding
    policy: CreditPolicy

    @property
    def approval(self) -> Approval:
        return self.deciding.approval


async def decide(
    tx: Transaction, approval_id: ApprovalId, decision: Decision, version: int | None = None
) -> OrderDecision:
    """Do one decision in this transaction, or raise why it cannot be."""
    seen = await see_request(tx, approval_id, SubjectKind.ORDER)
    # The dealer's account first, as everywhere; then the request: a second decider waits, then sees.
    standing, policy = await credit.load_standing(tx, seen.dealer_id, seen.amount.currency, lock=True)
    deciding = await begin_deciding(tx, approval_id, SubjectKind.ORDER)
    order = await placed.load_order(tx, OrderId(deciding.approval.subject_id))
    if version is not None and order.version != version:
        raise Outdated(version=order.version)
    now = Situation(deciding, order, standing, policy)
    match decision:
        case Approve():
            return await _approve(tx, now, decision)
        case ApprovePart():
            return await _approve_part(tx, now, decision)
        case Decline():
            return await _decline(tx, now, decision)
        case Counter():
            return await _counter(tx, now, decision)
        case Ask():
            return await _ask(tx, now, decision)


def _judge(tx: Transaction, now: Situation, amount: Money) -> None:
    """Whether this amount may be agreed to, by what was asked and by what credit says now."""
    refuse_uncovered(judge_credit(now.standing, amount, now.policy), now.approval.triggers)
    big = now.policy.big_approval_minor
    if big is not None and amount.minor >= big:
        tx.require_second_factor()


def _alone(now: Situation) -> None:
    if not now.deciding.is_last_word:
        raise OthersDecide(who=now.deciding.others)


async def _approve(tx: Transaction, now: Situation, decision: Approve) -> OrderDecision:
    order, reason = now.order, _words(decision.reason)
    _judge(tx, now, order.total)
    if not await pass_steps(tx, now.deciding):
        return OrderDecision(order.state, order.number, is_done=False)
    await close_with(tx, now.approval, ApprovalState.APPROVED, reason)
    await approve_order(tx, order, reason)
    _record(tx, now, "approved", reason)
    return OrderDecision(OrderState.APPROVED, order.number)


def _record(
    tx: Transaction, now: Situation, decision: str, reason: str | None, rest: str | None = None
) -> None:
    tx.record(
        OrderDecided(
            now.approval.id,
            now.order.id,
            now.order.dealer_id,
            tx.actor.person_id,
            now.order.number,
            decision,
            reason,
            rest,
        )
    )


async def _approve_part(tx: Transaction, now: Situation, decision: ApprovePart) -> OrderDecision:
    _alone(now)
    order, reason = now.order, _words(decision.reason)
    stored = await parts.load_stored(tx, order.id)
    split = choose_split(stored, decision)
    part = Money(split.now.total, order.total.currency)
    _judge(tx, now, part)
    await pass_steps(tx, now.deciding)
    rest_id, rest_number = await split_order(tx, stored, split)
    await close_with(tx, now.approval, ApprovalState.PARTLY, reason)
    await approve_order(tx, order, reason)
    rest = Money(split.rest.total, order.total.currency)
    await changes.copy_request(tx, now.approval, rest_id, rest_number, rest)
    tx.record(
        OrderSplit(
            order.id,
            order.dealer_id,
            order.number,
            part.minor,
            rest_id,
            rest_number,
            rest.minor,
            rest.currency,
        )
    )
    _record(tx, now, "partly", reason, rest_number)
    return OrderDecision(OrderState.APPROVED, order.number, rest_number=rest_number)


def choose_split(stored: StoredOrder, decision: ApprovePart) -> Split:
    """The split that a partial approval means; BadSplit where it is none."""
    lines = split_lines(stored.lines)
    fees = shipping_fees(stored.row)
    if decision.amount is not None:
        if decision.amount.currency != stored.row["currency"]:
            raise BadSplit(why="currency")
        split = propose_split(lines, fees, decision.amount.minor)
    else:
        quantities = dict(decision.quantities)
        check_choice(lines, quantities)
        split = split_by_quantities(lines, fees, quantities)
    if not split.now.lines:
        raise BadSplit(why="nothing")
    if not split.rest.lines:
        raise BadSplit(why="everything")
    return split


async def _decline(tx: Transaction, now: Situation, decision: Decline) -> OrderDecision:
    reason = _words(decision.reason)
    await close_with(tx, now.approval, ApprovalState.DECLINED, reason)
    await void_order(tx, now.order, OrderState.DECLINED, reason)
    _record(tx, now, "declined", reason)
    return OrderDecision(OrderState.DECLINED, now.order.number)


async def _counter(tx: Transaction, now: Situation, decision: Counter) -> OrderDecision:
    _alone(now)
    order = now.order
    stored = await parts.load_stored(tx, order.id)
    rows = offered_rows(stored.lines, decision.lines)
    if rows == list(stored.lines):
        raise BadSplit(why="everything")
    await _check_power(tx, now, stored, rows)
    total = Money(sums_of(rows, stored.row)["total_minor"], order.total.currency)
    _judge(tx, now, total)
    await offers.withdraw_offers(tx, order.id)
    expires = tx.now + timedelta(hours=OFFER_HOURS)
    offer_id = await offers.insert_offer(
        tx,
        order.id,
        order.dealer_id,
        now.approval.id,
        decision.lines,
        total,
        _words(decision.note),
        expires,
    )
    await changes.pause(tx, now.approval)
    tx.record(
        CounterOffered(offer_id, now.approval.id, order.id, order.dealer_id, tx.person_id, order.number)
    )
    return OrderDecision(order.state, order.number, is_done=False)


async def _check_power(tx: Transaction, now: Situation, stored: StoredOrder, rows: list[Row]) -> None:
    """A price that goes beyond what the actor may give needs somebody above."""
    found = _price_triggers(stored, rows)
    met, _ = met_rules(now.approval.request, found, await rules.load_rules(tx))
    needed = max(
        (rule.level for rule in met if rule.duty is Duty.DECIDE),
        key=lambda level: level.rank,
        default=Level.REP,
    )
    mine = now.deciding.actor.level
    if mine is None or mine.rank < needed.rank:
        raise PriceNeedsHigher(level=needed.value)


def _price_triggers(stored: StoredOrder, rows: list[Row]) -> list[Trigger]:
    before = {row["id"]: row for row in stored.lines}
    cuts, below_cost = [0], False
    for row in rows:
        was, price = before[row["id"]]["unit_price_micros"], row["unit_price_micros"]
        if price < was:
            cuts.append((was - price) * 10_000 // was)
            cost = PriceReceipt.from_json(row["receipt"]).internal if row["receipt"] else None
            below_cost |= bool(cost and cost.cost and price < cost.cost.micros)
    found = [Trigger(TriggerKind.NON_STANDARD_DISCOUNT, max(cuts))] if max(cuts) else []
    if below_cost:
        found.append(Trigger(TriggerKind.PRICE_BELOW_FLOOR))
    return found


async def _ask(tx: Transaction, now: Situation, decision: Ask) -> OrderDecision:
    text = _words(decision.text)
    if not text:
        raise NothingSaid
    order = now.order
    await changes.add_note(tx, now.approval.id, text, is_question=True)
    tx.record(
        QuestionAsked(
            now.approval.id,
            order.id,
            order.dealer_id,
            tx.person_id,
            now.approval.requested_by,
            order.number,
            text,
        )
    )
    return OrderDecision(order.state, order.number, is_done=False)


def _words(text: str | None) -> str | None:
    return None if text is None else storable(text).strip()[:MOST_WORDS] or None
