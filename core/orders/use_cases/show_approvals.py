"""What is needed to decide: the card of one request, the list of what waits, and the dry run (B1, B2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from core.approvals.engine import find_mandate
from core.approvals.flow import route
from core.approvals.repository import requests, rules
from core.approvals.repository.requests import Found
from core.approvals.types import (
    Approval,
    Approver,
    Deputy,
    Request,
    Routing,
    SubjectKind,
    Trigger,
    TriggerKind,
)
from core.credit import repository as credit
from core.credit.engine import judge_credit
from core.credit.types import CreditOutcome, CreditStanding, CreditVerdict
from core.dealers.repository import load_dealer
from core.infra.transaction import Snapshot
from core.kernel.actor import Permission
from core.kernel.command import Query
from core.kernel.errors import NotFound
from core.kernel.ids import ApprovalId, DealerId, OrderId, PersonId
from core.kernel.money import Money
from core.kernel.texts import storable
from core.orders.engine import propose_split
from core.orders.engine.exceptions import credit_triggers, is_covered, other_triggers
from core.orders.offer_types import CounterOffer
from core.orders.parting import shipping_fees, split_lines
from core.orders.repository import offers, parts, past, placed
from core.orders.repository.house import load_house
from core.orders.repository.parts import Row
from core.orders.split_types import Fee, Split
from core.orders.types import Order, OrderState
from core.pricing.types import PriceReceipt


@dataclass(frozen=True, slots=True)
class Margin:
    """What the house earns on the goods whose cost it knows; basis points of what is paid for them."""

    amount: Money
    basis_points: int


@dataclass(frozen=True, slots=True)
class ApprovalCard:
    """What is needed to decide: the order, the account, the verdict as of now, the state of the request.

    is_allowed: credit lets whoever was asked say yes to all of it. fits: the part that would pass by itself
    now; None where all of it does, or nothing. offer: what the dealer may still take. restricted: names of
    such products. margin: None for those who may not see it. names: of everybody of the house.
    """

    approval: Approval
    order: Order
    standing: CreditStanding
    verdict: CreditVerdict
    decided_by: str | None
    may_decide: bool
    is_allowed: bool
    fits: Split | None
    offer: CounterOffer | None
    restricted: tuple[str, ...]
    margin: Margin | None
    names: Mapping[PersonId, str]


@dataclass(frozen=True, slots=True)
class ShowApproval(Query[ApprovalCard]):
    permission = Permission.APPROVAL_DECIDE
    approval_id: ApprovalId


async def show_approval(snap: Snapshot, query: ShowApproval) -> ApprovalCard:
    approval = await requests.load_request(snap, query.approval_id, kind=SubjectKind.ORDER)
    return await _card(snap, approval, await rules.list_approvers(snap), await rules.load_deputies(snap))


@dataclass(frozen=True, slots=True)
class ListApprovals(Query[tuple[ApprovalCard, ...]]):
    """Open requests about orders, oldest first. mine: only what waits for the actor (or a principal)."""

    permission = Permission.APPROVAL_DECIDE
    limit: int = 10
    offset: int = 0
    mine: bool = False
    trigger: TriggerKind | None = None
    region: str | None = None
    dealer_id: DealerId | None = None
    asked_before: datetime | None = None


async def list_approvals(snap: Snapshot, query: ListApprovals) -> tuple[ApprovalCard, ...]:
    found = Found(
        query.mine, query.trigger, query.region, query.dealer_id, query.asked_before, SubjectKind.ORDER
    )
    people, deputies = await rules.list_approvers(snap), await rules.load_deputies(snap)
    waiting = await requests.list_open(snap, found, limit=query.limit, offset=query.offset)
    return tuple([await _card(snap, one, people, deputies) for one in waiting])


async def _card(
    snap: Snapshot, approval: Approval, people: tuple[Approver, ...], deputies: tuple[Deputy, ...]
) -> ApprovalCard:
    order = await placed.load_order(snap, OrderId(approval.subject_id))
    stored = await parts.load_stored_lines(snap, order.id)
    fees = shipping_fees(await parts.load_row(snap, order.id))
    standing, policy = await credit.load_standing(snap, approval.dealer_id, order.total.currency)
    verdict = judge_credit(standing, order.total, policy)
    names = {one.person_id: one.name for one in people}
    who = next((one for one in people if one.person_id == snap.actor.person_id), None)
    return ApprovalCard(
        approval=approval,
        order=order,
        standing=standing,
        verdict=verdict,
        decided_by=names.get(approval.decided_by) if approval.decided_by else None,
        may_decide=who is not None
        and any(
            find_mandate(step, who, approval.request, deputies, snap.now) for step in approval.open_steps
        ),
        is_allowed=is_covered(verdict, approval.triggers),
        fits=_what_fits(stored, fees, verdict),
        offer=await offers.find_open_offer(snap, order.id),
        restricted=tuple(row["name"] for row in stored if row["restricted"]),
        margin=_margin(stored, order.total.currency) if snap.actor.may(Permission.REPORT_READ) else None,
        names=names,
    )


def _what_fits(stored: tuple[Row, ...], fees: list[Fee], verdict: CreditVerdict) -> Split | None:
    if verdict.outcome is CreditOutcome.APPROVE or not verdict.fits:
        return None
    split = propose_split(split_lines(stored), fees, verdict.fits.minor)
    return split if split.now.lines and split.rest.lines else None


def _margin(stored: tuple[Row, ...], currency: str) -> Margin | None:
    paid = earned = 0
    for row in stored:
        if row["receipt"] is None:
            continue
        internal = PriceReceipt.from_json(row["receipt"]).internal
        if internal is not None and internal.cost is not None:
            payable = row["total_minor"] - row["discount_minor"]
            paid += payable
            earned += payable - internal.cost.for_quantity(row["quantity"]).minor
    return Margin(Money(earned, currency), earned * 10_000 // paid) if paid else None


@dataclass(frozen=True, slots=True)
class DryRun:
    """Who would have to decide about ``dealer_name``'s order, and why; no steps: it would pass by itself.

    number: of the order that is meant, None where none is there yet.
    """

    dealer_name: str
    number: str | None
    verdict: CreditVerdict
    triggers: tuple[TriggerKind, ...]
    routing: Routing
    names: Mapping[PersonId, str]


@dataclass(frozen=True, slots=True)
class DryRunApproval(Query[DryRun]):
    """For a placed order (by id or number), or for one of ``amount`` that ``dealer_id`` might place.

    Nothing is written.
    """

    permission = Permission.APPROVAL_DECIDE
    order_id: OrderId | None = None
    number: str | None = None
    dealer_id: DealerId | None = None
    amount: Money | None = None


async def dry_run_approval(snap: Snapshot, query: DryRunApproval) -> DryRun:
    restricted, is_held, asked_by, number = False, False, None, None
    order_id = query.order_id
    if order_id is None and query.number is not None:
        order_id = await placed.find_order_id(snap, storable(query.number))
        if order_id is None:
            raise NotFound(what="order")
    if order_id is not None:
        order = await placed.load_order(snap, order_id)
        dealer, amount, goods = await load_dealer(snap, order.dealer_id), order.total, order.subtotal
        asked_by, number = order.person_id, order.number
        is_held = order.state is OrderState.APPROVED
        restricted = any(row["restricted"] for row in await parts.load_stored_lines(snap, order.id))
    elif query.dealer_id is not None and query.amount is not None:
        dealer, amount, goods = await load_dealer(snap, query.dealer_id), query.amount, query.amount
    else:
        raise ValueError("Expected an order, or a dealer and an amount.")
    standing, policy = await credit.load_standing(snap, dealer.id, amount.currency)
    if is_held:  # the order stands against the limit already and must not count twice
        standing = replace(standing, held=standing.held - amount)
    verdict = judge_credit(standing, amount, policy)
    house = await load_house(snap, amount.currency, dealer.id)
    triggers: list[Trigger] = [
        *credit_triggers(verdict),
        *other_triggers(
            restricted=restricted,
            is_first=not await past.has_ordered(snap, dealer.id, besides=order_id),
            below_minimum=goods < house.minimum,
        ),
    ]
    request = Request(dealer.id, amount, dealer.region, dealer.tier, dealer.rep_id, asked_by)
    routing = await route(snap, request, triggers)
    people = await rules.list_approvers(snap)
    return DryRun(
        dealer.name,
        number,
        verdict,
        tuple(trigger.kind for trigger in triggers),
        routing,
        {one.person_id: one.name for one in people},
    )
