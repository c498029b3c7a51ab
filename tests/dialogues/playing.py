"""Plays conversations through the real bot and judges what became of each turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum

import aiohttp
from pydantic import SecretStr
from sqlalchemy import select

from bot.service import ChatService
from core.bootstrap import build
from core.catalog.tables import ProductRow
from core.dealers.tables import PersonRow
from core.i18n.phrases import Phrasebook
from core.infra.door import Core
from core.infra.settings import Settings
from core.kernel.clock import FixedClock
from core.orders.tables import DraftLineRow, DraftRow
from dealerline.sandbox.client import SandboxClient
from dealerline.sandbox.seen import ChatMessage
from dealerline.sandbox.settings import SandboxPerson, SandboxSettings
from dealerline.sandbox.user import SandboxUser, WaitedInVain
from tests.dialogues.company import FIRST_PERSON
from tests.dialogues.corpus import Conversation, Turn

_PATIENCE = 5.0  # seconds for the second of two messages


class Verdict(StrEnum):
    RIGHT = "right"
    ASKED = "asked too much"  # what was clear is asked about: a tap too many, nothing wrong
    MISSED = "missed"  # something said had no effect, or the answer was another
    WRONG = "silently wrong"  # something is in the draft, ready, that was not ordered


@dataclass(frozen=True, slots=True)
class Played:
    """How far a conversation went: right in every turn, or where and how it first was not."""

    conversation: Conversation
    verdict: Verdict
    turns_right: int
    turn: Turn | None = None
    found: str = ""


async def play(
    conversations: Sequence[Conversation], sandbox_url: str, database_url: str, clock: FixedClock
) -> list[Played]:
    """One dealer a conversation, in a company that ``make_wholesaler`` made for just these."""
    people = [
        SandboxPerson(name=f"Buyer {at:03}", id=FIRST_PERSON + at, role="Dealer", started=True)
        for at in range(len(conversations))
    ]
    async with aiohttp.ClientSession(sandbox_url) as session:
        settings = SandboxSettings(users=people)
        async with session.post("/sandbox/start_over", json=settings.model_dump(mode="json")) as answer:
            answer.raise_for_status()
    async with SandboxClient(sandbox_url) as sandbox:
        core = build(
            Settings(
                database_url=database_url,
                bot_token=SecretStr(sandbox.token),
                bot_api_base=sandbox.url,
                chat_burst=1000,
                sends_per_second=1000,
                object_store_url="memory:///",
                _env_file=None,
            ),
            clock=clock,
        )
        service = ChatService(core, Phrasebook())
        users = {user.id: user for user in sandbox.users}
        async with _at_work(service):
            played = [
                await _play_one(core, users[FIRST_PERSON + at], one) for at, one in enumerate(conversations)
            ]
        await service.close()
        await core.close()
    return played


@asynccontextmanager
async def _at_work(service: ChatService) -> AsyncIterator[None]:
    loop = asyncio.get_running_loop()
    tasks = [loop.create_task(half) for half in (service.poll(), service.worker.run())]
    try:
        yield
    finally:
        pending = set(tasks)
        while pending:
            for task in pending:
                task.cancel()
            # Again until it is gone: Python 3.11's wait_for may swallow a cancellation (gh-86296).
            _, pending = await asyncio.wait(pending, timeout=0.1)


async def _play_one(core: Core, user: SandboxUser, conversation: Conversation) -> Played:
    for at, turn in enumerate(conversation.turns):
        answer = await _answer_to(user, turn)
        draft = await _draft_of(core, user.id)
        verdict = judge(turn, draft, answer)
        if verdict is not Verdict.RIGHT:
            found = f"{'; '.join(draft) or 'nothing'}  |  {answer[:300]!r}"
            return Played(conversation, verdict, at, turn, found)
    return Played(conversation, Verdict.RIGHT, len(conversation.turns))


async def _answer_to(user: SandboxUser, turn: Turn) -> str:
    """What the bot says to it: the message with the words looked for, where one of several has them."""
    if turn.is_tap:
        card = next((one for one in reversed(user.from_bot()) if one.button(turn.says)), None)
        if card is None:
            return f"no such button; {user.last.labels}"
        tapped = await user.tap(turn.says, message=card)
        answer = await user.wait_for("")
        await tapped.answer()
        return answer.text
    said = await user.say(turn.says)

    def is_answer(message: ChatMessage) -> bool:
        # An older card that loses its buttons changes, too: the answer is a message of its own.
        return message.id > said.id

    first = await user.wait_for(is_answer)
    if all(words in first.text for words in turn.answer):
        return first.text
    try:
        with_words = await user.wait_for(
            lambda message: is_answer(message) and all(words in message.text for words in turn.answer),
            timeout=_PATIENCE,
        )
    except WaitedInVain:
        return first.text
    return with_words.text


def judge(turn: Turn, draft: Sequence[str], answer: str) -> Verdict:
    """draft: as ``_draft_of`` gives it."""
    if turn.draft is not None:
        wanted = list(turn.draft)
        ready = [line for line in draft if not line.startswith(("?", "-"))]
        if any(line not in wanted for line in ready):
            return Verdict.WRONG
        if len(draft) != len(wanted) or not all(map(_fits, wanted, draft)):
            asks = sum(line.startswith("?") for line in draft)
            return Verdict.ASKED if asks > sum(one.startswith("?") for one in wanted) else Verdict.MISSED
    return Verdict.RIGHT if all(words in answer for words in turn.answer) else Verdict.MISSED


def _fits(wanted: str, line: str) -> bool:
    if not wanted.startswith("?"):
        return wanted == line
    return line.startswith("?") and wanted[1:].strip().casefold() in line.casefold()


async def _draft_of(core: Core, telegram_id: int) -> list[str]:
    """The lines of the open draft: "10 case COKE330"; "- " before one that is left out because what was asked
    of it does not hold; "? " and the words of a line that waits."""
    wanted = (
        select(DraftLineRow, ProductRow.sku)
        .join(DraftRow, DraftRow.id == DraftLineRow.draft_id)
        .join(PersonRow, PersonRow.id == DraftRow.person_id)
        .outerjoin(ProductRow, ProductRow.id == DraftLineRow.product_id)
        .where(PersonRow.telegram_id == telegram_id, DraftRow.state == "open")
        .order_by(DraftLineRow.position)
    )
    async with core.database.read() as connection:
        rows = (await connection.execute(wanted)).all()
    return [
        f"{'- ' * (row.state == 'held')}{row.unit_quantity} {row.unit + ' ' if row.unit else ''}{row.sku}"
        if row.state in ("ready", "held")
        else f"? {row.raw}"
        for row in rows
    ]
