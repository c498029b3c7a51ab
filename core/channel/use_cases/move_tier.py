"""A tier given by hand is asked for by one of the house; the house's rules say who decides (D7)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from core.approvals.flow import open_request
from core.approvals.repository import requests, rules
from core.approvals.types import Request, SubjectKind, Trigger, TriggerKind
from core.channel.errors import TierMoveUnfit
from core.channel.events import TierMoveRequested
from core.channel.flow import year_before
from core.channel.repository import tiers
from core.channel.types import MoveKind, MoveState, TierMove
from core.dealers import repository as dealers
from core.dealers.errors import TierUnknown
from core.dealers.repository import directory
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import DealerId
from core.kernel.money import Money

MOST_SHOWN = 20
MOST_LABEL = 60


@dataclass(frozen=True, slots=True)
class RequestTierMove(Command[uuid.UUID]):
    """Ask for another tier for a dealer; nothing changes before whoever the rules name agrees.

    The result: the id of the move. What rules with bounds look at is the turnover of a year.
    """

    permission = Permission.DEALER_EDIT
    dealer_id: DealerId
    tier: str
    reason: str


async def request_tier_move(tx: Transaction, command: RequestTierMove) -> uuid.UUID:
    card = await directory.load_card(tx, command.dealer_id)
    before = await tiers.lock_tier(tx, command.dealer_id)
    names = {step.code: step.name for step in await tiers.list_steps(tx)}
    if command.tier not in names:
        raise TierUnknown(known=list(names))
    if command.tier == before:
        raise TierMoveUnfit(why="same_tier")
    if await tiers.waiting_move(tx, command.dealer_id, MoveKind.MANUAL) is not None:
        raise TierMoveUnfit(why="waiting")
    (year,) = await tiers.list_turnover(tx, year_before(tx.now), command.dealer_id)
    bought = year.turnover or Money.zero(card.currency)
    move_id = tx.new_id()
    await tiers.insert_moves(
        tx,
        [
            {
                "id": move_id,
                "dealer_id": command.dealer_id,
                "kind": MoveKind.MANUAL,
                "state": MoveState.WAITING,
                "from_tier": before,
                "to_tier": command.tier,
                "turnover_minor": None if year.turnover is None else bought.minor,
                "missing_minor": None,
                "currency": card.currency,
                "reason": command.reason,
                "made_at": tx.now,
                "made_by": tx.actor.person_id,
                "effective_at": None,
                "ended_at": None,
            }
        ],
    )
    dealer = await dealers.load_dealer(tx, command.dealer_id)
    request = Request(dealer.id, bought, dealer.region, before, dealer.rep_id, tx.actor.person_id)
    label = f"{names[before]} → {names[command.tier]}"[:MOST_LABEL]
    trigger = Trigger(TriggerKind.TIER_MOVE)
    await open_request(tx, SubjectKind.TIER_MOVE, move_id, label, request, [trigger])
    tx.record(
        TierMoveRequested(
            move_id, command.dealer_id, tx.actor.person_id, before, command.tier, command.reason
        )
    )
    return move_id


@dataclass(frozen=True, slots=True)
class ShowTierMove(Query[TierMove]):
    """One move; while it waits for a decision with who is asked, and until when."""

    permission = Permission.DEALERS_READ
    move_id: uuid.UUID


async def show_tier_move(snap: Snapshot, query: ShowTierMove) -> TierMove:
    move = await tiers.load_move(snap, query.move_id)
    await directory.load_card(snap, move.dealer_id)  # only of dealers that the actor may look at
    approval = await requests.find_open_request(snap, move.id)
    if approval is None:
        return move
    asked = {person for step in approval.open_steps for person in step.people}
    names = [one.name for one in await rules.list_approvers(snap) if one.person_id in asked]
    return replace(move, asked=tuple(names), until=approval.expected_by)


@dataclass(frozen=True, slots=True)
class ListTierMoves(Query[tuple[TierMove, ...]]):
    """The latest moves of one dealer or, for those who see all dealers, of all."""

    permission = Permission.DEALER_EDIT
    dealer_id: DealerId | None = None


async def list_tier_moves(snap: Snapshot, query: ListTierMoves) -> tuple[TierMove, ...]:
    return tuple(await tiers.list_moves(snap, query.dealer_id, MOST_SHOWN))
