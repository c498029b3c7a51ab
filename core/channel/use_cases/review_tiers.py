"""The monthly review of tiers, and what it has announced, day by day (D7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from core.channel.events import TierMoveAnnounced
from core.channel.flow import cancel_announced, change_tier, judge_all
from core.channel.repository import tiers
from core.channel.types import MoveKind, MoveState, Outcome, TierMove, TierPreview, TierReview, TierVerdict
from core.dealers import repository as dealers
from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.kernel.ids import DealerId
from core.kernel.money import Money

_MOVES = (Outcome.UP, Outcome.DOWN)


@dataclass(frozen=True, slots=True)
class PreviewTiers(Query[TierPreview]):
    """Who would move, or be told of a move, if the review were now."""

    permission = Permission.DEALER_EDIT


async def preview_tiers(snap: Snapshot, _query: PreviewTiers) -> TierPreview:
    verdicts = await judge_all(snap)
    moves = tuple(one for one in verdicts if one.outcome in _MOVES)
    effects: Counter[str] = Counter()
    for one in moves:
        if one.margin_effect is not None:
            effects[one.margin_effect.currency] += one.margin_effect.minor
    return TierPreview(
        moves,
        Counter(one.outcome for one in verdicts if one.outcome not in _MOVES),
        tuple(Money(minor, currency) for currency, minor in sorted(effects.items())),
    )


@dataclass(frozen=True, slots=True)
class ReviewTiers(Command[TierReview]):
    """Every day: what was announced is made or, where the turnover is back, called off. Once a
    month: moves up at once, and announces moves down.

    All in one transaction, so a run that was cut off has done nothing and is simply done again; a month whose
    review is done is not reviewed twice.
    """

    permission = Permission.INTERNAL


async def review_tiers(tx: Transaction, _command: ReviewTiers) -> TierReview:
    verdicts = await judge_all(tx)
    by_dealer = {one.dealer_id: one for one in verdicts}
    announced = await tiers.lock_waiting(tx, MoveKind.REVIEW)
    downgraded, recovered = await _settle(tx, announced, by_dealer)
    month = _month(tx)
    if await tiers.review_is_done(tx, month):
        return TierReview(downgraded=downgraded, recovered=recovered)
    # Who was moved down just now is not told of the next step in the same breath.
    settled = {one.dealer_id for one in announced}
    upgraded = await _move_up(tx, [one for one in verdicts if one.outcome is Outcome.UP])
    down = [one for one in verdicts if one.outcome is Outcome.DOWN and one.dealer_id not in settled]
    await _announce(tx, down)
    await tiers.note_review(tx, month, upgraded=upgraded, noticed=len(down))
    return TierReview(upgraded, len(down), downgraded, recovered)


def _month(tx: Transaction) -> date:
    """The first day of this month, where the house is."""
    return tx.now.astimezone(ZoneInfo(tx.settings.default_zone)).date().replace(day=1)


async def _settle(
    tx: Transaction, announced: Sequence[TierMove], verdicts: dict[DealerId, TierVerdict]
) -> tuple[int, int]:
    """Moves made and moves called off among those announced."""
    made = off = 0
    for move in announced:
        verdict = verdicts.get(move.dealer_id)
        if verdict is None:
            await tiers.end_move(tx, move.id, MoveState.CANCELLED, "closed")
        elif verdict.outcome is not Outcome.DOWN or verdict.from_tier != move.from_tier:
            await cancel_announced(tx, move)
            off += 1
        elif move.effective_at is not None and move.effective_at <= tx.now:
            moved = await change_tier(tx, move.dealer_id, move.from_tier, verdict.to_tier, is_up=False)
            if moved:
                await tiers.end_move(tx, move.id, MoveState.DONE, "turnover", moved=True)
            made += moved
    return made, off


async def _move_up(tx: Transaction, up: Sequence[TierVerdict]) -> int:
    moved = [
        one for one in up if await change_tier(tx, one.dealer_id, one.from_tier, one.to_tier, is_up=True)
    ]
    ended = {"state": MoveState.DONE, "effective_at": tx.now, "ended_at": tx.now}
    await tiers.insert_moves(tx, [_row(tx, one) | ended for one in moved])
    return len(moved)


async def _announce(tx: Transaction, down: Sequence[TierVerdict]) -> None:
    effective_at = tx.now + timedelta(days=await tiers.notice_days(tx))
    await tiers.insert_moves(
        tx,
        [
            _row(tx, one) | {"state": MoveState.WAITING, "effective_at": effective_at, "ended_at": None}
            for one in down
        ],
    )
    for one in down:
        if one.turnover is None or one.missing is None:
            raise AssertionError("a move down is judged by turnover")
        dealer = await dealers.load_dealer(tx, one.dealer_id)
        tx.record(
            TierMoveAnnounced(
                dealer_id=one.dealer_id,
                dealer_name=dealer.name,
                rep_id=dealer.rep_id,
                before=one.from_tier,
                after=one.to_tier,
                turnover=one.turnover.minor,
                missing=one.missing.minor,
                currency=one.turnover.currency,
                effective_at=effective_at,
            )
        )


def _row(tx: Transaction, one: TierVerdict) -> dict[str, object]:
    if one.turnover is None:
        raise AssertionError("a move by review is judged by turnover")
    return {
        "id": tx.new_id(),
        "dealer_id": one.dealer_id,
        "kind": MoveKind.REVIEW,
        "from_tier": one.from_tier,
        "to_tier": one.to_tier,
        "turnover_minor": one.turnover.minor,
        "missing_minor": one.missing.minor if one.missing else None,
        "currency": one.turnover.currency,
        "reason": "turnover",
        "made_at": tx.now,
        "made_by": None,
    }
