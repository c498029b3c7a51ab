"""Where goods run low, moving or ordering them is proposed; one tap accepts it (G4, G5).

Every look at the clock works all proposals out anew: one that is so no longer expires, and what is still so
stays as it is. Accepting judges once more, under the lock of the stock rows.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import LineId, OrderId, ProductId, WarehouseId
from core.stock import incoming, posting, repository
from core.stock import marks as store
from core.stock.engine import arrival_date
from core.stock.engine.levels import Marks, Need, Stocked, propose
from core.stock.errors import NotReserved, ProposalOver
from core.stock.events import StockProposalDecided, StockProposed, TransferSent
from core.stock.ledger import Key
from core.stock.marks import ACCEPTED, DECLINED, EXPIRED, OPEN, StockProposal
from core.stock.stirring import LATE, NO_MOVE, MoveDecided
from core.stock.types import StockAt, Transfer, Warehouse

# Nobody is asked again for the very same thing so soon.
_REMEMBERED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ProposeStock(Command[int]):
    """The clock starts this; the result is how many new proposals there are."""

    permission = Permission.INTERNAL


@dataclass(frozen=True, slots=True)
class ListStockProposals(Query[tuple[StockProposal, ...]]):
    """Those that are open, the most urgent first."""

    permission = Permission.STOCK_EDIT
    limit: int = 50


@dataclass(frozen=True, slots=True)
class DecideStockProposal(Command[StockProposal]):
    """Accepted goods leave the other warehouse at once; what is ordered of a vendor is expected from now on.

    Raises ProposalOver when it was decided before, or when it is so no longer.
    """

    permission = Permission.STOCK_EDIT
    proposal_id: uuid.UUID
    accept: bool


async def list_stock_proposals(snap: Snapshot, query: ListStockProposals) -> tuple[StockProposal, ...]:
    return tuple(await store.list_proposals(snap, limit=max(0, query.limit)))


async def propose_stock(tx: Transaction, _command: ProposeStock) -> int:
    before = [one for one in await store.list_proposals(tx, lock=True) if one.order_id is None]
    known = await store.load_marks(tx)
    products = {product_id for product_id, _ in known} | {one.product_id for one in before}
    if not products:
        return 0
    houses = await repository.list_warehouses(tx)
    facts = _facts(known, await repository.load_stock(tx, products), houses)
    needed = {(product, need.warehouse_id): need for product in facts for need in propose(facts[product])}
    still = [one for one in before if _is_still_so(one, needed.get((one.product_id, one.warehouse_id)))]
    await store.close_proposals(tx, {one.id for one in before} - {one.id for one in still}, EXPIRED)
    kept = {(one.product_id, one.warehouse_id) for one in still}
    has = {(product, one.warehouse_id): one.has for product in facts for one in facts[product]}
    declined = await store.list_declined(tx, tx.now - _REMEMBERED)
    new = [
        (key[0], need, has[key], _arrives_on(tx, need, houses))
        for key, need in sorted(needed.items())
        if key not in kept and (key, need.source_id, need.quantity) not in declined
    ]
    await store.insert_proposals(tx, new)
    if new:
        moves = sum(need.source_id is not None for _, need, _, _ in new)
        tx.record(StockProposed(moves, len(new) - moves))
    return len(new)


def _is_still_so(proposal: StockProposal, need: Need | None) -> bool:
    """A proposal stays while the same is needed from the same place, in the same quantity."""
    return need is not None and (need.source_id, need.quantity) == (proposal.source_id, proposal.quantity)


def _facts(
    known: Mapping[Key, Marks], stock: Mapping[ProductId, Sequence[StockAt]], houses: Sequence[Warehouse]
) -> dict[ProductId, list[Stocked]]:
    levels = {(product, at.warehouse_id): at for product, places in stock.items() for at in places}
    by_product: dict[ProductId, list[Stocked]] = defaultdict(list)
    for product in {product for product, _ in known} | stock.keys():
        for house in houses:
            at = levels.get((product, house.id))
            coming = sum(one.quantity for one in at.arrivals) if at else 0
            by_product[product].append(
                Stocked(
                    house.id, house.code, at.available if at else 0, coming, known.get((product, house.id))
                )
            )
    return by_product


def _arrives_on(snap: Snapshot, need: Need, houses: Sequence[Warehouse]) -> date | None:
    """When the next line haul brings it; when a vendor would is not known."""
    at = {house.id: house for house in houses}
    if need.source_id is None:
        return None
    return arrival_date(at[need.source_id], at[need.warehouse_id].region, snap.now)


async def decide_stock_proposal(tx: Transaction, command: DecideStockProposal) -> StockProposal:
    found = await store.list_proposals(tx, only=command.proposal_id, lock=True)
    if not found:
        raise NotFound(what="proposal")
    (proposal,) = found
    if proposal.state != OPEN:
        raise ProposalOver
    state = ACCEPTED if command.accept else DECLINED
    if proposal.order_id is not None:
        await _decide_move(tx, proposal, accept=command.accept)
    elif command.accept:
        await _judge_again(tx, proposal)
        if proposal.source_id is not None:
            await _send(tx, proposal, proposal.source_id)
        else:
            key = (proposal.product_id, proposal.warehouse_id)
            await incoming.expect(tx, key, proposal.quantity, proposal.id)
    await store.close_proposals(tx, [proposal.id], state)
    tx.record(StockProposalDecided(proposal.id, proposal.sku, proposal.warehouse, proposal.quantity, state))
    return (await store.list_proposals(tx, only=proposal.id))[0]


async def _decide_move(tx: Transaction, proposal: StockProposal, *, accept: bool) -> None:
    """Send what is reserved for an order; or leave it where it lies: the order goes from there."""
    assert proposal.order_id is not None
    if not accept:
        tx.stir(MoveDecided(proposal.order_id), NO_MOVE)
        return
    if proposal.line_id is None or proposal.source_id is None or proposal.source is None:
        raise ProposalOver
    late = tx.today - date.fromisoformat(proposal.facts["leaves_on"])
    arrives_on = (proposal.arrives_on or tx.today) + max(late, timedelta(0))
    transfer = Transfer(
        proposal.product_id, proposal.source_id, proposal.warehouse_id, proposal.quantity, arrives_on
    )
    order_id, line_id = OrderId(proposal.order_id), LineId(proposal.line_id)
    try:
        await posting.transfer_reserved(tx, order_id, line_id, transfer, proposal.id)
    except NotReserved as gone:
        raise ProposalOver from gone
    tx.stir(MoveDecided(proposal.order_id), LATE)
    names = (proposal.sku, proposal.source, proposal.warehouse)
    tx.record(TransferSent(proposal.id, *names, proposal.quantity, arrives_on))


async def _judge_again(tx: Transaction, proposal: StockProposal) -> None:
    """Under the lock: does it still lack something, and can the other one still spare it?"""
    stock = await repository.load_stock(tx, [proposal.product_id], lock=True)
    known = await store.load_marks(tx, proposal.product_id)
    facts = _facts(known, stock, await repository.list_warehouses(tx))[proposal.product_id]
    at: dict[WarehouseId, Stocked] = {one.warehouse_id: one for one in facts}
    target = at.get(proposal.warehouse_id)
    source = at.get(proposal.source_id) if proposal.source_id is not None else None
    is_spared = proposal.source_id is None or (source is not None and source.spare >= proposal.quantity)
    if target is None or not target.lacks or not is_spared:
        raise ProposalOver


async def _send(tx: Transaction, proposal: StockProposal, source_id: WarehouseId) -> None:
    if proposal.arrives_on is None or proposal.source is None:
        raise ProposalOver
    # It leaves now, so the day it comes is counted from now.
    houses = await repository.list_warehouses(tx)
    arrives_on = _arrives_on(tx, proposal.need, houses) or proposal.arrives_on
    transfer = Transfer(proposal.product_id, source_id, proposal.warehouse_id, proposal.quantity, arrives_on)
    await posting.transfer_out(tx, [transfer], proposal.id)
    tx.record(
        TransferSent(
            proposal.id, proposal.sku, proposal.source, proposal.warehouse, proposal.quantity, arrives_on
        )
    )
