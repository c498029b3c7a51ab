"""What a person of the house is about to do: arguments as far as they are known, and what was previewed.

A proposal belongs to one person, lives for a quarter of an hour and is good once.
"""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from bot.office.kinds import Option
from bot.tables import ProposalRow
from core.infra.door import Core
from core.kernel.ids import PersonId, new_uuid7

KEEP = timedelta(minutes=15)
_FORGET = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Proposal:
    """values: arguments that are read; words: those that are typed and not read yet; asked: the parameter
    that a question is open about, with its options; seen: fingerprint of the preview that was shown;
    confirmed: key of the tap by which it is done."""

    id: uuid.UUID
    person_id: PersonId
    command: str
    values: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    asked: str = ""
    options: tuple[Option, ...] = ()
    seen: str = ""
    step: int = 0
    confirmed: str = ""
    is_used: bool = False

    def moved(self, **changes: Any) -> Proposal:
        """The next step: buttons drawn before are of no use any more."""
        return replace(self, step=self.step + 1, **changes)


def new_proposal(core: Core, person_id: PersonId, command: str) -> Proposal:
    return Proposal(new_uuid7(core.clock.now()), person_id, command)


async def save_proposal(core: Core, proposal: Proposal) -> None:
    """Write it down, new or moved on; this person's old ones are forgotten on the way."""
    now = core.clock.now()
    content = {
        "values": proposal.values,
        "words": proposal.words,
        "asked": proposal.asked,
        "options": [asdict(option) for option in proposal.options],
        "seen": proposal.seen,
        "step": proposal.step,
        "confirmed": proposal.confirmed,
    }
    async with core.database.write() as connection:
        changed = await connection.execute(
            update(ProposalRow).where(ProposalRow.id == proposal.id).values(arguments=content, made_at=now)
        )
        if changed.rowcount == 0:
            await connection.execute(
                delete(ProposalRow).where(
                    ProposalRow.person_id == proposal.person_id, ProposalRow.made_at < now - _FORGET
                )
            )
            await connection.execute(
                insert(ProposalRow).values(
                    id=proposal.id,
                    person_id=proposal.person_id,
                    command=proposal.command,
                    arguments=content,
                    made_at=now,
                    used_at=None,
                )
            )


async def find_proposal(core: Core, proposal_id: uuid.UUID, person_id: PersonId) -> Proposal | None:
    """A proposal of this very person that is not too old; None for any other."""
    async with core.database.read() as connection:
        row = (
            await connection.execute(
                select(
                    ProposalRow.command, ProposalRow.arguments, ProposalRow.made_at, ProposalRow.used_at
                ).where(ProposalRow.id == proposal_id, ProposalRow.person_id == person_id)
            )
        ).one_or_none()
    if row is None or _is_over(row.made_at, core.clock.now()):
        return None
    kept = row.arguments
    return Proposal(
        id=proposal_id,
        person_id=person_id,
        command=row.command,
        values=kept["values"],
        words=kept["words"],
        asked=kept["asked"],
        options=tuple(Option(**option) for option in kept["options"]),
        seen=kept["seen"],
        step=kept["step"],
        confirmed=kept.get("confirmed", ""),
        is_used=row.used_at is not None,
    )


def _is_over(made_at: datetime, now: datetime) -> bool:
    return made_at < now - KEEP


async def use_proposal(core: Core, proposal: Proposal) -> None:
    """It was done or dropped, and cannot be done any more."""
    async with core.database.write() as connection:
        await connection.execute(
            update(ProposalRow)
            .where(ProposalRow.id == proposal.id, ProposalRow.used_at.is_(None))
            .values(used_at=core.clock.now())
        )
