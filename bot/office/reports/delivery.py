"""Scheduled reports go out: rendered at the moment they are sent, for whom the person is by then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.methods import SendDocument, SendMessage, SendPhoto
from aiogram.types import BufferedInputFile

from bot.office.reports.screens import file_screen
from bot.screen import escape, fit
from core.dealers.types import Standing
from core.dealers.use_cases.identify_chat import IdentifyChat
from core.i18n.phrases import Phrasebook, Say
from core.infra.door import Core
from core.infra.queue import Job
from core.infra.worker import GiveUp, Later
from core.kernel.actor import STRANGER, Actor
from core.kernel.errors import NotFound, NotPermitted
from core.reporting.documents import wording
from core.reporting.errors import ReportEmpty, ReportFieldUnknown
from core.reporting.types import Form
from core.reporting.use_cases.compose_report import ShowReport
from core.reporting.use_cases.render_report import RenderReport, ReportFile

CAPTION_LIMIT = 1024


@dataclass(frozen=True, slots=True)
class ReportDelivery:
    """The worker's handler for jobs of kind ``chat.report``."""

    core: Core
    bot: Bot
    book: Phrasebook

    async def send(self, job: Job) -> None:
        """Send one report. Who is blocked, gone or of another role by now gets nothing."""
        chat = job.payload["chat"]
        identity = await self.core.ask(STRANGER, IdentifyChat(chat))
        if identity.standing is not Standing.MEMBER:
            raise GiveUp(f"nobody of ours in chat {chat}")
        actor = identity.actor
        say = self.book.say(actor.language, zone=actor.zone, escape=escape)
        try:
            await self._send(chat, actor, job, say)
        except (NotFound, NotPermitted, ReportFieldUnknown) as error:
            raise GiveUp(repr(error)) from error
        except TelegramRetryAfter as error:
            raise Later(error.retry_after) from error
        except TelegramForbiddenError as error:
            raise GiveUp(str(error)) from error
        except TelegramBadRequest as error:
            if "chat not found" in str(error):
                raise GiveUp(str(error)) from error
            raise

    async def _send(self, chat: int, actor: Actor, job: Job, say: Say) -> None:
        report_id = UUID(job.payload["report"])
        report = (await self.core.ask(actor, ShowReport(report_id))).report
        title = report.name or wording.title_text(report.spec, say)
        at = datetime.fromisoformat(job.payload["due"])
        query = RenderReport(report_id, report.form or Form.EXCEL, say, at)
        try:
            found = await self.core.ask(actor, query)
        except ReportEmpty:
            await self.bot(SendMessage(chat_id=chat, text=say("report.nothing_due", title=title)))
            return
        await self.bot(sending(chat, found, say))


def sending(chat_id: int, found: ReportFile, say: Say) -> SendDocument | SendPhoto:
    """The message that carries a finished report."""
    caption = fit(file_screen(found, say).text, CAPTION_LIMIT)
    content = BufferedInputFile(found.content, found.name)
    if found.form is Form.PICTURE:
        return SendPhoto(chat_id=chat_id, photo=content, caption=caption)
    return SendDocument(chat_id=chat_id, document=content, caption=caption)
