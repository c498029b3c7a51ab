"""Conversations and the words said in them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, or_, select, update

from core.dealers.tables import DealerPersonRow, DealerRow, PersonRow
from core.infra.columns import table_of
from core.infra.reads import Read
from core.infra.transaction import Snapshot, Transaction
from core.kernel.errors import NotFound
from core.kernel.ids import DealerId, PersonId
from core.support.tables import ConversationRow, WordRow
from core.support.types import (
    Conversation,
    ConversationState,
    Line,
    Remark,
    Side,
    Word,
    WordKind,
    Written,
)

_row, _word = table_of(ConversationRow), table_of(WordRow)
_dealer, _person, _member = table_of(DealerRow), table_of(PersonRow), table_of(DealerPersonRow)
_holder, _closer = _person.alias("holder"), _person.alias("closer")
_is_live = _row.c.state != ConversationState.CLOSED.value
_find_line = Read(
    select(_row.c.id, _row.c.state).where(
        _row.c.person_id == bindparam("of_person"),
        _row.c.dealer_id == bindparam("of_dealer"),
        _row.c.state != bindparam("closed"),
    )
)
_find_talking = Read(
    select(_row.c.id).where(
        _row.c.holder_id == bindparam("of_person"), _row.c.state == bindparam("taken"), _row.c.is_talking
    )
)


async def find_line(snap: Snapshot) -> Line | None:
    """The conversation that the actor has with the house now."""
    asked = {
        "of_person": snap.person_id,
        "of_dealer": snap.dealer_id,
        "closed": ConversationState.CLOSED.value,
    }
    row = await snap.one_or_none(_find_line, asked)
    return None if row is None else Line(row.id, ConversationState(row.state))


async def find_talking(snap: Snapshot) -> uuid.UUID | None:
    """The conversation that what the actor writes goes to."""
    asked = {"of_person": snap.person_id, "taken": ConversationState.TAKEN.value}
    rows = await snap.all(_find_talking, asked)
    return rows[0].id if rows else None


def _conversations() -> Select[Any]:
    return (
        select(
            _row,
            _dealer.c.name.label("dealer_name"),
            _dealer.c.rep_id,
            _dealer.c.currency,
            func.coalesce(_person.c.language, _dealer.c.language).label("language"),
            _person.c.name.label("person_name"),
            _holder.c.name.label("holder_name"),
            _closer.c.name.label("closer_name"),
        )
        .join(_dealer, _dealer.c.id == _row.c.dealer_id)
        .join(_person, _person.c.id == _row.c.person_id)
        .outerjoin(_holder, _holder.c.id == _row.c.holder_id)
        .outerjoin(_closer, _closer.c.id == _row.c.closed_by)
    )


def _read(row: Any) -> Conversation:
    return Conversation(
        id=row.id,
        version=row.version,
        state=ConversationState(row.state),
        dealer_id=DealerId(row.dealer_id),
        dealer_name=row.dealer_name,
        rep_id=row.rep_id,
        currency=row.currency,
        person_id=PersonId(row.person_id),
        person_name=row.person_name,
        language=row.language,
        opened_at=row.opened_at,
        offered=tuple(PersonId(uuid.UUID(one)) for one in row.offered),
        due_at=row.due_at,
        holder_id=row.holder_id,
        holder_name=row.holder_name,
        is_talking=row.is_talking,
        closed_by=row.closer_name,
    )


async def load(snap: Snapshot, conversation_id: uuid.UUID, *, lock: bool = False) -> Conversation:
    """Raises NotFound."""
    if lock:
        await snap.execute(select(_row.c.id).where(_row.c.id == conversation_id).with_for_update())
    row = await snap.one_or_none(_conversations().where(_row.c.id == conversation_id))
    if row is None:
        raise NotFound(what="conversation")
    return _read(row)


async def list_live(snap: Snapshot) -> list[Conversation]:
    """All that are not closed, the oldest first."""
    statement = _conversations().where(_is_live).order_by(_row.c.opened_at, _row.c.id)
    return [_read(row) for row in await snap.all(statement)]


async def list_late(snap: Snapshot) -> list[uuid.UUID]:
    """Those in which somebody has waited too long."""
    statement = select(_row.c.id).where(_is_live, _row.c.due_at <= snap.now).order_by(_row.c.id)
    return [row.id for row in await snap.all(statement)]


async def list_stranded(snap: Snapshot) -> list[uuid.UUID]:
    """Those whose holder, or whose person of the dealer, can be reached no more."""
    holder_gone = _row.c.holder_id.is_not(None) & or_(
        _holder.c.blocked, _holder.c.telegram_id.is_(None), _holder.c.staff_role.is_(None)
    )
    person_gone = or_(_person.c.blocked, _person.c.telegram_id.is_(None), _member.c.person_id.is_(None))
    statement = (
        select(_row.c.id)
        .join(_person, _person.c.id == _row.c.person_id)
        .outerjoin(
            _member, (_member.c.person_id == _row.c.person_id) & (_member.c.dealer_id == _row.c.dealer_id)
        )
        .outerjoin(_holder, _holder.c.id == _row.c.holder_id)
        .where(_is_live, or_(holder_gone, person_gone))
        .order_by(_row.c.id)
    )
    return [row.id for row in await snap.all(statement)]


async def add(tx: Transaction, offered: Sequence[PersonId], due_at: datetime) -> uuid.UUID:
    """A new one of the actor. An open one of the same person stops it as a conflict."""
    conversation_id = tx.new_id()
    await tx.execute(
        insert(_row),
        {
            "id": conversation_id,
            "dealer_id": tx.dealer_id,
            "person_id": tx.person_id,
            "state": ConversationState.OPEN.value,
            "version": 1,
            "opened_at": tx.now,
            "offered": [str(one) for one in offered],
            "due_at": due_at,
            "holder_id": None,
            "is_talking": False,
            "taken_at": None,
            "closed_at": None,
            "closed_by": None,
        },
    )
    return conversation_id


async def change(tx: Transaction, conversation_id: uuid.UUID, **values: Any) -> None:
    """A change that cards show: the version goes up."""
    statement = update(_row).where(_row.c.id == conversation_id)
    await tx.execute(statement.values(version=_row.c.version + 1, **values))


async def set_due(tx: Transaction, conversation_id: uuid.UUID, due_at: datetime | None) -> None:
    await tx.execute(update(_row).where(_row.c.id == conversation_id).values(due_at=due_at))


async def pause_others(tx: Transaction, but: uuid.UUID | None) -> None:
    """What the actor writes goes to none of the conversations but that one."""
    statement = update(_row).where(_row.c.holder_id == tx.person_id, _row.c.is_talking, _row.c.id != but)
    await tx.execute(statement.values(is_talking=False))


async def add_word(tx: Transaction, conversation_id: uuid.UUID, side: Side, written: Written) -> uuid.UUID:
    """What the actor wrote."""
    return (await add_words(tx, conversation_id, [(side, tx.now, written, ())]))[0]


async def add_words(
    tx: Transaction,
    conversation_id: uuid.UUID,
    words: Sequence[tuple[Side, datetime, Written, Sequence[Remark]]],
) -> list[uuid.UUID]:
    """Words in their order, in a conversation that is held; those of the machine are nobody's."""
    last = await tx.one_or_none(
        select(func.coalesce(func.max(_word.c.number), 0).label("number")).where(
            _word.c.conversation_id == conversation_id
        )
    )
    rows: list[Mapping[str, Any]] = [
        {
            "id": tx.new_id(),
            "conversation_id": conversation_id,
            "number": number,
            "at": at,
            "side": side.value,
            "person_id": None if side is Side.BOT else tx.person_id,
            "kind": written.kind.value,
            "text": written.text,
            "chat_id": written.chat_id,
            "message_id": written.message_id,
            "remarks": [[one.code, dict(one.params)] for one in remarks],
            "read_at": None,
        }
        for number, (side, at, written, remarks) in enumerate(words, last.number + 1)
    ]
    if rows:
        await tx.execute(insert(_word), rows)
    return [row["id"] for row in rows]


def _words() -> Select[Any]:
    return select(_word, _person.c.name).outerjoin(_person, _person.c.id == _word.c.person_id)


def _read_word(row: Any) -> Word:
    return Word(
        id=row.id,
        conversation_id=row.conversation_id,
        at=row.at,
        side=Side(row.side),
        by=row.name,
        kind=WordKind(row.kind),
        text=row.text,
        chat_id=row.chat_id,
        message_id=row.message_id,
        remarks=tuple(Remark(code, params) for code, params in row.remarks),
        read_at=row.read_at,
    )


async def load_word(snap: Snapshot, word_id: uuid.UUID) -> Word:
    """Raises NotFound."""
    row = await snap.one_or_none(_words().where(_word.c.id == word_id))
    if row is None:
        raise NotFound(what="word")
    return _read_word(row)


async def list_words(
    snap: Snapshot, conversation_id: uuid.UUID, most: int, skip: int = 0
) -> tuple[list[Word], int]:
    """So many of the latest words, oldest first, without the ``skip`` newest; and how many are older."""
    of_it = _word.c.conversation_id == conversation_id
    (count,) = await snap.one_or_none(select(func.count()).select_from(_word).where(of_it))
    newest = _words().where(of_it).order_by(_word.c.number.desc()).limit(most).offset(skip)
    found = [_read_word(row) for row in await snap.all(newest)]
    return found[::-1], max(count - skip - len(found), 0)


async def mark_read(tx: Transaction, word_id: uuid.UUID) -> None:
    await tx.execute(update(_word).where(_word.c.id == word_id).values(read_at=tx.now))
