"""Moving a dealer to another tier: the one place where it happens, by the clock or by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from core.channel.engine.tiering import judge_tiers
from core.channel.events import TierMoveCancelled, TierMoved
from core.channel.repository import tiers
from core.channel.types import MoveKind, MoveState, TierMove, TierStep, TierVerdict
from core.dealers import repository as dealers
from core.dealers.repository import directory
from core.infra.transaction import Snapshot, Transaction
from core.kernel.ids import ApprovalId, DealerId


def year_before(now: datetime) -> datetime:
    """The same day and time a year ago; 29 February gives 28 February."""
    try:
        return now.replace(year=now.year - 1)
    except ValueError:
        return now.replace(year=now.year - 1, day=28)


async def judge_all(snap: Snapshot) -> tuple[TierVerdict, ...]:
    """What a review would find for every dealer at work now."""
    steps = await tiers.list_steps(snap)
    return judge_tiers(await tiers.list_turnover(snap, year_before(snap.now)), steps)


async def change_tier(
    tx: Transaction,
    dealer_id: DealerId,
    before: str,
    after: str,
    *,
    is_up: bool,
    move: TierMove | None = None,
    approval_id: ApprovalId | None = None,
) -> bool:
    """Quotes from this moment on are at the new tier. False: somebody has changed the tier meanwhile.

    move: by hand, as it was asked for and agreed to (``approval_id``); None: by a review.
    """
    if await tiers.lock_tier(tx, dealer_id) != before:
        return False
    await directory.update_dealer(tx, dealer_id, tier=after)
    dealer = await dealers.load_dealer(tx, dealer_id)
    tx.record(
        TierMoved(
            dealer_id=dealer_id,
            dealer_name=dealer.name,
            rep_id=dealer.rep_id,
            before=before,
            after=after,
            kind=MoveKind.REVIEW.value if move is None else move.kind.value,
            is_up=is_up,
            move_id=None if move is None else move.id,
            asked_by=None if move is None else move.made_by,
            approval_id=approval_id,
        )
    )
    return True


async def cancel_announced(tx: Transaction, move: TierMove) -> None:
    """The turnover is back: the dealer stays, and hears so."""
    await tiers.end_move(tx, move.id, MoveState.CANCELLED, "recovered")
    dealer = await dealers.load_dealer(tx, move.dealer_id)
    tx.record(TierMoveCancelled(dealer.id, dealer.name, dealer.rep_id, dealer.tier))


def is_better(steps: Sequence[TierStep], before: str, after: str) -> bool:
    """Whether prices are lower in the second tier than in the first."""
    known = {step.code: step for step in steps}
    return known[after].margin_bp < known[before].margin_bp
