"""What a person wants to hear and when: nothing that is switched off, and at night what cannot wait.

Whoever words notices knows nothing of this: the sends are looked at once they are made. A card that stands in
the chat already changes at any hour, for that makes no sound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from core.channel.types import NoticeKind
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
    "quotation_expiring": NoticeKind.SUPPLY,
    "rebate_stated": NoticeKind.REBATES,
    "rebate_settled": NoticeKind.REBATES,
}
# Somebody is waiting for an answer, or the person's own safety is concerned.
_URGENT = frozenset(
    {"approval_requested", "approval_step_passed", "approval_reminder", "approval_escalated",
     "question_asked", "question_answered", "counter_offered", "counter_answered", "purchase_unanswered",
     "task_escalated", "second_factor_locked", "second_factor_removed", "chat_connected"}
)  # fmt: skip


async def as_chosen(core: Core, name: str, event: Mapping[str, Any], jobs: Sequence[NewJob]) -> list[NewJob]:
    """The jobs that are wanted, those of quiet hours put off to their end. The same event gives the same."""
    people = {PersonId(UUID(job.payload["person"])) for job in jobs if "person" in job.payload}
    if not people:
        return list(jobs)
    urgent = name in _URGENT or event.get("state") == "out_for_delivery"
    wanted = await core.ask(SYSTEM, WhenToTell(tuple(sorted(people)), KINDS.get(name), urgent))
    chosen = []
    for job in jobs:
        if "person" not in job.payload:
            chosen.append(job)
            continue
        person_id = PersonId(UUID(job.payload["person"]))
        if person_id in wanted:
            due = wanted[person_id]
            # A lane of its own: what waits there must not hold up what the person is doing meanwhile.
            chosen.append(job if due is None else replace(job, due=due, lane=f"quiet:{job.lane}"))
    return chosen
