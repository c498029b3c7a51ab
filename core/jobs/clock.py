"""What the clock starts: commands of the house, each once in its slot over all processes, or in each of them.

A slot is a stretch of time ``every`` long, counted from 1970; its number is part of the
idempotency key, so that a second process, or the same one after a restart, finds the slot done. A slot that
nobody was awake for is not made up for: each command looks at what is due, not at how often it ran.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from core.alarms.use_cases.watch_orders import WatchOrders
from core.approvals.use_cases.remind_approvers import RemindApprovers
from core.billing.use_cases.remind_due import RemindDue
from core.channel.use_cases.decide_tier_move import CloseTierMoves
from core.channel.use_cases.review_tiers import ReviewTiers
from core.channel.use_cases.settle_rebates import StateRebates
from core.deliveries.use_cases.book_carrier import CancelUnwantedBookings
from core.dispatch.use_cases.sketch_routes import SketchRoutes
from core.dispatch.use_cases.tell_evening import TellEvening
from core.feedback.use_cases.run_survey import CloseSurveys
from core.infra.door import Core
from core.kernel.actor import SYSTEM
from core.kernel.command import Command
from core.orders.use_cases.close_overdue import CloseOverdueApprovals
from core.orders.use_cases.keep_supply import ReleaseBackOrders
from core.orders.use_cases.save_quotation import RemindQuotations
from core.orders.use_cases.send_prepared import ExpirePrepared
from core.protection.use_cases.decide_claim import CloseClaims
from core.protection.use_cases.notice_falls import NoticeFalls
from core.reporting.use_cases.schedule_report import SendDueReports
from core.reporting.use_cases.tell_silent import TellSilentDealers
from core.returns.use_cases.decide_return import CloseReturns
from core.stock.use_cases.propose_stock import ProposeStock
from core.stock.use_cases.release_expired import ReleaseExpired
from core.stock.use_cases.watch_lots import QuarantineExpired
from core.support.use_cases.pass_on import PassOnConversations
from core.templates.use_cases.run_standing import RunStandingOrders
from core.vendors.use_cases.chase_purchases import ChasePurchases
from core.vendors.use_cases.keep_partners import PayPartners, ReplanSilent
from core.vendors.use_cases.send_direct import BuyAlways

log = structlog.get_logger()

LOOK_SECONDS = 15
_WARM_SECONDS = 20
_CLOCK = SYSTEM.from_origin("clock")
_START = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Timed:
    """A command to be done every so often; it is handed the start of its slot.

    in_each_process: what it finds is kept in the process, so that each one does it, a fresh one at once.
    """

    name: str
    every: timedelta
    command: Callable[[datetime], Command[Any]]
    in_each_process: bool = False

    def slot(self, now: datetime) -> datetime:
        """Start of the slot that ``now`` lies in."""
        return _START + self.every * ((now - _START) // self.every)


# Every timed command of the house, listed by hand.
CLOCK: tuple[Timed, ...] = (
    Timed("close_overdue_approvals", timedelta(minutes=1), lambda _slot: CloseOverdueApprovals()),
    Timed("close_tier_moves", timedelta(minutes=1), lambda _slot: CloseTierMoves()),
    Timed("remind_due", timedelta(minutes=10), lambda _slot: RemindDue()),
    Timed("close_claims", timedelta(minutes=1), lambda _slot: CloseClaims()),
    Timed("notice_falls", timedelta(minutes=10), lambda _slot: NoticeFalls()),
    Timed("close_returns", timedelta(minutes=1), lambda _slot: CloseReturns()),
    Timed("release_back_orders", timedelta(minutes=1), lambda _slot: ReleaseBackOrders()),
    Timed("buy_always", timedelta(minutes=1), lambda _slot: BuyAlways()),
    Timed("chase_purchases", timedelta(minutes=1), lambda _slot: ChasePurchases()),
    Timed("replan_silent", timedelta(minutes=1), lambda _slot: ReplanSilent()),
    Timed("pay_partners", timedelta(minutes=1), lambda _slot: PayPartners()),
    Timed("unwanted_bookings", timedelta(minutes=1), lambda _slot: CancelUnwantedBookings()),
    Timed("standing_orders", timedelta(seconds=15), lambda _slot: RunStandingOrders()),
    Timed("expire_prepared", timedelta(minutes=10), lambda _slot: ExpirePrepared()),
    Timed("close_surveys", timedelta(minutes=1), lambda _slot: CloseSurveys()),
    Timed("remind_quotations", timedelta(hours=1), lambda _slot: RemindQuotations()),
    Timed("release_reservations", timedelta(minutes=1), lambda _slot: ReleaseExpired()),
    Timed("expired_lots", timedelta(hours=1), lambda _slot: QuarantineExpired()),
    Timed("stock_proposals", timedelta(hours=1), lambda _slot: ProposeStock()),
    Timed("pass_on_conversations", timedelta(minutes=1), lambda _slot: PassOnConversations()),
    Timed("remind_approvers", timedelta(minutes=1), lambda _slot: RemindApprovers()),
    Timed("watch_orders", timedelta(minutes=5), lambda _slot: WatchOrders()),
    Timed("sketch_routes", timedelta(minutes=2), lambda _slot: SketchRoutes(), in_each_process=True),
    Timed("tell_evening", timedelta(minutes=5), lambda _slot: TellEvening()),
    Timed("reports", timedelta(minutes=5), lambda _slot: SendDueReports()),
    Timed("rebates", timedelta(days=1), lambda _slot: StateRebates()),
    Timed("tiers", timedelta(days=1), lambda _slot: ReviewTiers()),
    Timed("silent_dealers", timedelta(hours=1), TellSilentDealers),
)


async def tick(core: Core, clock: tuple[Timed, ...] | None = None) -> None:
    """Do what is due now and not yet done. One that fails is a line in the log; the others go on."""
    now = core.clock.now()
    for timed in CLOCK if clock is None else clock:
        slot = timed.slot(now)
        key = f"clock:{timed.name}:{slot.isoformat()}"
        try:
            await core.execute(
                _CLOCK, timed.command(slot), key=f"{key}:{core.process_id}" if timed.in_each_process else key
            )
        except Exception:
            log.exception("timed_command_failed", name=timed.name, slot=slot.isoformat())


async def warm_up(core: Core) -> None:
    """Before a process serves anybody: what each has to find for itself, as far as that is soon found."""
    try:
        async with asyncio.timeout(_WARM_SECONDS):
            await tick(core, tuple(timed for timed in CLOCK if timed.in_each_process))
    except TimeoutError:
        log.warning("warm_up_too_slow", seconds=_WARM_SECONDS)


async def run_clock(core: Core) -> None:
    """Look at the clock for ever."""
    while True:
        await tick(core)
        await asyncio.sleep(LOOK_SECONDS)
