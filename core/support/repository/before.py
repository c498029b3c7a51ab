"""What somebody wrote to the machine lately and what it answered, as far as both are kept anyway.

Nothing is written down for this: updates stay in the queue for two days, results of commands for a month.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from core.dealers.tables import SessionRow
from core.infra.columns import table_of
from core.infra.door import IdempotencyRow
from core.infra.queue import JobRow
from core.infra.transaction import Snapshot
from core.intake.types import Intent
from core.support.types import Remark, Side, WordKind, Written

MOST = 6
_LATELY = timedelta(hours=12)
_LOOK_BACK = 20_000  # jobs: further back a long queue is not read through
_UPDATE = "telegram.update"
# What is answered with the card of the draft.
_SHOW_DRAFT = {
    Intent.ORDER, Intent.EDIT, Intent.REPEAT_LAST, Intent.USUAL, Intent.SHOW_DRAFT, Intent.CONFIRM,
}  # fmt: skip
_job, _result, _session = table_of(JobRow), table_of(IdempotencyRow), table_of(SessionRow)

Past = tuple[Side, datetime, Written, tuple[Remark, ...]]


async def words_before(snap: Snapshot) -> list[Past]:
    """The actor's last typed messages and what was said to them, oldest first."""
    chats = await snap.all(
        select(_session.c.telegram_id).where(
            _session.c.person_id == snap.person_id, _session.c.ended_at.is_(None)
        )
    )
    newest = select(func.max(_job.c.id)).scalar_subquery()
    statement = (
        select(_job.c.payload, _job.c.created)
        .where(
            _job.c.id > newest - _LOOK_BACK,
            _job.c.kind == _UPDATE,
            _job.c.lane.in_([f"person:{chat.telegram_id}" for chat in chats]),
            _job.c.created > snap.now - _LATELY,
        )
        .order_by(_job.c.id.desc())
        .limit(MOST * 4)
    )
    typed = [(row.created, _typed(row.payload)) for row in await snap.all(statement)]
    messages = [(at, written) for at, written in typed if written is not None][:MOST][::-1]
    answers = await _answers(snap, [written for _, written in messages])
    found: list[Past] = []
    for at, written in messages:
        found.append((Side.DEALER, at, written, ()))
        said = answers.get(_key(snap, written))
        if said:
            found.append((Side.BOT, at, Written(WordKind.TEXT, "", 0, 0), said))
    return found


def _typed(update: dict[str, Any]) -> Written | None:
    message = update.get("message") or {}
    text = message.get("text")
    if not text or text.startswith("/"):
        return None
    return Written(WordKind.TEXT, text, message["chat"]["id"], message["message_id"])


def _key(snap: Snapshot, written: Written) -> str:
    """The key under which the bot has a typed message taken."""
    return f"{snap.person_id}:msg:{written.chat_id}:{written.message_id}:TakeMessage"


async def _answers(snap: Snapshot, messages: list[Written]) -> dict[str, tuple[Remark, ...]]:
    keys = [_key(snap, one) for one in messages]
    rows = await snap.all(select(_result.c.key, _result.c.result).where(_result.c.key.in_(keys)))
    return {row.key: _remarks(row.result) for row in rows}


def _remarks(result: dict[str, Any]) -> tuple[Remark, ...]:
    """What was said to it; where nothing was but the draft, that."""
    said = tuple(Remark(one["code"], one["params"]) for one in result.get("said") or ())
    if not said and result.get("draft_id") and result.get("intent") in _SHOW_DRAFT:
        return (Remark("showed_draft"),)
    return said
