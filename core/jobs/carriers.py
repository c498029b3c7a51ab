"""Bookings are carried on with carriers outside: jobs of the queue, tried again while nobody answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

from core.deliveries.booking import BOOK, CANCEL
from core.deliveries.booking_types import BookingState
from core.deliveries.carriers import CarrierSilent
from core.deliveries.use_cases.run_booking import AskRates, GiveUpBooking, TellCarrier, TellToCancel
from core.infra.door import Core
from core.infra.queue import Job
from core.infra.worker import Worker
from core.kernel.actor import SYSTEM

_ACTOR = SYSTEM.from_origin("carriers")


def carrier_worker(core: Core) -> Worker:
    """Does the jobs of bookings, beside the bot's own: a carrier that thinks long holds up no chat."""

    async def book(booking_id: UUID) -> None:
        state = await core.execute(_ACTOR, AskRates(booking_id))
        while state is BookingState.CHOSEN:
            state = await core.execute(_ACTOR, TellCarrier(booking_id))

    async def cancel(booking_id: UUID) -> None:
        await core.execute(_ACTOR, TellToCancel(booking_id))

    return Worker(core, {BOOK: _patiently(core, book), CANCEL: _patiently(core, cancel)}, name="carriers")


def _patiently(core: Core, act: Callable[[UUID], Awaitable[None]]) -> Callable[[Job], Awaitable[None]]:
    """Again later while nobody answers; after the last try somebody of the house has to look."""

    async def run(job: Job) -> None:
        booking_id = UUID(job.payload["booking"])
        try:
            await act(booking_id)
        except CarrierSilent:
            if job.tries < job.max_tries:
                raise
            await core.execute(_ACTOR, GiveUpBooking(booking_id))

    return run


async def run_carriers(core: Core) -> None:
    """Until cancelled; a job that is cut off comes again with the same key."""
    await carrier_worker(core).run()
