"""Common questions are answered in the office's own words; those that are not are counted for it (A20)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.infra.transaction import Snapshot, Transaction
from core.kernel.actor import Permission
from core.kernel.command import Command, Query
from core.support.engine.answering import understand
from core.support.events import PhrasingDecided
from core.support.repository import answers, meant
from core.support.types import Choice, Found, Meant, Unanswered

_MOST_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class FindAnswer(Query[Found]):
    """The office's answer to what was written, or whether one is likely enough to be asked about."""

    permission = Permission.ORDER_READ
    text: str


@dataclass(frozen=True, slots=True)
class OfferAnswers(Command[tuple[Choice, ...]]):
    """The office's questions that may be meant by these words, the likeliest first; none is possible."""

    permission = Permission.ORDER_READ
    text: str


@dataclass(frozen=True, slots=True)
class ChooseAnswer(Command[str]):
    """That was meant: the office's answer. It is counted; nothing is learned from it without the office.

    Raises NotFound where the office has the answer no more.
    """

    permission = Permission.ORDER_READ
    meant_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class RefuseAnswers(Command[None]):
    """None of those offered: the question is counted as one without an answer. ``meant_id``: any of them."""

    permission = Permission.ORDER_READ
    meant_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ListUnanswered(Query[tuple[Unanswered, ...]]):
    """Questions without an answer, the most asked first."""

    permission = Permission.MASTER_DATA
    limit: int = 20


@dataclass(frozen=True, slots=True)
class ListMeant(Query[tuple[Meant, ...]]):
    """Words by which dealers meant a question of the office, the most used first."""

    permission = Permission.MASTER_DATA
    limit: int = 5


@dataclass(frozen=True, slots=True)
class DecidePhrasing(Command[None]):
    """Make the words one of the office's questions, or never offer them again. Raises NotFound."""

    permission = Permission.MASTER_DATA
    meant_id: uuid.UUID
    adds: bool


async def find_answer(snap: Snapshot, query: FindAnswer) -> Found:
    found = understand(query.text, await answers.load_phrasings(snap), snap.actor.language)
    return Found(None if found.sure is None else found.sure.answer, bool(found.maybe))


async def offer_answers(tx: Transaction, command: OfferAnswers) -> tuple[Choice, ...]:
    found = understand(command.text, await answers.load_phrasings(tx), tx.actor.language)
    return await meant.offer(tx, command.text, found.maybe)


async def choose_answer(tx: Transaction, command: ChooseAnswer) -> str:
    return await meant.count(tx, command.meant_id)


async def refuse_answers(tx: Transaction, command: RefuseAnswers) -> None:
    words = await meant.words_of(tx, command.meant_id)
    if words is not None:
        await answers.count_unanswered(tx, words, tx.actor.language)


async def list_unanswered(snap: Snapshot, query: ListUnanswered) -> tuple[Unanswered, ...]:
    known = await answers.load_phrasings(snap)
    asked = await answers.list_unanswered(snap, _MOST_LOOKED_AT)
    open_ones = [one for one in asked if understand(one.question, known, one.language).sure is None]
    return tuple(open_ones[: max(query.limit, 0)])


async def list_meant(snap: Snapshot, query: ListMeant) -> tuple[Meant, ...]:
    return tuple(await meant.list_meant(snap, max(query.limit, 0)))


async def decide_phrasing(tx: Transaction, command: DecidePhrasing) -> None:
    found = await meant.load(tx, command.meant_id)
    if command.adds:
        await meant.add(tx, found.id)
    else:
        await meant.decline(tx, found.id)
    tx.record(PhrasingDecided(found.words, found.language, command.adds))
