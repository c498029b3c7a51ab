"""What a person wants to hear and when: nothing that is switched off, at night what cannot wait, and what is
wanted once a day with the digest.

Whoever words notices knows nothing of this: the sends are looked at once they are made. A card that stands in
the chat already changes at any hour, for that makes no sound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from core.channel.types import DigestItem, NoticeKind, Telling
from core.channel.use_cases.keep_digest import KeepForDigest
from core.channel.use_cases.keep_quiet import WhenToTell
from core.infra.door import Core
from core.infra.queue import NewJob
from core.kernel.actor import SYSTEM
from core.kernel.ids import PersonId

# Name of the event -> the kind that its notices can be switched off by; those not named always come.
KINDS: Mapping[str, NoticeKind] = {
    "shipment_moved": NoticeKind.STEPS,
    "order_back_ordered": NoticeKind.SUPPLY,
    "back_order_released": NoticeKind.SUPPLY,
    "promise_changed": NoticeKind.SUPPLY,
    "order_shared": NoticeKind.SUPPLY,
    "holiday_moved": NoticeKind.SUPPLY,
    "quotation_expiring": NoticeKind.SUPPLY,
    "expiring_offered": NoticeKind.PROMOTIONS,
    "invoices_due": NoticeKind.DUE,
    "rebate_stated": NoticeKind.REBATES,
    "rebate_settled": NoticeKind.REBATES,
    "price_protection_offered": NoticeKind.REBATES,
    "dealers_silent": NoticeKind.SILENT,
}
# Somebody is waiting for an answer, or the person's own safety is concerned.
_URGENT = frozenset(
    {"approval_requested", "approval_step_passed", "approval_reminder", "approval_escalated",
     "question_asked", "question_answered", "counter_offered", "counter_answered", "purchase_unanswered",
     "task_escalated", "route_changed", "second_factor_locked", "second_factor_removed", "chat_connected",
     "stop_is_next", "act_refused", "load_lacking", "carrier_booked", "carrier_not_booked",
     "conversation_opened", "conversation_taken_up", "conversation_passed_on", "conversation_said",
     "conversation_closed"}
)  # fmt: skip


async def as_chosen(
    core: Core, name: str, entry: str, event: Mapping[str, Any], jobs: Sequence[NewJob]
) -> list[NewJob]:
    """The jobs that are wanted, those of quiet hours put off to their end. The same event gives the same."""
    people = {PersonId(UUID(job.payload["person"])) for job in jobs if "person" in job.payload}
    if not people:
        return list(jobs)
    urgent = name in _URGENT or event.get("state") == "out_for_delivery"
    kind = KINDS.get(name)
    wanted = await core.ask(SYSTEM, WhenToTell(tuple(sorted(people)), kind, urgent))
    daily = tuple(person_id for person_id, telling in wanted.items() if telling.is_daily)
    if daily and kind is not None:
        await core.execute(SYSTEM, KeepForDigest(daily, kind, DigestItem(entry, name, event)))
    now = core.clock.now()
    return [_at_its_time(job, wanted, now) for job in jobs if _comes_by_itself(job, wanted)]


def _comes_by_itself(job: NewJob, wanted: Mapping[PersonId, Telling]) -> bool:
    if "person" not in job.payload:
        return True
    telling = wanted.get(PersonId(UUID(job.payload["person"])))
    return telling is not None and not telling.is_daily


def _at_its_time(job: NewJob, wanted: Mapping[PersonId, Telling], now: datetime) -> NewJob:
    due = wanted[PersonId(UUID(job.payload["person"]))].due if "person" in job.payload else None
    if due is None:
        return job
    # A card may be told something newer meanwhile, and is not to be set back in the morning.
    payload = {**job.payload, **({"as_of": now.isoformat()} if job.payload.get("in_place") else {})}
    # A lane of its own: what waits there must not hold up what the person is doing meanwhile.
    return replace(job, due=due, lane=f"quiet:{job.lane}", payload=payload)
