"""Answers to inline queries: beside the queue of updates, for nothing in them has to survive anything.

An inline query lives for thirty seconds, and only the newest of somebody who is typing matters: while one is
answered, those that come wait in one place, each taking the place of the one before. Who asks is looked up
for every query, as for every update; nothing of it is kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import AnswerInlineQuery
from aiogram.types import InlineQueryResultArticle, InlineQueryResultsButton

from bot.dealer.catalogue.callbacks import START
from bot.inline.results import PAGE, results_of
from bot.languages import language_of
from bot.screen import clip
from core.dealers.types import Identity, Standing
from core.dealers.use_cases.identify_chat import IdentifyChat
from core.i18n.phrases import Phrasebook, Say
from core.infra.door import Core
from core.intake.use_cases.browse_catalogue import SearchCatalogue
from core.kernel.actor import STRANGER, Permission
from core.kernel.errors import Refused
from core.kernel.texts import storable

log = structlog.get_logger()

_KEPT_SECONDS = 5  # prices and stock move; the client asks again for the same words after that
_LONGEST = 100  # characters of a query that are looked at
_BUTTON = 60
_AT_ONCE = 500  # people who are answered at the same time; the clients of others ask again


class InlineAnswers:
    """One for each process; ``take`` returns at once."""

    def __init__(self, core: Core, bot: Bot, book: Phrasebook) -> None:
        self._core = core
        self._bot = bot
        self._book = book
        self._newest: dict[int, dict[str, Any]] = {}
        self._busy: dict[int, asyncio.Task[None]] = {}

    def take(self, query: Mapping[str, Any]) -> None:
        """Answer a query of the Bot API as soon as its person's last one is answered."""
        person = query.get("from", {}).get("id")
        if not isinstance(person, int) or query["from"].get("is_bot"):
            return
        if person not in self._busy and len(self._busy) >= _AT_ONCE:
            return
        self._newest[person] = dict(query)
        if person not in self._busy:
            self._busy[person] = asyncio.get_running_loop().create_task(self._answer_all(person))

    async def close(self) -> None:
        """Let go of whatever is being answered."""
        tasks = list(self._busy.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _answer_all(self, person: int) -> None:
        try:
            while (query := self._newest.pop(person, None)) is not None:
                try:
                    await self._bot(await self.answer(query))
                except TelegramAPIError as error:
                    log.info(
                        "inline_not_answered", error=type(error).__name__
                    )  # too old: it has been typed on
                except Exception:
                    log.exception("inline_failed")
        finally:
            del self._busy[person]

    async def answer(self, query: Mapping[str, Any]) -> AnswerInlineQuery:
        """What the person may see of what is looked for; who may see nothing gets one sentence."""
        identity = await self._core.ask(STRANGER, IdentifyChat(query["from"]["id"]))
        say = self._say(identity, query["from"].get("language_code"))
        if identity.standing is not Standing.MEMBER:
            blocked = identity.standing is Standing.BLOCKED
            return _answered(query, [], say("inline.blocked" if blocked else "inline.join"))
        if identity.actor.dealer_id is None or not identity.actor.may(Permission.CATALOG_READ):
            return _answered(query, [], say("inline.dealers_only"))
        text = storable(str(query.get("query") or ""))[:_LONGEST].strip()
        offset = str(query.get("offset") or "0")
        page = int(offset) if offset.isdecimal() and len(offset) < 4 else 0
        try:
            found = await self._core.ask(identity.actor, SearchCatalogue(text, page, PAGE))
        except Refused as refusal:
            return _answered(query, [], say(f"error.{refusal.code}", None, **refusal.fields))
        if not found.total:
            return _answered(query, [], say("inline.nothing" if text else "inline.write"))
        is_last = found.page + 1 >= found.pages
        # Beyond the last page there is nothing; the core gives its last page again.
        results = results_of(found, say) if page <= found.page else []
        return _answered(query, results, None, "" if is_last else str(found.page + 1))

    def _say(self, identity: Identity, code: str | None) -> Say:
        known = identity.standing is not Standing.UNKNOWN
        language = identity.actor.language if known else language_of(code)
        return self._book.say(language, zone=identity.actor.zone)


def _answered(
    query: Mapping[str, Any], results: list[dict[str, Any]], sentence: str | None, more: str = ""
) -> AnswerInlineQuery:
    button = None
    if sentence is not None:
        button = InlineQueryResultsButton(text=clip(sentence, _BUTTON), start_parameter=START)
    return AnswerInlineQuery(
        inline_query_id=str(query["id"]),
        results=[InlineQueryResultArticle.model_validate(one) for one in results],
        cache_time=_KEPT_SECONDS,
        is_personal=True,
        next_offset=more,
        button=button,
    )
