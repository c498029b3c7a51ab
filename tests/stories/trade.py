"""What several stories need: the house's price rules through the public import, more dealers in the chat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.infra.columns import Base
from core.infra.queue import JobRow
from core.integrations.master_data.types import Cell, SheetRows
from core.integrations.master_data.use_cases.import_tables import ImportTable
from core.kernel.ids import DealerId
from dealerline.sandbox.seen import ChatMessage, Wanted
from dealerline.sandbox.user import SandboxUser
from tests.chat import Chat, tap, until
from tests.make import count, make_buyer, make_dealer, rows

# What running itself writes: the update that was handled, the card that was shown, when a chat was last seen.
_RUNNING = {"job", "bot_card", "bot_proposal", "bot_sent", "person_session"}


async def import_rows(chat: Chat, table: str, columns: str, *cells: Sequence[Cell]) -> None:
    """The back office imports rows of one table; a bad row fails the story."""
    await import_sheet(chat, table, SheetRows(columns.split(","), cells))


async def import_sheet(chat: Chat, table: str, sheet: SheetRows) -> None:
    report = await chat.core.execute(chat.office, ImportTable(table, sheet))
    assert (report.errors, report.written) == ((), True)


async def new_colleague(chat: Chat, dealer_id: DealerId, name: str, telegram_id: int) -> SandboxUser:
    """Somebody who buys for this dealer, too, with a chat of his own."""
    await make_buyer(chat.core, dealer_id, name, telegram_id=telegram_id)
    return await chat.sandbox.user(name, user_id=telegram_id)


async def new_dealer(
    chat: Chat, name: str, buyer: str, telegram_id: int, **facts: Any
) -> tuple[DealerId, SandboxUser]:
    """One more dealer, and its buyer in the chat."""
    dealer_id = await make_dealer(chat.core, name, rep=chat.rep, **facts)
    return dealer_id, await new_colleague(chat, dealer_id, buyer, telegram_id)


def offering(button: str) -> Wanted:
    """A card with this button: an older one, which loses its buttons only now, is not meant."""
    return lambda message: message.button(button) is not None


async def why_line(user: SandboxUser, card: ChatMessage, line: str = "1.") -> list[str]:
    """Change, the line, "Why this price": what is said then, line by line."""
    which = await tap(user, "Change", card, "Which line")
    opened = await tap(user, line, which, "Use the buttons")
    return (await tap(user, "Why this price", opened, "You pay")).text.split("\n")


async def all_rows(chat: Chat) -> dict[str, list[str]]:
    """Everything in the database but what running itself writes, table by table."""
    found = {}
    for mapper in Base.registry.mappers:
        table = mapper.class_
        if table.__tablename__ not in _RUNNING:
            found[table.__tablename__] = sorted(str(tuple(row)) for row in await rows(chat.core, table))
    return found


async def said_to_others(chat: Chat, actor: SandboxUser) -> dict[str, list[str]]:
    """What everybody but the actor has got so far; nothing is on its way any more."""

    async def all_sent() -> bool:
        waiting = JobRow.kind.in_(("chat.send", "hear.chat")) & (JobRow.state == "pending")
        return await count(chat.core, JobRow, waiting) == 0

    await until(all_sent)
    return {one.name: [m.text for m in one.from_bot()] for one in chat.sandbox.users if one.id != actor.id}


async def refused(user: SandboxUser, chat: Chat, button: str, card: ChatMessage, says: str) -> ChatMessage:
    """A tap that is refused: the answer, once it is sure that nothing was written and nobody was told."""
    before, told = await all_rows(chat), await said_to_others(chat, user)
    answer = await tap(user, button, card, says)
    assert await all_rows(chat) == before
    assert await said_to_others(chat, user) == told
    return answer


async def confirm_together(chat: Chat, *taps: tuple[SandboxUser, ChatMessage]) -> list[ChatMessage]:
    """Everybody taps Confirm before anybody is served; then all are served at once. The answers, in order."""

    async def waiting(updates: int) -> bool:
        where = JobRow.kind == "telegram.update", JobRow.state == "pending"
        return await count(chat.core, JobRow, *where) == updates

    await until(lambda: waiting(0))
    await chat.kill()
    chat.restart(working=False)
    for user, card in taps:
        await user.tap("Confirm", message=card)
    await until(lambda: waiting(len(taps)))
    await chat.kill()
    chat.restart()
    return [await user.wait_for("") for user, _ in taps]
