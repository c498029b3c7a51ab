"""A tier given by hand: asked for by one of the house, decided by another (D7)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.channel.errors import OwnRequest, TierMoveDecided, TierMoveUnfit
from core.channel.events import TierMoveDeclined, TierMoveRequested
from core.channel.flow import change_tier, is_better
from core.channel.repository import tiers
from core.channel.types import MoveKind, MoveState, TierMove
from core.dealers.errors import TierUnknown
from core.dealers.repository import directory
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class RequestTierMove(Command[uuid.UUID]):
    """Ask for another tier for a dealer; nothing changes before somebody else agrees."""

    permission = Permission.DEALER_EDIT
    dealer_id: DealerId
    tier: str
    reason: str


async def request_tier_move(tx: Transaction, command: RequestTierMove) -> uuid.UUID:
    card = await directory.load_card(tx, command.dealer_id)
    before = await tiers.lock_tier(tx, command.dealer_id)
    steps = await tiers.list_steps(tx)
    if command.tier not in {step.code for step in steps}:
        raise TierUnknown(known=[step.code for step in steps])
    if command.tier == before:
        raise TierMoveUnfit(why="same_tier")
    if await tiers.waiting_move(tx, command.dealer_id, MoveKind.MANUAL) is not None:
        raise TierMoveUnfit(why="waiting")
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
                "turnover_minor": None,
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
    tx.record(
        TierMoveRequested(
            move_id, command.dealer_id, tx.actor.person_id, before, command.tier, command.reason
        )
    )
    return move_id


@dataclass(frozen=True, slots=True)
class ShowTierMove(Query[TierMove]):
    permission = Permission.DEALERS_READ
    move_id: uuid.UUID


async def show_tier_move(snap: Snapshot, query: ShowTierMove) -> TierMove:
    move = await tiers.load_move(snap, query.move_id)
    await directory.load_card(snap, move.dealer_id)  # only of dealers that the actor may look at
    return move


@dataclass(frozen=True, slots=True)
class ListTierMoves(Query[tuple[TierMove, ...]]):
    """The latest moves of one dealer or, for those who see all dealers, of all."""

    permission = Permission.DEALER_EDIT
    dealer_id: DealerId | None = None


async def list_tier_moves(snap: Snapshot, query: ListTierMoves) -> tuple[TierMove, ...]:
    return tuple(await tiers.list_moves(snap, query.dealer_id, MOST_SHOWN))


@dataclass(frozen=True, slots=True)
class DecideTierMove(Command[TierMove]):
    """Agree or not. One decision wins; nobody decides what he asked for, or about the own dealer."""

    permission = Permission.DEALER_EDIT
    move_id: uuid.UUID
    approve: bool
    reason: str = ""


async def decide_tier_move(tx: Transaction, command: DecideTierMove) -> TierMove:
    move = await tiers.load_move(tx, command.move_id, lock=True)
    if move.kind is not MoveKind.MANUAL or tx.actor.dealer_id == move.dealer_id:
        raise NotFound(what="tier_move")
    if move.state is not MoveState.WAITING:
        raise TierMoveDecided(by=move.ended_by or tx.settings.company, state=move.state.value)
    if move.made_by == tx.person_id:
        raise OwnRequest
    if not command.approve:
        await tiers.end_move(tx, move.id, MoveState.DECLINED, command.reason)
        tx.record(
            TierMoveDeclined(
                move.id, move.dealer_id, move.made_by, move.from_tier, move.to_tier, command.reason
            )
        )
        return await tiers.load_move(tx, move.id)
    await _make(tx, move)
    return await tiers.load_move(tx, move.id)


async def _make(tx: Transaction, move: TierMove) -> None:
    """Judged again: the tier may have changed since it was asked for."""
    before = await tiers.lock_tier(tx, move.dealer_id)
    if before == move.to_tier:
        raise TierMoveUnfit(why="same_tier")
    announced = await tiers.waiting_move(tx, move.dealer_id, MoveKind.REVIEW)
    if announced is not None:
        await tiers.end_move(tx, announced, MoveState.CANCELLED, "by_hand")
    await tiers.end_move(tx, move.id, MoveState.DONE, "", moved=True)
    up = is_better(await tiers.list_steps(tx), before, move.to_tier)
    await change_tier(tx, move.dealer_id, before, move.to_tier, is_up=up, move=move)
