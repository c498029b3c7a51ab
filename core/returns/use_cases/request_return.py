"""A dealer says what of an order comes back and why, with photos, and sends it to the house (A16)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.approvals.flow import open_request
from core.approvals.types import Request, SubjectKind, Trigger, TriggerKind
from core.billing.flow import lock_dealer
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound, Outdated
from core.kernel.ids import OrderId
from core.kernel.money import Money
from core.kernel.texts import storable
from core.orders.repository import placed
from core.returns import repository as store
from core.returns.engine import outcome_at_once, passes_at_once, picture_type
from core.returns.errors import PhotoUnfit, ReturnElsewhere, ReturnUnfit, TooManyReturned
from core.returns.events import ReturnAgreed, ReturnRequested
from core.returns.flow import agree, begin_draft, lines_left, lock_return, see_draft, set_reason, worth
from core.returns.types import Photo, Return, ReturnReason, ReturnState

MOST_PHOTOS = 5
MOST_MEGABYTES = 5
MOST_NOTE = 500


@dataclass(frozen=True, slots=True)
class StartReturn(Command[Return]):
    """Begin to send goods of an order back; what the person had begun is dropped. Raises NothingToReturn."""

    permission = Permission.ORDER_PLACE
    order_id: OrderId


async def start_return(tx: Transaction, command: StartReturn) -> Return:
    order = await placed.load_order(tx, command.order_id)
    if order.dealer_id != tx.dealer_id:
        raise NotFound(what="order")
    return await see_draft(tx, await begin_draft(tx, order))


@dataclass(frozen=True, slots=True)
class ChangeReturn(Command[Return]):
    """Say how many base units of the line at ``position`` come back (0: none), or why goods come back.

    Raises TooManyReturned, ReturnElsewhere.
    """

    permission = Permission.ORDER_PLACE
    return_id: uuid.UUID
    position: int | None = None
    quantity: int = 0
    reason: ReturnReason | None = None
    note: str | None = None


async def change_return(tx: Transaction, command: ChangeReturn) -> Return:
    draft = await see_draft(tx, await _own_draft(tx, command.return_id))
    if command.position is not None:
        line = next((one for one in draft.lines if one.position == command.position), None)
        if line is None:
            raise NotFound(what="line")
        if not 0 <= command.quantity <= line.left:
            raise TooManyReturned(name=line.name, most=line.left)
        await store.set_line(tx, draft.id, line.line_id, command.quantity)
    note = None if command.note is None else storable(command.note).strip()[:MOST_NOTE]
    await set_reason(tx, draft, command.reason or draft.reason, note)
    return await see_draft(tx, await store.load_return(tx, draft.id))


@dataclass(frozen=True, slots=True)
class AddReturnPhoto(Command[int]):
    """Keep a picture with the draft; how many there are now. Raises PhotoUnfit."""

    permission = Permission.ORDER_PLACE
    return_id: uuid.UUID
    content: bytes


async def add_return_photo(tx: Transaction, command: AddReturnPhoto) -> int:
    draft = await _own_draft(tx, command.return_id)
    media_type = picture_type(command.content)
    if media_type is None:
        raise PhotoUnfit(why="type")
    if len(command.content) > MOST_MEGABYTES * 1024 * 1024:
        raise PhotoUnfit(why="size", most=MOST_MEGABYTES)
    if draft.photos >= MOST_PHOTOS:
        raise PhotoUnfit(why="count", most=MOST_PHOTOS)
    await store.insert_photo(tx, draft.id, Photo(media_type, command.content))
    await store.change_return(tx, draft)
    return draft.photos + 1


@dataclass(frozen=True, slots=True)
class DropReturn(Command[None]):
    """The person wants nothing of it any more."""

    permission = Permission.ORDER_PLACE
    return_id: uuid.UUID


async def drop_return(tx: Transaction, command: DropReturn) -> None:
    await store.drop_return(tx, (await _own_draft(tx, command.return_id)).id)


@dataclass(frozen=True, slots=True)
class SendReturn(Command[Return]):
    """Send the draft as it was seen (``version``): numbered, and decided by the policy or by somebody.

    Raises ReturnUnfit, TooManyReturned where another request has taken the same pieces, ReturnElsewhere.
    """

    permission = Permission.ORDER_PLACE
    return_id: uuid.UUID
    version: int


async def send_return(tx: Transaction, command: SendReturn) -> Return:
    _check_own(tx, await store.load_return(tx, command.return_id))
    # Behind the order's lock no other request can take the same pieces.
    draft = await lock_return(tx, command.return_id)
    _check_own(tx, draft)
    if draft.version != command.version:
        raise Outdated(version=draft.version)
    if not draft.lines:
        raise ReturnUnfit(why="nothing")
    if draft.reason is None:
        raise ReturnUnfit(why="reason")
    order = await placed.load_order(tx, draft.order_id)
    left = {line.line_id: line.left for line in await lines_left(tx, order, draft.invoice)}
    for line in draft.lines:
        if line.quantity > left.get(line.line_id, 0):
            raise TooManyReturned(name=line.name, most=left.get(line.line_id, 0))
    amount = await worth(tx, draft)
    before = Money(await store.claimed_amount(tx, draft.order_id), amount.currency)
    policy = await store.load_policy(tx, amount.currency)
    await store.change_return(
        tx,
        draft,
        number=await store.next_number(tx),
        state=ReturnState.ASKED,
        amount_minor=amount.minor,
        sent_at=tx.now,
    )
    sent = await store.load_return(tx, draft.id)
    number = sent.number or ""
    tx.record(
        ReturnRequested(
            sent.id, sent.dealer_id, sent.order_id, number, sent.order_number, draft.reason.value,
            sent.photos, amount.minor, amount.currency,
        )
    )  # fmt: skip
    if passes_at_once(amount, before, policy.at_once, draft.reason, sent.photos):
        outcome = outcome_at_once(draft.reason)
        note = await agree(tx, sent, outcome)
        tx.record(
            ReturnAgreed(
                sent.id, None, sent.dealer_id, sent.person_id, number, sent.order_number, outcome.value, note
            )
        )
    else:
        await _ask(tx, sent)
    return await store.load_return(tx, draft.id)


async def _ask(tx: Transaction, sent: Return) -> None:
    dealer = await lock_dealer(tx, sent.dealer_id, as_house=True)
    request = Request(dealer.id, sent.amount, dealer.region, dealer.tier, dealer.rep_id, sent.person_id)
    trigger = Trigger(TriggerKind.RETURNED_GOODS)
    await open_request(tx, SubjectKind.RETURN, sent.id, sent.number or "", request, [trigger])


async def _own_draft(tx: Transaction, return_id: uuid.UUID) -> Return:
    """The actor's own draft, held. Raises NotFound, ReturnElsewhere for one that was sent."""
    seen = await store.load_return(tx, return_id, lock=True)
    _check_own(tx, seen)
    return seen


def _check_own(snap: Snapshot, seen: Return) -> None:
    if seen.person_id != snap.person_id:
        raise NotFound(what="return")
    if seen.state is not ReturnState.DRAFT:
        raise ReturnElsewhere(number=seen.number, state=seen.state.value)


@dataclass(frozen=True, slots=True)
class ShowReturn(Query[Return]):
    """A request of the own dealer; a draft with all that may still come back."""

    permission = Permission.ORDER_READ
    return_id: uuid.UUID


async def show_return(snap: Snapshot, query: ShowReturn) -> Return:
    seen = await store.load_return(snap, query.return_id)
    if seen.state is ReturnState.DRAFT:
        if seen.person_id != snap.actor.person_id:
            raise NotFound(what="return")
        return await see_draft(snap, seen)
    return seen


@dataclass(frozen=True, slots=True)
class ShowOwnDraft(Query[Return | None]):
    """What the person puts together just now, without what else may come back."""

    permission = Permission.ORDER_PLACE


async def show_own_draft(snap: Snapshot, _query: ShowOwnDraft) -> Return | None:
    return await store.find_draft(snap, snap.person_id)


@dataclass(frozen=True, slots=True)
class ListReturns(Query[tuple[Return, ...]]):
    """Requests that the own dealer sent, the newest first."""

    permission = Permission.ORDER_READ
    limit: int = 10


async def list_returns(snap: Snapshot, query: ListReturns) -> tuple[Return, ...]:
    return tuple(await store.list_returns(snap, limit=max(0, min(query.limit, 50))))
