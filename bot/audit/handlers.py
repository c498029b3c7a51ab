"""/audit: the journal, narrowed to a person, a dealer or an order by what is written behind it."""

from __future__ import annotations

from datetime import UTC, datetime

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.audit.callbacks import AuditTap
from bot.audit.screens import PAGE, audit_screen, subjects_screen
from bot.screen import OldButton, long_id
from bot.turn import Turn
from core.audit.types import About, Subject
from core.audit.use_cases.show_audit import FindAudited, ShowAudit

LAST_PAGE = 100_000  # beyond every journal, and within what a database can skip
LAST_SECOND = 4_000_000_000


async def on_audit(_message: Message, command: CommandObject, turn: Turn) -> None:
    subject = Subject()
    if command.args:
        found = await turn.ask(FindAudited(command.args))
        if len(found) != 1:
            await turn.show(subjects_screen(found, turn.say))
            return
        subject = found[0]
    page = await turn.ask(ShowAudit(subject.about, subject.id, limit=PAGE))
    await turn.show(audit_screen(page, 0, turn.say))


async def on_tap(_query: CallbackQuery, callback_data: AuditTap, turn: Turn) -> None:
    if callback_data.about not in set(About) or not 0 <= callback_data.until <= LAST_SECOND:
        raise OldButton(callback_data.about)
    number = min(max(callback_data.page, 0), LAST_PAGE)
    page = await turn.ask(
        ShowAudit(
            About(callback_data.about),
            long_id(callback_data.id) if callback_data.id else None,
            datetime.fromtimestamp(callback_data.until, UTC) if callback_data.until else None,
            limit=PAGE,
            offset=number * PAGE,
        )
    )
    await turn.redraw(audit_screen(page, number, turn.say))


def build_router() -> Router:
    """A new router with the handlers above."""
    router = Router(name="audit")
    router.message.register(on_audit, Command("audit"))
    router.callback_query.register(on_tap, AuditTap.filter())
    return router
