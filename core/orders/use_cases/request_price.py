"""A dealer asks to pay less for a product of the draft, or takes the wish back (A15)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.approvals.flow import open_request, route
from core.approvals.repository import changes, requests
from core.approvals.types import ApprovalState, Request, SubjectKind
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import DraftId
from core.kernel.money import MICROS, UnitPrice
from core.orders.engine.asking import price_triggers
from core.orders.flow import assess
from core.orders.quotation_errors import AlreadyAsked, BadPriceRequest, NoSpecialPrices, RequestClosed
from core.orders.quotation_events import PriceRequestDecided, PriceRequested
from core.orders.quotation_types import PriceRequest, PriceRequestState
from core.orders.repository import drafts, price_requests
from core.orders.repository.quotations import next_number
from core.pricing.repository import load_product_facts

_FULL_BP = 10_000


@dataclass(frozen=True, slots=True)
class RequestPrice(Command[PriceRequest]):
    """``price`` of one base unit in the dealer's currency (micros), or so many basis points off."""

    permission = Permission.PRICE_REQUEST
    draft_id: DraftId
    position: int
    price_micros: int | None = None
    off_basis_points: int | None = None


async def request_price(tx: Transaction, command: RequestPrice) -> PriceRequest:
    draft = await drafts.load_draft(tx, command.draft_id, lock=True)
    line = draft.line(command.position)
    found = await assess(tx, draft)
    priced = next((one for one in found.priced.lines if line and one.line_id == line.id), None)
    if line is None or priced is None:
        raise BadPriceRequest(why="no_price")
    current = priced.unit_price
    wanted = _wanted(command, current)
    open_number = await price_requests.find_open(tx, draft.dealer_id, priced.product_id)
    if open_number is not None:
        raise AlreadyAsked(number=open_number)
    facts = await load_product_facts(tx, [priced.product_id], current.currency)
    dealer = found.dealer
    request = Request(
        dealer.id,
        wanted.for_quantity(priced.quantity),
        dealer.region,
        dealer.tier,
        dealer.rep_id,
        tx.person_id,
    )
    triggers = price_triggers(current, wanted, facts[priced.product_id].cost)
    if not (await route(tx, request, triggers)).steps:
        raise NoSpecialPrices
    request_id, number = tx.new_id(), await next_number(tx, "P")
    approval_id = await open_request(tx, SubjectKind.PRICE_REQUEST, request_id, number, request, triggers)
    await price_requests.insert_request(
        tx,
        {
            "id": request_id,
            "number": number,
            "dealer_id": dealer.id,
            "person_id": tx.person_id,
            "product_id": priced.product_id,
            "unit": line.unit or found.products[priced.product_id].base_unit,
            "unit_quantity": str(line.unit_quantity or priced.quantity),
            "quantity": priced.quantity,
            "currency": current.currency,
            "current_micros": current.micros,
            "wanted_micros": wanted.micros,
            "state": PriceRequestState.OPEN,
            "approval_id": approval_id,
            "asked_at": tx.now,
        },
    )
    tx.record(
        PriceRequested(
            request_id,
            approval_id,
            dealer.id,
            tx.person_id,
            number,
            priced.quantity,
            wanted.micros,
            current.currency,
        )
    )
    return await price_requests.load_request(tx, request_id)


def _wanted(command: RequestPrice, current: UnitPrice) -> UnitPrice:
    """The price asked for; it must lie between nothing and today's."""
    if command.price_micros is not None:
        wanted = UnitPrice(command.price_micros, current.currency)
    else:
        off = command.off_basis_points or 0
        if off <= 0:
            raise BadPriceRequest(why="higher")
        if off >= _FULL_BP:
            raise BadPriceRequest(why="nothing")
        wanted = current.times_ratio(_FULL_BP - off, _FULL_BP)
    if wanted.micros <= 0 or wanted.micros >= MICROS * 10**9:
        raise BadPriceRequest(why="nothing")
    if wanted.micros >= current.micros:
        raise BadPriceRequest(why="higher")
    return wanted


@dataclass(frozen=True, slots=True)
class WithdrawPriceRequest(Command[str]):
    """The dealer does not want it any more; the result is the request's number."""

    permission = Permission.PRICE_REQUEST
    request_id: uuid.UUID


async def withdraw_price_request(tx: Transaction, command: WithdrawPriceRequest) -> str:
    seen = await price_requests.load_request(tx, command.request_id)
    approval = await requests.find_open_request(tx, seen.id, lock=True)
    if approval is None:
        raise RequestClosed(number=seen.number, state=seen.state.value)
    await changes.close_request(tx, approval, ApprovalState.WITHDRAWN, None)
    await price_requests.close_request(tx, seen.id, PriceRequestState.WITHDRAWN)
    tx.record(
        PriceRequestDecided(
            seen.id,
            approval.id,
            seen.dealer_id,
            tx.person_id,
            seen.number,
            PriceRequestState.WITHDRAWN.value,
            None,
            None,
        )
    )
    return seen.number


@dataclass(frozen=True, slots=True)
class ShowPriceRequest(Query[PriceRequest]):
    """One of the own dealer."""

    permission = Permission.ORDER_READ
    request_id: uuid.UUID


async def show_price_request(snap: Snapshot, query: ShowPriceRequest) -> PriceRequest:
    return await price_requests.load_request(snap, query.request_id)
