"""The house agrees to a special price, names another one, or declines; one decision wins (A15)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from core.approvals.engine import find_mandate, met_rules
from core.approvals.flow import Deciding, begin_deciding, pass_steps, see_request
from core.approvals.repository import changes, requests, rules
from core.approvals.repository.requests import Found
from core.approvals.types import Approval, ApprovalState, Duty, Level, SubjectKind
from core.credit import repository as credit
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import ApprovalId, PersonId
from core.kernel.money import UnitPrice
from core.kernel.texts import storable
from core.orders.engine.asking import price_triggers
from core.orders.errors import PriceNeedsHigher
from core.orders.quotation_errors import BadPriceRequest
from core.orders.quotation_events import PriceRequestDecided
from core.orders.quotation_types import PriceRequest, PriceRequestState
from core.orders.repository import price_requests, quotations
from core.pricing.repository import load_product_facts

MOST_WORDS = 1_000


@dataclass(frozen=True, slots=True)
class GrantPrice:
    """The price that was asked for, for as many as were asked about, or for any number."""

    any_quantity: bool = False


@dataclass(frozen=True, slots=True)
class NamePrice:
    """Another price of one base unit, in millionths: below today's, not below the one asked for."""

    price_micros: int
    any_quantity: bool = False


@dataclass(frozen=True, slots=True)
class RefusePrice:
    reason: str | None = None


PriceDecision = GrantPrice | NamePrice | RefusePrice


@dataclass(frozen=True, slots=True)
class DecidePriceRequest(Command[PriceRequestState]):
    """open: others have to decide, too."""

    permission = Permission.APPROVAL_DECIDE
    approval_id: ApprovalId
    decision: PriceDecision


async def decide_price_request(tx: Transaction, command: DecidePriceRequest) -> PriceRequestState:
    seen = await see_request(tx, command.approval_id, SubjectKind.PRICE_REQUEST)
    # The dealer's account first, as everywhere; then the request: a second decider waits, then sees.
    await credit.load_standing(tx, seen.dealer_id, seen.amount.currency, lock=True)
    deciding = await begin_deciding(tx, command.approval_id, SubjectKind.PRICE_REQUEST)
    request = await price_requests.load_request(tx, deciding.approval.subject_id, lock=True)
    match command.decision:
        case GrantPrice() as grant:
            if not await pass_steps(tx, deciding):
                return PriceRequestState.OPEN
            cap = None if grant.any_quantity else request.quantity
            return await keep_price(tx, deciding.approval, request, request.wanted, cap)
        case NamePrice() as named:
            price = UnitPrice(named.price_micros, request.current.currency)
            if price.micros >= request.current.micros:
                raise BadPriceRequest(why="higher")
            if price.micros < request.wanted.micros:
                raise BadPriceRequest(why="lower")
            await _check_power(tx, deciding, request, price)
            cap = None if named.any_quantity else request.quantity
            return await keep_price(tx, deciding.approval, request, price, cap)
        case RefusePrice() as refused:
            words = refused.reason
            reason = None if words is None else storable(words).strip()[:MOST_WORDS] or None
            return await refuse_price(tx, deciding.approval, request, reason)


async def _check_power(tx: Transaction, deciding: Deciding, request: PriceRequest, price: UnitPrice) -> None:
    """Whoever names a price must be as high as the rules want for that price."""
    facts = await load_product_facts(tx, [request.product_id], price.currency)
    triggers = price_triggers(request.current, price, facts[request.product_id].cost)
    met, _ = met_rules(deciding.approval.request, triggers, await rules.load_rules(tx))
    needed = max(
        (rule.level for rule in met if rule.duty is Duty.DECIDE),
        key=lambda level: level.rank,
        default=Level.REP,
    )
    mine = deciding.actor.level
    if mine is None or mine.rank < needed.rank:
        raise PriceNeedsHigher(level=needed.value)


async def keep_price(
    tx: Transaction, approval: Approval, request: PriceRequest, price: UnitPrice, most: int | None
) -> PriceRequestState:
    """The decision is yes: a quotation keeps the price for so many days."""
    expires = tx.now + timedelta(days=await quotations.load_days(tx))
    quotation_id, _ = await quotations.insert_quotation(
        tx,
        dealer_id=request.dealer_id,
        person_id=tx.actor.person_id,
        currency=price.currency,
        is_special=True,
        expires_at=expires,
        lines=[
            {
                "product_id": request.product_id,
                "unit": request.unit,
                "unit_quantity": str(request.unit_quantity),
                "quantity": request.quantity,
                "unit_price_micros": price.micros,
                "most": most,
            }
        ],
    )
    state = PriceRequestState.GRANTED if price == request.wanted else PriceRequestState.COUNTERED
    await changes.close_request(tx, approval, ApprovalState.APPROVED, None)
    await price_requests.close_request(tx, request.id, state, agreed=price, quotation_id=quotation_id)
    _record(tx, approval, request, state, None, quotation_id)
    return state


async def refuse_price(
    tx: Transaction, approval: Approval, request: PriceRequest, reason: str | None
) -> PriceRequestState:
    await changes.close_request(tx, approval, ApprovalState.DECLINED, reason)
    await price_requests.close_request(tx, request.id, PriceRequestState.DECLINED, reason=reason)
    _record(tx, approval, request, PriceRequestState.DECLINED, reason, None)
    return PriceRequestState.DECLINED


def _record(
    tx: Transaction,
    approval: Approval,
    request: PriceRequest,
    state: PriceRequestState,
    reason: str | None,
    quotation_id: uuid.UUID | None,
) -> None:
    tx.record(
        PriceRequestDecided(
            request.id,
            approval.id,
            request.dealer_id,
            tx.actor.person_id,
            request.number,
            state.value,
            reason,
            quotation_id,
        )
    )


@dataclass(frozen=True, slots=True)
class PriceRequestCard:
    """What is needed to decide about a price. cost: of one base unit, None for those who may not see it.

    names: of everybody of the house.
    """

    approval: Approval
    request: PriceRequest
    may_decide: bool
    cost: UnitPrice | None
    days: int
    names: Mapping[PersonId, str]


@dataclass(frozen=True, slots=True)
class ShowPriceApproval(Query[PriceRequestCard]):
    permission = Permission.APPROVAL_DECIDE
    approval_id: ApprovalId


async def show_price_approval(snap: Snapshot, query: ShowPriceApproval) -> PriceRequestCard:
    approval = await requests.load_request(snap, query.approval_id, kind=SubjectKind.PRICE_REQUEST)
    return await _card(snap, approval)


@dataclass(frozen=True, slots=True)
class ListPriceApprovals(Query[tuple[PriceRequestCard, ...]]):
    """Open requests for special prices, oldest first; mine: only what waits for the actor."""

    permission = Permission.APPROVAL_DECIDE
    limit: int = 10
    offset: int = 0
    mine: bool = False


async def list_price_approvals(snap: Snapshot, query: ListPriceApprovals) -> tuple[PriceRequestCard, ...]:
    found = Found(mine=query.mine, kind=SubjectKind.PRICE_REQUEST)
    waiting = await requests.list_open(snap, found, limit=query.limit, offset=query.offset)
    return tuple([await _card(snap, one) for one in waiting])


async def _card(snap: Snapshot, approval: Approval) -> PriceRequestCard:
    request = await price_requests.load_request(snap, approval.subject_id)
    people, deputies = await rules.list_approvers(snap), await rules.load_deputies(snap)
    who = next((one for one in people if one.person_id == snap.actor.person_id), None)
    cost = None
    if snap.actor.may(Permission.REPORT_READ):
        facts = await load_product_facts(snap, [request.product_id], request.current.currency)
        cost = facts[request.product_id].cost
    return PriceRequestCard(
        approval=approval,
        request=request,
        may_decide=who is not None
        and any(
            find_mandate(step, who, approval.request, deputies, snap.now) for step in approval.open_steps
        ),
        cost=cost,
        days=await quotations.load_days(snap),
        names={one.person_id: one.name for one in people},
    )
